//! Passages: chains of seeds whose alignments score high enough.

use std::ops::Range;

use rayon::prelude::*;

use super::alignment::Alignment;
use super::chain::{Anchor, chains};
use super::costs::Costs;
use super::edit_script::EditOp;
use super::prefilter::passes_qgram_filter;
use super::run_weight::{CharClass, RunWeight};
use crate::document::shared;
use crate::error::Result;
use crate::seeds::{NgramIndex, Partition, Seed, SequenceId};
use crate::text::{width, width_thirds};

/// Greatest penalty of one run of changes, in ideographs: a long insertion is one edit, and must
/// not outweigh the equal text on both sides of it.
const MAX_CHANGE_PENALTY: f64 = 8.0;
/// Least weight of an anchor, in ideographs. Lighter runs are left to the alignment: in alphabetic
/// scripts they occur everywhere.
const MIN_ANCHOR_WEIGHT: f64 = 3.0;
/// Anchors are aligned if their weight is at least the score that is asked for, divided by this.
/// The test made a scan of 1,879 technical documents almost four times as fast (28.8 s to 7.7 s)
/// and lost 66 of 11,316 findings.
const EVIDENCE_DIVISOR: f64 = 3.0;
/// Passages that overlap by more than this share on both sides are duplicates; the better one is
/// kept.
const MAX_OVERLAP: f64 = 0.5;

/// Finds passages that occur at two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageFinder {
    /// Least score of a passage: its equal characters less its edited ones, counted in ideographs.
    /// A letter or digit of another script counts a third, boilerplate nothing.
    pub min_chars: usize,
}

/// A passage that occurs at two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Sequence of the first place.
    pub a: SequenceId,
    /// Sequence of the second place, which may be the same one, further on.
    pub b: SequenceId,
    /// The alignment of both places.
    pub alignment: Alignment,
    /// Equal less edited characters, counted in ideographs; boilerplate does not count.
    pub score: f64,
}

impl PassageFinder {
    /// Finds all passages between the sequences of an index, in pairs of sequences that `wanted`
    /// accepts.
    ///
    /// # Errors
    /// If the temporary file of the index cannot be read.
    pub fn find(
        self,
        index: &NgramIndex<'_>,
        wanted: impl Fn(SequenceId, SequenceId) -> bool + Sync,
    ) -> Result<Vec<Passage>> {
        let mut passages = Vec::new();
        for number in 0..index.partition_count() {
            let partition = index.partition(number)?;
            let sequences = partition.sequences().into_par_iter();
            passages.par_extend(
                sequences.flat_map_iter(|a| self.find_from(a, &partition, index, &wanted)),
            );
        }
        Ok(passages)
    }

    /// Finds the passages between one sequence of a partition and later ones.
    fn find_from(
        self,
        a: SequenceId,
        partition: &Partition<'_, '_>,
        index: &NgramIndex<'_>,
        wanted: impl Fn(SequenceId, SequenceId) -> bool + Sync,
    ) -> Vec<Passage> {
        let seeds = partition.seeds(a, |b| wanted(a, b));
        let pairs = seeds.chunk_by(|x, y| x.b == y.b);
        pairs
            .flat_map(|seeds| SequencePair::new(self.min_chars, seeds, index).find(seeds))
            .collect()
    }
}

/// Two sequences, or one and itself, between which passages are sought.
struct SequencePair<'s> {
    min_chars: usize,
    a: Side<'s>,
    b: Side<'s>,
    index: &'s NgramIndex<'s>,
}

/// One sequence of a pair.
#[derive(Clone, Copy)]
struct Side<'s> {
    sequence: SequenceId,
    chars: &'s [char],
}

impl<'s> SequencePair<'s> {
    fn new(min_chars: usize, seeds: &[Seed], index: &'s NgramIndex<'s>) -> Self {
        let [a, b] = [seeds[0].a, seeds[0].b]
            .map(|sequence| Side { sequence, chars: index.sequences().content(sequence) });
        Self { min_chars, a, b, index }
    }

