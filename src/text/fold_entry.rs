//! How one entry of the folding table is packed; shared by `build.rs`, which writes the table, and `fold.rs`, which reads it.

/// Entries in a page of the table: the characters that share all but their last bits.
pub(super) const PAGE: usize = 64;

/// The character may melt into the one before it: it begins, decomposed, with a mark or a letter that composes backwards.
pub(super) const JOINS: u32 = 1 << 31;

/// The character belongs to the one before it without changing its content: marks, variation selectors, joiners.
pub(super) const TRAILS: u32 = 1 << 30;

/// The character shows nothing: white space, controls, invisible formatting.
pub(super) const BLANK: u32 = 1 << 29;

/// The character folds to exactly one; the payload is added to it.
pub(super) const ONE: u32 = 1 << 28;

/// The character folds to several; the payload is where they stand in the pool, then how many they are.
pub(super) const SEVERAL: u32 = 1 << 27;

/// Bits of an entry that hold its payload: enough for any character, or for the distance to any other.
pub(super) const PAYLOAD: u32 = (1 << 21) - 1;

/// Bits of the payload that say how many characters of the pool are meant.
pub(super) const COUNT_BITS: u32 = 5;
