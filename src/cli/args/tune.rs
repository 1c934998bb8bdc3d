//! Options of `leitong tune`.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::dedup::{DedupSettings, Inputs, Tune};
use leitong::document::Level;
use leitong::error::Result;
use leitong::text::{Script, ScriptMix};

use super::files::FilesArgs;
use super::flags::parsed;
use super::matching::MatchingArgs;
use super::output::{Color, SummaryFormat};
use super::reading::ReadingArgs;
use super::running::{ConfigArgs, RunningArgs};

const TUNE_EXAMPLES: &str = "\
Examples:
  leitong tune crawl.jsonl                          what each threshold would remove
  leitong tune crawl.jsonl -t 0.8 --examples 10     ten pairs on either side of 0.8
  leitong tune crawl.jsonl.zst --sample 2000        a smaller sample of pairs
  leitong tune pages/ --level paragraph             paragraphs inside documents";

#[derive(Debug, Group)]
#[command(after_help = TUNE_EXAMPLES)]
pub(crate) struct TuneArgs {
    /// Files and directories to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What `dedup` would remove: whole documents, or speeches or paragraphs inside them
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "document",
        value_parser = parsed::<Level>,
        help_heading = "Deduplicating"
    )]
    level: Level,
    /// Number of records that are compared with all records to count pairs, if the collection has
    /// more: a larger sample takes longer and estimates better
    #[arg(
        long,
        value_name = "N",
        default_value_t = 20_000,
        value_parser = clap::value_parser!(u32).range(1..),
        allow_negative_numbers = true,
        help_heading = "Pairs"
    )]
    sample: u32,
    /// Number of pairs that are shown on each side of the threshold
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Pairs")]
    examples: u16,
    /// Format of the result [default: that of the extension of --output, or else text]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<SummaryFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output", hide_short_help = true)]
    json: bool,
    /// Write the result to this file, which appears when it is complete
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colours in the text; the variable `NO_COLOR` is respected
    #[arg(
        long,
        alias = "colour",
        value_enum,
        value_name = "WHEN",
        default_value_t = Color::Auto,
        help_heading = "Output",
        hide_short_help = true
    )]
    pub(crate) color: Color,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl TuneArgs {
    /// Whether units of this level are compared.
    pub(super) fn is_of(&self, level: Level) -> bool {
        self.level == level
    }

    /// The format that was asked for, by name or by the extension of the output.
    pub(crate) fn format(&self) -> Result<SummaryFormat> {
        SummaryFormat::asked(self.format, self.json, self.output.as_deref())
    }

    /// The run that was asked for, before its inputs are known.
    pub(crate) fn tune(&self) -> Result<Tune> {
        self.tune_with(self.matching.fold().script(ScriptMix::default))
    }

    /// The run that was asked for. The inputs may decide that traditional characters are folded.
    pub(crate) fn tune_for(&self, inputs: &Inputs) -> Result<Tune> {
        let options = self.files.options(&self.reading);
        self.tune_with(self.matching.fold().script(|| inputs.script_mix(&options)))
    }

    fn tune_with(&self, script: Script) -> Result<Tune> {
        let matching = self.matching.settings(&[self.level])?.script(script);
        let settings = DedupSettings::default().matching(matching).level(self.level);
        let tune = Tune::new(settings, self.files.options(&self.reading))?;
        Ok(tune.sample(self.sample as usize).examples(self.examples.into()))
    }
}
