//! What a run is asked to do.

use std::sync::Arc;

use super::pair_filter::WithinDocument;
use crate::detector::{Detector, DetectorBuilder};
use crate::document::{Document, Level};
use crate::embedding::Model;
use crate::error::{Error, Result};
use crate::index::Bands;
use crate::seeds::SeedLimits;
use crate::sketch::Shingling;
use crate::text::{HeadingRule, Script};

/// Where units that say the same in other words are sought too.
#[derive(Debug, Clone)]
pub struct Semantic {
    /// What words mean; the model that comes with the program without it.
    pub model: Option<Arc<Model>>,
    /// Least likeness of two units, from 0 to 1, of their words, of what these mean, and of their order.
    pub likeness: f64,
}

impl Default for Semantic {
    fn default() -> Self {
        Self { model: None, likeness: 0.5 }
    }
}

impl Semantic {
    /// The model, if there is one.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        #[cfg(feature = "model")]
        let own = Some(Model::embedded as fn() -> &'static Model);
        #[cfg(not(feature = "model"))]
        let own: Option<fn() -> &'static Model> = None;
        match &self.model {
            Some(model) => Some(model),
            None => own.map(|own| own()),
        }
    }
}

/// Bytes that a character of the collection needs where passages are sought, beside what [`SEARCHED`] counts.
const PASSAGES: u64 = 8;
/// Bytes more that a character needs for looking up its run, if its part of the collection is searched.
const SEARCHED: u64 = 9;
/// Bytes that a character needs for telling what was found.
const TOLD: u64 = 6;
/// Bytes that a passage needs for being told, with its edits and in a report: measured on 840,000.
const PASSAGE: u64 = 1_700;
/// Bytes for each character whose runs are sorted, [`MOST_SORTED`] at a time.
const SORTED: u64 = 30;
/// So many characters' runs are sorted at a time.
const MOST_SORTED: u64 = 1 << 22;
/// Bytes for each document, for its name, its fields and its outline.
const DOCUMENT: u64 = 1_500;
/// A collection is searched in so many parts at most: each reads again where all places with equal runs are.
const MOST_PARTS: usize = 16;
/// Bytes that a character needs for comparing documents, speeches and paragraphs; half of it is needed for passages too.
const UNITS: u64 = 26;
/// Bytes that a character needs where passages are compared by meaning: measured on 9 million, as the others.
const WINDOWS: u64 = 48;
/// Bytes for the dictionary and the model, where meaning counts.
const WORDS: u64 = 80_000_000;

/// All settings of a [`Scan`](super::Scan); the defaults are those of the command line.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Least Jaccard similarity of two documents, speeches or paragraphs, above 0 and up to 1.
    pub similarity: f64,
    /// Levels that are looked at.
    pub levels: Vec<Level>,
    /// What the units are cut into for comparing.
    pub shingling: Shingling,
    /// Whether paragraphs that say the same in other words are sought, and how.
    pub semantic: Option<Semantic>,
    /// Whether traditional characters count as their simplified twins.
    pub script: Script,
    /// Least length of a paragraph or passage, in ideographs; other letters count a third.
    pub min_chars: usize,
    /// How passages are seeded.
    pub seeds: SeedLimits,
    /// Whether places of one document are compared with each other.
    pub within: WithinDocument,
    /// Bytes of memory to do with; any number without it.
    pub memory: Option<u64>,
    /// What heads a speech.
    pub headings: HeadingRule,
    /// Slots of a signature.
    pub slots: usize,
    /// Least predicted recall of pairs at exactly `similarity`.
    pub recall: f64,
    /// Seed of the signatures.
    pub seed: u64,
}

impl Default for Settings {
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

impl Settings {
    /// The stages that prepare and compare units, without the word weights of a collection.
    #[must_use]
    pub fn detector(&self) -> DetectorBuilder {
        let builder = Detector::builder().similarity(self.similarity).shingling(self.shingling).script(self.script);
        builder.slots(self.slots).recall(self.recall).seed(self.seed)
    }

    /// How signatures are cut into bands for the asked similarity.
    ///
    /// # Errors
    /// If the similarity is not above 0 and up to 1, or too low for the number of slots.
    pub fn bands(&self) -> Result<Bands> {
        Ok(self.detector().build()?.bands())
    }

