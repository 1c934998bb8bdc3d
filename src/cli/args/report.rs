//! Options of `leitong report`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::report::FindingNumber;

use super::matching::finding;
use super::output::ShownArgs;
use super::running::ConfigArgs;

const REPORT_EXAMPLES: &str = "\
Examples:
  leitong scan crawl/ -o found.json                       compute once
  leitong report found.json --html found.html             and look at it
  leitong report found.json --table pairs -o pairs.csv";

#[derive(Debug, Group)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    /// Report of `scan --json` or `compare --json`, which may be compressed
    pub(crate) saved: PathBuf,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
    /// Show the finding with this number in full, instead of the report
    #[arg(long, value_name = "NUMBER", help_heading = "Output", value_parser = finding, hide_short_help = true)]
    pub(crate) explain: Option<FindingNumber>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}
