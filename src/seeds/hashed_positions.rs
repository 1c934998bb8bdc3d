//! Positions of sequences, sorted by the hashes of the n-grams that start there.

use rayon::prelude::*;

use super::sequences::{SequenceId, SequenceSet};

/// Positions that are sorted at once, 16 bytes each. More are sorted in several passes, one range
/// of hashes after the other: a list of all of them would be the largest part of an index.
const POSITIONS_PER_PASS: usize = 1 << 22;

/// One of several ranges of hashes, all of the same size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    number: usize,
    of: usize,
}

impl Pass {
    /// The passes in which the positions of some sequences are sorted.
    pub(super) fn all(sequences: &SequenceSet<'_>) -> impl Iterator<Item = Self> + use<> {
        let of = sequences.chars().len().div_ceil(POSITIONS_PER_PASS);
        (0..of).map(move |number| Self { number, of })
    }

    fn contains(self, hash: u64) -> bool {
        ((hash >> 32) as usize * self.of) >> 32 == self.number
    }
}

/// A position with the hash of the n-gram that starts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HashedPosition {
    pub(super) hash: u64,
    pub(super) position: u32,
}

/// Positions whose hashes are in the range of a pass, sorted by hash. `add` appends the hashed
/// positions of a sequence.
pub(super) fn sorted_positions(
    sequences: &SequenceSet<'_>,
    pass: Pass,
    add: impl Fn(SequenceId, &mut Vec<HashedPosition>) + Sync,
) -> Vec<HashedPosition> {
    let ids = (0..sequences.len() as u32).into_par_iter().map(SequenceId);
    let of_sequences = ids.map_init(Vec::new, |all: &mut Vec<HashedPosition>, sequence| {
        all.clear();
        add(sequence, all);
        all.iter().copied().filter(|hashed| pass.contains(hashed.hash)).collect::<Vec<_>>()
    });
    let mut positions: Vec<HashedPosition> = of_sequences.flatten_iter().collect();
    positions.par_sort_unstable();
    positions
}
