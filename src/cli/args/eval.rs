//! Options of `leitong eval`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use leitong::error::Result;

use super::files::FilesArgs;
use super::matching::MatchingArgs;
use super::output::asked;
use super::passages::PassageArgs;
use super::reading::ReadingArgs;
use super::running::RunningArgs;

const EVAL_EXAMPLES: &str = "\
Examples:
  leitong eval pairs.tsv crawl.jsonl.zst                  score a scan on known pairs
  leitong eval passages.tsv books/ --misses misses.jsonl  and list the passages it missed
  leitong eval pairs.tsv --found report.json --format text";

#[derive(Debug, Group)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Known pairs, tab-separated: `id_a id_b [label or similarity]`, or `doc_a start_a end_a
    /// doc_b start_b end_b` in characters; a first line may name the columns
    pub(crate) truth: PathBuf,
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present_any = ["found", "files_from"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Score this earlier result instead of a scan: a report of `scan --format json` or `jsonl`,
    /// or the list of duplicates of `dedup`
    #[arg(long, value_name = "FILE")]
    pub(crate) found: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) passages: PassageArgs,
    /// Format of the scores; by default that of the ending of `--output`, or `json`
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<EvalFormat>,
    /// Write the scores to this file, completely or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write missed pairs and false positives to this file, one JSON object a line
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) misses: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

impl EvalArgs {
    /// The format that was asked for, by name or by the ending of the output.
    pub(crate) fn format(&self) -> Result<EvalFormat> {
        let formats = [("json", EvalFormat::Json), ("txt", EvalFormat::Text)];
        let format = asked(self.format, self.output.as_deref(), &formats)?;
        Ok(format.unwrap_or(EvalFormat::Json))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    /// For reading
    Text,
    /// Everything, as one object
    Json,
}
