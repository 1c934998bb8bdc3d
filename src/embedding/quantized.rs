//! Quantised vectors of the words of a vocabulary.

use super::token::TokenId;

/// Largest magnitude of a component: 4 bits in the model file.
pub(super) const PEAK: i8 = 7;
/// Largest factor of a vector.
pub(super) const TOP: u8 = 127;
/// Largest magnitude of a component of an integer direction: 8,000 products of two such components
/// can be summed in 32 bits.
const WHOLE: f32 = 511.0;
/// Weighted vectors that can be summed in 16 bits without overflow.
const BLOCK: usize = i16::MAX as usize / (TOP as usize * PEAK as usize);

/// One vector for each word: integers of at most [`PEAK`] in magnitude, and a factor of at most
/// [`TOP`], the weight of the word.
///
/// All sums are sums of integers, and thus the same on every machine and in any order.
#[derive(Debug, Clone)]
pub(super) struct QuantizedVectors {
    dims: usize,
    values: Box<[i8]>,
    factors: Box<[u8]>,
    /// Norms of the vectors, without their factors.
    norms: Box<[f32]>,
    /// Largest norm of a weighted vector.
    top: f32,
}

impl QuantizedVectors {
    /// Vectors of `dims` components each, with a factor each.
    pub(super) fn new(dims: usize, values: Box<[i8]>, factors: Box<[u8]>) -> Self {
        let norms: Box<[f32]> = values.chunks_exact(dims).map(norm).collect();
        let weights = norms.iter().zip(&factors).map(|(norm, &factor)| norm * f32::from(factor));
        let top = weights.fold(f32::MIN_POSITIVE, f32::max);
        Self { dims, values, factors, norms, top }
    }

    /// Quantises vectors; their norms become the factors.
    pub(super) fn rounded<E>(
        dims: usize,
        vectors: impl Iterator<Item = Result<Vec<f32>, E>>,
    ) -> Result<Self, E> {
        let (mut values, mut lengths) = (Vec::new(), Vec::new());
        for vector in vectors {
            let rounded = round(&vector?);
            lengths.push(rounded.length);
            values.extend(rounded.values);
        }
        let longest = lengths.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let factors = lengths.iter().map(|length| factor(length / longest)).collect();
        Ok(Self::new(dims, values.into(), factors))
    }

    /// Number of components of each vector.
    pub(super) fn dims(&self) -> usize {
        self.dims
    }

    /// The components of the vector of a word.
    #[inline]
    fn row(&self, token: TokenId) -> &[i8] {
        &self.values[token.index() * self.dims..][..self.dims]
    }

    /// Writes the vector of a word, scaled to unit length; a zero vector stays zero.
    pub(super) fn unit(&self, token: TokenId, into: &mut [f32]) {
        let norm = self.norms[token.index()].max(f32::MIN_POSITIVE);
        into.iter_mut().zip(self.row(token)).for_each(|(to, &value)| *to = f32::from(value) / norm);
    }

    /// Writes the weighted sum of the vectors of `tokens`, scaled to integers of at most [`WHOLE`]
    /// in magnitude.
    pub(super) fn whole(&self, tokens: &[TokenId], into: &mut [i16]) {
        // The vector of a single word has integer components already.
        if let &[token] = tokens {
            into.iter_mut().zip(self.row(token)).for_each(|(to, &value)| *to = i16::from(value));
            return;
        }
        let mut sum = vec![0.0; self.dims];
        self.add(tokens.iter().copied(), &mut sum);
        let peak = sum.iter().fold(f32::MIN_POSITIVE, |peak, value| peak.max(value.abs()));
        into.iter_mut()
            .zip(sum)
            .for_each(|(to, value)| *to = (value / peak * WHOLE).round() as i16);
    }

    /// Norm of the weighted vector of a word, relative to the largest one.
    pub(super) fn weight(&self, token: TokenId) -> f32 {
        let index = token.index();
        self.norms[index] * f32::from(self.factors[index]) / self.top
    }

    /// Cosine of the vectors of two words.
    pub(super) fn cosine(&self, x: TokenId, y: TokenId) -> f32 {
        let norms = self.norms[x.index()] * self.norms[y.index()];
        if norms == 0.0 { 0.0 } else { dot(self.row(x), self.row(y)) as f32 / norms }
    }

