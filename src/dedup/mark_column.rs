//! The columns that marks add to a table.

/// A column of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkColumn {
    pub(super) name: String,
    pub(super) kind: MarkType,
}

/// What the values of a column are, where columns have types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkType {
    /// A whole number, or nothing.
    Number,
    /// A text, or nothing.
    Text,
    /// A number from 0 to 1, or nothing.
    Share,
    /// Yes or no.
    Truth,
}
