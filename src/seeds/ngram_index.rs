//! An index of the n-grams of a set of sequences: which positions share an n-gram.
//!
//! All n-grams of four ideographs, or ten letters, are sorted by their hashes, so that equal
//! n-grams become neighbours; none is sampled. Groups that are too frequent are refined by
//! [`NgramGroups`].

use std::ops::Range;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::coverage::SeedCoverage;
use super::hashed_positions::{HashedPosition, Pass, sorted_positions};
use super::limits::SeedLimits;
use super::ngram_groups::NgramGroups;
use super::postings::{Posting, PostingStore};
use super::recurring::{Recurring, RecurringText};
use super::run_length::RunLength;
use super::sequences::{SequenceId, SequenceSet};
use crate::error::Result;
use crate::sketch::hash_runs;

/// Positions of sequences, grouped by the n-grams that start there.
pub struct NgramIndex<'s> {
    sequences: &'s SequenceSet<'s>,
    limits: SeedLimits,
    postings: PostingStore,
    /// Positions of groups that are not rare.
    frequent: FixedBitSet,
    /// The first position of each group that is too frequent, in rising order.
    first_too_frequent: Vec<u32>,
    /// Text that recurs in its sequence.
    recurring: Recurring,
    /// Positions in boilerplate.
    boilerplate: FixedBitSet,
    /// Positions in blocks of boilerplate.
    blocks: FixedBitSet,
    /// Starts of blocks that many documents have, but for the first one of each block.
    later_widespread: FixedBitSet,
    /// For each position the length of its n-gram.
    lengths: Vec<RunLength>,
    /// The sequences of each partition.
    partitions: Vec<Range<u32>>,
}

impl<'s> NgramIndex<'s> {
    /// Builds an index in memory.
    ///
    /// # Panics
    /// Never: an index of one partition has no temporary file that could fail.
    #[must_use]
    pub fn of(sequences: &'s SequenceSet<'s>, limits: SeedLimits) -> Self {
        Self::partitioned(sequences, limits, 1)
            .expect("an index of one partition has no temporary file")
    }

    /// Builds an index of several partitions with about as many characters each. Only one partition
    /// at a time will be in memory; all of them are stored in a temporary file.
    ///
    /// # Errors
    /// If that file cannot be written.
    pub fn partitioned(
        sequences: &'s SequenceSet<'s>,
        limits: SeedLimits,
        partitions: usize,
    ) -> Result<Self> {
        let mut index = Self::empty(sequences, limits, partitions)?;
        for pass in Pass::all(sequences) {
            index.add_pass(pass)?;
        }
        index.first_too_frequent.sort_unstable();
        index.recurring.sort();
        Ok(index)
    }

    fn empty(
        sequences: &'s SequenceSet<'s>,
        limits: SeedLimits,
        partitions: usize,
    ) -> Result<Self> {
        let positions = sequences.chars().len();
        let no_positions = FixedBitSet::with_capacity(positions);
        Ok(Self {
            sequences,
            limits,
            postings: if partitions > 1 {
                PostingStore::in_file()?
            } else {
                PostingStore::in_memory()
            },
            frequent: no_positions.clone(),
            first_too_frequent: Vec::new(),
            recurring: Recurring::new(positions),
            boilerplate: no_positions.clone(),
            blocks: no_positions.clone(),
            later_widespread: no_positions,
            lengths: vec![RunLength::UNIQUE; positions],
            partitions: sequences.partitions(partitions),
        })
    }

    /// Adds the n-grams whose hashes are in the range of one pass.
    fn add_pass(&mut self, pass: Pass) -> Result<()> {
        let (sequences, limits) = (self.sequences, self.limits);
        let hashed = sorted_positions(sequences, pass, |sequence, all| {
            add_ngrams(sequences, limits.gram, sequence, all);
        });
        let shared = hashed.par_chunk_by(|x, y| x.hash == y.hash).filter(|group| group.len() > 1);
        let groups = shared.fold(
            || NgramGroups::new(sequences, limits),
            |mut groups, group| {
                groups.add(group.iter().map(|hashed| hashed.position).collect());
                groups
            },
        );
        groups.collect::<Vec<_>>().iter().try_for_each(|groups| self.add_groups(groups))
    }

