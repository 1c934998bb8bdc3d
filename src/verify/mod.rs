//! What is really alike: true overlap of shingle sets, and alignments with exact ends.

mod align;
mod chain;
mod costs;
mod echo;
mod edits;
mod meaning;
mod overlap;
mod passages;

use chain::Anchor;

pub use align::{Alignment, Step};
pub use edits::{Edit, EditCounts, EditKind, Side, edits, join_moved, out_of_order};
pub use meaning::{Answer, Gist, Guard, Reader, Resemblance, Told, Word, guards};
pub use overlap::{Overlap, ShingleSet};
pub use passages::{Passage, PassageFinder};