    /// Finds the passages, by position.
    fn find(&self, seeds: &[Seed]) -> Vec<Passage> {
        let anchors = self.anchors(seeds);
        if !self.is_promising(&anchors) {
            return Vec::new();
        }
        let costs = Costs::of(anchors.iter().flat_map(|anchor| &self.a.chars[anchor.range_a()]));
        let mut found = Vec::new();
        for chain in chains(&anchors, costs) {
            if self.is_promising(&chain) && self.can_reach_score(&chain, costs) {
                found.extend(self.along(&chain, costs));
            }
        }
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.key().cmp(&y.key())));
        let mut kept = without_duplicates(found);
        kept.sort_by_key(Passage::key);
        kept
    }

    fn anchors(&self, seeds: &[Seed]) -> Vec<Anchor> {
        let anchors = seeds.iter().filter_map(|&seed| anchor(seed));
        anchors
            .filter(|anchor| width(&self.a.chars[anchor.range_a()]) >= MIN_ANCHOR_WEIGHT)
            .collect()
    }

    /// Whether anchors are enough evidence of a passage to align them.
    fn is_promising(&self, anchors: &[Anchor]) -> bool {
        let evidence: f64 = anchors.iter().map(|&anchor| self.evidence(anchor)).sum();
        evidence * EVIDENCE_DIVISOR >= self.min_chars as f64
    }

    /// The weight of an anchor, or half of it where all of its n-grams are frequent.
    fn evidence(&self, anchor: Anchor) -> f64 {
        let weight = self.weight(anchor);
        let starts = anchor.a as usize..anchor.a_end() as usize - 1;
        if self.index.has_rare(self.a.sequence, starts) { weight } else { weight / 2.0 }
    }

    /// Whether enough characters can be equal in and around a chain. In alphabetic text this is not
    /// tested, because unrelated texts share most of their bigrams.
    fn can_reach_score(&self, chain: &[Anchor], costs: Costs) -> bool {
        let equal: usize = chain.iter().map(|anchor| anchor.len as usize).sum();
        costs != Costs::IDEOGRAPHS
            || equal >= self.min_chars
            || passes_qgram_filter(chain, self.a.chars, self.b.chars, self.min_chars)
    }

    /// The passages along a chain that score high enough.
    fn along(&self, chain: &[Anchor], costs: Costs) -> impl Iterator<Item = Passage> {
        let alignments =
            Alignment::from_chain(chain, self.a.chars, self.b.chars, costs).into_iter();
        let passages = alignments.map(|alignment| self.passage(alignment));
        passages.filter(|passage| passage.score >= self.min_chars as f64)
    }

    fn passage(&self, mut alignment: Alignment) -> Passage {
        let (a, b) = (self.a.sequence, self.b.sequence);
        if a == b {
            alignment = without_self_overlap(&alignment);
        }
        Passage { a, b, score: self.score(&alignment), alignment }
    }

    /// Equal less edited characters, counted in ideographs.
    fn score(&self, alignment: &Alignment) -> f64 {
        let (mut at_a, mut at_b) = (alignment.a, alignment.b);
        let mut score = 0.0;
        for op in &alignment.steps {
            let (to_a, to_b) = (at_a + op.a(), at_b + op.b());
            score += match *op {
                EditOp::Equal(len) => self.weight(Anchor { a: at_a, b: at_b, len }),
                EditOp::Change { .. } => {
                    let deleted = width(&self.a.chars[at_a as usize..to_a as usize]);
                    let inserted = width(&self.b.chars[at_b as usize..to_b as usize]);
                    -deleted.max(inserted).min(MAX_CHANGE_PENALTY)
                }
            };
            (at_a, at_b) = (to_a, to_b);
        }
        score
    }

    /// Weight of a run of equal characters; boilerplate counts as [`RunWeight`] says.
    fn weight(&self, run: Anchor) -> f64 {
        if self.index.is_free_of_boilerplate(self.a.sequence, run.range_a()) {
            return width(&self.a.chars[run.range_a()]);
        }
        let mut weight = RunWeight::default();
        for (a, b) in run.range_a().zip(run.b as usize..) {
            weight.add(self.class(a, b), width_thirds(self.a.chars[a]));
        }
        weight.ideographs()
    }

    /// Whether two equal characters are boilerplate on both sides.
    fn class(&self, a: usize, b: usize) -> CharClass {
        let (index, in_a, in_b) = (self.index, self.a.sequence, self.b.sequence);
        if !(index.is_boilerplate(in_a, a) && index.is_boilerplate(in_b, b)) {
            CharClass::Distinctive
        } else if index.is_block(in_a, a) && index.is_block(in_b, b) {
            CharClass::Block
        } else {
            CharClass::Formula
        }
    }
}

