//! Results as Arrow tables: the list of duplicates, the tables of a report, and the rows of stages.
//!
//! Whole numbers are signed, since some engines have no others.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use leitong::dedup::{CoveredPassage, DuplicateKind, Measure, RemovedRecord};
use leitong::document::Level;
use leitong::report::{Column, ColumnType};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde::Serialize;

use crate::capsule;
use crate::saved_report::rows_named;

/// Bytes of JSON whose rows make a batch: the texts of a column of a batch must be less than 2 GiB.
const BATCH: usize = 64 << 20;

/// A table for other libraries.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The table of this name, `duplicates` or a table of a report, from its lines.
    #[staticmethod]
    fn read(py: Python<'_>, name: &str, lines: &[u8]) -> PyResult<Self> {
        let rows = if name == "duplicates" { None } else { Some(rows_named(name)?) };
        let read = py.detach(|| match rows {
            None => duplicates(lines),
            Some(rows) => read_rows(&rows.columns(), lines).map_err(|error| error.to_string()),
        });
        read.map_err(PyRuntimeError::new_err)
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
        capsule::export(py, &self.schema, self.batches.clone())
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

impl Table {
    /// The table of these batches, which have the same columns; `None` if there are none.
    pub(crate) fn of(batches: Vec<RecordBatch>) -> Option<Self> {
        let schema = batches.first()?.schema();
        Some(Self { schema, batches })
    }
}

/// A table of a report.
fn read_rows(columns: &[Column], lines: &[u8]) -> Result<Table, ArrowError> {
    let fields = columns.iter().map(|column| Field::new(&column.name, data_type(column), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let mut batches = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let (some, after) = rest.split_at(end_of_batch(rest));
        let rows = some.split_inclusive(|&byte| byte == b'\n').count();
        let builder = ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(rows.max(1));
        let mut decoder = builder.build_decoder()?;
        decoder.decode(some)?;
        batches.extend(decoder.flush()?);
        rest = after;
    }
    Ok(Table { schema, batches })
}

/// Where the lines of a batch end: at the last line end within its bytes, or behind the first line.
fn end_of_batch(lines: &[u8]) -> usize {
    let is_end = |&byte: &u8| byte == b'\n';
    let within = &lines[..lines.len().min(BATCH)];
    let end = within.iter().rposition(is_end).or_else(|| lines.iter().position(is_end));
    end.map_or(lines.len(), |end| end + 1)
}

fn data_type(column: &Column) -> DataType {
    match column.column_type {
        ColumnType::Count => DataType::Int64,
        ColumnType::Share => DataType::Float64,
        ColumnType::Truth => DataType::Boolean,
        // A date may be a month or a year.
        _ => DataType::Utf8,
    }
}

/// The list of duplicates.
fn duplicates(lines: &[u8]) -> Result<Table, String> {
    let lines = serde_json::Deserializer::from_slice(lines).into_iter();
    let records = lines.collect::<Result<Vec<RemovedRecord<'static>>, _>>();
    let records = records.map_err(|error| error.to_string())?;
    let batch = batch_of(&records).map_err(|error| error.to_string())?;
    Ok(Table { schema: batch.schema(), batches: vec![batch] })
}

/// One duplicate, with all that is left out of the JSON where it says nothing.
#[derive(Serialize)]
struct Row<'r> {
    id: &'r str,
    path: Cow<'r, str>,
    line: Option<u64>,
    start: Option<usize>,
    end: Option<usize>,
    duplicate_of: &'r str,
    of_path: Cow<'r, str>,
    of_line: Option<u64>,
    of_start: Option<usize>,
    of_end: Option<usize>,
    similarity: f64,
    measure: Measure,
    kind: DuplicateKind,
    removed: bool,
    level: Level,
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

/// Columns of the list of duplicates.
fn schema() -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let share = |name: &str| Field::new(name, DataType::Float64, false);
    // What a duplicate and a part of one have in common.
    let pair = vec![
        number("start"),
        number("end"),
        text("duplicate_of"),
        text("of_path"),
        number("of_line"),
        number("of_start"),
        number("of_end"),
        share("similarity"),
    ];
    let part = Field::new("item", DataType::Struct(pair.clone().into()), false);
    let before = vec![text("id"), text("path"), number("line")];
    let behind = vec![
        text("measure"),
        text("kind"),
        Field::new("removed", DataType::Boolean, false),
        text("level"),
        number("cluster"),
        Field::new("parts", DataType::List(Arc::new(part)), false),
    ];
    Schema::new([before, pair, behind].concat())
}

fn batch_of(duplicates: &[RemovedRecord<'static>]) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(schema());
    let builder = ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(duplicates.len().max(1));
    let mut decoder = builder.build_decoder()?;
    let rows: Vec<Row<'_>> = duplicates.iter().map(Row::new).collect();
    decoder.serialize(&rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}
