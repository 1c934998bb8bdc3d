//! Options of `leitong bench`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::error::Result;

use super::output::{SummaryFormat, asked};
use super::reading::ReadingArgs;

#[derive(Debug, Group)]
pub(crate) struct BenchArgs {
    /// Files and folders to measure on; without any, a collection of 64 MB is generated
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Numbers of threads to measure with; by default each from one to all cores
    #[arg(long, value_name = "N,…", value_delimiter = ',', help_heading = "Running")]
    pub(crate) threads: Vec<usize>,
    /// Format of the figures; by default that of the ending of `--output`, or `text`
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<SummaryFormat>,
    /// Write the figures to this file, completely or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Print only errors on standard error
    #[arg(long, short, help_heading = "Running")]
    pub(crate) quiet: bool,
}

impl BenchArgs {
    /// The format that was asked for, by name or by the ending of the output.
    pub(crate) fn format(&self) -> Result<SummaryFormat> {
        let formats = [("txt", SummaryFormat::Text), ("json", SummaryFormat::Json)];
        let format = asked(self.format, self.output.as_deref(), &formats)?;
        Ok(format.unwrap_or(SummaryFormat::Text))
    }
}
