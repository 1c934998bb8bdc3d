//! [`near_pairs`]: pairs of vectors whose cosine is high, found by banding the bits of random
//! hyperplane hashes.

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::near_bucket::{NearBucket, SortedUnits};
use super::{Bands, Candidates, Limits};
use crate::sketch::{HyperplaneHasher, PLANES, Vector};

/// Groups of hyperplanes whose pairs are held in memory before duplicates are removed.
const GROUPS_AT_ONCE: usize = 16;
/// Groups that are searched before any crowded vectors are known. Each following round has twice as
/// many, up to [`GROUPS_AT_ONCE`]: a vector with many near ones shares buckets with them in nearly
/// every band, so that a few bands show which vectors are crowded.
const FIRST_GROUPS: usize = 2;

/// Pairs of vectors that share a bucket of at least one band and have at least this cosine.
///
/// A vector that has [`Limits::near`] near ones is crowded. Unless it is the first of these, which
/// represents the others, it is not compared with other crowded vectors any more, so that a family
/// of *n* near-equal vectors makes a number of pairs in proportion to *n*. All other pairs are
/// found that share a bucket of at most [`Limits::near_bucket`] vectors. [`NearPairs::candidates`] leaves out most pairs of crowded vectors, too.
///
/// A vector without a direction is in no pair. Only the bits of a few groups of hyperplanes and the
/// pairs are in memory at a time.
///
/// # Panics
/// If a band has more rows than a group has hyperplanes, or there are 2³² vectors or more.
#[must_use]
pub fn near_pairs(bands: Bands, vectors: &[Vector], cosine: f64) -> NearPairs {
    assert!(bands.rows <= PLANES.min(31), "the rows of a band are hyperplanes of one group");
    let units = 0..u32::try_from(vectors.len()).expect("fewer than 2^32 vectors");
    let units = units.filter(|&unit| vectors[unit as usize].has_direction()).collect();
    let crowded = FixedBitSet::with_capacity(vectors.len());
    let mut search = NearPairSearch { bands, vectors, units, cosine, crowded };
    let groups = bands.bands.div_ceil(search.bands_of_a_group());
    let mut found = NearPairs::default();
    let (mut first, mut at_once) = (0, FIRST_GROUPS);
    while first < groups {
        let last = groups.min(first + at_once);
        found.extend((first..last).into_par_iter().map(|group| search.group(group)).collect());
        search.crowded = found.crowded(vectors.len());
        found.crowded = search.crowded.count_ones(..);
        (first, at_once) = (last, GROUPS_AT_ONCE.min(2 * at_once));
    }
    found
}

/// Pairs of near vectors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NearPairs {
    /// Distinct pairs in ascending order, each with the lower vector first.
    pub pairs: Vec<(u32, u32)>,
    /// Number of crowded vectors, also of those whose pairs were removed from the list.
    crowded: usize,
}

/// A pair that is near, as one of the two vectors sees it.
#[derive(Debug, Clone, Copy)]
struct Neighbour {
    of: u32,
    other: u32,
    cosine: f64,
}

impl NearPairs {
    /// Adds the pairs of several groups, and removes duplicates.
    fn extend(&mut self, found: Vec<Vec<(u32, u32)>>) {
        self.pairs.extend(found.into_iter().flatten());
        self.pairs.par_sort_unstable();
        self.pairs.dedup();
    }

    /// Number of near vectors of each vector.
    fn counts(&self, vectors: usize) -> Vec<u32> {
        let mut counts = vec![0; vectors];
        for &(a, b) in &self.pairs {
            counts[a as usize] += 1;
            counts[b as usize] += 1;
        }
        counts
    }

    /// The first of each vector and those near it.
    fn representatives(&self, vectors: usize) -> Vec<u32> {
        let mut firsts: Vec<u32> = (0..vectors as u32).collect();
        for &(a, b) in &self.pairs {
            firsts[b as usize] = firsts[b as usize].min(a);
        }
        firsts
    }

    /// The vectors that have [`Limits::near`] near ones, except those that represent them.
    fn crowded(&self, vectors: usize) -> FixedBitSet {
        let limit = Limits::default().near as u32;
        let counts = self.counts(vectors).into_iter();
        let all = counts.zip(self.representatives(vectors)).enumerate();
        let crowded = all.filter(|&(at, (count, first))| count >= limit && (first as usize) < at);
        crowded.map(|(at, _)| at).collect()
    }

    /// The pairs as candidates: of two crowded vectors only if one is the first of those near the
    /// other or one of its [`Limits::nearest`] nearest ones. `capped` counts the pairs that are left
    /// out, and each crowded vector, which was not compared with all others.
    #[must_use]
    pub fn candidates(mut self, vectors: &[Vector]) -> Candidates {
        let crowded = self.crowded(vectors.len());
        if crowded.is_clear() {
            return Candidates { pairs: self.pairs, capped: self.crowded as u64 };
        }
        let firsts = self.representatives(vectors.len());
        let nearest = self.nearest(&crowded, vectors);
        let all = self.pairs.len() + self.crowded.max(crowded.count_ones(..));
        self.pairs.retain(|&(a, b)| {
            !crowded.contains(a as usize)
                || !crowded.contains(b as usize)
                || firsts[b as usize] == a
                || nearest.binary_search(&(a, b)).is_ok()
        });
        Candidates { capped: (all - self.pairs.len()) as u64, pairs: self.pairs }
    }

