//! Settings of a scan.

use std::sync::Arc;

use super::pair_filter::WithinDocument;
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
    /// Embedding model for words; the model that is part of the program if `None`.
    pub model: Option<Arc<Model>>,
    /// Minimum paraphrase score, from 0 to 1: a mean of the similarity of the words and their
    /// meanings, of the word order, and of the cosine of the two texts.
    pub min_score: f64,
}

impl Default for Semantic {
    /// The embedded model and a score of 0.5: recall at precision .99 of paragraphs of which 18, 36
    /// and 60 % of the words were replaced is 1, 1 and .984 on news, and 1, .980 and .740 on other
    /// text (`docs/results/paraphrases.md`).
    fn default() -> Self {
        Self { model: None, min_score: 0.5 }
    }
}

impl Semantic {
    /// The embedding model, if there is one.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        self.model.as_deref().or_else(|| EMBEDDED_MODEL.map(|load| load()))
    }
}

/// Settings of a [`Scan`](super::Scan); the defaults are those of the command line.
#[derive(Debug, Clone)]
pub struct ScanSettings {
    /// Minimum Jaccard similarity of two documents, speeches or paragraphs, above 0 and at most 1.
    pub similarity: f64,
    /// Levels that are compared.
    pub levels: Vec<Level>,
    /// Shingles of documents, speeches and paragraphs.
    pub shingling: Shingling,
    /// Settings of the search for paraphrases; paraphrases are not sought if `None`.
    pub semantic: Option<Semantic>,
    /// Whether traditional characters equal their simplified variants.
    pub script: Script,
    /// Minimum length of a paragraph or passage, in ideographs; three letters count as one.
    pub min_chars: usize,
    /// Limits of the seeds of passages.
    pub seeds: SeedLimits,
    /// Whether text of one document is compared with other text of the same document.
    pub within: WithinDocument,
    /// Memory limit in bytes; memory is not limited if `None`.
    pub memory: Option<u64>,
    /// Rule for the lines that begin a speech.
    pub headings: HeadingRule,
    /// Slots of a MinHash signature.
    pub slots: usize,
    /// Minimum predicted recall of pairs whose similarity is exactly `similarity`.
    pub recall: f64,
    /// Random seed of the signatures.
    pub seed: u64,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self {
            similarity: 0.7,
            levels: Level::ALL.to_vec(),
            shingling: Shingling::default(),
            semantic: None,
            script: Script::AsWritten,
            min_chars: 25,
            seeds: SeedLimits::default(),
            within: WithinDocument::Yes,
            memory: None,
            headings: HeadingRule::default(),
            slots: 128,
            recall: 0.99,
            seed: 0,
        }
    }
}

impl ScanSettings {
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
            Some(semantic) if !(0.0..=1.0).contains(&semantic.min_score) => {
                Err(invalid_semantic(format!("{} is not from 0 to 1", semantic.min_score)))
            }
            Some(semantic) if semantic.model().is_none() => {
                Err(invalid_semantic("this program was built without a model, and none is given".into()))
            }
            _ => Ok(()),
        }
    }

    /// Whether a level is compared.
    pub(super) fn has(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }
}

fn invalid_semantic(reason: String) -> Error {
    Error::Setting { setting: "semantic", reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(levels: &[Level], min_score: f64) -> Option<String> {
        let semantic = Some(Semantic { min_score, ..Semantic::default() });
        let settings =
            ScanSettings { levels: levels.to_vec(), semantic, ..ScanSettings::default() };
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
            assert!(ScanSettings { similarity, ..ScanSettings::default() }.bands().is_err());
        }
        assert!(ScanSettings::default().bands().is_ok());
    }
}
