//! Similarity of two units: exact overlap of shingle sets, and word alignment for paraphrases.

mod shingle_set;
mod words;

pub use shingle_set::{Overlap, ShingleSet};
pub use words::{
    Contradiction, TokenizedText, Word, WordBag, WordEmbedder, WordPair, WordSimilarity,
    contradictions,
};
