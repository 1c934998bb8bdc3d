//! Words weighed by how rare they are.
//!
//! A word counts as many times as it is rare: a unit is the set of its words, each repeated by its weight, so that the
//! Jaccard similarity of two such sets is the weighted Jaccard similarity of their words, and signatures, bands and
//! overlaps serve them as they serve shingles.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::hash::{finish, hash_word};
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

/// How often each word occurs in a collection.
#[derive(Debug, Clone, Default)]
pub struct WordCounts {
    counts: HashMap<Box<[char]>, u64>,
    words: u64,
}

/// How much each word weighs: the logarithm to base 2 of how rare it is, in the language and in a collection together.
///
/// ```
/// use leitong::sketch::WordWeights;
/// let weight = |word: &str| WordWeights::language().weight(&word.chars().collect::<Vec<_>>());
/// assert!(weight("的") < weight("社区") && weight("社区") < weight("军民融合"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct WordWeights {
    /// Of the words of the collection.
    weights: HashMap<u64, f32>,
    /// Words of the collection, repeated ones included.
    words: u64,
}

/// A word of a content.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedWord {
    /// Its characters.
    pub range: Range<usize>,
    /// Equal for equal words.
    pub hash: u64,
    /// How much it weighs.
    pub weight: f32,
}

/// What no collection has added to.
static LANGUAGE: LazyLock<WordWeights> = LazyLock::new(WordWeights::default);

impl WordCounts {
    /// Counts the words of a content; `text` is what it was made of.
    pub fn add(&mut self, text: &str, content: &Content) {
        for word in words(text, content) {
            let word = &content.chars()[word];
            match self.counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(word.into(), 1)),
            }
            self.words += 1;
        }
    }

    /// Counts of two parts of a collection, put together.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        let (mut large, small) = if self.counts.len() >= other.counts.len() { (self, other) } else { (other, self) };
        for (word, count) in small.counts {
            *large.counts.entry(word).or_default() += count;
        }
        large.words += small.words;
        large
    }

    /// What the words weigh.
    #[must_use]
    pub fn weights(&self) -> WordWeights {
        let weights = self.counts.iter().map(|(word, &count)| (hash_word(word), weight(word, count, self.words)));
        WordWeights { weights: weights.collect(), words: self.words }
    }
}

impl WordWeights {
    /// How rare words are in the language.
    #[must_use]
    pub fn language() -> &'static Self {
        &LANGUAGE
    }

    /// Weight of a word, given by its content characters.
    #[must_use]
    pub fn weight(&self, word: &[char]) -> f32 {
        self.weight_of(hash_word(word), word)
    }

    fn weight_of(&self, hash: u64, word: &[char]) -> f32 {
        self.weights.get(&hash).copied().unwrap_or_else(|| weight(word, 0, self.words))
    }

    /// The words of a content, in order, weighed; `text` is what it was made of.
    #[must_use]
    pub fn weigh(&self, text: &str, content: &Content) -> Vec<WeighedWord> {
        let weighed = |range: Range<usize>| {
            let word = &content.chars()[range.clone()];
            let hash = hash_word(word);
            WeighedWord { weight: self.weight_of(hash, word), hash, range }
        };
        words(text, content).into_iter().map(weighed).collect()
    }

    /// The elements that stand for the words of a content, in any order: the overlap of two sets of them is the weighted
    /// overlap of the words. A word that occurs twice counts twice.
    ///
    /// # Panics
    /// If `text` is not what the content was made of.
    #[must_use]
    pub fn elements(&self, text: &str, content: &Content) -> Vec<u64> {
        let mut words = self.weigh(text, content);
        words.sort_unstable_by_key(|word| word.hash);
        let mut elements = Vec::with_capacity(words.len() * 12);
        for same in words.chunk_by(|x, y| x.hash == y.hash) {
            let (hash, copies) = (same[0].hash, copies(same[0].weight));
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
        let weights = WordWeights::language();
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
        let mut counts = WordCounts::default();
        counts.add(&text, &content(&text));
        let word: Vec<char> = "军民".chars().collect();
        assert!(counts.weights().weight(&word) < WordWeights::language().weight(&word) - 3.0);
    }

    #[test]
    fn counts_of_parts_add_up() {
        let count = |texts: &[&str]| {
            let mut counts = WordCounts::default();
            for text in texts {
                counts.add(text, &content(text));
            }
            counts
        };
        let merged = count(&["社区建设"]).merged(count(&["社区发展", "经济"]));
        let whole = count(&["社区发展", "社区建设", "经济"]);
        assert_eq!((merged.words, merged.counts), (whole.words, whole.counts));
    }
}
