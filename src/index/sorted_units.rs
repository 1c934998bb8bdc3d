//! [`SortedUnits`]: units in the order of short keys.

/// Units in the order of their keys.
pub(super) struct SortedUnits {
    units: Vec<u32>,
    /// End of the bucket of each key.
    ends: Vec<u32>,
}

impl SortedUnits {
    /// Sorts units by counting. `key` returns the key, of `bits` bits, of the unit at a position of
    /// `units`.
    pub(super) fn new(units: &[u32], bits: usize, key: impl Fn(usize) -> usize) -> Self {
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

    /// The units of each bucket, in ascending order.
    pub(super) fn buckets(&self) -> Vec<&[u32]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let buckets = starts.zip(&self.ends);
        buckets.map(|(&start, &end)| &self.units[start as usize..end as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_sorted_by_their_keys() {
        let keys = [3, 0, 3, 1];
        let sorted = SortedUnits::new(&[10, 20, 30, 40], 2, |at| keys[at]);
        assert_eq!(sorted.buckets(), [&[20][..], &[40], &[], &[10, 30]]);
    }
}
