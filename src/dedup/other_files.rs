//! Files of folders that are not read, carried over so that the output can replace the folder.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::inputs::Inputs;
use super::output_error::at;
use super::output_place::below;
use crate::corpus::Source;
use crate::error::{Error, Result, SkippedInput};
use crate::storage::FileIdentity;

/// The files that are read and written, which are not carried over.
pub(super) struct OtherFiles {
    written: HashSet<FileIdentity>,
}

impl OtherFiles {
    /// All files that are not among the sources of `inputs`, or are whole files in `skips`.
    pub(super) fn new(inputs: &Inputs, skips: &[SkippedInput]) -> Self {
        let whole = skips.iter().filter(|skip| skip.line.is_none());
        let unread: HashSet<&PathBuf> = whole.map(|skip| &skip.path).collect();
        let written = inputs.own().iter().filter(|source| !unread.contains(&source.path));
        Self { written: written.filter_map(identity).collect() }
    }

    /// Copies the files of a folder, hidden and excluded ones too, to their places in `into`, and
    /// returns their number.
    pub(super) fn copy(&self, folder: &Path, into: &Path) -> Result<usize> {
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).sort_by_file_name(Ord::cmp);
        let mut copied = 0;
        for entry in walk.build() {
            let entry = entry.map_err(|error| unreadable(folder, &error))?;
            copied += usize::from(self.copy_entry(folder, entry.path(), into)?);
        }
        Ok(copied)
    }

    /// Copies a file or link, unless it was written or is a folder. Returns whether it was copied.
    fn copy_entry(&self, folder: &Path, path: &Path, into: &Path) -> Result<bool> {
        let metadata = at(path, path.symlink_metadata())?;
        let is_link = metadata.is_symlink();
        if !is_link && !metadata.is_file() || self.is_written(path) {
            return Ok(false);
        }
        let short = into.join(path.strip_prefix(folder).unwrap_or(path));
        if is_link && short.exists() {
            // The files of a folder behind a link were read, and written as files of the link.
            return Ok(false);
        }
        // Another folder may have a file of the same name.
        let place = if short.exists() { into.join(below(path)) } else { short };
        let copied = place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            if is_link { copy_link(path, &place) } else { fs::copy(path, &place).map(drop) }
        });
        at(&place, copied).map(|()| true)
    }

    /// Whether the file is written under this or another name.
    fn is_written(&self, path: &Path) -> bool {
        let metadata = path.metadata();
        metadata.is_ok_and(|metadata| self.written.contains(&FileIdentity::new(path, &metadata)))
    }
}

fn identity(source: &Source) -> Option<FileIdentity> {
    let path = source.local_path()?;
    Some(FileIdentity::new(path, &path.metadata().ok()?))
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

/// Copies what the link leads to: not every user may make links.
#[cfg(not(unix))]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(drop)
}

/// The error of a folder that cannot be walked.
fn unreadable(folder: &Path, error: &ignore::Error) -> Error {
    Error::Read { path: folder.into(), source: io::Error::other(error.to_string()) }
}
