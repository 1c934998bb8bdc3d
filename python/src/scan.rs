//! Scans of records in memory and of files, and the comparison of two texts.

use std::path::PathBuf;

use leitong::corpus::{ReadOptions, read_listings};
use leitong::document::{Document, Level, Role};
use leitong::error::Result;
use leitong::report::{Page, Report, Task};
use leitong::scan::{Semantic, Watch};
use leitong::seeds::{DocumentLimit, SeedLimits};
use leitong::text::{FoldScript, ScriptMix};
use leitong::{Collection, Scan, ScanSettings};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::exception;
use crate::inputs::{Data, FieldNames, Input};
use crate::matching::{Matching, named, wrong};
use crate::running::{Progress, Running};
use crate::saved_report::{json_of, language, write_page};

/// Settings of a scan, as they are given.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    matching: Matching,
    level: Option<Vec<String>>,
    semantic: Option<f64>,
    is_semantic: bool,
    translated: Option<f64>,
    is_translated: bool,
    common: Option<usize>,
    exhaustive: bool,
    within_document: String,
    quotes: String,
    forms: String,
    memory: Option<u64>,
}

impl Options {
    fn settings(&self) -> Result<ScanSettings> {
        let mut settings = self.matching.settings()?;
        if let Some(names) = &self.level {
            let levels = names.iter().map(|name| name.parse()).collect::<Result<Vec<Level>>>()?;
            settings =
                settings.levels(Level::ALL.into_iter().filter(|level| levels.contains(level)));
        }
        let search = |score: Option<f64>| Semantic::default().min_score(score);
        let semantic = self.is_semantic.then(|| search(self.semantic));
        let translated = self.is_translated.then(|| search(self.translated));
        Ok(settings
            .semantic(semantic)
            .translated(translated)
            .seeds(self.seeds()?)
            .within(named("within_document", &self.within_document)?)
            .quotes(named("quotes", &self.quotes)?)
            .forms(named("forms", &self.forms)?)
            .memory(self.memory))
    }

    /// How frequent runs may be.
    fn seeds(&self) -> Result<SeedLimits> {
        match self.common {
            None if self.exhaustive => Ok(SeedLimits::exhaustive()),
            None => Ok(SeedLimits::default()),
            Some(_) if self.exhaustive => {
                Err(wrong("common", "an exhaustive scan takes nothing for boilerplate"))
            }
            Some(0) => Err(wrong("common", "a number of documents from 1 on is needed")),
            Some(common) => {
                let common = DocumentLimit::Documents(common);
                Ok(SeedLimits { common, ..SeedLimits::default() })
            }
        }
    }
}

/// What a scan found, and what it read.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Findings {
    settings: ScanSettings,
    collection: Collection,
    found: leitong::Findings,
    task: Task<'static>,
}

impl Findings {
    fn report(&self) -> Result<Report<'_>> {
        Report::new(&self.collection, &self.found, &self.settings)
    }
}

#[pymethods]
impl Findings {
    /// The report as JSON.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let json = py.detach(|| json_of(&self.report()?));
        Ok(PyBytes::new(py, &json.map_err(|error| exception(py, &error))?))
    }

    /// Writes the page.
    fn html(&self, py: Python<'_>, path: PathBuf, lang: &str) -> PyResult<()> {
        let page = Page::new(self.task).language(language(py, lang)?);
        let written = py.detach(|| write_page(&self.report()?, page, &path));
        written.map_err(|error| exception(py, &error))
    }

    fn __len__(&self) -> usize {
        self.found.matches.len()
    }
}

/// Finds what reappears.
#[pyfunction]
#[pyo3(signature = (data, against, ignore, names, options, running))]
pub(crate) fn scan(
    py: Python<'_>,
    data: Data<'_>,
    against: Option<Data<'_>>,
    ignore: Option<Data<'_>>,
    names: FieldNames,
    options: Options,
    running: Running<'_>,
) -> PyResult<Findings> {
    let settings = options.settings().map_err(|error| exception(py, &error))?;
    let limit = data.input().skip_limit();
    let read = names.options().max_skipped((!data.is_empty()).then_some(limit));
    let inputs = [
        NamedInput { name: "data", role: Role::Collection, input: Some(data.input()) },
        NamedInput {
            name: "against",
            role: Role::Second,
            input: against.map(|against| against.input()),
        },
        NamedInput {
            name: "ignore",
            role: Role::Ignored,
            input: ignore.map(|ignore| ignore.input()),
        },
    ];
    let fold = options.matching.fold().map_err(|error| exception(py, &error))?;
    running.run(py, |progress| {
        Scan::new(settings.clone())?;
        let collection = collection(inputs, &read, progress)?;
        findings(settings, fold, collection, Task::Scan, progress)
    })
}

/// Compares two texts.
#[pyfunction]
#[pyo3(signature = (a, b, options, running))]
pub(crate) fn compare(
    py: Python<'_>,
    a: String,
    b: String,
    options: Options,
    running: Running<'_>,
) -> PyResult<Findings> {
    let settings = options.settings().map_err(|error| exception(py, &error))?;
    let fold = options.matching.fold().map_err(|error| exception(py, &error))?;
    let document = |(id, text, role): (&str, String, Role)| Document {
        id: id.into(),
        path: id.into(),
        text,
        role,
        ..Document::default()
    };
    let documents = [("a", a, Role::Collection), ("b", b, Role::Second)].map(document).into();
    let collection = Collection { documents, ..Collection::default() };
    running.run(py, |progress| {
        let mut findings = findings(settings, fold, collection, Task::Compare, progress)?;
        // The match of a cluster of two shows both places.
        findings.found.clusters.clear();
        Ok(findings)
    })
}

/// Documents of one role, if any are given.
struct NamedInput {
    /// What records in memory are called in results.
    name: &'static str,
    role: Role,
    input: Option<Input>,
}

/// Reads the documents, in order of role and id.
fn collection(
    inputs: [NamedInput; 3],
    options: &ReadOptions,
    progress: &Progress,
) -> Result<Collection> {
    let mut listings = Vec::new();
    for NamedInput { name, role, input } in inputs {
        if let Some(input) = input {
            listings.push((role, input.listing(name, options)?));
        }
    }
    let mut collection = read_listings(listings, options, &|bytes| {
        progress.check();
        progress.add(bytes);
    })?;
    collection.sort_by_id();
    Ok(collection)
}

/// What reappears in a collection.
fn findings(
    settings: ScanSettings,
    fold: FoldScript,
    collection: Collection,
    task: Task<'static>,
    progress: &Progress,
) -> Result<Findings> {
    let texts = collection.documents.iter().map(|document| document.text.as_str());
    let script = fold.script(|| ScriptMix::of(texts));
    let settings = settings.script(script);
    let watch = Watch { phase: &|_| progress.check(), share: &|_| progress.check() };
    let found = Scan::new(settings.clone())?.run_watched(&collection, &watch)?;
    Ok(Findings { settings, collection, found, task })
}
