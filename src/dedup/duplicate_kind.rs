//! Why a record counts as a duplicate, and by which measure.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, named_value};

/// Why a record or part is a duplicate of another.
///
/// ```
/// use leitong::dedup::DuplicateKind;
/// assert_eq!("near".parse::<DuplicateKind>()?, DuplicateKind::Near);
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DuplicateKind {
    /// The two have equal content.
    Exact,
    /// The similarity of the two is at least the threshold.
    Near,
}

impl DuplicateKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Exact, Self::Near];

    /// The name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
        }
    }
}

impl fmt::Display for DuplicateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DuplicateKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        named_value("remove", &Self::ALL, text)
    }
}

/// What a similarity measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Measure {
    /// The Jaccard similarity of the shingles of both.
    #[default]
    Jaccard,
    /// The share of the characters of the removed passage that are equal in the kept one.
    Aligned,
}

impl Measure {
    /// The name of the measure.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jaccard => "jaccard",
            Self::Aligned => "aligned",
        }
    }
}
