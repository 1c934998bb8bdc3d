//! The runs that a record shares with earlier ones.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::choice::{CutRule, Own};
use super::record_text::{RecordText, RecordTexts};
use super::run::Run;
use super::sampling::PLACES;
use crate::align::{Alignment, ContentPair, Hit};
use crate::error::Result;
use crate::index::{RunPlace, RunTable};
use crate::sketch::{Sample, Winnow};
use crate::text::{Clause, width};

/// Places of a sample up to which it is rare: then it is evidence of a passage by itself.
const RARE: usize = 2;
/// Places of a sample in its batch that are looked at: the first, since it is mostly they that stay.
const BATCH_PLACES: usize = 4;
/// Records that a record is aligned with, at least; longer records with one for so many samples.
const ALIGNED: usize = 32;
/// Samples of a record for each further record that it is aligned with.
const SAMPLES_PER_ALIGNED: usize = 4;
/// Greatest difference of the diagonals of two hits of one passage: what the gaps of a chain have.
const NEAR: i64 = 120;

/// A record of a batch.
pub(super) struct BatchRecord {
    pub(super) rank: u32,
    pub(super) text: Arc<RecordText>,
    pub(super) samples: Vec<Sample>,
}

impl BatchRecord {
    pub(super) fn new(rank: u32, text: RecordText, winnow: Winnow) -> Self {
        let samples = winnow.samples(text.content.chars());
        Self { rank, text: Arc::new(text), samples }
    }
}

/// Records that are compared at the same time.
pub(super) struct Batch {
    /// By rank.
    pub(super) records: Vec<BatchRecord>,
    /// The samples of the records in which passages of others may stand, sorted.
    samples: Vec<PlacedSample>,
    /// Where the samples begin whose keys have the same first bits.
    starts: Vec<u32>,
}

/// Bits of a key by which samples are looked up.
const KEY_BITS: u32 = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PlacedSample {
    /// The hash with its low half first: the high bits of samples are mostly zeros, since the
    /// smallest hash of a window is chosen.
    key: u64,
    place: RunPlace,
}

impl PlacedSample {
    fn key(hash: u64) -> u64 {
        hash.rotate_left(32)
    }

    fn first_bits(key: u64) -> usize {
        (key >> (u64::BITS - KEY_BITS)) as usize
    }
}

impl Batch {
    /// Reads the records of some ranks.
    pub(super) fn read(
        ranks: &Range<u32>,
        texts: &RecordTexts<'_>,
        winnow: Winnow,
        is_source: impl Fn(u32) -> bool,
    ) -> Result<Self> {
        let read = ranks.clone().into_par_iter().filter(|&rank| texts.is_read(rank));
        let records = read.map(|rank| Ok(BatchRecord::new(rank, texts.read_once(rank)?, winnow)));
        Ok(Self::of(records.collect::<Result<Vec<BatchRecord>>>()?, is_source))
    }

    /// The batch of some records, by rank.
    pub(super) fn of(records: Vec<BatchRecord>, is_source: impl Fn(u32) -> bool) -> Self {
        let sources = records.iter().filter(|record| is_source(record.rank));
        let placed = sources.flat_map(|record| {
            record.samples.iter().map(|sample| PlacedSample {
                key: PlacedSample::key(sample.hash),
                place: RunPlace { text: record.rank, at: sample.start },
            })
        });
        let mut samples: Vec<PlacedSample> = placed.collect();
        samples.par_sort_unstable();
        let mut starts = vec![0; (1 << KEY_BITS) + 1];
        for sample in &samples {
            starts[PlacedSample::first_bits(sample.key) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { records, samples, starts }
    }

    /// The record of a rank, if it is in the batch.
    pub(super) fn get(&self, rank: u32) -> Option<&BatchRecord> {
        let at = self.records.binary_search_by_key(&rank, |record| record.rank).ok()?;
        Some(&self.records[at])
    }

    /// The text of a rank, which `read` reads if it is not in the batch.
    pub(super) fn text(
        &self,
        rank: u32,
        read: impl FnOnce(u32) -> Result<Arc<RecordText>>,
    ) -> Result<Arc<RecordText>> {
        match self.get(rank) {
            Some(record) => Ok(Arc::clone(&record.text)),
            None => read(rank),
        }
    }

    /// The places in the batch of the run with this hash that come before another place, by rank.
    fn places(&self, hash: u64, before: RunPlace) -> impl Iterator<Item = RunPlace> + '_ {
        let key = PlacedSample::key(hash);
        let bits = PlacedSample::first_bits(key);
        let near = &self.samples[self.starts[bits] as usize..self.starts[bits + 1] as usize];
        let first = near.partition_point(|sample| sample.key < key);
        let equal = near[first..].iter().take_while(move |sample| sample.key == key);
        equal.map(|sample| sample.place).take_while(move |&place| place < before)
    }
}

/// What was found for a record.
#[derive(Default)]
pub(super) struct Found {
    pub(super) runs: Vec<Run>,
    /// The clauses of the record, if it shares runs.
    pub(super) clauses: Vec<Clause>,
    /// Records that it was not aligned with.
    pub(super) capped: u64,
    /// The samples of which places in the batch were not looked at.
    pub(super) partly: Vec<Sample>,
}

impl Found {
    /// Number of the samples of which places were not looked at, and of which nothing is in `cut`: of
    /// what is cut, enough places were.
    pub(super) fn partly_seen(&self, cut: &[Range<u32>]) -> u64 {
        let stays = |sample: &&Sample| {
            cut.iter().all(|cut| cut.end <= sample.start || sample.end <= cut.start)
        };
        self.partly.iter().filter(stays).count() as u64
    }
}

/// A sample of a record that stands in an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SourceHit {
    source: u32,
    hit: Hit,
    is_rare: bool,
}

