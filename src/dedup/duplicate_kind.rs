//! Why a record counts as a duplicate.

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
    /// Nearly all of the text stands in the kept one, which is longer.
    Contained,
    /// Nearly all of the text stands in passages of kept ones together.
    Covered,
    /// The text says the same as the kept one in other words.
    Reworded,
}

impl DuplicateKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Exact, Self::Near, Self::Contained, Self::Covered, Self::Reworded];

    /// The name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Contained => "contained",
            Self::Covered => "covered",
            Self::Reworded => "reworded",
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
