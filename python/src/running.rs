//! Work without the interpreter, which Ctrl-C stops.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use leitong::{Error, Result};
use pyo3::prelude::*;

use crate::errors::exception;

/// How often it is asked whether the user has stopped the run. A person does not notice less.
const INTERVAL: Duration = Duration::from_millis(50);

/// How far a run is, and whether it is to stop.
#[derive(Default)]
pub(crate) struct Progress {
    /// What was done.
    done: AtomicU64,
    pub(crate) stop: AtomicBool,
}

/// What a panic carries by which a run is stopped that cannot return early.
struct Stopped;

impl Progress {
    /// Adds to what was done.
    pub(crate) fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    /// Ends the work of this thread if the run is to stop.
    pub(crate) fn check(&self) {
        if self.stop.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Stopped));
        }
    }
}

/// On how many threads a run works, and what follows its progress.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Running<'py> {
    /// Number of threads; all cores if it is not given.
    threads: Option<u16>,
    /// Called with the bytes that were read so far.
    progress: Option<Bound<'py, PyAny>>,
}

impl Running<'_> {
    /// Does `work` on the threads of a pool while the interpreter is free.
    ///
    /// # Errors
    /// The exception of the work; or that of a signal, for which the work is stopped.
    pub(crate) fn run<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&Progress) -> Result<T> + Send,
    ) -> PyResult<T> {
        let progress = Progress::default();
        let callback = self.progress.as_ref().map(|callback| callback.clone().unbind());
        let threads = usize::from(self.threads.unwrap_or(0));
        let (result, interrupt) = py.detach(|| {
            thread::scope(|scope| {
                let (sender, receiver) = channel::<()>();
                let worker = scope.spawn(|| {
                    let result = on_threads(threads, || work(&progress));
                    drop(sender);
                    result
                });
                let mut interrupt = None;
                while receiver.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    if interrupt.is_none()
                        && let Err(error) = attend(callback.as_ref(), &progress)
                    {
                        progress.stop.store(true, Ordering::Relaxed);
                        interrupt = Some(error);
                    }
                }
                (worker.join().unwrap_or_else(|panic| resume_unwind(panic)), interrupt)
            })
        });
        if let Some(error) = interrupt {
            return Err(error);
        }
        let result = result.map_err(|error| exception(py, &error))?;
        attend(callback.as_ref(), &progress)?;
        Ok(result)
    }
}

/// Tells the callback how far the run is, and asks for signals.
fn attend(callback: Option<&Py<PyAny>>, progress: &Progress) -> PyResult<()> {
    Python::attach(|py| {
        if let Some(callback) = callback {
            callback.call1(py, (progress.done.load(Ordering::Relaxed),))?;
        }
        py.check_signals()
    })
}

/// Does `work` on a number of threads; on all cores for 0.
fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool =
        pool.map_err(|cause| Error::Setting { setting: "threads", reason: cause.to_string() })?;
    match catch_unwind(AssertUnwindSafe(|| pool.install(work))) {
        Ok(result) => result,
        Err(panic) if panic.is::<Stopped>() => Err(Error::Stopped),
        Err(panic) => resume_unwind(panic),
    }
}
