//! The list of what was removed, and why.

use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::duplicate_kind::DuplicateKind;
use super::duplicate_names::DuplicateNames;
use super::removal::Duplication;
use super::write_pass::WritePass;
use crate::document::{Level, UnitId, rounded_share};
use crate::error::{Error, Result, path_as_text};
use crate::similarity::Measure;
use crate::storage::{AtomicFile, CompleteFile};

/// Units whose lines are made by one task: about 400 kB of lines.
const UNITS_PER_TASK: u32 = 1 << 12;
/// Tasks for each thread before their lines are written, which bounds what is held in memory.
const TASKS_PER_THREAD: usize = 16;

/// A passage of a record that stands in several kept ones together.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct CoveredPassage<'n> {
    /// First character of the passage in the text of the record.
    pub start: usize,
    /// The character behind its last one.
    pub end: usize,
    /// Id of the kept record in which it stands.
    pub duplicate_of: Cow<'n, str>,
    /// File of that record.
    #[serde(serialize_with = "path_as_text")]
    pub of_path: Cow<'n, Path>,
    /// Line of that record.
    pub of_line: Option<u64>,
    /// First character of the passage there.
    pub of_start: usize,
    /// The character behind its last one.
    pub of_end: usize,
    /// Share of its characters that are equal there.
    pub similarity: f64,
}

/// One removed record, or one removed part of a kept record: a line of the list.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct RemovedRecord<'n> {
    /// Id of the record; where it has none, its file and line.
    pub id: Cow<'n, str>,
    /// Its file.
    #[serde(serialize_with = "path_as_text")]
    pub path: Cow<'n, Path>,
    /// Its line, or its row in a Parquet file, counted from 1; `null` for a whole file.
    pub line: Option<u64>,
    /// First character of the removed part in the text of the record; absent for a whole record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// The character behind its last one.
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
    /// The character behind its last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_end: Option<usize>,
    /// Similarity of the two, by the measure; 1 for equal content.
    pub similarity: f64,
    /// What the similarity measures.
    #[serde(default)]
    pub measure: Measure,
    /// Why the record is a duplicate.
    pub kind: DuplicateKind,
    /// Whether the record is removed; absent if it is. A duplicate of a kind that is not removed is
    /// kept.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub removed: bool,
    /// The level that was compared.
    pub level: Level,
    /// Number of the cluster, counted from 1: the same for all that duplicates one kept record or
    /// part.
    pub cluster: u32,
    /// The passages of a record that stands in several kept ones together; absent for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CoveredPassage<'n>>,
}

impl CoveredPassage<'_> {
    /// The passage with names of its own.
    #[must_use]
    pub fn into_owned(self) -> CoveredPassage<'static> {
        CoveredPassage {
            start: self.start,
            end: self.end,
            duplicate_of: owned(self.duplicate_of),
            of_path: owned(self.of_path),
            of_line: self.of_line,
            of_start: self.of_start,
            of_end: self.of_end,
            similarity: self.similarity,
        }
    }
}

impl RemovedRecord<'_> {
    /// The record with names of its own.
    #[must_use]
    pub fn into_owned(self) -> RemovedRecord<'static> {
        RemovedRecord {
            id: owned(self.id),
            path: owned(self.path),
            line: self.line,
            start: self.start,
            end: self.end,
            duplicate_of: owned(self.duplicate_of),
            of_path: owned(self.of_path),
            of_line: self.of_line,
            of_start: self.of_start,
            of_end: self.of_end,
            similarity: self.similarity,
            measure: self.measure,
            kind: self.kind,
            removed: self.removed,
            level: self.level,
            cluster: self.cluster,
            parts: self.parts.into_iter().map(CoveredPassage::into_owned).collect(),
        }
    }
}

fn owned<T: ToOwned + ?Sized>(value: Cow<'_, T>) -> Cow<'static, T> {
    Cow::Owned(value.into_owned())
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// The list of duplicates while it is written.
pub(super) struct DuplicatesFile<'p> {
    path: &'p Path,
    file: AtomicFile,
}

/// The complete list, before it has its name.
pub(super) struct CompleteDuplicates<'p> {
    path: &'p Path,
    file: CompleteFile,
}

impl<'p> DuplicatesFile<'p> {
    pub(super) fn new(path: &'p Path) -> Result<Self> {
        let file =
            AtomicFile::new(path).map_err(|source| Error::Write { path: path.into(), source })?;
        Ok(Self { path, file })
    }

