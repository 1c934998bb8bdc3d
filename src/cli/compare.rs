//! `leitong compare`: two documents side by side.

use std::path::Path;

use leitong::document::Level;
use leitong::document::Role;
use leitong::error::{Error, Result};
use leitong::report::{Report, Task, write_side_by_side};
use leitong::scan::Scan;

use super::Outcome;
use super::args::{CompareArgs, Format};
use super::collection::Files;
use super::output_guard::NamedOutput;
use super::scan::{Found, ScanTask};

pub(crate) fn run(args: &CompareArgs) -> Result<Outcome> {
    let format = args.output.check(&args.page)?;
    let is_standard_input = |path: &Path| path == Path::new("-");
    if is_standard_input(&args.a) && is_standard_input(&args.b) {
        let reason = "standard input can be only one of the two documents".into();
        return Err(Error::Setting { setting: "compare", reason });
    }
    let scan = Scan::new(args.paraphrases.settings(args.matching.settings(&Level::ALL)?)?)?;
    let roles =
        vec![(Role::Collection, vec![args.a.clone()]), (Role::Second, vec![args.b.clone()])];
    let mut files = Files::find(roles, args.reading.options())?;
    files.guard(
        &[
            NamedOutput::file("output", args.output.output.as_ref()),
            NamedOutput::file("html", args.page.html.as_ref()),
        ],
        &[],
    )?;
    let task = ScanTask { scan: &scan, fold: args.matching.fold(), running: &args.running };
    let Found { scan, collection, mut findings } = task.find(&mut files)?;
    let outcome = files.tell(&collection, &args.running)?;
    if let Some(skip) = collection.skipped.first() {
        return Err(Error::Unreadable(skip.clone()));
    }
    if collection.documents.len() != 2 {
        let reason = format!(
            "two different documents are compared, and {} were read",
            collection.documents.len()
        );
        return Err(Error::Setting { setting: "compare", reason });
    }
    // The match of a cluster of two shows both places.
    findings.clusters.clear();
    let mut report = Report::new(&collection, &findings, scan.settings())?;
    args.paraphrases.name_model(&mut report.settings);
    args.page.write(&report, Task::Compare)?;
    match args.explain {
        Some(number) => args.output.explain(&report, number)?,
        _ if format != Format::Text => {
            args.output.write(&mut report, usize::MAX, &[], args.page.page(Task::Compare))?;
        }
        _ => {
            let options = args.output.terminal(usize::MAX);
            args.output.deliver(|out| write_side_by_side(&report, options, out))?;
        }
    }
    Ok(outcome)
}
