//! Matches whose edits are not computed yet.

use super::findings::Match;

/// A match, and the passage that its edits are computed from once the match is to be reported.
///
/// Edits are computed after clustering, since large clusters drop most of their matches.
pub(super) struct PendingMatch {
    /// The match; without edits, if `passage` is given.
    pub(super) found: Match,
    /// Number of the passage whose edits are missing.
    pub(super) passage: Option<u32>,
}

impl PendingMatch {
    /// A match with its edits.
    pub(super) fn complete(found: Match) -> Self {
        Self { found, passage: None }
    }

    /// A match of a passage, without its edits.
    pub(super) fn of_passage(found: Match, passage: usize) -> Self {
        let passage = u32::try_from(passage).expect("passages are numbered with 32 bits");
        Self { found, passage: Some(passage) }
    }
}
