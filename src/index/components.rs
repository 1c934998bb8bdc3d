//! Connected components of units that share buckets.

use rayon::prelude::*;

use super::{BandId, BandTable, Forest};
use crate::document::RowEnds;
use crate::error::Result;

/// Connected components of the graph whose nodes are units and whose edges are shared buckets.
///
/// Candidates are always in the same component; two units of a component need not be similar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Components {
    units: Vec<u32>,
    ends: RowEnds,
}

impl Components {
    /// Finds the components of all units of `table`. A unit that shares no bucket is in none.
    ///
    /// The time is linear in the number of keys.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable) -> Result<Self> {
        let mut forest = Forest::new(table.units());
        let bands: Vec<BandId> = BandId::all(table.bands()).collect();
        for bands in bands.chunks(rayon::current_num_threads()) {
            let edges: Vec<_> = bands.par_iter().map(|&band| edges(table, band)).collect();
            // The bands are sorted in parallel, but every union changes the forest.
            for edges in edges {
                edges?.into_iter().for_each(|(a, b)| forest.union(a, b));
            }
        }
        Ok(Self::from(forest))
    }

    /// Removes all components of more than `most` units, and returns them.
    #[must_use]
    pub fn split_off_larger(&mut self, most: usize) -> Self {
        let (mut small, mut large) = (Self::default(), Self::default());
        for component in self.iter() {
            let side = if component.len() > most { &mut large } else { &mut small };
            side.push(component.iter().copied());
        }
        *self = small;
        large
    }

    /// All units of the components, in ascending order.
    #[must_use]
    pub fn units(&self) -> Vec<u32> {
        let mut units = self.units.clone();
        units.sort_unstable();
        units
    }

    /// The components in the order of their first units, each in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.ends.iter().map(|row| &self.units[row])
    }

    fn push(&mut self, component: impl IntoIterator<Item = u32>) {
        self.units.extend(component);
        self.ends.push(self.units.len());
    }
}

impl From<Forest> for Components {
    /// Returns the sets of at least two units.
    fn from(mut forest: Forest) -> Self {
        let mut has_others = vec![false; forest.len()];
        for unit in 0..forest.len() as u32 {
            let root = forest.root(unit);
            has_others[root as usize] |= root != unit;
        }
        // Most units are in a set of their own, and need not be sorted.
        let rooted = (0..forest.len() as u32).map(|unit| (forest.root(unit), unit));
        let mut rooted: Vec<_> = rooted.filter(|&(root, _)| has_others[root as usize]).collect();
        rooted.sort_unstable();
        let mut components = Self::default();
        for component in rooted.chunk_by(|a, b| a.0 == b.0) {
            components.push(component.iter().map(|&(_, unit)| unit));
        }
        components
    }
}

/// The entries of one band whose units `wanted` accepts, sorted. The upper half of an entry is the
/// key, the lower half the unit.
pub(super) fn sorted_band(
    table: &BandTable,
    band: BandId,
    wanted: impl Fn(u32) -> bool,
) -> Result<Vec<u64>> {
    let mut entries = Vec::new();
    table.each_of_band(band, |unit, key| {
        if wanted(unit) {
            entries.push(u64::from(key) << 32 | u64::from(unit));
        }
    })?;
    sort_by_key(&mut entries);
    Ok(entries)
}

/// Edges of one band, each between adjacent units of a bucket.
fn edges(table: &BandTable, band: BandId) -> Result<Vec<(u32, u32)>> {
    let entries = sorted_band(table, band, |_| true)?;
    // Neighbours are enough to connect a bucket: a bucket of n units has n - 1 edges, not n² / 2.
    let neighbours = entries.windows(2).filter(|pair| pair[0] >> 32 == pair[1] >> 32);
    Ok(neighbours.map(|pair| (pair[0] as u32, pair[1] as u32)).collect())
}

/// Bits of a digit of the radix sort. Three digits cover a 32-bit key, and the counts of one digit
/// take 16 KiB, which fit the L1 cache.
const DIGIT_BITS: u32 = 11;
/// Below this length a comparison sort is faster, because a pass over the 2,048 counts costs as
/// much.
const MIN_RADIX_LENGTH: usize = 1 << 12;

/// Sorts entries by their upper halves, with a stable LSD radix sort.
fn sort_by_key(entries: &mut Vec<u64>) {
    if entries.len() < MIN_RADIX_LENGTH {
        return entries.sort_by_key(|entry| entry >> 32);
    }
    let mut sorted = vec![0; entries.len()];
    for shift in (32..u64::BITS).step_by(DIGIT_BITS as usize) {
        sort_by_digit(entries, &mut sorted, shift);
        std::mem::swap(entries, &mut sorted);
    }
}

/// Writes `entries` to `sorted` in the order of the digit that begins at bit `shift`.
fn sort_by_digit(entries: &[u64], sorted: &mut [u64], shift: u32) {
    let mut positions = [0_usize; 1 << DIGIT_BITS];
    for &entry in entries {
        positions[digit(entry, shift)] += 1;
    }
    let mut sum = 0;
    for position in &mut positions {
        sum += std::mem::replace(position, sum);
    }
    for &entry in entries {
        let position = &mut positions[digit(entry, shift)];
        sorted[*position] = entry;
        *position += 1;
    }
}

/// The digit of `entry` that begins at bit `shift`.
fn digit(entry: u64, shift: u32) -> usize {
    (entry >> shift) as usize & ((1 << DIGIT_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn components(keys: &[[u32; 2]]) -> Vec<Vec<u32>> {
        let mut table = BandTable::new(2, u64::MAX);
        for keys in keys {
            table.push(if keys[0] == 0 { &[] } else { keys }).expect("the table stays in memory");
        }
        let components = Components::of(&table).expect("the table is in memory");
        components.iter().map(<[u32]>::to_vec).collect()
    }

    #[test]
    fn one_shared_band_connects_two_units() {
        let keys = [[1, 9], [2, 8], [1, 8], [3, 3], [0, 0], [0, 0]];
        assert_eq!(components(&keys), [[0, 1, 2]]);
    }

    #[test]
    fn large_components_can_be_split_off() {
        let mut table = BandTable::new(1, u64::MAX);
        for keys in [[1], [2], [1], [2], [1]] {
            table.push(&keys).expect("the table stays in memory");
        }
        let mut components = Components::of(&table).expect("the table is in memory");
        assert_eq!(components.split_off_larger(2).iter().collect::<Vec<_>>(), [&[0, 2, 4]]);
        assert_eq!(components.iter().collect::<Vec<_>>(), [&[1, 3]]);
    }

    proptest! {
        #[test]
        fn entries_are_sorted_stably_by_the_upper_half(keys in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut entries: Vec<u64> = (0..10_000).map(|n| u64::from(keys.get(n % 23).copied().unwrap_or(n as u32)) << 32 | n as u64).collect();
            let mut sorted = entries.clone();
            sorted.sort_by_key(|entry| entry >> 32);
            sort_by_key(&mut entries);
            prop_assert_eq!(entries, sorted);
        }
    }
}
