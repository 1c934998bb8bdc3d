//! Checks that outputs lie outside the folders that are read.

use std::path::{Path, PathBuf};

use super::inputs::Inputs;
use super::output::Outputs;
use super::output_error::{OUTPUT, refuse};
use super::output_place::below;
use super::{DedupSettings, Others};
use crate::corpus::{ReadOptions, would_read};
use crate::error::Result;
use crate::storage::resolved;

/// What decides where outputs may lie.
pub(super) struct OutputRule<'r> {
    pub(super) inputs: &'r Inputs,
    pub(super) options: &'r ReadOptions,
    pub(super) settings: &'r DedupSettings,
}

impl OutputRule<'_> {
    /// Refuses an output that another run would read. An output folder to which the files of a
    /// folder are copied may not lie in that folder at all, nor may the list and the journal: they
    /// would be copied by another run.
    pub(super) fn check(&self, outputs: &Outputs, list: Option<&Path>) -> Result<()> {
        match outputs {
            Outputs::Nowhere => Ok(()),
            Outputs::File(path) => self.check_unread(path, &[resolved(path)]),
            Outputs::Folder(path) if self.settings.others == Others::Copy => {
                self.check_uncopied(OUTPUT, path)?;
                list.map_or(Ok(()), |list| self.check_uncopied("duplicates", list))?;
                let journal = self.settings.resume.as_deref();
                journal.map_or(Ok(()), |journal| self.check_uncopied("resume", journal))?;
                self.check_unread(path, &self.files_in(path))
            }
            Outputs::Folder(path) => self.check_unread(path, &self.files_in(path)),
        }
    }

    /// The files that an output folder would have.
    fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        let folder = resolved(folder);
        self.inputs.own().iter().map(|source| folder.join(below(&source.id))).collect()
    }

    /// Refuses the output `path` if any of its files would be read.
    fn check_unread(&self, path: &Path, files: &[PathBuf]) -> Result<()> {
        for folder in self.inputs.own_folders().chain(self.inputs.reference_folders()) {
            if would_read(&resolved(folder), files, self.options)? {
                return refuse(
                    OUTPUT,
                    format!(
                        "{} lies in a directory that is read; outputs lie outside the directories that \
                         are read, or are left out with --exclude",
                        path.display()
                    ),
                );
            }
        }
        Ok(())
    }

    /// Refuses an output that lies in a folder of which all files are copied.
    fn check_uncopied(&self, setting: &'static str, path: &Path) -> Result<()> {
        let place = resolved(path);
        if self.inputs.own_folders().any(|folder| place.starts_with(resolved(folder))) {
            return refuse(
                setting,
                format!(
                    "{} lies in a directory that is read, whose other files are copied; name a place \
                     outside the directory, or leave the other files out with --others skip",
                    path.display()
                ),
            );
        }
        Ok(())
    }
}
