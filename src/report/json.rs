//! A whole result as one JSON object.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use crate::dedup::Summary;
use crate::report::model::Report;

/// Name and version of the schema of [`write_summary_json`].
const DEDUP_SCHEMA: &str = "leitong/dedup/1";

/// The counts of a deduplication; their JSON is the published schema.
#[derive(Serialize)]
struct SummaryModel<'s> {
    schema: &'static str,
    seconds: f64,
    #[serde(flatten)]
    summary: &'s Summary,
}

/// Writes the report as one JSON object, the schema `leitong/report/1`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_json(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_object(report, out)
}

/// Writes the counts of a deduplication as one JSON object, the schema `leitong/dedup/1`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_summary_json(
    summary: &Summary,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    let model = SummaryModel { schema: DEDUP_SCHEMA, seconds: took.as_secs_f64(), summary };
    write_object(&model, out)
}

fn write_object(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
