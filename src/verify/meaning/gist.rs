//! What a unit says, ready to be compared.

use std::cmp::Ordering;
use std::ops::Range;

use crate::embed::{Model, TokenId};
use crate::sketch::{WeighedWord, WordWeights};
use crate::text::Content;

/// Reads units for their meaning.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'m> {
    /// What words mean.
    pub model: &'m Model,
    /// How much they weigh in the collection.
    pub weights: &'m WordWeights,
}

/// The words of a unit and what they mean.
#[derive(Debug, Clone, Default)]
pub struct Gist {
    /// The words in order; their ranges are of the content that was read.
    pub(super) words: Vec<WeighedWord>,
    /// Sum of their weights.
    pub(super) weight: f32,
    /// The words' hashes and weights, in rising order.
    sorted: Vec<(u64, f32)>,
    /// Words of the model that make up each word.
    tokens: Vec<TokenId>,
    /// Which of the tokens are of each word.
    tokens_of: Vec<Range<u32>>,
}

impl Reader<'_> {
    /// Reads a content that was made of `text`.
    #[must_use]
    pub fn read(&self, text: &str, content: &Content) -> Gist {
        let words = self.weights.weigh(text, content);
        let mut gist = Gist { weight: words.iter().map(|word| word.weight).sum(), ..Gist::default() };
        for word in &words {
            let start = gist.tokens.len() as u32;
            let written: String = content.chars()[word.range.clone()].iter().collect();
            let tokens = self.model.tokens(&written, content.script());
            gist.tokens.extend(tokens.iter().filter_map(|token| token.id));
            gist.tokens_of.push(start..gist.tokens.len() as u32);
        }
        let mut sorted: Vec<(u64, f32)> = words.iter().map(|word| (word.hash, word.weight)).collect();
        sorted.sort_unstable_by_key(|word| word.0);
        Gist { words, sorted, ..gist }
    }

    /// Writes the unit vectors of some words of a gist, one after the other.
    pub(super) fn vectors(&self, gist: &Gist, words: &[usize]) -> Vec<f32> {
        let dims = self.model.dims();
        let mut vectors = vec![0.0; dims * words.len()];
        for (&word, vector) in words.iter().zip(vectors.chunks_exact_mut(dims)) {
            let Range { start, end } = gist.tokens_of[word];
            self.model.direction(gist.tokens[start as usize..end as usize].iter().copied(), vector);
        }
        vectors
    }
}

impl Gist {
    /// The words, in order.
    #[must_use]
    pub fn words(&self) -> &[WeighedWord] {
        &self.words
    }

    /// Weighted Jaccard similarity of the words of two units: what [`Reader::compare`] tells too, and takes much longer for.
    #[must_use]
    pub fn words_shared(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut shared = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    shared += x.1;
                    a.next();
                    b.next();
                }
            }
        }
        let all = self.weight + other.weight - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }
}
