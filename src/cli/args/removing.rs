//! Options that decide which duplicates are removed.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::corpus::SkipLimit;
use leitong::dedup::{DedupSettings, DuplicateKind};

use super::flags::parsed;

#[derive(Debug, Group)]
pub(crate) struct RemovingArgs {
    /// Of similar records keep the one of this file, directory or glob, whatever --keep says; may be
    /// repeated, and the first PATH counts most
    #[arg(long, value_name = "PATH", help_heading = "Deduplicating", hide_short_help = true)]
    prefer: Vec<PathBuf>,
    /// Compare only records of different inputs: of each PATH that is named, the copies within it
    /// stay
    #[arg(long, help_heading = "Deduplicating", hide_short_help = true)]
    across: bool,
    /// Which duplicates to remove: `exact`, of equal content, or `near`, which are similar; others
    /// are kept, and listed [default: exact,near]
    #[arg(
        long,
        value_name = "KINDS",
        value_delimiter = ',',
        value_parser = parsed::<DuplicateKind>,
        help_heading = "Deduplicating",
        hide_short_help = true
    )]
    remove: Vec<DuplicateKind>,
    /// Maximum that may be removed of the records of an input or directory, as a share or a number:
    /// above it the run fails and writes nothing [default: no maximum]
    #[arg(
        long,
        value_name = "N or N%",
        value_parser = parsed::<SkipLimit>,
        help_heading = "Deduplicating",
        hide_short_help = true
    )]
    max_removed: Option<SkipLimit>,
}

impl RemovingArgs {
    /// Settings with these options.
    pub(super) fn add_to(&self, settings: DedupSettings) -> DedupSettings {
        let settings =
            settings.prefer(self.prefer.clone()).across(self.across).max_removed(self.max_removed);
        if self.remove.is_empty() { settings } else { settings.remove(self.remove.clone()) }
    }
}
