//! Options that decide which duplicates are removed.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use clap::{Args as Group, ValueEnum};
use leitong::corpus::SkipLimit;
use leitong::dedup::{DedupSettings, DuplicateKind, Measure, VectorSource};

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
    /// Measures by which a record may duplicate a kept one: `jaccard`, of two texts as a whole;
    /// `containment`, of a text that stands in a longer one; `edit`, of short texts with a few other
    /// characters; `coverage`, of a text that stands in passages of several others together;
    /// `meaning`, of a text that says the same in other words
    /// [default: jaccard,containment,edit]
    #[arg(
        long,
        value_name = "MEASURES",
        value_delimiter = ',',
        value_parser = parsed::<Measure>,
        help_heading = "Deduplicating"
    )]
    by: Vec<Measure>,
    /// Vectors of the records, from an encoder of yours, by which `meaning` finds records to compare, in
    /// place of the built-in model's: a field or column with a list of numbers, or a FILE.npy or
    /// FILE.parquet with a row for each record
    #[arg(
        long,
        value_name = "FIELD or FILE",
        value_parser = vector_source,
        help_heading = "Deduplicating",
        hide_short_help = true
    )]
    vectors: Option<VectorSource>,
    /// Cosine of two --vectors from which on their records say the same, whatever their words
    /// [default: their words decide]
    #[arg(
        long,
        value_name = "0…1",
        allow_negative_numbers = true,
        help_heading = "Deduplicating",
        hide_short_help = true
    )]
    vector_similarity: Option<f64>,
    /// Whether similar records stay that differ only in names, numbers, dates, a negation or an
    /// opposite, or that share only a text which recurs in many records
    #[arg(
        long,
        value_enum,
        value_name = "STATE",
        default_value = "on",
        help_heading = "Deduplicating"
    )]
    guard: GuardArg,
    /// Which duplicates to remove: `exact`, of equal content; `near`, which are similar;
    /// `contained`, which stand in a longer record; `covered`, which stand in several records
    /// together; or `reworded`, which say the same in other words; others are kept, and listed
    /// [default: exact,near,contained,covered,reworded]
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

/// Whether similar records that are no copies stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GuardArg {
    On,
    Off,
}

fn vector_source(text: &str) -> Result<VectorSource, String> {
    if text.is_empty() {
        return Err("a field or a file is needed".into());
    }
    text.parse().map_err(|never: Infallible| match never {})
}

impl RemovingArgs {
    /// The file of vectors, which no output replaces.
    pub(crate) fn vector_file(&self) -> Option<&Path> {
        match &self.vectors {
            Some(VectorSource::File(path)) => Some(path),
            Some(VectorSource::Field(_)) | None => None,
        }
    }

    /// Settings with these options.
    pub(super) fn add_to(&self, settings: DedupSettings) -> DedupSettings {
        let settings =
            settings.prefer(self.prefer.clone()).across(self.across).max_removed(self.max_removed);
        let settings = settings
            .guard(self.guard == GuardArg::On)
            .vectors(self.vectors.clone())
            .vector_similarity(self.vector_similarity);
        let settings = if self.by.is_empty() { settings } else { settings.by(self.by.clone()) };
        if self.remove.is_empty() { settings } else { settings.remove(self.remove.clone()) }
    }
}
