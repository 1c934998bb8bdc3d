//! Stub for builds without the `parquet` feature: every call returns an error.

use std::fs::File;

use super::blocks::Block;
use super::options::{ByteProgress, ReadOptions};
use super::source::{NOT_BUILT_IN, Source};
use crate::error::SkippedInput;

/// Returns the error that Parquet is not built in.
pub(super) fn rows<'a>(
    _: &'a Source,
    _: File,
    _: &ReadOptions,
    _: ByteProgress<'a>,
) -> Result<Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a>, String> {
    Err(NOT_BUILT_IN.into())
}
