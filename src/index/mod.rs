//! Which units and which places may be alike: bands and buckets for whole units, seeds for passages.

mod bands;
mod buckets;
mod seeds;

pub use bands::Bands;
pub use buckets::{Buckets, Candidates};
pub use seeds::{Seed, SeedLimits, Seeds, Strands};
