//! Settings of a scan.

use std::sync::Arc;

use super::forms::Forms;
use super::pair_filter::WithinDocument;
use super::quotes::Quotes;
use crate::detector::{Detector, DetectorBuilder};
use crate::document::Level;
use crate::embedding::Model;
use crate::error::{Error, Result};
use crate::index::Bands;
use crate::seeds::SeedLimits;
use crate::sketch::Shingling;
use crate::text::{HeadingRule, Script};

/// Loads the model that is part of the program, if it was built with one.
#[cfg(feature = "model")]
const EMBEDDED_MODEL: Option<fn() -> &'static Model> = Some(Model::embedded);
/// Loads the model that is part of the program, if it was built with one.
#[cfg(not(feature = "model"))]
const EMBEDDED_MODEL: Option<fn() -> &'static Model> = None;

/// Settings of the search for paraphrases.
#[derive(Debug, Clone)]
pub struct Semantic {
    pub(crate) model: Option<Arc<Model>>,
    pub(crate) min_score: Option<f64>,
}

impl Default for Semantic {
    /// The embedded model, and the score that one pair of texts which have nothing to do with each
    /// other is expected to reach in the collection (`docs/results/paraphrases.md`).
    fn default() -> Self {
        Self { model: None, min_score: None }
    }
}

impl Semantic {
    /// Sets the embedding model for words; `None`, the default, is the model that is part of the
    /// program.
    #[must_use]
    pub fn model(self, model: impl Into<Option<Arc<Model>>>) -> Self {
        Self { model: model.into(), ..self }
    }

    /// Sets the minimum paraphrase score, from 0 to 1; `None`, the default, is the score that one pair
    /// of texts which have nothing to do with each other is expected to reach, which depends on the
    /// number of texts. The score is a mean of the similarity of the words and their meanings, of the
    /// word order, and of the cosine of the two texts.
    #[must_use]
    pub fn min_score(self, min_score: impl Into<Option<f64>>) -> Self {
        Self { min_score: min_score.into(), ..self }
    }

    /// The embedding model, if there is one.
    pub(crate) fn loaded_model(&self) -> Option<&Model> {
        self.model.as_deref().or_else(|| EMBEDDED_MODEL.map(|load| load()))
    }
}

/// Settings of a [`Scan`](super::Scan); the defaults are those of the command line.
///
/// ```
/// use leitong::{Scan, ScanSettings};
/// use leitong::document::Level;
/// use leitong::scan::Semantic;
///
/// let settings = ScanSettings::default()
///     .levels([Level::Paragraph, Level::Passage])
///     .similarity(0.8)
///     .semantic(Semantic::default().min_score(0.6));
/// let scan = Scan::new(settings)?;
/// assert_eq!(scan.settings().get_similarity(), 0.8);
/// # Ok::<(), leitong::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ScanSettings {
    pub(crate) similarity: f64,
    pub(crate) levels: Vec<Level>,
    pub(crate) shingling: Shingling,
    pub(crate) semantic: Option<Semantic>,
    pub(crate) translated: Option<Semantic>,
    pub(crate) script: Script,
    pub(crate) min_chars: usize,
    pub(crate) seeds: SeedLimits,
    pub(crate) within: WithinDocument,
    pub(crate) quotes: Quotes,
    pub(crate) forms: Forms,
    pub(crate) memory: Option<u64>,
    pub(crate) headings: HeadingRule,
    pub(crate) slots: usize,
    pub(crate) recall: f64,
    pub(crate) seed: u64,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self {
            similarity: 0.7,
            levels: Level::ALL.to_vec(),
            shingling: Shingling::default(),
            semantic: None,
            translated: None,
            script: Script::AsWritten,
            min_chars: 25,
            seeds: SeedLimits::default(),
            within: WithinDocument::Yes,
            quotes: Quotes::default(),
            forms: Forms::default(),
            memory: None,
            headings: HeadingRule::default(),
            slots: 128,
            recall: 0.99,
            seed: 0,
        }
    }
}

impl ScanSettings {
    /// Sets the minimum Jaccard similarity of two documents, speeches or paragraphs, above 0 and at
    /// most 1; 0.7 by default.
    #[must_use]
    pub fn similarity(self, similarity: f64) -> Self {
        Self { similarity, ..self }
    }

    /// Sets the levels that are compared; all by default.
    #[must_use]
    pub fn levels(self, levels: impl IntoIterator<Item = Level>) -> Self {
        Self { levels: levels.into_iter().collect(), ..self }
    }

    /// Sets the shingles of documents, speeches and paragraphs; runs as wide as five ideographs by
    /// default.
    #[must_use]
    pub fn shingling(self, shingling: Shingling) -> Self {
        Self { shingling, ..self }
    }

    /// Sets the search for paraphrases; with `None`, the default, they are not sought.
    #[must_use]
    pub fn semantic(self, semantic: impl Into<Option<Semantic>>) -> Self {
        Self { semantic: semantic.into(), ..self }
    }

    /// Sets the search for translations of paragraphs; with `None`, the default, they are not sought. The
    /// minimum score is the mean share of the words of two texts that the other one answers.
    #[must_use]
    pub fn translated(self, translated: impl Into<Option<Semantic>>) -> Self {
        Self { translated: translated.into(), ..self }
    }

    /// Sets whether traditional characters equal their simplified variants; they do not by default.
    #[must_use]
    pub fn script(self, script: Script) -> Self {
        Self { script, ..self }
    }

    /// Sets the minimum length of a paragraph or passage, in ideographs; 25 by default. Three
    /// letters count as one ideograph.
    #[must_use]
    pub fn min_chars(self, min_chars: usize) -> Self {
        Self { min_chars, ..self }
    }

