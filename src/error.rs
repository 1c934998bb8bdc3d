//! The error type of the crate, and the description of inputs that were skipped.

use std::fmt;
use std::path::{Path, PathBuf};

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The reason why a run stopped, with the place and the cause.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input could not be read, and the run was told to stop at such inputs or needs this one.
    #[error("{0}")]
    Unreadable(SkippedInput),
    /// No record of a set could be read, or more were skipped than the settings allow.
    #[error("{first}{}{}", listed(others), too_many(*skipped, *all, limit))]
    TooManySkipped {
        /// The first that was skipped.
        first: SkippedInput,
        /// The next ones, but not all if they are many.
        others: Box<[SkippedInput]>,
        /// Number of records and files that were skipped.
        skipped: usize,
        /// Number of records and files of the set.
        all: usize,
        /// The most that may be skipped, such as `1%`.
        limit: String,
    },
    /// A set of paths has no document.
    #[error("{paths}: no document: {reason}")]
    NoDocument {
        /// The paths.
        paths: String,
        /// The reason why none of them has a document.
        reason: String,
    },
    /// A setting is invalid.
    #[error("{setting}: {reason}")]
    Setting {
        /// Name of the field that holds the setting, such as `similarity`; the command line prints
        /// the matching flag instead.
        setting: &'static str,
        /// The reason why the value is invalid, and the valid values.
        reason: String,
    },
    /// The run needs more memory than the settings allow.
    #[error("memory: {need} about {} MB: allow more, or scan parts of the collection against each other", bytes.div_ceil(1_000_000))]
    Memory {
        /// Subject and verb of the message, such as `the comparison needs`.
        need: String,
        /// Estimate of the bytes that are needed.
        bytes: u64,
    },
    /// A file could not be read a second time, or it changed in between.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// An embedding model is invalid or incomplete.
    #[error("model {}: {reason}", path.display())]
    Model {
        /// The file or folder of the model.
        path: PathBuf,
        /// The reason why the model cannot be used.
        reason: String,
    },
    /// The user stopped the run.
    #[error("stopped; nothing was written")]
    Stopped,
    /// A result could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file; `-` for standard output.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A temporary file could not be created or written.
    #[error("cannot write {}: {source}", std::env::temp_dir().display())]
    Spill {
        /// The cause.
        source: std::io::Error,
    },
}

impl Error {
    /// The error of a temporary file.
    pub(crate) fn spill(source: std::io::Error) -> Self {
        Self::Spill { source }
    }
}

/// How many records were skipped, and how many may be, on a second line of the message.
/// A line for each of some skipped inputs, each after a line break.
fn listed(skips: &[SkippedInput]) -> String {
    skips.iter().flat_map(|skip| ["\n".to_owned(), skip.to_string()]).collect()
}

fn too_many(skipped: usize, all: usize, limit: &str) -> String {
    match all {
        1 => String::new(),
        _ if skipped == all => format!("\nnone of {all} records and files could be read"),
        _ => format!("\n{skipped} of {all} records and files could not be read, more than {limit}"),
    }
}

/// A file of the collection, or one record of a file, that was skipped because it could not be
/// read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct SkippedInput {
    /// The file; `-` for standard input.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// Line of the record, counted from 1; `None` for a whole file.
    pub line: Option<u64>,
    /// The reason why it could not be read.
    pub reason: String,
}

impl SkippedInput {
    /// The record in a line of a file, or a whole file, that was skipped.
    #[must_use]
    pub fn new(path: &Path, line: Option<u64>, reason: String) -> Self {
        Self { path: path.into(), line, reason }
    }
}

/// Serializes a path as a string, with U+FFFD in place of bytes that are not UTF-8.
pub(crate) fn path_as_text<S: serde::Serializer>(
    path: &Path,
    out: S,
) -> std::result::Result<S::Ok, S::Error> {
    out.serialize_str(&path.to_string_lossy())
}

impl fmt::Display for SkippedInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}
