//! Candidate generation: band keys of signatures, buckets of units that share a key, and components
//! of units that share buckets.

mod band_table;
mod bands;
mod buckets;
mod candidate_groups;
mod components;
mod forest;
mod limits;
mod near_bucket;
mod near_list;
mod near_vectors;
mod node_forest;
mod posting_pairs;
mod run_table;
mod sample_pairs;
mod shared_buckets;
mod shared_samples;
mod shingle_samples;
mod sorted_units;

pub use band_table::BandTable;
pub use bands::{BandId, Bands};
pub use buckets::{BandEntry, Buckets, Candidates};
pub use candidate_groups::CandidateGroups;
pub use components::Components;
pub use forest::Forest;
pub use limits::Limits;
pub(crate) use near_list::NearCosines;
pub(crate) use near_vectors::near_pairs;
pub use node_forest::NodeForest;
pub use posting_pairs::{Posting, PostingPair, PostingPairs, RecurringCount};
pub use run_table::{RunPlace, RunTable};
pub use sample_pairs::{SamplePair, SamplePairs, SampledTexts, Shareable};
pub use shared_buckets::SharedBuckets;
pub use shared_samples::{SharedSample, SharedSamples};
pub use shingle_samples::{ShingleSample, ShingleSamples, sample_shingles};
