//! `leitong report`: an earlier result, shown again.

use leitong::error::Result;
use leitong::report::{Task, read_report};

use super::args::ReportArgs;

pub(crate) fn run(args: &ReportArgs) -> Result<()> {
    args.output.check()?;
    args.page.check()?;
    let view = read_report(&args.saved)?;
    args.page.write(&view, Task::Scan)?;
    if let Some(number) = args.explain {
        return args.output.explain(&view, number as usize);
    }
    args.output.write(&view, args.limit, &[])
}
