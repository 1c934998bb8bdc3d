//! Stub for builds without the `parquet` feature: every call returns an error.

use std::fs::File;
use std::io;

use super::source::NOT_BUILT_IN;

/// The vectors of a table: there are none.
#[derive(Debug)]
pub(super) struct TableVectors {
    pub(super) rows: u64,
    pub(super) dims: usize,
}

/// Returns the error that Parquet is not built in.
pub(super) fn read(_: File) -> io::Result<TableVectors> {
    Err(io::Error::other(NOT_BUILT_IN))
}

impl TableVectors {
    #[expect(clippy::unused_self, reason = "as that of a build with the feature")]
    pub(super) fn row(&self, _: u64) -> io::Result<Vec<f32>> {
        Err(io::Error::other(NOT_BUILT_IN))
    }
}
