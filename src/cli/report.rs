//! `leitong report`: an earlier result, shown again.

use leitong::error::Result;
use leitong::report::{Task, read_report};

use super::args::ReportArgs;

pub(crate) fn run(args: &ReportArgs) -> Result<()> {
    let view = read_report(&args.saved)?;
    args.page.write(&view, Task::Scan)?;
    args.output.write(&view, args.limit, &[])
}
