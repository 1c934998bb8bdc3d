//! In the place of the writing of tables, where that is not built in.

use std::io;
use std::path::PathBuf;

use super::output::{Edit, OUTPUT, refuse};
use crate::corpus::{NOT_BUILT_IN, Source};
use crate::error::Result;
use crate::storage::AtomicFile;

/// Refuses all tables.
pub(super) fn check_columns(_: &[Source]) -> Result<()> {
    refuse(OUTPUT, NOT_BUILT_IN.into())
}

/// Refuses all tables.
pub(super) fn check_types(sources: &[Source]) -> Result<()> {
    if sources.iter().any(Source::is_table) { refuse(OUTPUT, NOT_BUILT_IN.into()) } else { Ok(()) }
}

/// There is none.
pub(super) enum TableWriter {}

impl TableWriter {
    pub(super) fn new(_: PathBuf, _: io::Result<AtomicFile>) -> Result<Self> {
        refuse(OUTPUT, NOT_BUILT_IN.into())
    }

    pub(super) fn enter(&mut self, _: &Source) -> Result<()> {
        match *self {}
    }

    pub(super) fn write(&mut self, _: usize, _: &[Edit], _: &str) -> Result<()> {
        match *self {}
    }

    pub(super) fn finish(self) -> Result<()> {
        match self {}
    }
}
