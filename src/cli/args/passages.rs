//! Options of passages.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::document::Role;
use leitong::scan::{Forms, Quotes, ScanSettings, WithinDocument};
use leitong::seeds::{DocumentLimit, SeedLimits};

use super::flags::{bytes, parsed};

#[derive(Debug, Group)]
#[command(next_help_heading = "Passages")]
pub(crate) struct PassageArgs {
    /// Compare the documents of PATH only with those of this file or directory, not with each
    /// other; may be repeated
    #[arg(long, alias = "between", value_name = "PATH")]
    against: Vec<PathBuf>,
    /// Do not count text that occurs in this file or directory, such as laws or templates; may be
    /// repeated
    #[arg(long, value_name = "PATH")]
    ignore: Vec<PathBuf>,
    /// Maximum number of documents in which a run of eight characters, or 24 letters, may occur;
    /// more frequent runs are boilerplate, which makes no passage [default: a tenth of the
    /// documents, at least 50 and at most 100]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u64).range(1..),
        allow_negative_numbers = true,
        hide_short_help = true
    )]
    pub(crate) common: Option<u64>,
    /// Compare all places that share four characters in a row, however frequent, and treat nothing
    /// as boilerplate: slower, and finds more
    #[arg(long, conflicts_with = "common", hide_short_help = true)]
    exhaustive: bool,
    /// Whether to compare places of one document with each other: `yes`, `no` (across documents
    /// only) or `only`
    #[arg(
        long,
        value_name = "yes|no|only",
        default_value_t = WithinDocument::Yes,
        value_parser = parsed::<WithinDocument>,
        hide_short_help = true
    )]
    within_document: WithinDocument,
    /// What to do about places that are quotations, in quotation marks, in a block quote or beside
    /// a reference: `mark` them or `ignore` their matches
    #[arg(
        long,
        value_name = "mark|ignore",
        default_value_t = Quotes::default(),
        value_parser = parsed::<Quotes>,
        hide_short_help = true
    )]
    quotes: Quotes,
    /// What to do about matches that are forms of the collection, such as templates filled anew,
    /// formulas and slogans: `show` them as all others, `mark` them and put them last, or `hide`
    /// them
    #[arg(
        long,
        value_name = "show|mark|hide",
        default_value_t = Forms::default(),
        value_parser = parsed::<Forms>,
        hide_short_help = true
    )]
    forms: Forms,
    /// Maximum memory, such as 500M or 4G: passages are searched in parts if that suffices, and a
    /// collection that needs more is refused [default: no maximum]
    #[arg(long, value_name = "SIZE", value_parser = bytes, hide_short_help = true)]
    memory: Option<u64>,
}

impl PassageArgs {
    /// The paths of each role.
    pub(crate) fn roles(&self, paths: Vec<PathBuf>) -> Vec<(Role, Vec<PathBuf>)> {
        let (second, ignored) = (self.against.clone(), self.ignore.clone());
        vec![(Role::Collection, paths), (Role::Second, second), (Role::Ignored, ignored)]
    }

    /// The paths that are read besides those of the collection.
    pub(crate) fn other_paths(&self) -> Vec<PathBuf> {
        [self.against.as_slice(), &self.ignore].concat()
    }

    /// `settings` with those of passages.
    pub(crate) fn settings(&self, settings: ScanSettings) -> ScanSettings {
        let common = self.common.map_or(DocumentLimit::Relative, |common| {
            DocumentLimit::Documents(usize::try_from(common).unwrap_or(usize::MAX))
        });
        let seeds = SeedLimits { common, ..SeedLimits::default() };
        let seeds = if self.exhaustive { SeedLimits::exhaustive() } else { seeds };
        let settings = settings.seeds(seeds).within(self.within_document).quotes(self.quotes);
        settings.forms(self.forms).memory(self.memory)
    }
}
