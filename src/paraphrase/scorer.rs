//! The paraphrase score of two texts.

use rayon::prelude::*;

use super::params::{
    COSINE_WEIGHT, FEW_TEXTS_SCORE, MIN_COMMON_OF_FEW, MIN_COMMON_WORDS, MIN_KNOWN_WORDS,
    ORDER_WEIGHT, SAME_TOPIC_COSINE, WORDS_WEIGHT,
};
use crate::similarity::{WordBag, WordEmbedder, WordSimilarity};
use crate::sketch::{Pca, Vector, WordId};

/// Computes vectors, word bags and scores of the texts of a collection, which are given by their words.
pub(crate) struct ParaphraseScorer<'m> {
    embedder: WordEmbedder<'m>,
    pca: Pca,
}

/// How similar two texts are.
pub(crate) struct Comparison {
    /// Similarity of the words.
    pub(crate) words: WordSimilarity,
    /// Cosine of the vectors.
    pub(crate) cosine: f64,
    /// Score, from 0 to 1.
    pub(crate) score: f64,
}

impl<'m> ParaphraseScorer<'m> {
    /// A scorer whose principal components are those of a sample of texts.
    pub(crate) fn new<'w>(
        embedder: WordEmbedder<'m>,
        sample: impl ParallelIterator<Item = &'w [WordId]>,
    ) -> Self {
        let vectors = sample.map(|words| embedder.embed(words.iter().copied()));
        let pca = Pca::fit(embedder.dims(), &vectors.collect::<Vec<_>>());
        Self { embedder, pca }
    }

    /// Whether the model knows enough words of a text to compare it by its meaning.
    pub(crate) fn is_known(&self, words: &[WordId]) -> bool {
        knows_words(&self.embedder, words)
    }

    /// The words of a text, with their weights.
    pub(crate) fn bag(&self, words: &[WordId]) -> WordBag {
        self.embedder.word_bag(words.iter().copied())
    }

    /// Vector of a text along the principal components.
    pub(crate) fn vector(&self, words: &[WordId]) -> Vector {
        self.pca.project(&self.embedder.embed(words.iter().copied()))
    }

    /// Compares two texts whose vectors have this cosine.
    pub(crate) fn compare(&self, a: &WordBag, b: &WordBag, cosine: f64) -> Comparison {
        let words = self.align(a, b);
        let score = score(&words, cosine);
        Comparison { words, cosine, score }
    }

    /// Aligns the words of two texts.
    pub(crate) fn align(&self, a: &WordBag, b: &WordBag) -> WordSimilarity {
        self.embedder.compare(a, b)
    }
}

/// Whether a model knows enough words of a text to compare it by its meaning.
pub(crate) fn knows_words(embedder: &WordEmbedder<'_>, words: &[WordId]) -> bool {
    embedder.known_share(words) >= MIN_KNOWN_WORDS
}

/// Whether two texts are worth an alignment of their words, if they need this score.
pub(crate) fn may_be_paraphrases(a: &WordBag, b: &WordBag, cosine: f64, min_score: f64) -> bool {
    let min_common = if min_score < FEW_TEXTS_SCORE { MIN_COMMON_OF_FEW } else { MIN_COMMON_WORDS };
    cosine >= SAME_TOPIC_COSINE || f64::from(a.words_shared(b)) >= min_common
}

/// Weighted mean of the similarity of the words, the share of words in order, and the cosine.
fn score(words: &WordSimilarity, cosine: f64) -> f64 {
    let sum = WORDS_WEIGHT * f64::from(words.soft_words)
        + ORDER_WEIGHT * f64::from(words.order)
        + COSINE_WEIGHT * cosine;
    (sum / (WORDS_WEIGHT + ORDER_WEIGHT + COSINE_WEIGHT)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(words: f32, order: f32) -> WordSimilarity {
        WordSimilarity { words, soft_words: words, order, pairs: Vec::new() }
    }

    #[test]
    fn where_a_low_score_suffices_fewer_common_words_do() {
        let bag = |ids: std::ops::Range<u32>| WordBag::of_weights(ids.map(|id| (WordId(id), 1.0)));
        // 5 of 35 words.
        let (a, b) = (bag(0..20), bag(15..35));
        assert!(may_be_paraphrases(&a, &b, 0.7, 0.2));
        assert!(!may_be_paraphrases(&a, &b, 0.7, 0.4));
        assert!(may_be_paraphrases(&a, &b, 0.95, 0.4));
        assert!(!may_be_paraphrases(&a, &bag(18..38), 0.7, 0.2));
    }

    #[test]
    fn the_score_is_a_share_that_words_decide_most() {
        assert!((score(&similarity(1.0, 1.0), 1.0) - 1.0).abs() < 1e-9);
        assert!(score(&similarity(0.0, 0.0), -1.0).abs() < 1e-9);
        let by_words = score(&similarity(0.5, 0.0), 0.0);
        let by_order = score(&similarity(0.0, 0.5), 0.0);
        assert!(by_words > by_order && by_order > score(&similarity(0.0, 0.0), 0.5));
    }
}
