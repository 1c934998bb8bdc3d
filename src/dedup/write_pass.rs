//! The last pass: records that are kept are copied, and removed units get the names that the list
//! needs.

use std::collections::HashSet;
use std::path::Path;

use super::block_plan::{BlockPlan, Example, PlanError, Planner, RecordChange};
use super::block_stream::{BlockStream, Monitor, Phase};
use super::duplicate_names::DuplicateNames;
use super::input_counts::CountsByInput;
use super::inputs::Inputs;
use super::lookalikes::LookalikeUnits;
use super::losses::{Alarms, Losses};
use super::marks::Marker;
use super::output::{RowChange, Writer};
use super::record_reader::changed;
use super::record_table::RecordTable;
use super::removal::{Clusters, RemovalRule};
use super::summary::{Summary, TopCluster};
use crate::corpus::{Block, ReadOptions, RecordEncoding, Source};
use crate::document::{SourceId, UnitId};
use crate::error::{Error, Result, SkippedInput};

/// Copies what is kept.
pub(super) struct WritePass<'r> {
    pub(super) inputs: &'r Inputs,
    pub(super) options: &'r ReadOptions,
    pub(super) rule: &'r RemovalRule<'r>,
    /// The sources of which nothing could be read; they have no output.
    pub(super) unread: HashSet<SourceId>,
    /// Marks all records, if they are marked.
    pub(super) marker: Option<&'r Marker<'r>>,
    pub(super) monitor: Monitor<'r>,
}

/// The sources of the collection of which nothing could be read: no record was found in them, or
/// they were skipped as a whole. A file of broken lines is not among them.
pub(super) fn unread_sources(
    inputs: &Inputs,
    table: &RecordTable,
    skips: &[SkippedInput],
) -> HashSet<SourceId> {
    let paths: HashSet<&Path> = skips.iter().map(|skip| skip.path.as_path()).collect();
    let whole = skips.iter().filter(|skip| skip.line.is_none());
    let whole: HashSet<&Path> = whole.map(|skip| skip.path.as_path()).collect();
    let own = (inputs.references..inputs.sources.len()).map(SourceId::new);
    own.filter(|&source| {
        let path = inputs.sources[source.index()].path.as_path();
        let mut records = table.records_of(source);
        paths.contains(path) && records.all(|record| whole.contains(path) && !table.is_read(record))
    })
    .collect()
}

/// What has been written so far.
struct Written<'w, 'o> {
    writer: &'w mut Writer<'o>,
    summary: &'w mut Summary,
    by_input: CountsByInput,
    /// The sources before this one have their outputs.
    next_source: usize,
    leading_comma: LeadingComma,
}

impl Written<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(comma) = self.leading_comma.find(bytes) else { return self.writer.write(bytes) };
        self.summary.bytes_kept -= 1;
        self.writer.write(&bytes[..comma])?;
        self.writer.write(&bytes[comma + 1..])
    }
}

/// The comma before the first value that is kept of an array: the value before it was removed.
#[derive(Default)]
struct LeadingComma {
    /// Whether no value was written yet.
    is_due: bool,
}

impl LeadingComma {
    /// The offset of the comma in the next bytes that are written.
    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        if !self.is_due {
            return None;
        }
        let first = bytes.iter().position(|byte| !b"\xEF\xBB\xBF[ \t\r\n".contains(byte))?;
        self.is_due = false;
        (bytes[first] == b',').then_some(first)
    }
}