    /// Adds the weighted vectors of `tokens` to `into`, in blocks that fit 16-bit sums.
    pub(super) fn add(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        let mut block = vec![0_i16; self.dims];
        let mut tokens = tokens.into_iter();
        loop {
            let mut count = 0;
            for token in tokens.by_ref().take(BLOCK) {
                let factor = i16::from(self.factors[token.index()]);
                block
                    .iter_mut()
                    .zip(self.row(token))
                    .for_each(|(sum, &value)| *sum += factor * i16::from(value));
                count += 1;
            }
            into.iter_mut().zip(&block).for_each(|(to, &sum)| *to += f32::from(sum));
            if count < BLOCK {
                return;
            }
            block.fill(0);
        }
    }
}

/// Norm of an integer vector.
fn norm(values: &[i8]) -> f32 {
    (dot(values, values) as f32).sqrt()
}

/// Factor of a vector whose norm is `share` of the largest norm.
#[expect(clippy::cast_sign_loss, reason = "the factor is at least 1")]
fn factor(share: f32) -> u8 {
    (share * f32::from(TOP)).round().max(1.0) as u8
}

/// A vector as integers, and the factor that restores its length.
struct Rounded {
    values: Vec<i8>,
    length: f32,
}

/// Quantises a vector with the step size, among several, that preserves its direction best.
fn round(vector: &[f32]) -> Rounded {
    let peak = vector.iter().fold(0.0, |peak: f32, value| peak.max(value.abs()));
    if peak == 0.0 {
        return Rounded { values: vec![0; vector.len()], length: 0.0 };
    }
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    // Steps below the one that fits the largest component clip it, and resolve the others better.
    let steps = (9..=20).map(|twentieths| peak * twentieths as f32 / 20.0 / f32::from(PEAK));
    let candidates = steps.map(|step| round_by(vector, step));
    let best = candidates
        .max_by(|x, y| x.agreement.total_cmp(&y.agreement))
        .expect("several steps were tried");
    Rounded { length: length / norm(&best.values), values: best.values }
}

/// A quantised vector, and its dot product with the exact vector, divided by its own norm.
struct RoundingCandidate {
    values: Vec<i8>,
    agreement: f32,
}

fn round_by(vector: &[f32], step: f32) -> RoundingCandidate {
    let limit = f32::from(PEAK);
    let values: Vec<i8> =
        vector.iter().map(|value| (value / step).round().clamp(-limit, limit) as i8).collect();
    let product =
        values.iter().zip(vector).map(|(&value, exact)| f32::from(value) * exact).sum::<f32>();
    RoundingCandidate { agreement: product / norm(&values), values }
}

fn dot(x: &[i8], y: &[i8]) -> i32 {
    x.iter().zip(y).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum()
}

/// Scales `vector` to unit length, unless it is zero. The order of the sum is fixed, so that the
/// result is the same on every machine.
pub(super) fn normalise(vector: &mut [f32]) {
    let square: f64 = vector.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
    let norm = square.sqrt() as f32;
    if norm > 0.0 {
        for value in vector {
            *value /= norm;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rounding_keeps_the_direction(vector in prop::collection::vec(-1.0_f32..1.0, 8)) {
            let exact = dot_of(&vector, &vector).sqrt();
            prop_assume!(exact > 0.1);
            let rounded = round(&vector);
            let values: Vec<f32> = rounded.values.iter().map(|&value| f32::from(value)).collect();
            let cosine = dot_of(&values, &vector) / exact / dot_of(&values, &values).sqrt();
            prop_assert!(cosine > 0.98, "{cosine}");
            prop_assert!((rounded.length * norm(&rounded.values) - exact).abs() < 1e-4);
            prop_assert!(rounded.values.iter().all(|value| value.abs() <= PEAK));
        }
    }

    fn dot_of(x: &[f32], y: &[f32]) -> f32 {
        x.iter().zip(y).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn long_texts_are_summed_without_overflow() {
        let vectors = QuantizedVectors::new(2, [PEAK, -PEAK].into(), [TOP].into());
        let mut sum = [0.0; 2];
        vectors.add(std::iter::repeat_n(TokenId(0), 10 * BLOCK + 3), &mut sum);
        let expected = (10 * BLOCK + 3) as f32 * f32::from(TOP) * f32::from(PEAK);
        assert!((sum[0] - expected).abs() < 1.0 && (sum[1] + expected).abs() < 1.0, "{sum:?}");
        assert!((vectors.cosine(TokenId(0), TokenId(0)) - 1.0).abs() < 1e-6);
    }
}
