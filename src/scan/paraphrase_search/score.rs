//! The paraphrase score of two texts.

use rayon::prelude::*;

use super::params::{
    COSINE_WEIGHT, MIN_COMMON_WORDS, MIN_KNOWN_WORDS, ORDER_WEIGHT, PCA_SAMPLE, SAME_TOPIC_COSINE,
    WORDS_WEIGHT,
};
use super::word_span::{WordSpan, WordSpanPair};
use crate::scan::settings::Semantic;
use crate::scan::tokenized::TokenizedSections;
use crate::similarity::{WordBag, WordEmbedder, WordSimilarity};
use crate::sketch::{Pca, Vector};

/// Computes vectors, word bags and scores of spans.
pub(super) struct ParaphraseScorer<'s> {
    /// The sections that the spans lie in.
    pub(super) sections: TokenizedSections<'s>,
    /// Minimum score of a paraphrase.
    pub(super) min_score: f64,
    embedder: WordEmbedder<'s>,
    pca: Pca,
}

/// A span and its words.
#[derive(Clone, Copy)]
pub(super) struct WeighedSpan<'r> {
    pub(super) span: &'r WordSpan,
    pub(super) bag: &'r WordBag,
}

/// How similar two spans are.
pub(super) struct Comparison {
    /// Similarity of the words.
    pub(super) words: WordSimilarity,
    /// Cosine of the vectors.
    pub(super) cosine: f64,
    /// Score, from 0 to 1.
    pub(super) score: f64,
}

/// A word of a span: its weight, and whether the other span has a word with a similar meaning.
#[derive(Clone, Copy)]
pub(super) struct AlignedWord {
    pub(super) weight: f32,
    pub(super) is_aligned: bool,
}

impl<'s> ParaphraseScorer<'s> {
    /// A scorer whose principal components are those of `spans`.
    pub(super) fn new(
        semantic: &'s Semantic,
        sections: TokenizedSections<'s>,
        spans: &[WordSpan],
    ) -> Self {
        let model = semantic.loaded_model().expect("settings without a model are refused");
        let embedder = WordEmbedder::new(model, &sections.tokens.weights);
        let step = spans.len().div_ceil(PCA_SAMPLE).max(1);
        let sample = spans.par_iter().step_by(step);
        let sample: Vec<Vec<f32>> = sample.map(|span| embed(&embedder, sections, span)).collect();
        let pca = Pca::fit(embedder.dims(), &sample);
        Self { sections, min_score: semantic.min_score, embedder, pca }
    }

    /// Whether the model knows enough words of a span to compare it by its meaning.
    pub(super) fn is_known(&self, span: &WordSpan) -> bool {
        self.embedder.known_share(span.words(self.sections)) >= MIN_KNOWN_WORDS
    }

    /// The words of a span, with their weights.
    pub(super) fn bag(&self, span: &WordSpan) -> WordBag {
        self.embedder.word_bag(span.words(self.sections).iter().copied())
    }

    /// Vector of a span along the principal components.
    pub(super) fn vector(&self, span: &WordSpan) -> Vector {
        self.pca.project(&embed(&self.embedder, self.sections, span))
    }

    /// Compares two spans whose vectors have this cosine.
    pub(super) fn compare(&self, a: &WordBag, b: &WordBag, cosine: f64) -> Comparison {
        let words = self.embedder.compare(a, b);
        let score = score(&words, cosine);
        Comparison { words, cosine, score }
    }

    /// The words of two spans, each with its weight and whether it is aligned.
    pub(super) fn aligned_words(&self, pair: &WordSpanPair) -> [Vec<AlignedWord>; 2] {
        let (x, y) = (self.bag(&pair.a), self.bag(&pair.b));
        let similarity = self.embedder.compare(&x, &y);
        let mut words = [&x, &y].map(unaligned_words);
        for close in similarity.pairs.iter().filter(|word_pair| word_pair.is_close()) {
            words[0][close.a].is_aligned = true;
            words[1][close.b].is_aligned = true;
        }
        words
    }
}

/// Whether two spans are worth an alignment of their words.
pub(super) fn may_be_paraphrases(a: &WordBag, b: &WordBag, cosine: f64) -> bool {
    a.words_shared(b) >= MIN_COMMON_WORDS || cosine >= SAME_TOPIC_COSINE
}

fn unaligned_words(bag: &WordBag) -> Vec<AlignedWord> {
    bag.words().iter().map(|word| AlignedWord { weight: word.weight, is_aligned: false }).collect()
}

fn embed(
    embedder: &WordEmbedder<'_>,
    sections: TokenizedSections<'_>,
    span: &WordSpan,
) -> Vec<f32> {
    embedder.embed(span.words(sections).iter().copied())
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
    fn the_score_is_a_share_that_words_decide_most() {
        assert!((score(&similarity(1.0, 1.0), 1.0) - 1.0).abs() < 1e-9);
        assert!(score(&similarity(0.0, 0.0), -1.0).abs() < 1e-9);
        let by_words = score(&similarity(0.5, 0.0), 0.0);
        let by_order = score(&similarity(0.0, 0.5), 0.0);
        assert!(by_words > by_order && by_order > score(&similarity(0.0, 0.0), 0.5));
    }
}
