//! The axes along which the vectors of a collection differ most.
//!
//! Texts of one collection have much in common, and few directions in which they differ: of 256 dimensions, as many as 40 would
//! do. Vectors that are turned so that these come first can be cut short; and where the strongest axes, which tell little more
//! than the topic, are toned down, strangers of one topic are no longer taken for each other (principal components, half
//! whitened; after Mu and Viswanath, "All-but-the-top", ICLR 2018). The axes are found by orthogonal iteration.

use rayon::prelude::*;

use super::Vector;
use super::hash::finish;

/// Axes that are kept.
pub const MAX_COMPONENTS: usize = 64;
/// So many units without anything in common stand behind those of the collection when their middle is taken.
const MEAN_PRIOR: f64 = 100.0;
/// So many that differ evenly in all directions stand behind them when the axes are: those of a few units are made by chance, and
/// what two units of four have in common is not what all texts have.
const VARIANCE_PRIOR: f64 = 1_000.0;
/// After so many rounds the axes hold what there is.
const ROUNDS: usize = 10;
/// Separates the signs of the first directions from all other hashes.
const SIGNS: u64 = 0xA076_1D64_78BD_642F;
/// Vectors that are added up together.
const AT_ONCE: usize = 512;

/// The axes of a collection.
///
/// ```
/// use leitong::sketch::Pca;
/// let sample = vec![vec![1.0, 0.1, 0.0], vec![-1.0, 0.0, 0.1], vec![1.0, -0.1, 0.0], vec![-1.0, 0.0, -0.1]];
/// let axes = Pca::of(3, &sample);
/// let [x, y, z] = [0, 1, 2].map(|at| axes.turn(&sample[at]));
/// assert!(x.cosine(&z) > 0.9 && x.cosine(&y) < -0.9);
/// ```
#[derive(Debug, Clone)]
pub struct Pca {
    dims: usize,
    /// What the collection has in common.
    middle: Vec<f32>,
    /// One axis after the other, each as long as it counts.
    directions: Vec<f32>,
}

impl Pca {
    /// The axes of vectors of `dims` numbers; vectors that are zero do not count.
    ///
    /// # Panics
    /// If a vector has another number of dimensions.
    #[must_use]
    pub fn of(dims: usize, sample: &[Vec<f32>]) -> Self {
        let known: Vec<&[f32]> = sample.iter().map(Vec::as_slice).filter(|vector| is_known(vector)).collect();
        let middle = middle(dims, &known);
        let spread = Spread::of(dims, &known, &middle);
        let mut axes = start(dims);
        for _ in 0..ROUNDS {
            axes = spread.along(&axes);
            orthonormalize(&mut axes);
        }
        let stretched = spread.along(&axes);
        let scaled = axes.iter().zip(&stretched).flat_map(|(axis, stretched)| {
            // Half of the whitening: the square root of the deviation along the axis.
            let variance = dot(axis, stretched).max(f64::MIN_POSITIVE);
            let counts = 1.0 / variance.sqrt().sqrt();
            axis.iter().map(move |x| (x * counts) as f32)
        });
        Self { dims, directions: scaled.collect(), middle: middle.iter().map(|&x| x as f32).collect() }
    }

    /// Where a vector stands along the axes; one that is zero stands nowhere.
    ///
    /// # Panics
    /// If the vector has not the dimensions of those that the axes were made of.
    #[must_use]
    pub fn turn(&self, vector: &[f32]) -> Vector {
        if !is_known(vector) {
            return Vector::new(&[]);
        }
        assert_eq!(vector.len(), self.dims, "a vector has the dimensions of its collection");
        let apart: Vec<f32> = vector.iter().zip(&self.middle).map(|(x, middle)| x - middle).collect();
        let along: Vec<f32> = self.directions.chunks_exact(self.dims).map(|axis| dot_short(axis, &apart)).collect();
        Vector::new(&along)
    }
}

fn is_known(vector: &[f32]) -> bool {
    vector.iter().any(|&x| x != 0.0)
}

/// What vectors have in common.
fn middle(dims: usize, known: &[&[f32]]) -> Vec<f64> {
    let mut middle = vec![0.0; dims];
    for vector in known {
        assert_eq!(vector.len(), dims, "all vectors have the dimensions of the model");
        middle.iter_mut().zip(*vector).for_each(|(sum, &x)| *sum += f64::from(x));
    }
    let count = known.len() as f64 + MEAN_PRIOR;
    for sum in &mut middle {
        *sum /= count;
    }
    middle
}

/// How vectors spread around their middle: their covariance.
struct Spread {
    dims: usize,
    covariance: Vec<f64>,
}

