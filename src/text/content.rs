//! The content characters of a text, with their byte offsets.

use std::ops::Range;
use std::sync::Arc;

use super::char_offsets::CharOffsets;
use super::fold::{first_cluster, shared_form, simplified};
use super::regional_words::is_ideograph;
use super::{Script, fold};
use crate::document::Span;

/// The content characters of parts of a text, in order, each with its byte offset in the text.
///
/// Content characters are what [`fold()`] leaves of a text: letters, digits and signs with a
/// meaning, in normal form.
///
/// ```
/// use leitong::text::Content;
/// let text = "各位代表：２０２４年……";
/// let content = Content::whole(text);
/// assert_eq!(content.chars(), ['各', '位', '代', '表', '2', '0', '2', '4', '年']);
/// assert_eq!(content.span(text, 2..6).of(text), "代表：２０");
/// ```
#[derive(Debug, Clone)]
pub struct Content {
    script: Script,
    /// The characters; shared with other contents after the content was moved into an arena.
    pub(super) folded: Arc<FoldedChars>,
    /// First character of the content in `folded`.
    pub(super) start: u32,
    /// The character after the last one.
    pub(super) end: u32,
    /// Start and end of each pushed span, in 32 bits since long texts have very many.
    pub(super) spans: Vec<(u32, u32)>,
}

/// Content characters with their byte offsets.
#[derive(Debug, Clone, Default)]
pub(super) struct FoldedChars {
    pub(super) chars: Vec<char>,
    pub(super) offsets: CharOffsets,
}

impl Content {
    /// An empty content; spans that are pushed are folded to `script`.
    #[must_use]
    pub fn new(script: Script) -> Self {
        Self { script, folded: Arc::default(), start: 0, end: 0, spans: Vec::new() }
    }

    /// The content of the whole of `text`, in the script in which it is written.
    ///
    /// # Panics
    /// If the text has 4 GiB or more.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        Self::of(text, Span::new(0, text.len()), Script::AsWritten)
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

    /// Appends the content of a later part of the same text, so that several paragraphs form one
    /// content.
    ///
    /// # Panics
    /// If the span does not belong to this text, begins before the end of the last span, or ends
    /// beyond 4 GiB, or if the content was moved into an arena.
    pub fn push_span(&mut self, text: &str, span: Span) {
        assert!(self.end_of_spans() <= span.start, "spans are pushed in the order of the text");
        assert!(u32::try_from(span.end).is_ok(), "a text is shorter than 4 GiB");
        let folded =
            Arc::get_mut(&mut self.folded).expect("nothing is pushed to a content in an arena");
        // A Chinese character has three bytes.
        folded.chars.reserve(span.len() / 3);
        fold(span.of(text), self.script, |c, at| {
            folded.chars.push(c);
            folded.offsets.push((span.start + at) as u32);
        });
        self.end = folded.chars.len() as u32;
        self.spans.push((span.start as u32, span.end as u32));
    }

    /// The script that the content was folded to.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// Number of content characters.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are no content characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The content characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.folded.chars[self.range()]
    }

    /// Position of the content in its arena; from 0 if it is not in an arena.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// For each content character, the byte offset of its character (or cluster) in the text.
    pub fn offsets(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.offsets_in(0..self.len())
    }

    /// Byte offsets of the content characters in `range`.
    pub(crate) fn offsets_in(&self, range: Range<usize>) -> impl Iterator<Item = u32> + Clone + '_ {
        let start = self.start as usize;
        self.folded.offsets.iter(start + range.start..start + range.end)
    }

    /// Byte offset of the character that content character `index` came from; `None` beyond the
    /// last one.
    #[must_use]
    pub fn offset(&self, index: usize) -> Option<usize> {
        (index < self.len()).then(|| self.folded.offsets.at(self.start as usize + index) as usize)
    }

    /// The content characters that came from a span of the text.
    pub(crate) fn range_of(&self, span: Span) -> Range<usize> {
        self.first_from(span.start)..self.first_from(span.end)
    }

    /// The first content character that came from `byte` or from behind it.
    fn first_from(&self, byte: usize) -> usize {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = usize::midpoint(first, end);
            if self.folded.offsets.at(self.start as usize + middle) as usize >= byte {
                end = middle;
            } else {
                first = middle + 1;
            }
        }
        first
    }

    /// The pushed span with index `part`.
    ///
    /// # Panics
    /// If there is no such span.
    #[must_use]
    pub fn part(&self, part: usize) -> Span {
        let (start, end) = self.spans[part];
        Span::new(start as usize, end as usize)
    }

    /// The part of `text` that the content characters in `range` came from.
    ///
    /// The span begins at the first character and ends after the last one and its combining marks,
    /// variation selectors and joiners, before any punctuation or space. It lies within the pushed
    /// spans and never splits a cluster, even if `range` does. An empty range has an empty span.
    ///
    /// # Panics
    /// If `range` exceeds the content, or the content is not of `text`.
    #[must_use]
    pub fn span(&self, text: &str, range: Range<usize>) -> Span {
        let start = self.offset(range.start).unwrap_or_else(|| self.end_of_spans());
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_of(text, range.end - 1))
    }

    /// The content of the part of `text` that the content characters in `range` came from, by
    /// itself. Words are cut from such a content, since they depend on the text around them.
    ///
    /// # Panics
    /// If `range` exceeds the content, or the content is not of `text`.
    #[must_use]
    pub fn cut_out(&self, text: &str, range: Range<usize>) -> Self {
        let span = self.span(text, range.clone());
        let mut folded = FoldedChars::default();
        folded.chars.extend(&self.chars()[range.clone()]);
        self.offsets_in(range).for_each(|offset| folded.offsets.push(offset));
        let end = folded.chars.len() as u32;
        let (start, stop) = (span.start as u32, span.end as u32);
        let parts = self.spans.iter().map(|&(from, to)| (from.max(start), to.min(stop)));
        let spans = parts.filter(|(from, to)| from < to).collect();
        Self { script: self.script, folded: Arc::new(folded), start: 0, end, spans }
    }

    /// The same content characters, each in its simplified form, as words are cut from them.
    #[must_use]
    pub(crate) fn simplified(mut self) -> Self {
        if self.script == Script::AsWritten {
            let range = self.start as usize..self.end as usize;
            let folded = Arc::make_mut(&mut self.folded);
            folded.chars[range].iter_mut().for_each(|char| *char = simplified(*char));
            self.script = Script::Simplified;
        }
        self
    }

    /// End of the last pushed span.
    fn end_of_spans(&self) -> usize {
        self.spans.last().map_or(0, |&(_, end)| end as usize)
    }

    /// End of the cluster of content character `index`.
    fn end_of(&self, text: &str, index: usize) -> usize {
        let mut offsets = self.offsets_in(index..self.len());
        let offset = offsets.next().expect("the range lies in the content");
        let next = offsets.find(|&next| next > offset);
        let span = self.spans.partition_point(|&(_, end)| end <= offset);
        // The cluster ends before that of the next content character, and inside of the span.
        let bound = next.unwrap_or(u32::MAX).min(self.spans[span].1) as usize;
        let part = &text[offset as usize..bound];
        let last = if self.script == Script::Regional { last_of_word(part) } else { 0 };
        offset as usize + last + first_cluster(&part[last..])
    }
}

