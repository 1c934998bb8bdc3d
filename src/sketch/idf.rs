//! IDF weights of words, and multisets in which each word is repeated in proportion to its weight.
//!
//! The plain Jaccard similarity of two such multisets is the weighted Jaccard similarity of the
//! words, so that signatures, bands and overlaps work on weighted words as they work on shingles.

use std::sync::LazyLock;

use rayon::prelude::*;

use super::hash::{avalanche, hash_word};
use super::vocabulary::{Vocabulary, WordId};
use crate::text::{Content, frequency, words};

/// Pseudo-count of the frequencies of the language: a collection of this many words has as much
/// influence on the weights as the dictionary. Smaller collections hardly change the weights, since
/// their counts of rare words are noise: a word that occurs once in 10,000 words would seem a
/// hundred times as frequent as one that occurs once in a million. Other sizes were not measured.
const BACKGROUND: f64 = 1e6;
/// Relative frequency at which the logarithm of the rarity is 0. About 200 words are more frequent;
/// all of them have the weight [`LIGHTEST`].
const WEIGHTLESS: f64 = 1.0 / 512.0;
/// Upper bound of a weight, so that a single misspelt or unseen word does not dominate a short
/// unit. A word that is one of two million has this weight, and rarer ones no more. Other bounds
/// were not measured.
const HEAVIEST: f64 = 12.0;
/// Lower bound of a weight: function words count a little, so that no unit is empty. With
/// [`COPIES`] it is the least weight that still makes one element. Other bounds were not measured.
const LIGHTEST: f64 = 0.5;
/// Elements of the multiset for each unit of weight; two resolve weights to steps of 0.5. Time and
/// memory of a weighted text grow with the number, whose effect on precision was not measured.
const COPIES: f32 = 2.0;

/// IDF weight of each word: the binary logarithm of its inverse relative frequency, estimated from
/// the language and a collection together.
///
/// ```
/// use leitong::sketch::IdfWeights;
/// let weight = |word: &str| IdfWeights::language().weight(&word.chars().collect::<Vec<_>>());
/// assert!(weight("的") < weight("社区") && weight("社区") < weight("军民融合"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct IdfWeights {
    vocabulary: Vocabulary,
    /// Weight of each word of the vocabulary.
    weights: Vec<f32>,
}

/// Weights without the counts of any collection.
static LANGUAGE: LazyLock<IdfWeights> = LazyLock::new(IdfWeights::default);

impl IdfWeights {
    /// The weights for a collection with this vocabulary.
    #[must_use]
    pub fn new(vocabulary: Vocabulary) -> Self {
        let words = (0..vocabulary.len()).into_par_iter().map(WordId::new);
        let weights = words.map(|word| weight_in(&vocabulary, word)).collect();
        Self { vocabulary, weights }
    }

