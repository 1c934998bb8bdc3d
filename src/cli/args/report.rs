//! Options of `leitong report`.

use std::path::PathBuf;

use clap::Args as Group;

use super::output::ShownArgs;

const REPORT_EXAMPLES: &str = "\
Examples:
  leitong scan crawl/ --format json -o found.json         compute once
  leitong report found.json --html found.html             and look at it
  leitong report found.json --format csv -o pairs.csv";

#[derive(Debug, Group)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    /// Output of `scan --format json` or `compare --format json`; may be compressed
    pub(crate) saved: PathBuf,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
    /// Show the finding with this number in full
    #[arg(long, value_name = "ID", help_heading = "Output", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) explain: Option<u32>,
}