impl Spread {
    fn of(dims: usize, known: &[&[f32]], middle: &[f64]) -> Self {
        let of_some = |some: &[&[f32]]| {
            let mut sums = vec![0.0_f32; dims * dims];
            for vector in some {
                let apart: Vec<f32> = vector.iter().zip(middle).map(|(&x, &middle)| x - middle as f32).collect();
                for (row, x) in sums.chunks_exact_mut(dims).zip(&apart) {
                    row.iter_mut().zip(&apart).for_each(|(sum, y)| *sum += x * y);
                }
            }
            sums
        };
        // What is added up together does not depend on how many threads there are, and so neither does the sum.
        let parts: Vec<Vec<f32>> = known.par_chunks(AT_ONCE).map(of_some).collect();
        let mut covariance = vec![0.0; dims * dims];
        for part in parts {
            covariance.iter_mut().zip(part).for_each(|(sum, x)| *sum += f64::from(x));
        }
        let evenly: f64 = (0..dims).map(|at| covariance[at * dims + at]).sum::<f64>() / dims.max(1) as f64;
        // Where nothing differs, every direction is as good as another.
        let evenly = if evenly > 0.0 { evenly / known.len() as f64 } else { 1.0 };
        let count = known.len() as f64 + VARIANCE_PRIOR;
        (0..dims).for_each(|at| covariance[at * dims + at] += VARIANCE_PRIOR * evenly);
        for sum in &mut covariance {
            *sum /= count;
        }
        Self { dims, covariance }
    }

    /// Each of some directions, stretched by how far the vectors spread along it.
    fn along(&self, directions: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let along = |direction: &Vec<f64>| {
            let mut stretched = vec![0.0; self.dims];
            for (row, x) in self.covariance.chunks_exact(self.dims).zip(direction) {
                stretched.iter_mut().zip(row).for_each(|(sum, y)| *sum += x * y);
            }
            stretched
        };
        directions.par_iter().map(along).collect()
    }
}

/// Any directions to begin with.
fn start(dims: usize) -> Vec<Vec<f64>> {
    let number = |at: usize| if finish(SIGNS.wrapping_mul(at as u64 + 1)) >> 63 == 0 { 1.0 } else { -1.0 };
    (0..dims.min(MAX_COMPONENTS)).map(|axis| (axis * dims..(axis + 1) * dims).map(number).collect()).collect()
}

/// Makes directions orthogonal to those before them, and as long as 1 (modified Gram-Schmidt).
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

/// Eight sums side by side, so that the processor adds several at once; in the same order everywhere.
fn dot_short(x: &[f32], y: &[f32]) -> f32 {
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

    /// Numbers between -0.5 and 0.5.
    fn noise(seed: u64) -> f32 {
        (finish(SIGNS.wrapping_mul(seed + 1)) as f64 / u64::MAX as f64 - 0.5) as f32
    }

    #[test]
    fn what_all_have_in_common_and_the_topics_count_less() {
        // Along two dimensions all vectors spread widely, along the others little.
        let vector = |seed: u64| -> Vec<f32> {
            let wide = |at: u64| if at < 2 { 8.0 } else { 1.0 };
            (0..100).map(|at| 3.0 + wide(at) * noise(seed * 1000 + at)).collect()
        };
        let sample: Vec<Vec<f32>> = (0..3000).map(vector).collect();
        let axes = Pca::of(100, &sample);
        let mut near = 0.0;
        let mut far = 0.0;
        for seed in 0..500 {
            let (x, y) = (vector(2 * seed), vector(2 * seed + 1));
            let touched: Vec<f32> = x.iter().zip(0..).map(|(x, at)| x + 0.3 * noise(seed * 77_777 + at)).collect();
            near += axes.turn(&x).cosine(&axes.turn(&touched)) / 500.0;
            far += axes.turn(&x).cosine(&axes.turn(&y)).abs() / 500.0;
        }
        assert!(near > 0.93, "{near}");
        assert!(far < 0.2, "{far}");
    }

    #[test]
    fn axes_stand_upright_on_each_other() {
        let sample: Vec<Vec<f32>> = (0..300).map(|seed| (0..80).map(|at| noise(seed * 500 + at)).collect()).collect();
        let spread = Spread::of(80, &sample.iter().map(Vec::as_slice).collect::<Vec<_>>(), &[0.0; 80]);
        let mut axes = spread.along(&start(80));
        orthonormalize(&mut axes);
        for (at, x) in axes.iter().enumerate() {
            for (other, y) in axes.iter().enumerate() {
                let expected = if at == other { 1.0 } else { 0.0 };
                assert!((dot(x, y) - expected).abs() < 1e-9, "{at} and {other}");
            }
        }
    }

    #[test]
    fn a_collection_of_one_vector_or_none_has_axes() {
        for sample in [vec![], vec![vec![0.0; 16]], vec![vec![0.5; 16]]] {
            let axes = Pca::of(16, &sample);
            assert!(axes.turn(&[0.25; 16]).has_direction());
            assert!(!axes.turn(&[0.0; 16]).has_direction());
        }
    }
}
