//! Settings of a detector, checked when it is built.

use std::sync::Arc;

use super::fingerprint::fingerprint;
use super::parameters::Parameters;
use super::prepared::{Prepared, Scratch};
use crate::document::Span;
use crate::error::{Error, Result};
use crate::index::Bands;
use crate::similarity::{Overlap, ShingleSet};
use crate::sketch::{IdfWeights, Shingling, Sketcher};
use crate::text::{Content, Script};

/// Turns texts into shingles, signatures and band keys, and compares them.
///
/// A detector is immutable, cheap to clone, and the same on every machine: two detectors with equal
/// [fingerprints](Self::fingerprint) give equal hashes.
///
/// ```
/// use leitong::detector::{Detector, Scratch};
///
/// let detector = Detector::builder().similarity(0.7).build()?;
/// let mut scratch = Scratch::default();
/// let sets = ["床前明月光，疑是地上霜。", "床前明月光,疑是地上霜!"]
///     .map(|text| detector.prepare(text, &mut scratch).to_set());
/// assert_eq!(detector.verify(&sets[0], &sets[1]).map(|overlap| overlap.jaccard()), Some(1.0));
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Detector {
    pub(super) parameters: Arc<Parameters>,
}

/// Settings of a [`Detector`].
#[derive(Debug, Clone)]
pub struct DetectorBuilder {
    similarity: f64,
    shingling: Shingling,
    script: Script,
    slots: usize,
    recall: f64,
    seed: u64,
    weights: Option<Arc<IdfWeights>>,
}

impl Default for DetectorBuilder {
    fn default() -> Self {
        Self {
            similarity: 0.7,
            shingling: Shingling::default(),
            script: Script::AsWritten,
            slots: 128,
            recall: 0.99,
            seed: 0,
            weights: None,
        }
    }
}

impl DetectorBuilder {
    /// Sets the Jaccard similarity from which on two texts are similar, above 0 and up to 1; 0.7 by
    /// default.
    #[must_use]
    pub fn similarity(self, similarity: f64) -> Self {
        Self { similarity, ..self }
    }

    /// Sets what texts are cut into; runs as wide as five ideographs by default.
    #[must_use]
    pub fn shingling(self, shingling: Shingling) -> Self {
        Self { shingling, ..self }
    }

    /// Sets whether traditional characters are folded into simplified ones; they are not by
    /// default.
    #[must_use]
    pub fn script(self, script: Script) -> Self {
        Self { script, ..self }
    }

    /// Sets the number of slots of a signature; 128 by default.
    #[must_use]
    pub fn slots(self, slots: usize) -> Self {
        Self { slots, ..self }
    }

    /// Sets the probability, below 1, with which a pair of exactly the asked similarity shares a
    /// bucket; 0.99 by default.
    #[must_use]
    pub fn recall(self, recall: f64) -> Self {
        Self { recall, ..self }
    }

    /// Sets the random seed of the signatures; 0 by default. Only signatures of one random seed can
    /// be compared.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sets the weights of words in the collection, for [`Shingling::Weighted`].
    #[must_use]
    pub fn weights(self, weights: Arc<IdfWeights>) -> Self {
        Self { weights: Some(weights), ..self }
    }

    /// Checks the settings, and chooses the bands of signatures.
    ///
    /// # Errors
    /// If the similarity is not above 0 and up to 1, or too low for the number of slots; or if the
    /// recall is not above 0 and below 1.
    pub fn build(self) -> Result<Detector> {
        let Self { similarity, shingling, script, slots, recall, seed, weights } = self;
        // Written so that NaN is refused too.
        if !(similarity > 0.0 && similarity <= 1.0) {
            let reason = format!("{similarity} is not above 0 and up to 1");
            return Err(Error::Setting { setting: "similarity", reason });
        }
        if !(recall > 0.0 && recall < 1.0) {
            let reason = format!("{recall} is not above 0 and below 1");
            return Err(Error::Setting { setting: "recall", reason });
        }
        let bands = Bands::for_similarity(similarity, slots, recall)?;
        let sketcher = Sketcher::new(slots, seed);
        let parameters =
            Parameters { similarity, shingling, script, sketcher, seed, recall, bands, weights };
        Ok(Detector { parameters: Arc::new(parameters) })
    }
}

