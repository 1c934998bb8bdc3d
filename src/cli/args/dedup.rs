//! Options of `leitong dedup`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use leitong::dedup::{DedupSettings, Keep, Others};
use leitong::document::Level;
use leitong::error::{Error, Result};

use super::files::FilesArgs;
use super::flags::{bytes, parsed};
use super::matching::MatchingArgs;
use super::output::{Format, PageArgs, SummaryFormat};
use super::reading::ReadingArgs;
use super::running::RunningArgs;

const DEDUP_EXAMPLES: &str = "\
Examples:
  leitong dedup crawl.jsonl -o clean.jsonl --duplicates removed.jsonl
  leitong dedup 2024/ 2025/ -o clean/ --keep date:min      folders come out as folders
  leitong dedup train.jsonl.zst --against test.jsonl -o train-without-test.jsonl.zst --keep all
  leitong dedup pages/ -o clean/ --level paragraph         repeated paragraphs inside documents
  leitong dedup crawl.jsonl                                only report what would be removed";

#[derive(Debug, Group)]
#[command(after_help = DEDUP_EXAMPLES)]
pub(crate) struct DedupArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// File or folder for the records that are kept, in the same format and order; compressed if
    /// its name ends in .gz or .zst. Without it nothing is written
    #[arg(long, short, value_name = "OUT", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// List of the removed records, each with the one that it duplicates: JSON Lines
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) duplicates: Option<PathBuf>,
    /// Format of the summary
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text, help_heading = "Output")]
    pub(crate) format: SummaryFormat,
    /// What to do with files of folders that are not read, if OUT is a folder
    #[arg(long, value_enum, value_name = "ACTION", help_heading = "Output")]
    pub(crate) others: Option<OthersArg>,
    /// What to remove: whole documents, or speeches or paragraphs inside them
    #[arg(long, value_name = "LEVEL", default_value = "document", value_parser = parsed::<Level>, help_heading = "Deduplicating")]
    level: Level,
    /// Which of several duplicates to keep: `first`, `last`, `longest`, the one with the smallest
    /// or largest value of a field (`FIELD:min`, `FIELD:max`), or `all` that no reference has
    #[arg(long, value_name = "POLICY", default_value = "first", value_parser = parsed::<Keep>, help_heading = "Deduplicating")]
    keep: Keep,
    /// Also remove duplicates of this file or folder, which is not written itself
    #[arg(long, value_name = "REFERENCE", help_heading = "Deduplicating")]
    pub(crate) against: Vec<PathBuf>,
    /// Ignore paragraphs of more than N documents when documents are compared
    #[arg(long, value_name = "N", help_heading = "Deduplicating")]
    common: Option<usize>,
    /// Memory limit, such as 500M or 4G; what does not fit is kept on disk
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = bytes, help_heading = "Running")]
    memory: u64,
    /// Keep a journal beside the output, and resume from it if a run with the same files and
    /// settings was killed
    #[arg(long, help_heading = "Running")]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

impl DedupArgs {
    /// Checks that every option has an effect.
    pub(crate) fn check(&self) -> Result<()> {
        self.page.check(Format::Text)?;
        if self.matching.explain.is_some() {
            let reason = "is for scan; --duplicates lists what is removed, and why".into();
            return Err(Error::Setting { setting: "explain", reason });
        }
        Ok(())
    }

    /// The path of the journal of a run that can be resumed.
    fn journal(&self) -> Result<Option<PathBuf>> {
        match &self.output {
            _ if !self.resume => Ok(None),
            Some(output) if output.as_os_str() != "-" => {
                let mut name = output.components().as_path().as_os_str().to_owned();
                name.push(".leitong-journal");
                Ok(Some(name.into()))
            }
            _ => Err(Error::Setting {
                setting: "resume",
                reason: "needs --output, beside which the journal lies".into(),
            }),
        }
    }

    pub(crate) fn settings(&self) -> Result<DedupSettings> {
        let settings = DedupSettings::default()
            .matching(self.matching.settings(&[self.level])?)
            .level(self.level)
            .keep(self.keep.clone())
            .common(self.common)
            .others(match self.others {
                Some(OthersArg::Skip) => Others::Skip,
                Some(OthersArg::Copy) | None => Others::Copy,
            })
            .memory(self.memory);
        Ok(match self.journal()? {
            Some(journal) => settings.resume(journal),
            None => settings,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OthersArg {
    /// Copy them, so that nothing is lost if OUT replaces the folder (default)
    Copy,
    /// Leave them out
    Skip,
}
