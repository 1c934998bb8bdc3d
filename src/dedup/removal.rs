//! Which units are removed, for which kept ones, and the clusters that they form.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;

use super::guard::Refusal;
use super::passages::{CoveredPart, Coverings, PassageCuts, UnitCut};
use super::record_table::RecordTable;
use super::{DedupSettings, DuplicateKind, Keep};
use crate::cluster::{DuplicateMap, DuplicateOf};
use crate::document::UnitId;
use crate::similarity::Measure;

/// Clusters of which the summary shows an example.
const SHOWN_CLUSTERS: usize = 5;

/// For each unit, whether it is removed and which kept unit it duplicates.
pub(super) struct RemovalRule<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) table: &'r RecordTable,
    pub(super) duplicates: &'r DuplicateMap,
    /// For each text its unit of lowest rank.
    pub(super) best_units: &'r [UnitId],
    /// Texts that are similar to a kept one and no copies of it, in the order of the texts.
    pub(super) refusals: &'r [Refusal],
    /// The passages that are cut, if passages are compared.
    pub(super) passages: Option<&'r PassageCuts>,
    /// The passages of records that stand in several others together.
    pub(super) coverings: &'r Coverings,
}

/// Why a unit is a duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Duplication {
    /// The unit that is kept in its place.
    pub(super) kept: UnitId,
    /// The kept unit of its cluster: `kept`, or the one of which that would be a duplicate if its
    /// kind were removed.
    pub(super) center: UnitId,
    /// Similarity of the unit and the kept one.
    pub(super) similarity: f32,
    /// What it measures.
    pub(super) measure: Measure,
    pub(super) kind: DuplicateKind,
    /// Whether duplicates of this kind are removed.
    pub(super) is_removed: bool,
}

impl Duplication {
    fn of_cut(cut: UnitCut) -> Self {
        let UnitCut { kept, similarity, kind, is_removed, .. } = cut;
        let measure = Measure::Edit;
        Self { kept, center: kept, similarity, measure, kind, is_removed }
    }
}

impl RemovalRule<'_> {
    /// Why a unit is removed; `None` if it is kept.
    pub(super) fn removal(&self, unit: UnitId) -> Option<Duplication> {
        self.duplicate(unit).filter(|duplicate| duplicate.is_removed)
    }

    /// Why a unit is a duplicate, whether or not it is removed; `None` if it is none.
    pub(super) fn duplicate(&self, unit: UnitId) -> Option<Duplication> {
        if let Some(passages) = self.passages {
            return passages.find(unit).map(Duplication::of_cut);
        }
        let text = self.table.text_of(unit)?;
        if self.table.is_reference(unit) {
            return None;
        }
        let best = self.best_units[text.index()];
        let Some(similar) = self.duplicates.kept_for(text.index()) else {
            return self.copy(unit, best, best);
        };
        // First: all units of a text that duplicates another one go, its best unit too.
        let center = self.best_units[similar.kept.index()];
        let content = self.table.content(text);
        let is_equal = content.is_some() && content == self.table.content(similar.kept);
        let kind = match similar.measure {
            _ if is_equal => DuplicateKind::Exact,
            Measure::Containment => DuplicateKind::Contained,
            Measure::Coverage => DuplicateKind::Covered,
            Measure::Meaning => DuplicateKind::Reworded,
            _ => DuplicateKind::Near,
        };
        let is_removed = self.removes(kind);
        let DuplicateOf { similarity, measure, .. } = similar;
        let duplicate = Duplication { kept: center, center, similarity, measure, kind, is_removed };
        // Of a text that stays one unit stays, and the others are copies of it.
        let copy = if is_removed { None } else { self.copy(unit, best, center) };
        copy.or(Some(duplicate))
    }

    /// The parts of a unit that stand in kept records, if it stands in several together.
    pub(super) fn covered_parts(&self, unit: UnitId) -> &[CoveredPart] {
        self.table.text_of(unit).map_or(&[], |text| self.coverings.of(text))
    }

    /// Number of duplicates that are not removed, because those of their kind are not.
    pub(super) fn duplicates_kept(&self) -> usize {
        let duplicates = UnitId::all(self.table.units()).filter_map(|unit| self.duplicate(unit));
        duplicates.filter(|duplicate| !duplicate.is_removed).count()
    }

    /// Why a unit is a copy of the best one of its text.
    fn copy(&self, unit: UnitId, best: UnitId, center: UnitId) -> Option<Duplication> {
        let is_copy = best != unit
            && self.table.removes_copies()
            && (self.settings.keep != Keep::All || self.table.is_reference(best));
        let (kind, measure) = (DuplicateKind::Exact, Measure::Jaccard);
        let is_removed = self.removes(kind);
        is_copy.then_some(Duplication {
            kept: best,
            center,
            similarity: 1.0,
            measure,
            kind,
            is_removed,
        })
    }

    fn removes(&self, kind: DuplicateKind) -> bool {
        self.settings.remove.contains(&kind)
    }
}

