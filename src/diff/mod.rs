//! Differences between two aligned places, classified and located in the original texts.

mod aligned_text;
mod changed_run;
mod classify;
mod counts;
mod edit;
mod edits;
mod meaning;
mod moved;
mod own_text;
mod surface;
mod units;
mod variables;
mod whole_words;

pub use aligned_text::AlignedText;
pub use counts::EditCounts;
pub use edit::{Edit, EditKind};
pub use edits::edits;
pub use meaning::ContentChanges;
pub(crate) use meaning::meaning_changes;
pub use own_text::own_width;
pub use units::{AlignedUnit, unit_edits};
