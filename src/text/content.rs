//! The content characters of a text, each of which knows its place.

use std::ops::Range;
use std::sync::Arc;

use super::char_offsets::CharOffsets;
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
#[derive(Debug, Clone)]
pub struct Content {
    script: Script,
    /// Holds the content, and perhaps others beside it.
    folded: Arc<Folded>,
    /// Where in it the content stands.
    start: u32,
    end: u32,
    /// First byte, and the one behind the last, of each span that was pushed.
    spans: Vec<(u32, u32)>,
}

/// Content characters with their places.
#[derive(Debug, Clone, Default)]
struct Folded {
    chars: Vec<char>,
    places: CharOffsets,
}

impl Content {
    /// No content yet; what is pushed is folded to `script`.
    #[must_use]
    pub fn new(script: Script) -> Self {
        Self { script, folded: Arc::default(), start: 0, end: 0, spans: Vec::new() }
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
    /// If the span does not belong to this text, begins before the end of the one pushed last, or ends beyond 4 GiB; or if the
    /// content was laid beside others.
    pub fn push_span(&mut self, text: &str, span: Span) {
        assert!(self.end_of_spans() <= span.start, "spans are pushed in the order of the text");
        assert!(u32::try_from(span.end).is_ok(), "a text is shorter than 4 GiB");
        let folded = Arc::get_mut(&mut self.folded).expect("nothing is pushed to a content that lies beside others");
        folded.chars.reserve(span.len() / 3);
        fold(span.of(text), self.script, |c, at| {
            folded.chars.push(c);
            folded.places.push((span.start + at) as u32);
        });
        self.end = folded.chars.len() as u32;
        self.spans.push((span.start as u32, span.end as u32));
    }

    /// What the content was folded to.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// Number of content characters.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The content characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.folded.chars[self.range()]
    }

    /// Where it stands among the contents that it was laid beside.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// For each content character, the byte where the character (or cluster) that it came from begins in the text.
    pub fn places(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.places_of(0..self.len())
    }

    /// The same for some of them.
    pub(super) fn places_of(&self, range: Range<usize>) -> impl Iterator<Item = u32> + Clone + '_ {
        let start = self.start as usize;
        self.folded.places.iter(start + range.start..start + range.end)
    }

    /// The byte where the character that content character `index` came from begins in the text, if there is one.
    #[must_use]
    pub fn place(&self, index: usize) -> Option<usize> {
        (index < self.len()).then(|| self.folded.places.at(self.start as usize + index) as usize)
    }

    /// The span that was pushed as number `part`.
    ///
    /// # Panics
    /// If fewer were.
    #[must_use]
    pub fn part(&self, part: usize) -> Span {
        let (start, end) = self.spans[part];
        Span::new(start as usize, end as usize)
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
        let start = self.place(range.start).unwrap_or_else(|| self.end_of_spans());
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_of(text, range.end - 1))
    }

    fn end_of_spans(&self) -> usize {
        self.spans.last().map_or(0, |&(_, end)| end as usize)
    }

    /// The byte after the cluster of content character `index`.
    fn end_of(&self, text: &str, index: usize) -> usize {
        let mut places = self.places_of(index..self.len());
        let place = places.next().expect("the range lies in the content");
        let next = places.find(|&next| next > place);
        let span = self.spans.partition_point(|&(_, end)| end <= place);
        let bound = next.unwrap_or(u32::MAX).min(self.spans[span].1) as usize;
        place as usize + first_cluster(&text[place as usize..bound])
    }
}

/// Stands before, between and behind contents that lie side by side; it is no content character.
pub const SEPARATOR: char = '\0';

/// Lays contents side by side in one piece of memory, so that one number names a character of any of them.
///
/// ```
/// use leitong::document::Span;
/// use leitong::text::{Content, TextArenaBuilder, Script};
/// let mut contents = ["甲乙", "丙"].map(|text| Content::of(text, Span::new(0, text.len()), Script::AsWritten));
/// let mut gathering = TextArenaBuilder::default();
/// contents.iter_mut().for_each(|content| gathering.add(content));
/// let gathered = gathering.finish(&mut contents);
/// assert_eq!(gathered.chars(), ['\0', '甲', '乙', '\0', '丙', '\0']);
/// assert_eq!((contents[1].chars(), contents[1].range()), (&['丙'][..], 4..5));
/// ```
#[derive(Debug, Default)]
pub struct TextArenaBuilder {
    folded: Folded,
}

/// Contents that lie side by side.
#[derive(Debug, Clone, Default)]
pub struct TextArena {
    folded: Arc<Folded>,
}

impl TextArenaBuilder {
    /// Takes what a content holds; until [`finish`](Self::finish) gives it back, nothing may be asked of it but its length.
    ///
    /// # Panics
    /// If there are 2³¹ characters and more.
    pub fn add(&mut self, content: &mut Content) {
        let Folded { chars, places } = &mut self.folded;
        if chars.is_empty() {
            chars.push(SEPARATOR);
            places.push(0);
        }
        let start = chars.len();
        chars.extend_from_slice(content.chars());
        content.places().for_each(|place| places.push(place));
        assert!(chars.len() < (1 << 31) - 1, "characters are numbered with 31 bits");
        (content.start, content.end) = (start as u32, chars.len() as u32);
        content.folded = Arc::default();
        content.spans.shrink_to_fit();
        chars.push(SEPARATOR);
        places.push(0);
    }

    /// Gives all contents back that were added.
    pub fn finish<'c>(self, contents: impl IntoIterator<Item = &'c mut Content>) -> TextArena {
        let folded = Arc::new(self.folded);
        for content in contents {
            content.folded = Arc::clone(&folded);
        }
        TextArena { folded }
    }
}

impl TextArena {
    /// All their characters, with [`SEPARATOR`] before, between and behind the contents.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.folded.chars
    }
}
