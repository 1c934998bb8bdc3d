//! Stub for builds without the `parquet` feature: every call returns an error.

use std::fs::File;

use super::blocks::Block;
use super::format::{Format, FormatEntry};
use super::options::{ByteProgress, ReadOptions};
use super::source::{NOT_BUILT_IN, Source};
use crate::error::SkippedInput;

/// The format of Parquet.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Parquet,
    name: "Parquet",
    option: "parquet",
    extensions: &["parquet"],
    may_be_compressed: false,
    is_content: is_parquet,
};

/// Whether a file that begins with `head` is Parquet. After the magic number, Parquet has the first
/// byte of a header, where a text has no control character.
fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") && head.get(4).is_some_and(|byte| matches!(byte, 0..=8 | 14..=31))
}

/// Returns the error that Parquet is not built in.
pub(super) fn rows<'a>(
    _: &'a Source,
    _: File,
    _: &ReadOptions,
    _: ByteProgress<'a>,
) -> Result<Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a>, String> {
    Err(NOT_BUILT_IN.into())
}
