//! Counts of a run.

use std::path::PathBuf;

use crate::error::{SkippedInput, path_as_text};

/// Counts of a run; `kept + removed + skipped = read` always holds.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Records of the collection, and files of it that could not be read.
    pub read: usize,
    /// Records that are kept.
    pub kept: usize,
    /// Of these, records of which parts were removed.
    pub changed: usize,
    /// Records that are removed.
    pub removed: usize,
    /// Of these, records with the same content as the record that is kept in their place.
    pub removed_equal: usize,
    /// Of all removed records, those that duplicate a record of the reference.
    pub removed_by_reference: usize,
    /// Of all removed records, those of which every part was removed.
    pub emptied: usize,
    /// Parts that were removed from records.
    pub parts_removed: usize,
    /// Records and files of the collection that could not be read; they are not written.
    pub skipped: usize,
    /// Records and files that could not be read, of the reference too.
    pub skips: Vec<SkippedInput>,
    /// Records of the reference.
    pub references: usize,
    /// Files of folders that are not read, and were copied to the output.
    pub others: usize,
    /// Whether traditional characters were compared as their simplified forms.
    pub fold_script: bool,
    /// Whether words of Taiwan were compared as those of the mainland; absent from JSON if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub regional_words: bool,
    /// Characters that could not be read, and were compared as U+FFFD.
    pub replaced: usize,
    /// Files in folders that are not read.
    #[serde(rename = "passed_over")]
    pub ignored_files: usize,
    /// Comparisons that [`Limits`](crate::index::Limits) left out.
    pub capped: u64,
    /// Uncompressed bytes of the records that were read; of a table, of the columns that are used,
    /// as JSON Lines.
    pub bytes_read: u64,
    /// Bytes of the records that are kept.
    pub bytes_kept: u64,
    /// Bytes of band keys that were written to disk.
    pub spilled: u64,
    /// Clusters: a kept record or part, and all that is removed in its place.
    pub clusters: usize,
    /// The largest clusters.
    pub largest: Vec<TopCluster>,
}

/// One of the largest clusters.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct TopCluster {
    /// Number of the cluster, as in the list of duplicates.
    pub cluster: u32,
    /// Number of its members, the kept one among them.
    pub size: usize,
    /// Id of the kept record.
    pub id: String,
    /// File of the kept record.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// Beginning of its text.
    pub example: String,
}

impl Summary {
    /// Whether every record is kept, removed or skipped.
    #[must_use]
    pub fn is_conserved(&self) -> bool {
        self.kept + self.removed + self.skipped == self.read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_record_has_one_outcome() {
        let summary = Summary { read: 9, kept: 5, removed: 3, skipped: 1, ..Summary::default() };
        assert!(summary.is_conserved());
        assert!(!Summary { kept: 6, ..summary.clone() }.is_conserved());
        assert!(!Summary { skipped: 0, ..summary }.is_conserved());
    }

    #[test]
    fn json_names_files_of_no_known_format_as_the_schema_does() {
        let summary = Summary { ignored_files: 4, ..Summary::default() };
        let json = serde_json::to_value(summary).expect("JSON");
        assert_eq!((&json["passed_over"], json.get("ignored_files")), (&4.into(), None));
    }
}
