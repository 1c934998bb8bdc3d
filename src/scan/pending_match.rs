//! Matches whose edits are not computed yet.

use super::findings::Match;

/// A match, and what its edits are computed from once the match is to be reported.
///
/// Edits are computed after redundant matches were dropped: of the matches of a large cluster most
/// are.
pub(super) struct PendingMatch {
    /// The match. Unless it is complete, it has no edits, and one of units has no coverage.
    pub(super) found: Match,
    /// What is missing; nothing if the match is complete.
    pub(super) missing: Option<Missing>,
}

/// What a match lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// The edits of the passage with this number.
    PassageEdits(u32),
    /// Edits and coverage of the pair of units with this number in its level.
    Units(u32),
}

impl PendingMatch {
    /// A match with its edits.
    pub(super) fn complete(found: Match) -> Self {
        Self { found, missing: None }
    }

    /// A match of a passage, without its edits.
    pub(super) fn of_passage(found: Match, passage: usize) -> Self {
        let passage = u32::try_from(passage).expect("passages are numbered with 32 bits");
        Self { found, missing: Some(Missing::PassageEdits(passage)) }
    }

    /// A match of a pair of units, without its edits and coverage.
    pub(super) fn of_units(found: Match, pair: usize) -> Self {
        let pair = u32::try_from(pair).expect("pairs are numbered with 32 bits");
        Self { found, missing: Some(Missing::Units(pair)) }
    }
}
