//! The stages of a detector, for programs that find their candidates themselves.

use arrow_array::types::{UInt32Type, UInt64Type};
use arrow_schema::ArrowError;
use leitong::Result;
use leitong::detector::{Prepared, Scratch};
use leitong::text::{FoldScript, ScriptMix};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::column::{Column, Sketches};
use crate::errors::{exception, wrong_setting};
use crate::matching::{Matching, wrong};
use crate::records::Records;
use crate::running::Running;
use crate::similarity::jaccard;

/// Texts that one thread takes at a time: few enough to share the work, and enough that a check for
/// Ctrl-C costs nothing.
const AT_A_TIME: usize = 256;

/// Bytes of the hash of a content.
const HASH: usize = size_of::<u128>();

/// Settings of a detector, as they are given.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    matching: Matching,
    slots: u16,
    recall: f64,
    seed: u64,
}

impl Options {
    /// The settings, checked.
    fn detector(&self) -> Result<leitong::Detector> {
        let fold = self.matching.fold()?;
        if matches!(fold, FoldScript::Auto) {
            let reason = "auto needs a whole collection: name never, always or words";
            return Err(wrong("fold_script", reason));
        }
        let settings = self.matching.settings()?.script(fold.script(ScriptMix::default));
        let builder = settings.detector().slots(self.slots.into());
        builder.recall(self.recall).seed(self.seed).build()
    }
}

/// Turns texts into hashes, signatures and band keys.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Detector(leitong::Detector);

#[pymethods]
impl Detector {
    #[new]
    fn new(py: Python<'_>, options: Options) -> PyResult<Self> {
        options.detector().map(Self).map_err(|error| exception(py, &error))
    }

    /// Similarity from which on two texts are similar.
    #[getter]
    fn similarity(&self) -> f64 {
        self.0.similarity()
    }

    /// Numbers of a signature.
    #[getter]
    fn slots(&self) -> usize {
        self.0.slots()
    }

    /// Number of bands of a signature.
    #[getter]
    fn bands(&self) -> usize {
        self.0.bands().bands
    }

    /// Number of slots of a band.
    #[getter]
    fn rows(&self) -> usize {
        self.0.bands().rows
    }

    /// Everything that hashes and comparisons depend on.
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// The hash of the content of each text.
    fn content_hashes(
        &self,
        py: Python<'_>,
        texts: &Records,
        running: Running<'_>,
    ) -> PyResult<Column> {
        let found = self.sketch(py, texts, &running, HASH, |text, hash| {
            hash.copy_from_slice(&text.content_hash().to_le_bytes());
            true
        })?;
        made(Column::of_bytes(found))
    }

    /// The signature of each text.
    fn signatures(
        &self,
        py: Python<'_>,
        texts: &Records,
        running: Running<'_>,
    ) -> PyResult<Column> {
        let found = self.sketch(py, texts, &running, self.0.slots(), |mut text, row| {
            text.slots().is_some_and(|slots| {
                row.copy_from_slice(slots);
                true
            })
        })?;
        made(Column::of_numbers::<UInt32Type>(found))
    }

    /// The keys of the bands of each text.
    fn band_keys(&self, py: Python<'_>, texts: &Records, running: Running<'_>) -> PyResult<Column> {
        let found = self.sketch(py, texts, &running, self.bands(), |mut text, row| {
            let keys = text.band_keys();
            let written = row.iter_mut().zip(keys).map(|(place, key)| *place = key).count();
            written > 0
        })?;
        made(Column::of_numbers::<UInt64Type>(found))
    }

    /// The share of the slots in which two signatures agree.
    fn estimate(&self, py: Python<'_>, a: Vec<u32>, b: Vec<u32>) -> PyResult<f64> {
        let slots = self.0.slots();
        if let Some(other) = [&a, &b].into_iter().find(|signature| signature.len() != slots) {
            let reason = format!("{} slots were given, and signatures have {slots}", other.len());
            return Err(wrong_setting(py, "signature", reason));
        }
        // A text without a signature is a row of zeros in NumPy.
        if [&a, &b].into_iter().any(|signature| signature.iter().all(|&slot| slot == 0)) {
            return Ok(0.0);
        }
        let equal = a.iter().zip(&b).filter(|(a, b)| a == b).count();
        Ok(equal as f64 / slots as f64)
    }

    /// The Jaccard similarity of all shingles of two texts.
    fn jaccard(&self, py: Python<'_>, a: &str, b: &str) -> f64 {
        py.detach(|| jaccard(&self.0, a, b))
    }
}

/// The column that was made of what was found.
fn made(column: std::result::Result<Column, ArrowError>) -> PyResult<Column> {
    column.map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

impl Detector {
    /// Calls `write` with each text and the place of its `width` values, on all threads; it returns
    /// whether the text has values.
    fn sketch<T: Copy + Default + Send>(
        &self,
        py: Python<'_>,
        texts: &Records,
        running: &Running<'_>,
        width: usize,
        write: impl Fn(Prepared<'_>, &mut [T]) -> bool + Sync,
    ) -> PyResult<Sketches<T>> {
        let held = texts.held();
        let detector = &self.0;
        running.run(py, |progress| {
            let texts = held.texts.as_ref().ok_or_else(|| wrong("texts", "there are no texts"))?;
            let count = texts.count();
            let mut values = vec![T::default(); count.saturating_mul(width)];
            let mut is_there = vec![false; count];
            let rows = values.par_chunks_mut(AT_A_TIME * width);
            let parts = rows.zip(is_there.par_chunks_mut(AT_A_TIME)).enumerate();
            parts.for_each_init(Scratch::default, |scratch, (part, (rows, is_there))| {
                progress.check();
                let first = part * AT_A_TIME;
                for (at, (row, is_there)) in rows.chunks_mut(width).zip(is_there).enumerate() {
                    if let Some(text) = texts.get(first + at) {
                        *is_there = write(detector.prepare(text, scratch), row);
                    }
                }
            });
            Ok(Sketches { values, width, is_there })
        })
    }
}
