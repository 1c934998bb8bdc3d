//! Options: one file for each command, and one for each group that commands share. Options are
//! parsed here, once, and turned into the settings of the library.

mod bench;
mod commands;
mod compare;
mod config;
mod dedup;
mod effects;
mod eval;
mod files;
mod flags;
mod init;
mod invocation;
mod matching;
mod outline;
mod output;
mod passages;
mod reading;
mod removing;
mod report;
mod running;
mod scan;
mod share;
mod tips;
mod tune;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

pub(crate) use bench::BenchArgs;
pub(crate) use commands::command;
pub(crate) use compare::CompareArgs;
pub(crate) use config::FILE_NAME as CONFIG;
pub(crate) use dedup::DedupArgs;
pub(crate) use eval::{EvalArgs, EvalFormat};
pub(crate) use files::{FilesArgs, MAX_SKIPPED};
pub(crate) use flags::message;
pub(crate) use init::write_template;
pub(crate) use invocation::{Invocation, Refusal, parse};
pub(crate) use matching::Explain;
pub(crate) use outline::{OutlineArgs, OutlineFormat};
pub(crate) use output::{
    Color, Format, LanguageArg, OutputArgs, PageArgs, ShownArgs, SummaryFormat, TableOf,
    check_extension,
};
pub(crate) use reading::ReadingArgs;
pub(crate) use report::ReportArgs;
pub(crate) use running::{RunningArgs, on_threads};
pub(crate) use scan::ScanArgs;
pub(crate) use tune::TuneArgs;

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
    /// Find reused text in files, directories or standard input
    Scan(ScanArgs),
    /// Remove the duplicates from a collection
    Dedup(DedupArgs),
    /// Show what `dedup` would remove at other thresholds, and pairs near the threshold
    Tune(TuneArgs),
    /// Show two documents side by side where they are similar
    Compare(CompareArgs),
    /// Show how documents are divided into speeches, and why
    Outline(OutlineArgs),
    /// Show an earlier result in another format: on the terminal, as a page, a table or a document
    Report(ReportArgs),
    /// Measure precision and recall against known pairs
    Eval(EvalArgs),
    /// Measure the speed of each stage on this machine
    Bench(BenchArgs),
    /// Write a commented `leitong.toml` with the defaults to the working directory
    Init,
    /// Print the completions of a shell
    Completions {
        /// Shell that reads the completions
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all commands to a directory
    Man {
        /// Directory that the pages are written to
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
    },
}

impl Command {
    /// Whether the user asks what is read.
    pub(crate) fn is_verbose(&self) -> bool {
        match self {
            Self::Scan(args) => args.running.verbose,
            Self::Dedup(args) => args.running.verbose,
            Self::Tune(args) => args.running.verbose,
            Self::Compare(args) => args.running.verbose,
            Self::Outline(args) => args.running.verbose,
            Self::Eval(args) => args.running.verbose,
            Self::Report(_)
            | Self::Bench(_)
            | Self::Init
            | Self::Completions { .. }
            | Self::Man { .. } => false,
        }
    }
}
