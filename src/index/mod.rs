//! Candidates: band keys of signatures, buckets of units that share a key, and the components they connect.

mod band_table;
mod bands;
mod bucket_index;
mod buckets;
mod components;
mod simhash_buckets;

pub use band_table::KeyTable;
pub use bands::Bands;
pub use bucket_index::Memberships;
pub use buckets::{Buckets, Candidates};
pub use components::Families;
pub use simhash_buckets::near_pairs;
