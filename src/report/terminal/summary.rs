//! The counts of a deduplication.

use std::io::{self, Write};
use std::time::Duration;

use super::super::settings::folding_note;
use super::clean::clean;
use super::layout::{counted, grouped};
use crate::dedup::{Outputs, Summary};

/// The shortest time for which a speed is computed, in seconds.
const SHORTEST: f64 = 1e-3;

/// Writes the counts of a deduplication and its largest clusters.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_summary(
    summary: &Summary,
    outputs: &Outputs,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    let note = if *outputs == Outputs::Nowhere { " (nothing was written)" } else { "" };
    writeln!(
        out,
        "{} read = {} kept + {} removed + {} skipped{note}",
        counted(summary.read, "record"),
        grouped(summary.kept),
        grouped(summary.removed),
        grouped(summary.skipped)
    )?;
    write_removed(summary, out)?;
    write_parts(summary, out)?;
    write_speed(summary, took, out)?;
    write_notes(summary, out)?;
    write_clusters(summary, out)
}

fn write_removed(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.removed == 0 {
        return Ok(());
    }
    let equal = grouped(summary.removed_equal);
    let alike = grouped(summary.removed - summary.removed_equal);
    write!(out, "removed: {equal} with equal content, {alike} alike")?;
    if summary.references > 0 {
        let by_reference = grouped(summary.removed_by_reference);
        write!(out, "; {by_reference} of them for one of the reference")?;
    }
    if summary.emptied > 0 {
        write!(out, "; {} because nothing was left in them", grouped(summary.emptied))?;
    }
    writeln!(out)
}

fn write_parts(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.parts_removed == 0 {
        return Ok(());
    }
    let parts = counted(summary.parts_removed, "part");
    let changed = counted(summary.changed, "record");
    writeln!(out, "taken out: {parts}; {changed} came out changed")
}

fn write_speed(summary: &Summary, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let seconds = took.as_secs_f64().max(SHORTEST);
    let read = summary.bytes_read as f64;
    let (bytes_in, kept) = (megabytes(read), megabytes(summary.bytes_kept as f64));
    let speed = megabytes(read / seconds);
    writeln!(out, "{bytes_in} in, {kept} kept; {seconds:.1} s, {speed}/s")
}

fn write_notes(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.capped > 0 {
        let capped = grouped(usize::try_from(summary.capped).unwrap_or(usize::MAX));
        writeln!(out, "{capped} pairs were not compared, because too many records are alike")?;
    }
    if let Some(note) = folding_note(summary.fold_script, summary.regional_words) {
        writeln!(out, "{note}")?;
    }
    if summary.ignored_files > 0 {
        writeln!(
            out,
            "passed over: {} of kinds that are not read",
            counted(summary.ignored_files, "file")
        )?;
    }
    if summary.spilled > 0 {
        writeln!(out, "{} of band keys lay on disk", megabytes(summary.spilled as f64))?;
    }
    Ok(())
}

fn write_clusters(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.largest.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}, the largest:", counted(summary.clusters, "cluster"))?;
    for cluster in &summary.largest {
        let (id, example) = (clean(&cluster.id), clean(&cluster.example));
        writeln!(out, "  {:>7} × {id}  {}", grouped(cluster.size), example.trim())?;
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