    fn add_groups(&mut self, groups: &NgramGroups<'_>) -> Result<()> {
        for &position in &groups.unique_when_lengthened {
            self.lengths[position as usize] = RunLength::UNIQUE_WHEN_LENGTHENED;
        }
        for &position in &groups.frequent {
            self.frequent.insert(position as usize);
        }
        self.recurring.add(&groups.recurring, &groups.recurring_ngrams);
        for formula in &groups.formulas {
            self.boilerplate.insert_range(formula.start as usize..formula.end as usize);
        }
        for block in &groups.blocks {
            self.blocks.insert_range(block.start as usize..block.end as usize);
        }
        for &start in &groups.later_widespread {
            self.later_widespread.insert(start as usize);
        }
        let postings = groups.postings.split_inclusive(|posting| posting.is_last());
        for (group, &length) in postings.zip(&groups.lengths) {
            self.add_group(group, length);
        }
        self.postings.append(&groups.postings)
    }

    fn add_group(&mut self, group: &[Posting], length: RunLength) {
        if length.is_too_frequent() {
            self.first_too_frequent.push(group[0].position() as u32);
        }
        for posting in group {
            self.lengths[posting.position()] = length;
        }
    }

    /// Number of partitions.
    #[must_use]
    pub fn partition_count(&self) -> usize {
        self.partitions.len()
    }

    /// The sequences of one partition.
    pub(super) fn sequences_of(&self, partition: usize) -> Range<u32> {
        self.partitions[partition].clone()
    }

    pub(super) fn postings(&self) -> &PostingStore {
        &self.postings
    }

    /// The sequences that were indexed.
    #[must_use]
    pub fn sequences(&self) -> &'s SequenceSet<'s> {
        self.sequences
    }

    /// The limits that the index was built with.
    #[must_use]
    pub fn limits(&self) -> SeedLimits {
        self.limits
    }

    /// Greatest number of documents that text other than boilerplate is in.
    #[must_use]
    pub fn common(&self) -> usize {
        self.limits.common.of(self.sequences.documents())
    }

    /// Declares a run of a sequence to be boilerplate, as a block.
    pub fn add_boilerplate(&mut self, sequence: SequenceId, run: Range<usize>) {
        let start = self.sequences.start(sequence);
        self.boilerplate.insert_range(start + run.start..start + run.end);
        self.blocks.insert_range(start + run.start..start + run.end);
    }

