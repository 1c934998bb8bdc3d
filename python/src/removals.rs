//! Removed records beside those that are kept for them: pages, and pieces for notebooks.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use leitong::corpus::{Listing, ReadOptions, RecordRows, SkipLimit, read_listings};
use leitong::dedup::{
    DedupSettings, Inputs, Measure, Removals, RemovedRecord, Summary, text_without,
};
use leitong::document::{Level, Role, rounded_share};
use leitong::error::SkippedInput;
use leitong::report::{DedupCounts, Page, Report, Task};
use leitong::text::Script;
use leitong::{Error, Result};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use serde::Deserialize;

use crate::dedup::Options;
use crate::errors::exception;
use crate::inputs::{Data, FieldNames, Input};
use crate::saved_report::{fragment, language, write_page};

/// A collection of which some records are read again.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Shown<'py> {
    /// These records, or the files of the collection.
    data: Data<'py>,
    /// The numbers of the records in the collection, counted from 0; none for files.
    rows: Vec<usize>,
    /// Number of records of the collection.
    count: usize,
}

impl Shown<'_> {
    fn input(&self) -> Input {
        match self.data.input() {
            Input::Records(rows) => {
                let found = self.rows.iter().copied().zip(0..).collect();
                Input::Records(Arc::new(SomeRows { rows, found, count: self.count }))
            }
            paths @ Input::Paths(_) => paths,
        }
    }
}

/// Some records of a collection; the others have no text.
#[derive(Debug)]
struct SomeRows {
    rows: Arc<dyn RecordRows>,
    /// For numbers of the collection the number of the record in `rows`.
    found: HashMap<usize, usize>,
    count: usize,
}

impl RecordRows for SomeRows {
    fn count(&self) -> usize {
        self.count
    }

    fn write_json(&self, row: usize, line: &mut Vec<u8>) {
        match self.found.get(&row) {
            Some(&row) => self.rows.write_json(row, line),
            None => line.extend_from_slice(b"{}"),
        }
    }
}

/// A run that is over: what it read, and what it found.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct PastRun<'py> {
    own: Shown<'py>,
    reference: Option<Shown<'py>>,
    names: FieldNames,
    options: Options,
    /// The list of duplicates, as JSON Lines.
    lines: PyBackedBytes,
    /// The counts, as JSON.
    summary: String,
}

/// What a page shows of the counts of a run, as they are read again.
#[derive(Deserialize)]
struct Counts {
    read: usize,
    kept: usize,
    removed: usize,
    skipped: usize,
    clusters: usize,
    #[serde(default)]
    parts_removed: usize,
    #[serde(default)]
    emptied: usize,
    #[serde(default)]
    fold_script: bool,
    #[serde(default)]
    regional_words: bool,
    #[serde(default)]
    skips: Vec<SkippedInput>,
}

impl Counts {
    /// How the texts were compared.
    fn script(&self) -> Script {
        match (self.regional_words, self.fold_script) {
            (true, _) => Script::Regional,
            (false, true) => Script::Simplified,
            (false, false) => Script::AsWritten,
        }
    }

    fn into_summary(self) -> Summary {
        let mut summary = Summary::default();
        (summary.read, summary.kept, summary.removed) = (self.read, self.kept, self.removed);
        (summary.skipped, summary.skips) = (self.skipped, self.skips);
        (summary.clusters, summary.emptied) = (self.clusters, self.emptied);
        summary.parts_removed = self.parts_removed;
        summary
    }
}

/// A run that is over, without what belongs to Python.
struct Found {
    own: Input,
    reference: Option<Input>,
    options: ReadOptions,
    settings: DedupSettings,
    lines: Vec<RemovedRecord<'static>>,
    summary: Summary,
}

impl Found {
    /// The run, with the first lines of its list.
    fn new(py: Python<'_>, run: &PastRun<'_>, most: usize) -> PyResult<Self> {
        let settings = run.options.settings().map_err(|error| exception(py, &error))?;
        let counts: Counts = serde_json::from_str(&run.summary).map_err(broken)?;
        let lines = serde_json::Deserializer::from_slice(&run.lines).into_iter();
        let lines = lines.take(most).collect::<std::result::Result<Vec<_>, _>>().map_err(broken)?;
        let matching = settings.get_matching().clone().script(counts.script());
        Ok(Self {
            own: run.own.input(),
            reference: run.reference.as_ref().map(Shown::input),
            options: run.names.options(),
            settings: settings.matching(matching),
            lines,
            summary: counts.into_summary(),
        })
    }

