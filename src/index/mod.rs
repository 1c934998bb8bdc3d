//! Which units and which places may be alike: bands and buckets for whole units, seeds for passages.

mod bands;
mod bit_buckets;
mod buckets;
mod families;
mod key_table;
mod memberships;
mod repeats;
mod seeds;
mod strands;

pub use bands::Bands;
pub use bit_buckets::near_pairs;
pub use buckets::{Buckets, Candidates};
pub use families::Families;
pub use key_table::KeyTable;
pub use memberships::Memberships;
pub use repeats::{Ledger, Part, Repeats, SeedLimits};
pub use seeds::Seed;
pub use strands::Strands;
