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

/// It depends on the neighbours of the character whether its content counts.
pub(super) const CONTEXT: u32 = 1 << 26;

/// Whether `c` is a sign that counts beside a digit only: the point, the comma, the colon and the
/// stroke between digits, the minus before one. The forms of full width are included.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ',' | '-' | '.' | '/' | ':' | '^' | '·' | '٫' | '–' | '∶')
        || matches!(c, '，' | '－' | '．' | '／' | '：' | '＾')
}

/// Whether `c` is an arrow, a geometric shape or a star, which bullets of lists are made of too.
pub(super) fn is_shape(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{25A0}'..='\u{25FF}' | '★' | '☆')
        || matches!(c, '\u{2722}'..='\u{274B}' | '\u{274F}'..='\u{2752}' | '\u{2756}')
        || matches!(c, '\u{2794}'..='\u{27BF}')
}

/// Whether `c` is a number above or below the line, or a fraction.
pub(super) fn is_raised_number(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}' | '\u{2074}'..='\u{2079}')
        || matches!(c, '\u{2080}'..='\u{2089}' | '\u{2150}'..='\u{215F}' | '\u{2189}')
}
