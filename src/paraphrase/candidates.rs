//! Candidates: pairs of texts whose vectors are similar enough to compare their words.

use super::params::{
    BUCKET, CANDIDATE_RECALL, FOUND_TRANSLATED_COSINE, MIN_COSINE, MIN_NEAREST_COSINE,
    MIN_TRANSLATED_COSINE, ONE_BUCKET,
};
use crate::index::{Bands, Candidates, NearCosines, near_pairs};
use crate::sketch::{Vector, row_agreement_at};

/// Pairs of vectors that `accepts` picks and that are similar: all of at least [`MIN_COSINE`], and those
/// of each vector with the few nearest ones. Vectors without a direction are in no pair.
pub(crate) fn candidates(
    vectors: &[Vector],
    accepts: impl Fn(u32, u32) -> bool + Sync,
) -> Candidates {
    let bands = Bands::with_rows(rows(vectors), row_agreement_at(MIN_COSINE), CANDIDATE_RECALL);
    let cosines = NearCosines { all: MIN_COSINE, nearest: MIN_NEAREST_COSINE };
    near_pairs(bands, vectors, cosines, accepts)
}

/// Pairs of each vector with the few nearest ones of those that `accepts` picks, however low their cosine,
/// if it is above [`MIN_TRANSLATED_COSINE`].
pub(crate) fn nearest_candidates(
    vectors: &[Vector],
    accepts: impl Fn(u32, u32) -> bool + Sync,
) -> Candidates {
    let agreement = row_agreement_at(FOUND_TRANSLATED_COSINE);
    let bands = Bands::with_rows(rows(vectors), agreement, CANDIDATE_RECALL);
    let cosines = NearCosines { all: f64::INFINITY, nearest: MIN_TRANSLATED_COSINE };
    near_pairs(bands, vectors, cosines, accepts)
}

fn rows(vectors: &[Vector]) -> usize {
    rows_of(vectors.iter().filter(|vector| vector.has_direction()).count())
}

/// Rows of a band for so many vectors: none, so that all are compared with each other, or as many that a
/// bucket has [`BUCKET`] vectors or more.
fn rows_of(vectors: usize) -> usize {
    if vectors <= ONE_BUCKET { 0 } else { (vectors / BUCKET).ilog2() as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_have_rows_from_a_number_of_vectors_on() {
        assert_eq!(
            [0, 1, ONE_BUCKET, ONE_BUCKET + 1, 1 << 20, 1 << 30].map(rows_of),
            [0, 0, 0, 8, 13, 23]
        );
    }

    #[test]
    fn similar_vectors_are_candidates_if_accepted() {
        let vectors = [[1.0, 0.0, 0.0], [0.9, 0.1, 0.0], [0.0, 0.0, 1.0]]
            .map(|numbers| Vector::new(&numbers));
        assert_eq!(candidates(&vectors, |_, _| true).pairs, [(0, 1)]);
        assert_eq!(candidates(&vectors, |_, _| false).pairs, []);
    }
}
