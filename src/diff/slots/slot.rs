//! A slot, and what all kinds of slots share.

use crate::diff::changed_run::{ChangedRun, RunSide};

/// Content characters of the longest slot. The longest names of organisations have about twenty
/// characters; what is longer is a clause.
pub(super) const MAX_SLOT_CHARS: usize = 20;

/// A slot of a template.
pub(in crate::diff) struct Slot {
    pub(in crate::diff) run: ChangedRun,
    /// Number of changed runs in the slot.
    pub(in crate::diff) changed_runs: usize,
}

/// Whether a side is a single 某, which stands for a name or a number.
pub(super) fn is_unnamed(side: &RunSide<'_>) -> bool {
    side.chars() == ['某']
}
