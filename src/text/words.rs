//! The words of a text, as runs of its content.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{is_blank, simplified};
use super::{Content, Script, jieba};

/// The words of `content`, in order: each is a range of its characters, and together they are all of them.
///
/// Chinese characters are cut by jieba; everything else ends where Unicode (UAX #29) ends words in `text`, the text
/// that `content` was made of. Between Chinese characters, spaces and line breaks do not end a word, so that `同 志 们`
/// and wrapped lines have the words that they would have without; whatever is visible does.
///
/// ```
/// use leitong::document::Span;
/// use leitong::text::{Content, Script, words};
/// let text = "社区 建\n设: GDP增长3.5%";
/// let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
/// let words = words(text, &content).into_iter();
/// let words: Vec<String> = words.map(|word| content.chars()[word].iter().collect()).collect();
/// assert_eq!(words, ["社区", "建设", "gdp", "增长", "35"]);
/// ```
///
/// # Panics
/// If `text` is not the text of this content.
#[must_use]
pub fn words(text: &str, content: &Content) -> Vec<Range<usize>> {
    Run { text, content, start: 0, chars: content.chars() }.words()
}

/// Hands over the words of a part of `content`, in order, in simplified characters whatever the content was folded to.
///
/// # Panics
/// If `text` is not the text of this content, or `range` exceeds it.
pub fn simplified_words(text: &str, content: &Content, range: Range<usize>, mut sink: impl FnMut(&[char])) {
    let chars = &content.chars()[range.clone()];
    let chars: Cow<'_, [char]> = match content.script() {
        Script::Simplified => chars.into(),
        Script::AsWritten => chars.iter().copied().map(simplified).collect(),
    };
    let run = Run { text, content, start: range.start, chars: &chars };
    run.words().into_iter().for_each(|word| sink(&chars[word]));
}

/// What is cut into words: a part of a content.
struct Run<'r> {
    text: &'r str,
    content: &'r Content,
    /// Where in the content it begins.
    start: usize,
    /// Its characters, as they are to be read.
    chars: &'r [char],
}

impl Run<'_> {
    fn words(&self) -> Vec<Range<usize>> {
        let mut words = Vec::with_capacity(self.chars.len() / 2 + 1);
        let places: Vec<u32> = self.content.places_of(self.start..self.start + self.chars.len()).collect();
        let mut start = 0;
        while let Some(&first) = self.chars.get(start) {
            let run = start..self.end_of_run(&places, start);
            start = run.end;
            if jieba::knows(first) {
                self.chinese(run, &mut words);
            } else {
                self.other(run, &places, &mut words);
            }
        }
        words
    }

    /// Where the run of one kind ends that begins at `start`: Chinese characters that nothing visible parts, or others.
    fn end_of_run(&self, places: &[u32], start: usize) -> usize {
        let is_chinese = jieba::knows(self.chars[start]);
        let is_parted = |at| !is_blank(between(self.text, places, at));
        let ends = |&at: &usize| jieba::knows(self.chars[at]) != is_chinese || (is_chinese && is_parted(at));
        (start + 1..self.chars.len()).find(ends).unwrap_or(self.chars.len())
    }

    /// Adds the words of a run of Chinese characters.
    fn chinese(&self, run: Range<usize>, words: &mut Vec<Range<usize>>) {
        let characters: String = self.chars[run.clone()].iter().collect();
        let mut start = run.start;
        for length in jieba::cut(&characters) {
            words.push(start..start + length);
            start += length;
        }
    }

    /// Adds the words of a run of other characters: what lies between two word bounds of the text is one.
    fn other(&self, run: Range<usize>, places: &[u32], words: &mut Vec<Range<usize>>) {
        let span = self.content.span(self.text, self.start + run.start..self.start + run.end);
        let mut start = run.start;
        for (at, piece) in span.of(self.text).split_word_bound_indices() {
            let bound = span.start + at + piece.len();
            let length = places[start..run.end].iter().take_while(|&&place| (place as usize) < bound).count();
            if length > 0 {
                words.push(start..start + length);
            }
            start += length;
        }
    }
}

/// What of `text` stands between content character `at` and the one before it, behind that one's first character; `places` are
/// those of the content.
#[inline]
pub(crate) fn between<'t>(text: &'t str, places: &[u32], at: usize) -> &'t str {
    let [before, here] = [at - 1, at].map(|index| places[index] as usize);
    text.get(before + width(text.as_bytes()[before])..here).unwrap_or_default()
}

/// Bytes of the character that begins with this byte.
#[inline]
fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}
