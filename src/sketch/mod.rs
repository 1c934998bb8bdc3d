//! From content to a small sketch: shingles, then MinHash signatures.
//!
//! Everything after the shingles works on their 64-bit hashes. The hashes have fixed seeds and the
//! same value on every machine, so a signature that is stored today can be compared in ten years.

mod axes;
mod hash;
mod lanes;
mod lexicon;
mod minhash;
mod projection;
mod shingle;
mod vector;
mod weights;

pub use axes::{Axes, MOST_AXES};
pub use hash::content_hash;
pub use lexicon::{Lexicon, WordId};
pub use minhash::{Signature, SketchBuffer, Sketcher};
pub use projection::{PLANES, Projector, agreement_at, row_agreement_at};
pub use shingle::{Shingling, hash_chars, hash_runs};
pub use vector::Vector;
pub(crate) use vector::dot;
pub use weights::WordWeights;
