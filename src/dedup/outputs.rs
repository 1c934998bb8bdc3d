//! Where kept records go.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::ledger::Ledger;
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

    /// Refuses outputs that would overwrite what is read or each other, or mix with what is there. The first `references`
    /// sources do not come out.
    pub(super) fn check(&self, sources: &[Source], references: usize, list: Option<&Path>) -> Result<()> {
        if let Some(list) = list {
            check_file("--duplicates", list, sources)?;
        }
        match self {
            Self::Nowhere => Ok(()),
            Self::File(path) => {
                check_file(OUTPUT, path, sources)?;
                // That covers `-` for both too: on standard output one would stand in the other.
                if list.is_some_and(|list| place(list) == place(path)) {
                    return refuse("--duplicates", format!("{} is the output already", path.display()));
                }
                Ok(())
            }
            Self::Folder(path) => {
                let is_free = fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
                if !is_free {
                    return refuse(OUTPUT, format!("{} is not an empty folder", path.display()));
                }
                if list.is_some_and(|list| place(list).starts_with(place(path))) {
                    return refuse("--duplicates", format!("{} holds what is kept, and nothing else", path.display()));
                }
                check_names(&sources[references..])
            }
        }
    }

    /// Refuses to put records into one file that cannot stand in one, now that it is known what they are.
    pub(super) fn check_forms(&self, sources: &[Source], references: usize, ledger: &Ledger) -> Result<()> {
        let Self::File(path) = self else { return Ok(()) };
        let mut forms = (references..sources.len()).filter_map(|source| Some((source, ledger.form_of(source)?)));
        let Some((first, form)) = forms.next() else { return Ok(()) };
        let Some((other, _)) = forms.find(|(_, other)| !form.joins(*other)) else { return Ok(()) };
        let (a, b) = (sources[first].path.display(), sources[other].path.display());
        let wants = "a text needs a file of its own, and lines need one encoding; name a folder";
        refuse(OUTPUT, format!("{a} and {b} cannot stand together in {}: {wants}", path.display()))
    }
}

const OUTPUT: &str = "--output";

/// Refuses a file that is one of the sources, or that cannot be made.
fn check_file(setting: &'static str, path: &Path, sources: &[Source]) -> Result<()> {
    let Ok(place) = path.canonicalize() else { return check_folder_of(path) };
    let places = sources.iter().filter_map(Source::place);
    if path.is_file() && places.filter_map(|source| source.canonicalize().ok()).any(|source| source == place) {
        return refuse(setting, format!("{} is read, and would be overwritten", path.display()));
    }
    Ok(())
}

/// Tells that a file cannot be made before all is read rather than after it.
fn check_folder_of(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    // With the separator behind it, only a folder is found.
    at(path, folder_of(path).join("").metadata().map(drop))
}

/// Refuses sources that would come out as the same file, or one as a folder for the other.
fn check_names(sources: &[Source]) -> Result<()> {
    let mut names: Vec<(PathBuf, &Source)> = sources.iter().map(|source| (below(&source.id), source)).collect();
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
    match names.windows(2).find(|pair| pair[1].0.starts_with(&pair[0].0)) {
        None => Ok(()),
        Some(pair) => {
            let (a, b) = (pair[0].1.path.display(), pair[1].1.path.display());
            refuse(OUTPUT, format!("{a} and {b} would both come out as {}", pair[0].0.display()))
        }
    }
}

fn refuse<T>(setting: &'static str, reason: String) -> Result<T> {
    Err(Error::Setting { setting, reason })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a file or folder lies or will lie, all links followed.
fn place(path: &Path) -> PathBuf {
    let whole = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(whole).unwrap_or_else(|| path.into())
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
        if path.is_dir() {
            return at(path, move_all(staging.path(), path));
        }
        let staged = staging.keep();
        at(path, fs::rename(&staged, path)).inspect_err(|_| drop(fs::remove_dir_all(&staged)))
    }
}

/// Moves everything out of `from` into `to`, or nothing.
fn move_all(from: &Path, to: &Path) -> io::Result<()> {
    let mut moved = Vec::new();
    let mut work = || {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let place = to.join(entry.file_name());
            fs::rename(entry.path(), &place)?;
            moved.push((place, entry.path()));
        }
        Ok(())
    };
    let done = work();
    if done.is_err() {
        for (place, old) in &moved {
            let _ = fs::rename(place, old);
        }
    }
    done
}

/// A folder beside the one to come; or in it, if it is there: it may be a link, or all that may be written to.
fn staging(path: &Path) -> io::Result<TempDir> {
    let folder = if path.is_dir() { path } else { folder_of(path) };
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
