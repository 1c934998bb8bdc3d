//! Sketches of texts: shingles and MinHash signatures for near-duplicates, IDF-weighted words, and
//! bits of projected embedding vectors for paraphrases.
//!
//! Everything after the shingles works on their 64-bit hashes. The hashes have fixed random seeds
//! and the same value on every machine, so that stored signatures stay comparable.

mod hash;
mod idf;
mod minhash;
mod pca;
mod shingle;
mod simd;
mod simhash;
mod vector;
mod vector_tile;
mod vocabulary;
mod whitening;
mod winnow;

pub(crate) use hash::avalanche;
pub use hash::content_hash;
pub use idf::IdfWeights;
pub use minhash::{Signature, SketchBuffer, Sketcher};
pub use pca::Pca;
pub(crate) use pca::mean;
pub(crate) use shingle::hash_run;
pub use shingle::{Shingling, hash_chars, hash_runs, hash_widths};
pub(crate) use simd::{ROWS, TILE, dot};
pub use simhash::{HyperplaneHasher, PLANES, agreement_at, row_agreement_at};
pub use vector::{MAX_COMPONENTS, Vector};
pub(crate) use vector_tile::VectorTile;
pub use vocabulary::{Vocabulary, WordId};
pub use whitening::Whitening;
pub use winnow::{Sample, Winnow};
