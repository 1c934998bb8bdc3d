//! Stub for builds without the `formats` feature: every call returns an error.

use super::format::Format;
use super::options::ReadOptions;
use crate::extract::Extracted;

/// Returns the error that nothing is extracted.
pub(super) fn extract(_: Format, _: &[u8], _: &ReadOptions) -> Result<Extracted, String> {
    Err("it is not read; build with `--features formats`".into())
}

/// Returns the error that nothing is extracted.
pub(super) fn of_characters(
    format: Format,
    bytes: &[u8],
    _: Option<&str>,
    options: &ReadOptions,
) -> Result<Extracted, String> {
    extract(format, bytes, options)
}
