//! Words weighed by how rare they are.
//!
//! A word counts as many times as it is rare: a unit is the set of its words, each repeated by its weight, so that the
//! Jaccard similarity of two such sets is the weighted Jaccard similarity of their words, and signatures, bands and
//! overlaps serve them as they serve shingles.

use std::sync::LazyLock;

use rayon::prelude::*;

use super::hash::{finish, hash_word};
use super::vocabulary::{Vocabulary, WordId};
use crate::text::{Content, frequency, words};

/// The collection's own counts weigh as much as the language's where it has so many words.
const BACKGROUND: f64 = 1e6;
/// A word that makes this share of all words, one of the two hundred commonest, weighs nothing yet.
const WEIGHTLESS: f64 = 1.0 / 512.0;
/// The rarest words weigh no more than this.
const HEAVIEST: f64 = 12.0;
/// Weight of the commonest words.
const LIGHTEST: f64 = 0.5;
/// Elements of a set for each unit of weight.
const COPIES: f32 = 2.0;

/// How much each word weighs: the logarithm to base 2 of how rare it is, in the language and in a collection together.
///
/// ```
/// use leitong::sketch::IdfWeights;
/// let weight = |word: &str| IdfWeights::language().weight(&word.chars().collect::<Vec<_>>());
/// assert!(weight("的") < weight("社区") && weight("社区") < weight("军民融合"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct IdfWeights {
    lexicon: Vocabulary,
    /// Of the words of the lexicon.
    weights: Vec<f32>,
}

/// What no collection has added to.
static LANGUAGE: LazyLock<IdfWeights> = LazyLock::new(IdfWeights::default);

impl IdfWeights {
    /// The weights in a collection that has these words.
    #[must_use]
    pub fn new(lexicon: Vocabulary) -> Self {
        let of = |at| {
            let word = WordId(at as u32);
            weight(lexicon.word(word), lexicon.occurrences_of(word), lexicon.occurrences())
        };
        Self { weights: (0..lexicon.len()).into_par_iter().map(of).collect(), lexicon }
    }

    /// How rare words are in the language.
    #[must_use]
    pub fn language() -> &'static Self {
        &LANGUAGE
    }

    /// The words of the collection.
    #[must_use]
    pub fn lexicon(&self) -> &Vocabulary {
        &self.lexicon
    }

    /// Checksum of the words and their counts, whatever their order.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        let word = |word: WordId| finish(hash_word(self.lexicon.word(word)) ^ finish(self.lexicon.occurrences_of(word)));
        self.lexicon.words().map(word).fold(0, u64::wrapping_add)
    }

    /// Weight of a word of the collection.
    ///
    /// # Panics
    /// If it is of another one.
    #[must_use]
    pub fn weight_of(&self, word: WordId) -> f32 {
        self.weights[word.index()]
    }

    /// Weight of any word, given by its content characters.
    #[must_use]
    pub fn weight(&self, word: &[char]) -> f32 {
        self.weight_by(hash_word(word), word)
    }

    fn weight_by(&self, hash: u64, word: &[char]) -> f32 {
        let known = self.lexicon.find(hash).map(|word| self.weight_of(word));
        known.unwrap_or_else(|| weight(word, 0, self.lexicon.occurrences()))
    }

    /// The elements that stand for the words of a content, in any order: the overlap of two sets of them is the weighted
    /// overlap of the words. A word that occurs twice counts twice.
    ///
    /// # Panics
    /// If `text` is not what the content was made of.
    #[must_use]
    pub fn elements(&self, text: &str, content: &Content) -> Vec<u64> {
        let words = words(text, content).into_iter().map(|word| &content.chars()[word]);
        let mut words: Vec<(u64, &[char])> = words.map(|word| (hash_word(word), word)).collect();
        words.sort_unstable_by_key(|word| word.0);
        let mut elements = Vec::with_capacity(words.len() * 12);
        for same in words.chunk_by(|x, y| x.0 == y.0) {
            let (hash, word) = same[0];
            let copies = copies(self.weight_by(hash, word));
            let element = |occurrence: u64, copy: u64| finish(hash ^ finish(occurrence << 8 | copy));
            elements.extend((0..same.len() as u64).flat_map(|at| (0..copies).map(move |copy| element(at, copy))));
        }
        elements
    }
}

fn weight(word: &[char], count: u64, words: u64) -> f32 {
    let in_language = frequency(&word.iter().collect::<String>());
    let share = (BACKGROUND * in_language + count as f64) / (BACKGROUND + words as f64);
    (WEIGHTLESS / share).log2().clamp(LIGHTEST, HEAVIEST) as f32
}

#[expect(clippy::cast_sign_loss, reason = "a weight is above 0")]
fn copies(weight: f32) -> u64 {
    (weight * COPIES).round() as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::Span;
    use crate::text::Script;

    fn content(text: &str) -> Content {
        Content::of(text, Span::new(0, text.len()), Script::AsWritten)
    }

    #[test]
    fn overlaps_of_elements_are_weighted_overlaps_of_words() {
        let weights = IdfWeights::language();
        let (a, b) = ("发展经济发展社区", "社区的发展");
        let [of_a, of_b] =
            [a, b].map(|text| weights.elements(text, &content(text)).into_iter().collect::<BTreeSet<_>>());
        let copies = |word: &str| copies(weights.weight(&word.chars().collect::<Vec<_>>())) as usize;
        let (develop, economy, community, of) = (copies("发展"), copies("经济"), copies("社区"), copies("的"));
        assert_eq!(of_a.intersection(&of_b).count(), develop + community);
        assert_eq!((of_a.len(), of_b.len()), (2 * develop + economy + community, community + of + develop));
    }

    #[test]
    fn what_a_collection_is_full_of_weighs_less_in_it() {
        let text = "军民融合。".repeat(40_000);
        let mut lexicon = Vocabulary::default();
        let content = content(&text);
        lexicon.add(&text, &content, 0..content.len(), &mut Vec::new());
        let word: Vec<char> = "军民".chars().collect();
        assert!(IdfWeights::new(lexicon).weight(&word) < IdfWeights::language().weight(&word) - 3.0);
    }
}
