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
    #[error("{}{}", listed(first), too_many(*skipped, *all, *unread_rests, limit))]
    TooManySkipped {
        /// The first that were skipped, at least one.
        first: Box<[SkippedInput]>,
        /// Number of records and files that were skipped.
        skipped: usize,
        /// Number of records and files of the set.
        all: usize,
        /// Number of files whose rest could not be read, which may have any number of records.
        unread_rests: usize,
        /// The most that may be skipped, such as `1%`.
        limit: String,
    },
    /// More of an input would be removed than the settings allow.
    #[error("{}; nothing was written, since at most {limit} may be removed", losses.join("; "))]
    TooMuchRemoved {
        /// The inputs and folders, and how much each would lose.
        losses: Box<[String]>,
        /// The most that may be removed, such as `50%`.
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

/// A line for each of some skipped inputs.
fn listed(skips: &[SkippedInput]) -> String {
    let lines: Vec<String> = skips.iter().map(SkippedInput::to_string).collect();
    lines.join("\n")
}

/// How many records were skipped, and how many may be, on a further line of the message.
fn too_many(skipped: usize, all: usize, unread_rests: usize, limit: &str) -> String {
    match all {
        1 => String::new(),
        _ if skipped < all && unread_rests > 0 => {
            let files = if unread_rests == 1 { "1 file" } else { &format!("{unread_rests} files") };
            format!("\nthe rest of {files} could not be read: it may have any number of records")
        }
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
    /// Whether the rest of the file was not read either, so that the number of lost records is
    /// unknown.
    #[serde(default)]
    pub unread_rest: bool,
}

impl SkippedInput {
    /// The record in a line of a file, or a whole file, that was skipped.
    #[must_use]
    pub fn new(path: &Path, line: Option<u64>, reason: String) -> Self {
        Self { path: path.into(), line, reason, unread_rest: false }
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
        write!(f, ": {}", self.reason)?;
        if self.unread_rest { f.write_str("; the rest of the file was not read") } else { Ok(()) }
    }
}
/// The one of all values of a setting that is written like `text`.
pub(crate) fn named_value<T: Copy + fmt::Display>(
    setting: &'static str,
    all: &[T],
    text: &str,
) -> Result<T> {
    let names: Vec<String> = all.iter().map(T::to_string).collect();
    let found = names.iter().position(|name| name == text).map(|at| all[at]);
    found.ok_or_else(|| {
        let (last, others) = names.split_last().expect("a setting has values");
        Error::Setting {
            setting,
            reason: format!("{text:?} is not {} or {last}", others.join(", ")),
        }
    })
}
