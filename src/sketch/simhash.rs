//! Hyperplane hashing: bits of vectors, each the side of a random hyperplane on which the vector
//! lies.
//!
//! Two vectors at an angle of θ lie on the same side of a random hyperplane with probability `1 -
//! θ/π` (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002), so that
//! bands of bits find similar vectors as bands of MinHash slots find similar sets. Three rounds of
//! random signs and a Hadamard transform yield as many hyperplanes at once as there are dimensions
//! (Andoni et al., "Practical and optimal LSH for angular distance", NIPS 2015). All arithmetic is
//! on integers, so that the bits are the same on every machine.

use super::Vector;
use super::hash::avalanche;
use super::vector::MAX_COMPONENTS;

/// Hyperplanes of a [`HyperplaneHasher`], and bits of its sketches.
pub const PLANES: usize = MAX_COMPONENTS;
/// Rounds of random signs and transforms; three suffice in practice (Andoni et al.).
const ROUNDS: usize = 3;
/// Separates the signs of this sketch from all other hashes.
const SIGNS: u64 = 0xD6E8_FEB8_6659_FD93;
/// Vectors that are transformed together, in the lanes of a vector register.
const LANES: usize = 16;
/// Factor of the components before the transform, which makes rounding errors small. A round
/// preserves the length of a vector, which is at most 127 · √64 · 4 = 4,064, and multiplies a
/// component by at most 8 before it divides: all values fit 16 bits.
const STRETCH: i16 = 4;

/// Hashes vectors by a group of [`PLANES`] random hyperplanes.
///
/// ```
/// use leitong::sketch::{HyperplaneHasher, Vector};
/// let vectors = [[1.0, 2.0, 3.0], [1.1, 2.0, 2.9], [-1.0, -2.0, -3.0]].map(|numbers| Vector::new(&numbers));
/// let bits = HyperplaneHasher::new(0).sketch(&vectors);
/// assert!((bits[0] ^ bits[1]).count_ones() < 16 && (bits[0] ^ bits[2]).count_ones() > 48);
/// ```
#[derive(Debug, Clone)]
pub struct HyperplaneHasher {
    signs: [[i16; PLANES]; ROUNDS],
}

/// Several vectors, transposed: one row for each dimension, one column for each vector.
type Batch = [[i16; LANES]; PLANES];

impl HyperplaneHasher {
    /// The hasher of group number `group`; different groups have different hyperplanes.
    #[must_use]
    pub fn new(group: u64) -> Self {
        let first = group * (ROUNDS * PLANES) as u64;
        let signs_of =
            |round: usize| std::array::from_fn(|at| sign(first + (round * PLANES + at) as u64));
        Self { signs: std::array::from_fn(signs_of) }
    }

    /// One bit for each hyperplane and vector: the side of the hyperplane on which the vector lies.
    #[must_use]
    pub fn sketch<'v>(&self, vectors: impl IntoIterator<Item = &'v Vector>) -> Vec<u64> {
        let mut vectors = vectors.into_iter().peekable();
        let mut bits = Vec::with_capacity(vectors.size_hint().0);
        while vectors.peek().is_some() {
            let mut batch = [[0; LANES]; PLANES];
            let mut count = 0;
            for (lane, vector) in vectors.by_ref().take(LANES).enumerate() {
                batch
                    .iter_mut()
                    .zip(&vector.numbers)
                    .for_each(|(row, &number)| row[lane] = number * STRETCH);
                count += 1;
            }
            for signs in &self.signs {
                rotate(&mut batch, signs);
            }
            bits.extend_from_slice(&sides(&batch)[..count]);
        }
        bits
    }
}

/// Random sign number `at`.
fn sign(at: u64) -> i16 {
    if avalanche(SIGNS.wrapping_mul(at + 1)) >> 63 == 0 { 1 } else { -1 }
}

/// Applies a pseudo-random rotation: random signs, then a Hadamard transform scaled to preserve
/// lengths.
fn rotate(batch: &mut Batch, signs: &[i16; PLANES]) {
    for (row, sign) in batch.iter_mut().zip(signs) {
        for number in row {
            *number *= sign;
        }
    }
    let mut half = 1;
    while half < PLANES {
        for pair in batch.chunks_exact_mut(2 * half) {
            let (low, high) = pair.split_at_mut(half);
            for (x, y) in low.iter_mut().zip(high) {
                for (x, y) in x.iter_mut().zip(y) {
                    (*x, *y) = (*x + *y, *x - *y);
                }
            }
        }
        half *= 2;
    }
    const { assert!(PLANES == 64, "the transform multiplies lengths by the square root of 64") };
    // Division by 8, rounded.
    batch.iter_mut().flatten().for_each(|number| *number = (*number + 4) >> 3);
}

/// The signs of the components of each vector, one bit each.
fn sides(batch: &Batch) -> [u64; LANES] {
    let mut bits = [0; LANES];
    for (at, row) in batch.iter().enumerate() {
        bits.iter_mut().zip(row).for_each(|(bits, &number)| *bits |= u64::from(number >= 0) << at);
    }
    bits
}

