//! Which units and which places may be alike: bands and buckets for whole units, seeds for passages.

mod bands;
mod buckets;
mod families;
mod key_table;
mod memberships;
mod seeds;

pub use bands::Bands;
pub use buckets::{Buckets, Candidates};
pub use families::Families;
pub use key_table::KeyTable;
pub use memberships::Memberships;
pub use seeds::{Seed, SeedLimits, Seeds, Strands};
