//! Options of `leitong scan`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::document::Level;
use leitong::error::Result;
use leitong::scan::ScanSettings;

use super::files::FilesArgs;
use super::flags::parsed;
use super::matching::{ExplainArgs, MatchingArgs, ParaphraseArgs};
use super::output::ShownArgs;
use super::passages::PassageArgs;
use super::reading::ReadingArgs;
use super::running::{ConfigArgs, RunningArgs};

const SCAN_EXAMPLES: &str = "\
Examples:
  leitong scan speeches/                        what reappears in a directory of texts
  leitong scan speeches/ --min-chars 12         shorter passages too
  leitong scan speeches/ --html report.html     a page for reading, in one file
  leitong scan speeches/ -o findings.docx       findings for Word; .xlsx for Excel, .md for Markdown
  leitong scan crawl.jsonl.zst --level document --similarity 0.8 --format csv -o pairs.csv
  zcat crawl.jsonl.gz | leitong scan - --text-field content --format json | jq .clusters
  leitong scan hans/ hant/ --fold-script        simplified against traditional
  leitong scan essays/ --against sources/ --ignore laws.txt --within-document no";

#[derive(Debug, Group)]
#[command(after_help = SCAN_EXAMPLES)]
pub(crate) struct ScanArgs {
    /// Files and directories to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    /// Dates of documents, where records do not have them: a table (CSV, TSV, JSON Lines) with the
    /// id, path or a glob of documents and their date
    #[arg(long, value_name = "FILE", help_heading = "Reading", hide_short_help = true)]
    pub(crate) dates: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) paraphrases: ParaphraseArgs,
    /// Levels to compare, separated by commas: a finding is reported once, at the highest level
    /// that shows it
    #[arg(
        long,
        value_name = "LEVEL,…",
        value_delimiter = ',',
        default_value = "document,speech,paragraph,passage",
        value_parser = parsed::<Level>,
        help_heading = "Matching"
    )]
    pub(crate) level: Vec<Level>,
    #[command(flatten)]
    pub(crate) passages: PassageArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
    /// Exit with code 4 if anything is found
    #[arg(long, help_heading = "Output", hide_short_help = true)]
    pub(crate) fail_if_found: bool,
    #[command(flatten)]
    pub(crate) explain: ExplainArgs,
    /// Print which files would be read as what, and the settings; compare and write nothing
    #[arg(long, short = 'n', help_heading = "Running", hide_short_help = true)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl ScanArgs {
    /// The settings of the scan.
    pub(crate) fn settings(&self) -> Result<ScanSettings> {
        let settings = self.paraphrases.settings(self.matching.settings(&self.level)?)?;
        Ok(self.passages.settings(settings))
    }
}