    /// Writes the lines of all removed units.
    pub(super) fn write(
        self,
        pass: &WritePass<'_>,
        names: &DuplicateNames,
    ) -> Result<CompleteDuplicates<'p>> {
        let Self { path, mut file } = self;
        let failed = |source| Error::Write { path: path.into(), source };
        let units = pass.rule.table.units() as u32;
        let starts: Vec<u32> = (0..units).step_by(UNITS_PER_TASK as usize).collect();
        for starts in starts.chunks(rayon::current_num_threads() * TASKS_PER_THREAD) {
            let lines = starts
                .par_iter()
                .map(|&start| lines(start..units.min(start + UNITS_PER_TASK), pass, names));
            for lines in lines.collect::<Vec<_>>() {
                file.write_all(&lines).map_err(failed)?;
            }
        }
        Ok(CompleteDuplicates { path, file: file.complete().map_err(failed)? })
    }
}

impl CompleteDuplicates<'_> {
    /// Gives the list its name.
    pub(super) fn commit(self) -> Result<()> {
        self.file.commit().map_err(|source| Error::Write { path: self.path.into(), source })
    }
}

/// The lines of all duplicates, in the order of the file.
pub(super) fn removed_records(
    pass: &WritePass<'_>,
    names: &DuplicateNames,
) -> Vec<RemovedRecord<'static>> {
    let units = (0..pass.rule.table.units() as u32).into_par_iter();
    units
        .filter_map(|unit| line(UnitId(unit), pass, names))
        .map(RemovedRecord::into_owned)
        .collect()
}

/// The lines of those of some units that are removed.
fn lines(units: Range<u32>, pass: &WritePass<'_>, names: &DuplicateNames) -> Vec<u8> {
    let mut lines = Vec::new();
    for line in units.filter_map(|unit| line(UnitId(unit), pass, names)) {
        serde_json::to_writer(&mut lines, &line).expect("a vector takes whatever is written");
        lines.push(b'\n');
    }
    lines
}

/// The line of a unit; `None` if the unit is no duplicate.
fn line<'l>(
    unit: UnitId,
    pass: &'l WritePass<'_>,
    names: &'l DuplicateNames,
) -> Option<RemovedRecord<'l>> {
    let duplicate = pass.rule.duplicate(unit)?;
    // Both have names whenever there is a list: `Clusters::of` marks them.
    let (removed, kept) = (names.find(unit)?, names.find(duplicate.kept)?);
    Some(RemovedRecord {
        id: removed.id.as_str().into(),
        path: pass.source_of(unit).path.as_path().into(),
        line: removed.line,
        start: removed.chars.as_ref().map(|chars| chars.start),
        end: removed.chars.as_ref().map(|chars| chars.end),
        duplicate_of: kept.id.as_str().into(),
        of_path: pass.source_of(duplicate.kept).path.as_path().into(),
        of_line: kept.line,
        of_start: kept.chars.as_ref().map(|chars| chars.start),
        of_end: kept.chars.as_ref().map(|chars| chars.end),
        similarity: rounded_share(duplicate.similarity.into()),
        measure: duplicate.measure,
        kind: duplicate.kind,
        removed: duplicate.is_removed,
        level: pass.rule.settings.level,
        cluster: names.clusters.number(duplicate.center),
        parts: covered_passages(unit, &duplicate, pass, names),
    })
}

/// The passages of a unit that stand in several kept ones together.
fn covered_passages<'l>(
    unit: UnitId,
    duplicate: &Duplication,
    pass: &'l WritePass<'_>,
    names: &'l DuplicateNames,
) -> Vec<CoveredPassage<'l>> {
    if duplicate.kind != DuplicateKind::Covered {
        return Vec::new();
    }
    let parts = pass.rule.covered_parts(unit).iter();
    let passages = parts.filter_map(|part| {
        let kept = names.find(part.kept)?;
        Some(CoveredPassage {
            start: part.chars.start,
            end: part.chars.end,
            duplicate_of: kept.id.as_str().into(),
            of_path: pass.source_of(part.kept).path.as_path().into(),
            of_line: kept.line,
            of_start: part.of_chars.start,
            of_end: part.of_chars.end,
            similarity: rounded_share(part.similarity.into()),
        })
    });
    passages.collect()
}