/// Finds the runs that records share with earlier ones.
pub(super) struct RunFinder<'f> {
    pub(super) batch: &'f Batch,
    /// Reads the text of a rank that is not in the batch.
    pub(super) read: &'f (dyn Fn(u32) -> Result<Arc<RecordText>> + Sync),
    /// Samples of what is kept of earlier batches.
    pub(super) runs: &'f RunTable,
    /// What was cut from records of earlier batches.
    pub(super) cut: &'f HashMap<u32, Vec<Range<u32>>>,
    /// What decides what is cut of the runs.
    pub(super) rule: &'f CutRule<'f>,
    /// Least share of the samples of a record that stand in others, if it is aligned with these.
    pub(super) least_hit: f64,
    /// Whether it is looked for changes of the meaning.
    pub(super) guard: bool,
    /// Whether passages of a record, the second one, are cut if they stand in another.
    pub(super) may_cut: &'f (dyn Fn(u32, u32) -> bool + Sync),
}

impl RunFinder<'_> {
    /// The runs of one record.
    pub(super) fn find(&self, record: &BatchRecord) -> Result<Found> {
        let mut found = Found::default();
        let hits = self.hits(record, &mut found.partly);
        let mut sources: Vec<&[SourceHit]> = hits
            .chunk_by(|x, y| x.source == y.source)
            .filter(|hits| self.is_evidence(hits))
            .collect();
        if self.least_hit > 0.0 && hit_share(&sources, record) < self.least_hit {
            return Ok(found);
        }
        // Those first of which it is known what is kept.
        sources.sort_by_key(|hits| {
            let is_of_batch = self.batch.get(hits[0].source).is_some();
            (is_of_batch, std::cmp::Reverse(hits.len()), hits[0].source)
        });
        let most = ALIGNED.max(record.samples.len() / SAMPLES_PER_ALIGNED);
        let mut covered = FixedBitSet::with_capacity(record.text.content.len());
        let mut aligned = 0;
        for hits in sources {
            let left: Vec<SourceHit> =
                hits.iter().filter(|hit| !covered.contains(hit.hit.b as usize)).copied().collect();
            if !self.is_evidence(&left) {
                continue;
            }
            aligned += 1;
            if aligned > most {
                found.capped += 1;
                continue;
            }
            self.align(record, &left, &mut covered, &mut found)?;
        }
        Ok(found)
    }

    /// Whether hits in one record make a passage likely. Where much of a record must stand in others,
    /// one hit is not enough.
    fn is_evidence(&self, hits: &[SourceHit]) -> bool {
        if self.least_hit > 0.0 { has_near(hits) } else { is_evidence(hits) }
    }

    /// Where the samples of a record stand in earlier ones, by the earlier record. Those of which places
    /// in the batch are left out are added to `partly`.
    fn hits(&self, record: &BatchRecord, partly: &mut Vec<Sample>) -> Vec<SourceHit> {
        let (mut hits, mut places) = (Vec::new(), Vec::new());
        for sample in &record.samples {
            let own = RunPlace { text: record.rank, at: sample.start };
            places.clear();
            places.extend(self.allowed(self.runs.places(sample.hash), record.rank));
            places.sort_unstable();
            // All places of the batch come behind these.
            let more = PLACES.saturating_sub(places.len()).min(BATCH_PLACES);
            let mut of_batch = self.allowed(self.batch.places(sample.hash, own), record.rank);
            places.extend(of_batch.by_ref().take(more));
            // Places beyond those that the table has are counted when they are added to it, if they
            // are kept.
            if places.len() < PLACES && of_batch.next().is_some() {
                partly.push(*sample);
            }
            let is_rare = places.len() <= RARE;
            hits.extend(places.iter().map(|place| SourceHit {
                source: place.text,
                hit: Hit { a: place.at, b: sample.start },
                is_rare,
            }));
        }
        hits.sort_unstable();
        hits
    }

    /// Those places for which a passage of a record may be cut.
    fn allowed(
        &self,
        places: impl Iterator<Item = RunPlace>,
        rank: u32,
    ) -> impl Iterator<Item = RunPlace> {
        places.filter(move |place| (self.may_cut)(place.text, rank))
    }

    /// Aligns a record with an earlier one.
    fn align(
        &self,
        record: &BatchRecord,
        hits: &[SourceHit],
        covered: &mut FixedBitSet,
        found: &mut Found,
    ) -> Result<()> {
        let source = hits[0].source;
        let is_of_batch = self.batch.get(source).is_some();
        let text = self.batch.text(source, self.read)?;
        let own = record.text.content.chars();
        let pair = ContentPair {
            a: text.content.chars(),
            b: own,
            is_one: source == record.rank,
            min_chars: self.rule.min_chars,
            similarity: self.rule.similarity,
        };
        let hits: Vec<Hit> = hits.iter().map(|hit| hit.hit).collect();
        let cut = self.cut.get(&source).filter(|_| !is_of_batch);
        for alignment in pair.alignments(&hits) {
            for part in alignment.without_a(cut.map_or(&[], Vec::as_slice)) {
                let range = part.range_b();
                if width(&own[range.clone()]) < self.rule.min_chars as f64 {
                    continue;
                }
                let is_similar = part.equal() as f64 >= self.rule.similarity * range.len() as f64;
                if !is_of_batch && is_similar {
                    covered.insert_range(range);
                }
                if found.runs.is_empty() {
                    found.clauses = record.text.clauses();
                }
                let changes = self.changes(record, &found.clauses, &text, &part);
                found.runs.push(Run { source, alignment: part, changes });
            }
        }
        Ok(())
    }

    /// Where a record says something else along a run, as far as that decides what is cut.
    fn changes(
        &self,
        record: &BatchRecord,
        clauses: &[Clause],
        source: &RecordText,
        run: &Alignment,
    ) -> Vec<Range<usize>> {
        let own = Own { rank: record.rank, chars: record.text.content.chars(), clauses };
        let parts = if self.guard { self.rule.parts(&own, run) } else { Vec::new() };
        if parts.is_empty() { Vec::new() } else { record.text.changes(source, run, &parts) }
    }
}

