//! The distinct words of a collection and their counts.

use std::ops::Range;

use hashbrown::HashTable;

use super::hash::hash_word;
use crate::document::{RowEnds, index_type};
use crate::text::{Content, simplified_words};

index_type! {
    /// Index of a word in a [`Vocabulary`].
    WordId
}

/// The distinct words of a collection in simplified characters, each with an id and a count.
///
/// Words are identified by 64-bit hashes. Vocabularies of parts of a collection are combined by
/// [`merge`](Self::merge).
///
/// ```
/// use leitong::sketch::Vocabulary;
/// use leitong::text::Content;
/// let text = "社区建设社区";
/// let content = Content::whole(text);
/// let (mut vocabulary, mut words) = (Vocabulary::default(), Vec::new());
/// vocabulary.add(text, &content, 0..content.len(), &mut words);
/// assert_eq!(vocabulary.word(words[0]), ['社', '区']);
/// assert!(words[0] == words[2] && words[0] != words[1]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    hashes: Vec<u64>,
    counts: Vec<u64>,
    /// The characters of all words, one word after another.
    chars: Vec<char>,
    /// The range of each word in `chars`.
    word_chars: RowEnds,
    /// The ids of the words, keyed by their hashes.
    ids: HashTable<u32>,
    occurrences: u64,
}

impl Vocabulary {
    /// Counts the words in `range` of `content`, and appends their ids to `words`. `content` is the
    /// content of `text`.
    ///
    /// # Panics
    /// If `content` is not the content of `text`, or `range` exceeds the content.
    pub fn add(
        &mut self,
        text: &str,
        content: &Content,
        range: Range<usize>,
        words: &mut Vec<WordId>,
    ) {
        simplified_words(text, content, range, |word| {
            words.push(self.count(word, hash_word(word), 1));
        });
    }

    /// The ids of the words in `range` of `content`, which is the content of `text`.
    ///
    /// # Panics
    /// If the vocabulary lacks one of them, `content` is not the content of `text`, or `range` exceeds
    /// the content.
    #[must_use]
    pub fn look_up(&self, text: &str, content: &Content, range: Range<usize>) -> Vec<WordId> {
        let mut words = Vec::with_capacity(range.len() / 2);
        simplified_words(text, content, range, |word| {
            words.push(self.find(hash_word(word)).expect("the words of the text were added"));
        });
        words
    }

    /// Bytes that the vocabulary takes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        // Hash, count, end of the characters, and a slot of the hash table.
        (28 * self.len() + size_of::<char>() * self.chars.len()) as u64
    }

    /// Adds the words and counts of `other`, and returns for each word of `other` its id here.
    pub fn merge(&mut self, other: &Self) -> Vec<WordId> {
        let count = |word: WordId| {
            self.count(other.word(word), other.hashes[word.index()], other.occurrences_of(word))
        };
        other.words().map(count).collect()
    }

    /// Adds `times` occurrences of `word`, and returns its id.
    fn count(&mut self, word: &[char], hash: u64, times: u64) -> WordId {
        self.occurrences += times;
        let hashes = &self.hashes;
        let entry = self
            .ids
            .entry(hash, |&id| hashes[id as usize] == hash, |&id| hashes[id as usize])
            .or_insert_with(|| WordId::new(hashes.len()).0);
        let id = WordId(*entry.get());
        if id.index() == self.hashes.len() {
            self.hashes.push(hash);
            self.counts.push(0);
            self.chars.extend_from_slice(word);
            self.word_chars.push(self.chars.len());
        }
        self.counts[id.index()] += times;
        id
    }

    /// Number of distinct words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether the vocabulary has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The ids of all words, ascending.
    pub fn words(&self) -> impl Iterator<Item = WordId> + use<> {
        WordId::all(self.len())
    }

    /// Total count of all words.
    #[must_use]
    pub fn occurrences(&self) -> u64 {
        self.occurrences
    }

    /// Count of a word.
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    #[must_use]
    pub fn occurrences_of(&self, word: WordId) -> u64 {
        self.counts[word.index()]
    }

    /// The characters of a word.
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    #[must_use]
    pub fn word(&self, word: WordId) -> &[char] {
        &self.chars[self.word_chars.range(word.index())]
    }

    /// The word with this [hash](hash_word).
    pub(super) fn find(&self, hash: u64) -> Option<WordId> {
        self.ids.find(hash, |&id| self.hashes[id as usize] == hash).map(|&id| WordId(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(vocabulary: &mut Vocabulary, text: &str) -> Vec<WordId> {
        let content = Content::whole(text);
        let mut words = Vec::new();
        vocabulary.add(text, &content, 0..content.len(), &mut words);
        words
    }

    #[test]
    fn merged_parts_count_as_the_whole() {
        let (mut whole, mut one, mut other) =
            (Vocabulary::default(), Vocabulary::default(), Vocabulary::default());
        let expected =
            [count(&mut whole, "社区建设"), count(&mut whole, "經濟，社区发展")].concat();
        let mut words = count(&mut one, "社区建设");
        let of_other = count(&mut other, "經濟，社区发展");
        let merged = one.merge(&other);
        words.extend(of_other.iter().map(|word| merged[word.index()]));
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
        let mut vocabulary = Vocabulary::default();
        assert_eq!(count(&mut vocabulary, "社區發展經濟"), count(&mut vocabulary, "社区发展经济"));
    }
}
