//! Local alignments: seeds are chained, gaps are aligned, ends are extended.

mod alignment;
mod alphabet;
mod chain;
mod clip;
mod costs;
mod dp;
mod edit_script;
mod extend;
mod part;
mod passage;
mod prefilter;
mod repeat_limit;
mod run_weight;
mod segments;
mod shared_runs;
mod unique_runs;
mod units;

pub use alignment::Alignment;
#[cfg(test)]
pub(crate) use chain::Anchor;
#[cfg(test)]
pub(crate) use costs::Costs;
pub use edit_script::EditOp;
pub use part::{RunPositions, align_part};
pub(crate) use passage::{EqualPart, own_score};
pub use passage::{FoundPassages, Passage, PassageFinder};
pub(crate) use shared_runs::{ContentPair, Hit};
pub use units::{align_ends, align_units, passages};
