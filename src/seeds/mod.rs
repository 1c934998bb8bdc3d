//! Seeds of passages: pairs of positions with the same character n-gram.

mod coverage;
mod formulaic;
mod hashed_positions;
mod limits;
mod ngram_groups;
mod ngram_index;
mod partition;
mod postings;
mod recurring;
mod run_length;
mod seed;
mod sequences;

pub use coverage::SeedCoverage;
pub use formulaic::FormulaicText;
pub use limits::{DocumentLimit, SeedLimits};
pub use ngram_index::NgramIndex;
pub use partition::Partition;
pub use recurring::RecurringText;
pub use seed::Seed;
pub use sequences::{SequenceId, SequenceSet};
