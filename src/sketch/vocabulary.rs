//! The words of a collection, numbered and counted.

use std::ops::Range;

use hashbrown::HashTable;

use super::hash::hash_word;
use crate::text::{Content, simplified_words};

/// Number of a word in a [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub(crate) u32);

impl WordId {
    /// The number, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The words of a collection in simplified characters, each with a number and how often it occurs.
///
/// Words are told apart by 64-bit hashes. Lexicons of parts of a collection are put together by [`take`](Self::take).
///
/// ```
/// use leitong::document::Span;
/// use leitong::sketch::Vocabulary;
/// use leitong::text::{Content, Script};
/// let text = "社区建设社区";
/// let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
/// let (mut lexicon, mut words) = (Vocabulary::default(), Vec::new());
/// lexicon.add(text, &content, 0..content.len(), &mut words);
/// assert_eq!(lexicon.word(words[0]), ['社', '区']);
/// assert!(words[0] == words[2] && words[0] != words[1]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    hashes: Vec<u64>,
    counts: Vec<u64>,
    /// The characters of all words.
    chars: Vec<char>,
    /// Where those of each word end.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    occurrences: u64,
}

impl Vocabulary {
    /// Counts the words of a part of a content, and appends them to `words`; `text` is what the content was made of.
    ///
    /// # Panics
    /// If `text` is not what the content was made of, or `range` exceeds it.
    pub fn add(&mut self, text: &str, content: &Content, range: Range<usize>, words: &mut Vec<WordId>) {
        simplified_words(text, content, range, |word| words.push(self.count(word, hash_word(word), 1)));
    }

    /// Adds all that another lexicon has counted, and tells the new number of each of its words.
    pub fn take(&mut self, other: &Self) -> Vec<WordId> {
        let count = |word: WordId| self.count(other.word(word), other.hashes[word.index()], other.occurrences_of(word));
        other.words().map(count).collect()
    }

    fn count(&mut self, word: &[char], hash: u64, times: u64) -> WordId {
        self.occurrences += times;
        let hashes = &self.hashes;
        let entry = self
            .numbers
            .entry(hash, |&at| hashes[at as usize] == hash, |&at| hashes[at as usize])
            .or_insert_with(|| u32::try_from(hashes.len()).expect("no collection has four billion different words"));
        let at = *entry.get() as usize;
        if at == self.hashes.len() {
            self.hashes.push(hash);
            self.counts.push(0);
            self.chars.extend_from_slice(word);
            self.ends.push(u32::try_from(self.chars.len()).expect("all different words together are short of 4 GiB"));
        }
        self.counts[at] += times;
        WordId(at as u32)
    }

    /// Number of different words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether no word was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// All different words, in rising order.
    pub fn words(&self) -> impl Iterator<Item = WordId> + use<> {
        (0..self.len() as u32).map(WordId)
    }

    /// Number of words, repeated ones included.
    #[must_use]
    pub fn occurrences(&self) -> u64 {
        self.occurrences
    }

    /// How often a word occurs.
    ///
    /// # Panics
    /// If the word is of another lexicon.
    #[must_use]
    pub fn occurrences_of(&self, word: WordId) -> u64 {
        self.counts[word.index()]
    }

    /// The characters of a word.
    ///
    /// # Panics
    /// If the word is of another lexicon.
    #[must_use]
    pub fn word(&self, word: WordId) -> &[char] {
        let start = word.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.chars[start as usize..self.ends[word.index()] as usize]
    }

    /// The word that has this [hash](hash_word).
    pub(super) fn find(&self, hash: u64) -> Option<WordId> {
        self.numbers.find(hash, |&at| self.hashes[at as usize] == hash).map(|&at| WordId(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use crate::text::Script;

    fn count(lexicon: &mut Vocabulary, text: &str) -> Vec<WordId> {
        let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
        let mut words = Vec::new();
        lexicon.add(text, &content, 0..content.len(), &mut words);
        words
    }

    #[test]
    fn parts_put_together_count_as_the_whole() {
        let (mut whole, mut one, mut other) = (Vocabulary::default(), Vocabulary::default(), Vocabulary::default());
        let expected = [count(&mut whole, "社区建设"), count(&mut whole, "經濟，社区发展")].concat();
        let mut words = count(&mut one, "社区建设");
        let of_other = count(&mut other, "經濟，社区发展");
        let numbers = one.take(&other);
        words.extend(of_other.iter().map(|word| numbers[word.index()]));
        assert_eq!(words, expected);
        assert_eq!((one.occurrences(), one.len()), (whole.occurrences(), whole.len()));
        for word in expected {
            assert_eq!(
                (one.occurrences_of(word), one.word(word)),
                (whole.occurrences_of(word), whole.word(word)),
                "{word:?}"
            );
        }
    }

    #[test]
    fn words_are_read_in_simplified_characters() {
        let mut lexicon = Vocabulary::default();
        assert_eq!(count(&mut lexicon, "社區發展經濟"), count(&mut lexicon, "社区发展经济"));
    }
}
