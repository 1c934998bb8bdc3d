//! A run of a record that stands elsewhere too.

use std::ops::Range;

use crate::align::Alignment;

/// A run that a record shares with an earlier one, or with an earlier part of itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Rank of the earlier record.
    pub(super) source: u32,
    /// Its place there, and in the record.
    pub(super) alignment: Alignment,
    /// Where the record says something else, in order: its content characters.
    pub(super) changes: Vec<Range<usize>>,
}

impl Run {
    /// What orders runs.
    pub(super) fn place(&self) -> (u32, u32, u32) {
        (self.source, self.alignment.a, self.alignment.b)
    }
}
