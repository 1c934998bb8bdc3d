//! From content to a small sketch: shingles, then MinHash signatures.
//!
//! Everything after the shingles works on their 64-bit hashes. The hashes have fixed seeds and the
//! same value on every machine, so a signature that is stored today can be compared in ten years.

mod hash;
mod lanes;
mod minhash;
mod projection;
mod shingle;
mod weights;

pub use hash::content_hash;
pub use minhash::{Signature, SketchBuffer, Sketcher};
pub use projection::{BitSignature, Projector, agreement_at};
pub use shingle::{Shingling, hash_chars, hash_runs};
pub use weights::{WeighedWord, WordCounts, WordWeights};
