//! `leitong compare`: two documents side by side.

use leitong::document::Level;
use leitong::document::Role;
use leitong::error::{Error, Result};
use leitong::report::{Report, Task, write_side_by_side};
use leitong::scan::Scan;

use super::args::{CompareArgs, Explain, Format};
use super::scan::find;

pub(crate) fn run(args: &CompareArgs) -> Result<()> {
    args.output.check()?;
    args.page.check()?;
    let scan = Scan::new(args.matching.settings(&Level::ALL)?)?;
    let (a, b) = ([args.a.clone()], [args.b.clone()]);
    let roles = [(Role::Collection, &a[..]), (Role::Second, &b[..])];
    let (collection, mut findings) = find(&roles, &args.reading.options(), &scan, &args.running)?;
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
    args.matching.name_model(&mut report.settings);
    args.page.write(&report, Task::Compare)?;
    if let Some(Explain::Finding(number)) = args.matching.explain {
        return args.output.explain(&report, number);
    }
    if args.output.format != Format::Text {
        return args.output.write(&report, usize::MAX, &[]);
    }
    let options = args.output.terminal(usize::MAX);
    args.output.deliver(|out| write_side_by_side(&report, options, out))
}
