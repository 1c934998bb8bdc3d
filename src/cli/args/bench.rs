//! Options of `leitong bench`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::document::Level;
use leitong::error::Result;
use leitong::sketch::Shingling;

use super::flags::parsed;
use super::output::SummaryFormat;
use super::reading::ReadingArgs;
use super::running::ConfigArgs;
use super::share::share;

const BENCH_EXAMPLES: &str = "\
Examples:
  leitong bench                                              on a generated collection
  leitong bench crawl.jsonl -j 1,4,16 --repeats 5            how it scales with threads
  leitong bench crawl.jsonl --similarity .6,.7,.8 --truth pairs.tsv
  leitong bench crawl.jsonl --shingle width:5,char:5,word:3 --scan
  leitong bench crawl.jsonl -j 4 --save before.json          and after a change:
  leitong bench crawl.jsonl -j 4 --baseline before.json";

#[derive(Debug, Group)]
#[command(after_help = BENCH_EXAMPLES)]
pub(crate) struct BenchArgs {
    /// Files and directories to measure on [default: a generated collection of 64 MB]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Minimum similarities to measure with, separated by commas: each is combined with each
    /// shingle and each level [default: 0.7]
    #[arg(
        long,
        short = 't',
        visible_alias = "threshold",
        value_name = "0…1,…",
        value_delimiter = ',',
        value_parser = share,
        allow_negative_numbers = true,
        help_heading = "Settings"
    )]
    pub(crate) similarity: Vec<f64>,
    /// Shingles to measure with, separated by commas: `width:N`, `char:N` or `word:N`
    /// [default: width:5]
    #[arg(
        long,
        value_name = "UNIT:N,…",
        value_delimiter = ',',
        value_parser = parsed::<Shingling>,
        help_heading = "Settings"
    )]
    pub(crate) shingle: Vec<Shingling>,
    /// Levels to measure at, separated by commas: `document`, `speech` or `paragraph`
    /// [default: document]
    #[arg(
        long,
        value_name = "LEVEL,…",
        value_delimiter = ',',
        value_parser = parsed::<Level>,
        help_heading = "Settings"
    )]
    pub(crate) level: Vec<Level>,
    /// Measurements of each figure, of which the median, the minimum and the maximum are given
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        value_parser = clap::value_parser!(u16).range(1..=1000),
        allow_negative_numbers = true,
        help_heading = "Measuring"
    )]
    pub(crate) repeats: u16,
    /// Also measure the stages of `scan`
    #[arg(long, help_heading = "Measuring")]
    pub(crate) scan: bool,
    /// File of known pairs, as `eval` takes it: also give precision and recall of each setting
    #[arg(long, value_name = "FILE", help_heading = "Measuring")]
    pub(crate) truth: Option<PathBuf>,
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
    /// Write all figures to this file, for --baseline of a later run: JSON
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) save: Option<PathBuf>,
    /// Compare each figure with that of a saved run of the same settings on the same input
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) baseline: Option<PathBuf>,
    /// Print nothing but errors on standard error
    #[arg(long, short, help_heading = "Running")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl BenchArgs {
    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<SummaryFormat> {
        SummaryFormat::asked(self.format, self.json, self.output.as_deref())
    }
}
