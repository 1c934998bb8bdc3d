//! What a deduplication decides.

use std::time::Duration;

use leitong::dedup;
use leitong::report::write_summary_json;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// What is decided about the records of a collection.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Decisions {
    decided: dedup::Decisions,
    /// The least similarity.
    similarity: f64,
    took: Duration,
}

impl Decisions {
    pub(crate) fn new(decided: dedup::Decisions, similarity: f64, took: Duration) -> Self {
        Self { decided, similarity, took }
    }
}

#[pymethods]
impl Decisions {
    /// For each record a byte, which is 1 if it is kept.
    fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let kept = &self.decided.kept;
        PyBytes::new_with(py, kept.len(), |bytes| {
            for (byte, &kept) in bytes.iter_mut().zip(kept) {
                *byte = u8::from(kept);
            }
            Ok(())
        })
    }

    /// The numbers and texts of the records of which parts are removed.
    fn changed(&self) -> Vec<(usize, String)> {
        let changed = self.decided.changed.iter();
        changed.map(|change| (change.record, change.text.clone())).collect()
    }

    /// The counts, as JSON.
    fn summary(&self) -> PyResult<String> {
        let mut json = Vec::new();
        write_summary_json(&self.decided.summary, self.took, &mut json)?;
        Ok(String::from_utf8(json)?)
    }

    /// The list of duplicates as JSON Lines.
    fn json_lines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut lines = Vec::new();
        for line in &self.decided.duplicates {
            serde_json::to_writer(&mut lines, line)
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
            lines.push(b'\n');
        }
        Ok(PyBytes::new(py, &lines))
    }

    /// The least similarity of the run.
    fn similarity(&self) -> f64 {
        self.similarity
    }

    fn __repr__(&self) -> String {
        let summary = &self.decided.summary;
        format!("<Decisions: {} of {} kept>", summary.kept, summary.read)
    }
}
