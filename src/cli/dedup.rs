//! `leitong dedup`: a collection without its duplicates.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use leitong::dedup::{Dedup, Inputs, Monitor, Outputs, Removals, Summary};
use leitong::error::{Error, Result};
use leitong::report::{DedupCounts, Report, Task, write_summary, write_summary_json};
use tempfile::{Builder, NamedTempFile};

use super::args::{DedupArgs, SummaryFormat};
use super::progress::Stages;
use super::say;

/// What could not be read is told one by one up to here.
const MOST_SKIPS_TOLD: usize = 20;

pub(crate) fn run(args: &DedupArgs) -> Result<()> {
    args.page.check()?;
    let dedup = Dedup::new(args.settings()?, args.reading.options())?;
    let inputs = Inputs::find(&args.paths, &args.against)?;
    if let (true, Some(missing)) = (inputs.is_empty(), inputs.missing().first()) {
        return Err(Error::Unreadable(missing.clone()));
    }
    let outputs = args.output.as_deref().map_or(Outputs::Nowhere, Outputs::at);
    let stop = stop_on_signals()?;
    let list = List::new(args)?;
    let begin = Instant::now();
    let stages = Stages::new(&args.running, inputs.size());
    let summary = args.running.on_threads(|| {
        let watch = Monitor { bytes: &|bytes| stages.read(bytes), stage: &|stage| stages.begin(stage), stop: &stop };
        dedup.run(&inputs, &outputs, list.path(), watch)
    });
    stages.finish();
    if args.resume && matches!(summary, Ok(Err(Error::Stopped))) {
        say("leitong: what was read is in the journal; the same command goes on from there\n");
    }
    let summary = summary??;
    if !args.running.quiet {
        tell_skipped(&summary);
    }
    let took = begin.elapsed();
    if let (Some(list), Some(_)) = (list.path(), &args.page.html) {
        write_page(args, &inputs, &summary, list)?;
    }
    list.pass_on()?;
    tell(args, &summary, &outputs, took)
}

/// Where the list of duplicates lies. A page is made of it, so it must be a file then, whether the user wants it or not.
enum List {
    None,
    At(PathBuf),
    /// A file of our own, and whether it shall go to standard output.
    Own(NamedTempFile, bool),
}

impl List {
    fn new(args: &DedupArgs) -> Result<Self> {
        let is_piped = args.duplicates.as_deref() == Some(Path::new("-"));
        match &args.duplicates {
            _ if args.page.html.is_some() && (is_piped || args.duplicates.is_none()) => {
                let file = Builder::new().suffix(".jsonl").tempfile();
                let failed = |source| Error::Write { path: std::env::temp_dir(), source };
                Ok(Self::Own(file.map_err(failed)?, is_piped))
            }
            Some(path) => Ok(Self::At(path.clone())),
            None => Ok(Self::None),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::None => None,
            Self::At(path) => Some(path),
            Self::Own(file, _) => Some(file.path()),
        }
    }

    /// Copies the list to standard output, if it belongs there.
    fn pass_on(self) -> Result<()> {
        let Self::Own(file, true) = self else {
            return Ok(());
        };
        let copied = File::open(file.path()).and_then(|mut list| io::copy(&mut list, &mut io::stdout()));
        copied.map(drop).map_err(|source| Error::Write { path: "-".into(), source })
    }
}

/// Writes the page of what was removed.
fn write_page(args: &DedupArgs, inputs: &Inputs, summary: &Summary, list: &Path) -> Result<()> {
    let settings = args.settings()?;
    let mut removals = Removals::read(list, inputs, &args.reading.options(), &settings)?;
    removals.collection.skipped.clone_from(&summary.skips);
    let report = Report::new(&removals.collection, &removals.findings, &settings.matching)?;
    let (listed, with_texts) = (removals.listed, removals.laid);
    args.page.write(&report, Task::Dedup(DedupCounts { summary, listed, with_texts }))
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