/// Where the last ideograph of the word that `text` begins with is: text up to the next content
/// character has all of a word that was replaced.
fn last_of_word(text: &str) -> usize {
    let mut ideographs = text.char_indices().rev();
    ideographs.find(|&(_, c)| is_ideograph(shared_form(c))).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn several_spans_are_one_content_without_the_text_between_them() {
        let text = "甲乙，页眉丙丁。";
        let mut content = Content::new(Script::AsWritten);
        content.push_span(text, Span::new(0, 9));
        content.push_span(text, Span::new(15, text.len()));
        assert_eq!(content.chars(), ['甲', '乙', '丙', '丁']);
        assert_eq!((content.part(0), content.part(1)), (Span::new(0, 9), Span::new(15, 24)));
        assert_eq!(content.span(text, 1..3).of(text), "乙，页眉丙");
        // The comma belongs to the span before, so the character ends before it.
        assert_eq!(content.span(text, 0..2).of(text), "甲乙");
    }

    #[test]
    fn a_part_that_is_cut_out_has_the_characters_of_its_span() {
        let text = "“甲，乙２。”丙";
        let content = Content::whole(text);
        for (start, end) in
            (0..=content.len()).flat_map(|end| (0..end).map(move |start| (start, end)))
        {
            let part = content.cut_out(text, start..end);
            assert_eq!(part.chars(), &content.chars()[start..end]);
            assert!(part.offsets().eq(content.offsets_in(start..end)));
        }
    }

    #[test]
    fn a_part_that_is_cut_out_keeps_the_gaps_between_spans() {
        let text = "甲乙，丙丁。";
        let mut content = Content::new(Script::AsWritten);
        content.push_span(text, Span::new(0, 6));
        content.push_span(text, Span::new(9, 15));
        let part = content.cut_out(text, 1..3);
        assert_eq!(part.span(text, 0..1).of(text), "乙");
        assert_eq!(part.span(text, 1..2).of(text), "丙");
    }

    #[test]
    fn simplified_characters_stand_where_those_of_the_text_did() {
        let text = "社區發展 C++";
        let content = Content::whole(text);
        let simplified = content.cut_out(text, 1..7).simplified();
        assert_eq!(simplified.chars(), ['区', '发', '展', 'c', '+', '+']);
        assert!(simplified.offsets().eq(content.offsets_in(1..7)));
    }

    #[test]
    fn the_range_of_a_span_holds_the_characters_that_begin_in_it() {
        let text = "“甲，乙２。”丙";
        let content = Content::whole(text);
        for range in (0..=content.len()).flat_map(|end| (0..end).map(move |start| start..end)) {
            assert_eq!(content.range_of(content.span(text, range.clone())), range);
        }
        assert_eq!(content.range_of(Span::new(0, 0)), 0..0);
        assert_eq!(content.range_of(Span::new(text.len(), text.len())), 4..4);
    }

    #[test]
    fn there_is_no_offset_beyond_the_last_character() {
        let content = Content::whole("甲，乙。");
        assert_eq!([0, 1, 2].map(|index| content.offset(index)), [Some(0), Some(6), None]);
        let empty = Content::whole("……");
        assert_eq!((empty.is_empty(), empty.offset(0)), (true, None));
        assert_eq!(empty.span("……", 0..0), Span::new(6, 6));
    }

    #[test]
    #[should_panic(expected = "in the order of the text")]
    fn spans_may_not_overlap() {
        let mut content = Content::whole("甲乙");
        content.push_span("甲乙", Span::new(3, 6));
    }
}
