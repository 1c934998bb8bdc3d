//! Where kept records go.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use crate::corpus::Source;
use crate::error::{Error, Result};
use crate::files::Draft;

/// Where kept records go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outputs {
    /// Nowhere: the run only tells what it would do.
    Nowhere,
    /// All into one file, in the order of the collection; `-` is standard output.
    File(PathBuf),
    /// Each file into a file of the same name, in folders like those they came from.
    Folder(PathBuf),
}

impl Outputs {
    /// A file if `path` has a name like one, or else a folder.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        if path.is_dir() || (!path.exists() && !Source::is_known(path)) {
            return Self::Folder(path.into());
        }
        Self::File(path.into())
    }

    /// Refuses outputs that would overwrite what is read, or mix with what is there.
    pub(super) fn check(&self, sources: &[Source]) -> Result<()> {
        match self {
            Self::Nowhere => Ok(()),
            Self::File(path) => check_file(path, sources),
            Self::Folder(path) => {
                let is_free = fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
                if is_free { Ok(()) } else { refuse(format!("{} is not an empty folder", path.display())) }
            }
        }
    }
}

/// Refuses a file that is one of the sources.
pub(super) fn check_file(path: &Path, sources: &[Source]) -> Result<()> {
    let Ok(place) = path.canonicalize() else { return Ok(()) };
    let places = sources.iter().filter_map(Source::place);
    if path.is_file() && places.filter_map(|source| source.canonicalize().ok()).any(|source| source == place) {
        return refuse(format!("{} is read, and would be overwritten", path.display()));
    }
    Ok(())
}

fn refuse<T>(reason: String) -> Result<T> {
    Err(Error::Setting { setting: "--output", reason })
}

/// Writes kept records to where they go.
pub(super) struct Writer<'o> {
    outputs: &'o Outputs,
    staging: Option<TempDir>,
    open: Option<(PathBuf, Draft)>,
    /// Whether what was written last ends a line.
    ends_line: bool,
}

impl<'o> Writer<'o> {
    pub(super) fn new(outputs: &'o Outputs) -> Result<Self> {
        let mut writer = Self { outputs, staging: None, open: None, ends_line: true };
        match outputs {
            Outputs::Nowhere => {}
            Outputs::File(path) => writer.open = Some((path.clone(), at(path, Draft::new(path))?)),
            Outputs::Folder(path) => writer.staging = Some(at(path, staging(path))?),
        }
        Ok(writer)
    }

    /// What follows comes from this source.
    pub(super) fn enter(&mut self, source: &Source) -> Result<()> {
        let Some(staging) = &self.staging else {
            return if self.ends_line { Ok(()) } else { self.write(b"\n") };
        };
        let path = staging.path().join(below(&source.id));
        self.close()?;
        let draft = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| Draft::staged(&path));
        self.open = Some((path.clone(), at(&path, draft)?));
        Ok(())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let (Some((path, draft)), Some(last)) = (&mut self.open, bytes.last()) {
            at(path, draft.write_all(bytes))?;
            self.ends_line = *last == b'\n';
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        match self.open.take() {
            Some((path, draft)) => at(&path, draft.finish()),
            None => Ok(()),
        }
    }

    /// Puts everything in its place.
    pub(super) fn finish(mut self) -> Result<()> {
        self.close()?;
        let (Some(staging), Outputs::Folder(path)) = (self.staging, self.outputs) else {
            return Ok(());
        };
        // An empty folder in the place gives way.
        let _ = fs::remove_dir(path);
        let staged = staging.keep();
        at(path, fs::rename(&staged, path)).inspect_err(|_| drop(fs::remove_dir_all(&staged)))
    }
}

/// A folder beside the one to come.
fn staging(path: &Path) -> io::Result<TempDir> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.prefix(".leitong-").tempdir_in(folder)
}

/// The path that an id is, without anything that leads out of the folder.
fn below(id: &str) -> PathBuf {
    let parts = Path::new(id).components();
    parts.filter(|part| matches!(part, Component::Normal(_))).collect()
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|source| Error::Write { path: path.into(), source })
}
