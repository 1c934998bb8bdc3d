//! Which passages of removed records stand in which kept ones.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{TextId, UnitId};

/// A passage of a removed record, and where it stands in a kept one.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dedup) struct CoveredPart {
    /// Its characters in the text of the removed record.
    pub(in crate::dedup) chars: Range<usize>,
    /// The kept record.
    pub(in crate::dedup) kept: UnitId,
    /// The characters there.
    pub(in crate::dedup) of_chars: Range<usize>,
    /// Share of its content characters that are equal there.
    pub(in crate::dedup) similarity: f32,
}

/// The parts of the texts that are covered, in order.
#[derive(Debug, Default)]
pub(in crate::dedup) struct Coverings {
    pub(super) parts: HashMap<TextId, Vec<CoveredPart>>,
    /// Places and records that were not looked at.
    pub(in crate::dedup) capped: u64,
}

impl Coverings {
    /// The parts of a text; none if it is not covered.
    pub(in crate::dedup) fn of(&self, text: TextId) -> &[CoveredPart] {
        self.parts.get(&text).map_or(&[], Vec::as_slice)
    }

    /// The records that cover.
    pub(in crate::dedup) fn kept(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.parts.values().flatten().map(|part| part.kept)
    }
}
