//! `leitong dedup`: writes a collection without its duplicates.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use leitong::corpus::{Listing, ReadOptions, Source};
use leitong::dedup::{Dedup, DedupSettings, Inputs, Monitor, Outputs, Removals, Summary};
use leitong::error::{Error, Result, SkippedInput};
use leitong::report::{DedupCounts, Report, Task, write_summary, write_summary_json};
use tempfile::{Builder, NamedTempFile};

use super::args::{DedupArgs, SummaryFormat};
use super::collection::{
    empty_standard_input, find_ending, is_standard_input, print_listing, print_notes, write_list,
};
use super::fields::note_fields;
use super::interrupts::Interrupts;
use super::output_guard::{NamedOutput, OutputGuard};
use super::overlap::{NamedSet, check_overlap};
use super::progress::Progress;
use super::{Outcome, eprint};

/// Skipped files and records that are listed one by one: what fits on a screen.
const LISTED_SKIPS: usize = 20;

pub(crate) fn run(args: &DedupArgs, interrupts: &Interrupts) -> Result<Outcome> {
    args.check()?;
    args.page.refuse_texts()?;
    let options = args.files.options(&args.reading);
    // Wrong settings are refused before anything is read.
    Dedup::new(args.settings()?, options.clone())?;
    let inputs = inputs(args, &options)?;
    let settings = args.settings_for(&inputs)?;
    let dedup = Dedup::new(settings.clone(), options.clone())?;
    let outputs = args.output.as_deref().map(|path| Outputs::at(path, &inputs)).transpose()?;
    let outputs = outputs.unwrap_or(Outputs::Nowhere);
    if args.others.is_some() && !matches!(outputs, Outputs::Folder(_)) {
        let reason = "is for an output that is a directory".into();
        return Err(Error::Setting { setting: "others", reason });
    }
    // The outputs were checked, so that the run without the option can write them.
    let outputs = if args.dry_run { Outputs::Nowhere } else { outputs };
    let stop = interrupts.stop_flag();
    let list = List::new(args)?;
    let begin = Instant::now();
    let bytes = inputs.size();
    let progress = Progress::new(&args.running, Some(bytes));
    let summary = args.running.on_threads(|| {
        let watch = Monitor {
            bytes: &|bytes| progress.read(bytes),
            phase: &|phase| progress.dedup_phase(phase, bytes),
            stop: &stop,
        };
        dedup.run(&inputs, &outputs, list.path(), watch)
    });
    progress.finish();
    if args.resume && matches!(summary, Ok(Err(Error::Stopped))) {
        eprint("leitong: what was read is in the journal; the same command goes on from there\n");
    }
    let summary = summary??;
    if !args.running.quiet {
        print_skipped(&summary.skips);
        print_notes(inputs.passed_over(), summary.replaced);
    }
    let took = begin.elapsed();
    if let (Some(list), Some(_)) = (list.path(), &args.page.html) {
        write_page(args, &settings, &inputs, &summary, list)?;
    }
    write_list(args.files.skipped.as_deref(), inputs.sources(), &summary.skips, &options)?;
    list.copy_if_piped()?;
    print_summary(args, &summary, &outputs, took)?;
    Ok(Outcome::of_skips(&summary.skips))
}

/// The files of the collection and the reference, which no output replaces.
fn inputs(args: &DedupArgs, options: &ReadOptions) -> Result<Inputs> {
    // The members of archives cannot be written back.
    let own = find_ending(&args.files.paths(&args.paths)?, &options.clone().archives(false))?;
    let reference = find_ending(&args.against, options)?;
    let output = NamedOutput::file("output", args.output.as_ref());
    let others: Vec<&Path> =
        args.files.list().into_iter().chain(args.removing.vector_file()).collect();
    OutputGuard::new([&own, &reference], &others, options).check(&[
        output.map(|output| NamedOutput { may_be_folder: true, ..output }),
        NamedOutput::file("duplicates", args.duplicates.as_ref()),
        NamedOutput::file("html", args.page.html.as_ref()),
        NamedOutput::file("skipped", args.files.skipped.as_ref()),
    ])?;
    let against = NamedSet { setting: "against", listing: &reference };
    note_fields([&own, &reference].into_iter(), options, &args.reading, &args.running);
    check_overlap(&own, &[against], args.running.quiet)?;
    if args.running.verbose {
        [&own, &reference].into_iter().for_each(print_listing);
    }
    checked_inputs(own, reference)
}

