//! Which buckets units stand in, for those that stand in shared ones.

use rayon::prelude::*;

use super::BandTable;
use super::components::sorted_band;
use crate::error::Result;

/// The shared buckets of some units; buckets are numbered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BucketIndex {
    /// Where the buckets of each unit begin, and behind them where all end.
    starts: Vec<usize>,
    buckets: Vec<u32>,
    /// Units of each bucket.
    sizes: Vec<u32>,
}

/// No unit that is asked for.
const NONE: u32 = u32::MAX;

impl BucketIndex {
    /// The buckets that `units`, in rising order, share with others of them.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable, units: &[u32]) -> Result<Self> {
        let mut places = vec![NONE; table.units()];
        for (place, &unit) in units.iter().enumerate() {
            places[unit as usize] = place as u32;
        }
        let (mut pairs, mut sizes) = (Vec::new(), Vec::new());
        let bands: Vec<usize> = (0..table.bands()).collect();
        for bands in bands.chunks(rayon::current_num_threads()) {
            let found: Vec<_> = bands.par_iter().map(|&band| members(table, band, &places)).collect();
            for found in found {
                for bucket in found?.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
                    pairs.extend(bucket.iter().map(|&(_, place)| (place, sizes.len() as u32)));
                    sizes.push(bucket.len() as u32);
                }
            }
        }
        Ok(Self::from_pairs(units.len(), &pairs, sizes))
    }

    fn from_pairs(units: usize, pairs: &[(u32, u32)], sizes: Vec<u32>) -> Self {
        let mut starts = vec![0; units + 1];
        for &(place, _) in pairs {
            starts[place as usize + 1] += 1;
        }
        for place in 0..units {
            starts[place + 1] += starts[place];
        }
        let (mut ends, mut buckets) = (starts.clone(), vec![0; pairs.len()]);
        for &(place, bucket) in pairs {
            let end = &mut ends[place as usize];
            buckets[*end] = bucket;
            *end += 1;
        }
        Self { starts, buckets, sizes }
    }

    /// The buckets of the unit that stands at `place` among those asked for.
    #[must_use]
    pub fn of_unit(&self, place: usize) -> &[u32] {
        &self.buckets[self.starts[place]..self.starts[place + 1]]
    }

    /// Units of each bucket.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }
}

/// Keys of a band and places of units, sorted.
fn members(table: &BandTable, band: usize, places: &[u32]) -> Result<Vec<(u32, u32)>> {
    let entries = sorted_band(table, band, |unit| places[unit as usize] != NONE)?;
    Ok(entries.into_iter().map(|entry| ((entry >> 32) as u32, places[entry as u32 as usize])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shared_buckets_count() {
        let mut table = BandTable::new(2, u64::MAX);
        for keys in [[1, 9], [2, 8], [1, 8], [3, 3], [1, 7]] {
            table.push(&keys).expect("nothing is written");
        }
        let found = BucketIndex::of(&table, &[0, 1, 2]).expect("nothing is read");
        assert_eq!(found.sizes(), [2, 2]);
        assert_eq!([found.of_unit(0), found.of_unit(1), found.of_unit(2)], [&[0][..], &[1], &[0, 1]]);
    }
}
