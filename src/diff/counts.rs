//! Number of edits of each kind.

use super::edit::{Edit, EditKind};

/// Number of edits of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct EditCounts {
    /// Replaced characters.
    pub replaced: usize,
    /// Characters of the second place only.
    pub inserted: usize,
    /// Characters of the first place only.
    pub deleted: usize,
    /// Blocks at another position.
    pub moved: usize,
    /// Variables with another value; `slot` in reports.
    #[serde(rename = "slot")]
    pub variable: usize,
    /// Characters in another form.
    pub variant: usize,
    /// Differences of punctuation alone.
    pub punctuation: usize,
    /// Differences of spaces, line breaks, and headers and footers of pages.
    pub layout: usize,
}

impl EditCounts {
    /// Counts edits.
    #[must_use]
    pub fn of(edits: &[Edit]) -> Self {
        let count = |kind| edits.iter().filter(|edit| edit.kind == kind).count();
        Self {
            replaced: count(EditKind::Replaced),
            inserted: count(EditKind::Inserted),
            deleted: count(EditKind::Deleted),
            moved: count(EditKind::Moved),
            variable: count(EditKind::Variable),
            variant: count(EditKind::Variant),
            punctuation: count(EditKind::Punctuation),
            layout: count(EditKind::Layout),
        }
    }

    /// Whether there are edits of other kinds than variables, punctuation and layout.
    #[must_use]
    pub fn is_edited(self) -> bool {
        self.content_edits() + self.variant > 0
    }

    /// Number of edits of the content other than variables and variants of characters.
    pub(crate) fn content_edits(self) -> usize {
        self.replaced + self.inserted + self.deleted + self.moved
    }

    /// The count of each kind, in the order of [`EditKind::ALL`].
    #[must_use]
    pub fn each(self) -> [(EditKind, usize); EditKind::ALL.len()] {
        EditKind::ALL.map(|kind| (kind, self.count(kind)))
    }

    fn count(self, kind: EditKind) -> usize {
        match kind {
            EditKind::Replaced => self.replaced,
            EditKind::Inserted => self.inserted,
            EditKind::Deleted => self.deleted,
            EditKind::Moved => self.moved,
            EditKind::Variable => self.variable,
            EditKind::Variant => self.variant,
            EditKind::Punctuation => self.punctuation,
            EditKind::Layout => self.layout,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    fn edits(kinds: &[EditKind]) -> Vec<Edit> {
        kinds.iter().map(|&kind| Edit { kind, a: Span::new(0, 1), b: Span::new(0, 1) }).collect()
    }

    #[test]
    fn every_kind_has_a_count_of_its_own() {
        for (at, &kind) in EditKind::ALL.iter().enumerate() {
            let each = EditCounts::of(&edits(&[kind, kind])).each();
            for (other, (named, count)) in each.into_iter().enumerate() {
                assert_eq!(named, EditKind::ALL[other]);
                assert_eq!(count, if other == at { 2 } else { 0 }, "{kind:?} and {named:?}");
            }
        }
    }

    #[test]
    fn variables_punctuation_and_layout_do_not_make_a_text_edited() {
        for kind in EditKind::ALL {
            let counts = EditCounts::of(&edits(&[kind]));
            let is_edited =
                !matches!(kind, EditKind::Variable | EditKind::Punctuation | EditKind::Layout);
            assert_eq!(counts.is_edited(), is_edited, "{kind:?}");
        }
    }

    #[test]
    fn reports_name_each_count_as_its_kind() {
        let counts = serde_json::to_value(EditCounts::of(&edits(&EditKind::ALL))).expect("JSON");
        for kind in EditKind::ALL {
            assert_eq!(counts[kind.name()], 1, "{kind:?}");
        }
    }
}
