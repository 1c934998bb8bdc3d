//! Similarity of two units: exact overlap of shingle sets, and word alignment for paraphrases.

mod measure;
mod shingle_set;
mod words;

pub use measure::Measure;
pub use shingle_set::{Overlap, ShingleSet};
pub use words::{
    Contradiction, TokenizedText, Word, WordBag, WordEmbedder, WordPair, WordSimilarity,
    contradictions,
};
pub(crate) use words::{are_antonyms, are_of_one_series, is_function_word, is_negation};
