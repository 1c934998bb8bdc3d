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
mod near_vectors;
mod nearest;
mod run_table;
mod sample_pairs;
mod shared_buckets;
mod shared_samples;
mod shingle_samples;

pub use band_table::BandTable;
pub use bands::{BandId, Bands};
pub use buckets::{BandEntry, Buckets, Candidates};
pub use candidate_groups::CandidateGroups;
pub use components::Components;
pub use forest::Forest;
pub use limits::Limits;
pub use near_vectors::{NearPairs, near_pairs};
pub(crate) use nearest::nearest_pairs;
pub use run_table::{RunPlace, RunTable};
pub use sample_pairs::{SamplePair, SamplePairs, SampledTexts};
pub use shared_buckets::SharedBuckets;
pub use shared_samples::{SharedSample, SharedSamples};
pub use shingle_samples::{ShingleSample, ShingleSamples, sample_shingles};
