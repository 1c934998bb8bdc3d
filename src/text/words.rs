//! The words of a text, as ranges of its content.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{is_blank, simplified};
use super::{Content, Script, jieba};

/// The words of `content`, in order, as consecutive ranges that cover all of its characters.
/// `content` is the content of `text`.
///
/// Chinese is segmented by jieba; other words end at the word boundaries of Unicode (UAX #29).
/// Spaces and line breaks between Chinese characters do not end a word, so that `同 志 们` and
/// wrapped lines are segmented as if they had none; visible characters do.
///
/// ```
/// use leitong::text::{Content, words};
/// let text = "社区 建\n设: GDP增长3.5%";
/// let content = Content::whole(text);
/// let words = words(text, &content).into_iter();
/// let words: Vec<String> = words.map(|word| content.chars()[word].iter().collect()).collect();
/// assert_eq!(words, ["社区", "建设", "gdp", "增长", "3.5", "%"]);
/// ```
///
/// # Panics
/// If `content` is not the content of `text`.
#[must_use]
pub fn words(text: &str, content: &Content) -> Vec<Range<usize>> {
    WordRange { text, content, start: 0, chars: content.chars() }.words()
}

/// Passes the words in `range` of `content` to `sink`, in order, in simplified characters whatever
/// the script of the content.
///
/// # Panics
/// If `content` is not the content of `text`, or `range` exceeds it.
pub fn simplified_words(
    text: &str,
    content: &Content,
    range: Range<usize>,
    mut sink: impl FnMut(&[char]),
) {
    let chars = &content.chars()[range.clone()];
    let chars: Cow<'_, [char]> = match content.script() {
        Script::Simplified | Script::Regional => chars.into(),
        Script::AsWritten => chars.iter().copied().map(simplified).collect(),
    };
    let part = WordRange { text, content, start: range.start, chars: &chars };
    part.words().into_iter().for_each(|word| sink(&chars[word]));
}

/// A part of a content that is segmented into words.
struct WordRange<'r> {
    text: &'r str,
    content: &'r Content,
    /// Position of the part in the content.
    start: usize,
    /// The characters of the part, perhaps simplified.
    chars: &'r [char],
}

impl WordRange<'_> {
    fn words(&self) -> Vec<Range<usize>> {
        let mut words = Vec::with_capacity(self.chars.len() / 2 + 1);
        let offsets: Vec<u32> =
            self.content.offsets_in(self.start..self.start + self.chars.len()).collect();
        let mut start = 0;
        while let Some(&first) = self.chars.get(start) {
            let run = start..self.end_of_run(&offsets, start);
            start = run.end;
            if jieba::is_han(first) {
                self.push_han(run, &mut words);
            } else {
                self.push_other(run, &offsets, &mut words);
            }
        }
        words
    }

    /// End of the run that begins at `start`: of Chinese characters without visible characters
    /// between them, or of other characters.
    fn end_of_run(&self, offsets: &[u32], start: usize) -> usize {
        let is_han = jieba::is_han(self.chars[start]);
        let is_split = |at| !is_blank(between(self.text, offsets, at));
        let ends =
            |&at: &usize| jieba::is_han(self.chars[at]) != is_han || (is_han && is_split(at));
        (start + 1..self.chars.len()).find(ends).unwrap_or(self.chars.len())
    }

    /// Adds the words of a run of Chinese characters.
    fn push_han(&self, run: Range<usize>, words: &mut Vec<Range<usize>>) {
        let characters: String = self.chars[run.clone()].iter().collect();
        let mut start = run.start;
        for length in jieba::cut(&characters) {
            words.push(start..start + length);
            start += length;
        }
    }

    /// Adds the words of a run of other characters: the content between two word boundaries of the
    /// text.
    fn push_other(&self, run: Range<usize>, offsets: &[u32], words: &mut Vec<Range<usize>>) {
        let span = self.content.span(self.text, self.start + run.start..self.start + run.end);
        let mut start = run.start;
        for (at, segment) in span.of(self.text).split_word_bound_indices() {
            let bound = span.start + at + segment.len();
            let length = offsets[start..run.end]
                .iter()
                .take_while(|&&offset| (offset as usize) < bound)
                .count();
            if length > 0 {
                words.push(start..start + length);
            }
            start += length;
        }
    }
}

/// The part of `text` between content character `at` and the previous one, after the first
/// character of the previous cluster. `offsets` are the byte offsets of the content characters.
#[inline]
pub(crate) fn between<'t>(text: &'t str, offsets: &[u32], at: usize) -> &'t str {
    // Characters of one cluster have the same offset: the range then ends before it begins, and
    // `get` finds nothing.
    let [before, here] = [at - 1, at].map(|index| offsets[index] as usize);
    text.get(before + utf8_len(text.as_bytes()[before])..here).unwrap_or_default()
}

/// Length in bytes of the character that begins with this byte.
#[inline]
fn utf8_len(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_cover_the_content_without_gaps(text in "[社区建设工作a-c１3.,，'\\n 　]{0,24}") {
            let content = Content::whole(&text);
            let words = words(&text, &content);
            let mut end = 0;
            for word in &words {
                prop_assert!(word.start == end && word.end > word.start, "{words:?}");
                end = word.end;
            }
            prop_assert_eq!(end, content.len());
        }

        #[test]
        fn blanks_do_not_change_the_words_of_chinese(text in "[社区建设工作会议]{1,12}", at in 0_usize..12) {
            let chars: Vec<char> = text.chars().collect();
            let (head, tail) = chars.split_at(at.min(chars.len()));
            let spaced: String = head.iter().chain(&['\n', '　']).chain(tail).collect();
            prop_assert_eq!(words(&text, &Content::whole(&text)), words(&spaced, &Content::whole(&spaced)));
        }
    }

    #[test]
    fn punctuation_ends_words() {
        let of = |text: &str| words(text, &Content::whole(text));
        assert_eq!(of("社区").len(), 1);
        assert_eq!(of("社，区"), [0..1, 1..2]);
        assert_eq!(of("don't stop"), [0..4, 4..8]);
    }

    #[test]
    fn simplified_words_are_cut_as_if_written_so() {
        let simplified = |text: &str, script| {
            let span = crate::document::Span::new(0, text.len());
            let content = Content::of(text, span, script);
            let mut found: Vec<String> = Vec::new();
            simplified_words(text, &content, 0..content.len(), |word| {
                found.push(word.iter().collect());
            });
            found
        };
        let expected = simplified("社区建设会议", Script::AsWritten);
        assert_eq!(simplified("社區建設會議", Script::AsWritten), expected);
        assert_eq!(simplified("社區建設會議", Script::Simplified), expected);
    }
}
