//! [`near_pairs`]: pairs of vectors whose cosine is high, found by banding the bits of random
//! hyperplane hashes.

use rayon::prelude::*;

use super::{Bands, Candidates, Limits};
use crate::sketch::{HyperplaneHasher, PLANES, Vector};

/// Groups of hyperplanes whose pairs are held in memory before duplicates are removed.
const GROUPS_AT_ONCE: usize = 16;

/// All pairs of vectors that share a bucket of at least one band and have at least this cosine.
///
/// A vector without a direction is in no pair. Only the bits of a few groups of hyperplanes and the
/// pairs are in memory at a time.
///
/// # Panics
/// If a band has more rows than a group has hyperplanes, or there are 2³² vectors or more.
#[must_use]
pub fn near_pairs(bands: Bands, vectors: &[Vector], cosine: f64) -> Candidates {
    assert!(bands.rows <= PLANES.min(31), "the rows of a band are hyperplanes of one group");
    let units = 0..u32::try_from(vectors.len()).expect("fewer than 2^32 vectors");
    let units = units.filter(|&unit| vectors[unit as usize].has_direction()).collect();
    let search = NearPairSearch { bands, vectors, units, cosine };
    let groups: Vec<usize> = (0..bands.bands.div_ceil(search.bands_of_a_group())).collect();
    let mut all = Candidates::default();
    for groups in groups.chunks(GROUPS_AT_ONCE) {
        let found: Vec<Candidates> = groups.par_iter().map(|&group| search.group(group)).collect();
        for found in found {
            all.pairs.extend(found.pairs);
            all.capped += found.capped;
        }
        all.sort();
    }
    all
}

/// The input of [`near_pairs`].
struct NearPairSearch<'v> {
    bands: Bands,
    vectors: &'v [Vector],
    /// Indices of the vectors that have a direction.
    units: Vec<u32>,
    cosine: f64,
}

impl NearPairSearch<'_> {
    fn bands_of_a_group(&self) -> usize {
        PLANES / self.bands.rows
    }

    /// The pairs that share a bucket of a band of this group.
    fn group(&self, group: usize) -> Candidates {
        let vectors = self.units.iter().map(|&unit| &self.vectors[unit as usize]);
        let bits = HyperplaneHasher::new(group as u64).sketch(vectors);
        let in_group = self.bands_of_a_group();
        let mut found = Candidates::default();
        for band in (group * in_group..self.bands.bands).take(in_group) {
            let shift = band % in_group * self.bands.rows;
            let mask = (1 << self.bands.rows) - 1;
            SortedUnits::new(&self.units, self.bands.rows, |at| {
                (bits[at] >> shift) as usize & mask
            })
            .each_bucket(|bucket| {
                found.add(bucket, Limits::default(), |&unit| unit, &|a, b| self.is_near(a, b));
            });
        }
        found.sort();
        found
    }

    fn is_near(&self, a: u32, b: u32) -> bool {
        self.vectors[a as usize].cosine(&self.vectors[b as usize]) >= self.cosine
    }
}

/// Units in the order of their keys.
struct SortedUnits {
    units: Vec<u32>,
    /// End of the bucket of each key.
    ends: Vec<u32>,
}

impl SortedUnits {
    /// Sorts units by counting. `key` returns the key, of `bits` bits, of the unit at a position of
    /// `units`.
    fn new(units: &[u32], bits: usize, key: impl Fn(usize) -> usize) -> Self {
        let mut ends = vec![0; 1 << bits];
        (0..units.len()).for_each(|at| ends[key(at)] += 1);
        // The counts become starts; each start becomes the end of its bucket when the units are put
        // in their places.
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut sorted = vec![0; units.len()];
        for (at, &unit) in units.iter().enumerate() {
            let end = &mut ends[key(at)];
            sorted[*end as usize] = unit;
            *end += 1;
        }
        Self { units: sorted, ends }
    }

    /// Calls `see` with the units of each bucket, in ascending order.
    fn each_bucket(&self, mut see: impl FnMut(&[u32])) {
        let mut start = 0;
        for &end in &self.ends {
            see(&self.units[start..end as usize]);
            start = end as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_pairs_that_share_a_band_are_found_once() {
        let vectors = [
            [1.0, 2.0, 0.0, 0.5],
            [1.0, 2.0, 0.1, 0.5],
            [-1.0, -2.0, 0.0, -0.5],
            [0.0; 4],
            [2.0, 4.0, 0.0, 1.0],
        ];
        let vectors = vectors.map(|numbers| Vector::new(&numbers));
        let bands = Bands { bands: 16, rows: 8 };
        assert_eq!(near_pairs(bands, &vectors, 0.5).pairs, [(0, 1), (0, 4), (1, 4)]);
        assert_eq!(near_pairs(bands, &vectors, 0.9999).pairs, [(0, 4)]);
    }

    #[test]
    fn a_bucket_contains_the_units_of_one_key() {
        let keys = [3, 0, 3, 7, 0, 3];
        let mut buckets = Vec::new();
        SortedUnits::new(&[10, 11, 12, 13, 14, 15], 3, |at| keys[at])
            .each_bucket(|bucket| buckets.push(bucket.to_vec()));
        buckets.retain(|bucket| !bucket.is_empty());
        assert_eq!(buckets, [vec![11, 14], vec![10, 12, 15], vec![13]]);
    }
}
