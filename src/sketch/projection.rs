//! Bit signatures of vectors: which side of many planes a vector lies on.
//!
//! Two vectors at an angle of θ lie on the same side of a random plane with a probability of `1 - θ/π` (Charikar,
//! "Similarity estimation techniques from rounding algorithms", STOC 2002), so that the share of equal bits tells their
//! cosine, and bands of bits find near vectors as bands of slots find near sets. The planes are not drawn one by one:
//! three rounds of random signs and a Hadamard transform make as many at once as there are dimensions (Andoni and others,
//! "Practical and optimal LSH for angular distance", NIPS 2015). All arithmetic is on integers, and so the same everywhere.

use super::hash::finish;

/// Rounds of signs and transforms behind each block of planes.
const ROUNDS: usize = 3;
/// Separates the signs of this sketch from all other hashes of a seed.
const SIGNS: u64 = 0xD6E8_FEB8_6659_FD93;
/// Length to which vectors are stretched: the transforms of three rounds stay far from the bounds of their numbers.
const LENGTH: f32 = 16_384.0;

/// Makes bit signatures of vectors of one number of dimensions.
///
/// ```
/// use leitong::sketch::Projector;
/// let projector = Projector::new(3, 256, 0);
/// let (x, y) = (projector.sketch(&[1.0, 2.0, 3.0]).unwrap(), projector.sketch(&[1.1, 2.0, 2.9]).unwrap());
/// assert!(x.agreement(&y) > 0.9);
/// assert_eq!(projector.sketch(&[0.0; 3]), None);
/// ```
#[derive(Debug, Clone)]
pub struct Projector {
    /// The dimensions, up to the next power of two.
    width: usize,
    /// For each block of planes and each round the signs of all dimensions.
    signs: Vec<[Vec<i32>; ROUNDS]>,
}

/// On which side of each plane a vector lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BitSignature(Box<[u64]>);

impl Projector {
    /// Signatures of at least `bits` bits for vectors of `dims` numbers (at least 1); only signatures of the same `seed`
    /// can be compared.
    #[must_use]
    pub fn new(dims: usize, bits: usize, seed: u64) -> Self {
        let width = dims.next_power_of_two().max(u64::BITS as usize);
        let sign = |at: usize| if finish(seed ^ SIGNS.wrapping_mul(at as u64 + 1)) >> 63 == 0 { 1 } else { -1 };
        let signs = |block: usize, round: usize| {
            let first = (block * ROUNDS + round) * width;
            (first..first + width).map(sign).collect()
        };
        let blocks = 0..bits.div_ceil(width).max(1);
        Self { width, signs: blocks.map(|block| std::array::from_fn(|round| signs(block, round))).collect() }
    }

    /// The signature of a vector of any length; `None` if it has none, and so no direction.
    ///
    /// # Panics
    /// If the vector has more numbers than the projector was made for.
    #[must_use]
    pub fn sketch(&self, vector: &[f32]) -> Option<BitSignature> {
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
            return None;
        }
        let mut start = vec![0; self.width];
        for (number, x) in start.iter_mut().zip(vector) {
            *number = (x / length * LENGTH).round() as i32;
        }
        assert!(vector.len() <= self.width, "a vector has the dimensions of its projector");
        let mut bits = Vec::with_capacity(self.signs.len() * self.width / 64);
        let mut numbers = vec![0; self.width];
        for rounds in &self.signs {
            numbers.copy_from_slice(&start);
            for signs in rounds {
                turn(&mut numbers, signs);
            }
            bits.extend(numbers.chunks_exact(64).map(sides));
        }
        Some(BitSignature(bits.into()))
    }
}

/// Turns a vector around: random signs, then a Hadamard transform that keeps its length about as it is.
fn turn(numbers: &mut [i32], signs: &[i32]) {
    for (number, sign) in numbers.iter_mut().zip(signs) {
        *number *= sign;
    }
    let mut half = 1;
    while half < numbers.len() {
        for pair in numbers.chunks_exact_mut(2 * half) {
            let (low, high) = pair.split_at_mut(half);
            for (x, y) in low.iter_mut().zip(high) {
                (*x, *y) = (*x + *y, *x - *y);
            }
        }
        half *= 2;
    }
    let shift = numbers.len().ilog2() / 2;
    for number in numbers {
        *number >>= shift;
    }
}

/// The signs of 64 numbers.
fn sides(numbers: &[i32]) -> u64 {
    numbers.iter().enumerate().fold(0, |bits, (at, &number)| bits | u64::from(number >= 0) << at)
}

