//! Alignments of two contents around runs that are known to be equal in both.

use super::alignment::Alignment;
use super::chain::{Anchor, chains};
use super::costs::Costs;
use super::prefilter::passes_qgram_filter;
use crate::text::width;

/// A place in each of two contents at which the same run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// First character of the run in the first content.
    pub(crate) a: u32,
    /// First character of the run in the second content.
    pub(crate) b: u32,
}

impl Hit {
    /// The hits of equal runs that go on have equal diagonals.
    pub(crate) fn diagonal(self) -> i64 {
        i64::from(self.b) - i64::from(self.a)
    }
}

/// Two contents, or one and itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContentPair<'c> {
    pub(crate) a: &'c [char],
    pub(crate) b: &'c [char],
    /// Whether both are one content. Then the first place of an alignment ends before the second
    /// one begins.
    pub(crate) is_one: bool,
    /// Least width of a run that is of use, in ideographs, and the share of it that is equal.
    pub(crate) min_chars: usize,
    pub(crate) similarity: f64,
}

/// An anchor chain is aligned if the width of its anchors is at least that of a passage divided by
/// this.
const EVIDENCE_DIVISOR: f64 = 2.0;

impl ContentPair<'_> {
    /// The alignments along `hits`, which may be in any order, and wrong; the best chain first.
    pub(crate) fn alignments(self, hits: &[Hit]) -> Vec<Alignment> {
        let mut anchors = self.anchors(hits);
        anchors.sort_unstable();
        let costs = Costs::of(anchors.iter().flat_map(|anchor| &self.b[anchor.range_b()]));
        let mut found = Vec::new();
        while !anchors.is_empty() {
            let mut again = Vec::new();
            for mut chain in chains(&anchors, costs) {
                again.extend(take_repeats(&mut chain, costs));
                again.extend(self.take_behind_second_place(&mut chain));
                if self.is_promising(&chain, costs) {
                    found.extend(self.along(&chain, costs));
                }
            }
            again.sort_unstable();
            anchors = again;
        }
        found.retain(|alignment| alignment.equal() > 0);
        found
    }

    /// Whether a passage that is long and similar enough may be around a chain.
    fn is_promising(self, chain: &[Anchor], costs: Costs) -> bool {
        let min_chars = self.min_chars as f64;
        let equal: f64 = chain.iter().map(|anchor| width(&self.b[anchor.range_b()])).sum();
        if equal >= self.similarity * min_chars {
            return true;
        }
        // Equal less changed characters: what is not equal is changed.
        let score = (2.0 * self.similarity - 1.0) * min_chars;
        #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
        let score = score.max(0.0) as usize;
        equal * EVIDENCE_DIVISOR >= min_chars
            && passes_qgram_filter(chain, self.a, self.b, costs, score)
    }

    /// The longest runs of equal characters around the hits, each once.
    fn anchors(self, hits: &[Hit]) -> Vec<Anchor> {
        let mut hits = hits.to_vec();
        hits.sort_unstable_by_key(|hit| (hit.diagonal(), hit.b));
        let mut anchors = Vec::new();
        let mut last: Option<(i64, u32)> = None;
        for hit in hits {
            let diagonal = hit.diagonal();
            if last.is_some_and(|(before, end)| before == diagonal && hit.b < end) {
                continue;
            }
            let (a, b) = (hit.a as usize, hit.b as usize);
            let before = equal(self.a[..a].iter().rev(), self.b[..b].iter().rev());
            let behind = equal(self.a[a..].iter(), self.b[b..].iter());
            last = Some((diagonal, hit.b + behind.max(1)));
            let most = if self.is_one { hit.b - hit.a } else { u32::MAX };
            let len = (before + behind).min(most);
            if behind > 0 && len > 0 {
                anchors.push(Anchor { a: hit.a - before, b: hit.b - before, len });
            }
        }
        anchors
    }

    /// Takes what lies behind its second place, where the first one ends, out of a chain of one
    /// content: whole anchors, and the rests of those that go on there.
    fn take_behind_second_place(self, chain: &mut Vec<Anchor>) -> Vec<Anchor> {
        let second = if self.is_one { chain[0].b } else { u32::MAX };
        let inside = chain.partition_point(|anchor| anchor.a_end() <= second);
        // Those that follow may overlap the first one that goes on there.
        let mut behind = chain.split_off(inside);
        if let Some(first) = behind.first_mut().filter(|first| first.a < second) {
            let inside = Anchor { len: second - first.a, ..*first };
            if chain.last().is_none_or(|last| inside.new_after(*last) > 0) {
                chain.push(inside);
            }
            let (b, len) = (inside.b_end(), first.len - inside.len);
            *first = Anchor { a: second, b, len };
        }
        behind
    }

    fn along(self, chain: &[Anchor], costs: Costs) -> Vec<Alignment> {
        let most = costs.max_gap() as usize;
        if !self.is_one {
            return Alignment::from_chain(chain, self.a, self.b, costs, most);
        }
        // The second place begins behind the first one: what lies before it, or behind the first
        // one, is hidden, since any text is equal to itself.
        let (second, end) = (chain[0].b, chain[chain.len() - 1].a_end());
        let (from, to) = (second.min(end), second.max(end) as usize);
        let chain: Vec<Anchor> =
            chain.iter().map(|anchor| Anchor { b: anchor.b - from, ..*anchor }).collect();
        let (a, b) = (&self.a[..to], &self.b[from as usize..]);
        let found = Alignment::from_chain(&chain, a, b, costs, most);
        let shifted = found.into_iter().map(|alignment| alignment.shifted(0, from as usize));
        shifted
            .map(|alignment| alignment.truncated(alignment.b.saturating_sub(alignment.a)))
            .collect()
    }
}

