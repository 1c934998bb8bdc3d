//! Similarity of two units: exact overlap of shingle sets, and word alignment for paraphrases.

mod shingle_set;
mod words;

pub use shingle_set::{Overlap, ShingleSet};
pub use words::{Answer, Gist, Guard, Reader, Resemblance, Told, Word, guards};
