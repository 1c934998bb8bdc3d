//! From content to a small sketch: shingles, then MinHash signatures.
//!
//! Everything after the shingles works on their 64-bit hashes. The hashes have fixed seeds and the
//! same value on every machine, so a signature that is stored today can be compared in ten years.

mod hash;
mod idf;
mod minhash;
mod pca;
mod shingle;
mod simd;
mod simhash;
mod vector;
mod vocabulary;

pub use hash::content_hash;
pub use idf::IdfWeights;
pub use minhash::{Signature, SketchBuffer, Sketcher};
pub use pca::{MAX_COMPONENTS, Pca};
pub use shingle::{Shingling, hash_chars, hash_runs};
pub use simhash::{HyperplaneHasher, PLANES, agreement_at, row_agreement_at};
pub use vector::Vector;
pub(crate) use vector::dot;
pub use vocabulary::{Vocabulary, WordId};
