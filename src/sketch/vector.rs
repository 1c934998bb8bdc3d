//! Embedding vectors of units after projection, in 16-bit integers.

use super::simd::{COMPONENTS, dot};

/// Number of principal components that are kept: above the 40 or so that are needed, and a power of
/// two, as the Hadamard transform of [`HyperplaneHasher`](super::HyperplaneHasher) requires.
pub const MAX_COMPONENTS: usize = COMPONENTS;

/// Value of the largest component after rounding. Sums of products of 7-bit values fit 32 bits, and
/// processors multiply and add many pairs of 16-bit integers in one instruction.
const PEAK: f32 = 127.0;

/// A projected vector with integer components, so that a cosine is the same on every machine.
///
/// ```
/// use leitong::sketch::Vector;
/// let (x, y) = (Vector::new(&[1.0, 2.0, 3.0]), Vector::new(&[1.0, 2.0, 2.0]));
/// assert!(x.cosine(&y) > 0.97 && x.cosine(&x) > 0.999);
/// assert_eq!(x.cosine(&Vector::new(&[0.0; 3])), 0.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    pub(super) numbers: [i16; MAX_COMPONENTS],
    length: f32,
}

impl Vector {
    /// Scales `numbers` so that the largest magnitude is 127, and rounds them.
    ///
    /// # Panics
    /// If there are more than [`MAX_COMPONENTS`] numbers.
    #[must_use]
    pub fn new(numbers: &[f32]) -> Self {
        let largest = numbers.iter().fold(f32::MIN_POSITIVE, |largest, x| largest.max(x.abs()));
        let mut rounded = [0; MAX_COMPONENTS];
        rounded[..numbers.len()]
            .iter_mut()
            .zip(numbers)
            .for_each(|(to, x)| *to = (x / largest * PEAK).round() as i16);
        Self { length: (dot(&rounded, &rounded) as f32).sqrt(), numbers: rounded }
    }

    /// Whether the vector is not zero. The vector of a unit without any known word is zero.
    #[must_use]
    pub fn has_direction(&self) -> bool {
        self.length > 0.0
    }

    /// Euclidean length of the vector of whole numbers.
    pub(super) fn length(&self) -> f32 {
        self.length
    }

    /// Cosine of the angle between two vectors; 0 if one of them is zero.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f64 {
        let lengths = f64::from(self.length) * f64::from(other.length);
        if lengths > 0.0 { f64::from(dot(&self.numbers, &other.numbers)) / lengths } else { 0.0 }
    }
}
