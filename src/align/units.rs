//! Alignment of two contents without a collection around them.

use std::ops::Range;

use super::alignment::Alignment;
use super::passage::{Passage, PassageFinder};
use crate::document::{DocId, shared};
use crate::seeds::{NgramIndex, SeedLimits, SequenceSet};

/// Finds the passages that two contents share, by position; some may overlap.
///
/// `min_score` is the least score of a passage: its equal characters less its edited ones, counted
/// in ideographs. Content `a` is sequence 0 of each [`Passage`], content `b` is sequence 1.
///
/// ```
/// let [a, b] = ["今年天地玄黄宇宙洪荒", "去年夏天天地玄黄宇宙洪荒"].map(|text| text.chars().collect::<Vec<_>>());
/// let passages = leitong::align::passages(&a, &b, 8);
/// assert_eq!(passages[0].alignment.range_a(), 2..10);
/// assert_eq!(passages[0].alignment.range_b(), 4..12);
/// ```
///
/// # Panics
/// If the contents hold more than 2³¹ characters.
#[must_use]
pub fn passages(a: &[char], b: &[char], min_score: usize) -> Vec<Passage> {
    let sequences = SequenceSet::new([(DocId(0), a), (DocId(1), b)]);
    let index = NgramIndex::of(&sequences, SeedLimits::default());
    let finder = PassageFinder { min_chars: min_score };
    finder.find(&index, |a, b| a != b).expect("an index of one partition is held in memory")
}

/// Aligns two contents piece by piece, in the order of `a`; the pieces may stand in another order
/// in `b`.
///
/// The pieces are the [`passages`] of the contents, the highest score first, without those that
/// overlap a better one on either side.
///
/// ```
/// let [a, b] = ["天地玄黄宇宙洪荒寒来暑往秋收冬藏", "寒来暑往秋收冬藏天地玄黄宇宙洪荒"]
///     .map(|text| text.chars().collect::<Vec<_>>());
/// let pieces = leitong::align::align_units(&a, &b, 8);
/// let ranges: Vec<_> = pieces.iter().map(|piece| (piece.range_a(), piece.range_b())).collect();
/// assert_eq!(ranges, [(0..8, 8..16), (8..16, 0..8)]);
/// ```
///
/// # Panics
/// If the contents hold more than 2³¹ characters.
#[must_use]
pub fn align_units(a: &[char], b: &[char], min_score: usize) -> Vec<Alignment> {
    let mut passages = passages(a, b, min_score);
    passages.sort_by(|x, y| y.score.total_cmp(&x.score));
    let mut pieces: Vec<Alignment> = Vec::new();
    for Passage { alignment, .. } in passages {
        if pieces.iter().all(|piece| are_disjoint(piece, &alignment)) {
            pieces.push(alignment);
        }
    }
    pieces.sort_by_key(|piece| piece.a);
    pieces
}

/// Whether two alignments have no character in common on either side.
fn are_disjoint(x: &Alignment, y: &Alignment) -> bool {
    do_not_overlap(&x.range_a(), &y.range_a()) && do_not_overlap(&x.range_b(), &y.range_b())
}

fn do_not_overlap(x: &Range<usize>, y: &Range<usize>) -> bool {
    shared(x, y) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_rise_in_the_first_content_and_overlap_on_neither_side(
            blocks in prop::collection::vec(0..4_usize, 0..6),
            others in prop::collection::vec(0..4_usize, 0..6),
        ) {
            let texts = ["天地玄黄宇宙洪荒", "寒来暑往秋收冬藏", "闰余成岁律吕调阳", "云腾致雨露结为霜"];
            let join = |blocks: &[usize]| blocks.iter().flat_map(|&at| texts[at].chars()).collect::<Vec<_>>();
            let (a, b) = (join(&blocks), join(&others));
            let pieces = align_units(&a, &b, 8);
            prop_assert!(pieces.is_sorted_by(|x, y| x.range_a().end <= y.range_a().start));
            for (at, x) in pieces.iter().enumerate() {
                prop_assert!(pieces[at + 1..].iter().all(|y| are_disjoint(x, y)));
            }
            prop_assert_eq!(pieces.is_empty(), !blocks.iter().any(|block| others.contains(block)));
        }
    }

    #[test]
    fn contents_without_a_common_passage_are_not_aligned() {
        let [a, b] =
            ["天地玄黄宇宙洪荒", "寒来暑往秋收冬藏"].map(|text| text.chars().collect::<Vec<_>>());
        assert!(align_units(&a, &b, 8).is_empty());
        assert!(align_units(&a, &[], 8).is_empty());
    }
}