    /// The weights by the frequencies of the language alone.
    #[must_use]
    pub fn language() -> &'static Self {
        &LANGUAGE
    }

    /// The words of the collection.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Checksum of the words and their counts, whatever their order.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        let word = |word: WordId| {
            avalanche(
                hash_word(self.vocabulary.word(word))
                    ^ avalanche(self.vocabulary.occurrences_of(word)),
            )
        };
        self.vocabulary.words().map(word).fold(0, u64::wrapping_add)
    }

    /// Weight of a word of the collection.
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    #[must_use]
    pub fn weight_of(&self, word: WordId) -> f32 {
        self.weights[word.index()]
    }

    /// Weight of a word, given by its content characters, whether it occurs in the collection or
    /// not.
    #[must_use]
    pub fn weight(&self, word: &[char]) -> f32 {
        self.weight_by(hash_word(word), word)
    }

    fn weight_by(&self, hash: u64, word: &[char]) -> f32 {
        let counted = self.vocabulary.find(hash).map(|word| self.weight_of(word));
        counted.unwrap_or_else(|| weight(word, 0, self.vocabulary.occurrences()))
    }

    /// Hashes that represent the words of a content, in no particular order: the overlap of two
    /// sets of them is the weighted overlap of the words. Every occurrence of a word counts.
    ///
    /// # Panics
    /// If `content` is not the content of `text`.
    #[must_use]
    pub fn weighted_shingles(&self, text: &str, content: &Content) -> Vec<u64> {
        let mut elements = Vec::new();
        self.weighted_shingles_into(text, content, &mut elements);
        elements
    }

    /// Replaces the contents of `elements` by the [weighted shingles](Self::weighted_shingles).
    ///
    /// # Panics
    /// If `content` is not the content of `text`.
    pub fn weighted_shingles_into(&self, text: &str, content: &Content, elements: &mut Vec<u64>) {
        let words = words(text, content).into_iter().map(|word| &content.chars()[word]);
        let mut words: Vec<(u64, &[char])> = words.map(|word| (hash_word(word), word)).collect();
        // Sorted by hash, so that the occurrences of a word are numbered without a map.
        words.sort_unstable_by_key(|word| word.0);
        elements.clear();
        // An average word of running text has about 12 elements.
        elements.reserve(words.len() * 12);
        for same in words.chunk_by(|x, y| x.0 == y.0) {
            let (hash, word) = same[0];
            let copies = copies(self.weight_by(hash, word));
            for occurrence in 0..same.len() as u64 {
                elements.extend((0..copies).map(|copy| element(hash, occurrence, copy)));
            }
        }
    }
}

/// Element number `copy` of an occurrence of the word with this hash.
fn element(hash: u64, occurrence: u64, copy: u64) -> u64 {
    avalanche(hash ^ avalanche(occurrence << 8 | copy))
}

fn weight_in(vocabulary: &Vocabulary, word: WordId) -> f32 {
    weight(vocabulary.word(word), vocabulary.occurrences_of(word), vocabulary.occurrences())
}

/// Weight of a word that occurs `count` times among the `words` words of a collection.
fn weight(word: &[char], count: u64, words: u64) -> f32 {
    let in_language = frequency(&word.iter().collect::<String>());
    let share = (BACKGROUND * in_language + count as f64) / (BACKGROUND + words as f64);
    (WEIGHTLESS / share).log2().clamp(LIGHTEST, HEAVIEST) as f32
}

/// How often a word of this weight is repeated.
#[expect(clippy::cast_sign_loss, reason = "a weight is positive")]
fn copies(weight: f32) -> u64 {
    (weight * COPIES).round() as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn content(text: &str) -> Content {
        Content::whole(text)
    }

    #[test]
    fn overlaps_of_elements_are_weighted_overlaps_of_words() {
        let weights = IdfWeights::language();
        let (a, b) = ("发展经济发展社区", "社区的发展");
        let [of_a, of_b] = [a, b].map(|text| {
            weights.weighted_shingles(text, &content(text)).into_iter().collect::<BTreeSet<_>>()
        });
        let copies =
            |word: &str| copies(weights.weight(&word.chars().collect::<Vec<_>>())) as usize;
        let (develop, economy, community, of) =
            (copies("发展"), copies("经济"), copies("社区"), copies("的"));
        assert_eq!(of_a.intersection(&of_b).count(), develop + community);
        assert_eq!(
            (of_a.len(), of_b.len()),
            (2 * develop + economy + community, community + of + develop)
        );
    }

    #[test]
    fn a_word_that_is_frequent_in_a_collection_weighs_less_in_it() {
        let text = "军民融合。".repeat(40_000);
        let mut vocabulary = Vocabulary::default();
        let content = content(&text);
        vocabulary.add(&text, &content, 0..content.len(), &mut Vec::new());
        let word: Vec<char> = "军民".chars().collect();
        assert!(
            IdfWeights::new(vocabulary).weight(&word) < IdfWeights::language().weight(&word) - 3.0
        );
    }
}