/// Expected share of equal bits in the sketches of two vectors with this cosine: `1 - θ/π`, where θ
/// is the angle between the vectors.
///
/// ```
/// assert_eq!(leitong::sketch::agreement_at(0.0), 0.5);
/// assert_eq!(leitong::sketch::agreement_at(1.0), 1.0);
/// ```
#[must_use]
pub fn agreement_at(cosine: f64) -> f64 {
    1.0 - cosine.clamp(-1.0, 1.0).acos() / std::f64::consts::PI
}

/// Decrease of the probability that a row of a band agrees, given that the previous rows agree.
///
/// The hyperplanes of a group are orthogonal, so that the numbers of equal bits vary less than with
/// independent hyperplanes, and long runs of equal bits are rarer. The test
/// `bands_of_bits_find_as_many_as_predicted` measures the effect.
const ORTHOGONALITY: f64 = 0.01;

/// Probability that two vectors with this cosine agree on a row of a band, given that they agree on
/// the previous rows of the band. The number of bands is computed from it.
#[must_use]
pub fn row_agreement_at(cosine: f64) -> f64 {
    agreement_at(cosine) - ORTHOGONALITY
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A unit vector in a pseudo-random direction.
    fn direction(seed: u64) -> Vec<f32> {
        let number = |at: u64| {
            (avalanche(SIGNS.wrapping_mul(seed << 10 | at)) as f64 / u64::MAX as f64 - 0.5) as f32
        };
        let vector: Vec<f32> = (0..PLANES as u64).map(number).collect();
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }

    /// Two vectors with this cosine.
    fn pair(seed: u64, cosine: f32) -> [Vector; 2] {
        let (x, other) = (direction(2 * seed), direction(2 * seed + 1));
        let along: f32 = x.iter().zip(&other).map(|(x, y)| x * y).sum();
        let across: Vec<f32> = other.iter().zip(&x).map(|(y, x)| y - along * x).collect();
        let length = across.iter().map(|x| x * x).sum::<f32>().sqrt();
        let sine = (1.0 - cosine * cosine).sqrt();
        let y: Vec<f32> =
            x.iter().zip(&across).map(|(x, y)| cosine * x + sine * y / length).collect();
        [Vector::new(&x), Vector::new(&y)]
    }

    /// The bits of both vectors of a pair in each group.
    fn groups(seed: u64, cosine: f32, groups: u64) -> Vec<[u64; 2]> {
        let pair = pair(seed, cosine);
        (0..groups)
            .map(|group| {
                HyperplaneHasher::new(group).sketch(&pair).try_into().expect("two vectors")
            })
            .collect()
    }

    #[test]
    fn the_share_of_equal_bits_estimates_the_cosine() {
        for cosine in [-0.5, 0.0, 0.3, 0.6, 0.8, 0.95] {
            let unequal: u32 = (0..20)
                .flat_map(|seed| groups(seed, cosine, 64))
                .map(|[x, y]| (x ^ y).count_ones())
                .sum();
            let share = 1.0 - f64::from(unequal) / (20.0 * 64.0 * 64.0);
            let expected = agreement_at(f64::from(cosine));
            assert!((share - expected).abs() < 0.01, "{cosine}: {share} for {expected}");
        }
    }

    #[test]
    fn bands_of_bits_find_as_many_as_predicted() {
        for (rows, groups_of, cosine) in
            [(16, 80, 0.76), (12, 8, 0.6), (12, 8, 0.8), (10, 12, 0.76), (21, 40, 0.9)]
        {
            let in_group = PLANES / rows;
            let is_equal =
                |x: u64, y: u64, band: usize| ((x ^ y) >> (band * rows)) & ((1 << rows) - 1) == 0;
            let is_found = |x, y| (0..in_group).any(|band| is_equal(x, y, band));
            let found = (0..1000).filter(|&seed| {
                groups(seed, cosine, groups_of).iter().any(|&[x, y]| is_found(x, y))
            });
            let found = found.count() as f64 / 1000.0;
            let bands = groups_of as i32 * in_group as i32;
            let predicted =
                1.0 - (1.0 - row_agreement_at(f64::from(cosine)).powi(rows as i32)).powi(bands);
            let deviation = 3.0 * (predicted * (1.0 - predicted) / 1000.0).sqrt();
            let bounds = predicted - deviation..predicted + deviation + 0.04;
            assert!(bounds.contains(&found), "{rows} rows, {cosine}: {found} for {predicted}");
        }
    }

    #[test]
    fn the_longest_vectors_stay_within_their_numbers() {
        let longest = Vector::new(&[1.0; PLANES]);
        let shortest = Vector::new(&[1.0]);
        for group in 0..200 {
            let bits = HyperplaneHasher::new(group).sketch([&longest, &shortest, &longest]);
            assert_eq!(bits[0], bits[2]);
            let opposite = Vector::new(&[-1.0; PLANES]);
            let unequal =
                (HyperplaneHasher::new(group).sketch([&opposite])[0] ^ bits[0]).count_ones();
            assert!(
                unequal >= 56,
                "group {group}: {unequal} of 64 bits change with the sign of the vector"
            );
        }
    }
}
