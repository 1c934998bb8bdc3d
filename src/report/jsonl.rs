//! A table as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::table::{Cell, Column, Rows, Table};
use crate::report::model::Report;

/// Writes one JSON object a line: matches, clusters, pairs and documents as in the whole report, members with
/// the columns of their table.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_jsonl(report: &Report<'_>, rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    match rows {
        Rows::Matches => lines(&report.matches, out),
        Rows::Clusters => lines(&report.clusters, out),
        Rows::Pairs => lines(&report.document_pairs, out),
        Rows::Documents => lines(&report.reused_documents, out),
        Rows::Members => {
            let table = Table::new(report, rows);
            let columns = &table.columns;
            lines(table.rows.map(|cells| Line { columns, cells }), out)
        }
    }
}

fn lines(items: impl IntoIterator<Item = impl Serialize>, out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        serde_json::to_writer(&mut *out, &item)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A row with the names of its columns.
struct Line<'l, 'v> {
    columns: &'l [Column],
    cells: Vec<Cell<'v>>,
}

impl Serialize for Line<'_, '_> {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.columns.iter().map(|(name, _)| name).zip(&self.cells))
    }
}
