//! The matches as a table.

use std::io::{self, Write};

use super::View;
use super::view::{MatchView, SideView};
use crate::pipeline::Which;
use crate::verify::EditKind;

/// Columns of each side; in the table `a_` or `b_` stands before them.
const SIDE: [&str; 9] = ["document", "speech", "line", "start", "end", "byte_start", "byte_end", "coverage", "text"];

/// Writes one row for each match, under a row of names.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_csv(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let names = ["level", "kind", "similarity"].map(str::to_owned).into_iter();
    let sides = ["a", "b"].into_iter().flat_map(|side| SIDE.map(|name| format!("{side}_{name}")));
    let edits = EditKind::ALL.map(|kind| format!("edits_{}", kind.name()));
    let direction = ["earlier", "contained"].map(str::to_owned);
    table.write_record(names.chain(sides).chain(edits).chain(direction)).map_err(cause)?;
    for found in &view.matches {
        table.write_record(row(found)).map_err(cause)?;
    }
    table.flush()
}

/// The error of the writer beneath, so that a closed pipe is known as one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn row(found: &MatchView<'_>) -> Vec<String> {
    let mut row = vec![found.level.name().to_owned(), found.kind.name().to_owned(), found.similarity.to_string()];
    row.extend(cells(&found.a));
    row.extend(cells(&found.b));
    row.extend(found.edit_counts.each().map(|(_, count)| count.to_string()));
    row.extend([found.earlier, found.contained].map(|side| side.map_or("", Which::name).to_owned()));
    row
}

fn cells(side: &SideView<'_>) -> [String; SIDE.len()] {
    [
        side.document.clone().into_owned(),
        side.speech.as_deref().unwrap_or_default().to_owned(),
        side.place.line.to_string(),
        side.place.start.to_string(),
        side.place.end.to_string(),
        side.place.byte_start.to_string(),
        side.place.byte_end.to_string(),
        side.coverage.to_string(),
        side.text.clone().into_owned(),
    ]
}
