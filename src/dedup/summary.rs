//! Counts of a run.

use std::path::{Path, PathBuf};

use super::{Lookalikes, LooseCluster, Loss, Ranking};
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
    /// Whether all records are written, with marks.
    pub marked: bool,
    /// How records were ranked by a field, if they were.
    pub kept_by: Option<Ranking>,
    /// Duplicates that are kept, because duplicates of their kind are not removed: records, or at a
    /// lower level parts.
    pub duplicates_kept: usize,
    /// Similar records that stay: variants, and those of one template.
    pub lookalikes: Lookalikes,
    /// Of the removed records, those whose text stands in a longer one.
    pub removed_contained: usize,
    /// Of the removed records, those whose text stands in passages of several others together; absent
    /// from JSON if there is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub removed_covered: usize,
    /// Of the removed records, those that say the same as a kept one in other words; absent from JSON if
    /// there is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub removed_reworded: usize,
    /// The counts of each path that was named.
    pub inputs: Vec<InputCounts>,
    /// Inputs and folders of at least 20 records that lose more than half of them.
    pub losses: Vec<Loss>,
    /// Large clusters of which most members are not much alike.
    pub loose_clusters: Vec<LooseCluster>,
    /// Clusters: a kept record or part, and all its duplicates.
    pub clusters: usize,
    /// The largest clusters.
    pub largest: Vec<TopCluster>,
}

/// The counts of a path that was named.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct InputCounts {
    /// The path.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// Records that could be read.
    pub read: usize,
    /// Records that are kept.
    pub kept: usize,
    /// Records that are removed.
    pub removed: usize,
    /// Of these, records with the same content as the record that is kept in their place.
    pub removed_equal: usize,
    /// The inputs whose records are kept in the place of the removed ones.
    pub removed_for: Vec<RemovedFor>,
}

/// How many records of an input are removed for those of another, or of the same.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct RemovedFor {
    /// The input; `None` for the reference.
    #[serde(serialize_with = "optional_path_as_text")]
    pub path: Option<PathBuf>,
    /// The removed records.
    pub records: usize,
}

impl InputCounts {
    /// The counts of a path before anything is read.
    pub(super) fn of(path: &Path) -> Self {
        Self {
            path: path.into(),
            read: 0,
            kept: 0,
            removed: 0,
            removed_equal: 0,
            removed_for: Vec::new(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(records: &usize) -> bool {
    *records == 0
}

#[expect(clippy::ref_option, reason = "serde passes a reference")]
fn optional_path_as_text<S: serde::Serializer>(
    path: &Option<PathBuf>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match path {
        Some(path) => path_as_text(path, serializer),
        None => serializer.serialize_none(),
    }
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
