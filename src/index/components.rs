//! Families: units that share buckets, directly or by way of others.

use rayon::prelude::*;

use super::BandTable;
use crate::error::Result;

/// Groups of units outside of which no unit of the group shares a bucket with any.
///
/// A family is where to look for what is alike, and no more than that: its members may be strangers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Components {
    members: Vec<u32>,
    /// Where each family ends among the members.
    ends: Vec<usize>,
}

impl Components {
    /// The families of all units of `table`; a unit that shares no bucket is in none.
    ///
    /// Each bucket costs time in proportion to its units, however many they are.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable) -> Result<Self> {
        let mut unions = Unions::new(table.units());
        let bands: Vec<usize> = (0..table.bands()).collect();
        for bands in bands.chunks(rayon::current_num_threads()) {
            let links: Vec<_> = bands.par_iter().map(|&band| links(table, band)).collect();
            for links in links {
                links?.into_iter().for_each(|(a, b)| unions.join(a, b));
            }
        }
        Ok(Self::from(unions))
    }

    /// Takes out all families of more than `most` units; gives their units in rising order.
    pub fn split_off_larger(&mut self, most: usize) -> Vec<u32> {
        let (mut small, mut taken) = (Self::default(), Vec::new());
        for family in self.iter() {
            if family.len() > most {
                taken.extend(family);
            } else {
                small.members.extend(family);
                small.ends.push(small.members.len());
            }
        }
        taken.sort_unstable();
        *self = small;
        taken
    }

    /// The families in the order of their first members, each in rising order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.members[start..end])
    }
}

impl From<Unions> for Components {
    fn from(mut unions: Unions) -> Self {
        let mut has_others = vec![false; unions.0.len()];
        for unit in 0..unions.0.len() as u32 {
            let root = unions.root(unit);
            has_others[root as usize] |= root != unit;
        }
        // Most units have no family; what is sorted is not all.
        let roots = (0..unions.0.len() as u32).map(|unit| (unions.root(unit), unit));
        let mut members: Vec<_> = roots.filter(|&(root, _)| has_others[root as usize]).collect();
        members.sort_unstable();
        let mut families = Self::default();
        for family in members.chunk_by(|a, b| a.0 == b.0) {
            families.members.extend(family.iter().map(|&(_, unit)| unit));
            families.ends.push(families.members.len());
        }
        families
    }
}

/// Keys in the upper and units in the lower halves, of the units in one band that are wanted, sorted.
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

/// Neighbours in the buckets of one band.
fn links(table: &BandTable, band: usize) -> Result<Vec<(u32, u32)>> {
    let entries = sorted_band(table, band, |_| true)?;
    let neighbours = entries.windows(2).filter(|pair| pair[0] >> 32 == pair[1] >> 32);
    Ok(neighbours.map(|pair| (pair[0] as u32, pair[1] as u32)).collect())
}

/// Bits of one digit of the radix sort.
const DIGIT: u32 = 11;
/// Fewer entries are sorted faster by comparing.
const FEW: usize = 1 << 12;

/// Sorts entries by their upper halves, and leaves those with equal ones in order.
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

/// Disjoint sets of units (union-find): each unit points to one before it, or is the first of its set.
struct Unions(Vec<u32>);

impl Unions {
    fn new(units: usize) -> Self {
        Self((0..units as u32).collect())
    }

    fn root(&mut self, mut unit: u32) -> u32 {
        while self.0[unit as usize] != unit {
            let above = self.0[unit as usize];
            self.0[unit as usize] = self.0[above as usize];
            unit = above;
        }
        unit
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn families(keys: &[[u32; 2]]) -> Vec<Vec<u32>> {
        let mut table = BandTable::new(2, u64::MAX);
        for keys in keys {
            table.push(if keys[0] == 0 { &[] } else { keys }).expect("nothing is written");
        }
        let families = Components::of(&table).expect("nothing is read");
        families.iter().map(<[u32]>::to_vec).collect()
    }

    #[test]
    fn a_family_is_held_together_by_any_band() {
        let keys = [[1, 9], [2, 8], [1, 8], [3, 3], [0, 0], [0, 0]];
        assert_eq!(families(&keys), [[0, 1, 2]]);
    }

    #[test]
    fn large_families_can_be_taken_out() {
        let mut table = BandTable::new(1, u64::MAX);
        for keys in [[1], [2], [1], [2], [1]] {
            table.push(&keys).expect("nothing is written");
        }
        let mut families = Components::of(&table).expect("nothing is read");
        assert_eq!(families.split_off_larger(2), [0, 2, 4]);
        assert_eq!(families.iter().collect::<Vec<_>>(), [&[1, 3]]);
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
