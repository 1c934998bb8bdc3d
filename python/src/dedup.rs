//! Deduplication of records in memory, and of files.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Instant;

use leitong::corpus::{Listing, ReadOptions};
use leitong::dedup::{
    Dedup, DedupSettings, DuplicateKind, Inputs, Keep, Measure, Monitor, Outputs, PASSAGE_CHARS,
    PASSAGE_SIMILARITY, VectorSource,
};
use leitong::document::Level;
use leitong::report::write_summary_json;
use leitong::text::{FoldScript, ScriptMix};
use leitong::{Error, Result};
use pyo3::prelude::*;

use crate::decisions::Decisions;
use crate::errors::exception;
use crate::inputs::{Data, FieldNames, Input};
use crate::matching::{Matching, named, wrong};
use crate::running::{Progress, Running};

/// Settings of a deduplication, as they are given.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    matching: Matching,
    level: String,
    keep: String,
    by: Option<Vec<String>>,
    remove: Option<Vec<String>>,
    guard: Option<bool>,
    common: Option<usize>,
    vectors: Option<String>,
    vector_similarity: Option<f64>,
    max_removed: Option<String>,
    memory: Option<u64>,
}

impl Options {
    /// When traditional characters are folded.
    pub(crate) fn fold(&self) -> Result<FoldScript> {
        self.matching.fold()
    }

    /// The settings, with the defaults of the command line.
    pub(crate) fn settings(&self) -> Result<DedupSettings> {
        let level: Level = self.level.parse()?;
        let mut matching = self.matching.settings()?.levels([level]);
        if level == Level::Passage {
            let Matching { similarity, min_chars, .. } = &self.matching;
            matching = matching
                .similarity(similarity.unwrap_or(PASSAGE_SIMILARITY))
                .min_chars(min_chars.unwrap_or(PASSAGE_CHARS));
        }
        let keep: Keep = self.keep.parse()?;
        let mut settings = DedupSettings::default().matching(matching).level(level).keep(keep);
        if let Some(by) = &self.by {
            settings = settings.by(parsed::<Measure>(by)?);
        }
        if let Some(remove) = &self.remove {
            settings = settings.remove(parsed::<DuplicateKind>(remove)?);
        }
        if let Some(guard) = self.guard {
            settings = settings.guard(guard);
        }
        if let Some(memory) = self.memory {
            settings = settings.memory(memory);
        }
        if self.common == Some(0) {
            return Err(wrong("common", "a number of records from 1 on is needed"));
        }
        let limit = self.max_removed.as_deref().map(|limit| named("max_removed", limit));
        Ok(settings
            .common(self.common)
            .vectors(self.vectors.as_deref().map(vector_source))
            .vector_similarity(self.vector_similarity)
            .max_removed(limit.transpose()?))
    }
}

/// A field of the records, or a file.
fn vector_source(name: &str) -> VectorSource {
    name.parse().unwrap_or_else(|never: Infallible| match never {})
}

fn parsed<T: FromStr<Err = Error>>(names: &[String]) -> Result<Vec<T>> {
    names.iter().map(|name| name.parse()).collect()
}

/// What a run compares.
struct Task {
    settings: DedupSettings,
    fold: FoldScript,
    options: ReadOptions,
    own: Input,
    reference: Option<Input>,
}

impl Task {
    fn new(
        data: &Data<'_>,
        against: Option<&Data<'_>>,
        names: &FieldNames,
        options: &Options,
    ) -> Result<Self> {
        let settings = options.settings()?;
        if against.is_none() && options.keep == "all" {
            let reason = "all keeps every record, unless against names what is removed".into();
            return Err(Error::Setting { setting: "keep", reason });
        }
        let own = data.input();
        // Without a record nothing can be missing.
        let limit = (!data.is_empty()).then(|| own.skip_limit());
        Ok(Self {
            settings,
            fold: options.matching.fold()?,
            options: names.options().max_skipped(limit),
            own,
            reference: against.map(Data::input),
        })
    }

    /// Calls `work` with the run and its inputs.
    fn run<T>(self, work: impl FnOnce(&Dedup, &Inputs) -> Result<T>) -> Result<T> {
        let Self { settings, fold, options, own, reference } = self;
        // Wrong settings are refused before anything is read.
        Dedup::new(settings.clone(), options.clone())?;
        // The members of archives cannot be written back.
        let own = own.listing("data", &options.clone().archives(false))?;
        let reference = reference.map(|reference| reference.listing("against", &options));
        let reference = reference.transpose()?.unwrap_or_else(Listing::default);
        let inputs = Inputs::new(own, reference)?;
        let script = fold.script(|| -> ScriptMix { inputs.script_mix(&options) });
        let matching = settings.get_matching().clone().script(script);
        work(&Dedup::new(settings.matching(matching), options)?, &inputs)
    }
}

fn monitor<'p>(progress: &'p Progress, bytes: &'p (dyn Fn(u64) + Sync)) -> Monitor<'p> {
    Monitor { bytes, phase: &|_| (), stop: &progress.stop }
}

/// Decides which records stay.
#[pyfunction]
#[pyo3(signature = (data, against, names, options, running))]
pub(crate) fn dedup(
    py: Python<'_>,
    data: Data<'_>,
    against: Option<Data<'_>>,
    names: FieldNames,
    options: Options,
    running: Running<'_>,
) -> PyResult<Decisions> {
    let task = Task::new(&data, against.as_ref(), &names, &options);
    let task = task.map_err(|error| exception(py, &error))?;
    let similarity = task.settings.get_matching().get_similarity();
    let begin = Instant::now();
    let decisions = running.run(py, |progress| {
        let bytes = |bytes| progress.add(bytes);
        task.run(|dedup, inputs| dedup.decide(inputs, monitor(progress, &bytes)))
    })?;
    Ok(Decisions::new(decisions, similarity, begin.elapsed()))
}

/// Writes what stays of some files, and returns the counts as JSON.
#[pyfunction]
#[pyo3(signature = (inputs, output, duplicates, against, names, options, running))]
#[expect(clippy::too_many_arguments, reason = "the package names them")]
pub(crate) fn dedup_files(
    py: Python<'_>,
    inputs: Vec<PathBuf>,
    output: Option<PathBuf>,
    duplicates: Option<PathBuf>,
    against: Option<Vec<PathBuf>>,
    names: FieldNames,
    options: Options,
    running: Running<'_>,
) -> PyResult<String> {
    let against = against.map(Data::Paths);
    let task = Task::new(&Data::Paths(inputs), against.as_ref(), &names, &options);
    let task = task.map_err(|error| exception(py, &error))?;
    let begin = Instant::now();
    let summary = running.run(py, |progress| {
        let bytes = |bytes| progress.add(bytes);
        task.run(|dedup, inputs| {
            let outputs = output.as_deref().map(|path| Outputs::at(path, inputs)).transpose()?;
            let outputs = outputs.unwrap_or(Outputs::Nowhere);
            dedup.run(inputs, &outputs, duplicates.as_deref(), monitor(progress, &bytes))
        })
    })?;
    let mut json = Vec::new();
    write_summary_json(&summary, begin.elapsed(), &mut json)?;
    Ok(String::from_utf8(json)?)
}
