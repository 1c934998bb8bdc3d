//! Alignment of the words of two texts, regardless of order.

use std::ops::Range;

use super::word_bag::{SameWord, WordBag};
use super::word_embedder::WordEmbedder;

/// Least weight of a word that is aligned with a different word. Lighter words, more than one in
/// 1,024 of all words, occur in every text.
const MIN_WEIGHT: f32 = 1.0;
/// Least cosine of two different words that are aligned. Two words below it share a topic at most.
const MIN_COSINE: f32 = 0.3;
/// From this cosine on two different words are synonyms or antonyms.
const MIN_CLOSE_COSINE: f32 = 0.45;
/// Greatest distance on both sides between a pair of words and the next one that is in order: one
/// word may be left out.
const MAX_STEP: usize = 2;

/// Two aligned words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordPair {
    /// Index of the word in the first text.
    pub a: usize,
    /// Index of the word in the second text.
    pub b: usize,
    /// 1 for the same word, else the cosine of the vectors.
    pub similarity: f32,
    /// Whether both are the same word.
    pub is_same: bool,
}

impl WordPair {
    /// Whether the words are the same, synonyms or antonyms.
    #[must_use]
    pub fn is_close(&self) -> bool {
        self.similarity >= MIN_CLOSE_COSINE
    }
}

impl From<SameWord> for WordPair {
    fn from(same: SameWord) -> Self {
        Self { a: same.a, b: same.b, similarity: 1.0, is_same: true }
    }
}

/// Similarity of the words of two texts.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WordSimilarity {
    /// Weighted Jaccard similarity of the words.
    pub words: f32,
    /// Soft Jaccard similarity of the words: aligned words of similar meaning count by their
    /// cosine.
    pub soft_words: f32,
    /// Weight of the aligned words that are in the same order in both texts, as a share of the
    /// lighter text.
    pub order: f32,
    /// The aligned words, in the order of the first text.
    pub pairs: Vec<WordPair>,
}

