//! The whole report as one JSON object.

use std::io::{self, Write};

use super::View;

/// Writes the report as one JSON object, the schema `leitong/report/1`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, view)?;
    writeln!(out)
}
