//! Alignments: two runs of characters and the edit script between them.

use std::ops::Range;

use super::chain::Anchor;
use super::costs::Costs;
use super::edit_script::{EditOp, EditScript, Lengths};
use super::extend::{extend, global_align};
use super::segments::high_scoring_segments;

/// Two runs of content characters, aligned with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// First content character of the first side.
    pub a: u32,
    /// First content character of the second side.
    pub b: u32,
    /// Operations from there on; runs of equal and of changed characters alternate.
    pub steps: Vec<EditOp>,
}

impl Alignment {
    /// The alignment of two sides of `len` characters that are all equal.
    #[must_use]
    pub fn equal_run(a: u32, b: u32, len: u32) -> Self {
        Self { a, b, steps: vec![EditOp::Equal(len)] }
    }

    /// Content characters of the first side.
    #[must_use]
    pub fn range_a(&self) -> Range<usize> {
        range(self.a, self.steps.iter().map(|op| op.a()).sum())
    }

    /// Content characters of the second side.
    #[must_use]
    pub fn range_b(&self) -> Range<usize> {
        range(self.b, self.steps.iter().map(|op| op.b()).sum())
    }

    /// Number of characters that are equal.
    #[must_use]
    pub fn equal(&self) -> usize {
        let equal = self.steps.iter().filter(|op| matches!(op, EditOp::Equal(_)));
        equal.map(|op| op.a() as usize).sum()
    }

    /// Equal characters as a share of the characters of both sides (Dice coefficient), from 0 to 1.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        let both = self.range_a().len() + self.range_b().len();
        2.0 * self.equal() as f64 / both.max(1) as f64
    }

    /// The same alignment with its sides exchanged.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let steps = self.steps.iter().map(|op| op.swapped()).collect();
        Self { a: self.b, b: self.a, steps }
    }

    /// The same alignment in contents that have `a` and `b` more characters before it.
    #[must_use]
    pub fn shifted(mut self, a: usize, b: usize) -> Self {
        self.a += a as u32;
        self.b += b as u32;
        self
    }

    /// Aligns two contents along a chain: gaps between anchors are aligned, both ends are extended
    /// as far as the score rises but by `max_extension` characters of `a` at most, and the result is
    /// cut where the score falls far below its best.
    pub(crate) fn from_chain(
        chain: &[Anchor],
        a: &[char],
        b: &[char],
        costs: Costs,
        max_extension: usize,
    ) -> Vec<Self> {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
            return Vec::new();
        };
        // An end that falls below the score of the whole chain would be cut off anyway.
        let equal: u32 = chain.iter().map(|anchor| anchor.len).sum();
        let drop = costs.end_drop().min(costs.equal_score() as i32 * equal as i32);
        let before_a = &a[(first.a as usize).saturating_sub(max_extension)..first.a as usize];
        let before_b = &b[..first.b as usize];
        let before =
            extend(&before_a.iter().rev().copied(), &before_b.iter().rev().copied(), costs, drop);
        let (after_a, after_b) = (&a[last.a_end() as usize..], &b[last.b_end() as usize..]);
        let after_a = &after_a[..max_extension.min(after_a.len())];
        let after = extend(&after_a.iter().copied(), &after_b.iter().copied(), costs, drop);
        let extended = Lengths::of(&before);
        let mut script = EditScript::default();
        script.extend(before.into_iter().rev());
        align_chain(chain, a, b, costs, &mut script);
        script.extend(after);
        let (a, b) = (first.a - extended.a as u32, first.b - extended.b as u32);
        Self { a, b, steps: script.into_ops() }.segments(costs)
    }

    /// Aligns two contents from the first anchor of a chain to the last one.
    pub(super) fn along(chain: &[Anchor], a: &[char], b: &[char], costs: Costs) -> Self {
        let mut script = EditScript::default();
        align_chain(chain, a, b, costs, &mut script);
        Self { a: chain[0].a, b: chain[0].b, steps: script.into_ops() }
    }

    /// The parts of the alignment whose score never falls far below its best.
    fn segments(&self, costs: Costs) -> Vec<Self> {
        high_scoring_segments(&self.steps, costs).into_iter().map(|ops| self.part(ops)).collect()
    }

    pub(super) fn part(&self, ops: Range<usize>) -> Self {
        let before = Lengths::of(&self.steps[..ops.start]);
        Self { a: self.a, b: self.b, steps: self.steps[ops].to_vec() }.shifted(before.a, before.b)
    }

    /// The longest beginning of the alignment that ends with equal characters and uses at most
    /// `len` characters of the first side.
    pub(super) fn truncated(&self, len: u32) -> Self {
        let mut left = len;
        let mut steps = Vec::new();
        for &op in &self.steps {
            if op.a() > left {
                steps.extend(
                    (matches!(op, EditOp::Equal(_)) && left > 0).then_some(EditOp::Equal(left)),
                );
                break;
            }
            left -= op.a();
            steps.push(op);
        }
        while matches!(steps.last(), Some(EditOp::Change { .. })) {
            steps.pop();
        }
        Self { a: self.a, b: self.b, steps }
    }
}

