//! Whitening: vectors are transformed so that their components are uncorrelated and vary equally.
//!
//! What the vectors of many words have in common then says nothing of two of them. Every matrix that
//! whitens yields the same cosines; this one is the inverse of the Cholesky factor of the covariance.

use super::pca::Covariance;

/// A transform that whitens vectors.
///
/// ```
/// use leitong::sketch::Whitening;
/// // The first component varies twice as much as the second one.
/// let sample: Vec<Vec<f32>> =
///     (0..100_000).map(|at| vec![[2.0, -2.0][at % 2], [1.0, -1.0][at / 2 % 2]]).collect();
/// let mut vector = [2.0, 1.0];
/// Whitening::fit(2, &sample).apply(&mut vector);
/// assert!((vector[0] - vector[1]).abs() < 0.05, "{vector:?}");
/// ```
#[derive(Debug, Clone)]
pub struct Whitening {
    dims: usize,
    /// The rows of the lower triangular factor of the covariance, one after another.
    factor: Vec<f32>,
}

impl Whitening {
    /// Fits the transform to vectors of `dims` dimensions whose mean is zero. The covariance of few
    /// vectors is shrunk as that of [`Pca`](super::Pca) is.
    ///
    /// # Panics
    /// If a vector has another number of dimensions.
    #[must_use]
    pub fn fit(dims: usize, centred: &[Vec<f32>]) -> Self {
        let vectors: Vec<&[f32]> = centred.iter().map(Vec::as_slice).collect();
        let covariance = Covariance::of(&vectors, &vec![0.0; dims]);
        Self { dims, factor: cholesky(dims, covariance.values()) }
    }

    /// Whitens a vector.
    ///
    /// # Panics
    /// If the vector has another number of dimensions than the fitted vectors.
    pub fn apply(&self, vector: &mut [f32]) {
        assert_eq!(vector.len(), self.dims, "a vector has the dimensions of the fitted ones");
        for at in 0..self.dims {
            let row = &self.factor[at * self.dims..][..=at];
            let before = dot_f32(&row[..at], &vector[..at]);
            vector[at] = (vector[at] - before) / row[at];
        }
    }
}

/// The lower triangular matrix whose product with its transpose is this matrix (Cholesky).
fn cholesky(dims: usize, matrix: &[f64]) -> Vec<f32> {
    let mut factor = vec![0.0_f64; dims * dims];
    for row in 0..dims {
        for column in 0..=row {
            let [x, y] = [row, column].map(|at| &factor[at * dims..][..column]);
            let rest =
                matrix[row * dims + column] - x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
            factor[row * dims + column] = if row == column {
                // The shrunk covariance is positive; rounding must not make it zero.
                rest.max(f64::MIN_POSITIVE).sqrt()
            } else {
                rest / factor[column * dims + column]
            };
        }
    }
    factor.into_iter().map(|value| value as f32).collect()
}

/// Dot product in eight partial sums, which the compiler vectorises; their order is the same on
/// every machine.
fn dot_f32(x: &[f32], y: &[f32]) -> f32 {
    let (x_eights, x_rest) = x.as_chunks::<8>();
    let (y_eights, y_rest) = y.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in x_eights.iter().zip(y_eights) {
        sums.iter_mut().zip(x.iter().zip(y)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    sums.iter().sum::<f32>() + x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::avalanche;

    fn noise(seed: u64) -> f32 {
        (avalanche(seed) as f64 / u64::MAX as f64 - 0.5) as f32
    }

    /// Vectors of three correlated components.
    fn correlated(count: u64) -> Vec<Vec<f32>> {
        let vector = |at: u64| {
            let [x, y, z] = [3 * at, 3 * at + 1, 3 * at + 2].map(noise);
            vec![x, 0.5 * x + y, x - y + z]
        };
        (0..count).map(vector).collect()
    }

    #[test]
    fn whitened_vectors_have_no_correlation() {
        let sample = correlated(200_000);
        let whitening = Whitening::fit(3, &sample);
        let mut sums = [[0.0_f64; 3]; 3];
        for mut vector in sample {
            whitening.apply(&mut vector);
            for (row, x) in sums.iter_mut().zip(&vector) {
                row.iter_mut().zip(&vector).for_each(|(sum, y)| *sum += f64::from(x * y));
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            for (column, sum) in sums.iter().enumerate() {
                let expected = if row == column { 1.0 } else { 0.0 };
                assert!((sum / 200_000.0 - expected).abs() < 0.03, "{row} {column} {sum}");
            }
        }
    }

    #[test]
    fn few_vectors_keep_their_directions() {
        let whitening = Whitening::fit(3, &[]);
        let mut vector = [1.0, 2.0, -2.0];
        whitening.apply(&mut vector);
        let ratio = vector[1] / vector[0];
        assert!((ratio - 2.0).abs() < 1e-5 && (vector[2] + vector[1]).abs() < 1e-5, "{vector:?}");
    }
}