    /// Calls `show` with a report of the pairs, and with what a page says of them.
    fn show<T>(self, show: impl FnOnce(&Report<'_>, DedupCounts<'_>) -> Result<T>) -> Result<T> {
        let Self { own, reference, options, settings, lines, summary } = self;
        let own = own.listing("data", &options.clone().archives(false))?;
        let reference = reference.map(|reference| reference.listing("against", &options));
        let reference = reference.transpose()?.unwrap_or_else(Listing::default);
        let inputs = Inputs::new(own, reference)?;
        let mut removals = Removals::of_list(lines, &inputs, &options, &settings)?;
        removals.collection.skipped.clone_from(&summary.skips);
        let (found, matching) = (&removals.findings, settings.get_matching());
        let report = Report::new(&removals.collection, found, matching)?;
        let (listed, with_texts) = (removals.listed, removals.laid);
        show(&report, DedupCounts { summary: &summary, listed, with_texts })
    }
}

fn broken(error: serde_json::Error) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// Writes the page of what was removed.
#[pyfunction]
pub(crate) fn removals_page(
    py: Python<'_>,
    run: PastRun<'_>,
    path: PathBuf,
    lang: &str,
) -> PyResult<()> {
    let language = language(py, lang)?;
    let found = Found::new(py, &run, usize::MAX)?;
    let written = py.detach(|| {
        found.show(|report, counts| {
            write_page(report, Page::new(Task::Dedup(counts)).language(language), &path)
        })
    });
    written.map_err(|error| exception(py, &error))
}

/// The records of the first lines of the list beside each other, as a piece of HTML.
#[pyfunction]
pub(crate) fn removals_piece(py: Python<'_>, run: PastRun<'_>, most: usize) -> PyResult<String> {
    let found = Found::new(py, &run, most)?;
    let piece = py.detach(|| found.show(|report, _| Ok(fragment(&report.matches))));
    piece.map_err(|error| exception(py, &error))?
}

/// The texts that are left of some records without parts of them, and the numbers of these records.
/// Parts are given in characters; a text of which nothing is left is `None`.
#[pyfunction]
pub(crate) fn texts_left(
    py: Python<'_>,
    own: Shown<'_>,
    names: FieldNames,
    parts: HashMap<usize, Vec<[usize; 2]>>,
) -> PyResult<Vec<(usize, Option<String>)>> {
    let (input, options) = (own.data.input(), names.options().max_skipped(SkipLimit::ANY));
    let read = py.detach(|| {
        let listing = input.listing("data", &options)?;
        read_listings(vec![(Role::Collection, listing)], &options, &|_| ())
    });
    let collection = read.map_err(|error| exception(py, &error))?;
    let left = collection.documents.iter().filter_map(|document| {
        let read = usize::try_from(document.line?).ok()?.checked_sub(1)?;
        let row = *own.rows.get(read)?;
        let parts: Vec<Range<usize>> =
            parts.get(&row)?.iter().map(|&[start, end]| start..end).collect();
        Some((row, text_without(&document.text, &parts)))
    });
    Ok(left.collect())
}

/// The least value of a measure at which two texts are duplicates, where the least similarity is
/// `similarity`; to four digits, as the list of duplicates has it.
#[pyfunction]
pub(crate) fn threshold(
    py: Python<'_>,
    measure: &str,
    similarity: f64,
    level: &str,
) -> PyResult<f64> {
    let threshold = || -> Result<f64> {
        let measure: Measure = measure.parse()?;
        // Of passages the similarity is the least share of equal characters.
        let is_own = level.parse::<Level>()? == Level::Passage;
        Ok(rounded_share(if is_own { similarity } else { measure.threshold(similarity) }))
    };
    threshold().map_err(|error: Error| exception(py, &error))
}
