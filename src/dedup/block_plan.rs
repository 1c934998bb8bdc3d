//! What becomes of the records of one block.

use std::ops::Range;

use serde_json::Value;

use super::DuplicateKind;
use super::duplicate_names::NamedUnit;
use super::inputs::Inputs;
use super::marks::Marker;
use super::removal::{Clusters, RemovalRule};
use super::remove_spans::without;
use super::summary::Summary;
use crate::corpus::{Block, FieldValue, ReadOptions, Record};
use crate::document::{LineIndex, RecordId, SourceId, Span, UnitId};

use PlanError::Changed;

/// Characters of the example that the summary shows of a cluster.
const EXAMPLE_CHARS: usize = 60;

/// Records of a block that change, and what the list and the summary need of the block.
#[derive(Default)]
pub(super) struct BlockPlan {
    /// In the order of the records.
    pub(super) changes: Vec<RecordChange>,
    pub(super) names: Vec<NamedUnit>,
    pub(super) counts: BlockCounts,
    /// For each removed record the unit that is kept for it, or for its first part.
    pub(super) kept_instead: Vec<UnitId>,
    pub(super) examples: Vec<Example>,
}

/// A record that is removed, or written with another text.
pub(super) struct RecordChange {
    /// Number of the record in its block, counted from 0.
    pub(super) record: usize,
    /// The bytes of the block that are replaced.
    pub(super) range: Range<usize>,
    /// What is written in their place; `None` if the record is removed.
    pub(super) replacement: Option<Vec<u8>>,
    /// Cells that are added to a row of a table.
    pub(super) cells: Vec<Value>,
}

/// How many records of a block have which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct BlockCounts {
    pub(super) records: usize,
    pub(super) kept: usize,
    changed: usize,
    pub(super) removed: usize,
    pub(super) removed_equal: usize,
    removed_contained: usize,
    removed_covered: usize,
    removed_reworded: usize,
    removed_by_reference: usize,
    emptied: usize,
    parts_removed: usize,
    unread: usize,
}

/// The beginning of a unit's text.
pub(super) struct Example {
    pub(super) unit: UnitId,
    pub(super) text: String,
}

/// Why a record cannot be written.
#[derive(Debug)]
pub(super) enum PlanError {
    /// It is not what it was when it was read first.
    Changed,
    /// It cannot be marked.
    Unmarked { line: Option<u64>, reason: String },
}

/// Makes the plans of blocks.
pub(super) struct Planner<'p> {
    pub(super) inputs: &'p Inputs,
    pub(super) options: &'p ReadOptions,
    pub(super) rule: &'p RemovalRule<'p>,
    pub(super) clusters: &'p Clusters,
    /// Marks all records, if they are marked.
    pub(super) marker: Option<&'p Marker<'p>>,
}

impl Planner<'_> {
    /// The plan of a block.
    pub(super) fn plan(&self, source: SourceId, block: &Block) -> Result<BlockPlan, PlanError> {
        let table = self.rule.table;
        let mut plan = BlockPlan::default();
        let first = table.record_at(source, block.offset());
        for (id, record) in (first.0..).map(RecordId).zip(block.records()) {
            // The file may have grown or changed since the first pass: the table would then say
            // wrongly which of its records are kept.
            if id >= table.end_of(source) || !self.is_same(id, &record) {
                return Err(Changed);
            }
            if !table.is_reference_record(id) {
                plan.add(self, id, &record, block)?;
            }
            if table.units_of(id).any(|unit| self.clusters.is_named(unit)) {
                plan.name(self, source, id, &record)?;
            }
        }
        Ok(plan)
    }

    /// Whether a record has the place and the length that it had when it was read first.
    fn is_same(&self, id: RecordId, record: &Record<'_>) -> bool {
        let location = self.rule.table.location(id);
        (location.offset, location.length as usize) == (record.offset(), record.bytes().len())
    }

    /// What is written for a record of which units are removed.
    fn outcome(&self, id: RecordId, record: &Record<'_>) -> Result<Outcome, PlanError> {
        let table = self.rule.table;
        let removals: Vec<_> =
            table.units_of(id).filter_map(|unit| Some((unit, self.rule.removal(unit)?))).collect();
        if removals.is_empty() {
            return Ok(Outcome::Kept);
        }
        let spans: Vec<Span> =
            removals.iter().filter_map(|&(unit, _)| table.span_of(unit)).collect();
        let parts = spans.len();
        if parts > 0 {
            let left = record.read(self.options, &[], |fields| {
                let is_same = spans.iter().all(|&span| lies_in(span, &fields.text));
                is_same.then(|| without(&fields.text, &spans))
            });
            if let Some(left) = left.ok().flatten().ok_or(Changed)? {
                let replacement = record.keeping(self.options, &left).map_err(|_| Changed)?;
                return Ok(Outcome::Rewritten { replacement, parts });
            }
        }
        Ok(Outcome::Removed {
            parts,
            kept: removals[0].1.kept,
            kind: common_kind(removals.iter().map(|(_, removal)| removal.kind)),
            by_reference: removals.iter().all(|(_, removal)| table.is_reference(removal.kept)),
        })
    }

    /// A record with its marks.
    fn marked(
        &self,
        marker: &Marker<'_>,
        id: RecordId,
        record: &Record<'_>,
        range: Range<usize>,
    ) -> Result<RecordChange, PlanError> {
        let source = &self.inputs.sources[self.rule.table.source_of(id).index()];
        if source.is_table() {
            let cells = marker.cells(id);
            return Ok(RecordChange {
                cells,
                ..RecordChange::new(0, range.start..range.start, None)
            });
        }
        let bytes = marker.marked(id, record, self.options);
        let bytes = bytes.map_err(|reason| PlanError::Unmarked { line: record.line(), reason })?;
        Ok(RecordChange::new(0, range, Some(bytes)))
    }

    /// The id of a record; `value` is that of the field that holds ids, if the record has it.
    fn id(&self, value: Option<FieldValue>, record: &Record<'_>, source: SourceId) -> String {
        let id = value.and_then(FieldValue::into_id);
        id.unwrap_or_else(|| self.inputs.id_of_line(source, record.line()))
    }
}

