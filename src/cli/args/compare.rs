//! Options of `leitong compare`.

use std::path::PathBuf;

use clap::Args as Group;

use super::matching::MatchingArgs;
use super::output::{OutputArgs, PageArgs};
use super::reading::ReadingArgs;
use super::running::RunningArgs;

const COMPARE_EXAMPLES: &str = "\
Examples:
  leitong compare draft.txt print.txt
  leitong compare old.md new.md --min-chars 12 --format json";

#[derive(Debug, Group)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct CompareArgs {
    /// The first document
    pub(crate) a: PathBuf,
    /// The second document
    pub(crate) b: PathBuf,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}
