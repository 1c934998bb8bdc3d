//! A collection without its duplicates, streamed: what is held in memory does not grow with the texts.
//!
//! The collection is read three times. First every record is folded, and what is needed of it kept: where it stands, a
//! hash of its content, and the band keys of its signature. Then the records that share a bucket are read
//! again, each by itself, and compared. Last all are copied but those that are not kept.

mod block_stream;
mod duplicates_file;
mod journal;
mod keep;
mod output;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet_output;
mod read_pass;
mod record_reader;
mod record_table;
mod record_units;
mod remove_spans;
mod removed_pairs;
mod resolve;
mod run;
mod settings;
mod summary;
mod write_pass;

pub use block_stream::{Monitor, Stage};
pub use duplicates_file::Duplicate;
pub use keep::Keep;
pub use output::Outputs;
pub use removed_pairs::Removals;
pub use run::{Dedup, Inputs};
pub use settings::DedupSettings;
pub use summary::{Summary, TopCluster};
