//! Alignment of the words of two texts, regardless of order.

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
    fn similar_words(&self, a: &WordBag, b: &WordBag, same: &[WordPair]) -> Vec<WordPair> {
        let words_a = unaligned(a, same.iter().map(|pair| pair.a));
        let words_b = unaligned(b, same.iter().map(|pair| pair.b));
        let (vectors_a, vectors_b) =
            (self.word_vectors(a, &words_a), self.word_vectors(b, &words_b));
        let mut pairs = Vec::new();
        for (x, &a) in words_a.iter().enumerate() {
            for (y, &b) in words_b.iter().enumerate() {
                let similarity = vectors_a.cosine(x, &vectors_b, y);
                if similarity >= MIN_COSINE {
                    pairs.push(WordPair { a, b, similarity, is_same: false });
                }
            }
        }
        pairs.sort_by(|x, y| {
            y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let (mut is_taken_a, mut is_taken_b) =
            (vec![false; a.words().len()], vec![false; b.words().len()]);
        pairs.retain(|pair| {
            let is_free = !is_taken_a[pair.a] && !is_taken_b[pair.b];
            if is_free {
                (is_taken_a[pair.a], is_taken_b[pair.b]) = (true, true);
            }
            is_free
        });
        pairs
    }
}

/// Share of what is common to two texts in both of them, where `all` is the sum of both.
fn jaccard(common: f32, all: f32) -> f32 {
    if all > 0.0 { common / (all - common) } else { 0.0 }
}

/// Indices of the words of some weight that are not among `aligned`.
fn unaligned(bag: &WordBag, aligned: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut is_unaligned: Vec<bool> =
        bag.words().iter().map(|word| word.weight >= MIN_WEIGHT).collect();
    aligned.for_each(|at| is_unaligned[at] = false);
    (0..bag.words().len()).filter(|&at| is_unaligned[at]).collect()
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
