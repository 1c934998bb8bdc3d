//! Candidates: pairs of texts whose vectors are similar enough to compare their words.

use super::params::{BAND_ROWS, CANDIDATE_RECALL, MIN_COSINE};
use crate::index::{Bands, Candidates, near_pairs};
use crate::sketch::{Vector, row_agreement_at};

/// Pairs of vectors of at least [`MIN_COSINE`] that `accepts` picks. Vectors without a direction
/// are in no pair.
pub(crate) fn candidates(vectors: &[Vector], accepts: impl Fn(u32, u32) -> bool) -> Candidates {
    let bands =
        Bands::with_rows(rows(vectors.len()), row_agreement_at(MIN_COSINE), CANDIDATE_RECALL);
    let mut near = near_pairs(bands, vectors, MIN_COSINE);
    near.pairs.retain(|&(a, b)| accepts(a, b));
    near.candidates(vectors)
}

/// Rows of a band: as many as possible with no more buckets than vectors.
fn rows(vectors: usize) -> usize {
    let fitting = BAND_ROWS.into_iter().rev().find(|&rows| vectors >> rows > 0);
    fitting.unwrap_or(BAND_ROWS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_has_no_more_buckets_than_there_are_vectors() {
        assert_eq!(
            [1, 255, 256, 1 << 10, 4_095, 1 << 16, 1 << 30].map(rows),
            [8, 8, 8, 10, 10, 16, 21]
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
