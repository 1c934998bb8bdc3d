//! What a run reads: records in memory, or paths.

use std::path::PathBuf;
use std::sync::Arc;

use leitong::Result;
use leitong::corpus::{Listing, ReadOptions, RecordRows, SkipLimit, find};
use pyo3::prelude::*;

use crate::records::Records;

/// Most records of files that may be skipped, as on the command line.
const MAX_SKIPPED: SkipLimit = SkipLimit::Percent(1.0);

/// Records in memory, or paths, as they are given.
#[derive(FromPyObject)]
pub(crate) enum Data<'py> {
    /// Records in memory.
    Records(Bound<'py, Records>),
    /// Files and folders.
    Paths(Vec<PathBuf>),
}

/// Records in memory, or paths, without what belongs to Python.
pub(crate) enum Input {
    Records(Arc<dyn RecordRows>),
    Paths(Vec<PathBuf>),
}

impl Data<'_> {
    pub(crate) fn input(&self) -> Input {
        match self {
            Self::Records(records) => Input::Records(records.get().rows()),
            Self::Paths(paths) => Input::Paths(paths.clone()),
        }
    }

    /// Whether there are records, none of them.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Records(records) if records.get().is_empty())
    }
}

impl Input {
    /// What is read. Records in memory are called `name` in results.
    pub(crate) fn listing(self, name: &str, options: &ReadOptions) -> Result<Listing> {
        match self {
            Self::Records(rows) => Ok(Records::listing(rows, name)),
            Self::Paths(paths) => find(&paths, options),
        }
    }

    /// How many records may be skipped: of files one in a hundred, of records in memory any, since
    /// a program sees which.
    pub(crate) fn skip_limit(&self) -> SkipLimit {
        match self {
            Self::Records(_) => SkipLimit::ANY,
            Self::Paths(_) => MAX_SKIPPED,
        }
    }
}

/// The names of the fields with the text and the id.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct FieldNames {
    text: String,
    id: Option<String>,
}

impl FieldNames {
    /// How records are read.
    pub(crate) fn options(&self) -> ReadOptions {
        let options = ReadOptions::default().text_field(self.text.as_str());
        match &self.id {
            Some(id) => options.id_field(id.as_str()),
            None => options,
        }
    }
}
