//! What can go wrong, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a run stopped: what, where, and the cause beneath.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something in the collection could not be read, and the run was asked to stop there; or a file that the
    /// run cannot do without.
    #[error("{0}")]
    Unreadable(Skip),
    /// A setting is invalid.
    #[error("{setting}: {reason}")]
    Setting {
        /// Name of the field that holds the setting, such as `similarity`; the command line turns it into a flag.
        setting: &'static str,
        /// What is wrong with the value, and which values are valid.
        reason: String,
    },
    /// The work needs more memory than the settings allow.
    #[error("memory: {need} about {} MB: allow more, or scan parts of the collection against each other", bytes.div_ceil(1_000_000))]
    Memory {
        /// What needs the memory, with its verb.
        need: String,
        /// How many bytes it needs, about.
        bytes: u64,
    },
    /// A file that was read before could not be read again as it was.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause beneath.
        source: std::io::Error,
    },
    /// An embedding model that cannot be used.
    #[error("model {}: {reason}", path.display())]
    Model {
        /// The file, or the folder.
        path: PathBuf,
        /// What is missing or wrong.
        reason: String,
    },
    /// The user stopped the run.
    #[error("stopped; nothing was written")]
    Stopped,
    /// A result could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Where it should have gone; `-` for standard output.
        path: PathBuf,
        /// The cause beneath.
        source: std::io::Error,
    },
}

/// Something in the collection that was not read: a file, or one record of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Skip {
    /// The file; `-` for standard input.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// Line of the record, counted from 1; `None` for a whole file.
    pub line: Option<u64>,
    /// What is wrong with it.
    pub reason: String,
}

/// Writes a path whatever bytes it has: what is not UTF-8 becomes U+FFFD.
pub(crate) fn path_as_text<S: serde::Serializer>(path: &Path, out: S) -> std::result::Result<S::Ok, S::Error> {
    out.serialize_str(&path.to_string_lossy())
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}
