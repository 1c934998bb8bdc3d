//! Options of output.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args as Group, ValueEnum};
use leitong::error::{Error, Result};
use leitong::report::EditDetail;
use leitong::storage::Compression;

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format of the report [default: that of the extension of --output, or else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", hide_short_help = true)]
    json: bool,
    /// Write the report to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Rows of `jsonl`, `csv` and `parquet` [default: matches]
    #[arg(long, value_enum, value_name = "ROWS", hide_short_help = true)]
    pub(crate) table: Option<TableOf>,
    /// Differences in `json` and `jsonl` [default: all]
    #[arg(long, value_enum, value_name = "DETAIL", hide_short_help = true)]
    pub(crate) edits: Option<EditsOf>,
    /// When to use colours in the text report; the variable `NO_COLOR` is respected
    #[arg(
        long,
        alias = "colour",
        value_enum,
        value_name = "WHEN",
        default_value_t = Color::Auto,
        hide_short_help = true
    )]
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
    #[arg(
        long,
        value_name = "N",
        default_value_t = 50,
        help_heading = "Output",
        hide_short_help = true
    )]
    pub(crate) limit: usize,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct PageArgs {
    /// Also write the report page to this file: one HTML file that needs no network
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Language in which the report page opens; the page can switch it [default: en]
    #[arg(long, value_enum, value_name = "LANGUAGE", hide_short_help = true)]
    pub(crate) lang: Option<LanguageArg>,
    /// Megabytes of whole documents in the page of `scan` or `compare` [default: 20]
    #[arg(long, value_name = "MB")]
    pub(crate) html_texts: Option<usize>,
}

/// Extensions of the outputs, and the formats that they stand for.
const EXTENSIONS: [(&str, Format); 13] = [
    ("txt", Format::Text),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("csv", Format::Csv),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("docx", Format::Docx),
    ("xlsx", Format::Xlsx),
    ("parquet", Format::Parquet),
    ("sarif", Format::Sarif),
];

impl OutputArgs {
    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<Format> {
        let named = self.format.or(self.json.then_some(Format::Json));
        let format = asked(named, self.output.as_deref(), &EXTENSIONS)?;
        if let (Some(named), Some(output)) = (named, self.output.as_deref()) {
            check_agreement(named, output)?;
        }
        Ok(format.unwrap_or(Format::Text))
    }
}

/// Returns an error if the extension of an output is that of another format than the one named,
/// and one of them is no text: programs would not open the file.
fn check_agreement(named: Format, output: &Path) -> Result<()> {
    let Ok(Some(other)) = asked(None, Some(output), &EXTENSIONS) else { return Ok(()) };
    if other == named || !(named.is_binary() || other.is_binary()) {
        return Ok(());
    }
    let reason = format!("is another format than that of {}; leave out one", output.display());
    Err(Error::Setting { setting: "format", reason })
}

/// The format that was asked for by name, or else by the extension of `output`, which may be followed
/// by that of a compression. `None` without either.
pub(super) fn asked<F: Copy>(
    named: Option<F>,
    output: Option<&Path>,
    formats: &[(&str, F)],
) -> Result<Option<F>> {
    let (None, Some(output)) = (named, output) else { return Ok(named) };
    let Some(extension) = plain_extension(output) else { return Ok(None) };
    let found = formats.iter().find(|(name, _)| extension.eq_ignore_ascii_case(name));
    found.map(|(_, format)| Some(*format)).ok_or_else(|| {
        let extensions: Vec<String> = formats.iter().map(|(name, _)| format!(".{name}")).collect();
        let reason = format!(
            "{} has no extension of a format that can be written: {}; or name the format with --format",
            output.display(),
            extensions.join(", ")
        );
        Error::Setting { setting: "output", reason }
    })
}

/// Extensions of JSON Lines.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// Extensions of objects.
const OBJECTS: [&str; 1] = ["json"];

/// Extensions of pages.
const PAGES: [&str; 3] = ["html", "htm", "xhtml"];

/// Returns an error if an output that has one format only has the extension of another.
pub(crate) fn check_extension(setting: &'static str, path: &Path) -> Result<()> {
    let own: &[&str] = match setting {
        "html" => &PAGES,
        "duplicates" | "skipped" | "misses" => &LINES,
        "save" => &OBJECTS,
        _ => return Ok(()),
    };
    let Some(extension) = plain_extension(path) else { return Ok(()) };
    if own.iter().any(|own| extension.eq_ignore_ascii_case(own)) {
        return Ok(());
    }
    let own: Vec<String> = own.iter().map(|own| format!(".{own}")).collect();
    let reason = format!("{} does not end in {}", path.display(), own.join(" or "));
    Err(Error::Setting { setting, reason })
}

/// The extension of a path, before that of a compression.
fn plain_extension(path: &Path) -> Option<&OsStr> {
    let plain = match Compression::from_extension(path) {
        Some(_) => path.file_stem().map_or(path, Path::new),
        None => path,
    };
    plain.extension()
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
    /// Text for reading
    Text,
    /// The whole report as one JSON object
    Json,
    /// A table as JSON Lines
    Jsonl,
    /// A table as CSV
    Csv,
    /// The report page, as `--html` writes it
    Html,
    /// A document for reading, in Markdown
    #[value(alias = "md")]
    Markdown,
    /// A document for reading, for Word
    #[value(alias = "word")]
    Docx,
    /// All tables as the sheets of a workbook, for Excel
    #[value(alias = "excel")]
    Xlsx,
    /// A table as Parquet, if built with `--features parquet`
    Parquet,
    /// The findings as SARIF 2.1.0, for code hosts and editors
    Sarif,
}

impl Format {
    /// Whether the format is for programs, so that a terminal shows nothing of use.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Parquet)
    }

    /// Whether the rows of its table can be chosen.
    pub(super) fn has_rows(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Parquet)
    }
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
    /// One row for each document, with how much of it is reused in all
    Documents,
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
    /// On terminals
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// Text for reading
    Text,
    /// One JSON object
    Json,
}

impl SummaryFormat {
    /// The format that was asked for by name, by `--json`, or by the extension of `output`; text
    /// without any.
    pub(super) fn asked(named: Option<Self>, json: bool, output: Option<&Path>) -> Result<Self> {
        let formats = [("txt", Self::Text), ("json", Self::Json)];
        let format = asked(named.or(json.then_some(Self::Json)), output, &formats)?;
        Ok(format.unwrap_or(Self::Text))
    }
}