impl RecordChange {
    fn new(record: usize, range: Range<usize>, replacement: Option<Vec<u8>>) -> Self {
        Self { record, range, replacement, cells: Vec::new() }
    }
}

/// What becomes of a record that was read.
enum Outcome {
    Kept,
    /// Some parts are removed.
    Rewritten {
        replacement: Vec<u8>,
        parts: usize,
    },
    Removed {
        /// Parts that were removed; 0 for a whole record.
        parts: usize,
        /// The unit that is kept in the place of the first.
        kept: UnitId,
        /// The kind that all removed parts are of; near if they are of several.
        kind: DuplicateKind,
        by_reference: bool,
    },
}

/// The kind that all duplicates are of; near if they are of several.
fn common_kind(mut kinds: impl Iterator<Item = DuplicateKind>) -> DuplicateKind {
    let first = kinds.next().unwrap_or(DuplicateKind::Near);
    if kinds.all(|kind| kind == first) { first } else { DuplicateKind::Near }
}

impl BlockPlan {
    /// Adds a record of the collection.
    fn add(
        &mut self,
        planner: &Planner<'_>,
        id: RecordId,
        record: &Record<'_>,
        block: &Block,
    ) -> Result<(), PlanError> {
        let number = self.counts.records;
        self.counts.records += 1;
        let start = (record.offset() - block.offset()) as usize;
        let (own, removed) = (
            start..start + record.bytes().len(),
            // The byte order mark before the first record belongs to the file and stays.
            start + record.mark()..start + record.bytes().len(),
        );
        if !planner.rule.table.is_read(id) {
            self.counts.unread += 1;
            self.changes.push(RecordChange::new(number, removed, None));
            return Ok(());
        }
        let outcome = planner.outcome(id, record)?;
        self.counts.add(&outcome);
        if let Outcome::Removed { kept, .. } = outcome {
            self.kept_instead.push(kept);
        }
        let change = match (planner.marker, outcome) {
            (Some(marker), _) => planner.marked(marker, id, record, own)?,
            (None, Outcome::Kept) => return Ok(()),
            (None, Outcome::Rewritten { replacement, .. }) => {
                RecordChange::new(number, own, Some(replacement))
            }
            (None, Outcome::Removed { .. }) => RecordChange::new(number, removed, None),
        };
        self.changes.push(RecordChange { record: number, ..change });
        Ok(())
    }

    /// Adds the names of the units of a record. The text of the record is read only for parts and
    /// examples.
    fn name(
        &mut self,
        planner: &Planner<'_>,
        source: SourceId,
        id: RecordId,
        record: &Record<'_>,
    ) -> Result<(), PlanError> {
        let table = planner.rule.table;
        let wanted = [planner.options.id_field.as_str()];
        let needs_text =
            |unit| table.span_of(unit).is_some() || planner.clusters.largest.contains(&unit);
        let mut name = |text: &str, values: Vec<Option<FieldValue>>| {
            let value = values.into_iter().next().flatten();
            let name = planner.id(value, record, source);
            self.name_units(planner, id, &RecordName { id: name, line: record.line(), text })
        };
        let read = if table.units_of(id).any(needs_text) {
            record.read(planner.options, &wanted, |fields| name(&fields.text, fields.values))
        } else {
            record.values(planner.options, &wanted).map(|values| name("", values))
        };
        read.unwrap_or(Err(Changed))
    }

