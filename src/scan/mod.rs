//! Finds what reappears in a collection: cuts documents, compares units, aligns passages, and reports each finding once.

mod boilerplate;
mod clusters;
mod findings;
mod ignored_text;
mod level_pairs;
mod match_builder;
mod pair_filter;
mod provenance;
mod roll_up;
mod run;
mod sections;
mod semantic;
mod settings;

pub use boilerplate::Boilerplate;
pub use findings::{Cluster, Findings, Kind, Match, MatchSide, ParaphraseEvidence, Stats};
pub use pair_filter::WithinDocument;
pub use provenance::Side;
pub use run::{Scan, Stage};
pub use settings::{Semantic, Settings};
