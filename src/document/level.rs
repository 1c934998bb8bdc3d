//! Levels: the size of the texts that are compared.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, named_value};

/// The size of the texts that are compared with each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Whole documents.
    Document,
    /// Speeches, or other parts under a heading.
    Speech,
    /// Paragraphs.
    Paragraph,
    /// Runs of text of any length, at any offset.
    Passage,
}

impl Level {
    /// All levels, from the largest to the smallest.
    pub const ALL: [Self; 4] = [Self::Document, Self::Speech, Self::Paragraph, Self::Passage];

    /// The name of the level in options and reports.
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
        named_value("level", &Self::ALL, text)
    }
}
