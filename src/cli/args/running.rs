//! Options of running.

use clap::Args as Group;
use leitong::error::{Error, Result};

#[derive(Debug, Group)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunningArgs {
    /// Number of threads, which does not change the result [default: all cores]
    #[arg(
        long,
        short = 'j',
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=512),
        allow_negative_numbers = true,
        hide_short_help = true
    )]
    threads: Option<u16>,
    /// Print nothing but errors on standard error
    #[arg(long, short, hide_short_help = true)]
    pub(crate) quiet: bool,
    /// Print what each file is read as, which files are not read, and which configuration is used
    #[arg(long, short, conflicts_with = "quiet", hide_short_help = true)]
    pub(crate) verbose: bool,
    /// Print no progress
    #[arg(long, hide_short_help = true)]
    pub(crate) no_progress: bool,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Running")]
pub(crate) struct ConfigArgs {
    /// Read no `leitong.toml`
    #[arg(long, hide_short_help = true)]
    pub(crate) no_config: bool,
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
