//! What other thresholds would remove, and which pairs lie near the threshold.
//!
//! For each threshold a deduplication runs that writes nothing, so that its counts are those of
//! `dedup`. The pairs are counted from a sample: each record of it is compared with all records of
//! the collection.

mod close_pairs;
mod histogram;
mod pair_pass;
mod queries;
mod run;

pub use histogram::{Histogram, SimilarityBin};
pub use run::{ThresholdCounts, Tune, Tuning};
