//! What the words of a collection mean.

use rayon::prelude::*;

use super::WordBag;
use super::word_bag::Word;
use crate::embedding::{Model, TokenId};
use crate::sketch::{IdfWeights, WordId, dot};
use crate::text::Script;

/// Reads units for their meaning; each word of the collection was looked up in the model once.
#[derive(Debug, Clone)]
pub struct WordEmbedder<'m> {
    pub(super) model: &'m Model,
    weights: &'m IdfWeights,
    /// Words of the model that make up the words of the collection.
    tokens: Vec<TokenId>,
    /// Where those of each word end.
    ends: Vec<u32>,
}

impl<'m> WordEmbedder<'m> {
    /// Looks up all words of a collection.
    #[must_use]
    pub fn new(model: &'m Model, weights: &'m IdfWeights) -> Self {
        let of = |word: WordId| -> Vec<TokenId> {
            let written: String = weights.vocabulary().word(word).iter().collect();
            model.token_ids(&written, Script::Simplified)
        };
        let words: Vec<WordId> = weights.vocabulary().words().collect();
        let all: Vec<Vec<TokenId>> = words.into_par_iter().map(of).collect();
        let (mut tokens, mut ends) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
        for some in all {
            tokens.extend(some);
            ends.push(tokens.len() as u32);
        }
        Self { model, weights, tokens, ends }
    }

    /// Words of the model that make up a word of the collection.
    fn tokens(&self, word: WordId) -> &[TokenId] {
        let start = word.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.tokens[start as usize..self.ends[word.index()] as usize]
    }

    /// Dimensions of all vectors.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.model.dims()
    }

    /// The words of a unit, ready to be compared.
    ///
    /// # Panics
    /// If a word is of another collection.
    #[must_use]
    pub fn read(&self, words: impl IntoIterator<Item = WordId>) -> WordBag {
        let mut start = 0;
        let word = |id| {
            let range = start..start + self.weights.vocabulary().word(id).len();
            start = range.end;
            Word { range, id, weight: self.weights.weight_of(id) }
        };
        WordBag::new(words.into_iter().map(word).collect())
    }

    /// The vector of a unit: the weighted sum of what its words mean, of unit length, or zero.
    ///
    /// # Panics
    /// If a word is of another collection.
    #[must_use]
    pub fn embed(&self, words: impl IntoIterator<Item = WordId>) -> Vec<f32> {
        let mut vector = vec![0.0; self.model.dims()];
        self.model.direction(words.into_iter().flat_map(|word| self.tokens(word).iter().copied()), &mut vector);
        vector
    }

    /// What some words of a gist mean.
    pub(super) fn directions(&self, gist: &WordBag, words: &[usize]) -> Directions {
        let dims = self.model.dims();
        let mut numbers = vec![0; dims * words.len()];
        for (&word, direction) in words.iter().zip(numbers.chunks_exact_mut(dims.max(1))) {
            self.model.whole_direction(self.tokens(gist.words()[word].id), direction);
        }
        let norms = numbers.chunks_exact(dims.max(1)).map(|direction| (dot(direction, direction) as f32).sqrt());
        Directions { norms: norms.collect(), dims, numbers }
    }
}

/// The vectors of some words, in whole numbers.
pub(super) struct Directions {
    dims: usize,
    numbers: Vec<i16>,
    norms: Vec<f32>,
}

impl Directions {
    /// Cosine of one of these with one of others.
    pub(super) fn cosine(&self, at: usize, others: &Self, other: usize) -> f32 {
        let norms = self.norms[at] * others.norms[other];
        let dot = dot(self.direction(at), others.direction(other));
        if norms > 0.0 { dot as f32 / norms } else { 0.0 }
    }

    fn direction(&self, at: usize) -> &[i16] {
        &self.numbers[at * self.dims..][..self.dims]
    }
}
