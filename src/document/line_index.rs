//! Conversion of byte offsets to character offsets and line numbers.

use super::Span;

/// Bytes between two marks of a [`LineIndex`].
///
/// A lookup counts at most this many bytes, and the marks take 3 % of the size of the text.
const STRIDE: usize = 512;

/// A [`Span`] in characters, in bytes and as a line number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Location {
    /// First character (Unicode scalar value), counted from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// First byte of the UTF-8 text.
    pub byte_start: usize,
    /// One past the last byte.
    pub byte_end: usize,
    /// Line of the first character, counted from 1.
    pub line: usize,
}

/// An index of one text that converts byte offsets to character offsets and line numbers.
///
/// Building the index reads the whole text; a lookup reads at most 512 bytes.
///
/// ```
/// use leitong::document::{LineIndex, Span};
/// let text = "雷\n同";
/// let location = LineIndex::new(text).location(Span::new(4, 7));
/// assert_eq!((location.start, location.end, location.line), (2, 3, 2));
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    marks: Vec<Mark>,
}

/// Number of characters and line feeds before an offset.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    chars: usize,
    lines: usize,
}

impl Mark {
    /// The mark at the end of `bytes`, which begin at this mark.
    #[expect(
        clippy::naive_bytecount,
        reason = "the compiler vectorises the count; a stride is short"
    )]
    fn after(self, bytes: &[u8]) -> Self {
        Self {
            chars: self.chars + bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count(),
            lines: self.lines + bytes.iter().filter(|&&byte| byte == b'\n').count(),
        }
    }
}

impl<'t> LineIndex<'t> {
    /// Builds the index of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut mark = Mark::default();
        let mut marks = vec![mark];
        for stride in text.as_bytes().chunks_exact(STRIDE) {
            mark = mark.after(stride);
            marks.push(mark);
        }
        Self { text, marks }
    }

    /// The indexed text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of characters in the text.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.at(self.text.len()).chars
    }

    /// The location of `span` in the text.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        let start = self.at(span.start);
        Location {
            start: start.chars,
            end: self.at(span.end).chars,
            byte_start: span.start,
            byte_end: span.end,
            line: start.lines + 1,
        }
    }

    /// Number of characters and line feeds before `byte`.
    fn at(&self, byte: usize) -> Mark {
        let stride = byte / STRIDE;
        self.marks[stride].after(&self.text.as_bytes()[stride * STRIDE..byte])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_lookup_agrees_with_counting_from_the_start(text in "(\\PC|\n){0,2000}", cut in any::<prop::sample::Index>()) {
            let byte = (0..=text.len()).rev().find(|&b| b <= cut.index(text.len() + 1) && text.is_char_boundary(b));
            let byte = byte.expect("0 is a character boundary");
            let location = LineIndex::new(&text).location(Span::new(byte, text.len()));
            prop_assert_eq!(location.start, text[..byte].chars().count());
            prop_assert_eq!(location.end, text.chars().count());
            prop_assert_eq!(location.line, text[..byte].matches('\n').count() + 1);
        }
    }
}
