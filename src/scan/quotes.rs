//! The setting for quotations.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, named_value};

/// What a scan does about places that are quotations.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Quotes {
    /// They are reported, and marked.
    #[default]
    Mark,
    /// Matches with one are left out, and counted.
    Ignore,
}

impl Quotes {
    const ALL: [Self; 2] = [Self::Mark, Self::Ignore];

    /// Name of the value, as options and reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Ignore => "ignore",
        }
    }
}

impl fmt::Display for Quotes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Quotes {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        named_value("quotes", &Self::ALL, text)
    }
}
