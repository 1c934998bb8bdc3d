//! [`near_pairs`]: pairs of vectors whose cosine is high.
//!
//! Vectors share a bucket if they lie on the same side of a few random hyperplanes. The vectors of each
//! bucket are compared with each other, four with sixteen at a time, so that large buckets of few bands
//! take less time than small buckets of many; those of a small collection share one bucket.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::near_bucket::NearSearch;
use super::near_list::{NearCosines, NearList};
use super::sorted_units::SortedUnits;
use super::{Bands, Candidates, Limits};
use crate::sketch::{HyperplaneHasher, PLANES, Vector};

/// Pairs of vectors that share a bucket of at least one band, are accepted and near: of each vector the
/// up to [`Limits::near`] nearest ones with a high cosine, and at least the [`Limits::nearest`] nearest
/// ones with a lower one. `accepts` is asked for the pair with the lower vector first.
///
/// A vector that has [`Limits::near`] near ones is crowded. Unless it is the first of these, which
/// represents the others, its pairs with other crowded vectors are left out, but for those with the
/// first that was found near and the [`Limits::nearest`] nearest ones. So a family of *n* near-equal vectors makes a number
/// of pairs in proportion to *n*. `capped` counts the pairs of near vectors that are left out so, and
/// each crowded vector, which may have more near ones.
///
/// A vector without a direction is in no pair. Bands without rows have one bucket, of all vectors;
/// otherwise a bucket of more than [`Limits::near_bucket`] vectors is divided.
///
/// # Panics
/// If a band has more rows than a group has hyperplanes, or there are 2³² vectors or more.
pub(crate) fn near_pairs(
    bands: Bands,
    vectors: &[Vector],
    cosines: NearCosines,
    accepts: impl Fn(u32, u32) -> bool + Sync,
) -> Candidates {
    assert!(bands.rows <= PLANES.min(31), "the rows of a band are hyperplanes of one group");
    let units = 0..u32::try_from(vectors.len()).expect("fewer than 2^32 vectors");
    let units: Vec<u32> = units.filter(|&unit| vectors[unit as usize].has_direction()).collect();
    let limits = Limits::default();
    let lists = vectors.iter().map(|_| Mutex::default()).collect();
    let search = NearSearch { vectors, cosines, limits, accepts, lists };
    if let Some(in_group) = PLANES.checked_div(bands.rows) {
        for group in 0..bands.bands.div_ceil(in_group) {
            let bits = bits(&units, vectors, group);
            for band in (group * in_group..bands.bands).take(in_group) {
                let shift = band % in_group * bands.rows;
                let key = |at: usize| (bits[at] >> shift) as usize & ((1 << bands.rows) - 1);
                let sorted = SortedUnits::new(&units, bands.rows, key);
                let buckets = sorted.buckets();
                buckets.par_iter().for_each(|bucket| search.compare(bucket, limits.near_bucket));
            }
        }
    } else {
        search.compare(&units, units.len().max(1));
    }
    let lists = search.lists.into_iter();
    let lists: Vec<NearList> =
        lists.map(|list| list.into_inner().unwrap_or_else(PoisonError::into_inner)).collect();
    candidates(&lists, limits)
}

/// The bits of a group of hyperplanes for each of the units.
fn bits(units: &[u32], vectors: &[Vector], group: usize) -> Vec<u64> {
    const AT_ONCE: usize = 4_096;
    let hasher = HyperplaneHasher::new(group as u64);
    let parts = units.par_chunks(AT_ONCE);
    let bits = parts.map(|part| hasher.sketch(part.iter().map(|&unit| &vectors[unit as usize])));
    bits.collect::<Vec<_>>().concat()
}

/// A pair of near vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NearPair {
    pair: (u32, u32),
    /// Whether it is no candidate as one of the vectors sees it.
    is_left_out: bool,
}

