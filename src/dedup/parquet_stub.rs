//! Stub for builds without the `parquet` feature: every call returns an error.

use std::io;
use std::path::PathBuf;

use super::mark_column::MarkColumn;
use super::output_error::{OUTPUT, RowChange, refuse};
use crate::corpus::{Format, NOT_BUILT_IN, Source};
use crate::error::Result;
use crate::storage::AtomicFile;

/// Returns an error if there is a Parquet file.
pub(super) fn check_columns(sources: &[Source]) -> Result<()> {
    check_types(sources)
}

/// Returns an error if there is a Parquet file.
pub(super) fn check_types(sources: &[Source]) -> Result<()> {
    if sources.iter().any(|source| source.format() == Some(Format::Parquet)) {
        return refuse(OUTPUT, NOT_BUILT_IN.into());
    }
    Ok(())
}

/// Whether a table has a column of this name; what is not read has none.
pub(super) fn has_column(_: &Source, _: &str) -> bool {
    false
}

/// A writer that cannot exist.
pub(super) enum TableWriter {}

impl TableWriter {
    pub(super) fn new(_: PathBuf, _: io::Result<AtomicFile>) -> Result<Self> {
        refuse(OUTPUT, NOT_BUILT_IN.into())
    }

    pub(super) fn begin_source(&mut self, _: &Source, _: &[MarkColumn]) -> Result<()> {
        match *self {}
    }

    pub(super) fn write(&mut self, _: usize, _: &[RowChange], _: &str) -> Result<()> {
        match *self {}
    }

    pub(super) fn finish(self) -> Result<()> {
        match self {}
    }
}
