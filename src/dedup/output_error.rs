//! Errors of outputs, and the change of a row, for the outputs of bytes and of tables.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// The setting that names the output.
pub(super) const OUTPUT: &str = "output";

/// The error of a setting.
pub(super) fn refuse<T>(setting: &'static str, reason: String) -> Result<T> {
    Err(Error::Setting { setting, reason })
}

/// The result, with the path of the file in its error.
pub(super) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|source| Error::Write { path: path.into(), source })
}

/// The error of a file that is read again while the output is written.
pub(super) fn read_error(path: &Path, source: io::Error) -> Error {
    Error::Read { path: path.into(), source }
}

/// A row that is removed, or written with another text or with more cells.
pub(super) struct RowChange {
    /// Its number in its block, counted from 0.
    pub(super) row: usize,
    /// Its new text; `None` if the row is removed, or only cells are added.
    pub(super) text: Option<String>,
    /// Cells that are added to the row, which is not removed then.
    pub(super) cells: Vec<Value>,
}
