//! A collection without its duplicates, as a stream: memory does not grow with the length of the
//! texts.
//!
//! The read pass makes a content hash and band keys of every record, and stores where the record
//! lies; with [`DedupSettings::common`], a pass before it counts lines. Then the records that share
//! a bucket are read again, one at a time, and compared. The write pass reads the whole collection
//! again and copies the records that are kept.
//!
//! [`TextGroup`] is for a program that divides a collection among machines.
//!
//! [`Tune`] shows what other thresholds would remove.

mod block_plan;
mod block_stream;
mod csv_output;
mod decided_records;
mod decisions;
mod duplicate_kind;
mod duplicate_names;
mod duplicates_file;
mod edges;
mod guard;
mod input_counts;
mod inputs;
mod journal;
mod keep;
mod lookalikes;
mod losses;
mod mark_column;
mod marks;
mod named_inputs;
mod other_files;
mod other_measures;
mod others;
mod output;
mod output_error;
mod output_place;
mod outside;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet_output;
mod passages;
mod rank_value;
mod read_pass;
mod record_reader;
mod record_table;
mod record_units;
mod record_vectors;
mod removal;
mod remove_spans;
mod removed_pairs;
mod resolve;
mod rewordings;
mod run;
mod script_sample;
mod settings;
mod summary;
mod text_cache;
mod text_group;
mod tune;
mod vector_source;
mod version;
mod write_pass;

pub use crate::similarity::Measure;
pub use block_stream::{Monitor, Phase};
pub use decided_records::ChangedText;
pub use decisions::Decisions;
pub use duplicate_kind::DuplicateKind;
pub use duplicates_file::{CoveredPassage, RemovedRecord};
pub use guard::Resemblance;
pub use inputs::Inputs;
pub use keep::Keep;
pub use lookalikes::{Lookalike, Lookalikes};
pub use losses::{LooseCluster, Loss, PairExample};
pub use others::Others;
pub use output::Outputs;
pub use rank_value::{Ranking, ValueKind};
pub use remove_spans::text_without;
pub use removed_pairs::Removals;
pub use run::Dedup;
pub use settings::{DedupSettings, PASSAGE_CHARS, PASSAGE_SIMILARITY};
pub use summary::{InputCounts, RemovedFor, Summary, TopCluster};
pub use text_group::{GroupDecisions, GroupDuplicate, GroupPair, TextGroup};
pub use tune::{Histogram, SimilarityBin, ThresholdCounts, Tune, Tuning};
pub use vector_source::VectorSource;
