//! Buckets of bits, some bands at a time, so that no more than these and the pairs that are kept lie in memory.

use rayon::prelude::*;

use super::{Bands, Candidates, Limits};
use crate::sketch::{HyperplaneHasher, PLANES, Vector};

/// Blocks of planes after which what was found is put together.
const AT_ONCE: usize = 16;

/// All pairs of vectors of at least this cosine that share a bucket of at least one band.
///
/// A vector without a direction is paired with none.
///
/// # Panics
/// If a band has more rows than a block of the projector has planes, or there are 2³² vectors.
#[must_use]
pub fn near_pairs(bands: Bands, vectors: &[Vector], cosine: f64) -> Candidates {
    assert!(bands.rows <= PLANES.min(31), "the rows of a band are the planes of one block");
    let units = 0..u32::try_from(vectors.len()).expect("units are numbered with 32 bits");
    let units: Vec<u32> = units.filter(|&unit| vectors[unit as usize].has_direction()).collect();
    let is_near = |a: u32, b: u32| vectors[a as usize].cosine(&vectors[b as usize]) >= cosine;
    let in_block = PLANES / bands.rows;
    let of_block = |block: usize| {
        let bits = HyperplaneHasher::new(block as u64).sketch(units.iter().map(|&unit| &vectors[unit as usize]));
        let mut found = Candidates::default();
        for band in (block * in_block..bands.bands).take(in_block) {
            let shift = band % in_block * bands.rows;
            let key = |at: usize| (bits[at] >> shift) as usize & ((1 << bands.rows) - 1);
            Sorted::new(&units, bands.rows, key)
                .buckets(|bucket| found.add(bucket, Limits::default(), |&unit| unit, &is_near));
        }
        found.sort();
        found
    };
    let blocks: Vec<usize> = (0..bands.bands.div_ceil(in_block)).collect();
    let mut all = Candidates::default();
    for blocks in blocks.chunks(AT_ONCE) {
        for found in blocks.par_iter().map(|&block| of_block(block)).collect::<Vec<_>>() {
            all.pairs.extend(found.pairs);
            all.capped += found.capped;
        }
        all.sort();
    }
    all
}

/// Units sorted into buckets by counting.
struct Sorted {
    units: Vec<u32>,
    /// Where each bucket ends.
    ends: Vec<u32>,
}

impl Sorted {
    /// Sorts units by their keys of so many bits; `key` is asked for the key of the unit at a place of `units`.
    fn new(units: &[u32], bits: usize, key: impl Fn(usize) -> usize) -> Self {
        let mut ends = vec![0; 1 << bits];
        (0..units.len()).for_each(|at| ends[key(at)] += 1);
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut sorted = vec![0; units.len()];
        for (at, &unit) in units.iter().enumerate() {
            let place = &mut ends[key(at)];
            sorted[*place as usize] = unit;
            *place += 1;
        }
        Self { units: sorted, ends }
    }

    /// Hands over the units of each bucket, in rising order.
    fn buckets(&self, mut sink: impl FnMut(&[u32])) {
        let mut start = 0;
        for &end in &self.ends {
            sink(&self.units[start..end as usize]);
            start = end as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_share_a_band_and_are_near_are_found_once() {
        let vectors =
            [[1.0, 2.0, 0.0, 0.5], [1.0, 2.0, 0.1, 0.5], [-1.0, -2.0, 0.0, -0.5], [0.0; 4], [2.0, 4.0, 0.0, 1.0]];
        let vectors = vectors.map(|numbers| Vector::new(&numbers));
        let bands = Bands { bands: 16, rows: 8 };
        assert_eq!(near_pairs(bands, &vectors, 0.5).pairs, [(0, 1), (0, 4), (1, 4)]);
        assert_eq!(near_pairs(bands, &vectors, 0.9999).pairs, [(0, 4)]);
    }

    #[test]
    fn a_bucket_has_the_units_of_its_key() {
        let keys = [3, 0, 3, 7, 0, 3];
        let mut buckets = Vec::new();
        Sorted::new(&[10, 11, 12, 13, 14, 15], 3, |at| keys[at]).buckets(|bucket| buckets.push(bucket.to_vec()));
        buckets.retain(|bucket| !bucket.is_empty());
        assert_eq!(buckets, [vec![11, 14], vec![10, 12, 15], vec![13]]);
    }
}
