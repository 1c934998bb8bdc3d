//! Figures of a benchmark as a table.

use std::io::{self, Write};

use leitong::report::grouped;

use super::stages::Figure;

/// Writes one line for each stage: speed, and the most memory taken.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_figures(figures: &[Figure], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{:<28} {:>7} {:>9} {:>9} {:>12} {:>9}",
        "stage", "threads", "seconds", "MB/s", "documents/s", "peak MB"
    )?;
    for figure in figures {
        let rate = |count: f64| if figure.seconds > 0.0 { count / figure.seconds } else { 0.0 };
        let documents = format!("{:.0}", rate(figure.documents as f64));
        writeln!(
            out,
            "{:<28} {:>7} {:>9.3} {:>9.0} {:>12} {:>9}",
            figure.stage,
            figure.threads,
            figure.seconds,
            rate(figure.bytes as f64 / 1e6),
            documents,
            figure
                .peak_memory
                .map_or_else(|| "?".into(), |bytes| grouped((bytes / 1_000_000) as usize)),
        )?;
    }
    Ok(())
}