/// Takes those anchors out of a chain of which more than a few characters stand in the anchor before
/// too, on one side: what stands at two places close to each other is two passages.
fn take_repeats(chain: &mut Vec<Anchor>, costs: Costs) -> Vec<Anchor> {
    let (mut repeats, mut last) = (Vec::new(), chain[0]);
    chain.retain(|&anchor| {
        let is_kept =
            anchor == last || anchor.len - anchor.new_after(last) <= 2 * costs.min_end_run();
        if is_kept {
            last = anchor;
        } else {
            repeats.push(anchor);
        }
        is_kept
    });
    repeats
}

/// Number of equal characters at the start of both.
fn equal<'c>(a: impl Iterator<Item = &'c char>, b: impl Iterator<Item = &'c char>) -> u32 {
    a.zip(b).take_while(|(a, b)| a == b).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_run_with_edits_is_one_alignment() {
        let a = chars("前面无关的话题天地玄黄宇宙洪荒日月盈昃辰宿列张后来说别的事");
        let b = chars("这里不同天地玄黄宇宙洪X荒日月盈昃辰宿列张另有打算以及将来");
        let hits = [Hit { a: 7, b: 4 }, Hit { a: 16, b: 14 }, Hit { a: 0, b: 9 }];
        let found = ContentPair { a: &a, b: &b, is_one: false, min_chars: 10, similarity: 0.8 }
            .alignments(&hits);
        assert_eq!(found.len(), 1, "a hit that is none adds nothing");
        assert_eq!((found[0].range_a(), found[0].range_b()), (7..23, 4..21));
    }

    #[test]
    fn a_run_that_stands_twice_on_one_side_has_two_alignments() {
        let run = "天地玄黄宇宙洪荒日月盈昃辰宿列张";
        let (a, b) = (chars(run), chars(&[run, "甲乙丙丁戊己庚辛", run].concat()));
        let hits = [Hit { a: 2, b: 2 }, Hit { a: 2, b: 26 }];
        let pair = ContentPair { a: &a, b: &b, is_one: false, min_chars: 10, similarity: 0.8 };
        let mut places: Vec<usize> =
            pair.alignments(&hits).iter().map(|found| found.range_b().start).collect();
        places.sort_unstable();
        assert_eq!(places, [0, 24]);
    }

    #[test]
    fn two_runs_that_are_each_repeated_at_once_have_two_alignments() {
        let runs = ["天地玄黄宇宙洪荒日月盈昃辰宿列张", "寒来暑往秋收冬藏闰余成岁律吕调阳"];
        let text = chars(&runs.map(|run| run.repeat(2)).concat());
        let hits = [Hit { a: 2, b: 18 }, Hit { a: 34, b: 50 }];
        let pair = ContentPair { a: &text, b: &text, is_one: true, min_chars: 10, similarity: 0.8 };
        let places: Vec<_> = pair.alignments(&hits).iter().map(Alignment::range_b).collect();
        assert_eq!(places, [16..32, 48..64]);
    }

    proptest! {
        #[test]
        fn the_two_places_in_one_content_do_not_overlap(
            text in "[天地玄]{20,80}", hits in prop::collection::vec((0_u32..20, 0_u32..20), 1..20),
        ) {
            let text = chars(&text);
            let hits: Vec<Hit> = hits.iter().filter(|(a, b)| a < b).map(|&(a, b)| Hit { a, b }).collect();
            for found in (ContentPair { a: &text, b: &text, is_one: true, min_chars: 4, similarity: 0.8 }).alignments(&hits) {
                prop_assert!(found.range_a().end <= found.range_b().start);
            }
        }
    }

    #[test]
    fn an_anchor_that_goes_on_behind_the_second_place_is_divided_there() {
        let pair = ContentPair { a: &[], b: &[], is_one: true, min_chars: 4, similarity: 0.9 };
        let divided = |first: Anchor, next: Anchor| {
            let mut chain = vec![first, next];
            let behind = pair.take_behind_second_place(&mut chain);
            (chain, behind)
        };
        let first = Anchor { a: 0, b: 10, len: 4 };
        let (chain, behind) = divided(first, Anchor { a: 6, b: 16, len: 8 });
        assert_eq!(chain, [first, Anchor { a: 6, b: 16, len: 4 }]);
        assert_eq!(behind, [Anchor { a: 10, b: 20, len: 4 }]);
        // Of the part before that place nothing is new.
        let first = Anchor { a: 0, b: 10, len: 10 };
        let (chain, behind) = divided(first, Anchor { a: 9, b: 18, len: 5 });
        assert_eq!(chain, [first]);
        assert_eq!(behind, [Anchor { a: 10, b: 19, len: 4 }]);
    }
}
