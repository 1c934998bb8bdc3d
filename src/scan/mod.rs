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
pub use findings::{Cluster, Findings, Kind, Match, MatchSide, Rewording, Stats};
pub use pair_filter::Within;
pub use provenance::Which;
pub use run::{Scan, Stage};
pub use settings::{Semantic, Settings};