/// The clusters of a run: a kept unit and all its duplicates.
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
            units.filter_map(|unit| Some((rule.duplicate(unit)?.center, unit))).collect();
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
            named.extend(rule.coverings.kept().map(UnitId::index));
        }
        for unit in &largest {
            named.insert(unit.index());
        }
        Self { by_kept: clusters, largest, named }
    }

    /// Makes the list or the summary name units.
    pub(super) fn name(&mut self, units: impl Iterator<Item = UnitId>) {
        self.named.extend(units.map(UnitId::index));
    }

    /// Number of clusters.
    pub(super) fn len(&self) -> usize {
        self.by_kept.len()
    }

    /// The cluster of which a unit is the kept one.
    fn find(&self, kept: UnitId) -> Option<&Cluster> {
        let at = self.by_kept.binary_search_by_key(&kept, |cluster| cluster.kept).ok()?;
        Some(&self.by_kept[at])
    }

    /// Whether a unit is the kept one of a cluster.
    pub(super) fn has(&self, kept: UnitId) -> bool {
        self.find(kept).is_some()
    }

    /// Number of the cluster of a kept unit, counted from 1.
    pub(super) fn number(&self, kept: UnitId) -> u32 {
        self.by_kept.partition_point(|cluster| cluster.kept < kept) as u32 + 1
    }

    /// Number of units of the cluster of a kept unit.
    pub(super) fn size(&self, kept: UnitId) -> usize {
        let cluster = self.find(kept);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{RankedText, greedy};
    use crate::dedup::keep::ranks;
    use crate::dedup::record_table::{NewRecord, TableBudget, TextKeys};
    use crate::document::{Level, SourceId, Span};
    use crate::index::Limits;
    use crate::similarity::ShingleSet;

    /// Records of one unit each with these content hashes; the first `references` are a reference.
    fn table(hashes: &[u128], references: usize) -> RecordTable {
        let mut table = RecordTable::new(Level::Document, 1, TableBudget::UNLIMITED);
        for (at, &hash) in hashes.iter().enumerate() {
            table.begin_source(SourceId::new(usize::from(at >= references)));
            table.add(NewRecord {
                offset: 10 * at as u64,
                length: 10,
                is_read: true,
                rank_key: None,
            });
            table.add_unit(Span::new(0, 1), hash, TextKeys::default()).expect("nothing is written");
        }
        table.begin_source(SourceId(1));
        table.close(2, 1);
        table
    }

    /// A map of texts in which the texts of each `group` that follow each other duplicate the
    /// first one.
    fn duplicates(texts: u64, group: u64) -> DuplicateMap {
        let text = |text: u64| RankedText {
            rank: text,
            keys: vec![(text / group + 1) << 32],
            set: ShingleSet::new(&[text / group + 1]),
        };
        let texts: Vec<RankedText> = (0..texts).map(text).collect();
        greedy(&texts, 0.9, Limits::default()).expect("texts in memory can be read")
    }

    /// The kept unit for each unit, and whether the two have equal content.
    fn removals(hashes: &[u128], references: usize, keep: Keep) -> Vec<Option<(u32, bool)>> {
        let table = table(hashes, references);
        // Texts 0 and 1 are similar, and 2 and 3.
        let duplicates = duplicates(table.distinct() as u64, 2);
        let ranks = ranks(&table.order(&keep, &[]).order);
        let settings = DedupSettings { keep, ..DedupSettings::default() };
        let rule = RemovalRule {
            settings: &settings,
            table: &table,
            duplicates: &duplicates,
            best_units: &table.best_units(&ranks),
            refusals: &[],
            passages: None,
            coverings: &Coverings::default(),
        };
        let removal = |unit| {
            let is_equal = |removal: &Duplication| removal.kind == DuplicateKind::Exact;
            rule.removal(unit).map(|removal| (removal.kept.0, is_equal(&removal)))
        };
        UnitId::all(table.units()).map(removal).collect()
    }

    #[test]
    fn equal_units_go_for_the_best_one_and_similar_texts_for_the_kept_text() {
        let expected = [None, Some((0, true)), Some((0, false)), None, Some((0, false))];
        assert_eq!(removals(&[7, 7, 8, 9, 8], 0, Keep::First), expected);
    }

    #[test]
    fn nothing_of_the_reference_is_removed() {
        let expected = [None, None, None, Some((0, true)), Some((0, false))];
        assert_eq!(removals(&[7, 8, 7, 7, 8], 3, Keep::First), expected);
    }

    #[test]
    fn where_all_are_kept_only_copies_of_the_reference_are_removed() {
        // Records 1 and 2 have equal content, which the reference does not have.
        assert_eq!(removals(&[6, 9, 9, 6], 1, Keep::All)[3], Some((0, true)));
        assert_eq!(removals(&[5, 6, 9, 9], 1, Keep::All)[2..], [None, None]);
    }

    #[test]
    fn clusters_are_numbered_by_their_kept_units() {
        let table = table(&[7, 9, 9, 7, 9, 3], 0);
        let duplicates = duplicates(table.distinct() as u64, 1);
        let settings = DedupSettings::default();
        let best_units = table.best_units(&ranks(&table.order(&Keep::First, &[]).order));
        let rule = RemovalRule {
            settings: &settings,
            table: &table,
            duplicates: &duplicates,
            best_units: &best_units,
            refusals: &[],
            passages: None,
            coverings: &Coverings::default(),
        };
        let clusters = Clusters::of(&rule, false);
        assert_eq!(clusters.len(), 2);
        assert_eq!([0, 1].map(|kept| clusters.number(UnitId(kept))), [1, 2]);
        assert_eq!([0, 1].map(|kept| clusters.size(UnitId(kept))), [2, 3]);
        assert_eq!(clusters.largest, [UnitId(1), UnitId(0)]);
        // Without a list only what the summary shows has a name.
        let named = |clusters: &Clusters| {
            UnitId::all(6)
                .filter(|&unit| clusters.is_named(unit))
                .map(|unit| unit.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(named(&clusters), [0, 1]);
        assert_eq!(named(&Clusters::of(&rule, true)), [0, 1, 2, 3, 4]);
    }
}