/// The pairs of near vectors that are candidates.
fn candidates(lists: &[NearList], limits: Limits) -> Candidates {
    let units = lists.par_iter().zip(0_u32..lists.len() as u32);
    let crowded: Vec<bool> = units.map(|(list, own)| list.is_crowded(own, limits)).collect();
    let units = lists.par_iter().zip(0_u32..lists.len() as u32);
    let pairs = units.flat_map_iter(|(list, own)| {
        let first = list.representative(own);
        let crowded = &crowded;
        let others = list.neighbours().iter().enumerate().map(move |(rank, neighbour)| {
            let other = neighbour.other;
            let is_left_out =
                crowded[own as usize] && crowded[other as usize] && rank >= limits.nearest;
            NearPair { pair: (own.min(other), own.max(other)), is_left_out }
        });
        // The first one may be none of the nearest.
        let with_first = NearPair { pair: (first, own), is_left_out: false };
        others.chain((first < own).then_some(with_first))
    });
    let mut pairs: Vec<NearPair> = pairs.collect();
    pairs.par_sort_unstable();
    // Of two equal pairs the first one is a candidate if any is.
    pairs.dedup_by_key(|near| near.pair);
    let left_out = pairs.iter().filter(|near| near.is_left_out).count();
    let crowded = crowded.iter().filter(|&&is_crowded| is_crowded).count();
    let pairs = pairs.into_iter().filter(|near| !near.is_left_out).map(|near| near.pair);
    Candidates { pairs: pairs.collect(), capped: (left_out + crowded) as u64 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sketch::{MAX_COMPONENTS, row_agreement_at};

    const COSINES: NearCosines = NearCosines { all: 0.76, nearest: 0.5 };

    /// All pairs of vectors that share a bucket and are near.
    fn pairs(bands: Bands, vectors: &[Vector], all: f64) -> Vec<(u32, u32)> {
        let cosines = NearCosines { all, nearest: all };
        near_pairs(bands, vectors, cosines, |_, _| true).pairs
    }

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
        for bands in [Bands { bands: 16, rows: 8 }, Bands { bands: 1, rows: 0 }] {
            assert_eq!(pairs(bands, &vectors, 0.5), [(0, 1), (0, 4), (1, 4)]);
            assert_eq!(pairs(bands, &vectors, 0.9999), [(0, 4)]);
        }
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
        for bands in [Bands { bands: 64, rows: 10 }, Bands { bands: 1, rows: 0 }] {
            let vectors = family(few);
            let found = near_pairs(bands, &vectors, COSINES, |_, _| true);
            assert_eq!((found.pairs.len(), found.capped), (few * (few - 1) / 2, 0));
            let vectors = family(many);
            let found = near_pairs(bands, &vectors, COSINES, |_, _| true);
            assert!(found.capped > 0);
            assert!(found.pairs.len() <= many * (Limits::default().nearest + 1) + many);
            let has_earlier = |unit| found.pairs.iter().any(|&(_, b)| b == unit);
            assert!((1..many as u32).all(has_earlier), "the family is connected");
            let with_first = found.pairs.iter().filter(|pair| pair.0 == 0).count();
            assert!(with_first >= many * 9 / 10, "{with_first}");
            assert!(bands.rows > 0 || with_first == many - 1, "{with_first}");
        }
    }

    #[test]
    fn a_vector_near_a_family_is_paired_with_its_first_vector() {
        let mut vectors = family(600);
        let outside: Vec<f32> = (0..24).map(|at| if at % 5 == 0 { -0.2 } else { 1.0 }).collect();
        vectors.push(Vector::new(&outside));
        assert!((0.77..0.9).contains(&vectors[0].cosine(&vectors[600])));
        let found = near_pairs(Bands { bands: 96, rows: 10 }, &vectors, COSINES, |_, _| true);
        assert!(found.pairs.contains(&(0, 600)));
    }

    #[test]
    fn only_accepted_pairs_count_as_near() {
        let vectors = family(200);
        let found = near_pairs(Bands { bands: 1, rows: 0 }, &vectors, COSINES, |a, b| a + 100 == b);
        let expected: Vec<(u32, u32)> = (0..100).map(|a| (a, a + 100)).collect();
        assert_eq!((found.pairs, found.capped), (expected, 0));
    }

    fn vectors() -> impl Strategy<Value = Vec<Vector>> {
        let vector = prop::collection::vec(-1.0_f32..1.0, 6);
        prop::collection::vec(vector.prop_map(|numbers| Vector::new(&numbers)), 0..90)
    }

    proptest! {
        /// With fewer vectors than a crowd, those of one bucket are the pairs of the definition.
        #[test]
        fn all_high_cosines_and_the_nearest_others_are_found(vectors in vectors()) {
            let limits = Limits::default();
            let vectors = &vectors[..vectors.len().min(limits.near)];
            let found = near_pairs(Bands { bands: 1, rows: 0 }, vectors, COSINES, |_, _| true);
            let mut expected = Vec::new();
            for (a, vector) in vectors.iter().enumerate() {
                let others = vectors.iter().enumerate().filter(|&(b, _)| a != b);
                let mut others: Vec<(f64, usize)> =
                    others.map(|(b, other)| (-vector.cosine(other), b)).collect();
                others.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
                expected.extend(others.iter().enumerate().filter(|&(rank, other)| {
                    -other.0 >= COSINES.all || (-other.0 >= COSINES.nearest && rank < limits.nearest)
                }).map(|(_, &(_, b))| (a.min(b) as u32, a.max(b) as u32)));
            }
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(found.pairs, expected);
        }
    }

    #[test]
    fn bands_find_as_many_pairs_as_they_should() {
        let random = |seed: u64| {
            let number = |at: u64| {
                (crate::sketch::avalanche(seed << 8 | at) as f64 / u64::MAX as f64 - 0.5) as f32
            };
            (0..MAX_COMPONENTS as u64).map(number).collect::<Vec<f32>>()
        };
        let pair = |seed: u64| {
            let (x, noise) = (random(2 * seed), random(2 * seed + 1));
            let y: Vec<f32> = x.iter().zip(&noise).map(|(x, noise)| x + 0.9 * noise).collect();
            [Vector::new(&x), Vector::new(&y)]
        };
        let vectors: Vec<Vector> = (1..=500).flat_map(pair).collect();
        let bands = Bands::with_rows(9, row_agreement_at(0.7), 0.99);
        let found = pairs(bands, &vectors, 0.6).len();
        assert!(found >= 490, "{found} of 500 pairs with a cosine of about .74");
    }
}
