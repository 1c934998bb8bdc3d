//! The stages that turn a text into what is compared: settings checked once, then content,
//! shingles, signature and band keys, each derived when it is asked for.
//!
//! `scan`, `dedup`, `bench` and every other front end prepare texts here, so that a text has the
//! same shingles and the same buckets wherever it is processed.

mod fingerprint;
mod parameters;
mod prepared;
mod settings;

pub use prepared::{Prepared, Scratch};
pub use settings::{Detector, DetectorBuilder};
