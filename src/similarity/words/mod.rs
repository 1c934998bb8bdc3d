//! Paraphrase similarity: aligns the words of two texts regardless of order.

mod antonyms;
mod contradictions;
mod word_alignment;
mod word_bag;
mod word_embedder;

pub(crate) use antonyms::are_antonyms;
pub(crate) use contradictions::is_negation;
pub use contradictions::{Contradiction, TokenizedText, contradictions};
pub use word_alignment::{WordPair, WordSimilarity};
pub use word_bag::{Word, WordBag};
pub use word_embedder::WordEmbedder;
