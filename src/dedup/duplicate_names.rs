//! The names of the units that the list and the summary name.

use std::ops::Range;

use super::removal::Clusters;
use crate::document::UnitId;

/// What the list calls a unit.
pub(super) struct NamedUnit {
    pub(super) unit: UnitId,
    pub(super) id: String,
    pub(super) line: Option<u64>,
    /// Characters of the record's text that the unit takes; `None` for a whole record.
    pub(super) chars: Option<Range<usize>>,
}

/// Clusters and the names of their units, as the list of duplicates needs them.
pub(super) struct DuplicateNames {
    pub(super) clusters: Clusters,
    /// In the order of the units.
    pub(super) names: Vec<NamedUnit>,
}

impl DuplicateNames {
    /// The name of a unit.
    pub(super) fn find(&self, unit: UnitId) -> Option<&NamedUnit> {
        let at = self.names.binary_search_by_key(&unit, |named| named.unit).ok()?;
        Some(&self.names[at])
    }
}
