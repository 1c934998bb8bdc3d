//! Components: units that share buckets, directly or through other units.

use rayon::prelude::*;

use super::{BandTable, Forest};
use crate::document::Offsets;
use crate::error::Result;

/// Connected components of the graph whose nodes are units and whose edges are shared buckets.
///
/// A component bounds where similar units can be found; two of its units need not be similar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Components {
    units: Vec<u32>,
    rows: Offsets,
}

impl Components {
    /// The components of all units of `table`. A unit that shares no bucket is in none.
    ///
    /// A bucket costs time in proportion to the number of its units.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable) -> Result<Self> {
        let mut forest = Forest::new(table.units());
        let bands: Vec<usize> = (0..table.bands()).collect();
        for bands in bands.chunks(rayon::current_num_threads()) {
            let edges: Vec<_> = bands.par_iter().map(|&band| edges(table, band)).collect();
            for edges in edges {
                edges?.into_iter().for_each(|(a, b)| forest.union(a, b));
            }
        }
        Ok(Self::from(forest))
    }

    /// Removes all components of more than `most` units, and returns their units in rising order.
    pub fn split_off_larger(&mut self, most: usize) -> Vec<u32> {
        let (mut small, mut large) = (Self::default(), Vec::new());
        for component in self.iter() {
            if component.len() > most {
                large.extend(component);
            } else {
                small.push(component.iter().copied());
            }
        }
        large.sort_unstable();
        *self = small;
        large
    }

    /// The components in the order of their first units, each in rising order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.rows.iter().map(|row| &self.units[row])
    }

    fn push(&mut self, component: impl IntoIterator<Item = u32>) {
        self.units.extend(component);
        self.rows.push(self.units.len());
    }
}

impl From<Forest> for Components {
    /// The sets of at least two units.
    fn from(mut forest: Forest) -> Self {
        let mut has_others = vec![false; forest.len()];
        for unit in 0..forest.len() as u32 {
            let root = forest.root(unit);
            has_others[root as usize] |= root != unit;
        }
        // Most units are alone in their set: only the others are sorted.
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

/// The entries of one band whose units `wanted` accepts, sorted: the key in the upper half, the unit in the lower half.
pub(super) fn sorted_band(table: &BandTable, band: usize, wanted: impl Fn(u32) -> bool) -> Result<Vec<u64>> {
    let mut entries = Vec::new();
    table.each_of_band(band, |unit, key| {
        if wanted(unit) {
            entries.push(u64::from(key) << 32 | u64::from(unit));
        }
    })?;
    sort_by_key(&mut entries);
    Ok(entries)
}

/// Edges of one band: each unit of a bucket and the next one.
fn edges(table: &BandTable, band: usize) -> Result<Vec<(u32, u32)>> {
    let entries = sorted_band(table, band, |_| true)?;
    let neighbours = entries.windows(2).filter(|pair| pair[0] >> 32 == pair[1] >> 32);
    Ok(neighbours.map(|pair| (pair[0] as u32, pair[1] as u32)).collect())
}

/// Bits of one digit of the radix sort: three digits cover a key of 32 bits, and the counts of one fit the first cache.
const DIGIT: u32 = 11;
/// Fewer entries are sorted faster by comparison, since a pass over the counts costs as much.
const FEW: usize = 1 << 12;

/// Sorts entries by their upper halves; the order of entries with equal upper halves stays.
fn sort_by_key(entries: &mut Vec<u64>) {
    if entries.len() < FEW {
        return entries.sort_by_key(|entry| entry >> 32);
    }
    let mut sorted = vec![0; entries.len()];
    for shift in (32..u64::BITS).step_by(DIGIT as usize) {
        let digit = |entry: u64| (entry >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_usize; 1 << DIGIT];
        for &entry in &*entries {
            places[digit(entry)] += 1;
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for &entry in &*entries {
            let place = &mut places[digit(entry)];
            sorted[*place] = entry;
            *place += 1;
        }
        std::mem::swap(entries, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn components(keys: &[[u32; 2]]) -> Vec<Vec<u32>> {
        let mut table = BandTable::new(2, u64::MAX);
        for keys in keys {
            table.push(if keys[0] == 0 { &[] } else { keys }).expect("nothing is written");
        }
        let components = Components::of(&table).expect("nothing is read");
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
            table.push(&keys).expect("nothing is written");
        }
        let mut components = Components::of(&table).expect("nothing is read");
        assert_eq!(components.split_off_larger(2), [0, 2, 4]);
        assert_eq!(components.iter().collect::<Vec<_>>(), [&[1, 3]]);
    }

    proptest! {
        #[test]
        fn sorting_is_stable_and_by_the_upper_half(keys in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut entries: Vec<u64> = (0..10_000).map(|n| u64::from(keys.get(n % 23).copied().unwrap_or(n as u32)) << 32 | n as u64).collect();
            let mut sorted = entries.clone();
            sorted.sort_by_key(|entry| entry >> 32);
            sort_by_key(&mut entries);
            prop_assert_eq!(entries, sorted);
        }
    }
}
