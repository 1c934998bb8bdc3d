//! Options of `leitong compare`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::report::FindingNumber;

use super::matching::{MatchingArgs, ParaphraseArgs, finding};
use super::output::{OutputArgs, PageArgs};
use super::reading::ReadingArgs;
use super::running::{ConfigArgs, RunningArgs};

const COMPARE_EXAMPLES: &str = "\
Examples:
  leitong compare draft.txt print.txt
  leitong compare old.md new.md --min-chars 12 --format json";

#[derive(Debug, Group)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct CompareArgs {
    /// First document
    pub(crate) a: PathBuf,
    /// Second document; `-` is standard input
    pub(crate) b: PathBuf,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) paraphrases: ParaphraseArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    /// Show the finding with this number in full, instead of the report
    #[arg(
        long,
        value_name = "NUMBER",
        help_heading = "Output",
        value_parser = finding,
        hide_short_help = true
    )]
    pub(crate) explain: Option<FindingNumber>,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}
