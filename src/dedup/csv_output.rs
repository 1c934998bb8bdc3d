//! Output of kept rows of CSV files, as they are stored.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::Value;

use super::mark_column::MarkColumn;
use super::output_error::{OUTPUT, RowChange, at, read_error, refuse};
use super::record_reader::changed;
use crate::corpus::{Format, ReadOptions, Source, StoredRows};
use crate::error::Result;
use crate::storage::AtomicFile;

/// Refuses tables that cannot come out as one, before they are read.
pub(super) fn check_columns(sources: &[Source], options: &ReadOptions) -> Result<()> {
    let tables = sources.iter().filter(|source| source.format() == Some(Format::Csv));
    // Errors of tables that cannot be opened are reported when they are read.
    let mut tables = tables.filter_map(|source| Some((source, source.stored_rows(options).ok()?)));
    let Some((first, table)) = tables.next() else { return Ok(()) };
    match tables.find(|(_, other)| !other.joins(&table)) {
        Some((other, _)) => refuse(
            OUTPUT,
            format!(
                "{} and {} do not have the same columns and encoding, so that they cannot come \
                 out as one file; name a directory",
                first.path.display(),
                other.path.display()
            ),
        ),
        None => Ok(()),
    }
}

/// A value as the text of a cell; of nothing it is empty.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A CSV file that is being written.
pub(super) struct CsvWriter {
    path: PathBuf,
    draft: AtomicFile,
    /// The rows of the table that was begun, and its path.
    rows: Option<(PathBuf, StoredRows<'static>)>,
    /// Whether a table was begun before, so that the columns are named.
    has_header: bool,
    /// Whether the next row is the first behind a row of names that was left out.
    is_first_row: bool,
    /// Whether the bytes written last end a line.
    ends_line: bool,
}

impl CsvWriter {
    pub(super) fn new(path: PathBuf, draft: io::Result<AtomicFile>) -> Result<Self> {
        let draft = at(&path, draft)?;
        Ok(Self {
            path,
            draft,
            rows: None,
            has_header: false,
            is_first_row: false,
            ends_line: true,
        })
    }

    /// Begins a source: rows that are written next belong to it.
    pub(super) fn begin_source(
        &mut self,
        source: &Source,
        options: &ReadOptions,
        columns: &[MarkColumn],
    ) -> Result<()> {
        self.end_source()?;
        // Of a table that cannot be opened, no rows follow.
        let Ok(mut rows) = source.stored_rows(options) else { return Ok(()) };
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let header = rows.header().and_then(|header| rows.with_cells(header, &names));
        let header = header.map_err(|error| read_error(&source.path, error))?;
        if !self.has_header {
            self.put(&header)?;
        } else if !self.ends_line {
            self.put(b"\n")?;
        }
        self.is_first_row = self.has_header;
        self.has_header = true;
        self.rows = Some((source.path.clone(), rows));
        Ok(())
    }

    /// Writes the next rows with these changes.
    pub(super) fn write(
        &mut self,
        rows: usize,
        changes: &[RowChange],
        text_field: &str,
    ) -> Result<()> {
        let mut changes = changes.iter().peekable();
        for row in 0..rows {
            let change = changes.next_if(|change| change.row == row);
            let bytes = self.next_row(change, text_field)?;
            // A row may begin with the line feed that ends the row before it.
            let fed = if self.is_first_row { bytes.strip_prefix(b"\n") } else { None };
            self.is_first_row &= bytes.is_empty();
            self.put(fed.unwrap_or(&bytes))?;
        }
        Ok(())
    }

    /// The bytes that are written of the next row.
    fn next_row(&mut self, change: Option<&RowChange>, text_field: &str) -> Result<Vec<u8>> {
        let Some((path, rows)) = &mut self.rows else {
            return Err(read_error(&self.path, changed()));
        };
        let row = rows.next_row().and_then(|row| row.ok_or_else(changed));
        let row = row.map_err(|error| read_error(path, error))?;
        match change.map(|change| (&change.text, &change.cells)) {
            None => Ok(row),
            Some((None, cells)) if cells.is_empty() => Ok(Vec::new()),
            Some((None, values)) => {
                let cells: Vec<String> = values.iter().map(cell).collect();
                rows.with_cells(row, &cells).map_err(|error| read_error(path, error))
            }
            Some((Some(text), _)) => {
                rows.with_value(&row, text_field, text).map_err(|error| read_error(path, error))
            }
        }
    }

    /// Writes what follows the last row of the table that was begun.
    fn end_source(&mut self) -> Result<()> {
        let Some((path, mut rows)) = self.rows.take() else { return Ok(()) };
        let rest = rows.rest().map_err(|error| read_error(&path, error))?;
        self.put(&rest)
    }

    /// Gives the file its name.
    pub(super) fn finish(mut self) -> Result<()> {
        self.end_source()?;
        at(&self.path, self.draft.finish())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(last) = bytes.last() {
            at(&self.path, self.draft.write_all(bytes))?;
            self.ends_line = *last == b'\n';
        }
        Ok(())
    }
}
