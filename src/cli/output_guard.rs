//! Checks that no output replaces what is read, or another output.

use std::io;
use std::path::{Path, PathBuf};

use leitong::corpus::{Listing, ReadOptions, would_read};
use leitong::error::{Error, Result};
use leitong::storage::{FileIdentity, folder_of, resolved};

use super::args::check_extension;

/// A file that a command writes, and the option that names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedOutput<'a> {
    /// The setting, by which the option is named in messages.
    pub(crate) setting: &'static str,
    pub(crate) path: &'a Path,
    /// Whether the output may be a folder.
    pub(crate) may_be_folder: bool,
}

impl<'a> NamedOutput<'a> {
    /// The output that an option names, if it was given.
    pub(crate) fn file(setting: &'static str, path: Option<&'a PathBuf>) -> Option<Self> {
        let path = path.map(PathBuf::as_path).filter(|path| path.as_os_str() != "-")?;
        Some(Self { setting, path, may_be_folder: false })
    }

    fn refuse<T>(&self, reason: &str) -> Result<T> {
        let reason = format!("{} {reason}", self.path.display());
        Err(Error::Setting { setting: self.setting, reason })
    }

    /// Checks that the output can be made where it is.
    fn check_place(&self) -> Result<()> {
        if self.path.is_dir() && !self.may_be_folder {
            return self.refuse("is a directory; name a file");
        }
        let metadata = self.path.metadata();
        if metadata.is_ok_and(|metadata| metadata.is_file() && metadata.permissions().readonly()) {
            return self.refuse("is write-protected; name another file, or remove it");
        }
        let folder = folder_of(self.path);
        if !self.may_be_folder && !folder.is_dir() {
            let source = io::Error::new(io::ErrorKind::NotFound, "its directory does not exist");
            return Err(Error::Write { path: self.path.into(), source });
        }
        Ok(())
    }
}

/// What a command reads, which its outputs must not replace.
pub(crate) struct OutputGuard<'a> {
    options: &'a ReadOptions,
    /// Files with all links resolved.
    files: Vec<PathBuf>,
    /// Folders with all links resolved.
    folders: Vec<PathBuf>,
}

impl<'a> OutputGuard<'a> {
    /// A guard of the files of these listings, and of `others`, such as a list of known pairs.
    pub(crate) fn new<'l>(
        listings: impl IntoIterator<Item = &'l Listing>,
        others: &[&Path],
        options: &'a ReadOptions,
    ) -> Self {
        let mut guard = Self { options, files: Vec::new(), folders: Vec::new() };
        for path in others {
            guard.add(path);
        }
        for listing in listings {
            let sources = listing.sources.iter().flatten().map(|source| &source.path);
            for path in listing.paths.iter().chain(sources) {
                guard.add(path);
            }
        }
        guard
    }

    fn add(&mut self, path: &Path) {
        let Ok(resolved) = path.canonicalize() else { return };
        if resolved.is_dir() { self.folders.push(resolved) } else { self.files.push(resolved) }
    }

    /// Returns an error if an output cannot be made, is read, lies in a folder that is read, or is
    /// another output too.
    pub(crate) fn check(&self, outputs: &[Option<NamedOutput<'_>>]) -> Result<()> {
        let mut taken: Vec<PathBuf> = Vec::new();
        for output in outputs.iter().flatten() {
            output.check_place()?;
            let place = resolved(output.path);
            if self.files.contains(&place) || self.has_name_of(output.path) {
                return output.refuse("is read, and would be overwritten");
            }
            // `Dedup` checks the output that may be a folder, by the files that come into it.
            let folders = self.folders.iter().filter(|_| !output.may_be_folder);
            for folder in folders {
                self.check_outside(output, &place, folder)?;
            }
            if taken.contains(&place) {
                return output.refuse("is another output already");
            }
            check_extension(output.setting, output.path)?;
            taken.push(place);
        }
        Ok(())
    }

    /// Whether a path is another name of a file that is read.
    fn has_name_of(&self, path: &Path) -> bool {
        let Some(identity) = FileIdentity::of(path).filter(|_| !path.is_dir()) else {
            return false;
        };
        self.files.iter().any(|file| FileIdentity::of(file).as_ref() == Some(&identity))
    }

    /// Returns an error if an output lies in a folder that is read, where another run would read it
    /// if it held text.
    fn check_outside(&self, output: &NamedOutput<'_>, place: &Path, folder: &Path) -> Result<()> {
        if would_read(folder, &[place.into()], self.options)? {
            return output.refuse(
                "lies in a directory that is read; outputs lie outside the directories that are \
                 read, or are left out with --exclude",
            );
        }
        Ok(())
    }
}
