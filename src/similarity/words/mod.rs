//! Paraphrase similarity: aligns the words of two texts regardless of order.

mod antonyms;
mod contradictions;
mod poles;
mod series;
mod word_alignment;
mod word_bag;
mod word_embedder;

pub(crate) use antonyms::are_antonyms;
pub(crate) use contradictions::is_negation;
pub use contradictions::{Contradiction, TokenizedText, contradictions};
pub(crate) use series::{are_of_one_series, is_function_word};
pub use word_alignment::{WordPair, WordSimilarity};
pub use word_bag::{Word, WordBag};
pub use word_embedder::WordEmbedder;
