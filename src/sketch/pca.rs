//! Principal component analysis (PCA) of the embedding vectors of a collection.
//!
//! The vectors of a collection share a large mean and vary along few directions: about 40 of 256
//! dimensions hold what distinguishes them. Projected vectors are therefore short. The strongest
//! components mostly express the topic, so that unrelated texts of one topic are similar; each
//! component is divided by the fourth root of its variance (half whitening, after Mu and Viswanath,
//! "All-but-the-top", ICLR 2018), which lowers the mean cosine of unrelated texts of one topic from
//! 0.17 to 0.08. The components are found by orthogonal iteration.

use rayon::prelude::*;

use super::hash::avalanche;
use super::simd::SimdLanes;
use super::vector::{MAX_COMPONENTS, Vector};

/// Pseudo-count of the zero vector in the mean (shrinkage): what a few units have in common is not
/// what all texts have in common.
const MEAN_PRIOR: f64 = 100.0;
/// Pseudo-count of the isotropic covariance (shrinkage): the components of a small sample are
/// mostly chance.
const VARIANCE_PRIOR: f64 = 1_000.0;
/// Iterations of the orthogonal iteration. The components need not converge exactly: the span of
/// the first ones matters, and it settles within a few iterations. Other numbers were not measured.
const ROUNDS: usize = 10;
/// Separates the signs of the initial directions from all other hashes.
const SIGNS: u64 = 0xA076_1D64_78BD_642F;
/// Vectors whose products are summed in one task, in 32-bit floats. The number is fixed, so that
/// the sums do not depend on the number of threads.
const AT_ONCE: usize = 512;

/// Mean and scaled principal components of the vectors of a collection.
///
/// ```
/// use leitong::sketch::Pca;
/// let sample = vec![vec![1.0, 0.1, 0.0], vec![-1.0, 0.0, 0.1], vec![1.0, -0.1, 0.0], vec![-1.0, 0.0, -0.1]];
/// let pca = Pca::fit(3, &sample);
/// let [x, y, z] = [0, 1, 2].map(|at| pca.project(&sample[at]));
/// assert!(x.cosine(&z) > 0.9 && x.cosine(&y) < -0.9);
/// ```
#[derive(Debug, Clone)]
pub struct Pca {
    dims: usize,
    /// Mean of the vectors.
    mean: Vec<f32>,
    /// For each dimension its share in all components, each of which is scaled by its weight.
    components: Vec<[f32; MAX_COMPONENTS]>,
}

impl Pca {
    /// Fits the components of vectors with `dims` dimensions; zero vectors are ignored.
    ///
    /// # Panics
    /// If a vector has another number of dimensions.
    #[must_use]
    pub fn fit(dims: usize, sample: &[Vec<f32>]) -> Self {
        let vectors: Vec<&[f32]> =
            sample.iter().map(Vec::as_slice).filter(|vector| !is_zero(vector)).collect();
        let mean = mean(dims, &vectors, MEAN_PRIOR);
        let covariance = Covariance::of(&vectors, &mean);
        let mut axes = covariance.initial_directions();
        for _ in 0..ROUNDS {
            // Without orthonormalization all directions would turn into the first component.
            axes = covariance.times(&axes);
            orthonormalize(&mut axes);
        }
        let products = covariance.times(&axes);
        let mut components = vec![[0.0; MAX_COMPONENTS]; dims];
        for (at, (axis, product)) in axes.iter().zip(&products).enumerate() {
            for (row, share) in components.iter_mut().zip(half_whitened(axis, product)) {
                row[at] = share;
            }
        }
        Self { dims, components, mean: mean.iter().map(|&x| x as f32).collect() }
    }

