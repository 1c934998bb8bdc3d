//! The content characters of a text, each of which knows its place.

use std::ops::Range;

use super::fold::first_cluster;
use super::{Script, fold};
use crate::document::Span;

/// The content characters of parts of a text, in order, each with its place in the text.
///
/// What content is, [`fold()`] says.
///
/// ```
/// use leitong::document::Span;
/// use leitong::text::{Content, Script};
/// let text = "各位代表：２０２４年……";
/// let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
/// assert_eq!(content.chars(), ['各', '位', '代', '表', '2', '0', '2', '4', '年']);
/// assert_eq!(content.span(text, 2..6).of(text), "代表：２０");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    script: Script,
    chars: Vec<char>,
    places: Vec<u32>,
    spans: Vec<Span>,
}

impl Content {
    /// No content yet; what is pushed is folded to `script`.
    #[must_use]
    pub fn new(script: Script) -> Self {
        Self { script, chars: Vec::new(), places: Vec::new(), spans: Vec::new() }
    }

    /// The content of `span` of `text`.
    ///
    /// # Panics
    /// If the span does not belong to this text, or ends beyond 4 GiB.
    #[must_use]
    pub fn of(text: &str, span: Span, script: Script) -> Self {
        let mut content = Self::new(script);
        content.push_span(text, span);
        content
    }

    /// Adds the content of a later part of the same text, so that several paragraphs make one content.
    ///
    /// # Panics
    /// If the span does not belong to this text, begins before the end of the one pushed last, or ends beyond 4 GiB.
    pub fn push_span(&mut self, text: &str, span: Span) {
        let last = self.spans.last().map_or(0, |last| last.end);
        assert!(last <= span.start, "spans are pushed in the order of the text");
        assert!(u32::try_from(span.end).is_ok(), "a text is shorter than 4 GiB");
        self.reserve(span.len() / 3);
        fold(span.of(text), self.script, |c, at| {
            self.chars.push(c);
            self.places.push((span.start + at) as u32);
        });
        self.spans.push(span);
    }

    fn reserve(&mut self, chars: usize) {
        self.chars.reserve(chars);
        self.places.reserve(chars);
    }

    /// What the content was folded to.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// Number of content characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The content characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// For each content character, the byte where the character (or cluster) that it came from begins in the text.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// The part of `text` that the content characters of `range` came from.
    ///
    /// It begins at the first one's place and ends after the last one with all that hangs on it (combining marks,
    /// variation selectors, joiners), before any punctuation or space. It never leaves the spans that were pushed,
    /// and never cuts a cluster, even where `range` does. An empty range has an empty span.
    ///
    /// # Panics
    /// If the range exceeds the content, or `text` is not the text that was folded.
    #[must_use]
    pub fn span(&self, text: &str, range: Range<usize>) -> Span {
        let start = self.places.get(range.start).map_or_else(|| self.end(), |&place| place as usize);
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_of(text, range.end - 1))
    }

    /// End of the last span.
    fn end(&self) -> usize {
        self.spans.last().map_or(0, |last| last.end)
    }

    /// The byte after the cluster of content character `index`.
    fn end_of(&self, text: &str, index: usize) -> usize {
        let place = self.places[index];
        let next = self.places[index..].iter().copied().find(|&next| next > place);
        let span = self.spans.partition_point(|span| span.end <= place as usize);
        let bound = next.map_or(usize::MAX, |next| next as usize).min(self.spans[span].end);
        place as usize + first_cluster(&text[place as usize..bound])
    }
}
