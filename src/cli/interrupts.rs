//! Ctrl-C and the signal to terminate: a run cleans up before it ends.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use leitong::error::{Error, Result};
use tempfile::TempDir;

use super::{STOPPED, eprint};

/// What a signal does in this run.
pub(crate) struct Interrupts {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The directory of all temporary files, which is removed with this value.
    temporary: Option<TempDir>,
    /// The flag of a run that stops and cleans up by itself.
    stop: Option<Arc<AtomicBool>>,
}

impl Interrupts {
    /// Directs all temporary files to one directory, and removes it on a signal. Without a place
    /// for it, temporary files are errors where they are needed.
    pub(crate) fn handle() -> Result<Self> {
        let interrupts = Self { state: Arc::default() };
        let handled = Arc::clone(&interrupts.state);
        let set = ctrlc::set_handler(move || end(&handled));
        set.map_err(|error| Error::Setting { setting: "signals", reason: error.to_string() })?;
        // A signal waits for the directory, which it then removes.
        let mut state = interrupts.lock();
        state.temporary = tempfile::Builder::new().prefix("leitong-").tempdir().ok();
        if let Some(directory) = &state.temporary {
            // Only a second call could fail, and there is none.
            let _ = tempfile::env::override_temp_dir(directory.path());
        }
        drop(state);
        Ok(interrupts)
    }

    /// A flag that signals set from now on; the run then stops and cleans up.
    pub(crate) fn stop_flag(&self) -> Arc<AtomicBool> {
        let stop = Arc::new(AtomicBool::new(false));
        self.lock().stop = Some(Arc::clone(&stop));
        stop
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Interrupts {
    fn drop(&mut self) {
        drop(self.lock().temporary.take());
    }
}

/// Lets a run stop by itself, or removes its temporary files and ends it.
fn end(state: &Mutex<State>) {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(stop) = &state.stop {
        stop.store(true, Ordering::Relaxed);
        return;
    }
    drop(state.temporary.take());
    eprint("leitong: stopped; nothing was written\n");
    process::exit(i32::from(STOPPED));
}
