//! The list of what was removed, and why.

use std::borrow::Cow;
use std::path::Path;

use crate::document::Level;
use crate::error::path_as_text;

/// One removed record, or one removed part of a kept record: a line of the list.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Duplicate<'n> {
    /// Id of the record; where it has none, its file and line.
    pub id: Cow<'n, str>,
    /// Its file.
    #[serde(serialize_with = "path_as_text")]
    pub path: Cow<'n, Path>,
    /// Its line, or its row in a Parquet file, counted from 1; `null` for a whole file.
    pub line: Option<u64>,
    /// First character of the removed part in the text of the record; not there for a whole record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// The character behind the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// Id of the record that is kept in its place.
    pub duplicate_of: Cow<'n, str>,
    /// File of that record.
    #[serde(serialize_with = "path_as_text")]
    pub of_path: Cow<'n, Path>,
    /// Line of that record.
    pub of_line: Option<u64>,
    /// First character of the part that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_start: Option<usize>,
    /// The character behind the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_end: Option<usize>,
    /// Jaccard similarity of the shingles of the two; 1 for equal content.
    pub similarity: f64,
    /// What was compared.
    pub level: Level,
    /// Number of the cluster, counted from 1: all that is like the same kept record or part.
    pub cluster: u32,
}
