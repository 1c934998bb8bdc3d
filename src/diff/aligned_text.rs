//! The texts on both sides of an alignment.

use std::ops::Range;

use crate::document::Span;
use crate::text::Content;

/// One side of an alignment: a text, and the content that was made from it.
#[derive(Debug, Clone, Copy)]
pub struct AlignedText<'t> {
    /// The original text.
    pub text: &'t str,
    /// The content of the text. Alignments count its characters.
    pub content: &'t Content,
}

impl AlignedText<'_> {
    /// The span of a run of content characters, which must not be empty.
    pub(super) fn span(self, range: Range<usize>) -> Span {
        self.content.span(self.text, range)
    }

    /// The span between content character `at - 1` and content character `at`; an empty one at both
    /// ends of the content.
    pub(super) fn between(self, at: usize) -> Span {
        let start = self.span_or_position(at..at).end;
        let next = if at == 0 { start } else { self.content.offset(at).unwrap_or(start) };
        Span::new(start, next.max(start))
    }

    /// The span of a run of content characters. For an empty run it is the empty span behind the
    /// character before.
    #[must_use]
    pub fn span_or_position(self, range: Range<usize>) -> Span {
        match (range.is_empty(), range.start.checked_sub(1)) {
            (false, _) => self.span(range),
            (true, None) => Span::new(0, 0),
            (true, Some(before)) => {
                let end = self.span(before..range.start).end;
                Span::new(end, end)
            }
        }
    }
}

/// A content character of each side of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CharPair {
    pub(super) a: usize,
    pub(super) b: usize,
}

/// Both sides of an alignment.
#[derive(Debug, Clone, Copy)]
pub(super) struct AlignedPair<'t> {
    pub(super) a: AlignedText<'t>,
    pub(super) b: AlignedText<'t>,
}

impl AlignedPair<'_> {
    pub(super) fn swapped(self) -> Self {
        Self { a: self.b, b: self.a }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Script;

    #[test]
    fn an_empty_run_has_a_position_behind_the_character_before() {
        let text = "“甲，乙。”";
        let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
        let aligned = AlignedText { text, content: &content };
        assert_eq!(aligned.span_or_position(0..0), Span::new(0, 0));
        assert_eq!(aligned.span_or_position(1..1), Span::new(6, 6));
        assert_eq!(aligned.span_or_position(0..2).of(text), "甲，乙");
        assert_eq!([0, 1, 2].map(|at| aligned.between(at).of(text)), ["", "，", ""]);
    }
}
