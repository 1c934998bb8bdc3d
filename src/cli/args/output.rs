//! Options of output.

use std::path::{Path, PathBuf};

use clap::{Args as Group, ValueEnum};
use leitong::error::{Error, Result};
use leitong::report::EditDetail;
use leitong::storage::Compression;

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format of the report; by default that of the ending of `--output`, or `text`
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Rows of `jsonl`, `csv` and `parquet`; matches by default
    #[arg(long, value_enum, value_name = "ROWS")]
    pub(crate) table: Option<TableOf>,
    /// Differences in `json` and `jsonl`; all by default
    #[arg(long, value_enum, value_name = "DETAIL")]
    pub(crate) edits: Option<EditsOf>,
    /// Write the report to this file, completely or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Whether to colour the text report; `NO_COLOR` is honoured
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// How a list of findings is shown.
#[derive(Debug, Group)]
pub(crate) struct ShownArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    /// Maximum number of findings in the text report
    #[arg(long, value_name = "N", default_value_t = 50, help_heading = "Output")]
    pub(crate) limit: usize,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct PageArgs {
    /// Also write a page for reading to this file, which needs no network or server
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Language in which the page opens; it can be switched on the page [default: en]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LanguageArg>,
    /// Megabytes of whole documents in the page of `scan` or `compare` [default: 20]
    #[arg(long, value_name = "MB")]
    pub(crate) html_texts: Option<usize>,
}

/// Endings of the outputs, and the formats that they stand for.
const ENDINGS: [(&str, Format); 8] = [
    ("txt", Format::Text),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("csv", Format::Csv),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("parquet", Format::Parquet),
];

impl OutputArgs {
    /// The format that was asked for, by name or by the ending of the output.
    pub(crate) fn format(&self) -> Result<Format> {
        let format = asked(self.format, self.output.as_deref(), &ENDINGS)?;
        Ok(format.unwrap_or(Format::Text))
    }
}

/// The format that was asked for by name, or else by the ending of `output`, which may be followed
/// by that of a compression. `None` without either.
pub(super) fn asked<F: Copy>(
    named: Option<F>,
    output: Option<&Path>,
    formats: &[(&str, F)],
) -> Result<Option<F>> {
    let (None, Some(output)) = (named, output) else { return Ok(named) };
    let plain = match Compression::from_extension(output) {
        Some(_) => output.file_stem().map_or(output, Path::new),
        None => output,
    };
    let Some(ending) = plain.extension() else { return Ok(None) };
    let found = formats.iter().find(|(name, _)| ending.eq_ignore_ascii_case(name));
    found.map(|(_, format)| Some(*format)).ok_or_else(|| {
        let endings: Vec<String> = formats.iter().map(|(name, _)| format!(".{name}")).collect();
        let reason = format!(
            "{} has no ending that can be written: {}; or name the format with --format",
            output.display(),
            endings.join(", ")
        );
        Error::Setting { setting: "output", reason }
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageArg {
    /// English
    En,
    /// Chinese
    Zh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// The whole report as one object
    Json,
    /// A table, one JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A page for reading, as `--html` writes it
    Html,
    /// A table, if built with `--features parquet`
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableOf {
    /// One row for each match
    Matches,
    /// One row for each cluster
    Clusters,
    /// One row for each member of each cluster
    #[value(alias = "families")]
    Members,
    /// One row for each pair of documents, with how much of each they share
    Pairs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EditsOf {
    /// No differences
    None,
    /// The number of differences of each kind
    Counts,
    /// All differences, with their texts
    All,
}

impl From<EditsOf> for EditDetail {
    fn from(edits: EditsOf) -> Self {
        match edits {
            EditsOf::None => Self::None,
            EditsOf::Counts => Self::Counts,
            EditsOf::All => Self::All,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// For reading
    Text,
    /// One object
    Json,
}
