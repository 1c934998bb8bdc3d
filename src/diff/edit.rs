//! One difference between two places, and its kind.

use crate::document::Span;

/// The kind of a difference between two places.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum EditKind {
    /// Characters were replaced by others.
    Replaced,
    /// Characters are in the second place only.
    Inserted,
    /// Characters are in the first place only.
    Deleted,
    /// A block is at another position. Edits inside of the block are listed besides.
    Moved,
    /// A variable of a template has another value: both sides are names, numbers, dates or
    /// placeholders. Reports call it `slot`.
    #[serde(rename = "slot")]
    Variable,
    /// The same characters or numbers have another form: traditional or simplified, a variant in
    /// print, or 二〇〇八 and 2008.
    Variant,
    /// Only punctuation differs.
    Punctuation,
    /// Only line breaks, spaces or the headers and footers of pages differ. Punctuation may differ
    /// together with a line break.
    Layout,
}

impl EditKind {
    /// All kinds; those that change the text most come first.
    pub const ALL: [Self; 8] = [
        Self::Replaced,
        Self::Inserted,
        Self::Deleted,
        Self::Moved,
        Self::Variable,
        Self::Variant,
        Self::Punctuation,
        Self::Layout,
    ];

    /// The name of the kind in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Moved => "moved",
            Self::Variable => "slot",
            Self::Variant => "variant",
            Self::Punctuation => "punctuation",
            Self::Layout => "layout",
        }
    }

    /// Whether all content characters are equal.
    #[must_use]
    pub fn is_surface(self) -> bool {
        matches!(self, Self::Punctuation | Self::Layout)
    }
}

/// One difference between two places in the original texts; a side may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Edit {
    /// The kind of the difference.
    pub kind: EditKind,
    /// The span in the first text.
    pub a: Span,
    /// The span in the second text.
    pub b: Span,
}

impl Edit {
    /// The same difference with its sides exchanged.
    pub(super) fn swapped(self) -> Self {
        let kind = if self.kind == EditKind::Deleted { EditKind::Inserted } else { self.kind };
        Self { kind, a: self.b, b: self.a }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_name_of_a_kind_is_the_one_in_json() {
        for kind in EditKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.name());
            let read: EditKind = serde_json::from_value(kind.name().into()).expect("a kind");
            assert_eq!(read, kind);
        }
    }

    #[test]
    fn what_the_first_text_lacks_after_an_exchange_is_inserted() {
        let (a, b) = (Span::new(3, 7), Span::new(9, 9));
        let swapped = Edit { kind: EditKind::Deleted, a, b }.swapped();
        assert_eq!(swapped, Edit { kind: EditKind::Inserted, a: b, b: a });
        let moved = Edit { kind: EditKind::Moved, a, b }.swapped();
        assert_eq!(moved, Edit { kind: EditKind::Moved, a: b, b: a });
    }

    #[test]
    fn surface_kinds_leave_all_content_equal() {
        let surface = EditKind::ALL.into_iter().filter(|kind| kind.is_surface());
        assert!(surface.eq([EditKind::Punctuation, EditKind::Layout]));
    }
}