    /// Projects a vector onto the components; the zero vector stays zero.
    ///
    /// # Panics
    /// If the vector has another number of dimensions than the fitted vectors.
    #[must_use]
    pub fn project(&self, vector: &[f32]) -> Vector {
        if is_zero(vector) {
            return Vector::new(&[]);
        }
        assert_eq!(vector.len(), self.dims, "a vector has the dimensions of its collection");
        let centred: Vec<f32> = vector.iter().zip(&self.mean).map(|(x, mean)| x - mean).collect();
        Vector::new(&SimdLanes::default().sum_of_rows(&centred, &self.components))
    }
}

fn is_zero(vector: &[f32]) -> bool {
    vector.iter().all(|&x| x == 0.0)
}

/// A unit vector divided by the fourth root of the variance along it, which is its dot product with
/// `product`, the covariance times the vector.
fn half_whitened(axis: &[f64], product: &[f64]) -> impl Iterator<Item = f32> {
    // Vectors that lie in fewer dimensions have no variance along the last axes.
    let variance = dot(axis, product).max(f64::MIN_POSITIVE);
    let scale = 1.0 / variance.sqrt().sqrt();
    axis.iter().map(move |x| (x * scale) as f32)
}

/// Mean of vectors of `dims` dimensions and `zeros` zero vectors; zero if there are none.
///
/// # Panics
/// If a vector has another number of dimensions.
pub(crate) fn mean(dims: usize, vectors: &[impl AsRef<[f32]>], zeros: f64) -> Vec<f64> {
    let mut mean = vec![0.0; dims];
    for vector in vectors {
        let vector = vector.as_ref();
        assert_eq!(vector.len(), dims, "all vectors have the dimensions of the model");
        mean.iter_mut().zip(vector).for_each(|(sum, &x)| *sum += f64::from(x));
    }
    let count = (vectors.len() as f64 + zeros).max(1.0);
    for sum in &mut mean {
        *sum /= count;
    }
    mean
}

/// Covariance matrix of vectors, shrunk towards the isotropic one by [`VARIANCE_PRIOR`].
pub(super) struct Covariance {
    dims: usize,
    /// The rows, one after another.
    values: Vec<f64>,
}

impl Covariance {
    pub(super) fn of(vectors: &[&[f32]], mean: &[f64]) -> Self {
        let dims = mean.len();
        // Neither the parts nor their order depend on the number of threads, and so neither does
        // the sum.
        let parts = vectors.par_chunks(AT_ONCE).map(|part| sum_of_products(part, mean));
        let mut values = vec![0.0; dims * dims];
        for part in parts.collect::<Vec<_>>() {
            values.iter_mut().zip(part).for_each(|(sum, x)| *sum += f64::from(x));
        }
        let variance: f64 =
            (0..dims).map(|at| values[at * dims + at]).sum::<f64>() / dims.max(1) as f64;
        // Vectors without any variance, such as a single one, leave the isotropic covariance.
        let variance = if variance > 0.0 { variance / vectors.len() as f64 } else { 1.0 };
        let count = vectors.len() as f64 + VARIANCE_PRIOR;
        (0..dims).for_each(|at| values[at * dims + at] += VARIANCE_PRIOR * variance);
        for sum in &mut values {
            *sum /= count;
        }
        Self { dims, values }
    }

    /// The rows, one after another.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Pseudo-random vectors of signs, from which the iteration starts.
    fn initial_directions(&self) -> Vec<Vec<f64>> {
        let vectors = 0..self.dims.min(MAX_COMPONENTS);
        vectors
            .map(|vector| (vector * self.dims..(vector + 1) * self.dims).map(sign).collect())
            .collect()
    }

    /// Product of the matrix with each of several vectors.
    fn times(&self, vectors: &[Vec<f64>]) -> Vec<Vec<f64>> {
        vectors.par_iter().map(|vector| self.product(vector)).collect()
    }

    fn product(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.dims];
        for (row, x) in self.values.chunks_exact(self.dims).zip(vector) {
            product.iter_mut().zip(row).for_each(|(sum, y)| *sum += x * y);
        }
        product
    }
}