    /// Iterates over the runs of a sequence that are boilerplate.
    pub fn boilerplate_runs(
        &self,
        sequence: SequenceId,
    ) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sequences.runs_where(sequence, |position| self.is_boilerplate_at(position))
    }

    /// Iterates over the runs of a sequence in which every n-gram is too frequent and occurs here
    /// for the first time.
    pub fn too_frequent_runs(
        &self,
        sequence: SequenceId,
    ) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sequences.runs_where(sequence, |position| {
            self.is_too_frequent(position) && self.is_first_of_too_frequent(position)
        })
    }

    /// Counts the positions for which all other occurrences of their n-gram make seeds.
    #[must_use]
    pub fn coverage(&self) -> SeedCoverage {
        let boilerplate = self.boilerplate.count_ones(..) as u64;
        let mut coverage = SeedCoverage { boilerplate, ..SeedCoverage::default() };
        for position in self.sequences.ids().flat_map(|sequence| self.sequences.positions(sequence))
        {
            if self.is_too_frequent(position) {
                coverage.too_frequent += 1;
            } else if self.is_proved(position) {
                coverage.proved += 1;
            } else {
                coverage.measured += 1;
            }
        }
        coverage
    }

    /// Whether every other occurrence of the shortest n-gram at `position` makes a seed.
    fn is_proved(&self, position: usize) -> bool {
        let length = self.lengths[position];
        length == RunLength::UNIQUE || self.is_rare(position) && self.is_shortest(position, length)
    }

    /// Whether an n-gram of this length is one of the shortest.
    fn is_shortest(&self, position: usize, length: RunLength) -> bool {
        let shortest = self.sequences.ngram_at(position, self.limits.gram);
        shortest.is_some_and(|shortest| Some(shortest.len()) == length.chars())
    }

    /// Whether one of the n-grams that start in this run of a sequence occurs elsewhere, but is
    /// rare.
    #[must_use]
    pub fn has_rare(&self, sequence: SequenceId, mut run: Range<usize>) -> bool {
        let start = self.sequences.start(sequence);
        run.any(|offset| self.is_rare(start + offset))
    }

    fn is_rare(&self, position: usize) -> bool {
        self.lengths[position] != RunLength::UNIQUE && !self.frequent.contains(position)
    }

    /// Whether a character of a sequence is in boilerplate.
    #[must_use]
    pub fn is_boilerplate(&self, sequence: SequenceId, offset: usize) -> bool {
        self.is_boilerplate_at(self.sequences.start(sequence) + offset)
    }

    /// Whether no character of this run of a sequence is in boilerplate or recurring text.
    #[must_use]
    pub fn is_distinctive(&self, sequence: SequenceId, run: Range<usize>) -> bool {
        let start = self.sequences.start(sequence);
        let positions = start + run.start..start + run.end;
        !self.boilerplate.contains_any_in_range(positions.clone())
            && !self.recurring.contains_any(positions)
    }

    /// Whether a character of a sequence is in text that recurs there.
    #[must_use]
    pub fn is_recurring(&self, sequence: SequenceId, offset: usize) -> bool {
        self.recurring.contains(self.sequences.start(sequence) + offset)
    }

    /// Number of characters of this run of a sequence that recur in it more often than
    /// [`SeedLimits::repeats`].
    #[must_use]
    pub fn recurring_len(&self, sequence: SequenceId, run: Range<usize>) -> usize {
        let start = self.sequences.start(sequence);
        self.recurring.count(start + run.start..start + run.end)
    }

    /// The text of a sequence that recurs in it more often than [`SeedLimits::repeats`].
    #[must_use]
    pub fn recurring_texts(&self, sequence: SequenceId) -> Vec<RecurringText> {
        self.recurring.texts(self.sequences, sequence)
    }

    /// Whether a character of a sequence is in a block of boilerplate.
    #[must_use]
    pub fn is_block(&self, sequence: SequenceId, offset: usize) -> bool {
        self.blocks.contains(self.sequences.start(sequence) + offset)
    }

    /// Whether the block that starts at `position` is in many documents, and this is not its first
    /// occurrence.
    pub(super) fn is_later_widespread(&self, position: usize) -> bool {
        self.later_widespread.contains(position)
    }

    /// Whether the character at `position` is in boilerplate.
    pub(super) fn is_boilerplate_at(&self, position: usize) -> bool {
        self.boilerplate.contains(position)
    }

    /// Whether the n-gram at `position` is too frequent at its greatest length.
    pub(super) fn is_too_frequent(&self, position: usize) -> bool {
        self.lengths[position].is_too_frequent()
    }

    /// Whether `position` is the first one of a group that is too frequent.
    pub(super) fn is_first_of_too_frequent(&self, position: usize) -> bool {
        self.first_too_frequent.binary_search(&(position as u32)).is_ok()
    }

    /// Whether the n-gram at `position` also occurs elsewhere.
    pub(super) fn is_shared(&self, position: usize) -> bool {
        self.lengths[position].is_shared()
    }

    /// Whether the match of two positions extends to the left with an n-gram that is rare enough to
    /// pair the positions before them. The hit is redundant then, since it is not left-maximal.
    pub(super) fn has_left_extension(&self, x: usize, y: usize) -> bool {
        self.lengths[x].contains_rest_of(self.lengths[x - 1])
            && self.sequences.are_equal_at(x - 1, y - 1)
    }
}

/// Appends the shortest n-grams of a sequence, by the positions where they start.
fn add_ngrams(
    sequences: &SequenceSet<'_>,
    gram: u32,
    sequence: SequenceId,
    all: &mut Vec<HashedPosition>,
) {
    let mut hashes = Vec::new();
    hash_runs(sequences.content(sequence), gram, &mut hashes);
    let positions = sequences.start(sequence) as u32..;
    all.extend(
        hashes.iter().zip(positions).map(|(&hash, position)| HashedPosition { hash, position }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_coverage_counts_every_position_once(texts in prop::collection::vec("[甲乙a]{0,60}", 1..4)) {
            let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
            let sequences = SequenceSet::new(contents.iter().map(|content| (DocId(0), content.as_slice())));
            let limits = SeedLimits { occurrences: 8, longest: 36, ..SeedLimits::default() };
            let coverage = NgramIndex::of(&sequences, limits).coverage();
            let positions: usize = contents.iter().map(Vec::len).sum();
            prop_assert_eq!(coverage.proved + coverage.measured + coverage.too_frequent, positions as u64);
            let exhaustive = SeedLimits::exhaustive();
            prop_assert_eq!(NgramIndex::of(&sequences, exhaustive).coverage().proved, positions as u64);
        }
    }
}
