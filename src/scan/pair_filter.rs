//! Which pairs of documents are compared at all.

use std::fmt;
use std::str::FromStr;

use crate::document::{Document, Role};
use crate::error::{Error, Result};

/// Whether places of one document are compared with each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WithinDocument {
    /// As places of two documents are.
    #[default]
    Yes,
    /// No: only what reappears across documents.
    No,
    /// Only they: what reappears inside one document.
    Only,
}

impl WithinDocument {
    const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Only];

    /// Its name, as options and reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Only => "only",
        }
    }
}

impl fmt::Display for WithinDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for WithinDocument {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|within| within.name() == text)
            .ok_or_else(|| Error::Setting { setting: "within", reason: format!("{text:?} is not yes, no or only") })
    }
}

/// Which pairs of documents are compared: by what they were given for, and within one or not.
#[derive(Debug, Clone)]
pub(super) struct PairFilter {
    within: WithinDocument,
    roles: Vec<Role>,
    two: bool,
}

impl PairFilter {
    pub(super) fn new(documents: &[Document], within: WithinDocument) -> Self {
        let roles: Vec<Role> = documents.iter().map(|document| document.role).collect();
        Self { within, two: roles.contains(&Role::Second), roles }
    }

    /// Whether what two documents share is reported.
    pub(super) fn accepts(&self, a: usize, b: usize) -> bool {
        let within = match self.within {
            WithinDocument::Yes => true,
            WithinDocument::No => a != b,
            WithinDocument::Only => a == b,
        };
        let known = self.is_ignored(a) || self.is_ignored(b);
        within && !known && (!self.two || self.roles[a] != self.roles[b])
    }

    pub(super) fn is_ignored(&self, document: usize) -> bool {
        self.roles[document] == Role::Ignored
    }

    pub(super) fn has_ignored(&self) -> bool {
        self.roles.contains(&Role::Ignored)
    }

    /// Equal units are looked at once for all documents with this number.
    pub(super) fn fold(&self, document: usize) -> usize {
        match self.within {
            WithinDocument::Only => document,
            _ => self.roles[document] as usize,
        }
    }
}
