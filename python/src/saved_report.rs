//! Reports that are read from their JSON, their tables, and pieces of them for notebooks.

use std::path::{Path, PathBuf};

use leitong::Error;
use leitong::error::Result;
use leitong::report::{
    Language, Page, Report, ReportedMatch, Rows, Task, parse_report, read_report, write_fragment,
    write_html, write_json, write_rows,
};
use leitong::storage::AtomicFile;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::{exception, wrong_setting};

/// A report that was read from its JSON: it has the texts of its matches, and no others.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct SavedReport {
    report: Report<'static>,
}

#[pymethods]
impl SavedReport {
    /// The report in a file, compressed or not.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let report = py.detach(|| read_report(&path));
        Ok(Self { report: report.map_err(|error| exception(py, &error))? })
    }

    /// The report whose JSON this is.
    #[staticmethod]
    fn of_json(py: Python<'_>, json: &[u8]) -> PyResult<Self> {
        let json =
            str::from_utf8(json).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let report = py.detach(|| parse_report(json, Path::new("report")));
        Ok(Self { report: report.map_err(|error| exception(py, &error))? })
    }

    /// The report as JSON.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let json = py.detach(|| json_of(&self.report));
        Ok(PyBytes::new(py, &json.map_err(|error| exception(py, &error))?))
    }

    /// The table with these rows, as JSON Lines.
    fn rows<'py>(&self, py: Python<'py>, rows: &str) -> PyResult<Bound<'py, PyBytes>> {
        let rows = rows_named(rows)?;
        let mut lines = Vec::new();
        py.detach(|| write_rows(&self.report, rows, &mut lines))?;
        Ok(PyBytes::new(py, &lines))
    }

    /// Writes the page.
    fn html(&self, py: Python<'_>, path: PathBuf, lang: &str) -> PyResult<()> {
        let page = Page::new(Task::Scan).language(language(py, lang)?);
        let written = py.detach(|| write_page(&self.report, page, &path));
        written.map_err(|error| exception(py, &error))
    }

    fn __len__(&self) -> usize {
        self.report.matches.len()
    }
}

/// The matches of an array of JSON beside each other, as a piece of HTML.
#[pyfunction]
pub(crate) fn side_by_side(py: Python<'_>, matches: &[u8]) -> PyResult<String> {
    py.detach(|| {
        let matches: Vec<ReportedMatch<'_>> = serde_json::from_slice(matches)
            .map_err(|error| PyValueError::new_err(format!("no matches of a report: {error}")))?;
        fragment(&matches)
    })
}

/// Matches beside each other, as a piece of HTML.
pub(crate) fn fragment(matches: &[ReportedMatch<'_>]) -> PyResult<String> {
    let mut html = Vec::new();
    write_fragment(matches, &mut html)?;
    Ok(String::from_utf8(html)?)
}

/// A report as JSON.
pub(crate) fn json_of(report: &Report<'_>) -> Result<Vec<u8>> {
    let mut json = Vec::new();
    let written = write_json(report, &mut json);
    written.map_err(|source| Error::Write { path: "-".into(), source })?;
    Ok(json)
}

/// Writes a page, whole or not at all.
pub(crate) fn write_page(report: &Report<'_>, page: Page<'_>, path: &Path) -> Result<()> {
    let failed = |source| Error::Write { path: path.into(), source };
    let mut file = AtomicFile::new(path).map_err(failed)?;
    write_html(report, page, &mut file).and_then(|()| file.finish()).map_err(failed)
}

/// The language of a page.
pub(crate) fn language(py: Python<'_>, name: &str) -> PyResult<Language> {
    match name {
        "en" => Ok(Language::English),
        "zh" => Ok(Language::Chinese),
        _ => Err(wrong_setting(py, "lang", format!("{name:?} is not en or zh"))),
    }
}

/// The rows of a table, by the name that the command line has for them.
pub(crate) fn rows_named(name: &str) -> PyResult<Rows> {
    match name {
        "matches" => Ok(Rows::Matches),
        "clusters" => Ok(Rows::Clusters),
        "members" => Ok(Rows::Members),
        _ => Err(PyRuntimeError::new_err(format!("there is no table {name:?}"))),
    }
}
