//! An evaluation in the words of the published schema.

use std::path::Path;

use serde::Serialize;

use super::names::DocumentNames;
use super::outcome::Scores;
use super::truth::{Column, Rows, Truth, Unknown};
use crate::corpus::Collection;
use crate::report::SettingsModel;

/// Name and version of the published schema.
pub const SCHEMA: &str = "leitong/eval/1";

/// A whole evaluation; its JSON is the published schema.
#[derive(Debug, Serialize)]
pub struct Evaluation<'r> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The truth file.
    pub truth: TruthModel<'r>,
    /// The file of an earlier result that was scored; `None` after a scan.
    pub found: Option<&'r Path>,
    /// The settings of the scan; `None` for an earlier result.
    pub settings: Option<SettingsModel>,
    /// Counts of the collection.
    pub counts: Counts,
    /// Documents of the truth that are not in the collection; `None` if the collection is not
    /// known.
    pub unknown: Option<Unknown>,
    /// The scores.
    pub scores: Scores<'r>,
    /// Time and memory.
    pub timings: Timings,
}

/// A truth file.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct TruthModel<'r> {
    /// The file.
    pub path: &'r Path,
    /// `pairs` of documents, or `passages`.
    pub form: &'static str,
    /// Number of different rows.
    pub rows: usize,
    /// Rows that repeat an earlier one.
    pub repeated: usize,
    /// Content of the third column of document pairs.
    pub column: Column,
}

/// Counts of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents of the collection; `None` if it is not known.
    pub documents: Option<usize>,
    /// Files and records that could not be read.
    pub skipped: usize,
    /// Files in folders that are of no known format.
    #[serde(rename = "passed_over")]
    pub ignored_files: usize,
}

/// Time and memory of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Timings {
    /// Seconds for reading the collection; `None` if none was read.
    pub reading: Option<f64>,
    /// Seconds for the scan; `None` for an earlier result.
    pub finding: Option<f64>,
    /// Seconds for scoring, with the reading of the truth and of an earlier result.
    pub scoring: f64,
    /// Megabytes of text, as UTF-8.
    pub text_mb: Option<f64>,
    /// Megabytes of text a second of reading and scanning; `None` for an earlier result.
    pub mb_per_second: Option<f64>,
    /// Peak memory of the process, in megabytes; `None` where the system does not report it.
    pub peak_memory_mb: Option<f64>,
}

impl Timings {
    /// Rounded to the digits that a repeated run would confirm.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self {
            reading: self.reading.map(thousandths),
            finding: self.finding.map(thousandths),
            scoring: thousandths(self.scoring),
            text_mb: self.text_mb.map(thousandths),
            mb_per_second: self.mb_per_second.map(tenths),
            peak_memory_mb: self.peak_memory_mb.map(tenths),
        }
    }
}

fn thousandths(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

impl<'r> TruthModel<'r> {
    /// The summary of a truth file.
    #[must_use]
    pub fn new(truth: &'r Truth) -> Self {
        let (form, column) = match &truth.rows {
            Rows::Pairs(pairs) => ("pairs", pairs.column),
            Rows::Passages(_) => ("passages", Column::None),
        };
        Self { path: &truth.path, form, rows: truth.rows.len(), repeated: truth.repeated, column }
    }
}

impl Counts {
    /// The counts of a collection.
    #[must_use]
    pub fn new(names: &DocumentNames, collection: &Collection) -> Self {
        let Collection { skipped, passed_over, .. } = collection;
        Self {
            documents: names.documents(),
            skipped: skipped.len(),
            ignored_files: passed_over.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn timings_have_the_digits_that_a_second_run_confirms() {
        let timings = Timings {
            reading: Some(1.234_56),
            finding: None,
            scoring: 0.000_51,
            text_mb: Some(2.0),
            mb_per_second: Some(12.345),
            peak_memory_mb: Some(99.96),
        };
        let rounded = timings.rounded();
        assert_eq!((rounded.reading, rounded.finding), (Some(1.235), None));
        assert!((rounded.scoring - 0.001).abs() < 1e-9);
        assert_eq!((rounded.mb_per_second, rounded.peak_memory_mb), (Some(12.3), Some(100.0)));
    }
}
