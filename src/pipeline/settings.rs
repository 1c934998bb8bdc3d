//! What a run is asked to do.

use std::fmt;
use std::str::FromStr;

use super::scope::Within;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::index::{Bands, SeedLimits};
use crate::sketch::{Shingling, Sketcher};
use crate::text::{HeadingRule, Script};

/// How large a piece of text is compared with others of its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Whole documents.
    Document,
    /// Speeches, or other parts under a heading.
    Speech,
    /// Paragraphs.
    Paragraph,
    /// Runs of text of any length at any place.
    Passage,
}

impl Level {
    /// All levels, the largest first.
    pub const ALL: [Self; 4] = [Self::Document, Self::Speech, Self::Paragraph, Self::Passage];

    /// The level's name, as options and reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Speech => "speech",
            Self::Paragraph => "paragraph",
            Self::Passage => "passage",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|level| level.name() == text).ok_or_else(|| Error::Setting {
            setting: "--level",
            reason: format!("{text:?} is not document, speech, paragraph or passage"),
        })
    }
}

/// Bytes that a character of the collection needs where passages are sought, with what is found: measured on 86 million.
const PASSAGES: u64 = 38;
/// Bytes that a character needs for comparing documents, speeches and paragraphs; half of it is needed for passages too.
const UNITS: u64 = 26;

/// All settings of a [`Scan`](super::Scan); the defaults are those of the command line.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Least Jaccard similarity of two documents, speeches or paragraphs, above 0 and up to 1.
    pub similarity: f64,
    /// Levels that are looked at.
    pub levels: Vec<Level>,
    /// What the units are cut into for comparing.
    pub shingling: Shingling,
    /// Whether traditional characters count as their simplified twins.
    pub script: Script,
    /// Least length of a paragraph or passage, in ideographs; other letters count a third.
    pub min_chars: usize,
    /// How passages are seeded.
    pub seeds: SeedLimits,
    /// Whether places of one document are compared with each other.
    pub within: Within,
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
            script: Script::AsWritten,
            min_chars: 25,
            seeds: SeedLimits::default(),
            within: Within::Yes,
            memory: None,
            headings: HeadingRule::default(),
            slots: 128,
            recall: 0.99,
            seed: 0,
        }
    }
}

impl Settings {
    pub(super) fn sketcher(&self) -> Sketcher {
        Sketcher::new(self.slots, self.seed)
    }

    /// How signatures are cut into bands for the asked similarity.
    ///
    /// # Errors
    /// If the similarity is not above 0 and up to 1, or too low for the number of slots.
    pub fn bands(&self) -> Result<Bands> {
        if !(self.similarity > 0.0 && self.similarity <= 1.0) {
            return Err(Error::Setting {
                setting: "--similarity",
                reason: format!("{} is not above 0 and up to 1", self.similarity),
            });
        }
        Bands::for_similarity(self.similarity, self.slots, self.recall)
    }

    /// Checks that these documents can be searched with the memory that is allowed.
    ///
    /// # Errors
    /// If they would need more.
    pub(super) fn check_memory(&self, documents: &[Document]) -> Result<()> {
        match self.memory.map(|memory| (memory, self.needed(documents))) {
            Some((memory, needed)) if needed > memory => Err(Error::Setting {
                setting: "--memory",
                reason: format!(
                    "this collection needs about {} MB: allow more, or scan parts of it against each other (--between)",
                    needed.div_ceil(1_000_000)
                ),
            }),
            _ => Ok(()),
        }
    }

    /// About so many bytes are needed for these documents.
    fn needed(&self, documents: &[Document]) -> u64 {
        let for_documents = if self.has(Level::Document) { UNITS / 2 } else { 0 };
        let a_char = if self.has(Level::Passage) { PASSAGES + for_documents } else { UNITS };
        let texts = documents.iter().map(|document| &document.text);
        texts.map(|text| text.len() as u64 + a_char * text.chars().count() as u64).sum()
    }

    pub(super) fn has(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }
}