/// Sum of the outer products of centred vectors.
fn sum_of_products(vectors: &[&[f32]], mean: &[f64]) -> Vec<f32> {
    let dims = mean.len();
    let mut sums = vec![0.0_f32; dims * dims];
    for vector in vectors {
        let centred: Vec<f32> =
            vector.iter().zip(mean).map(|(&x, &mean)| x - mean as f32).collect();
        for (row, x) in sums.chunks_exact_mut(dims).zip(&centred) {
            row.iter_mut().zip(&centred).for_each(|(sum, y)| *sum += x * y);
        }
    }
    sums
}

fn sign(at: usize) -> f64 {
    if avalanche(SIGNS.wrapping_mul(at as u64 + 1)) >> 63 == 0 { 1.0 } else { -1.0 }
}

/// Makes each vector orthogonal to those before it and of unit length (modified Gram-Schmidt).
fn orthonormalize(directions: &mut [Vec<f64>]) {
    for at in 0..directions.len() {
        let (before, rest) = directions.split_at_mut(at);
        let direction = &mut rest[0];
        for other in before {
            let shared = dot(direction, other);
            direction.iter_mut().zip(other).for_each(|(x, y)| *x -= shared * *y);
        }
        let length = dot(direction, direction).sqrt().max(f64::MIN_POSITIVE);
        for x in direction {
            *x /= length;
        }
    }
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pseudo-random number between -0.5 and 0.5.
    fn noise(seed: u64) -> f32 {
        (avalanche(SIGNS.wrapping_mul(seed + 1)) as f64 / u64::MAX as f64 - 0.5) as f32
    }

    #[test]
    fn mean_and_strongest_components_count_less() {
        // Along two dimensions all vectors spread widely, along the others little.
        let vector = |seed: u64| -> Vec<f32> {
            let wide = |at: u64| if at < 2 { 8.0 } else { 1.0 };
            (0..100).map(|at| 3.0 + wide(at) * noise(seed * 1000 + at)).collect()
        };
        let sample: Vec<Vec<f32>> = (0..3000).map(vector).collect();
        let pca = Pca::fit(100, &sample);
        let mut near = 0.0;
        let mut far = 0.0;
        for seed in 0..500 {
            let (x, y) = (vector(2 * seed), vector(2 * seed + 1));
            let touched: Vec<f32> =
                x.iter().zip(0..).map(|(x, at)| x + 0.3 * noise(seed * 77_777 + at)).collect();
            near += pca.project(&x).cosine(&pca.project(&touched)) / 500.0;
            far += pca.project(&x).cosine(&pca.project(&y)).abs() / 500.0;
        }
        assert!(near > 0.93, "{near}");
        assert!(far < 0.2, "{far}");
    }

    #[test]
    fn components_are_orthonormal() {
        let sample: Vec<Vec<f32>> =
            (0..300).map(|seed| (0..80).map(|at| noise(seed * 500 + at)).collect()).collect();
        let covariance =
            Covariance::of(&sample.iter().map(Vec::as_slice).collect::<Vec<_>>(), &[0.0; 80]);
        let mut axes = covariance.times(&covariance.initial_directions());
        orthonormalize(&mut axes);
        for (at, x) in axes.iter().enumerate() {
            for (other, y) in axes.iter().enumerate() {
                let expected = if at == other { 1.0 } else { 0.0 };
                assert!((dot(x, y) - expected).abs() < 1e-9, "{at} and {other}");
            }
        }
    }

    #[test]
    fn a_collection_of_one_vector_or_none_can_be_fitted() {
        for sample in [vec![], vec![vec![0.0; 16]], vec![vec![0.5; 16]]] {
            let pca = Pca::fit(16, &sample);
            assert!(pca.project(&[0.25; 16]).has_direction());
            assert!(!pca.project(&[0.0; 16]).has_direction());
        }
    }
}
