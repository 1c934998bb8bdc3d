//! A variable, and what all kinds of variables share.

use crate::diff::changed_run::{ChangedRun, RunSide};

/// Content characters of the longest variable. The longest names of organisations have about twenty
/// characters; what is longer is a clause.
pub(super) const MAX_VARIABLE_CHARS: usize = 20;

/// A variable of a template.
pub(in crate::diff) struct Variable {
    pub(in crate::diff) run: ChangedRun,
    /// Number of changed runs in the variable.
    pub(in crate::diff) changed_runs: usize,
}

/// Whether a side is a single 某, which stands for a name or a number.
pub(super) fn is_unnamed(side: &RunSide<'_>) -> bool {
    side.chars() == ['某']
}
