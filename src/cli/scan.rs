//! `leitong scan`: finds what reappears in a collection.

use std::path::PathBuf;

use leitong::corpus::Collection;
use leitong::error::{Error, Result};
use leitong::report::{Report, SettingsModel, Task, write_curve};
use leitong::scan::{Findings, Scan, Watch};
use leitong::text::{FoldScript, ScriptMix};

use super::args::{Explain, Format, RunningArgs, ScanArgs};
use super::collection::{Files, print_skipped};
use super::output::deliver;
use super::output_guard::NamedOutput;
use super::plan::write_plan;
use super::progress::Progress;
use super::{Outcome, eprint};

pub(crate) fn run(args: &ScanArgs) -> Result<Outcome> {
    let shown = &args.shown;
    let format = shown.output.check(&shown.page)?;
    let scan = Scan::new(args.settings()?)?;
    let roles = args.passages.roles(args.files.paths(&args.paths)?);
    let mut files = Files::find(roles, args.files.options(&args.reading))?
        .check_overlap(&args.running)?
        .note_fields(&args.reading, &args.running)
        .list_skipped(&args.files)?
        .read_dates(args.dates.as_deref())?;
    files.guard(
        &[
            NamedOutput::file("output", shown.output.output.as_ref()),
            NamedOutput::file("html", shown.page.html.as_ref()),
        ],
        &args.files.list().into_iter().collect::<Vec<_>>(),
    )?;
    if args.dry_run {
        return print_plan(args, &scan, &files);
    }
    let task = ScanTask { scan: &scan, fold: args.matching.fold(), running: &args.running };
    let Found { scan, collection, findings } = task.find(&mut files)?;
    let outcome = files.tell(&collection, &args.running)?;
    show(args, format, &scan, &collection, &findings)?;
    let is_failure = args.fail_if_found && !findings.matches.is_empty();
    Ok(if is_failure { Outcome::Found } else { outcome })
}

/// Prints what the scan would do.
fn print_plan(args: &ScanArgs, scan: &Scan, files: &Files) -> Result<Outcome> {
    let mut settings = SettingsModel::new(scan.settings(), 0)?;
    args.paraphrases.name_model(&mut settings);
    deliver(None, |out| write_plan(files.listings(), &settings, args.passages.common, out))?;
    Ok(Outcome::Complete)
}

/// Writes the report.
fn show(
    args: &ScanArgs,
    format: Format,
    scan: &Scan,
    collection: &Collection,
    findings: &Findings,
) -> Result<()> {
    let mut report = Report::new(collection, findings, scan.settings())?;
    args.paraphrases.name_model(&mut report.settings);
    let head =
        if args.explain.subject() == Some(Explain::Bands) { curve(scan)? } else { Vec::new() };
    if format != Format::Text {
        eprint(&String::from_utf8_lossy(&head));
    }
    if matches!(format, Format::Jsonl | Format::Csv | Format::Parquet) && !args.running.quiet {
        print_skipped(collection);
    }
    args.shown.page.write(&report, Task::Scan)?;
    if let Some(Explain::Finding(number)) = args.explain.subject() {
        return args.shown.output.explain(&report, number);
    }
    args.shown.write(&mut report, &head)
}

/// A scan of files.
pub(crate) struct ScanTask<'a> {
    pub(crate) scan: &'a Scan,
    /// When traditional characters are folded.
    pub(crate) fold: FoldScript,
    pub(crate) running: &'a RunningArgs,
}

/// What was read and found.
pub(crate) struct Found {
    /// The scan, with the form of characters that the collection decided.
    pub(crate) scan: Scan,
    pub(crate) collection: Collection,
    pub(crate) findings: Findings,
}

impl ScanTask<'_> {
    /// Reads the collection and finds what reappears in it.
    pub(crate) fn find(&self, files: &mut Files) -> Result<Found> {
        let progress = Progress::new(self.running, files.size());
        let result = self.running.on_threads(|| {
            let collection = files.read(self.running, &progress)?;
            let scan = folded(self.scan, self.fold, &collection)?;
            let findings = scan.run_watched(
                &collection,
                &Watch {
                    phase: &|phase| progress.phase(phase),
                    share: &|share| progress.share(share),
                },
            )?;
            Ok(Found { scan, collection, findings })
        });
        progress.finish();
        result?
    }
}

/// A scan that folds traditional characters, if the collection decides so.
pub(crate) fn folded(scan: &Scan, fold: FoldScript, collection: &Collection) -> Result<Scan> {
    let texts = collection.documents.iter().map(|document| document.text.as_str());
    let script = fold.script(|| ScriptMix::of(texts));
    Scan::new(scan.settings().clone().script(script))
}

/// Prints on standard error the recall of the bands at each similarity.
pub(crate) fn print_curve(scan: &Scan) -> Result<()> {
    eprint(&String::from_utf8_lossy(&curve(scan)?));
    Ok(())
}

fn curve(scan: &Scan) -> Result<Vec<u8>> {
    let mut curve = Vec::new();
    let settings = scan.settings();
    let written = write_curve(settings.bands()?, settings.get_similarity(), &mut curve);
    written.map_err(|source| Error::Write { path: PathBuf::from("-"), source })?;
    curve.push(b'\n');
    Ok(curve)
}