/// The files of the collection and the reference, of which standard input must not be empty.
pub(super) fn checked_inputs(own: Listing, reference: Listing) -> Result<Inputs> {
    let is_piped = is_standard_input(Some(&own));
    let inputs = Inputs::new(own, reference)?;
    let piped = inputs.sources().iter().filter(|source| source.is_standard_input());
    if is_piped && piped.filter_map(Source::size).sum::<u64>() == 0 {
        return Err(empty_standard_input());
    }
    Ok(inputs)
}

/// Where the list of duplicates is written. A page is made from the list, which then must be a file
/// even if the user asked for none.
enum List {
    None,
    File(PathBuf),
    Temporary {
        file: NamedTempFile,
        /// Whether the list is copied to standard output at the end.
        is_piped: bool,
    },
}

impl List {
    fn new(args: &DedupArgs) -> Result<Self> {
        let is_piped = args.duplicates.as_deref() == Some(Path::new("-"));
        match &args.duplicates {
            _ if args.page.html.is_some() && (is_piped || args.duplicates.is_none()) => {
                let file = Builder::new().suffix(".jsonl").tempfile();
                let failed = |source| Error::Spill { source };
                Ok(Self::Temporary { file: file.map_err(failed)?, is_piped })
            }
            Some(path) => Ok(Self::File(path.clone())),
            None => Ok(Self::None),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::None => None,
            Self::File(path) => Some(path),
            Self::Temporary { file, .. } => Some(file.path()),
        }
    }

    /// Copies a temporary list to standard output, if the user asked for that.
    fn copy_if_piped(self) -> Result<()> {
        let Self::Temporary { file, is_piped: true } = self else {
            return Ok(());
        };
        let copied =
            File::open(file.path()).and_then(|mut list| io::copy(&mut list, &mut io::stdout()));
        copied.map(drop).map_err(|source| Error::Write { path: "-".into(), source })
    }
}

/// Writes the page of what was removed.
fn write_page(
    args: &DedupArgs,
    settings: &DedupSettings,
    inputs: &Inputs,
    summary: &Summary,
    list: &Path,
) -> Result<()> {
    let mut removals = Removals::read(list, inputs, &args.files.options(&args.reading), settings)?;
    removals.collection.skipped.clone_from(&summary.skips);
    let report = Report::new(&removals.collection, &removals.findings, settings.get_matching())?;
    let (listed, with_texts) = (removals.listed, removals.laid);
    args.page.write(&report, Task::Dedup(DedupCounts { summary, listed, with_texts }))
}

/// Prints the first of what could not be read.
pub(super) fn print_skipped(skips: &[SkippedInput]) {
    for skip in skips.iter().take(LISTED_SKIPS) {
        eprint(&format!("leitong: not read: {skip}\n"));
    }
    let rest = skips.len().saturating_sub(LISTED_SKIPS);
    if rest > 0 {
        eprint(&format!("leitong: not read: {rest} more; `--format json` lists them all\n"));
    }
}

fn print_summary(
    args: &DedupArgs,
    summary: &Summary,
    outputs: &Outputs,
    took: Duration,
) -> Result<()> {
    let mut text = Vec::new();
    let written = match args.format() {
        SummaryFormat::Text if args.running.quiet => Ok(()),
        SummaryFormat::Text => write_summary(summary, outputs, took, &mut text),
        SummaryFormat::Json => write_summary_json(summary, took, &mut text),
    };
    // Where records go to standard output, nothing else may.
    let is_taken = |path: &Option<PathBuf>| path.as_deref() == Some(Path::new("-"));
    if is_taken(&args.output) || is_taken(&args.duplicates) {
        eprint(&String::from_utf8_lossy(&text));
        return Ok(());
    }
    let written = written.and_then(|()| io::stdout().write_all(&text));
    written.map_err(|source| Error::Write { path: "-".into(), source })
}
