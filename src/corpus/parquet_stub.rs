//! In the place of the reading of tables, where that is not built in.

use std::fs::File;

use super::source::NOT_BUILT_IN;
use super::{Block, ByteProgress, ReadOptions, Source};
use crate::error::Skip;

/// Says that the rows cannot be read.
pub(super) fn rows<'a>(
    _: &'a Source,
    _: File,
    _: &ReadOptions,
    _: ByteProgress<'a>,
) -> Result<Box<dyn Iterator<Item = Result<Block, Skip>> + 'a>, String> {
    Err(NOT_BUILT_IN.into())
}
