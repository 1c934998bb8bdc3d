//! Options of output.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Rows of `jsonl`, `csv` and `parquet`; matches by default
    #[arg(long, value_enum, value_name = "ROWS")]
    pub(crate) table: Option<TableOf>,
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
    /// Language in which the page opens; it can be switched on the page
    #[arg(long, value_enum, default_value_t = LanguageArg::En)]
    pub(crate) lang: LanguageArg,
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
