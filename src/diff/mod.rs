//! Differences between two aligned places, classified and located in the original texts.

mod counts;
mod edit;
mod moved;
mod runs;
mod slots;
mod surface;
mod units;

pub use counts::EditCounts;
pub use edit::{AlignedText, Edit, EditKind, edits};
pub use moved::{join_moved, out_of_order};
pub use units::{AlignedUnit, unit_edits};
