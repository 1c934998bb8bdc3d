//! Local alignments: seeds are chained, gaps are aligned, ends are extended.

mod alignment;
mod chain;
mod costs;
mod passage;
mod prefilter;
mod units;

pub use alignment::{Alignment, EditOp};
pub(crate) use chain::Anchor;
#[cfg(test)]
pub(crate) use costs::Costs;
pub use passage::{Passage, PassageFinder};
pub use units::{align_units, passages};