    fn name_units(
        &mut self,
        planner: &Planner<'_>,
        id: RecordId,
        record: &RecordName<'_>,
    ) -> Result<(), PlanError> {
        let table = planner.rule.table;
        let mut lines = None;
        for unit in table.units_of(id).filter(|&unit| planner.clusters.is_named(unit)) {
            let span = table.span_of(unit);
            if span.is_some_and(|span| !lies_in(span, record.text)) {
                return Err(Changed);
            }
            let chars = span.map(|span| {
                let place = lines.get_or_insert_with(|| LineIndex::new(record.text)).location(span);
                place.start..place.end
            });
            self.names.push(NamedUnit { unit, id: record.id.clone(), line: record.line, chars });
            if planner.clusters.largest.contains(&unit) {
                let text = span.map_or(record.text, |span| span.of(record.text));
                self.examples
                    .push(Example { unit, text: text.chars().take(EXAMPLE_CHARS).collect() });
            }
        }
        Ok(())
    }

    /// Whether the block is a whole file that is removed.
    pub(super) fn removes_file(&self, block: &Block) -> bool {
        block.form().is_whole_file()
            && matches!(self.changes[..], [RecordChange { replacement: None, .. }])
    }

    /// Bytes that are written of a block of `block_bytes`.
    pub(super) fn bytes_kept(&self, block_bytes: usize) -> u64 {
        let cut: usize = self.changes.iter().map(|change| change.range.len()).sum();
        let put: usize = self
            .changes
            .iter()
            .filter_map(|change| change.replacement.as_ref())
            .map(Vec::len)
            .sum();
        (block_bytes - cut + put) as u64
    }
}

/// Whether a span lies in a text, between characters; it does unless the text changed.
fn lies_in(span: Span, text: &str) -> bool {
    text.get(Range::from(span)).is_some()
}

/// What a record is called, and its text as far as it is needed.
struct RecordName<'t> {
    id: String,
    line: Option<u64>,
    text: &'t str,
}

impl BlockCounts {
    fn add(&mut self, outcome: &Outcome) {
        match *outcome {
            Outcome::Kept => self.kept += 1,
            Outcome::Rewritten { parts, .. } => {
                self.kept += 1;
                self.changed += 1;
                self.parts_removed += parts;
            }
            Outcome::Removed { parts, kind, by_reference, .. } => {
                self.removed += 1;
                self.parts_removed += parts;
                self.emptied += usize::from(parts > 0);
                self.removed_equal += usize::from(kind == DuplicateKind::Exact);
                self.removed_contained += usize::from(kind == DuplicateKind::Contained);
                self.removed_covered += usize::from(kind == DuplicateKind::Covered);
                self.removed_reworded += usize::from(kind == DuplicateKind::Reworded);
                self.removed_by_reference += usize::from(by_reference);
            }
        }
    }
}

impl Summary {
    /// Adds the counts of a block.
    pub(super) fn add(&mut self, counts: &BlockCounts) {
        self.read += counts.records - counts.unread;
        self.kept += counts.kept;
        self.changed += counts.changed;
        self.removed += counts.removed;
        self.removed_equal += counts.removed_equal;
        self.removed_contained += counts.removed_contained;
        self.removed_covered += counts.removed_covered;
        self.removed_reworded += counts.removed_reworded;
        self.removed_by_reference += counts.removed_by_reference;
        self.emptied += counts.emptied;
        self.parts_removed += counts.parts_removed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(outcomes: &[Outcome]) -> BlockCounts {
        let mut counts = BlockCounts::default();
        for outcome in outcomes {
            counts.add(outcome);
        }
        counts
    }

    fn removed(parts: usize, is_equal: bool, by_reference: bool) -> Outcome {
        let kind = if is_equal { DuplicateKind::Exact } else { DuplicateKind::Near };
        Outcome::Removed { parts, kept: UnitId(0), kind, by_reference }
    }

    #[test]
    fn every_outcome_is_counted_once_as_kept_or_removed() {
        let outcomes = [
            Outcome::Kept,
            Outcome::Rewritten { replacement: Vec::new(), parts: 2 },
            removed(0, true, false),
            removed(3, false, true),
        ];
        let counts = counts(&outcomes);
        assert_eq!((counts.kept, counts.changed, counts.removed), (2, 1, 2));
        assert_eq!((counts.removed_equal, counts.removed_by_reference, counts.emptied), (1, 1, 1));
        assert_eq!(counts.parts_removed, 5);
    }

    #[test]
    fn kept_bytes_are_those_outside_of_changes_and_the_replacements() {
        let change = |range, replacement: Option<&[u8]>| {
            RecordChange::new(0, range, replacement.map(<[u8]>::to_vec))
        };
        let changes = vec![change(0..2, None), change(5..8, Some(b"x"))];
        let plan = BlockPlan { changes, ..BlockPlan::default() };
        assert_eq!(plan.bytes_kept(10), 6);
    }
}
