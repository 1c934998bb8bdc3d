//! The vectors of a vocabulary, in whole numbers.

use super::TokenId;

/// Largest component of a row.
pub(super) const PEAK: i8 = 7;
/// Largest factor of a row.
pub(super) const TOP: u8 = 127;
/// Largest number of a direction in whole numbers: products of thousands of them can be added in 32 bits.
const WHOLE: f32 = 511.0;
/// Rows that can be added, each weighted, before 16 bits may not hold the sum.
const BLOCK: usize = i16::MAX as usize / (TOP as usize * PEAK as usize);

/// One vector for each word: whole numbers up to [`PEAK`], and a factor up to [`TOP`] that weighs the word.
///
/// All sums are of whole numbers, and so the same on every machine and in every order.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    dims: usize,
    values: Box<[i8]>,
    factors: Box<[u8]>,
    /// Lengths of the rows.
    norms: Box<[f32]>,
    /// What the longest of the weighted rows measures.
    top: f32,
}

impl Rows {
    /// Rows of `dims` values each, and the factor of each.
    pub(super) fn new(dims: usize, values: Box<[i8]>, factors: Box<[u8]>) -> Self {
        let norm = |row: &[i8]| (dot(row, row) as f32).sqrt();
        let norms: Box<[f32]> = values.chunks_exact(dims).map(norm).collect();
        let weights = norms.iter().zip(&factors).map(|(norm, &factor)| norm * f32::from(factor));
        let top = weights.fold(f32::MIN_POSITIVE, f32::max);
        Self { dims, values, factors, norms, top }
    }

    /// Rounds vectors to rows. Their lengths become the factors.
    pub(super) fn rounded<E>(dims: usize, vectors: impl Iterator<Item = Result<Vec<f32>, E>>) -> Result<Self, E> {
        let (mut values, mut lengths) = (Vec::new(), Vec::new());
        for vector in vectors {
            let row = round(&vector?);
            lengths.push(row.length);
            values.extend(row.values);
        }
        let longest = lengths.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        #[expect(clippy::cast_sign_loss, reason = "it is 1 at least")]
        let factor = |length: &f32| (length / longest * f32::from(TOP)).round().max(1.0) as u8;
        Ok(Self::new(dims, values.into(), lengths.iter().map(factor).collect()))
    }

    pub(super) fn dims(&self) -> usize {
        self.dims
    }

    #[inline]
    fn row(&self, token: TokenId) -> &[i8] {
        &self.values[token.index() * self.dims..][..self.dims]
    }

    /// Writes the row as a vector of unit length; an empty row stays zero.
    pub(super) fn unit(&self, token: TokenId, into: &mut [f32]) {
        let norm = self.norms[token.index()].max(f32::MIN_POSITIVE);
        into.iter_mut().zip(self.row(token)).for_each(|(to, &value)| *to = f32::from(value) / norm);
    }

    /// Writes the direction of the weighted sum of some rows in whole numbers up to [`WHOLE`].
    pub(super) fn whole(&self, tokens: &[TokenId], into: &mut [i16]) {
        if let &[token] = tokens {
            into.iter_mut().zip(self.row(token)).for_each(|(to, &value)| *to = i16::from(value));
            return;
        }
        let mut sum = vec![0.0; self.dims];
        self.add(tokens.iter().copied(), &mut sum);
        let peak = sum.iter().fold(f32::MIN_POSITIVE, |peak, value| peak.max(value.abs()));
        into.iter_mut().zip(sum).for_each(|(to, value)| *to = (value / peak * WHOLE).round() as i16);
    }

    /// Length of the weighted row, as a share of the longest one.
    pub(super) fn weight(&self, token: TokenId) -> f32 {
        let index = token.index();
        self.norms[index] * f32::from(self.factors[index]) / self.top
    }

    /// Cosine of two rows.
    pub(super) fn cosine(&self, x: TokenId, y: TokenId) -> f32 {
        let norms = self.norms[x.index()] * self.norms[y.index()];
        if norms == 0.0 { 0.0 } else { dot(self.row(x), self.row(y)) as f32 / norms }
    }

    /// Adds the weighted rows of `tokens`.
    pub(super) fn add(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        let mut block = vec![0_i16; self.dims];
        let mut tokens = tokens.into_iter();
        loop {
            let mut count = 0;
            for token in tokens.by_ref().take(BLOCK) {
                let factor = i16::from(self.factors[token.index()]);
                block.iter_mut().zip(self.row(token)).for_each(|(sum, &value)| *sum += factor * i16::from(value));
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

/// A vector as whole numbers, and what they are to be multiplied with.
struct Rounded {
    values: Vec<i8>,
    length: f32,
}

/// Rounds with the step, of several, that changes the direction least.
fn round(vector: &[f32]) -> Rounded {
    let peak = vector.iter().fold(0.0, |peak: f32, value| peak.max(value.abs()));
    if peak == 0.0 {
        return Rounded { values: vec![0; vector.len()], length: 0.0 };
    }
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    let tried = (9..=20).map(|twentieths| {
        let step = peak * twentieths as f32 / 20.0 / f32::from(PEAK);
        let limit = f32::from(PEAK);
        let values: Vec<i8> = vector.iter().map(|value| (value / step).round().clamp(-limit, limit) as i8).collect();
        let norm = (dot(&values, &values) as f32).sqrt();
        let along = values.iter().zip(vector).map(|(&value, exact)| f32::from(value) * exact).sum::<f32>();
        (along / norm, Rounded { values, length: length / norm })
    });
    let best = tried.max_by(|(x, _), (y, _)| x.total_cmp(y));
    best.expect("several steps were tried").1
}

fn dot(x: &[i8], y: &[i8]) -> i32 {
    x.iter().zip(y).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum()
}

/// Makes `vector` as long as 1, unless it is zero. Sums run in order, so that every machine finds the same.
pub(super) fn normalise(vector: &mut [f32]) {
    let square: f64 = vector.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
    let norm = square.sqrt() as f32;
    if norm > 0.0 {
        for value in vector {
            *value /= norm;
        }
    }
}
