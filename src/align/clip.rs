//! Parts of alignments.

use std::ops::Range;

use super::alignment::Alignment;
use super::edit_script::EditOp;

impl Alignment {
    /// The runs of the second side whose characters are equal to those of the first.
    pub(crate) fn equal_in_b(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = self.b as usize;
        self.steps.iter().filter_map(move |op| {
            let start = at;
            at += op.b() as usize;
            matches!(op, EditOp::Equal(_)).then_some(start..at)
        })
    }

    /// The part of the alignment that has these characters of the second side. Changes that are
    /// only partly among them have no characters of the first side.
    pub(crate) fn within_b(&self, range: Range<usize>) -> Self {
        let (mut at_a, mut at_b) = (self.a, self.b);
        let (start, end) = (range.start as u32, range.end as u32);
        let mut part: Option<Self> = None;
        for op in &self.steps {
            let (from, to) = (at_b.max(start), (at_b + op.b()).min(end));
            let inner = match *op {
                EditOp::Equal(_) if from < to => Some(EditOp::Equal(to - from)),
                EditOp::Change { a, b } if start <= at_b && at_b + b <= end => {
                    // Between two characters of the part, or a change at an end of it.
                    let is_inside = b > 0 || start < at_b && at_b < end;
                    is_inside.then_some(EditOp::Change { a, b })
                }
                EditOp::Change { .. } if from < to => Some(EditOp::Change { a: 0, b: to - from }),
                _ => None,
            };
            if let Some(inner) = inner {
                let skipped = match *op {
                    EditOp::Equal(_) => from - at_b,
                    EditOp::Change { a, .. } if at_b < start => a,
                    EditOp::Change { .. } => 0,
                };
                let first = Self { a: at_a + skipped, b: from, steps: Vec::new() };
                part.get_or_insert(first).steps.push(inner);
            }
            (at_a, at_b) = (at_a + op.a(), at_b + op.b());
        }
        part.unwrap_or(Self { a: at_a, b: start, steps: Vec::new() })
    }

    /// The parts of the alignment that have none of some characters of the first side, which rise
    /// and do not overlap. Each begins and ends with equal characters.
    pub(crate) fn without_a(&self, ranges: &[Range<u32>]) -> Vec<Self> {
        let all = self.range_a();
        let mut parts = Vec::new();
        let mut from = all.start;
        let hidden = ranges.iter().map(|range| range.start as usize..range.end as usize);
        for hidden in hidden.chain(std::iter::once(all.end..all.end)) {
            if from < hidden.start.min(all.end) {
                parts.push(self.within_a(from..hidden.start.min(all.end)));
            }
            from = from.max(hidden.end);
        }
        parts.retain(|part| !part.steps.is_empty());
        parts
    }

    /// The part of the alignment with these characters of the first side, without changes at its
    /// ends.
    pub(super) fn within_a(&self, range: Range<usize>) -> Self {
        let mut part = self.swapped().within_b(range).swapped();
        let is_change = |op: &EditOp| matches!(op, EditOp::Change { .. });
        while part.steps.last().is_some_and(is_change) {
            part.steps.pop();
        }
        let first = part.steps.iter().take_while(|op| is_change(op)).count();
        for op in part.steps.drain(..first) {
            (part.a, part.b) = (part.a + op.a(), part.b + op.b());
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn op() -> impl Strategy<Value = EditOp> {
        prop_oneof![
            (1_u32..6).prop_map(EditOp::Equal),
            (0_u32..4, 0_u32..4)
                .prop_filter("not empty", |&(a, b)| a + b > 0)
                .prop_map(|(a, b)| EditOp::Change { a, b }),
        ]
    }

    /// The equal characters of both sides.
    fn pairs(alignment: &Alignment) -> Vec<(u32, u32)> {
        let (mut a, mut b) = (alignment.a, alignment.b);
        let mut pairs = Vec::new();
        for op in &alignment.steps {
            if let EditOp::Equal(len) = *op {
                pairs.extend((0..len).map(|at| (a + at, b + at)));
            }
            (a, b) = (a + op.a(), b + op.b());
        }
        pairs
    }

    proptest! {
        #[test]
        fn a_part_has_the_characters_that_are_asked_for(
            steps in prop::collection::vec(op(), 1..12), from in 0_usize..20, len in 0_usize..20,
        ) {
            let all = Alignment { a: 3, b: 5, steps };
            let end = all.range_b().end;
            let range = (5 + from).min(end)..(5 + from + len).min(end);
            let part = all.within_b(range.clone());
            prop_assert_eq!(part.range_b(), range.clone());
            let inside = pairs(&all).into_iter().filter(|(_, b)| range.contains(&(*b as usize)));
            prop_assert_eq!(pairs(&part), inside.collect::<Vec<_>>());
            prop_assert_eq!(part.equal_in_b().map(|run| run.len()).sum::<usize>(), part.equal());
            prop_assert!(part.steps.is_empty() || all.range_a().start <= part.range_a().start);
            prop_assert!(part.range_a().end <= all.range_a().end);
        }

        #[test]
        fn nothing_of_what_is_hidden_is_left(
            steps in prop::collection::vec(op(), 1..12), start in 0_u32..20, len in 1_u32..9,
        ) {
            let all = Alignment { a: 3, b: 5, steps };
            let hidden = start..start + len;
            let parts = all.without_a(std::slice::from_ref(&hidden));
            for part in &parts {
                let (a, hidden) = (part.range_a(), start as usize..(start + len) as usize);
                prop_assert!(a.end <= hidden.start || hidden.end <= a.start);
                prop_assert!(matches!(part.steps.first(), Some(EditOp::Equal(_))));
                prop_assert!(matches!(part.steps.last(), Some(EditOp::Equal(_))));
            }
            let left: Vec<_> = parts.iter().flat_map(pairs).collect();
            let outside = pairs(&all).into_iter().filter(|(a, _)| !(start..start + len).contains(a));
            prop_assert_eq!(left, outside.collect::<Vec<_>>());
        }
    }
}
