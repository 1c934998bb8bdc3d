//! Options of `leitong outline`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use leitong::error::Result;
use leitong::text::HeadingRule;

use super::files::FilesArgs;
use super::output::asked;
use super::reading::ReadingArgs;
use super::running::{ConfigArgs, RunningArgs};

const OUTLINE_EXAMPLES: &str = "\
Examples:
  leitong outline book.txt                                  where each speech starts, and why
  leitong outline book.txt --speech-heading '^[0-9]+．'      try another rule
  leitong outline books/ --format jsonl | jq -r .title";

#[derive(Debug, Group)]
#[command(after_help = OUTLINE_EXAMPLES)]
pub(crate) struct OutlineArgs {
    /// Files and directories to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    /// Regular expression: the lines that match it, and no others, begin a speech [default:
    /// headings are inferred from each document]
    #[arg(long, value_name = "REGEX", help_heading = "Matching")]
    speech_heading: Option<String>,
    /// Format of the outlines [default: that of the extension of --output, or else text]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<OutlineFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output", hide_short_help = true)]
    json: bool,
    /// Write the outlines to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl OutlineArgs {
    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<OutlineFormat> {
        let formats = [
            ("txt", OutlineFormat::Text),
            ("json", OutlineFormat::Json),
            ("jsonl", OutlineFormat::Jsonl),
            ("ndjson", OutlineFormat::Jsonl),
        ];
        let format = asked(
            self.format.or(self.json.then_some(OutlineFormat::Json)),
            self.output.as_deref(),
            &formats,
        )?;
        Ok(format.unwrap_or(OutlineFormat::Text))
    }

    /// The rule of headings that was asked for.
    pub(crate) fn headings(&self) -> Result<HeadingRule> {
        let rule = self.speech_heading.as_deref().map(HeadingRule::from_pattern).transpose()?;
        Ok(rule.unwrap_or_default())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutlineFormat {
    /// For reading
    Text,
    /// An array of documents with their speeches
    Json,
    /// One speech a line
    Jsonl,
}
