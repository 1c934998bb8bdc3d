//! Candidates: band keys of signatures, buckets of units that share a key, and the components they connect.

mod band_table;
mod bands;
mod bucket_index;
mod buckets;
mod components;
mod simhash_buckets;

pub use band_table::BandTable;
pub use bands::Bands;
pub use bucket_index::BucketIndex;
pub use buckets::{Buckets, Candidates};
pub use components::Components;
pub use simhash_buckets::near_pairs;
