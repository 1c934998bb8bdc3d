//! The text of files that are one document each, and not plain text.

use super::detect_encoding;
use super::encoding::Encoding;
use super::format::Format;
use super::options::ReadOptions;
use crate::extract::Extracted;

/// Extracts the text of a file.
pub(super) fn extract(
    format: Format,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Extracted, String> {
    decoded(format, bytes, None, options)
}

/// Extracts the text of a text file in markup whose encoding may be given by `label`.
pub(super) fn decoded(
    format: Format,
    bytes: &[u8],
    label: Option<&str>,
    options: &ReadOptions,
) -> Result<Extracted, String> {
    let _ = (format, bytes, options, label);
    Err("not built in".into())
}
