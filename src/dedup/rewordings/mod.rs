//! Records that say the same as a kept one in other words.
//!
//! All texts are read once for their words, and the kept ones once more for their vectors. Texts whose
//! vectors are similar are compared word by word, as a scan compares paragraphs.

mod collection_words;
mod given_vectors;
mod search;

pub(super) use search::RewordingSearch;
