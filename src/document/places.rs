//! Places of a document's text in its original.

use super::span::Span;

/// Where the parts of an extracted text stand in the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Places {
    /// The text is the original, or its places are not known.
    #[default]
    Unknown,
    /// Byte offsets in the decoded original, in ascending order of the text.
    Offsets(Vec<Piece>),
    /// Pages of the original, in ascending order of the text.
    Pages(Vec<PageStart>),
}

/// A part of the text that comes from one part of the original, such as a run of characters or an
/// entity. It reaches to the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset in the text.
    pub text: u32,
    /// First byte of the part of the decoded original.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// The first byte of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageStart {
    /// Byte offset in the text.
    pub text: u32,
    /// Number of the page, counted from 1.
    pub page: u32,
}

impl Places {
    /// The part of the decoded original that `span` comes from; `None` if places are not known as
    /// offsets, or the span begins before the first piece.
    ///
    /// A piece as long as its part of the original is a copy of it. Of any other piece, such as an
    /// entity, the whole part counts.
    ///
    /// ```
    /// use leitong::document::{Piece, Places, Span};
    ///
    /// // The text `a<b` of the original `<p>a&lt;b</p>`.
    /// let pieces = [(0, 3, 4), (1, 4, 8), (2, 8, 9)];
    /// let pieces = pieces.map(|(text, start, end)| Piece { text, start, end });
    /// let places = Places::Offsets(pieces.to_vec());
    /// assert_eq!(places.original(Span::new(0, 2)), Some(Span::new(3, 8)));
    /// ```
    #[must_use]
    pub fn original(&self, span: Span) -> Option<Span> {
        let Self::Offsets(pieces) = self else { return None };
        let first = original_byte(pieces, span.start)?;
        // The end is that of the last byte: the next byte of the text may stand elsewhere.
        let last = original_byte(pieces, span.end.saturating_sub(1).max(span.start))?;
        let end = if span.is_empty() { first.start } else { last.end };
        Some(Span::new(first.start, end.max(first.start)))
    }

    /// The page of a byte of the text; `None` if pages are not known.
    #[must_use]
    pub fn page(&self, offset: usize) -> Option<u32> {
        let Self::Pages(pages) = self else { return None };
        let behind = pages.partition_point(|page| page.text as usize <= offset);
        Some(pages[behind.checked_sub(1)?].page)
    }
}

/// The bytes of the original that a byte of the text comes from: one byte of a copy, or the whole
/// part of another piece.
fn original_byte(pieces: &[Piece], offset: usize) -> Option<Span> {
    let behind = pieces.partition_point(|piece| piece.text as usize <= offset);
    let piece = pieces[behind.checked_sub(1)?];
    let whole = Span::new(piece.start as usize, piece.end as usize);
    let length = pieces.get(behind).map(|next| (next.text - piece.text) as usize);
    if length.is_some_and(|length| length != whole.len()) {
        return Some(whole);
    }
    let start = (whole.start + offset - piece.text as usize).min(whole.end);
    Some(Span::new(start, (start + 1).min(whole.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_follows_its_start() {
        let starts = [(0, 1), (10, 3)].map(|(text, page)| PageStart { text, page });
        let places = Places::Pages(starts.to_vec());
        let pages = [0, 9, 10, 99].map(|offset| places.page(offset));
        assert_eq!(pages, [Some(1), Some(1), Some(3), Some(3)]);
    }

    #[test]
    fn text_before_the_first_piece_has_no_place() {
        let places = Places::Offsets(vec![Piece { text: 5, start: 9, end: 20 }]);
        assert_eq!(places.original(Span::new(2, 7)), None);
        assert_eq!(places.original(Span::new(5, 5)), Some(Span::new(9, 9)));
        assert_eq!(places.original(Span::new(6, 8)), Some(Span::new(10, 12)));
    }
}
