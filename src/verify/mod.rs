//! What is really alike: true overlap of shingle sets, and alignments with exact ends.

mod align;
mod chain;
mod costs;
mod edits;
mod overlap;
mod passages;

use chain::Anchor;

pub use align::{Alignment, Step};
pub use edits::{Edit, EditKind, Side, edits};
pub use overlap::{Overlap, ShingleSet};
pub use passages::{Passage, PassageFinder};
