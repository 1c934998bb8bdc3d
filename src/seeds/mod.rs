//! Seeds of passages: pairs of places with the same character n-gram.

mod ngram_index;
mod seed;
mod sequences;

pub use ngram_index::{NgramIndex, Partition, SeedCoverage, SeedLimits};
pub use seed::Seed;
pub use sequences::SequenceSet;
