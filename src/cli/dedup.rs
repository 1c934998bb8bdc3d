//! `leitong dedup`: a collection without its duplicates.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use leitong::dedup::{Dedup, Inputs, Outputs, Summary, Watch};
use leitong::error::{Error, Result};
use leitong::report::{write_summary, write_summary_json};

use super::args::{DedupArgs, SummaryFormat};
use super::progress::Stages;
use super::say;

/// What could not be read is told one by one up to here.
const MOST_SKIPS_TOLD: usize = 20;

pub(crate) fn run(args: &DedupArgs) -> Result<()> {
    let dedup = Dedup::new(args.settings()?, args.reading.options())?;
    let inputs = Inputs::find(&args.paths, &args.against)?;
    if let (true, Some(missing)) = (inputs.is_empty(), inputs.missing().first()) {
        return Err(Error::Unreadable(missing.clone()));
    }
    let outputs = args.output.as_deref().map_or(Outputs::Nowhere, Outputs::at);
    let stop = stop_on_signals()?;
    let begin = Instant::now();
    let stages = Stages::new(&args.running, inputs.size());
    let summary = args.running.on_threads(|| {
        let watch = Watch { bytes: &|bytes| stages.read(bytes), stage: &|stage| stages.begin(stage), stop: &stop };
        dedup.run(&inputs, &outputs, args.duplicates.as_deref(), watch)
    });
    stages.finish();
    if args.resume && matches!(summary, Ok(Err(Error::Stopped))) {
        say("leitong: what was read is in the journal; the same command goes on from there\n");
    }
    let summary = summary??;
    if !args.running.quiet {
        tell_skipped(&summary);
    }
    tell(args, &summary, &outputs, begin.elapsed())
}

/// Lets Ctrl-C and the signal to terminate end the run in good order.
fn stop_on_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&stop);
    let set = ctrlc::set_handler(move || heard.store(true, Ordering::Relaxed));
    set.map_err(|error| Error::Setting { setting: "signals", reason: error.to_string() })?;
    Ok(stop)
}

fn tell_skipped(summary: &Summary) {
    for skip in summary.skips.iter().take(MOST_SKIPS_TOLD) {
        say(&format!("leitong: not read: {skip}\n"));
    }
    let rest = summary.skips.len().saturating_sub(MOST_SKIPS_TOLD);
    if rest > 0 {
        say(&format!("leitong: not read: {rest} more; `--format json` lists them all\n"));
    }
}

fn tell(args: &DedupArgs, summary: &Summary, outputs: &Outputs, took: Duration) -> Result<()> {
    let mut text = Vec::new();
    let written = match args.format {
        SummaryFormat::Text if args.running.quiet => Ok(()),
        SummaryFormat::Text => write_summary(summary, outputs, took, &mut text),
        SummaryFormat::Json => write_summary_json(summary, took, &mut text),
    };
    // Where records go to standard output, nothing else may.
    let is_taken = |path: &Option<PathBuf>| path.as_deref() == Some(Path::new("-"));
    if is_taken(&args.output) || is_taken(&args.duplicates) {
        say(&String::from_utf8_lossy(&text));
        return Ok(());
    }
    let written = written.and_then(|()| io::stdout().write_all(&text));
    written.map_err(|source| Error::Write { path: "-".into(), source })
}
