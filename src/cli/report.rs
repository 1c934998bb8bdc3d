//! `leitong report`: shows an earlier result in another format.

use leitong::corpus::ReadOptions;
use leitong::error::Result;
use leitong::report::{Task, read_report};

use super::Outcome;
use super::args::ReportArgs;
use super::devices::check_ends;
use super::output_guard::{NamedOutput, OutputGuard};

pub(crate) fn run(args: &ReportArgs) -> Result<Outcome> {
    args.shown.output.check(&args.shown.page)?;
    check_ends(std::slice::from_ref(&args.saved))?;
    args.shown.page.refuse_texts()?;
    let options = ReadOptions::default();
    OutputGuard::new([], &[&args.saved], &options).check(&[
        NamedOutput::file("output", args.shown.output.output.as_ref()),
        NamedOutput::file("html", args.shown.page.html.as_ref()),
    ])?;
    let mut report = read_report(&args.saved)?;
    args.shown.page.write(&report, Task::Scan)?;
    match args.explain {
        Some(number) => args.shown.output.explain(&report, number)?,
        None => args.shown.write(&mut report, &[])?,
    }
    Ok(Outcome::Complete)
}
