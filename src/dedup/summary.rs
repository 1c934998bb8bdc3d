//! What came of a run.

use std::path::PathBuf;

use crate::error::{Skip, path_as_text};

/// Counts of a run. `kept + removed + skipped.len() = read`, but for what could not be read of the reference.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Summary {
    /// Records that came in, and files that could not be read; the reference is not counted.
    pub read: usize,
    /// Records that stay.
    pub kept: usize,
    /// Of these, records of which parts were removed.
    pub changed: usize,
    /// Records that go.
    pub removed: usize,
    /// Of these, records with the same content as the one that is kept for them.
    pub removed_equal: usize,
    /// Of all removed ones, those that are like one of the reference.
    pub removed_by_reference: usize,
    /// Of all removed ones, those of which every part was removed.
    pub emptied: usize,
    /// Parts that were removed from records.
    pub parts_removed: usize,
    /// Records and files that could not be read, and do not come out either.
    pub skipped: usize,
    /// What could not be read, of the reference too.
    pub skips: Vec<Skip>,
    /// Records of the reference.
    pub references: usize,
    /// Files in folders that are of no known kind.
    pub passed_over: usize,
    /// Pairs that were not compared, and texts that buckets did not remember, because too much is like too much.
    pub capped: u64,
    /// Bytes of records that came in, unpacked: of a table, of the columns that are looked at, as JSON Lines.
    pub bytes_read: u64,
    /// Bytes of records that stay.
    pub bytes_kept: u64,
    /// Bytes of band keys that were put on disk.
    pub spilled: u64,
    /// Groups of what is like the same kept record or part.
    pub clusters: usize,
    /// The largest of them.
    pub largest: Vec<TopCluster>,
}

/// One of the largest clusters.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TopCluster {
    /// Number of the cluster, as the list has it.
    pub cluster: u32,
    /// Its members: the one that is kept, and all that are removed.
    pub size: usize,
    /// Id of the record that is kept.
    pub id: String,
    /// File of that record.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// The beginning of the text.
    pub example: String,
}

impl Summary {
    /// Whether every record that came in is accounted for.
    #[must_use]
    pub fn is_conserved(&self) -> bool {
        self.kept + self.removed + self.skipped == self.read
    }
}
