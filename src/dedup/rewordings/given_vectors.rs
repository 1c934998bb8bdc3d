//! The space of the vectors that the user brings.

use rayon::prelude::*;

use crate::dedup::DedupSettings;
use crate::dedup::output_error::refuse;
use crate::dedup::record_vectors::RecordVectors;
use crate::dedup::resolve::CollectionTexts;
use crate::document::TextId;
use crate::error::Result;
use crate::paraphrase::PCA_SAMPLE;
use crate::sketch::{Pca, Vector};

/// Numbers of all vectors that the principal components are computed from, at most.
const SAMPLED_NUMBERS: usize = 1 << 23;

/// Vectors that the user brings, and the principal components of a sample of them.
///
/// Vectors of encoders share a large mean. Without it, and with the strongest components divided by
/// the fourth root of their variance, the cosines of different encoders can be held against one threshold.
pub(super) struct GivenVectors<'v> {
    vectors: &'v RecordVectors,
    pca: Pca,
}

impl<'v> GivenVectors<'v> {
    /// Those of texts, a sample of which tells the principal components.
    pub(super) fn of(
        vectors: &'v RecordVectors,
        texts: &CollectionTexts<'_>,
        compared: &[TextId],
        settings: &DedupSettings,
    ) -> Result<Self> {
        let dims = vectors.dims();
        let most = PCA_SAMPLE.min(SAMPLED_NUMBERS / dims);
        check_memory(dims, settings)?;
        let step = compared.len().div_ceil(most).max(1);
        let sample: Vec<TextId> = compared.iter().copied().step_by(step).collect();
        let sample = sample.par_iter().map(|&text| vectors.of(texts.record_of(text), texts.reader));
        let pca = Pca::fit(dims, &sample.collect::<Result<Vec<_>>>()?);
        Ok(Self { vectors, pca })
    }

    /// The vector of a text as it is given, with unit length.
    pub(super) fn whole(&self, text: TextId, texts: &CollectionTexts<'_>) -> Result<Vec<f32>> {
        self.vectors.of(texts.record_of(text), texts.reader)
    }

    /// The vector of a text along the principal components.
    pub(super) fn projected(&self, text: TextId, texts: &CollectionTexts<'_>) -> Result<Vector> {
        Ok(self.pca.project(&self.whole(text, texts)?))
    }
}

/// Cosine of two vectors of unit length; 0 if there are none. The order of the sum is fixed.
pub(super) fn cosine(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}

/// Refuses vectors the covariance of which does not fit into the memory: its sum, of doubles, and that of
/// each part of the sample.
fn check_memory(dims: usize, settings: &DedupSettings) -> Result<()> {
    let bytes = (dims * dims * (size_of::<f64>() + 16 * size_of::<f32>())) as u64;
    if bytes > settings.vector_budget() {
        let reason = format!(
            "the covariance of vectors of {dims} components takes up to {} MiB, more than a quarter of \
             the memory; allow more",
            bytes >> 20
        );
        return refuse("memory", reason);
    }
    Ok(())
}
