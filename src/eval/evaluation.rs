//! An evaluation in the words of the published schema.

use std::path::Path;

use serde::Serialize;

use super::{Column, Names, Rows, Scores, Truth, Unknown};
use crate::corpus::Collection;
use crate::report::SettingsModel;

/// Name and version of the published schema.
pub const SCHEMA: &str = "leitong/eval/1";

/// A whole evaluation; its JSON is the published schema.
#[derive(Debug, Serialize)]
pub struct Evaluation<'r> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// What was read of the truth.
    pub truth: TruthView<'r>,
    /// The file of an earlier result that was scored; `null` after a scan.
    pub found: Option<&'r Path>,
    /// What the scan was asked to do; `null` for an earlier result.
    pub settings: Option<SettingsModel>,
    /// What there was to find it in.
    pub counts: Counts,
    /// Documents of the truth that the collection does not have; `null` if the collection is not known.
    pub unknown: Option<Unknown>,
    /// How well it was found.
    pub scores: Scores<'r>,
    /// What it took.
    pub timings: Timings,
}

/// A truth file.
#[derive(Debug, Serialize)]
pub struct TruthView<'r> {
    /// The file.
    pub path: &'r Path,
    /// `pairs` of documents, or `passages`.
    pub form: &'static str,
    /// Different rows.
    pub rows: usize,
    /// Rows that say again what an earlier one has said.
    pub repeated: usize,
    /// What the third column of document pairs is.
    pub column: Column,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents of the collection; `null` if it is not known.
    pub documents: Option<usize>,
    /// Files and records that could not be read.
    pub skipped: usize,
    /// Files in folders that are of no known kind.
    #[serde(rename = "passed_over")]
    pub ignored_files: usize,
}

/// What an evaluation took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Timings {
    /// Seconds for reading the collection; `null` if none was read.
    pub reading: Option<f64>,
    /// Seconds for finding what reappears; `null` for an earlier result.
    pub finding: Option<f64>,
    /// Seconds for scoring, the reading of the truth and of an earlier result among them.
    pub scoring: f64,
    /// Megabytes of text, as UTF-8.
    pub text_mb: Option<f64>,
    /// Those, in a second of reading and finding; `null` for an earlier result.
    pub mb_per_second: Option<f64>,
    /// Largest memory of the whole process, in megabytes; `null` where the system does not tell.
    pub peak_memory_mb: Option<f64>,
}

impl Timings {
    /// With as many digits as they mean something.
    #[must_use]
    pub fn rounded(self) -> Self {
        let milli = |value: f64| (value * 1e3).round() / 1e3;
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        Self {
            reading: self.reading.map(milli),
            finding: self.finding.map(milli),
            scoring: milli(self.scoring),
            text_mb: self.text_mb.map(milli),
            mb_per_second: self.mb_per_second.map(tenth),
            peak_memory_mb: self.peak_memory_mb.map(tenth),
        }
    }
}

impl<'r> TruthView<'r> {
    /// What was read of a truth file.
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
    /// What was read of a collection.
    #[must_use]
    pub fn new(names: &Names, collection: &Collection) -> Self {
        let Collection { skipped, ignored_files, .. } = collection;
        Self { documents: names.documents(), skipped: skipped.len(), ignored_files: *ignored_files }
    }
}
