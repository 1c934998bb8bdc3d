//! Division of the bytes of a file into records.

/// Divides the bytes of a file into records and what lies between them.
pub(super) trait Splitter {
    /// The first piece of `rest`, the bytes behind the previous piece. `None` if the piece reaches
    /// beyond `rest`; the next call then has the same bytes and more. `is_end` says that nothing
    /// follows `rest`; then there is a piece.
    fn next(&mut self, rest: &[u8], is_end: bool) -> Option<Part>;
}

/// Bytes at the beginning of what is left of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Number of bytes, at least 1.
    pub(super) length: usize,
    /// Whether they are a record.
    pub(super) is_record: bool,
}
