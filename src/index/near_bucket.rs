//! [`NearBucket`]: the near pairs of one bucket, in time that is linear in its size.

use fixedbitset::FixedBitSet;

use super::Limits;

/// The units of a bucket that were seen so far.
pub(super) struct NearBucket<'n, N> {
    /// Whether two units are near.
    is_near: &'n N,
    /// Units that are known to have many near ones.
    crowded: &'n FixedBitSet,
    limits: Limits,
    /// Units with few near ones in this bucket.
    open: Vec<Member>,
    /// Units with [`Limits::near`] near ones in this bucket, and crowded ones.
    full: Vec<u32>,
}

/// A unit of a bucket.
#[derive(Debug, Clone, Copy)]
struct Member {
    unit: u32,
    /// Number of units in the bucket that were found near.
    near: usize,
}

impl<'n, N: Fn(u32, u32) -> bool> NearBucket<'n, N> {
    /// An empty bucket.
    pub(super) fn new(crowded: &'n FixedBitSet, is_near: &'n N) -> Self {
        let limits = Limits::default();
        Self { is_near, crowded, limits, open: Vec::new(), full: Vec::new() }
    }

    /// Adds the near pairs of the units of a bucket to `pairs`. Each unit is compared with all that
    /// have few near ones; with those that have many, only until it has many itself.
    pub(super) fn add(&mut self, bucket: &[u32], pairs: &mut Vec<(u32, u32)>) {
        self.open.clear();
        self.full.clear();
        for &unit in bucket {
            self.add_unit(unit, pairs);
        }
    }

    fn add_unit(&mut self, unit: u32, pairs: &mut Vec<(u32, u32)>) {
        let before = pairs.len();
        self.compare_with_open(unit, pairs);
        let is_crowded = self.crowded.contains(unit as usize);
        if !is_crowded {
            self.compare_with_full(unit, before + self.limits.near, pairs);
        }
        let near = pairs.len() - before;
        if is_crowded || near >= self.limits.near {
            self.add_full(unit);
        } else if self.open.len() < self.limits.near_bucket {
            self.open.push(Member { unit, near });
        }
    }

    fn compare_with_open(&mut self, unit: u32, pairs: &mut Vec<(u32, u32)>) {
        for member in &mut self.open {
            if (self.is_near)(member.unit, unit) {
                pairs.push((member.unit, unit));
                member.near += 1;
            }
        }
        let near = self.limits.near;
        let filled: Vec<Member> = self.open.extract_if(.., |member| member.near >= near).collect();
        for member in filled {
            self.add_full(member.unit);
        }
    }

    /// Compares a unit with those that have many near ones, until there are `most` pairs.
    fn compare_with_full(&self, unit: u32, most: usize, pairs: &mut Vec<(u32, u32)>) {
        for &other in &self.full {
            if pairs.len() >= most {
                return;
            }
            if (self.is_near)(other, unit) {
                pairs.push((other, unit));
            }
        }
    }

    fn add_full(&mut self, unit: u32) {
        if self.full.len() < self.limits.near_bucket {
            self.full.push(unit);
        }
    }
}

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

    /// Calls `see` with the units of each bucket, in ascending order.
    pub(super) fn each_bucket(&self, mut see: impl FnMut(&[u32])) {
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

    /// The pairs of a bucket of `units` that are all near each other.
    fn pairs(units: u32, crowded: &FixedBitSet) -> Vec<(u32, u32)> {
        let bucket: Vec<u32> = (0..units).collect();
        let mut pairs = Vec::new();
        NearBucket::new(crowded, &|_, _| true).add(&bucket, &mut pairs);
        pairs
    }

    #[test]
    fn a_small_bucket_pairs_all_its_units() {
        assert_eq!(pairs(4, &FixedBitSet::new()), [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]);
    }

    #[test]
    fn a_large_bucket_makes_linearly_many_pairs() {
        let (near, units) = (Limits::default().near, 5_000);
        let found = pairs(units, &FixedBitSet::new());
        assert!(found.len() <= units as usize * near);
        assert!((1..units).all(|unit| found.contains(&(0, unit))));
    }

    #[test]
    fn crowded_units_are_compared_with_others_only() {
        let crowded: FixedBitSet = [0, 1, 3].into_iter().collect();
        assert_eq!(pairs(4, &crowded), [(0, 2), (1, 2), (2, 3)]);
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
