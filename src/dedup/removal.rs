//! Which units are removed, for which kept ones, and the clusters that they form.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;

use super::record_table::RecordTable;
use super::{DedupSettings, Keep};
use crate::cluster::DuplicateMap;
use crate::document::UnitId;

/// Clusters of which the summary shows an example.
const SHOWN_CLUSTERS: usize = 5;

/// For each unit, whether it is removed and which kept unit it duplicates.
pub(super) struct RemovalRule<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) table: &'r RecordTable,
    pub(super) duplicates: &'r DuplicateMap,
    /// For each text its unit of lowest rank.
    pub(super) best_units: &'r [UnitId],
}

/// Why a unit is removed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Removal {
    /// The unit that is kept in its place.
    pub(super) kept: UnitId,
    /// Jaccard similarity of the two.
    pub(super) similarity: f32,
    /// Whether the two have equal content.
    pub(super) is_equal: bool,
}

impl RemovalRule<'_> {
    /// Why a unit is removed; `None` if it is kept.
    pub(super) fn removal(&self, unit: UnitId) -> Option<Removal> {
        let text = self.table.text_of(unit)?;
        if self.table.is_reference(unit) {
            return None;
        }
        if let Some(duplicate) = self.duplicates.kept_for(text.index()) {
            let kept = self.best_units[duplicate.kept.index()];
            return Some(Removal { kept, similarity: duplicate.similarity, is_equal: false });
        }
        let kept = self.best_units[text.index()];
        let is_removed =
            kept != unit && (self.settings.keep != Keep::All || self.table.is_reference(kept));
        is_removed.then_some(Removal { kept, similarity: 1.0, is_equal: true })
    }
}

/// The clusters of a run: a kept unit and all units that are removed for it.
pub(super) struct Clusters {
    /// In the order of the kept units.
    by_kept: Vec<Cluster>,
    /// The kept units of the largest clusters.
    pub(super) largest: Vec<UnitId>,
    /// Units that the list or the summary names.
    named: FixedBitSet,
}

/// Size of a cluster.
#[derive(Clone, Copy)]
struct Cluster {
    kept: UnitId,
    /// Number of its units, the kept one among them.
    size: usize,
}

impl Clusters {
    /// All clusters; `is_listed` tells whether a list will name every removed unit.
    pub(super) fn of(rule: &RemovalRule<'_>, is_listed: bool) -> Self {
        let units = UnitId::all(rule.table.units());
        let mut removed: Vec<(UnitId, UnitId)> =
            units.filter_map(|unit| Some((rule.removal(unit)?.kept, unit))).collect();
        removed.sort_unstable();
        let groups = removed.chunk_by(|a, b| a.0 == b.0);
        let clusters: Vec<Cluster> =
            groups.map(|group| Cluster { kept: group[0].0, size: group.len() + 1 }).collect();
        let largest = largest(&clusters);
        let mut named = FixedBitSet::with_capacity(rule.table.units());
        if is_listed {
            for unit in removed.iter().flat_map(|&(kept, unit)| [kept, unit]) {
                named.insert(unit.index());
            }
        }
        for unit in &largest {
            named.insert(unit.index());
        }
        Self { by_kept: clusters, largest, named }
    }

    /// Number of clusters.
    pub(super) fn len(&self) -> usize {
        self.by_kept.len()
    }

    /// Number of the cluster of a kept unit, counted from 1.
    pub(super) fn number(&self, kept: UnitId) -> u32 {
        self.by_kept.partition_point(|cluster| cluster.kept < kept) as u32 + 1
    }

    /// Number of units of the cluster of a kept unit.
    pub(super) fn size(&self, kept: UnitId) -> usize {
        let cluster = self.by_kept.get(self.number(kept) as usize - 1);
        cluster.map_or(0, |cluster| cluster.size)
    }

    /// Whether the list or the summary names a unit.
    pub(super) fn is_named(&self, unit: UnitId) -> bool {
        self.named.contains(unit.index())
    }
}

/// The kept units of the largest clusters, the largest first.
fn largest(clusters: &[Cluster]) -> Vec<UnitId> {
    let mut order = clusters.to_vec();
    order.sort_by_key(|cluster| (Reverse(cluster.size), cluster.kept));
    order.iter().take(SHOWN_CLUSTERS).map(|cluster| cluster.kept).collect()
}
