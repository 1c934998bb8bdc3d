//! [`SharedBuckets`]: for each of some units the buckets that it shares with others of them.

use rayon::prelude::*;

use super::components::sorted_band;
use super::{BandId, BandTable};
use crate::error::Result;

/// The buckets that selected units share. Units and buckets are numbered from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedBuckets {
    /// Start of the row of each unit in `buckets`, and the end of the last row.
    starts: Vec<usize>,
    buckets: Vec<u32>,
    /// Number of units of each bucket.
    sizes: Vec<u32>,
}

/// A unit in a bucket.
struct Membership {
    position: u32,
    bucket: u32,
}

/// A unit with its key in one band.
struct KeyedUnit {
    key: u32,
    position: u32,
}

/// Position of a unit that is not selected.
const NONE: u32 = u32::MAX;

impl SharedBuckets {
    /// The buckets that at least two of `units` share; `units` are in ascending order.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable, units: &[u32]) -> Result<Self> {
        let mut positions = vec![NONE; table.units()];
        for (position, &unit) in units.iter().enumerate() {
            positions[unit as usize] = position as u32;
        }
        let (mut memberships, mut sizes) = (Vec::new(), Vec::new());
        let bands: Vec<BandId> = BandId::all(table.bands()).collect();
        // As many bands at a time as there are threads: each is sorted in memory of its own.
        for bands in bands.chunks(rayon::current_num_threads()) {
            let keyed: Vec<_> =
                bands.par_iter().map(|&band| keyed_units(table, band, &positions)).collect();
            for keyed in keyed {
                for units in keyed?.chunk_by(|a, b| a.key == b.key).filter(|units| units.len() > 1)
                {
                    let bucket = sizes.len() as u32;
                    memberships.extend(
                        units.iter().map(|unit| Membership { position: unit.position, bucket }),
                    );
                    sizes.push(units.len() as u32);
                }
            }
        }
        Ok(Self::from_memberships(units.len(), &memberships, sizes))
    }

    /// Sorts memberships by unit, by counting.
    fn from_memberships(units: usize, memberships: &[Membership], sizes: Vec<u32>) -> Self {
        let mut starts = vec![0; units + 1];
        for membership in memberships {
            starts[membership.position as usize + 1] += 1;
        }
        for position in 0..units {
            starts[position + 1] += starts[position];
        }
        let (mut ends, mut buckets) = (starts.clone(), vec![0; memberships.len()]);
        for membership in memberships {
            let end = &mut ends[membership.position as usize];
            buckets[*end] = membership.bucket;
            *end += 1;
        }
        Self { starts, buckets, sizes }
    }

    /// The buckets of the unit at `position` in the list of selected units.
    #[must_use]
    pub fn of_unit(&self, position: usize) -> &[u32] {
        &self.buckets[self.starts[position]..self.starts[position + 1]]
    }

    /// Number of selected units of each bucket.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }
}

/// The selected units that have a key in `band`, sorted by key and position.
fn keyed_units(table: &BandTable, band: BandId, positions: &[u32]) -> Result<Vec<KeyedUnit>> {
    let entries = sorted_band(table, band, |unit| positions[unit as usize] != NONE)?;
    let keyed = entries.into_iter().map(|entry| KeyedUnit {
        key: (entry >> 32) as u32,
        position: positions[entry as u32 as usize],
    });
    Ok(keyed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shared_buckets_count() {
        let mut table = BandTable::new(2, u64::MAX);
        for keys in [[1, 9], [2, 8], [1, 8], [3, 3], [1, 7]] {
            table.push(&keys).expect("the table stays in memory");
        }
        let found = SharedBuckets::of(&table, &[0, 1, 2]).expect("the table is in memory");
        assert_eq!(found.sizes(), [2, 2]);
        assert_eq!(
            [found.of_unit(0), found.of_unit(1), found.of_unit(2)],
            [&[0][..], &[1], &[0, 1]]
        );
    }
}
