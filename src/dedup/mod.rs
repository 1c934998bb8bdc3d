//! A collection without its duplicates, streamed: what is held in memory does not grow with the texts.
//!
//! The collection is read three times. First every record is folded, and what is needed of it kept: where it stands, a
//! hash of its content, and the band keys of its signature. Then the records that share a bucket are read
//! again, each by itself, and compared. Last all are copied but those that are not kept.

mod cut;
mod decide;
mod journal;
mod keep;
mod ledger;
mod list;
mod outputs;
mod read;
mod removals;
mod rewrite;
mod run;
mod settings;
mod shelf;
mod stream;
mod summary;
#[cfg_attr(not(feature = "parquet"), path = "no_table.rs")]
mod table;
mod write;

pub use keep::Keep;
pub use list::Duplicate;
pub use outputs::Outputs;
pub use removals::Removals;
pub use run::{Dedup, Inputs};
pub use settings::DedupSettings;
pub use stream::{Stage, Watch};
pub use summary::{Summary, TopCluster};
