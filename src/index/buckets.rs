//! Buckets of units that share a band key, and the candidate pairs in them.

use rayon::prelude::*;

use super::{Bands, Forest, Limits};
use crate::document::UnitId;
use crate::sketch::Signature;

/// A unit with one of its band keys, which identifies a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BandEntry {
    /// Key of one band of the signature.
    pub key: u64,
    /// The unit.
    pub unit: UnitId,
}

/// Units grouped by their band keys.
#[derive(Debug, Clone)]
pub struct Buckets {
    /// Entries in ascending order, so that the units of a bucket are adjacent and ascending.
    entries: Vec<BandEntry>,
}

/// Pairs of units that may be similar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Distinct pairs in ascending order, each with the lower unit first.
    pub pairs: Vec<(u32, u32)>,
    /// Number of pairs that limits excluded.
    pub capped: u64,
}

impl Buckets {
    /// Groups entries into buckets. The order of the entries does not matter.
    #[must_use]
    pub fn new(mut entries: Vec<BandEntry>) -> Self {
        entries.par_sort_unstable();
        Self { entries }
    }

    /// Groups the units of `signatures` into buckets. A unit without a signature is in no bucket.
    #[must_use]
    pub fn of_signatures(bands: Bands, signatures: &[Option<Signature>]) -> Self {
        let units = signatures
            .par_iter()
            .enumerate()
            .filter_map(|(at, signature)| Some((UnitId::new(at), signature.as_ref()?)));
        let entries = units.flat_map_iter(|(unit, signature)| {
            bands.keys(signature).map(move |key| BandEntry { key, unit })
        });
        Self::new(entries.collect())
    }

    /// All pairs of units that share a bucket.
    #[must_use]
    pub fn candidates(&self, limits: Limits) -> Candidates {
        let mut candidates = Candidates::default();
        for bucket in self.iter() {
            candidates.add(bucket, limits, |entry| entry.unit.0, &|_, _| true);
        }
        candidates.sort();
        candidates
    }

    /// The sets of units that share buckets, directly or through other units.
    ///
    /// `units` is the number of all units, including those in no bucket.
    ///
    /// # Panics
    /// If the unit of an entry is not below `units`.
    #[must_use]
    pub fn forest(&self, units: usize) -> Forest {
        let mut forest = Forest::new(units);
        for bucket in self.iter() {
            bucket.windows(2).for_each(|pair| forest.union(pair[0].unit.0, pair[1].unit.0));
        }
        forest
    }

    /// The entries of each bucket.
    fn iter(&self) -> impl Iterator<Item = &[BandEntry]> {
        self.entries.chunk_by(|a, b| a.key == b.key)
    }
}

impl Candidates {
    /// Adds the pairs of a bucket that `keep` accepts; `unit` returns the unit of an entry.
    pub(super) fn add<T>(
        &mut self,
        bucket: &[T],
        limits: Limits,
        unit: impl Fn(&T) -> u32,
        keep: &impl Fn(u32, u32) -> bool,
    ) {
        let heads = if bucket.len() > limits.bucket { 1 } else { bucket.len() };
        for (at, a) in bucket.iter().enumerate().take(heads) {
            let a = unit(a);
            self.pairs
                .extend(bucket[at + 1..].iter().map(|b| (a, unit(b))).filter(|&(a, b)| keep(a, b)));
        }
        let rest = (bucket.len() - heads) as u64;
        self.capped += rest * rest.saturating_sub(1) / 2;
    }

    /// Sorts the pairs and removes duplicates.
    pub(super) fn sort(&mut self) {
        self.pairs.par_sort_unstable();
        self.pairs.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(units: usize) -> Buckets {
        Buckets::new(UnitId::all(units).map(|unit| BandEntry { key: 7, unit }).collect())
    }

    #[test]
    fn a_bucket_pairs_all_its_units() {
        let candidates = bucket(4).candidates(Limits::default());
        assert_eq!(candidates.pairs, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
        assert_eq!(candidates.capped, 0);
    }

    #[test]
    fn a_large_bucket_makes_linearly_many_pairs_and_counts_the_excluded_ones() {
        let limits = Limits { bucket: 9, ..Limits::default() };
        let candidates = bucket(10).candidates(limits);
        assert_eq!(candidates.pairs, (1..10).map(|unit| (0, unit)).collect::<Vec<_>>());
        assert_eq!(candidates.capped, 9 * 8 / 2);
    }

    #[test]
    fn units_of_one_bucket_are_one_set() {
        let entries = [(7, 3), (1, 0), (7, 1), (1, 1)]
            .map(|(key, unit)| BandEntry { key, unit: UnitId(unit) });
        let mut forest = Buckets::new(entries.to_vec()).forest(5);
        assert_eq!((0..5).map(|unit| forest.root(unit)).collect::<Vec<_>>(), [0, 0, 2, 0, 4]);
    }
}
