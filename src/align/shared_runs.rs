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
const EVIDENCE_DIVISOR: f64 = 3.0;

impl ContentPair<'_> {
    /// The alignments along `hits`, which may be in any order, and wrong; the best chain first.
    pub(crate) fn alignments(self, hits: &[Hit]) -> Vec<Alignment> {
        let mut anchors = self.anchors(hits);
        anchors.sort_unstable();
        let costs = Costs::of(anchors.iter().flat_map(|anchor| &self.b[anchor.range_b()]));
        let chains: Vec<Vec<Anchor>> = chains(&anchors, costs).collect();
        let chains = chains.into_iter().filter(|chain| self.is_promising(chain, costs));
        let alignments = chains.flat_map(|chain| self.along(chain, costs));
        alignments.filter(|alignment| alignment.equal() > 0).collect()
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

    fn along(self, mut chain: Vec<Anchor>, costs: Costs) -> Vec<Alignment> {
        let mut most = costs.max_gap();
        if self.is_one {
            let second = chain[0].b;
            chain.truncate(chain.partition_point(|anchor| anchor.a < second));
            // Beyond that an extension would overlap the second place.
            most = most.min(second - chain[0].a);
        }
        let mut found = Alignment::from_chain(&chain, self.a, self.b, costs, most as usize);
        if self.is_one {
            for alignment in &mut found {
                *alignment = alignment.truncated(alignment.b.saturating_sub(alignment.a));
            }
        }
        found
    }
}

/// Number of equal characters at the start of both.
fn equal<'c>(
    a: impl Iterator<Item = &'c char>,
    b: impl Iterator<Item = &'c char>,
) -> u32 {
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
        let found = ContentPair { a: &a, b: &b, is_one: false, min_chars: 10, similarity: 0.8 }.alignments(&hits);
        assert_eq!(found.len(), 1, "a hit that is none adds nothing");
        assert_eq!((found[0].range_a(), found[0].range_b()), (7..23, 4..21));
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
}
