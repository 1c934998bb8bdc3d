//! Units: the documents, speeches and paragraphs that are compared with each other.

use std::ops::Range;

use crate::document::{DocId, Span, SpeechId};
use crate::text::Content;

/// A document, a speech or a paragraph.
///
/// A speech that is not compared is a unit with an empty range, so that units of speeches and
/// sections have the same numbers.
pub(super) struct Unit<'t> {
    /// Document that the unit lies in.
    pub(super) document: DocId,
    /// Speech that the unit is or lies in.
    pub(super) speech: Option<SpeechId>,
    /// Text of the document.
    pub(super) text: &'t str,
    /// Spans of the unit's paragraphs, or the span of the whole text.
    pub(super) spans: Vec<Span>,
    /// Content that holds the unit's characters, and possibly those of its neighbours.
    pub(super) content: &'t Content,
    /// Range of the unit in `content`.
    pub(super) range: Range<usize>,
}

impl Unit<'_> {
    /// Content characters of the unit.
    pub(super) fn chars(&self) -> &[char] {
        &self.content.chars()[self.range.clone()]
    }

    /// Span from the unit's first to its last paragraph.
    pub(super) fn span(&self) -> Span {
        let end = self.spans.last().map_or(0, |span| span.end);
        Span::new(self.spans.first().map_or(end, |span| span.start), end)
    }
}