    /// The pairs of each crowded vector with its nearest crowded ones, in ascending order.
    fn nearest(&self, crowded: &FixedBitSet, vectors: &[Vector]) -> Vec<(u32, u32)> {
        let is_crowded =
            |&&(a, b): &&(u32, u32)| crowded.contains(a as usize) && crowded.contains(b as usize);
        let pairs = self.pairs.par_iter().filter(is_crowded);
        let mut neighbours: Vec<Neighbour> = pairs
            .flat_map_iter(|&(a, b)| {
                let cosine = vectors[a as usize].cosine(&vectors[b as usize]);
                [Neighbour { of: a, other: b, cosine }, Neighbour { of: b, other: a, cosine }]
            })
            .collect();
        neighbours.par_sort_unstable_by(|x, y| {
            x.of.cmp(&y.of).then(y.cosine.total_cmp(&x.cosine)).then(x.other.cmp(&y.other))
        });
        let by_vector = neighbours.chunk_by(|x, y| x.of == y.of);
        let nearest = by_vector.flat_map(|all| &all[..all.len().min(Limits::default().nearest)]);
        let mut pairs: Vec<(u32, u32)> =
            nearest.map(|pair| (pair.of.min(pair.other), pair.of.max(pair.other))).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// The input of [`near_pairs`], and what is known of crowded vectors.
struct NearPairSearch<'v> {
    bands: Bands,
    vectors: &'v [Vector],
    /// Indices of the vectors that have a direction.
    units: Vec<u32>,
    cosine: f64,
    crowded: FixedBitSet,
}

impl NearPairSearch<'_> {
    fn bands_of_a_group(&self) -> usize {
        PLANES / self.bands.rows
    }

    /// The pairs that share a bucket of a band of this group.
    fn group(&self, group: usize) -> Vec<(u32, u32)> {
        let vectors = self.units.iter().map(|&unit| &self.vectors[unit as usize]);
        let bits = HyperplaneHasher::new(group as u64).sketch(vectors);
        let in_group = self.bands_of_a_group();
        let mask = (1 << self.bands.rows) - 1;
        let is_near = |a, b| self.is_near(a, b);
        let mut bucket = NearBucket::new(&self.crowded, &is_near);
        let mut pairs = Vec::new();
        for band in (group * in_group..self.bands.bands).take(in_group) {
            let shift = band % in_group * self.bands.rows;
            let key = |at: usize| (bits[at] >> shift) as usize & mask;
            SortedUnits::new(&self.units, self.bands.rows, key)
                .each_bucket(|units| bucket.add(units, &mut pairs));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn is_near(&self, a: u32, b: u32) -> bool {
        self.vectors[a as usize].cosine(&self.vectors[b as usize]) >= self.cosine
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

    /// Vectors of one family, which differ in one small component each.
    fn family(count: usize) -> Vec<Vector> {
        let member = |number: usize| {
            let mut numbers = [1.0; 24];
            numbers[4 + number % 20] += 0.1 * (1 + number / 20 % 5) as f32;
            Vector::new(&numbers)
        };
        (0..count).map(member).collect()
    }

    #[test]
    fn a_family_makes_few_pairs_and_those_with_its_first_vector() {
        let (few, many) = (Limits::default().near, 600);
        let bands = Bands { bands: 64, rows: 10 };
        let vectors = family(few);
        let found = near_pairs(bands, &vectors, 0.76).candidates(&vectors);
        assert_eq!((found.pairs.len(), found.capped), (few * (few - 1) / 2, 0));
        let vectors = family(many);
        let found = near_pairs(bands, &vectors, 0.76).candidates(&vectors);
        assert!(found.capped > 0);
        assert!(found.pairs.len() <= many * (Limits::default().nearest + 1) + many, "{found:?}");
        let with_first = found.pairs.iter().filter(|pair| pair.0 == 0).count();
        assert_eq!(with_first, many - 1);
    }

    #[test]
    fn a_vector_near_a_family_is_paired_with_its_first_vector() {
        let mut vectors = family(600);
        let outside: Vec<f32> = (0..24).map(|at| if at % 5 == 0 { -0.2 } else { 1.0 }).collect();
        vectors.push(Vector::new(&outside));
        assert!((0.77..0.9).contains(&vectors[0].cosine(&vectors[600])));
        let bands = Bands { bands: 96, rows: 10 };
        let found = near_pairs(bands, &vectors, 0.76).candidates(&vectors);
        assert!(found.pairs.contains(&(0, 600)));
    }
}
