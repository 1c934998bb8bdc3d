//! The matches as JSON Lines.

use std::io::{self, Write};

use super::View;

/// Writes one JSON object a line for each match, as in the list `matches` of the whole report.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_jsonl(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for found in &view.matches {
        serde_json::to_writer(&mut *out, found)?;
        writeln!(out)?;
    }
    Ok(())
}
