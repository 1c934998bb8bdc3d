//! Filter of the document pairs that are compared.

use std::fmt;
use std::str::FromStr;

use crate::document::{DocId, Document, Role};
use crate::error::{Error, Result, named_value};

/// Whether text of one document is compared with other text of the same document.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum WithinDocument {
    /// Text is compared within and across documents.
    #[default]
    Yes,
    /// Text is compared across documents only.
    No,
    /// Text is compared within documents only.
    Only,
}

impl WithinDocument {
    const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Only];

    /// Name of the value, as options and reports spell it.
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
        named_value("within", &Self::ALL, text)
    }
}

/// Filter of document pairs, by the roles of the two documents and by whether they are one
/// document.
#[derive(Debug, Clone)]
pub(super) struct PairFilter {
    within: WithinDocument,
    roles: Vec<Role>,
    has_second: bool,
}

impl PairFilter {
    /// A filter for pairs of these documents.
    pub(super) fn new(documents: &[Document], within: WithinDocument) -> Self {
        let roles: Vec<Role> = documents.iter().map(|document| document.role).collect();
        Self { within, has_second: roles.contains(&Role::Second), roles }
    }

    /// Whether matches between two documents are reported.
    pub(super) fn accepts(&self, a: DocId, b: DocId) -> bool {
        (self.within != WithinDocument::No || a != b) && self.accepts_apart(a, b)
    }

    /// Whether matches between two documents, or other documents that hold the same text, are
    /// reported.
    pub(super) fn accepts_apart(&self, a: DocId, b: DocId) -> bool {
        let accepts_distance = self.within != WithinDocument::Only || a == b;
        let has_ignored = self.is_ignored(a) || self.is_ignored(b);
        accepts_distance && !has_ignored && self.accepts_roles(a, b)
    }

    /// Whether one collection is compared with another one.
    pub(super) fn has_second(&self) -> bool {
        self.has_second
    }

    /// Whether every pair of two documents is accepted, so that each occurrence of a text may be
    /// compared with the first one only.
    pub(super) fn accepts_all_documents(&self) -> bool {
        !self.has_second && !self.has_ignored() && self.within != WithinDocument::Only
    }

    /// Role of a document.
    pub(super) fn role(&self, document: DocId) -> Role {
        self.roles[document.index()]
    }

    /// Whether two documents are of different collections, if there are two.
    fn accepts_roles(&self, a: DocId, b: DocId) -> bool {
        !self.has_second || self.roles[a.index()] != self.roles[b.index()]
    }

    /// Whether the text of a document is ignored wherever it occurs.
    pub(super) fn is_ignored(&self, document: DocId) -> bool {
        self.roles[document.index()] == Role::Ignored
    }

    /// Whether any document is ignored.
    pub(super) fn has_ignored(&self) -> bool {
        self.roles.contains(&Role::Ignored)
    }

    /// Key of a document such that `accepts` treats all documents with the same key alike. Equal
    /// units of such documents are compared once.
    pub(super) fn fold(&self, document: DocId) -> usize {
        match self.within {
            WithinDocument::Only => document.index(),
            WithinDocument::Yes | WithinDocument::No => self.roles[document.index()] as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter<const N: usize>(roles: [Role; N], within: WithinDocument) -> PairFilter {
        let documents = roles.map(|role| Document { role, ..Document::default() });
        PairFilter::new(&documents, within)
    }

    /// Pairs of three documents, a document with itself included, that a filter accepts.
    fn accepted(filter: &PairFilter) -> Vec<(u32, u32)> {
        let pairs =
            DocId::all(3).flat_map(|a| DocId::all(3).map(move |b| (a, b))).filter(|(a, b)| a <= b);
        pairs.filter(|&(a, b)| filter.accepts(a, b)).map(|(a, b)| (a.0, b.0)).collect()
    }

    #[test]
    fn pairs_lie_within_or_across_documents() {
        let of = |within| accepted(&filter([Role::Collection; 3], within));
        assert_eq!(of(WithinDocument::Only), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(of(WithinDocument::No), [(0, 1), (0, 2), (1, 2)]);
        assert_eq!(of(WithinDocument::Yes).len(), 6);
    }

    #[test]
    fn of_two_collections_only_pairs_of_both_are_accepted() {
        let two = filter([Role::Collection, Role::Collection, Role::Second], WithinDocument::Yes);
        assert_eq!(accepted(&two), [(0, 2), (1, 2)]);
        assert_eq!(
            accepted(&filter([Role::Collection, Role::Second, Role::Second], WithinDocument::Only)),
            []
        );
    }

    #[test]
    fn ignored_documents_are_in_no_pair() {
        let ignoring =
            filter([Role::Collection, Role::Ignored, Role::Collection], WithinDocument::Yes);
        assert_eq!(accepted(&ignoring), [(0, 0), (0, 2), (2, 2)]);
        assert!(
            ignoring.has_ignored()
                && ignoring.is_ignored(DocId(1))
                && !ignoring.is_ignored(DocId(0))
        );
        assert!(!filter([Role::Collection, Role::Second], WithinDocument::Yes).has_ignored());
    }

    #[test]
    fn all_pairs_of_documents_are_accepted_without_roles() {
        let of = |roles, within| filter(roles, within).accepts_all_documents();
        let plain = [Role::Collection; 2];
        assert!(of(plain, WithinDocument::Yes) && of(plain, WithinDocument::No));
        assert!(!of(plain, WithinDocument::Only));
        for other in [Role::Second, Role::Ignored] {
            assert!(!of([Role::Collection, other], WithinDocument::Yes), "{other:?}");
        }
    }

    #[test]
    fn documents_with_one_key_are_accepted_alike() {
        let across = filter([Role::Collection, Role::Collection, Role::Second], WithinDocument::No);
        assert_eq!(across.fold(DocId(0)), across.fold(DocId(1)));
        assert_ne!(across.fold(DocId(0)), across.fold(DocId(2)));
        let only = filter([Role::Collection; 3], WithinDocument::Only);
        assert_ne!(only.fold(DocId(0)), only.fold(DocId(1)));
    }

    #[test]
    fn a_value_is_parsed_from_its_name() {
        for within in WithinDocument::ALL {
            assert_eq!(within.to_string().parse::<WithinDocument>().ok(), Some(within));
        }
        assert!("maybe".parse::<WithinDocument>().is_err());
    }
}
