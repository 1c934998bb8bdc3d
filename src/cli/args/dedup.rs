//! Options of `leitong dedup`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use leitong::dedup::{DedupSettings, Inputs, Keep, Others};
use leitong::document::Level;
use leitong::error::{Error, Result};

use super::files::FilesArgs;
use super::flags::{bytes, parsed};
use super::matching::MatchingArgs;
use super::output::{PageArgs, SummaryFormat};
use super::reading::ReadingArgs;
use super::removing::RemovingArgs;
use super::running::{ConfigArgs, RunningArgs};

const DEDUP_EXAMPLES: &str = "\
Examples:
  leitong dedup crawl.jsonl -o clean.jsonl --duplicates removed.jsonl
  leitong dedup 2024/ 2025/ -o clean/ --keep date:min      directories come out as directories
  leitong dedup train.jsonl.zst --against test.jsonl -o train-without-test.jsonl.zst --keep all
  leitong dedup pages/ -o clean/ --level paragraph         repeated paragraphs inside documents
  leitong dedup book/ web/ -o clean/ --prefer book/        the copy in book/ stays
  leitong dedup crawl.jsonl                                only report what would be removed";

#[derive(Debug, Group)]
#[command(after_help = DEDUP_EXAMPLES)]
pub(crate) struct DedupArgs {
    /// Files and directories to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// File or directory for the records that are kept, in the same format and order, compressed if
    /// the extension is .gz or .zst [default: none is written]
    #[arg(long, short, value_name = "OUT", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write a list of the removed records, each with the record that it duplicates: JSON Lines
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) duplicates: Option<PathBuf>,
    /// Write all records, with fields that say which are duplicates of which, and which are kept;
    /// their names begin with PREFIX [default: `duplicate_`]
    #[arg(
        long,
        value_name = "PREFIX",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "duplicate_",
        help_heading = "Output",
        hide_short_help = true
    )]
    mark: Option<String>,
    /// Format of the summary
    #[arg(
        long,
        value_enum,
        default_value_t = SummaryFormat::Text,
        help_heading = "Output",
        hide_short_help = true
    )]
    format: SummaryFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output", hide_short_help = true)]
    json: bool,
    /// What to do with files of directories that are not read, if OUT is a directory
    /// [default: copy]
    #[arg(
        long,
        value_enum,
        value_name = "ACTION",
        help_heading = "Output",
        hide_short_help = true
    )]
    pub(crate) others: Option<OthersArg>,
    /// What to remove: whole documents, or speeches, paragraphs or repeated passages inside them
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "document",
        value_parser = parsed::<Level>,
        help_heading = "Deduplicating"
    )]
    level: Level,
    /// Which of several duplicates to keep: `first`, `last`, `longest`, the one with the minimum or
    /// maximum of a field (`FIELD:min`, `FIELD:max`) of dates, numbers, versions or texts, or `all` that --against does not contain
    #[arg(
        long,
        value_name = "POLICY",
        default_value = "first",
        value_parser = parsed::<Keep>,
        help_heading = "Deduplicating"
    )]
    keep: Keep,
    /// Also remove what occurs in this file or directory, which itself is not written; may be
    /// repeated
    #[arg(long, value_name = "PATH", help_heading = "Deduplicating")]
    pub(crate) against: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) removing: RemovingArgs,
    /// Maximum number of documents in which a line may occur; lines that occur in more do not count
    /// when documents are compared [default: no maximum]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u64).range(1..),
        allow_negative_numbers = true,
        help_heading = "Deduplicating",
        hide_short_help = true
    )]
    common: Option<u64>,
    /// Maximum memory, such as 500M or 4G; what does not fit is kept in temporary files
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "4G",
        value_parser = bytes,
        help_heading = "Running",
        hide_short_help = true
    )]
    memory: u64,
    /// Print what would be removed; of the outputs, only --duplicates, --html and --skipped are written
    #[arg(long, short = 'n', conflicts_with = "resume", help_heading = "Running")]
    pub(crate) dry_run: bool,
    /// Keep a journal next to the output, from which the same command continues if it was killed
    #[arg(long, help_heading = "Running", hide_short_help = true)]
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
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl DedupArgs {
    /// Checks that every option has an effect.
    pub(crate) fn check(&self) -> Result<()> {
        self.page.check()
    }

    /// Whether duplicates are kept by this policy.
    pub(super) fn keeps(&self, policy: &Keep) -> bool {
        self.keep == *policy
    }

    /// Whether units of this level are removed.
    pub(super) fn is_of(&self, level: Level) -> bool {
        self.level == level
    }

    /// The format of the summary that was asked for.
    pub(crate) fn format(&self) -> SummaryFormat {
        if self.json { SummaryFormat::Json } else { self.format }
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
                reason: "needs --output, next to which the journal is kept".into(),
            }),
        }
    }

    /// The settings for these inputs, which may decide that traditional characters are folded.
    pub(crate) fn settings_for(&self, inputs: &Inputs) -> Result<DedupSettings> {
        let options = self.files.options(&self.reading);
        let script = self.matching.fold().script(|| inputs.script_mix(&options));
        let settings = self.settings()?;
        let matching = settings.get_matching().clone().script(script);
        Ok(settings.matching(matching))
    }

    pub(crate) fn settings(&self) -> Result<DedupSettings> {
        let settings = DedupSettings::default()
            .matching(self.matching.removing(self.level)?)
            .level(self.level)
            .keep(self.keep.clone())
            .common(self.common.map(|common| usize::try_from(common).unwrap_or(usize::MAX)))
            .others(match self.others {
                Some(OthersArg::Skip) => Others::Skip,
                Some(OthersArg::Copy) | None => Others::Copy,
            })
            .mark(self.mark.clone())
            .memory(self.memory);
        let settings = self.removing.add_to(settings);
        Ok(match self.journal()? {
            Some(journal) => settings.resume(journal),
            None => settings,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OthersArg {
    /// Copy them, so that OUT can take the place of the directory
    Copy,
    /// Leave them out
    Skip,
}
