//! The order of the work: cut, sketch, index, verify, align, and tell each finding once.

mod boilerplate;
mod cut;
mod direction;
mod findings;
mod group;
mod known;
mod regions;
mod roll_up;
mod scan;
mod scope;
mod semantic;
mod settings;
mod speeches;
mod stretch;
mod tell;
mod units;
mod wording;

pub use boilerplate::Boilerplate;
pub use direction::Which;
pub use findings::{Cluster, Findings, Kind, Match, MatchSide, Rewording, Stats};
pub use scan::{Scan, Stage};
pub use scope::Within;
pub use settings::{Level, Semantic, Settings};