/// The share of the samples of a record that stand in others.
fn hit_share(sources: &[&[SourceHit]], record: &BatchRecord) -> f64 {
    let mut is_hit = FixedBitSet::with_capacity(record.text.content.len());
    is_hit.extend(sources.iter().copied().flatten().map(|hit| hit.hit.b as usize));
    is_hit.count_ones(..) as f64 / record.samples.len().max(1) as f64
}

/// Whether hits in one record make a passage likely: two that may be of one passage, or one of a rare
/// run.
fn is_evidence(hits: &[SourceHit]) -> bool {
    hits.iter().any(|hit| hit.is_rare) || has_near(hits)
}

/// Whether two hits in one record may be of one passage.
fn has_near(hits: &[SourceHit]) -> bool {
    let mut diagonals: Vec<i64> = hits.iter().map(|hit| hit.hit.diagonal()).collect();
    diagonals.sort_unstable();
    diagonals.windows(2).any(|pair| pair[1] - pair[0] <= NEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(a: u32, b: u32, is_rare: bool) -> SourceHit {
        SourceHit { source: 0, hit: Hit { a, b }, is_rare }
    }

    #[test]
    fn one_hit_of_a_frequent_run_is_no_evidence() {
        assert!(!is_evidence(&[]) && !is_evidence(&[hit(5, 9, false)]));
        assert!(is_evidence(&[hit(5, 9, true)]));
        assert!(is_evidence(&[hit(5, 9, false), hit(15, 20, false)]));
        assert!(!is_evidence(&[hit(5, 9, false), hit(15, 220, false)]));
    }
}
