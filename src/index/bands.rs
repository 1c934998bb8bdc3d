//! Locality-sensitive hashing: how a signature is cut into bands, and what that finds.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::{Error, Result};
use crate::sketch::Signature;

/// How a signature is cut: two units are candidates when all rows of at least one band are equal.
///
/// ```
/// use leitong::index::Bands;
/// let bands = Bands::for_similarity(0.7, 128, 0.99)?;
/// assert!(bands.recall_at(0.7) >= 0.99);
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Number of bands.
    pub bands: usize,
    /// Slots in each band.
    pub rows: usize,
}

impl Bands {
    /// The most selective cut of `slots` slots that still finds a pair of exactly `similarity` with
    /// a probability of at least `recall`: as many rows as possible, then as few bands.
    ///
    /// # Errors
    /// If no cut reaches that recall: the similarity is too low for so few slots.
    pub fn for_similarity(similarity: f64, slots: usize, recall: f64) -> Result<Self> {
        let cut = |rows| (1..=slots / rows).map(move |bands| Self { bands, rows });
        (1..=slots).rev().find_map(|rows| cut(rows).find(|bands| bands.recall_at(similarity) >= recall)).ok_or_else(
            || Error::Setting {
                setting: "similarity",
                reason: format!("no cut of {slots} slots finds pairs of similarity {similarity} with recall {recall}"),
            },
        )
    }

    /// Bands of so many rows that find a pair whose slots agree with a probability of `agreement` with a probability of at
    /// least `recall`, however many it takes.
    ///
    /// # Panics
    /// If the agreement is not above 0 and up to 1, or the recall not below 1.
    #[must_use]
    pub fn with_rows(rows: usize, agreement: f64, recall: f64) -> Self {
        assert!(agreement > 0.0 && agreement <= 1.0 && recall < 1.0, "{agreement} and {recall} are probabilities");
        let miss = 1.0 - agreement.powi(rows as i32);
        #[expect(clippy::cast_sign_loss, reason = "both logarithms are negative")]
        let bands = if miss > 0.0 { ((1.0 - recall).ln() / miss.ln()).ceil().max(1.0) as usize } else { 1 };
        Self { bands, rows }
    }

    /// Probability that a pair of this Jaccard similarity becomes a candidate: `1 - (1 - s^r)^b`.
    #[must_use]
    pub fn recall_at(self, similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// One key for each band of a signature; equal keys share a bucket.
    pub fn keys(self, signature: &Signature) -> impl Iterator<Item = u64> + '_ {
        self.keys_of(signature.slots())
    }

    /// One key for each band of a signature, given by its slots.
    pub fn keys_of(self, slots: &[u32]) -> impl Iterator<Item = u64> + '_ {
        let bands = slots.chunks_exact(self.rows).take(self.bands);
        bands.enumerate().map(|(band, rows)| key(band, rows))
    }
}

/// Bytes of the rows of a band that are looked at.
const MOST: usize = 1024;
/// Bytes of the rows of most bands; clearing more for each of them would cost as much as hashing.
const USUAL: usize = 64;

fn key(band: usize, rows: &[u32]) -> u64 {
    let (mut usual, mut large) = ([0; USUAL], Vec::new());
    let length = size_of_val(rows);
    let bytes = if let Some(bytes) = usual.get_mut(..length) {
        bytes
    } else {
        large.resize(length.min(MOST), 0);
        large.as_mut_slice()
    };
    for (row, bytes) in rows.iter().zip(bytes.chunks_exact_mut(4)) {
        bytes.copy_from_slice(&row.to_le_bytes());
    }
    xxh3_64_with_seed(bytes, band as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_reaches_its_recall_and_no_longer_row_would() {
        for percent in (10..=100).step_by(5) {
            let similarity = f64::from(percent) / 100.0;
            for slots in [128, 256] {
                let Ok(bands) = Bands::for_similarity(similarity, slots, 0.99) else {
                    assert!(similarity < 0.1, "{similarity} with {slots} slots");
                    continue;
                };
                assert!(bands.recall_at(similarity) >= 0.99);
                assert!(bands.bands * bands.rows <= slots);
                let longer = Bands { rows: bands.rows + 1, bands: slots / (bands.rows + 1) };
                assert!(longer.recall_at(similarity) < 0.99 || longer.bands == 0);
            }
        }
    }

    #[test]
    fn as_many_bands_as_it_takes_and_no_more() {
        for (rows, agreement) in [(8, 0.7), (14, 0.76), (20, 0.8), (3, 1.0)] {
            let bands = Bands::with_rows(rows, agreement, 0.99);
            assert!(bands.recall_at(agreement) >= 0.99);
            let fewer = Bands { bands: bands.bands - 1, rows };
            assert!(fewer.recall_at(agreement) < 0.99, "{rows} rows, {agreement}");
        }
    }

    #[test]
    fn an_unreachable_recall_is_an_error() {
        assert!(Bands::for_similarity(0.01, 128, 0.99).is_err());
    }
}
