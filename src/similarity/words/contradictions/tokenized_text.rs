//! A text as the search for contradictions reads it: its words with what stands between them.

use std::ops::Range;

use super::super::word_bag::WordBag;
use crate::document::Span;
use crate::text::{Content, between, is_numeral};

/// Marks that end a clause.
const CLAUSE_ENDS: &str = ",;:.!?，；：。！？、()（）\n…—";
/// Marks that end a sentence or begin one.
const SENTENCE_ENDS: &str = ".!?。！？\n：:“\"「『";
/// Content characters between which the text has more than this are read as if a sentence ended there.
const LONGEST_GAP: usize = 8;
/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 10] =
    ["mr", "mrs", "ms", "dr", "st", "prof", "gen", "sen", "rep", "jr"];

/// A text and its words.
#[derive(Debug, Clone, Copy)]
pub struct TokenizedText<'u> {
    /// The text that the content was made from.
    pub text: &'u str,
    /// The content characters.
    pub content: &'u Content,
    /// The words of the content.
    pub bag: &'u WordBag,
}

impl TokenizedText<'_> {
    /// The span of a word, by its index.
    ///
    /// # Panics
    /// If the text has fewer words.
    #[must_use]
    pub fn span_of(&self, word: usize) -> Span {
        self.content.span(self.text, self.bag.words()[word].range.clone())
    }

    /// The word that a content character is in.
    pub(super) fn word_at(&self, at: usize) -> usize {
        self.bag.words().partition_point(|word| word.range.end <= at)
    }
}

/// A text with its words, spaces and punctuation, in lower case and simplified characters.
pub(super) struct Running {
    /// The content characters, and between them the spaces and marks of the text.
    pub(super) chars: Vec<char>,
    /// The words of the bag, in order.
    pub(super) words: Vec<RunningWord>,
}

/// A word of a text.
pub(super) struct RunningWord {
    pub(super) text: String,
    /// Where the word is in the characters.
    pub(super) range: Range<usize>,
    /// Number of the clause that the word is in.
    pub(super) clause: usize,
    /// Number of the sentence that the word is in.
    pub(super) sentence: usize,
    /// Whether the text has the word with a capital.
    pub(super) is_capitalized: bool,
    /// Whether a sentence or a quotation begins with the word, or may begin.
    pub(super) begins_sentence: bool,
}

impl RunningWord {
    /// Whether the word is of Latin letters.
    pub(super) fn is_latin(&self) -> bool {
        self.text.starts_with(|char: char| char.is_ascii_alphabetic())
    }

    /// Whether a full stop behind the word ends no sentence.
    fn is_abbreviation(&self) -> bool {
        ABBREVIATIONS.contains(&self.text.as_str()) || (self.is_latin() && self.text.len() == 1)
    }

    /// Whether the word has a numeral.
    pub(super) fn has_numeral(&self) -> bool {
        self.text.chars().any(is_numeral)
    }
}

impl Running {
    pub(super) fn of(source: TokenizedText<'_>) -> Self {
        let content = source.content.chars();
        let offsets: Vec<u32> = source.content.offsets().collect();
        let mut running = Self {
            chars: Vec::with_capacity(content.len() + content.len() / 4),
            words: Vec::with_capacity(source.bag.words().len()),
        };
        let (mut clause, mut sentence, mut begins) = (0, 0, true);
        for word in source.bag.words() {
            let range = word.range.clone();
            if range.start > 0 {
                let gap = between(source.text, &offsets, range.start);
                if gap.chars().any(|char| CLAUSE_ENDS.contains(char)) {
                    clause += 1;
                }
                if running.ends_sentence(gap) {
                    (sentence, begins) = (sentence + 1, true);
                } else if gap.starts_with(',') && !running.ends_with_capital() {
                    // What is said may begin there without a mark: he answered, Go home.
                    begins = true;
                }
                running.push_gap(gap);
            }
            let start = running.chars.len();
            running.push_word(source, &offsets, range.clone());
            let first =
                offsets.get(range.start).and_then(|&at| source.text[at as usize..].chars().next());
            running.words.push(RunningWord {
                text: content[range].iter().collect(),
                range: start..running.chars.len(),
                clause,
                sentence,
                is_capitalized: first.is_some_and(char::is_uppercase),
                begins_sentence: begins,
            });
            begins = false;
        }
        running
    }

    /// Whether what stands before the next word ends the sentence.
    fn ends_sentence(&self, gap: &str) -> bool {
        gap.contains(|char| SENTENCE_ENDS.contains(char))
            && !(gap == ". " && self.words.last().is_some_and(RunningWord::is_abbreviation))
    }

    /// Whether the last word has a capital.
    fn ends_with_capital(&self) -> bool {
        self.words.last().is_some_and(|word| word.is_capitalized)
    }

    fn push_gap(&mut self, gap: &str) {
        if gap.chars().count() > LONGEST_GAP {
            self.chars.push('\n');
        } else {
            self.chars
                .extend(gap.chars().map(|char| if char.is_whitespace() { ' ' } else { char }));
        }
    }

    fn push_word(&mut self, source: TokenizedText<'_>, offsets: &[u32], range: Range<usize>) {
        for at in range.clone() {
            if at > range.start {
                self.push_gap(between(source.text, offsets, at));
            }
            self.chars.push(source.content.chars()[at]);
        }
    }

    /// The word that begins at a character.
    pub(super) fn word_from(&self, at: usize) -> Option<usize> {
        self.words.binary_search_by_key(&at, |word| word.range.start).ok()
    }

    /// The word that a character is in, or the next one.
    pub(super) fn word_at(&self, at: usize) -> usize {
        self.words.partition_point(|word| word.range.end <= at)
    }

    /// The text of a word; empty behind the last word.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.text)
    }

    /// The end of `suffix`, if the characters from `at` on begin with it.
    pub(super) fn end_of(&self, at: usize, suffix: &str) -> Option<usize> {
        self.has_at(at, suffix).then(|| at + suffix.chars().count())
    }

    /// Whether the characters from `at` on begin with `text`.
    pub(super) fn has_at(&self, at: usize, text: &str) -> bool {
        let mut chars = self.chars[at.min(self.chars.len())..].iter();
        text.chars().all(|char| chars.next() == Some(&char))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;

    #[test]
    fn sentences_end_at_full_stops_but_not_behind_titles() {
        let text = running("Mr. Smith came. He left, then");
        let begins: Vec<bool> = text.words.iter().map(|word| word.begins_sentence).collect();
        assert_eq!(begins, [true, false, false, true, false, true]);
        assert!(text.words[1].is_capitalized && !text.words[2].is_capitalized);
        assert_eq!(text.words.iter().map(|word| word.clause).max(), Some(3));
        assert!(text.has_at(0, "mr. smith") && text.word_from(4) == Some(1));
    }
}
