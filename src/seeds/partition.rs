//! One partition of an index, in memory.

use std::ops::Range;

use super::ngram_index::NgramIndex;
use super::postings::{Posting, PostingStore, for_each_group};
use super::sequences::SequenceId;
use crate::error::Result;

/// Some of the sequences of an [`NgramIndex`], with all positions that share an n-gram with them.
pub struct Partition<'r, 's> {
    index: &'r NgramIndex<'s>,
    sequences: Range<u32>,
    /// The first position of the sequences.
    start: usize,
    /// For each position the place of its posting, if it is in a group.
    slots: Vec<u32>,
    /// Groups that were read from a file, each without the positions before `start`.
    own: Vec<Posting>,
}

impl<'s> NgramIndex<'s> {
    /// Loads one partition.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    ///
    /// # Panics
    /// If there is no partition of this number.
    pub fn partition(&self, number: usize) -> Result<Partition<'_, 's>> {
        let mut partition = Partition::empty(self, self.sequences_of(number));
        match self.postings() {
            PostingStore::Memory(postings) => partition.set_slots(postings),
            PostingStore::File(file) => for_each_group(file, |group| partition.add_group(group))?,
        }
        Ok(partition)
    }
}

impl<'r, 's> Partition<'r, 's> {
    fn empty(index: &'r NgramIndex<'s>, sequences: Range<u32>) -> Self {
        let all = index.sequences();
        let positions = match sequences.end.checked_sub(1) {
            Some(last) if !sequences.is_empty() => {
                all.start(SequenceId(sequences.start))..all.end(SequenceId(last))
            }
            _ => 0..0,
        };
        Self {
            index,
            sequences,
            start: positions.start,
            slots: vec![0; positions.len()],
            own: Vec::new(),
        }
    }

    /// The index that the partition is of.
    pub(super) fn index(&self) -> &'r NgramIndex<'s> {
        self.index
    }

    /// The sequences of the partition, in order.
    #[must_use]
    pub fn sequences(&self) -> Vec<SequenceId> {
        self.sequences.clone().map(SequenceId).collect()
    }

    /// Records where the posting of each position is; the partition is the only one.
    fn set_slots(&mut self, postings: &[Posting]) {
        for (slot, posting) in postings.iter().enumerate() {
            self.slots[posting.position() - self.start] = slot as u32;
        }
    }

    /// Keeps a group from the first position of the partition on, if one of its positions is in the
    /// partition.
    fn add_group(&mut self, group: &[Posting]) {
        let end = self.start + self.slots.len();
        let group = &group[group.partition_point(|posting| posting.position() < self.start)..];
        let (own, later) =
            group.split_at(group.partition_point(|posting| posting.position() < end));
        if own.is_empty() {
            return;
        }
        for posting in own {
            self.slots[posting.position() - self.start] = self.own.len() as u32;
            self.own.push(*posting);
        }
        self.own.extend_from_slice(later);
    }

    /// Iterates over the later positions with the n-gram that starts at `position`.
    pub(super) fn later(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        let postings = match self.index.postings() {
            PostingStore::Memory(postings) => postings,
            PostingStore::File(_) => &self.own,
        };
        let is_shared = self.index.is_shared(position);
        let rest = if is_shared {
            &postings[self.slots[position - self.start] as usize..]
        } else {
            &[][..]
        };
        let mut has_next = rest.first().is_some_and(|here| !here.is_last());
        let later = rest
            .iter()
            .skip(1)
            .take_while(move |next| std::mem::replace(&mut has_next, !next.is_last()));
        later.map(|posting| posting.position())
    }
}
