//! Vectors of the words of a collection.

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::word_bag::{Word, WordBag};
use crate::document::RowEnds;
use crate::embedding::{Model, TokenId};
use crate::sketch::{IdfWeights, WordId, dot};

/// Computes vectors of texts and their words. Each word of the collection is looked up in the model
/// once.
#[derive(Debug, Clone)]
pub struct WordEmbedder<'m> {
    model: &'m Model,
    weights: &'m IdfWeights,
    /// Tokens of the model that make up the words of the collection.
    tokens: Vec<TokenId>,
    /// The tokens of each word.
    words: RowEnds,
    /// The words that have a vector and no digits.
    known: FixedBitSet,
}

impl<'m> WordEmbedder<'m> {
    /// Looks up all words of a collection.
    #[must_use]
    pub fn new(model: &'m Model, weights: &'m IdfWeights) -> Self {
        let ids: Vec<WordId> = weights.vocabulary().words().collect();
        let of_words: Vec<Vec<TokenId>> =
            ids.par_iter().map(|&id| look_up(model, weights, id)).collect();
        let (mut tokens, mut words) =
            (Vec::with_capacity(of_words.len()), RowEnds::with_capacity(of_words.len()));
        for of_word in of_words {
            tokens.extend(of_word);
            words.push(tokens.len());
        }
        let known = ids.iter().map(|id| id.index());
        let known = known.filter(|&at| !words.range(at).is_empty() && !has_digit(weights, ids[at]));
        Self { model, weights, known: known.collect(), tokens, words }
    }

    /// The model.
    pub(crate) fn model(&self) -> &'m Model {
        self.model
    }

    /// The words of the collection, with their weights.
    pub(crate) fn weights(&self) -> &'m IdfWeights {
        self.weights
    }

    /// Tokens of the model that make up a word of the collection.
    pub(crate) fn tokens(&self, word: WordId) -> &[TokenId] {
        &self.tokens[self.words.range(word.index())]
    }

    /// Number of dimensions of the vectors.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.model.dims()
    }

    /// The weighted words of a text.
    ///
    /// # Panics
    /// If a word is of another collection.
    #[must_use]
    pub fn word_bag(&self, words: impl IntoIterator<Item = WordId>) -> WordBag {
        let mut start = 0;
        let mut found = Vec::new();
        for id in words {
            let end = start + self.weights.vocabulary().word(id).len();
            found.push(Word { range: start..end, id, weight: self.weights.weight_of(id) });
            start = end;
        }
        WordBag::new(found)
    }

    /// The vector of a text: the weighted sum of the vectors of its words, scaled to unit length,
    /// or zero.
    ///
    /// # Panics
    /// If a word is of another collection.
    #[must_use]
    pub fn embed(&self, words: impl IntoIterator<Item = WordId>) -> Vec<f32> {
        let mut vector = vec![0.0; self.model.dims()];
        self.model.direction(
            words.into_iter().flat_map(|word| self.tokens(word).iter().copied()),
            &mut vector,
        );
        vector
    }

    /// Share of the words of a text that are known: that have a vector and no digits. The model
    /// has one vector for all numbers, which says nothing of their meaning. 0 for a text without
    /// words.
    ///
    /// # Panics
    /// If a word is of another collection.
    #[must_use]
    pub fn known_share(&self, words: &[WordId]) -> f64 {
        let known = words.iter().filter(|word| self.known.contains(word.index())).count();
        known as f64 / words.len().max(1) as f64
    }

    /// Whether the model has a vector of a word.
    pub(super) fn has_vector(&self, word: WordId) -> bool {
        !self.tokens(word).is_empty()
    }

    /// The vectors of some words of a text, by their indices.
    pub(super) fn word_vectors(&self, bag: &WordBag, words: &[usize]) -> WordVectors {
        let dims = self.model.dims();
        let mut values = vec![0; dims * words.len()];
        for (&word, vector) in words.iter().zip(values.chunks_exact_mut(dims.max(1))) {
            self.model.whole_direction(self.tokens(bag.words()[word].id), vector);
        }
        let norms =
            values.chunks_exact(dims.max(1)).map(|vector| (dot(vector, vector) as f32).sqrt());
        WordVectors { norms: norms.collect(), dims, values }
    }
}

fn has_digit(weights: &IdfWeights, word: WordId) -> bool {
    weights.vocabulary().word(word).iter().any(|char| char.is_numeric())
}

fn look_up(model: &Model, weights: &IdfWeights, word: WordId) -> Vec<TokenId> {
    let written: String = weights.vocabulary().word(word).iter().collect();
    model.word_ids(&written)
}

/// Vectors of some words, as whole numbers.
pub(super) struct WordVectors {
    dims: usize,
    values: Vec<i16>,
    norms: Vec<f32>,
}

impl WordVectors {
    /// Cosine of one of these vectors and one of others.
    pub(super) fn cosine(&self, at: usize, others: &Self, other: usize) -> f32 {
        let norms = self.norms[at] * others.norms[other];
        let dot = dot(self.vector(at), others.vector(other));
        if norms > 0.0 { dot as f32 / norms } else { 0.0 }
    }

    fn vector(&self, at: usize) -> &[i16] {
        &self.values[at * self.dims..][..self.dims]
    }
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::sketch::Vocabulary;
    use crate::text::Content;

    /// Share of the words of a text that the embedded model knows.
    fn known_share(text: &str) -> f64 {
        let content = Content::whole(text);
        let (mut vocabulary, mut words) = (Vocabulary::default(), Vec::new());
        vocabulary.add(text, &content, 0..content.len(), &mut words);
        WordEmbedder::new(Model::embedded(), &IdfWeights::new(vocabulary)).known_share(&words)
    }

    #[test]
    fn numbers_and_identifiers_are_unknown() {
        assert!((known_share("我们要努力提高工作能力。") - 1.0).abs() < 1e-9);
        assert!((known_share("status 200 qzxv 3f8a") - 0.25).abs() < 1e-9);
        assert!(known_share("。").abs() < 1e-9);
    }
}
