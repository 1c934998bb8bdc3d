//! What a unit says, ready to be compared.

use std::cmp::Ordering;
use std::ops::Range;

use crate::sketch::WordId;

/// The words of a unit.
#[derive(Debug, Clone, Default)]
pub struct WordBag {
    words: Vec<Word>,
    /// Sum of their weights.
    pub(super) weight: f32,
    /// Which words they are and their numbers, in rising order.
    sorted: Vec<(WordId, u32)>,
}

/// A word of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its characters, counted from the first one of the unit.
    pub range: Range<usize>,
    /// Which word it is.
    pub id: WordId,
    /// How much it weighs.
    pub weight: f32,
}

impl WordBag {
    pub(super) fn new(words: Vec<Word>) -> Self {
        let mut sorted: Vec<(WordId, u32)> = words.iter().map(|word| word.id).zip(0..).collect();
        sorted.sort_unstable();
        Self { weight: words.iter().map(|word| word.weight).sum(), sorted, words }
    }

    /// The words, in order.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Weighted Jaccard similarity of the words of two units: what [`WordEmbedder::compare`](super::Reader::compare) tells too, and takes
    /// much longer for.
    #[must_use]
    pub fn words_shared(&self, other: &Self) -> f32 {
        let shared: f32 = self.same_words(other).map(|(at, _)| self.words[at].weight).sum();
        let all = self.weight + other.weight - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// The numbers of words that both units have, the first with the first and so on; rising by what they are.
    pub(super) fn same_words(&self, other: &Self) -> impl Iterator<Item = (usize, usize)> {
        let (mut a, mut b) = (0, 0);
        std::iter::from_fn(move || {
            while let (Some(&x), Some(&y)) = (self.sorted.get(a), other.sorted.get(b)) {
                match x.0.cmp(&y.0) {
                    Ordering::Less => a += 1,
                    Ordering::Greater => b += 1,
                    Ordering::Equal => {
                        (a, b) = (a + 1, b + 1);
                        return Some((x.1 as usize, y.1 as usize));
                    }
                }
            }
            None
        })
    }
}
