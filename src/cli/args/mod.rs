//! Options: one file for each command, and one for each group that commands share. Options are
//! parsed here, once, and turned into the settings of the library.

mod bench;
mod compare;
mod dedup;
mod eval;
mod files;
mod flags;
mod matching;
mod outline;
mod output;
mod passages;
mod reading;
mod report;
mod running;
mod scan;

use clap::{Parser, Subcommand};

pub(crate) use bench::BenchArgs;
pub(crate) use compare::CompareArgs;
pub(crate) use dedup::DedupArgs;
pub(crate) use eval::{EvalArgs, EvalFormat};
pub(crate) use files::FilesArgs;
pub(crate) use flags::message;
pub(crate) use matching::Explain;
pub(crate) use outline::{OutlineArgs, OutlineFormat};
pub(crate) use output::{
    Color, Format, LanguageArg, OutputArgs, PageArgs, ShownArgs, SummaryFormat, TableOf,
};
pub(crate) use report::ReportArgs;
pub(crate) use running::{RunningArgs, on_threads};
pub(crate) use scan::ScanArgs;

/// How a run ended, in the order of the codes.
const EXIT_CODES: &str = "\
Exit codes:
  0    complete
  1    failed: an input does not exist, too much cannot be read, an output cannot be written
  2    wrong usage
  3    complete, but some records or files could not be read (see --max-skipped)
  4    something was found (scan --fail-if-found)
  130  stopped with Ctrl-C";

/// Finds texts and passages that reappear in a collection, even if their punctuation, layout,
/// script or numbers changed.
#[derive(Debug, Parser)]
#[command(name = "leitong", version, propagate_version = true, subcommand_required = true)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report what reappears in files, folders or standard input
    Scan(ScanArgs),
    /// Remove the duplicates from a collection
    Dedup(DedupArgs),
    /// Measure the speed of each stage on this machine
    Bench(BenchArgs),
    /// Show the common parts of two documents side by side
    Compare(CompareArgs),
    /// Show how documents are cut into speeches, and why
    Outline(OutlineArgs),
    /// Show an earlier result again: on the terminal, as a page, or as a table
    Report(ReportArgs),
    /// Score a result against known pairs: precision, recall and time
    Eval(EvalArgs),
}
