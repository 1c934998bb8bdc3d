//! Whether two units say the same in other words: which words answer which, wherever they stand.

mod antonyms;
mod contradictions;
mod word_alignment;
mod word_bag;
mod word_embedder;

pub use contradictions::{Contradiction, TokenizedText, contradictions};
pub use word_alignment::{WordPair, WordSimilarity};
pub use word_bag::{Word, WordBag};
pub use word_embedder::WordEmbedder;
