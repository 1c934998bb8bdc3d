//! Layout of an entry of the folding table, shared by `build.rs`, which writes the table, and
//! `fold.rs`, which reads it.

/// Entries in a page of the table, that is, characters that share all but their last bits.
pub(super) const PAGE: usize = 64;

/// The character may compose with the previous one: its decomposition begins with a mark or a
/// letter that composes backwards.
pub(super) const JOINS: u32 = 1 << 31;

/// The character belongs to the previous one without changing its content: marks, variation
/// selectors, joiners.
pub(super) const TRAILS: u32 = 1 << 30;

/// The character is invisible: white space, controls, invisible formatting.
pub(super) const BLANK: u32 = 1 << 29;

/// The character folds to exactly one character: itself plus the payload.
pub(super) const ONE: u32 = 1 << 28;

/// The character folds to several characters; the payload holds their position in the pool, then
/// their number.
pub(super) const SEVERAL: u32 = 1 << 27;

/// Bits of the payload: enough for any character, or for the distance between any two.
pub(super) const PAYLOAD: u32 = (1 << 21) - 1;

/// Bits of the payload that hold the number of characters in the pool.
pub(super) const COUNT_BITS: u32 = 5;
