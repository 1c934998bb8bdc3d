//! Documents of a report by id.

use std::collections::HashMap;

use crate::report::model::Report;

/// The index of each document of a report.
pub(super) struct DocumentIndex<'v>(HashMap<&'v str, usize>);

impl<'v> DocumentIndex<'v> {
    pub(super) fn new(report: &'v Report<'v>) -> Self {
        let ids = report.documents.iter().map(|document| &*document.id);
        Self(ids.zip(0..).collect())
    }

    /// The index of the document with this id, which must be one of the report: the scan names no
    /// others, and reading a report checks it.
    pub(super) fn of(&self, id: &str) -> usize {
        self.0[id]
    }
}
