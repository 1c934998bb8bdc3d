//! From bytes to characters and lines, without walking the text each time.

use super::Span;

/// Bytes between two marks of a [`LineIndex`].
const STRIDE: usize = 512;

/// Where a [`Span`] stands, in every unit that a reader may want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// First character (Unicode scalar value), counted from 0.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// First byte of the UTF-8 text.
    pub byte_start: usize,
    /// The byte after the last one.
    pub byte_end: usize,
    /// Line of the first character, counted from 1.
    pub line: usize,
}

/// Tells characters and lines from bytes in one text; built once, then every question costs at most one stride.
///
/// ```
/// use leitong::document::{LineIndex, Span};
/// let text = "雷\n同";
/// let place = LineIndex::new(text).place(Span::new(4, 7));
/// assert_eq!((place.start, place.end, place.line), (2, 3, 2));
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    marks: Vec<Mark>,
}

/// What lies before one multiple of the stride.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    chars: usize,
    lines: usize,
}

impl Mark {
    /// This mark moved on over `bytes`.
    #[expect(clippy::naive_bytecount, reason = "the compiler vectorises it; a stride is short")]
    fn after(self, bytes: &[u8]) -> Self {
        Self {
            chars: self.chars + bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count(),
            lines: self.lines + bytes.iter().filter(|&&byte| byte == b'\n').count(),
        }
    }
}

impl<'t> LineIndex<'t> {
    /// Measures `text` once.
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

    /// The text that is measured.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Characters in the whole text.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.at(self.text.len()).chars
    }

    /// Where `span` stands.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let start = self.at(span.start);
        Place {
            start: start.chars,
            end: self.at(span.end).chars,
            byte_start: span.start,
            byte_end: span.end,
            line: start.lines + 1,
        }
    }

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
        fn counts_like_a_walk(text in "(\\PC|\n){0,2000}", cut in any::<prop::sample::Index>()) {
            let byte = (0..=text.len()).rev().find(|&b| b <= cut.index(text.len() + 1) && text.is_char_boundary(b));
            let byte = byte.expect("0 is a boundary");
            let place = LineIndex::new(&text).place(Span::new(byte, text.len()));
            prop_assert_eq!(place.start, text[..byte].chars().count());
            prop_assert_eq!(place.end, text.chars().count());
            prop_assert_eq!(place.line, text[..byte].matches('\n').count() + 1);
        }
    }
}
