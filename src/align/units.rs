//! Alignment of two contents without a collection around them.

use std::ops::Range;

use super::alignment::Alignment;
use super::chain::Anchor;
use super::costs::Costs;
use super::passage::{Passage, PassageFinder, score};
use super::unique_runs::unique_runs;
use crate::document::{DocId, gaps, shared, union};
use crate::seeds::{NgramIndex, SeedLimits, SequenceSet};
use crate::text::width;

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
    passages_across([(DocId(0), a), (DocId(1), b)].into_iter(), min_score)
}

/// Aligns two contents piece by piece, in the order of `a`; the pieces may stand in another order
/// in `b`.
///
/// The pieces are first those that stand in the same order in both contents, along the runs that
/// are unique in them, in a time that is linear but for sorting. In what they leave on both sides
/// the [`passages`] are found, and added, the highest score first, without those that overlap a
/// better one. No piece scores less than `min_score`.
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
    let mut pieces = pieces_in_order(a, b, min_score);
    let moved = moved_pieces(a, b, &pieces, min_score);
    pieces.extend(moved);
    pieces.sort_by_key(|piece| piece.a);
    pieces
}

/// Aligns two contents from end to end, along the runs that are unique in both. What differs is a
/// change, however long it is.
///
/// ```
/// let [a, b] = ["今年天地玄黄", "明年天地玄黄"].map(|text| text.chars().collect::<Vec<_>>());
/// let alignment = leitong::align::align_ends(&a, &b);
/// assert_eq!((alignment.range_a(), alignment.range_b()), (0..6, 0..6));
/// assert_eq!(alignment.equal(), 5);
/// ```
#[must_use]
pub fn align_ends(a: &[char], b: &[char]) -> Alignment {
    let costs = Costs::of(a);
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[head..], &b[head..]);
    let equal = rest_a.iter().rev().zip(rest_b.iter().rev());
    let tail = equal.take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&rest_a[..rest_a.len() - tail], &rest_b[..rest_b.len() - tail]);
    let (head, tail) = (head as u32, tail as u32);
    let (end_a, end_b) = (a.len() as u32 - tail, b.len() as u32 - tail);
    let mut chain = vec![Anchor { a: 0, b: 0, len: head }];
    let between = unique_runs(rest_a, rest_b, costs).into_iter();
    chain.extend(between.map(|run| Anchor { a: run.a + head, b: run.b + head, ..run }));
    chain.push(Anchor { a: end_a, b: end_b, len: tail });
    Alignment::along(&chain, a, b, costs)
}

/// The pieces that stand in the same order in both contents.
fn pieces_in_order(a: &[char], b: &[char], min_score: usize) -> Vec<Alignment> {
    let costs = Costs::of(a);
    let chain = unique_runs(a, b, costs);
    let pieces = Alignment::from_chain(&chain, a, b, costs, costs.max_gap() as usize);
    let weight = |run: Anchor| width(&a[run.range_a()]);
    pieces.into_iter().filter(|piece| score(piece, a, b, weight) >= min_score as f64).collect()
}

/// Pieces of what `pieces` leave on both sides.
fn moved_pieces(a: &[char], b: &[char], pieces: &[Alignment], min_score: usize) -> Vec<Alignment> {
    let rest_a = rest(a, pieces.iter().map(Alignment::range_a), min_score);
    let rest_b = rest(b, pieces.iter().map(Alignment::range_b), min_score);
    if rest_a.is_empty() || rest_b.is_empty() {
        return Vec::new();
    }
    let in_a = rest_a.iter().map(|range| (DocId(0), &a[range.clone()]));
    let in_b = rest_b.iter().map(|range| (DocId(1), &b[range.clone()]));
    let mut passages = passages_across(in_a.chain(in_b), min_score);
    passages.sort_by(|x, y| y.score.total_cmp(&x.score));
    let mut moved: Vec<Alignment> = Vec::new();
    for Passage { a, b, alignment, .. } in passages {
        let [a, b] = [rest_a[a.index()].start, rest_b[b.index() - rest_a.len()].start];
        let piece = alignment.shifted(a, b);
        if moved.iter().all(|other| are_disjoint(other, &piece)) {
            moved.push(piece);
        }
    }
    moved
}

/// The parts of a content outside of some ranges that are wide enough for a piece.
fn rest(
    content: &[char],
    ranges: impl Iterator<Item = Range<usize>>,
    min_score: usize,
) -> Vec<Range<usize>> {
    let mut rest = gaps(&(0..content.len()), &union(ranges));
    rest.retain(|range| width(&content[range.clone()]) >= min_score as f64);
    rest
}

/// Finds the passages that sequences of document 0 share with those of document 1.
fn passages_across<'c>(
    sequences: impl Iterator<Item = (DocId, &'c [char])>,
    min_score: usize,
) -> Vec<Passage> {
    let sequences = SequenceSet::new(sequences);
    let index = NgramIndex::of(&sequences, SeedLimits::default());
    let finder = PassageFinder { min_chars: min_score };
    let found = finder.find(&index, |a, b| sequences.document(a) != sequences.document(b));
    found.expect("an index of one partition is held in memory").passages
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
