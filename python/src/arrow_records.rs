//! Records from the rows of Arrow tables, read as those of a Parquet file are.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, FieldRef, Schema};
use pyo3::prelude::*;

use crate::capsule;
use crate::errors::wrong_setting;
use crate::members::Members;
use crate::records::HeldRecords;
use crate::texts::Texts;

/// Records of the rows of an object with the Arrow C stream interface. Of its columns those named
/// `columns` are read, and the one with the text; all if no names are given.
pub(crate) fn of_stream(
    data: &Bound<'_, PyAny>,
    text: &str,
    columns: Option<&[String]>,
) -> PyResult<HeldRecords> {
    let py = data.py();
    let reader = capsule::import(data)?.map_err(|error| arrow_error(py, &error))?;
    let schema = reader.schema();
    let plan = Plan::new(&schema, text, columns);
    if let Err(reason) = plan.check(&schema, text) {
        return Err(wrong_setting(py, "text", reason));
    }
    // The producer may need the interpreter on another thread.
    let read = py.detach(|| {
        let mut held = HeldRecords::named(text);
        held.texts = plan.text.map(|_| Texts::default());
        for batch in reader {
            plan.add(&batch?, &mut held)?;
        }
        Ok(held)
    });
    read.map_err(|error| arrow_error(py, &error))
}

/// Which columns are read, and where they stand in the line of a record.
struct Plan {
    /// The column with the text; `None` if the text is a part of others.
    text: Option<usize>,
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Plan {
    fn new(schema: &Schema, text: &str, columns: Option<&[String]>) -> Self {
        let names = || schema.fields().iter().map(|field| field.name());
        let at = names().position(|name| name == text);
        // A compound name names its columns, of which the path says the first part only.
        let wanted = |name: &String| match columns {
            Some(columns) => at.is_none() || columns.contains(name),
            None => true,
        };
        let others =
            names().enumerate().filter(|&(column, name)| Some(column) != at && wanted(name));
        let (before, after) =
            others.map(|(column, _)| column).partition(|&column| at.is_none_or(|at| column < at));
        Self { text: at, before, after }
    }

    /// Returns the reason why the text cannot be read.
    fn check(&self, schema: &Schema, text: &str) -> Result<(), String> {
        match self.text {
            Some(column) => {
                let kind = schema.field(column).data_type();
                if Texts::are_of(kind) {
                    return Ok(());
                }
                Err(format!("column {text:?} is of type {kind}, not a string"))
            }
            None if text.contains(['.', ',', '/']) => Ok(()),
            None => {
                let names: Vec<&str> =
                    schema.fields().iter().map(|field| field.name().as_str()).collect();
                Err(format!("no column {text:?} among: {}", names.join(", ")))
            }
        }
    }

    fn add(&self, batch: &RecordBatch, held: &mut HeldRecords) -> Result<(), ArrowError> {
        if let (Some(column), Some(texts)) = (self.text, &mut held.texts) {
            texts.add(batch.column(column))?;
        }
        add_members(batch, &self.before, &mut held.before)?;
        add_members(batch, &self.after, &mut held.after)?;
        held.count += batch.num_rows();
        Ok(())
    }
}

/// Adds some columns of a batch.
fn add_members(
    batch: &RecordBatch,
    columns: &[usize],
    members: &mut Members,
) -> Result<(), ArrowError> {
    let batch = batch.project(columns)?;
    members.add_rows(&if columns.is_empty() { batch } else { with_times_in_utc(&batch)? })
}

/// Converts times to UTC, the only time zone that can be formatted without a time zone database.
fn with_times_in_utc(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<FieldRef> = batch.schema().fields().iter().map(in_utc).collect();
    let columns = batch.columns().iter().zip(&fields).map(|(column, field)| {
        if field.data_type() == column.data_type() {
            Ok(Arc::clone(column))
        } else {
            cast(column, field.data_type())
        }
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

fn in_utc(field: &FieldRef) -> FieldRef {
    match field.data_type() {
        DataType::Timestamp(unit, Some(_)) => {
            let utc = DataType::Timestamp(*unit, Some("+00:00".into()));
            Arc::new(field.as_ref().clone().with_data_type(utc))
        }
        _ => Arc::clone(field),
    }
}

fn arrow_error(py: Python<'_>, error: &ArrowError) -> PyErr {
    wrong_setting(py, "data", format!("the table cannot be read: {error}"))
}