impl Detector {
    /// The default settings, to be changed and built.
    #[must_use]
    pub fn builder() -> DetectorBuilder {
        DetectorBuilder::default()
    }

    /// Jaccard similarity from which on two texts are similar.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        self.parameters.similarity
    }

    /// Number of slots of a signature.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.parameters.sketcher.slots()
    }

    /// How signatures are cut into bands.
    #[must_use]
    pub fn bands(&self) -> Bands {
        self.parameters.bands
    }

    /// The form of Chinese characters that texts are compared in.
    #[must_use]
    pub fn script(&self) -> Script {
        self.parameters.script
    }

    /// Everything that decides about hashes and comparisons: the version, all settings, and
    /// checksums of the folding table and of word weights. An index, a journal and the tasks of
    /// one distributed run must have the same fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.parameters)
    }

    /// Prepares a whole text.
    pub fn prepare<'p>(&'p self, text: &'p str, scratch: &'p mut Scratch) -> Prepared<'p> {
        self.prepare_spans(text, &[Span::new(0, text.len())], scratch)
    }

    /// Prepares the text of some spans, in their order, as one unit.
    ///
    /// # Panics
    /// If a span does not belong to this text.
    pub fn prepare_spans<'p>(
        &'p self,
        text: &'p str,
        spans: &[Span],
        scratch: &'p mut Scratch,
    ) -> Prepared<'p> {
        Prepared::of_spans(&self.parameters, text, spans, scratch)
    }

    /// Prepares a part of a content that exists already; `text` is what the content was made of.
    ///
    /// # Panics
    /// If `range` exceeds the content, or when the unit is used, if `text` is another one.
    pub fn prepare_content<'p>(
        &'p self,
        text: &'p str,
        content: &'p Content,
        range: std::ops::Range<usize>,
        scratch: &'p mut Scratch,
    ) -> Prepared<'p> {
        Prepared::of_content(&self.parameters, text, content, range, scratch)
    }

    /// The overlap of two shingle sets; `None` if it is below the asked similarity.
    #[must_use]
    pub fn verify(&self, a: &ShingleSet, b: &ShingleSet) -> Option<Overlap> {
        a.overlap_of(b.distinct(), self.parameters.similarity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn setting_of(builder: DetectorBuilder) -> &'static str {
        match builder.build() {
            Err(Error::Setting { setting, .. }) => setting,
            other => panic!("the settings are invalid, but came to {other:?}"),
        }
    }

    #[test]
    fn a_similarity_is_above_0_and_up_to_1() {
        for wrong in [0.0, -0.1, 1.01, f64::NAN] {
            assert_eq!(setting_of(Detector::builder().similarity(wrong)), "similarity");
        }
        assert!(Detector::builder().similarity(1.0).build().is_ok());
        // Two slots cannot find pairs of similarity 0.1 often enough.
        assert_eq!(setting_of(Detector::builder().similarity(0.1).slots(2)), "similarity");
    }

    #[test]
    fn a_recall_is_above_0_and_below_1() {
        for wrong in [0.0, 1.0, -0.5, f64::NAN] {
            assert_eq!(setting_of(Detector::builder().recall(wrong)), "recall");
        }
    }

    #[test]
    fn pairs_are_similar_from_the_asked_similarity_on() {
        let detector = Detector::builder().similarity(0.5).build().expect("valid settings");
        let [a, half, less] =
            [&[1, 2, 3][..], &[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4, 5, 6, 7]].map(ShingleSet::new);
        assert_eq!(detector.verify(&a, &half).map(|overlap| overlap.shared), Some(3));
        assert_eq!(detector.verify(&a, &less), None);
        assert_eq!(detector.verify(&less, &a), None);
    }

    #[test]
    fn spans_are_one_unit_without_the_text_between_them() {
        let detector = Detector::builder().build().expect("valid settings");
        let (mut one, mut other) = (Scratch::default(), Scratch::default());
        let text = "甲乙丙\n页眉\n丁戊己";
        let spans = [Span::new(0, 9), Span::new(17, text.len())];
        let mut parts = detector.prepare_spans(text, &spans, &mut one);
        let mut whole = detector.prepare("甲乙丙丁戊己", &mut other);
        assert_eq!(parts.content_hash(), whole.content_hash());
        assert!(parts.band_keys().eq(whole.band_keys()));
    }
}
