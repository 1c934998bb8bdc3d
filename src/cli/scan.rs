//! `leitong scan`: finds what reappears in a collection.

use std::path::PathBuf;

use leitong::corpus::{Collection, ReadOptions, read_roles};
use leitong::document::Role;
use leitong::error::{Error, Result};
use leitong::report::{Report, Task, write_curve};
use leitong::scan::{Findings, Scan};

use super::args::{Explain, Format, RunningArgs, ScanArgs};
use super::eprint;
use super::progress::Progress;

pub(crate) fn run(args: &ScanArgs) -> Result<()> {
    args.shown.output.check()?;
    args.shown.page.check()?;
    let scan = Scan::new(args.passages.settings(args.matching.settings(&args.level)?))?;
    let roles = args.passages.roles(&args.paths);
    let (collection, findings) = find(&roles, &args.reading.options(), &scan, &args.running)?;
    let mut report = Report::new(&collection, &findings, scan.settings())?;
    args.matching.name_model(&mut report.settings);
    let head =
        if args.matching.explain == Some(Explain::Bands) { curve(&scan)? } else { Vec::new() };
    if args.shown.output.format != Format::Text {
        eprint(&String::from_utf8_lossy(&head));
    }
    if matches!(args.shown.output.format, Format::Jsonl | Format::Csv | Format::Parquet)
        && !args.running.quiet
    {
        print_skipped(&collection);
    }
    args.shown.page.write(&report, Task::Scan)?;
    if let Some(Explain::Finding(number)) = args.matching.explain {
        return args.shown.output.explain(&report, number);
    }
    args.shown.output.write(&report, args.shown.limit, &head)
}

/// Prints on standard error what could not be read; a table has no rows for it.
pub(crate) fn print_skipped(collection: &Collection) {
    for skip in &collection.skipped {
        eprint(&format!("leitong: not read: {skip}\n"));
    }
}

/// Reads the collection and finds what reappears in it.
pub(crate) fn find(
    paths: &[(Role, &[PathBuf])],
    options: &ReadOptions,
    scan: &Scan,
    running: &RunningArgs,
) -> Result<(Collection, Findings)> {
    let progress = Progress::new(running);
    let result = running.on_threads(|| {
        let mut collection = read_roles(paths, options, &|bytes| progress.read(bytes))?;
        collection.sort_by_id();
        check_not_empty(&collection)?;
        let findings = scan.run(&collection, &|phase| progress.phase(phase))?;
        Ok((collection, findings))
    });
    progress.finish();
    result?
}

/// Checks that anything could be read.
pub(crate) fn check_not_empty(collection: &Collection) -> Result<()> {
    match collection.skipped.first() {
        Some(first) if collection.documents.is_empty() => Err(Error::Unreadable(first.clone())),
        _ => Ok(()),
    }
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
