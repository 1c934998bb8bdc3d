//! Options of passages.

use std::path::PathBuf;

use clap::Args as Group;
use leitong::document::Role;
use leitong::scan::{ScanSettings, WithinDocument};
use leitong::seeds::SeedLimits;

use super::flags::{bytes, parsed};

#[derive(Debug, Group)]
#[command(next_help_heading = "Passages")]
pub(crate) struct PassageArgs {
    /// Eight characters in a row, or 24 letters, that occur in more than N documents are
    /// boilerplate, which does not make a passage
    #[arg(long, value_name = "N", default_value_t = SeedLimits::default().common as u64)]
    common: u64,
    /// Compare all places that share four characters in a row, however frequent, and treat nothing
    /// as boilerplate
    #[arg(long, conflicts_with = "common")]
    exhaustive: bool,
    /// Whether to compare places of one document with each other: `yes`, `no` (across documents
    /// only), or `only`
    #[arg(long, value_name = "yes|no|only", default_value_t = WithinDocument::Yes, value_parser = parsed::<WithinDocument>)]
    within_document: WithinDocument,
    /// Compare the documents of PATH… only with those of this file or folder, not with each other;
    /// may be repeated
    #[arg(long, value_name = "SET")]
    between: Vec<PathBuf>,
    /// Memory limit, such as 4G: passages are searched in parts if that saves memory, and a
    /// collection that needs more is refused
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    memory: Option<u64>,
    /// Ignore text of this file or folder, such as laws, quotations or known templates; may be
    /// repeated
    #[arg(long, value_name = "FILE")]
    ignore: Vec<PathBuf>,
}

impl PassageArgs {
    /// The paths of each role.
    pub(crate) fn roles(&self, paths: Vec<PathBuf>) -> Vec<(Role, Vec<PathBuf>)> {
        let (second, ignored) = (self.between.clone(), self.ignore.clone());
        vec![(Role::Collection, paths), (Role::Second, second), (Role::Ignored, ignored)]
    }

    /// `settings` with those of passages.
    pub(crate) fn settings(&self, settings: ScanSettings) -> ScanSettings {
        let common = usize::try_from(self.common).unwrap_or(usize::MAX);
        let seeds = SeedLimits { common, ..SeedLimits::default() };
        let seeds = if self.exhaustive { SeedLimits::exhaustive() } else { seeds };
        settings.seeds(seeds).within(self.within_document).memory(self.memory)
    }
}
