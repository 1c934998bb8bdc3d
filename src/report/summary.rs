//! What came of a deduplication, for reading aloud.

use std::io::{self, Write};
use std::time::Duration;

use super::excerpt::clean;
use super::terminal::{counted, grouped};
use crate::dedup::{Outputs, Summary};

/// Writes the counts of a run and its largest clusters.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_summary(summary: &Summary, outputs: &Outputs, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let verb = if *outputs == Outputs::Nowhere { " (nothing was written)" } else { "" };
    writeln!(
        out,
        "{} read = {} kept + {} removed + {} skipped{verb}",
        counted(summary.read, "record"),
        grouped(summary.kept),
        grouped(summary.removed),
        grouped(summary.skipped)
    )?;
    removed(summary, out)?;
    let seconds = took.as_secs_f64().max(1e-3);
    writeln!(
        out,
        "{} in, {} kept; {seconds:.1} s, {}/s",
        megabytes(summary.bytes_read as f64),
        megabytes(summary.bytes_kept as f64),
        megabytes(summary.bytes_read as f64 / seconds)
    )?;
    notes(summary, out)?;
    clusters(summary, out)
}

/// Writes the counts of a run as one JSON object, the schema `leitong/dedup/1`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_summary_json(summary: &Summary, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    #[derive(serde::Serialize)]
    struct Whole<'s> {
        schema: &'static str,
        seconds: f64,
        #[serde(flatten)]
        summary: &'s Summary,
    }
    let whole = Whole { schema: "leitong/dedup/1", seconds: took.as_secs_f64(), summary };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn removed(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.removed > 0 {
        let alike = summary.removed - summary.removed_equal;
        write!(out, "removed: {} with equal content, {} alike", grouped(summary.removed_equal), grouped(alike))?;
        if summary.references > 0 {
            write!(out, "; {} of them for one of the reference", grouped(summary.removed_by_reference))?;
        }
        if summary.emptied > 0 {
            write!(out, "; {} because nothing was left in them", grouped(summary.emptied))?;
        }
        writeln!(out)?;
    }
    if summary.parts_removed > 0 {
        let (parts, changed) = (counted(summary.parts_removed, "part"), counted(summary.changed, "record"));
        writeln!(out, "taken out: {parts}; {changed} came out changed")?;
    }
    Ok(())
}

fn notes(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.capped > 0 {
        let capped = grouped(usize::try_from(summary.capped).unwrap_or(usize::MAX));
        writeln!(out, "{capped} pairs were not compared, because too much is like too much")?;
    }
    if summary.ignored_files > 0 {
        writeln!(out, "passed over: {} of no known kind", counted(summary.ignored_files, "file"))?;
    }
    if summary.spilled > 0 {
        writeln!(out, "{} of band keys lay on disk", megabytes(summary.spilled as f64))?;
    }
    Ok(())
}

fn clusters(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.largest.is_empty() {
        return Ok(());
    }
    let plural = if summary.clusters == 1 { "" } else { "s" };
    writeln!(out, "{} cluster{plural}, the largest:", grouped(summary.clusters))?;
    for cluster in &summary.largest {
        let example = clean(&cluster.example);
        writeln!(out, "  {:>7} × {}  {}", grouped(cluster.size), clean(&cluster.id), example.trim())?;
    }
    Ok(())
}

fn megabytes(bytes: f64) -> String {
    match bytes {
        1e10.. => format!("{:.1} GB", bytes / 1e9),
        1e5.. => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} kB", bytes / 1e3),
    }
}
