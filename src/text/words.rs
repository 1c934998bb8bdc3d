//! The words of a text, as runs of its content.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::is_blank;
use super::{Content, jieba};

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
    let mut words = Vec::with_capacity(content.len() / 2 + 1);
    let places: Vec<u32> = content.places().collect();
    let mut start = 0;
    while let Some(&first) = content.chars().get(start) {
        let run = start..end_of_run(text, (content.chars(), &places), start);
        start = run.end;
        if jieba::knows(first) {
            chinese(content, run, &mut words);
        } else {
            other(text, content, run, &mut words);
        }
    }
    words
}

/// Where the run of one kind ends that begins at `start`: Chinese characters that nothing visible parts, or others.
fn end_of_run(text: &str, (chars, places): (&[char], &[u32]), start: usize) -> usize {
    let is_chinese = jieba::knows(chars[start]);
    let ends = |&at: &usize| jieba::knows(chars[at]) != is_chinese || (is_chinese && is_parted(text, places, at));
    (start + 1..chars.len()).find(ends).unwrap_or(chars.len())
}

/// Whether something visible stands between content character `at` and the one before it.
fn is_parted(text: &str, places: &[u32], at: usize) -> bool {
    !is_blank(between(text, places, at))
}

/// What of `text` stands between content character `at` and the one before it, behind that one's first character; `places` are
/// those of the content.
pub(crate) fn between<'t>(text: &'t str, places: &[u32], at: usize) -> &'t str {
    let mut between = text[places[at - 1] as usize..places[at] as usize].chars();
    between.next();
    between.as_str()
}

/// Adds the words of a run of Chinese characters.
fn chinese(content: &Content, run: Range<usize>, words: &mut Vec<Range<usize>>) {
    let characters: String = content.chars()[run.clone()].iter().collect();
    let mut start = run.start;
    for length in jieba::cut(&characters) {
        words.push(start..start + length);
        start += length;
    }
}

/// Adds the words of a run of other characters: what lies between two word bounds of the text is one.
fn other(text: &str, content: &Content, run: Range<usize>, words: &mut Vec<Range<usize>>) {
    let span = content.span(text, run.clone());
    let mut start = run.start;
    for (at, piece) in span.of(text).split_word_bound_indices() {
        let bound = span.start + at + piece.len();
        let places = content.places_of(start..run.end);
        let length = places.take_while(|&place| (place as usize) < bound).count();
        if length > 0 {
            words.push(start..start + length);
        }
        start += length;
    }
}