impl Passage {
    fn key(&self) -> (SequenceId, SequenceId, u32, u32) {
        (self.a, self.b, self.alignment.a, self.alignment.b)
    }

    /// Whether most of both places is in those of `other`.
    fn duplicates(&self, other: &Self) -> bool {
        let (x, y) = (&self.alignment, &other.alignment);
        share_in(&x.range_a(), &y.range_a()) > MAX_OVERLAP
            && share_in(&x.range_b(), &y.range_b()) > MAX_OVERLAP
    }
}

/// A seed as an anchor; a run that overlaps itself is cut where its second place starts.
fn anchor(seed: Seed) -> Option<Anchor> {
    let len = if seed.a == seed.b { seed.len.min(seed.at_b - seed.at_a) } else { seed.len };
    (len > 0).then_some(Anchor { a: seed.at_a, b: seed.at_b, len })
}

/// An alignment within one sequence, cut so that the first place ends where the second one starts.
fn without_self_overlap(alignment: &Alignment) -> Alignment {
    alignment.truncated(alignment.b.saturating_sub(alignment.a))
}

fn without_duplicates(best_first: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::new();
    for passage in best_first {
        if !kept.iter().any(|better| passage.duplicates(better)) {
            kept.push(passage);
        }
    }
    kept
}

/// Share of `x` that is in `y`.
fn share_in(x: &Range<usize>, y: &Range<usize>) -> f64 {
    shared(x, y) as f64 / x.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;
    use crate::seeds::{SeedLimits, SequenceSet};

    const TEXT: &str = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏";

    fn find(texts: &[&str], min_chars: usize) -> Vec<Passage> {
        let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        let sequences =
            SequenceSet::new(DocId::all(contents.len()).zip(contents.iter().map(Vec::as_slice)));
        let index = NgramIndex::of(&sequences, SeedLimits::default());
        PassageFinder { min_chars }.find(&index, |_, _| true).expect("the index is in memory")
    }

    #[test]
    fn a_passage_is_found_if_its_score_is_high_enough() {
        let [a, b] = ["甲乙丙", "子丑寅卯"].map(|other| format!("{other}{TEXT}{other}"));
        let found = find(&[&a, &b], 24);
        assert_eq!((found[0].a, found[0].b), (SequenceId(0), SequenceId(1)));
        assert_eq!((found[0].alignment.range_a(), found[0].alignment.range_b()), (3..27, 4..28));
        assert!(find(&[&a, &b], 25).is_empty());
    }

    #[test]
    fn two_places_in_one_sequence_do_not_overlap() {
        let found = find(&[&TEXT.repeat(2)], 10);
        assert!(!found.is_empty());
        for passage in &found {
            assert!(passage.alignment.range_a().end <= passage.alignment.range_b().start);
        }
    }

    #[test]
    fn of_overlapping_passages_the_better_one_is_kept() {
        let passage = |start, len, score| Passage {
            a: SequenceId(0),
            b: SequenceId(1),
            alignment: Alignment::equal_run(start, start, len),
            score,
        };
        let (long, inside, apart) =
            (passage(0, 40, 40.0), passage(5, 20, 20.0), passage(30, 30, 15.0));
        let kept = without_duplicates(vec![long.clone(), inside, apart.clone()]);
        assert_eq!(kept, [long, apart]);
    }
}