impl WritePass<'_> {
    /// Copies what is kept to `writer`, adds the counts to `summary`, and returns the names for a
    /// list, if there will be one.
    pub(super) fn run(
        &self,
        writer: &mut Writer<'_>,
        is_listed: bool,
        summary: &mut Summary,
    ) -> Result<DuplicateNames> {
        (self.monitor.phase)(Phase::Writing);
        let mut clusters = Clusters::of(self.rule, is_listed);
        let alarms = Alarms::of(self.rule, Losses::of(self.rule, self.inputs), &clusters);
        clusters.name(alarms.named(self.rule));
        let lookalikes = LookalikeUnits::of(self.rule);
        clusters.name(lookalikes.named());
        let planner = Planner {
            inputs: self.inputs,
            options: self.options,
            rule: self.rule,
            clusters: &clusters,
            marker: self.marker,
        };
        let (mut names, mut examples) = (Vec::new(), Vec::new());
        let leading_comma = LeadingComma::default();
        let by_input = CountsByInput::new(self.inputs);
        let mut written = Written { writer, summary, by_input, next_source: 0, leading_comma };
        let stream = BlockStream::new(&self.inputs.sources, self.options, self.monitor);
        stream.run(
            |_, source, block| (planner.plan(source, &block), block),
            |source, result| {
                // What cannot be read was reported by the first pass, and is not written.
                let Ok((plan, block)) = result else { return Ok(()) };
                let plan = plan.map_err(|error| self.error(source, error))?;
                self.copy(source, &block, &plan, &mut written)?;
                names.extend(plan.names);
                examples.extend(plan.examples);
                Ok(())
            },
        )?;
        self.begin_empty_outputs(SourceId::new(self.inputs.sources.len()), &mut written)?;
        summary.inputs = written.by_input.into_counts();
        let names = DuplicateNames { clusters, names };
        summary.clusters = names.clusters.len();
        (summary.losses, summary.loose_clusters) =
            alarms.told(self.rule, |unit| Some(names.find(unit)?.id.clone()));
        summary.lookalikes = lookalikes.told(|unit| Some(names.find(unit)?.id.clone()));
        summary.largest = self.largest(&names, &examples);
        Ok(names)
    }

    /// Checks at the end of a run that nothing has changed or got lost, and counts what was skipped.
    pub(super) fn complete(&self, summary: &mut Summary) -> Result<()> {
        self.inputs.check_unchanged()?;
        summary.read += summary.skipped;
        assert!(summary.is_conserved(), "every record is kept, removed or skipped");
        self.monitor.check()
    }

    /// The largest clusters, as the summary shows them.
    fn largest(&self, names: &DuplicateNames, examples: &[Example]) -> Vec<TopCluster> {
        let clusters = &names.clusters;
        let shown = clusters.largest.iter().filter_map(|&kept| {
            let example = examples.iter().find(|example| example.unit == kept)?.text.clone();
            let (id, path) = (names.find(kept)?.id.clone(), self.source_of(kept).path.clone());
            Some(TopCluster {
                cluster: clusters.number(kept),
                size: clusters.size(kept),
                id,
                path,
                example,
            })
        });
        shown.collect()
    }

    /// Writes what is kept of a block.
    fn copy(
        &self,
        source: SourceId,
        block: &Block,
        plan: &BlockPlan,
        written: &mut Written<'_, '_>,
    ) -> Result<()> {
        let at = source.index();
        if at < self.inputs.references {
            return Ok(());
        }
        written.summary.add(&plan.counts);
        written.by_input.add(source, plan, self.inputs, self.rule);
        written.summary.bytes_read += block.bytes().len() as u64;
        if let Some(decided) = &mut written.writer.decided {
            let changes = plan.changes.iter().map(|change| self.row_change(change, block.form()));
            decided.add(plan.counts.records, changes);
        }
        self.begin_empty_outputs(source, written)?;
        if self.unread.contains(&source) {
            return Ok(());
        }
        if plan.removes_file(block) {
            written.next_source = at + 1;
            return Ok(());
        }
        if written.next_source == at {
            written.writer.begin_source(&self.inputs.sources[at])?;
            written.next_source = at + 1;
            written.leading_comma = LeadingComma { is_due: block.form().is_separated_by_commas() };
        }
        written.summary.bytes_kept += plan.bytes_kept(block.bytes().len());
        if self.inputs.sources[at].is_table() {
            let rows: Vec<RowChange> =
                plan.changes.iter().map(|change| self.row_change(change, block.form())).collect();
            return written.writer.write_rows(plan.counts.records, &rows);
        }
        let mut from = 0;
        for change in &plan.changes {
            written.write(&block.bytes()[from..change.range.start])?;
            written.write(change.replacement.as_deref().unwrap_or_default())?;
            from = change.range.end;
        }
        written.write(&block.bytes()[from..])
    }

    /// A change of a record as a change of a table's row. Rows are read as JSON Lines, so a changed
    /// record is a line.
    fn row_change(&self, change: &RecordChange, encoding: RecordEncoding) -> RowChange {
        let text =
            change.replacement.as_ref().filter(|_| change.cells.is_empty()).and_then(|line| {
                let line = Block::new(encoding, 0, 0, line.clone());
                let record = line.records().next()?;
                record.read(self.options, &[], |fields| fields.text.into_owned()).ok()
            });
        RowChange { row: change.record, text, cells: change.cells.clone() }
    }

    /// Begins the outputs of sources before `source` that hold no records.
    fn begin_empty_outputs(&self, source: SourceId, written: &mut Written<'_, '_>) -> Result<()> {
        let source = source.index();
        let first = written.next_source.max(self.inputs.references).min(source);
        for at in first..source {
            let begun = &self.inputs.sources[at];
            if begun.holds_records() && !self.unread.contains(&SourceId::new(at)) {
                written.writer.begin_source(begun)?;
            }
        }
        written.next_source = written.next_source.max(source);
        Ok(())
    }

    /// The source of a unit.
    pub(super) fn source_of(&self, unit: UnitId) -> &Source {
        let table = self.rule.table;
        &self.inputs.sources[table.source_of(table.record_of(unit)).index()]
    }

    fn error(&self, source: SourceId, error: PlanError) -> Error {
        let path = self.inputs.sources[source.index()].path.clone();
        match error {
            PlanError::Changed => Error::Read { path, source: changed() },
            PlanError::Unmarked { line, reason } => {
                Error::Unreadable(SkippedInput::new(&path, line, reason))
            }
        }
    }
}
