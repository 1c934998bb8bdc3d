//! `leitong report`: shows an earlier result in another format.

use leitong::error::Result;
use leitong::report::{FindingNumber, Task, read_report};

use super::args::ReportArgs;

pub(crate) fn run(args: &ReportArgs) -> Result<()> {
    args.shown.output.check()?;
    args.shown.page.check()?;
    let report = read_report(&args.saved)?;
    args.shown.page.write(&report, Task::Scan)?;
    if let Some(number) = args.explain {
        return args.shown.output.explain(&report, FindingNumber(number as usize));
    }
    args.shown.output.write(&report, args.shown.limit, &[])
}
