//! A table as JSON Lines.

use std::io::{self, Write};

use rayon::prelude::*;
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
        Rows::Members => write_rows(report, rows, out),
    }
}

/// Writes one JSON object a line for each row of a table, with its columns; empty cells are `null`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_rows(report: &Report<'_>, rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(report, rows);
    let columns = &table.columns;
    let rows: Vec<Line<'_, '_>> = table.rows.map(|cells| Line { columns, cells }).collect();
    lines(&rows, out)
}

/// Objects that are written together.
const BLOCK: usize = 4_096;
/// Objects that one task writes.
const OF_TASK: usize = 64;

fn lines<T: Serialize + Sync>(items: &[T], out: &mut dyn Write) -> io::Result<()> {
    for block in items.chunks(BLOCK) {
        let parts = block.par_chunks(OF_TASK).map(|items| {
            let mut part = Vec::new();
            for item in items {
                serde_json::to_writer(&mut part, item)?;
                part.push(b'\n');
            }
            Ok(part)
        });
        for part in parts.collect::<io::Result<Vec<Vec<u8>>>>()? {
            out.write_all(&part)?;
        }
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
        out.collect_map(self.columns.iter().map(|column| &column.name).zip(&self.cells))
    }
}
