//! Options of `leitong eval`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use leitong::document::Level;
use leitong::error::Result;
use leitong::scan::ScanSettings;

use super::files::FilesArgs;
use super::matching::{MatchingArgs, ParaphraseArgs};
use super::output::asked;
use super::passages::PassageArgs;
use super::reading::ReadingArgs;
use super::running::{ConfigArgs, RunningArgs};

const EVAL_EXAMPLES: &str = "\
Examples:
  leitong eval pairs.tsv crawl.jsonl.zst                  score a scan on known pairs
  leitong eval passages.tsv books/ --misses misses.jsonl  and list the passages it missed
  leitong eval pairs.tsv --found report.json --format text";

#[derive(Debug, Group)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArgs {
    /// File of known pairs, separated by tabs: `id_a id_b [label or similarity]`, or `doc_a start_a
    /// end_a doc_b start_b end_b` with places in characters; a first line may name the columns
    pub(crate) truth: PathBuf,
    /// Files and directories to read; `-` is standard input
    #[arg(required_unless_present_any = ["found", "files_from"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Score this earlier result instead of a scan: a report of `scan` in JSON or JSON Lines, or
    /// the list of duplicates of `dedup`
    #[arg(long, value_name = "FILE")]
    pub(crate) found: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) paraphrases: ParaphraseArgs,
    #[command(flatten)]
    pub(crate) passages: PassageArgs,
    /// Format of the scores [default: that of the extension of --output, or else json]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<EvalFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output", hide_short_help = true)]
    json: bool,
    /// Write the scores to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write missed pairs and false positives to this file: JSON Lines
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) misses: Option<PathBuf>,
    /// Print the predicted recall of candidates at each similarity
    #[arg(long, help_heading = "Output", hide_short_help = true)]
    pub(crate) recall_curve: bool,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl EvalArgs {
    /// The settings of a scan at these levels.
    pub(crate) fn settings(&self, levels: &[Level]) -> Result<ScanSettings> {
        let settings = self.paraphrases.settings(self.matching.settings(levels)?)?;
        Ok(self.passages.settings(settings))
    }

    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<EvalFormat> {
        let formats = [("json", EvalFormat::Json), ("txt", EvalFormat::Text)];
        let format = asked(
            self.format.or(self.json.then_some(EvalFormat::Json)),
            self.output.as_deref(),
            &formats,
        )?;
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
