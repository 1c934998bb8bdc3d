//! Similarity of two texts.

use leitong::Detector;
use leitong::detector::Scratch;
use leitong::text::{FoldScript, ScriptMix};
use pyo3::prelude::*;

use crate::errors::exception;

/// The Jaccard similarity of two texts.
#[pyfunction]
pub(crate) fn similarity(py: Python<'_>, a: &str, b: &str) -> PyResult<f64> {
    let found = py.detach(|| {
        let script = FoldScript::Auto.script(|| ScriptMix::of([a, b]));
        let detector = Detector::builder().script(script).build()?;
        Ok(jaccard(&detector, a, b))
    });
    found.map_err(|error| exception(py, &error))
}

/// The Jaccard similarity of two texts in the settings of a detector: 1 if their contents are equal,
/// 0 if one of two others is shorter than a shingle.
pub(crate) fn jaccard(detector: &Detector, a: &str, b: &str) -> f64 {
    let mut scratch = Scratch::default();
    let [a_hash, b_hash] = [a, b].map(|text| detector.prepare(text, &mut scratch).content_hash());
    if a_hash == b_hash {
        return 1.0;
    }
    let [a, b] = [a, b].map(|text| detector.prepare(text, &mut scratch).to_set());
    if a.is_empty() || b.is_empty() { 0.0 } else { a.overlap(&b).jaccard() }
}
