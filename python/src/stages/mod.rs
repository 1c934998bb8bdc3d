//! The stages of a deduplication for an engine that moves the rows between machines: each reads
//! batches of Arrow and writes others.

mod columns;
mod decide;
mod forests;
mod postings;
mod sketch;

use std::sync::OnceLock;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use leitong::corpus::ReadOptions;
use leitong::dedup::{Dedup, DedupSettings};
use leitong::index::{Limits, ShingleSamples};
use leitong::text::ScriptMix;
use leitong::{Error, Result};
use pyo3::prelude::*;
use rayon::ThreadPool;

use crate::capsule;
use crate::dedup::Options;
use crate::errors::exception;
use crate::tables::Table;

/// Keys or counts that a stage holds before it writes them: 20 to 30 MB.
const MOST_HELD: usize = 1 << 18;

/// What a stage does with the batches of a partition.
trait Work: Send {
    /// Reads a batch; returns what can be written already.
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>>;

    /// Returns the rest, after the last batch.
    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        Ok(None)
    }
}

/// The settings of all stages of a deduplication.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Stages {
    settings: DedupSettings,
    fingerprint: String,
}

#[pymethods]
impl Stages {
    /// Stages with these settings, of which the driver has decided how characters are folded. Their
    /// fingerprint has to be this one, if one is given: it is that of the driver.
    #[new]
    #[pyo3(signature = (options, expected=None))]
    fn new(py: Python<'_>, options: Options, expected: Option<&str>) -> PyResult<Self> {
        let made = || {
            let script = options.fold()?.script(ScriptMix::default);
            let settings = options.settings()?;
            let matching = settings.get_matching().clone().script(script);
            let settings = settings.matching(matching);
            let fingerprint =
                Dedup::new(settings.clone(), ReadOptions::default())?.fingerprint()?;
            match expected {
                Some(expected) if expected != fingerprint => Err(Error::Setting {
                    setting: "version",
                    reason: format!(
                        "a worker has another Leitong than the driver, or other settings: \
                         {fingerprint}, not {expected}"
                    ),
                }),
                _ => Ok(Self { settings, fingerprint }),
            }
        };
        made().map_err(|error| exception(py, &error))
    }

    /// The version and all settings on which results depend.
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A stage by its name; `level` is that of the samples.
    fn stage(&self, py: Python<'_>, name: &str, level: u32) -> PyResult<Stage> {
        let settings = &self.settings;
        let work: Result<Box<dyn Work>> = match name {
            "scripts" => Ok(Box::<sketch::Scripts>::default()),
            "sketch" => sketch::Sketch::new(settings).map(|work| Box::new(work) as Box<dyn Work>),
            "levels" => Ok(Box::<sketch::Levels>::default()),
            "bands" => Ok(Box::<forests::BandKeys>::default()),
            "buckets" => Ok(Box::<forests::Buckets>::default()),
            "forest" => Ok(Box::<forests::Edges>::default()),
            "stars" => Ok(Box::<forests::Stars>::default()),
            "postings" => Ok(Box::new(postings::Postings::new(level))),
            "pairs" => Ok(Box::new(postings::Pairs::new(level))),
            "choose" => Ok(Box::<postings::Choice>::default()),
            "decide" => {
                decide::Decide::new(settings, level).map(|work| Box::new(work) as Box<dyn Work>)
            }
            _ => Err(Error::Setting { setting: "stage", reason: format!("no stage {name}") }),
        };
        Ok(Stage { work: work.map_err(|error| exception(py, &error))? })
    }

    /// The number of texts from which on a sample recurs.
    #[staticmethod]
    fn recurring() -> usize {
        Limits::default().recurring
    }

    /// The level of the samples of a collection with these numbers of samples at each level.
    fn level(&self, counts: Vec<u64>) -> u32 {
        ShingleSamples::level_of(&counts, self.settings.sample_budget())
    }
}

/// Whether a collection with so many texts of each form is compared in simplified characters.
#[pyfunction]
pub(crate) fn holds_both_scripts(traditional: usize, simplified: usize) -> bool {
    ScriptMix::of_counts([traditional, simplified]).holds_both()
}

/// One stage of one partition.
#[pyclass(module = "leitong._leitong")]
pub(crate) struct Stage {
    work: Box<dyn Work>,
}

// The interpreter holds a stage for one thread at a time.
#[expect(unsafe_code, reason = "all methods take the stage exclusively")]
unsafe impl Sync for Stage {}

#[pymethods]
impl Stage {
    /// Reads batches of Arrow; returns what can be written already.
    fn push(&mut self, py: Python<'_>, batches: &Bound<'_, PyAny>) -> PyResult<Option<Table>> {
        let reader = capsule::import(batches)?.map_err(|error| exception(py, &wrong(&error)))?;
        let work = &mut self.work;
        let written = py.detach(|| {
            on_one_thread(|| {
                let mut written = Vec::new();
                for batch in reader {
                    written.extend(work.push(&batch.map_err(|error| wrong(&error))?)?);
                }
                Ok(written)
            })
        });
        Ok(Table::of(written.map_err(|error| exception(py, &error))?))
    }

    /// Returns the rest, after the last batch.
    fn finish(&mut self, py: Python<'_>) -> PyResult<Option<Table>> {
        let work = &mut self.work;
        let written = py.detach(|| on_one_thread(|| work.finish()));
        let written = written.map_err(|error| exception(py, &error))?;
        Ok(Table::of(written.into_iter().collect()))
    }
}

/// Does `work` on one thread: an engine gives each of its tasks one.
fn on_one_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let pool = POOL.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(1).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// The error of rows that are not what a stage reads.
fn wrong(error: &ArrowError) -> Error {
    Error::Setting { setting: "data", reason: format!("the rows cannot be read: {error}") }
}