    /// Sets the limits of the seeds of passages.
    #[must_use]
    pub fn seeds(self, seeds: SeedLimits) -> Self {
        Self { seeds, ..self }
    }

    /// Sets whether text of one document is compared with other text of the same document; it is
    /// by default.
    #[must_use]
    pub fn within(self, within: WithinDocument) -> Self {
        Self { within, ..self }
    }

    /// Sets whether places that are quotations are marked, which is the default, or left out.
    #[must_use]
    pub fn quotes(self, quotes: Quotes) -> Self {
        Self { quotes, ..self }
    }

    /// Sets whether matches that are forms of the collection are shown as all others, marked and put
    /// behind them, which is the default, or hidden. Without the passage level only those are
    /// recognized that were filled with other names, numbers and dates.
    #[must_use]
    pub fn forms(self, forms: Forms) -> Self {
        Self { forms, ..self }
    }

    /// Sets the memory limit in bytes; with `None`, the default, memory is not limited.
    #[must_use]
    pub fn memory(self, memory: impl Into<Option<u64>>) -> Self {
        Self { memory: memory.into(), ..self }
    }

    /// Sets the rule for the lines that begin a speech.
    #[must_use]
    pub fn headings(self, headings: HeadingRule) -> Self {
        Self { headings, ..self }
    }

    /// Sets the number of slots of a MinHash signature; 128 by default.
    #[must_use]
    pub fn slots(self, slots: usize) -> Self {
        Self { slots, ..self }
    }

    /// Sets the minimum predicted recall, below 1, of pairs whose similarity is exactly the minimum
    /// [similarity](Self::similarity); 0.99 by default.
    #[must_use]
    pub fn recall(self, recall: f64) -> Self {
        Self { recall, ..self }
    }

    /// Sets the seed of the signatures; 0 by default.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The minimum Jaccard similarity of two documents, speeches or paragraphs.
    #[must_use]
    pub fn get_similarity(&self) -> f64 {
        self.similarity
    }

    /// The stages that prepare and compare units, without the word weights of a collection.
    #[must_use]
    pub fn detector(&self) -> DetectorBuilder {
        let builder = Detector::builder().similarity(self.similarity).shingling(self.shingling);
        builder.script(self.script).slots(self.slots).recall(self.recall).seed(self.seed)
    }

    /// Bands of the signatures for the requested similarity and recall.
    ///
    /// # Errors
    /// If the similarity is not above 0 and at most 1, or too low for the number of slots.
    pub fn bands(&self) -> Result<Bands> {
        Ok(self.detector().build()?.bands())
    }

    /// Checks the settings of the search for paraphrases.
    ///
    /// # Errors
    /// If neither paragraphs nor passages are compared, if the minimum score is not from 0 to 1, or
    /// if there is no model.
    pub(super) fn check_semantic(&self) -> Result<()> {
        match &self.semantic {
            Some(_) if !self.has(Level::Paragraph) && !self.has(Level::Passage) => Err(invalid_semantic(
                "paragraphs and passages are compared by meaning; add one of them to the levels".into(),
            )),
            Some(Semantic { min_score: Some(score), .. }) if !(0.0..=1.0).contains(score) => {
                Err(invalid_semantic(format!("{score} is not from 0 to 1")))
            }
            Some(semantic) if semantic.loaded_model().is_none() => {
                Err(invalid_semantic("this program was built without a model, and none is given".into()))
            }
            _ => Ok(()),
        }
    }

    /// Checks the settings of the search for translations.
    ///
    /// # Errors
    /// If paragraphs are not compared, if the minimum score is not from 0 to 1, or if there is no model.
    pub(super) fn check_translated(&self) -> Result<()> {
        match &self.translated {
            Some(_) if !self.has(Level::Paragraph) => Err(invalid_translated(
                "translations are sought among paragraphs; add them to the levels".into(),
            )),
            Some(Semantic { min_score: Some(score), .. }) if !(0.0..=1.0).contains(score) => {
                Err(invalid_translated(format!("{score} is not from 0 to 1")))
            }
            Some(translated) if translated.loaded_model().is_none() => Err(invalid_translated(
                "this program was built without a model, and none is given".into(),
            )),
            _ => Ok(()),
        }
    }

    /// Whether the words of the collection are compared by their meaning.
    pub(super) fn needs_words(&self) -> bool {
        self.semantic.is_some() || self.translated.is_some()
    }

    /// Whether a level is compared.
    pub(super) fn has(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }
}

fn invalid_semantic(reason: String) -> Error {
    Error::Setting { setting: "semantic", reason }
}

fn invalid_translated(reason: String) -> Error {
    Error::Setting { setting: "translated", reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(levels: &[Level], min_score: f64) -> Option<String> {
        let semantic = Semantic::default().min_score(min_score);
        let settings = ScanSettings::default().levels(levels.to_vec()).semantic(semantic);
        settings.check_semantic().err().map(|error| error.to_string())
    }

    #[test]
    fn paraphrases_need_paragraphs_or_passages_and_a_share() {
        let refused =
            check(&[Level::Document, Level::Speech], 0.5).expect("no level has paraphrases");
        assert!(refused.contains("paragraphs and passages"), "{refused}");
        for wrong in [-0.1, 1.1, f64::NAN] {
            let refused = check(&[Level::Passage], wrong).expect("the score is no share");
            assert!(refused.contains("is not from 0 to 1"), "{refused}");
        }
    }

    #[test]
    fn similarity_is_a_share_above_0() {
        for similarity in [0.0, -1.0, 1.01, f64::NAN] {
            assert!(ScanSettings::default().similarity(similarity).bands().is_err());
        }
        assert!(ScanSettings::default().bands().is_ok());
    }
}