impl BitSignature {
    /// Number of bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.len() * 64
    }

    /// `count` bits from bit `first` on, at most 64.
    #[must_use]
    pub fn run(&self, first: usize, count: usize) -> u64 {
        let (word, shift) = (first / 64, first % 64);
        let low = self.0[word] >> shift;
        let high = if shift + count > 64 { self.0[word + 1] << (64 - shift) } else { 0 };
        (low | high) & (u64::MAX >> (64 - count))
    }

    /// Share of equal bits: it estimates `1 - θ/π`.
    #[must_use]
    pub fn agreement(&self, other: &Self) -> f64 {
        let unequal: u32 = self.0.iter().zip(&other.0).map(|(x, y)| (x ^ y).count_ones()).sum();
        1.0 - f64::from(unequal) / self.bits() as f64
    }
}

/// The share of bits that vectors of this cosine agree on.
///
/// ```
/// assert_eq!(leitong::sketch::agreement_at(0.0), 0.5);
/// assert_eq!(leitong::sketch::agreement_at(1.0), 1.0);
/// ```
#[must_use]
pub fn agreement_at(cosine: f64) -> f64 {
    1.0 - cosine.clamp(-1.0, 1.0).acos() / std::f64::consts::PI
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signature(projector: &Projector, vector: &[f32]) -> BitSignature {
        projector.sketch(vector).expect("the vector has a length")
    }

    /// A vector of length 1 in a random direction.
    fn direction(seed: u64) -> Vec<f32> {
        let number =
            |at: u64| (finish(seed.wrapping_mul(977).wrapping_add(at + 1)) as f64 / u64::MAX as f64 - 0.5) as f32;
        let vector: Vec<f32> = (0..256).map(number).collect();
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        vector.iter().map(|x| x / length).collect()
    }

    /// Two vectors of this cosine.
    fn pair(seed: u64, cosine: f32) -> (Vec<f32>, Vec<f32>) {
        let (x, other) = (direction(2 * seed), direction(2 * seed + 1));
        let along: f32 = x.iter().zip(&other).map(|(x, y)| x * y).sum();
        let across: Vec<f32> = other.iter().zip(&x).map(|(y, x)| y - along * x).collect();
        let length = across.iter().map(|x| x * x).sum::<f32>().sqrt();
        let sine = (1.0 - cosine * cosine).sqrt();
        let y = x.iter().zip(&across).map(|(x, y)| cosine * x + sine * y / length).collect();
        (x, y)
    }

    #[test]
    fn the_share_of_equal_bits_tells_the_cosine() {
        let projector = Projector::new(256, 4096, 3);
        for cosine in [-0.5, 0.0, 0.3, 0.6, 0.8, 0.95] {
            let shares: f64 = (0..20)
                .map(|seed| {
                    let (x, y) = pair(seed, cosine);
                    signature(&projector, &x).agreement(&signature(&projector, &y))
                })
                .sum();
            let expected = agreement_at(f64::from(cosine));
            assert!((shares / 20.0 - expected).abs() < 0.006, "{cosine}: {} for {expected}", shares / 20.0);
        }
    }

    #[test]
    fn bands_of_bits_find_as_many_as_predicted() {
        let (projector, rows, bands) = (Projector::new(256, 2048, 5), 12, 40);
        for cosine in [0.6, 0.8, 0.9] {
            let found = (0..400).filter(|&seed| {
                let (x, y) = pair(seed, cosine);
                let (x, y) = (signature(&projector, &x), signature(&projector, &y));
                (0..bands).any(|band| x.run(band * rows, rows) == y.run(band * rows, rows))
            });
            let expected = 1.0 - (1.0 - agreement_at(f64::from(cosine)).powi(rows as i32)).powi(bands as i32);
            let found = found.count() as f64 / 400.0;
            assert!((found - expected).abs() < 0.07, "{cosine}: {found} for {expected}");
        }
    }

    proptest! {
        #[test]
        fn a_signature_knows_no_length(seed in any::<u64>(), times in 0.01_f32..100.0) {
            let projector = Projector::new(200, 512, 1);
            let vector = &direction(seed)[..200];
            let longer: Vec<f32> = vector.iter().map(|x| x * times).collect();
            let agreement = signature(&projector, vector).agreement(&signature(&projector, &longer));
            prop_assert!(agreement > 0.995);
        }

        #[test]
        fn runs_are_the_bits(seed in any::<u64>(), first in 0_usize..448, count in 1_usize..=64) {
            let signature = signature(&Projector::new(256, 512, 1), &direction(seed));
            let bits = (0..count).fold(0, |bits, at| bits | signature.run(first + at, 1) << at);
            prop_assert_eq!(signature.run(first, count), bits);
        }
    }
}
