//! A table as CSV.

use std::io::{self, Write};

use super::table::{Cell, Rows, Table};
use crate::report::model::Report;

/// Writes a table as CSV, with a header.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_csv(report: &Report<'_>, rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(report, rows);
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(table.columns.iter().map(|column| &column.name)).map_err(cause)?;
    for row in table.rows {
        csv.write_record(row.into_iter().map(text)).map_err(cause)?;
    }
    csv.flush()
}

/// The text of a cell; that of an empty cell is empty.
fn text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.into_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Share(share) => share.to_string(),
        Cell::Truth(truth) => truth.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Empty => String::new(),
    }
}

/// The error of the underlying writer, so that a closed pipe is recognised.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}
