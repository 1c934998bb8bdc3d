//! Buckets: units that share a band, and the candidate pairs they make.

use rayon::prelude::*;

use super::Bands;
use crate::sketch::Signature;

/// A bucket with more units than this is hot: its units are paired with the first of them only.
const HOT: usize = 1_000;

/// Units by the bands of their signatures.
#[derive(Debug, Clone)]
pub struct Buckets {
    entries: Vec<(u64, u32)>,
}

/// Pairs that may be alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Each pair once, the lower unit first, in rising order.
    pub pairs: Vec<(u32, u32)>,
    /// Pairs that hot buckets left out, because their units were paired with one of them only.
    pub capped: u64,
}

impl Buckets {
    /// Sorts units into buckets. A unit without a signature stands in none.
    #[must_use]
    pub fn new(bands: Bands, signatures: &[Option<Signature>]) -> Self {
        let mut entries: Vec<(u64, u32)> = signatures
            .par_iter()
            .enumerate()
            .flat_map_iter(|(unit, signature)| {
                let signature = signature.iter();
                signature.flat_map(move |s| bands.keys(s).map(move |key| (key, unit as u32)))
            })
            .collect();
        entries.par_sort_unstable();
        Self { entries }
    }

    /// All pairs that share a bucket.
    #[must_use]
    pub fn candidates(&self) -> Candidates {
        let mut candidates = Candidates::default();
        for bucket in self.entries.chunk_by(|a, b| a.0 == b.0) {
            candidates.add(bucket, |entry| entry.1, &|_, _| true);
        }
        candidates.sort();
        candidates
    }
}

impl Candidates {
    /// Adds the pairs of a bucket that `keep` wants; `unit` tells which unit an entry is of.
    pub(super) fn add<T>(&mut self, bucket: &[T], unit: impl Fn(&T) -> u32, keep: &impl Fn(u32, u32) -> bool) {
        let heads = if bucket.len() > HOT { 1 } else { bucket.len() };
        for (at, a) in bucket.iter().enumerate().take(heads) {
            let a = unit(a);
            self.pairs.extend(bucket[at + 1..].iter().map(|b| (a, unit(b))).filter(|&(a, b)| keep(a, b)));
        }
        let rest = (bucket.len() - heads) as u64;
        self.capped += rest * rest.saturating_sub(1) / 2;
    }

    /// Drops what is listed twice.
    pub(super) fn sort(&mut self) {
        self.pairs.par_sort_unstable();
        self.pairs.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(units: usize) -> Vec<(u64, u32)> {
        (0..units as u32).map(|unit| (7, unit)).collect()
    }

    #[test]
    fn a_bucket_pairs_all_its_units() {
        let candidates = Buckets { entries: bucket(4) }.candidates();
        assert_eq!(candidates.pairs, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
        assert_eq!(candidates.capped, 0);
    }

    #[test]
    fn a_hot_bucket_costs_linear_time_and_says_what_it_left_out() {
        let candidates = Buckets { entries: bucket(HOT + 1) }.candidates();
        assert_eq!(candidates.pairs.len(), HOT);
        assert_eq!(candidates.capped as usize, HOT * (HOT - 1) / 2);
    }
}