impl WordEmbedder<'_> {
    /// Aligns the words of two texts: equal words first, then words with similar vectors.
    #[must_use]
    pub fn compare(&self, a: &WordBag, b: &WordBag) -> WordSimilarity {
        let mut pairs: Vec<WordPair> = a.same_words(b).map(WordPair::from).collect();
        let same: f32 = pairs.iter().map(|pair| a.words()[pair.a].weight).sum();
        // Behind the equal words, so that no word is aligned with a similar one if the other text
        // has the same.
        pairs.extend(self.similar_words(a, b, &pairs));
        pairs.sort_unstable_by_key(|pair| pair.a);
        let similar: f32 = pairs.iter().map(|pair| common_weight(a, b, pair)).sum();
        let all = a.weight() + b.weight();
        WordSimilarity {
            words: jaccard(same, all),
            soft_words: jaccard(similar, all),
            order: order(a, b, &pairs),
            pairs,
        }
    }

    /// Pairs the words that have no same word in the other text, those with the greatest cosine
    /// first; each word is in one pair at most.
    ///
    /// Each different word is compared once, however often it occurs: a text of twice the length has
    /// far fewer than twice as many different words.
    fn similar_words(&self, a: &WordBag, b: &WordBag, same: &[WordPair]) -> Vec<WordPair> {
        let mut words_a = self.unaligned(a, same.iter().map(|pair| pair.a));
        let mut words_b = self.unaligned(b, same.iter().map(|pair| pair.b));
        let [vectors_a, vectors_b] = [(a, &words_a), (b, &words_b)]
            .map(|(bag, free)| self.word_vectors(bag, &free.firsts().collect::<Vec<_>>()));
        let mut similar = Vec::new();
        for a in 0..words_a.words.len() {
            for b in 0..words_b.words.len() {
                let similarity = vectors_a.cosine(a, &vectors_b, b);
                if similarity >= MIN_COSINE {
                    similar.push(WordPair { a, b, similarity, is_same: false });
                }
            }
        }
        similar.sort_by(|x, y| {
            y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let mut pairs = Vec::new();
        for pair in similar {
            let count = words_a.words[pair.a].len().min(words_b.words[pair.b].len());
            let both = words_a.take(pair.a, count).iter().zip(words_b.take(pair.b, count));
            pairs.extend(both.map(|(&a, &b)| WordPair { a, b, ..pair }));
        }
        pairs
    }

    /// The words of some weight that the model knows and that are not among `aligned`, by their
    /// first occurrences.
    fn unaligned(&self, bag: &WordBag, aligned: impl Iterator<Item = usize>) -> FreeWords {
        let mut is_unaligned: Vec<bool> = bag
            .words()
            .iter()
            .map(|word| word.weight >= MIN_WEIGHT && self.has_vector(word.id))
            .collect();
        aligned.for_each(|at| is_unaligned[at] = false);
        let mut free = FreeWords::default();
        for own in bag.occurrences() {
            let start = free.occurrences.len();
            free.occurrences.extend(own.filter(|&at| is_unaligned[at]));
            if free.occurrences.len() > start {
                free.words.push(start..free.occurrences.len());
            }
        }
        let FreeWords { occurrences, words } = &mut free;
        words.sort_unstable_by_key(|own| occurrences[own.start]);
        free
    }
}

/// The different words of a text that have no same word in the other text.
#[derive(Default)]
struct FreeWords {
    /// Indices of the occurrences, of each word ascending.
    occurrences: Vec<usize>,
    /// For each word the range of its occurrences that are not aligned yet.
    words: Vec<Range<usize>>,
}

impl FreeWords {
    /// The first occurrence of each word, before any is aligned.
    fn firsts(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().map(|own| self.occurrences[own.start])
    }

    /// The next `count` occurrences of a word, which are aligned now.
    fn take(&mut self, word: usize, count: usize) -> &[usize] {
        let start = self.words[word].start;
        self.words[word].start += count;
        &self.occurrences[start..start + count]
    }
}

/// Share of what is common to two texts in both of them, where `all` is the sum of both.
fn jaccard(common: f32, all: f32) -> f32 {
    if all > 0.0 { common / (all - common) } else { 0.0 }
}

/// The weight that two aligned words have in common.
fn common_weight(a: &WordBag, b: &WordBag, pair: &WordPair) -> f32 {
    a.words()[pair.a].weight.min(b.words()[pair.b].weight) * pair.similarity
}

/// Weight of the pairs that follow the pair before them on both sides, as a share of the lighter
/// text.
fn order(a: &WordBag, b: &WordBag, pairs: &[WordPair]) -> f32 {
    let in_order = pairs.windows(2).filter(|pair| is_next(&pair[0], &pair[1]));
    let weight: f32 = in_order.map(|pair| common_weight(a, b, &pair[1])).sum();
    let least = a.weight().min(b.weight());
    if least > 0.0 { weight / least } else { 0.0 }
}

/// Whether `y` follows `x` on both sides; `y` is behind `x` in the first text.
fn is_next(x: &WordPair, y: &WordPair) -> bool {
    y.a - x.a <= MAX_STEP && y.b > x.b && y.b - x.b <= MAX_STEP
}

#[cfg(feature = "model")]
#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::embedding::Model;
    use crate::sketch::{IdfWeights, Vocabulary, WordId};
    use crate::text::Content;

    /// Words, some of like meaning, and two that the model does not know.
    const WORDS: [&str; 10] =
        ["big", "large", "huge", "river", "stream", "stone", "happy", "glad", "qzxv", "kqzr"];

    /// Aligns the similar words of two texts one occurrence after the other, as the definition says.
    fn one_by_one(embedder: &WordEmbedder<'_>, a: &WordBag, b: &WordBag) -> Vec<WordPair> {
        let same: Vec<WordPair> = a.same_words(b).map(WordPair::from).collect();
        let [taken_a, taken_b]: [Vec<usize>; 2] =
            [same.iter().map(|pair| pair.a).collect(), same.iter().map(|pair| pair.b).collect()];
        let [free_a, free_b] = [(a, taken_a), (b, taken_b)].map(|(bag, taken)| {
            let all = 0..bag.words().len();
            all.filter(|at| bag.words()[*at].weight >= MIN_WEIGHT && !taken.contains(at))
                .collect::<Vec<_>>()
        });
        let (x, y) = (embedder.word_vectors(a, &free_a), embedder.word_vectors(b, &free_b));
        let [first_a, first_b] = [(a, &free_a), (b, &free_b)].map(|(bag, free)| {
            let mut first: HashMap<WordId, usize> = HashMap::new();
            for &at in free {
                first.entry(bag.words()[at].id).or_insert(at);
            }
            first
        });
        let mut pairs = Vec::new();
        for (i, &at) in free_a.iter().enumerate() {
            for (j, &other) in free_b.iter().enumerate() {
                let similarity = x.cosine(i, &y, j);
                if similarity >= MIN_COSINE {
                    pairs.push(WordPair { a: at, b: other, similarity, is_same: false });
                }
            }
        }
        let key = |pair: &WordPair| {
            let [a, b] = [a.words()[pair.a].id, b.words()[pair.b].id];
            (first_a[&a], first_b[&b], pair.a, pair.b)
        };
        pairs.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then(key(x).cmp(&key(y))));
        let mut chosen: Vec<WordPair> = Vec::new();
        for pair in pairs {
            if chosen.iter().all(|other| other.a != pair.a && other.b != pair.b) {
                chosen.push(pair);
            }
        }
        chosen.extend(same);
        chosen.sort_unstable_by_key(|pair| pair.a);
        chosen
    }

    proptest! {
        #[test]
        fn occurrences_of_a_word_are_aligned_as_if_one_by_one(
            a in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..30),
            b in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..30),
        ) {
            // So many other words that those of the texts have some weight.
            let filler = "fill ".repeat(40_000);
            let mut vocabulary = Vocabulary::default();
            let [a, b] = [a.join(" "), b.join(" ")].map(|text| {
                let (content, mut words) = (Content::whole(&text), Vec::new());
                vocabulary.add(&text, &content, 0..content.len(), &mut words);
                words
            });
            let content = Content::whole(&filler);
            vocabulary.add(&filler, &content, 0..content.len(), &mut Vec::new());
            let weights = IdfWeights::new(vocabulary);
            let embedder = WordEmbedder::new(Model::embedded(), &weights);
            let [a, b] = [a, b].map(|words| embedder.word_bag(words));
            prop_assert_eq!(embedder.compare(&a, &b).pairs, one_by_one(&embedder, &a, &b));
        }
    }
}