fn range(start: u32, len: u32) -> Range<usize> {
    start as usize..(start + len) as usize
}

/// Aligns two contents from the first anchor of a chain to the last.
fn align_chain(chain: &[Anchor], a: &[char], b: &[char], costs: Costs, script: &mut EditScript) {
    let (mut at_a, mut at_b) = (chain[0].a, chain[0].b);
    for anchor in chain {
        // An anchor that overlaps the one before begins where both sides are past that one.
        let overlap =
            at_a.saturating_sub(anchor.a).max(at_b.saturating_sub(anchor.b)).min(anchor.len);
        let (to_a, to_b) = (anchor.a + overlap, anchor.b + overlap);
        let gap =
            global_align(&a[at_a as usize..to_a as usize], &b[at_b as usize..to_b as usize], costs);
        script.extend(gap.into_ops());
        script.push(EditOp::Equal(anchor.len - overlap));
        (at_a, at_b) = (anchor.a_end(), anchor.b_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The second side, made from the first side and the operations.
    fn replay(alignment: &Alignment, a: &[char], b: &[char]) -> Vec<char> {
        let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
        let mut made = Vec::new();
        for op in &alignment.steps {
            match op {
                EditOp::Equal(len) => made.extend_from_slice(&a[at_a..at_a + *len as usize]),
                EditOp::Change { b: len, .. } => {
                    made.extend_from_slice(&b[at_b..at_b + *len as usize]);
                }
            }
            at_a += op.a() as usize;
            at_b += op.b() as usize;
        }
        made
    }

    proptest! {
        #[test]
        fn operations_lead_from_one_side_to_the_other(
            head in "[ab]{0,30}", core in "[a-z]{12}", tail in "[ab]{0,30}", more in "[ab]{0,30}",
        ) {
            let (a, b) = (chars(&format!("{head}{core}{tail}")), chars(&format!("{more}{core}{head}")));
            let anchor = Anchor { a: head.len() as u32, b: more.len() as u32, len: 12 };
            for alignment in Alignment::from_chain(&[anchor], &a, &b, Costs::IDEOGRAPHS, usize::MAX) {
                prop_assert_eq!(replay(&alignment, &a, &b), &b[alignment.range_b()]);
                let back = alignment.swapped();
                prop_assert_eq!(replay(&back, &b, &a), &a[alignment.range_a()]);
                prop_assert!(matches!(alignment.steps.first(), Some(EditOp::Equal(_))));
                prop_assert!(matches!(alignment.steps.last(), Some(EditOp::Equal(_))));
            }
        }
    }

    #[test]
    fn ends_are_extended_past_an_edit_and_no_further() {
        let a = chars("前面无关的话题天地玄黄宇宙洪荒日月盈昃辰宿列张后来说别的事");
        let b = chars("这里不同天地玄黄宇宙洪X荒日月盈昃辰宿列张另有打算以及将来");
        let anchor = Anchor { a: 7, b: 4, len: 7 };
        let found = Alignment::from_chain(&[anchor], &a, &b, Costs::IDEOGRAPHS, usize::MAX);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].range_a(), found[0].range_b()), (7..23, 4..21));
        assert_eq!(found[0].equal(), 16);
    }

    #[test]
    fn an_alignment_is_cut_at_long_changes() {
        let steps = vec![
            EditOp::Equal(40),
            EditOp::Change { a: 90, b: 90 },
            EditOp::Equal(1),
            EditOp::Change { a: 90, b: 90 },
            EditOp::Equal(40),
        ];
        let segments = Alignment { a: 0, b: 0, steps }.segments(Costs::IDEOGRAPHS);
        assert_eq!(segments.iter().map(|segment| segment.a).collect::<Vec<_>>(), [0, 130, 221]);
    }

    #[test]
    fn a_truncated_alignment_ends_with_equal_characters() {
        let steps = vec![EditOp::Equal(5), EditOp::Change { a: 2, b: 0 }, EditOp::Equal(5)];
        let alignment = Alignment { a: 10, b: 20, steps };
        assert_eq!(alignment.truncated(9).range_a(), 10..19);
        assert_eq!(alignment.truncated(7).range_a(), 10..15);
        assert_eq!(alignment.truncated(3).range_b(), 20..23);
    }
}
