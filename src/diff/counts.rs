//! How many edits of each kind.

use super::{Edit, EditKind};

/// Number of edits of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EditCounts {
    /// Characters exchanged for others.
    pub replaced: usize,
    /// Characters of the second place only.
    pub inserted: usize,
    /// Characters of the first place only.
    pub deleted: usize,
    /// Blocks that stand elsewhere.
    pub moved: usize,
    /// Slots filled anew.
    pub slot: usize,
    /// Characters written in another form.
    pub variant: usize,
    /// Differences of punctuation alone.
    pub punctuation: usize,
    /// Differences of spaces, line breaks and page debris.
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
            slot: count(EditKind::Slot),
            variant: count(EditKind::Variant),
            punctuation: count(EditKind::Punctuation),
            layout: count(EditKind::Layout),
        }
    }

    /// Whether more differs than slots, punctuation and layout.
    #[must_use]
    pub fn is_edited(self) -> bool {
        self.replaced + self.inserted + self.deleted + self.moved + self.variant > 0
    }

    /// Every kind with its count, in the order of [`EditKind::ALL`].
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
            EditKind::Slot => self.slot,
            EditKind::Variant => self.variant,
            EditKind::Punctuation => self.punctuation,
            EditKind::Layout => self.layout,
        }
    }
}