    /// In how many parts passages are sought, the fewest that keep to the memory that is allowed.
    ///
    /// # Errors
    /// If these documents would need more however many there are.
    pub(super) fn parts(&self, documents: &[Document]) -> Result<usize> {
        let Some(memory) = self.memory else { return Ok(1) };
        let size = Size::of(documents);
        let kept = (1..=MOST_PARTS).find(|&parts| self.needed(&size, parts) <= memory);
        kept.ok_or_else(|| Error::Memory {
            need: "this collection needs".into(),
            bytes: self.needed(&size, MOST_PARTS),
        })
    }

    /// Checks that so many passages can be told with the memory that is allowed.
    ///
    /// # Errors
    /// If they would need more.
    pub(super) fn check_passages(&self, documents: &[Document], passages: usize) -> Result<()> {
        let Some(memory) = self.memory else { return Ok(()) };
        let size = Size::of(documents);
        let needed = size.bytes + DOCUMENT * size.documents + TOLD * size.chars + PASSAGE * passages as u64;
        if needed <= memory {
            Ok(())
        } else {
            Err(Error::Memory { need: format!("{passages} passages were found, which need"), bytes: needed })
        }
    }

    /// About so many bytes are needed for documents of this size, if passages are sought in so many parts.
    fn needed(&self, size: &Size, parts: usize) -> u64 {
        let for_documents = if self.has(Level::Document) { UNITS / 2 } else { 0 };
        let for_chars = if self.has(Level::Passage) {
            // What later strands share with a part is in memory too, so that parts save less than they are many.
            let searched = SEARCHED * size.chars * (parts as u64 + 1) / (2 * parts as u64);
            (PASSAGES + for_documents) * size.chars + searched + SORTED * size.chars.min(MOST_SORTED)
        } else {
            UNITS * size.chars
        };
        // Meaning is done with before passages are sought.
        let for_meaning = self.semantic.as_ref().map_or(0, |_| {
            let for_char = if self.has(Level::Passage) { WINDOWS } else { UNITS };
            WORDS + for_char * size.chars
        });
        size.bytes + DOCUMENT * size.documents + for_chars.max(for_meaning)
    }

    /// Checks what is asked of meaning.
    ///
    /// # Errors
    /// If neither paragraphs nor passages are compared, if no likeness can be as asked for, or if there is no model.
    pub(super) fn check_semantic(&self) -> Result<()> {
        let wrong = |reason: String| Err(Error::Setting { setting: "semantic", reason });
        match &self.semantic {
            Some(_) if !self.has(Level::Paragraph) && !self.has(Level::Passage) => {
                wrong("paragraphs and passages are compared by meaning; add one of them to the levels".into())
            }
            Some(semantic) if !(0.0..=1.0).contains(&semantic.likeness) => {
                wrong(format!("{} is not from 0 to 1", semantic.likeness))
            }
            Some(semantic) if semantic.model().is_none() => {
                wrong("this program was built without a model, and none is given".into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn has(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }
}

/// How large a collection is.
struct Size {
    documents: u64,
    bytes: u64,
    chars: u64,
}

impl Size {
    fn of(documents: &[Document]) -> Self {
        let texts = || documents.iter().map(|document| &document.text);
        Self {
            documents: documents.len() as u64,
            bytes: texts().map(|text| text.len() as u64).sum(),
            chars: texts().map(|text| text.chars().count() as u64).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_memory_makes_more_parts_until_it_cannot_do() {
        let documents = [Document { text: "雷同".repeat(9_000), ..Document::default() }];
        let parts =
            |memory| Settings { memory, ..Settings::default() }.parts(&documents).map_err(|error| error.to_string());
        assert_eq!(parts(None), Ok(1));
        let tried: Vec<_> = (0..8_000).map(|part| parts(Some((8_000 - part) * 150))).collect();
        let made: Vec<usize> = tried.iter().map_while(|parts| parts.clone().ok()).collect();
        assert!(made.is_sorted() && made[0] == 1 && made.ends_with(&[MOST_PARTS]), "{made:?}");
        let refused = tried.last().and_then(|last| last.clone().err()).expect("nothing can be done with 150 bytes");
        assert!(refused.contains("memory: ") && refused.contains("MB"), "{refused}");
        assert!(tried[made.len()..].iter().all(std::result::Result::is_err));
    }

    #[test]
    fn passages_that_are_too_many_to_be_told_are_refused() {
        let settings = Settings { memory: Some(100_000), ..Settings::default() };
        assert!(settings.check_passages(&[], 50).is_ok());
        let refused = settings.check_passages(&[], 60).expect_err("they need 102,000 bytes").to_string();
        assert!(refused.contains("60 passages were found"), "{refused}");
        assert!(Settings::default().check_passages(&[], usize::MAX / 2).is_ok());
    }
}
