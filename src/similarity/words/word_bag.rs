//! The weighted words of a text.

use std::cmp::Ordering;
use std::ops::Range;

use crate::sketch::WordId;

/// The words of a text, with their weights.
#[derive(Debug, Clone, Default)]
pub struct WordBag {
    words: Vec<Word>,
    /// Sum of the weights of all words.
    weight: f32,
    /// The id of each word and its index, in rising order.
    by_id: Vec<(WordId, u32)>,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Content characters of the word, counted from the start of the text.
    pub range: Range<usize>,
    /// Id of the word in the vocabulary.
    pub id: WordId,
    /// Weight of the word: the rarer it is, the heavier.
    pub weight: f32,
}

/// The same word in two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SameWord {
    /// Index of the word in the first text.
    pub(crate) a: usize,
    /// Index of the word in the second text.
    pub(crate) b: usize,
}

impl WordBag {
    pub(super) fn new(words: Vec<Word>) -> Self {
        let mut by_id: Vec<(WordId, u32)> = words.iter().map(|word| word.id).zip(0..).collect();
        by_id.sort_unstable();
        Self { weight: words.iter().map(|word| word.weight).sum(), by_id, words }
    }

    /// A text of words with these ids and weights, each of one character.
    #[cfg(test)]
    pub(crate) fn of_weights(words: impl IntoIterator<Item = (WordId, f32)>) -> Self {
        let words = words.into_iter().enumerate();
        Self::new(words.map(|(at, (id, weight))| Word { range: at..at + 1, id, weight }).collect())
    }

    /// Bytes that the bag takes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.words) + size_of_val(&*self.by_id)
    }

    /// The words, in the order of the text.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Sum of the weights of all words.
    #[must_use]
    pub fn weight(&self) -> f32 {
        self.weight
    }

    /// Weighted Jaccard similarity of the words of two texts.
    ///
    /// It is the [`WordSimilarity::words`](super::WordSimilarity::words) that
    /// [`WordEmbedder::compare`](super::WordEmbedder::compare) computes too, in much less time.
    #[must_use]
    pub fn words_shared(&self, other: &Self) -> f32 {
        let shared: f32 = self.same_words(other).map(|same| self.words[same.a].weight).sum();
        let all = self.weight + other.weight - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// For each different word, the indices of its occurrences, ascending.
    pub(super) fn occurrences(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + '_> {
        self.by_id.chunk_by(|x, y| x.0 == y.0).map(|same| same.iter().map(|&(_, at)| at as usize))
    }

    /// Iterates over the words that both texts have, by id. The first occurrences of a word are
    /// paired, then the second ones, and so on.
    pub(crate) fn same_words(&self, other: &Self) -> impl Iterator<Item = SameWord> {
        let (mut a, mut b) = (0, 0);
        std::iter::from_fn(move || {
            while let (Some(&x), Some(&y)) = (self.by_id.get(a), other.by_id.get(b)) {
                match x.0.cmp(&y.0) {
                    Ordering::Less => a += 1,
                    Ordering::Greater => b += 1,
                    Ordering::Equal => {
                        (a, b) = (a + 1, b + 1);
                        return Some(SameWord { a: x.1 as usize, b: y.1 as usize });
                    }
                }
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(words: &[(u32, f32)]) -> WordBag {
        let words = words.iter().enumerate();
        WordBag::new(
            words
                .map(|(at, &(id, weight))| Word { range: at..at + 1, id: WordId(id), weight })
                .collect(),
        )
    }

    #[test]
    fn each_occurrence_of_a_word_is_paired_once() {
        let (a, b) = (bag(&[(5, 1.0), (7, 1.0), (5, 1.0)]), bag(&[(9, 1.0), (5, 1.0), (7, 1.0)]));
        let same: Vec<_> = a.same_words(&b).collect();
        assert_eq!(same, [SameWord { a: 0, b: 1 }, SameWord { a: 1, b: 2 }]);
    }

    #[test]
    fn words_weigh_in_the_jaccard_similarity() {
        let (a, b) = (bag(&[(1, 3.0), (2, 1.0)]), bag(&[(1, 3.0), (3, 2.0)]));
        assert!((a.words_shared(&b) - 0.5).abs() < 1e-6);
        assert!(bag(&[]).words_shared(&bag(&[])).abs() < 1e-6);
    }
}
