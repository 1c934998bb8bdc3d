//! Options of `leitong bench`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::error::Result;

use super::output::{SummaryFormat, asked};
use super::reading::ReadingArgs;
use super::running::ConfigArgs;

#[derive(Debug, Group)]
pub(crate) struct BenchArgs {
    /// Files and directories to measure on [default: a generated collection of 64 MB]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Numbers of threads to measure with, separated by commas [default: each from one to all
    /// cores]
    #[arg(
        long,
        short = 'j',
        value_name = "N,…",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u16).range(1..=512),
        allow_negative_numbers = true,
        help_heading = "Running"
    )]
    pub(crate) threads: Vec<u16>,
    /// Format of the figures [default: that of the extension of --output, or else text]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<SummaryFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output", hide_short_help = true)]
    json: bool,
    /// Write the figures to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Print nothing but errors on standard error
    #[arg(long, short, help_heading = "Running")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl BenchArgs {
    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<SummaryFormat> {
        let formats = [("txt", SummaryFormat::Text), ("json", SummaryFormat::Json)];
        let format = asked(
            self.format.or(self.json.then_some(SummaryFormat::Json)),
            self.output.as_deref(),
            &formats,
        )?;
        Ok(format.unwrap_or(SummaryFormat::Text))
    }
}
