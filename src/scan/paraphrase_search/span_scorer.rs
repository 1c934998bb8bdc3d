//! The paraphrase score of two spans.

use rayon::prelude::*;

use super::word_span::{WordSpan, WordSpanPair};
use crate::paraphrase::{ChanceScores, Comparison, PCA_SAMPLE, ParaphraseScorer, Writing};
use crate::scan::settings::Semantic;
use crate::scan::tokenized::TokenizedSections;
use crate::similarity::{WordBag, WordEmbedder};
use crate::sketch::Vector;

/// Computes vectors, word bags and scores of spans.
pub(super) struct SpanScorer<'s> {
    /// The sections that the spans lie in.
    pub(super) sections: TokenizedSections<'s>,
    scorer: ParaphraseScorer<'s>,
    /// The scores that chance yields among all spans.
    chance: ChanceScores,
    /// Minimum score of a paraphrase, if it does not follow from chance.
    min_score: Option<f64>,
    /// The lower of the minimum scores of both writings.
    pub(super) least_score: f64,
}

/// A span and its words.
#[derive(Clone, Copy)]
pub(super) struct WeighedSpan<'r> {
    pub(super) span: &'r WordSpan,
    pub(super) bag: &'r WordBag,
}

/// A word of a span: its weight, and whether the other span has a word with a similar meaning.
#[derive(Clone, Copy)]
pub(super) struct AlignedWord {
    pub(super) weight: f32,
    pub(super) is_aligned: bool,
}

impl<'s> SpanScorer<'s> {
    /// A scorer whose principal components are those of `spans`.
    pub(super) fn new(
        semantic: &'s Semantic,
        sections: TokenizedSections<'s>,
        spans: &[WordSpan],
    ) -> Self {
        let model = semantic.loaded_model().expect("settings without a model are refused");
        let embedder = WordEmbedder::new(model, &sections.tokens.weights);
        let step = spans.len().div_ceil(PCA_SAMPLE).max(1);
        let sample = spans.par_iter().step_by(step).map(|span| span.words(sections));
        let scorer = ParaphraseScorer::new(embedder, sample);
        let chance = ChanceScores::among(spans.len());
        let least = chance.threshold(Writing::Ideographs).min(chance.threshold(Writing::Letters));
        let min_score = semantic.min_score;
        Self { sections, scorer, chance, min_score, least_score: min_score.unwrap_or(least) }
    }

    /// Whether the model knows enough words of a span to compare it by its meaning.
    pub(super) fn is_known(&self, span: &WordSpan) -> bool {
        self.scorer.is_known(span.words(self.sections))
    }

    /// The words of a span, with their weights.
    pub(super) fn bag(&self, span: &WordSpan) -> WordBag {
        self.scorer.bag(span.words(self.sections))
    }

    /// Vector of a span along the principal components.
    pub(super) fn vector(&self, span: &WordSpan) -> Vector {
        self.scorer.vector(span.words(self.sections))
    }

    /// Minimum score of a paraphrase in this writing.
    pub(super) fn min_score(&self, writing: Writing) -> f64 {
        self.min_score.unwrap_or_else(|| self.chance.threshold(writing))
    }

    /// Expected number of pairs of spans in this writing that have at least this score and nothing to
    /// do with each other.
    pub(super) fn expected_by_chance(&self, score: f64, writing: Writing) -> f64 {
        self.chance.expected(score, writing)
    }

    /// Compares two spans whose vectors have this cosine.
    pub(super) fn compare(&self, a: &WordBag, b: &WordBag, cosine: f64) -> Comparison {
        self.scorer.compare(a, b, cosine)
    }

    /// The words of two spans, each with its weight and whether it is aligned.
    pub(super) fn aligned_words(&self, pair: &WordSpanPair) -> [Vec<AlignedWord>; 2] {
        let (x, y) = (self.bag(&pair.a), self.bag(&pair.b));
        let similarity = self.scorer.align(&x, &y);
        let mut words = [&x, &y].map(unaligned_words);
        for close in similarity.pairs.iter().filter(|word_pair| word_pair.is_close()) {
            words[0][close.a].is_aligned = true;
            words[1][close.b].is_aligned = true;
        }
        words
    }
}

fn unaligned_words(bag: &WordBag) -> Vec<AlignedWord> {
    bag.words().iter().map(|word| AlignedWord { weight: word.weight, is_aligned: false }).collect()
}
