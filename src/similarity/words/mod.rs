//! Whether two units say the same in other words: which words answer which, wherever they stand.

mod antonyms;
mod contradictions;
mod word_alignment;
mod word_bag;
mod word_embedder;

pub use contradictions::{Guard, Told, guards};
pub use word_alignment::{Answer, Resemblance};
pub use word_bag::{Gist, Word};
pub use word_embedder::Reader;
