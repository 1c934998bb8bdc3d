//! A table as Parquet.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::table::{Cell, ColumnType, Rows, Table};
use crate::report::model::Report;

/// Rows of a record batch, which bounds the memory of a batch.
const BATCH: usize = 4096;

/// Whether this build can write Parquet.
pub const HAS_PARQUET: bool = true;

/// Writes a table as Parquet, compressed with zstd; empty cells are null.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_parquet(report: &Report<'_>, rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(report, rows);
    let fields = table
        .columns
        .iter()
        .map(|column| Field::new(&column.name, data_type(column.column_type), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties));
    let mut writer = writer.map_err(io::Error::other)?;
    loop {
        let batch: Vec<Vec<Cell<'_>>> = table.rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let arrays = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| array(column.column_type, &batch, at));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays.collect())
            .map_err(io::Error::other)?;
        writer.write(&batch).map_err(io::Error::other)?;
    }
    out.write_all(&writer.into_inner().map_err(io::Error::other)?)
}

fn data_type(column_type: ColumnType) -> DataType {
    match column_type {
        // A date may be a month or a year.
        ColumnType::Text | ColumnType::Date => DataType::Utf8,
        ColumnType::Count => DataType::UInt64,
        ColumnType::Share => DataType::Float64,
        ColumnType::Truth => DataType::Boolean,
    }
}

/// Column `at` of some rows.
fn array(column_type: ColumnType, rows: &[Vec<Cell<'_>>], at: usize) -> ArrayRef {
    let cells = rows.iter().map(|row| &row[at]);
    match column_type {
        ColumnType::Text => Arc::new(cells.map(text).collect::<StringArray>()),
        ColumnType::Count => Arc::new(cells.map(count).collect::<UInt64Array>()),
        ColumnType::Share => Arc::new(cells.map(share).collect::<Float64Array>()),
        ColumnType::Truth => Arc::new(cells.map(truth).collect::<BooleanArray>()),
        ColumnType::Date => Arc::new(cells.map(date).collect::<StringArray>()),
    }
}

fn text<'c>(cell: &'c Cell<'_>) -> Option<&'c str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

fn count(cell: &Cell<'_>) -> Option<u64> {
    if let Cell::Count(count) = cell { Some(*count as u64) } else { None }
}

fn share(cell: &Cell<'_>) -> Option<f64> {
    if let Cell::Share(share) = cell { Some(*share) } else { None }
}

fn truth(cell: &Cell<'_>) -> Option<bool> {
    if let Cell::Truth(truth) = cell { Some(*truth) } else { None }
}

fn date(cell: &Cell<'_>) -> Option<String> {
    if let Cell::Date(date) = cell { Some(date.to_string()) } else { None }
}
