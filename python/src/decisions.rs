//! What a deduplication decides, and its table of duplicates.

use std::sync::Arc;
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use leitong::dedup::{self, CoveredPassage, RemovedRecord};
use leitong::report::write_summary_json;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};
use serde::Serialize;

use crate::capsule;

/// What is decided about the records of a collection.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Decisions {
    decisions: dedup::Decisions,
    took: Duration,
}

impl Decisions {
    pub(crate) fn new(decisions: dedup::Decisions, took: Duration) -> Self {
        Self { decisions, took }
    }
}

#[pymethods]
impl Decisions {
    /// For each record a byte, which is 1 if it is kept.
    fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let kept = &self.decisions.kept;
        PyBytes::new_with(py, kept.len(), |bytes| {
            for (byte, &kept) in bytes.iter_mut().zip(kept) {
                *byte = u8::from(kept);
            }
            Ok(())
        })
    }

    /// The numbers and texts of the records of which parts are removed.
    fn changed(&self) -> Vec<(usize, String)> {
        let changed = self.decisions.changed.iter();
        changed.map(|change| (change.record, change.text.clone())).collect()
    }

    /// The counts, as JSON.
    fn summary(&self) -> PyResult<String> {
        let mut json = Vec::new();
        write_summary_json(&self.decisions.summary, self.took, &mut json)?;
        Ok(String::from_utf8(json)?)
    }

    /// The list of duplicates as JSON Lines.
    fn json_lines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut lines = Vec::new();
        for line in &self.decisions.duplicates {
            serde_json::to_writer(&mut lines, line)
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
            lines.push(b'\n');
        }
        Ok(PyBytes::new(py, &lines))
    }

    fn __repr__(&self) -> String {
        let summary = &self.decisions.summary;
        format!("<Decisions: {} of {} kept>", summary.kept, summary.read)
    }
}

/// The list of duplicates as a table.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct DuplicateTable {
    batch: RecordBatch,
}

#[pymethods]
impl DuplicateTable {
    /// The table of a list of duplicates in JSON Lines.
    #[staticmethod]
    fn read(py: Python<'_>, lines: &[u8]) -> PyResult<Self> {
        let read = py.detach(|| {
            let lines = serde_json::Deserializer::from_slice(lines).into_iter();
            let records = lines.collect::<Result<Vec<RemovedRecord<'static>>, _>>();
            records
                .map_err(|error| error.to_string())
                .and_then(|records| batch_of(&records).map_err(|error| error.to_string()))
        });
        Ok(Self { batch: read.map_err(PyRuntimeError::new_err)? })
    }

    /// The table as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer that asks for other types has to convert the table.
        drop(requested_schema);
        capsule::export(py, &self.batch)
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }
}

/// One duplicate, with all that is left out of the JSON where it says nothing.
#[derive(Serialize)]
struct Row<'r> {
    id: &'r str,
    path: std::borrow::Cow<'r, str>,
    line: Option<u64>,
    start: Option<usize>,
    end: Option<usize>,
    duplicate_of: &'r str,
    of_path: std::borrow::Cow<'r, str>,
    of_line: Option<u64>,
    of_start: Option<usize>,
    of_end: Option<usize>,
    similarity: f64,
    measure: leitong::dedup::Measure,
    kind: leitong::dedup::DuplicateKind,
    removed: bool,
    level: leitong::document::Level,
    cluster: u32,
    parts: &'r [CoveredPassage<'static>],
}

impl<'r> Row<'r> {
    fn new(record: &'r RemovedRecord<'static>) -> Self {
        Self {
            id: &record.id,
            path: record.path.to_string_lossy(),
            line: record.line,
            start: record.start,
            end: record.end,
            duplicate_of: &record.duplicate_of,
            of_path: record.of_path.to_string_lossy(),
            of_line: record.of_line,
            of_start: record.of_start,
            of_end: record.of_end,
            similarity: record.similarity,
            measure: record.measure,
            kind: record.kind,
            removed: record.removed,
            level: record.level,
            cluster: record.cluster,
            parts: &record.parts,
        }
    }
}

/// Columns of the table. Whole numbers are signed, since some engines have no others.
fn schema() -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let share = |name: &str| Field::new(name, DataType::Float64, false);
    let part = vec![
        number("start"),
        number("end"),
        text("duplicate_of"),
        text("of_path"),
        number("of_line"),
        number("of_start"),
        number("of_end"),
        share("similarity"),
    ];
    let part = Field::new("item", DataType::Struct(part.into()), false);
    Schema::new(vec![
        text("id"),
        text("path"),
        number("line"),
        number("start"),
        number("end"),
        text("duplicate_of"),
        text("of_path"),
        number("of_line"),
        number("of_start"),
        number("of_end"),
        share("similarity"),
        text("measure"),
        text("kind"),
        Field::new("removed", DataType::Boolean, false),
        text("level"),
        number("cluster"),
        Field::new("parts", DataType::List(Arc::new(part)), false),
    ])
}

fn batch_of(duplicates: &[RemovedRecord<'static>]) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(schema());
    let builder = ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(duplicates.len().max(1));
    let mut decoder = builder.build_decoder()?;
    let rows: Vec<Row<'_>> = duplicates.iter().map(Row::new).collect();
    decoder.serialize(&rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}
