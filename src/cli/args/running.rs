//! Options of running.

use clap::Args as Group;
use leitong::error::{Error, Result};

#[derive(Debug, Group)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunningArgs {
    /// Number of threads; by default all cores. The result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Print only errors on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Print for each file what it is taken for, and each file that is not read
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

impl RunningArgs {
    /// Runs `work` on the number of threads that was asked for.
    pub(crate) fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T> {
        on_threads(self.threads.unwrap_or(0).into(), work)
    }
}

/// Runs `work` on a number of threads; on all cores for 0.
pub(crate) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool =
        pool.map_err(|cause| Error::Setting { setting: "threads", reason: cause.to_string() })?;
    Ok(pool.install(work))
}
