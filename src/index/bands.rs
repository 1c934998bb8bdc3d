//! Locality-sensitive hashing: the division of signatures into bands, and its recall.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::index_type;
use crate::error::{Error, Result};
use crate::sketch::Signature;

index_type! {
    /// Index of a band among the bands of a signature.
    BandId
}

/// The division of a signature into bands: two units are candidates if all rows of at least one
/// band are equal.
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
    /// Rows of each band, that is, consecutive signature slots.
    pub rows: usize,
}

impl Bands {
    /// The most selective division of `slots` signature slots that finds a pair of Jaccard
    /// similarity `similarity` with a probability of at least `recall`: as many rows as possible,
    /// then as few bands.
    ///
    /// # Errors
    /// If no division reaches this recall, because the similarity is too low for the number of
    /// slots.
    pub fn for_similarity(similarity: f64, slots: usize, recall: f64) -> Result<Self> {
        let mut divisions = (1..=slots)
            .rev()
            .flat_map(|rows| (1..=slots / rows).map(move |bands| Self { bands, rows }));
        divisions.find(|bands| bands.recall_at(similarity) >= recall).ok_or_else(|| Error::Setting {
            setting: "similarity",
            reason: format!("no cut of {slots} slots finds pairs of similarity {similarity} with recall {recall}"),
        })
    }

    /// The fewest bands of `rows` rows such that a pair whose slots agree with probability
    /// `agreement` shares a band with probability `recall` or more.
    ///
    /// # Panics
    /// If `agreement` is not above 0 and at most 1, or `recall` is not below 1.
    #[must_use]
    pub fn with_rows(rows: usize, agreement: f64, recall: f64) -> Self {
        assert!(
            agreement > 0.0 && agreement <= 1.0 && recall < 1.0,
            "{agreement} and {recall} are probabilities"
        );
        let miss = 1.0 - agreement.powi(rows as i32);
        #[expect(clippy::cast_sign_loss, reason = "both logarithms are negative")]
        let bands =
            if miss > 0.0 { ((1.0 - recall).ln() / miss.ln()).ceil().max(1.0) as usize } else { 1 };
        Self { bands, rows }
    }

    /// Probability that a pair of Jaccard similarity `similarity` becomes a candidate:
    /// `1 - (1 - s^r)^b` for *b* bands of *r* rows.
    #[must_use]
    pub fn recall_at(self, similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// One key for each band of a signature; units with an equal key share a bucket.
    pub fn keys(self, signature: &Signature) -> impl Iterator<Item = u64> + '_ {
        self.keys_of(signature.slots())
    }

    /// One key for each band of the signature with these slots.
    pub fn keys_of(self, slots: &[u32]) -> impl Iterator<Item = u64> + '_ {
        let bands = slots.chunks_exact(self.rows).take(self.bands);
        BandId::all(self.bands).zip(bands).map(|(band, rows)| key(band, rows))
    }
}

/// Most bytes of the rows of a band that are hashed. Rows after the 256th are ignored, which can
/// only add candidates.
const MAX_HASHED: usize = 1024;
/// Size of the buffer on the stack, enough for bands of up to 16 rows. Clearing a larger buffer for
/// each key would take as long as hashing.
const STACK_BUFFER: usize = 64;

/// The key of a band with these rows.
fn key(band: BandId, rows: &[u32]) -> u64 {
    let (mut stack, mut heap) = ([0; STACK_BUFFER], Vec::new());
    let length = size_of_val(rows);
    let bytes = if let Some(bytes) = stack.get_mut(..length) {
        bytes
    } else {
        heap.resize(length.min(MAX_HASHED), 0);
        heap.as_mut_slice()
    };
    for (row, bytes) in rows.iter().zip(bytes.chunks_exact_mut(4)) {
        bytes.copy_from_slice(&row.to_le_bytes());
    }
    xxh3_64_with_seed(bytes, u64::from(band.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_reaches_its_recall_and_none_with_more_rows_does() {
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
    fn with_rows_returns_the_smallest_number_of_bands() {
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
