//! Predicted recall by similarity.

use std::io::{self, Write};

use crate::index::Bands;

/// Similarities from 0 to 1 for which a line is written.
const STEPS: u32 = 20;
/// Characters of the bar for a recall of 1.
const BAR: u32 = 40;

/// Writes the predicted recall of `bands` at each similarity, and marks the one nearest to
/// `similarity`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_curve(bands: Bands, similarity: f64, out: &mut dyn Write) -> io::Result<()> {
    let Bands { bands: count, rows, .. } = bands;
    writeln!(out, "{count} bands of {rows} rows: predicted recall by Jaccard similarity")?;
    for step in (1..=STEPS).map(|step| f64::from(step) / f64::from(STEPS)) {
        let recall = bands.recall_at(step);
        let is_asked = (step - similarity).abs() < 0.5 / f64::from(STEPS);
        let mark = if is_asked { "  ← asked" } else { "" };
        writeln!(out, "  {step:.2}  {recall:.4}  {}{mark}", bar(recall))?;
    }
    Ok(())
}

fn bar(recall: f64) -> String {
    let filled = recall * f64::from(BAR);
    (0..BAR).filter(|&block| f64::from(block) + 0.5 < filled).map(|_| '█').collect()
}
