//! Where kept records go.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::table::{self, TableWriter};
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

    /// Refuses outputs that would overwrite what is read, mix with what is there, or be of another form than what goes
    /// into them. The first sources are the reference, from which nothing comes out.
    pub(super) fn check(&self, sources: &[Source], references: usize) -> Result<()> {
        match self {
            Self::Nowhere => return Ok(()),
            Self::File(path) => {
                check_file(path, sources)?;
                check_form(path, &sources[references..])?;
            }
            Self::Folder(path) => {
                let is_free = fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
                if !is_free {
                    return refuse(format!("{} is not an empty folder", path.display()));
                }
            }
        }
        table::check_types(&sources[references..])
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

/// Refuses a file that would hold tables and other things, or a table under the name of something else.
fn check_form(path: &Path, sources: &[Source]) -> Result<()> {
    let is_for_table = Source::is_named_table(path);
    let (mut tables, mut others) = (sources.iter().filter(|s| s.is_table()), sources.iter().filter(|s| !s.is_table()));
    match (tables.next(), others.next()) {
        (None, Some(other)) if is_for_table => refuse(format!(
            "{} is not Parquet, and cannot become {}; records come out in the form they came in",
            other.path.display(),
            path.display()
        )),
        (Some(table), Some(other)) => refuse(format!(
            "{} is Parquet and {} is not, so that they cannot come out as one file; name a folder",
            table.path.display(),
            other.path.display()
        )),
        (Some(table), None) if !is_for_table && path.as_os_str() != "-" => refuse(format!(
            "{} is Parquet and comes out as Parquet; name a file that ends in .parquet, or a folder",
            table.path.display()
        )),
        (Some(_), None) => table::check_columns(sources),
        (None, _) => Ok(()),
    }
}

pub(super) fn refuse<T>(reason: String) -> Result<T> {
    Err(Error::Setting { setting: "--output", reason })
}

/// Writes kept records to where they go.
pub(super) struct Writer<'o> {
    outputs: &'o Outputs,
    /// Column of a table that holds the texts.
    text_field: &'o str,
    staging: Option<TempDir>,
    open: Option<Open>,
    /// Whether what was written last ends a line.
    ends_line: bool,
}

/// A file in the making.
enum Open {
    Bytes(PathBuf, Box<Draft>),
    Table(TableWriter),
}

impl Open {
    /// Begins a file of the form that its source has.
    fn new(path: PathBuf, draft: io::Result<Draft>, is_table: bool) -> Result<Self> {
        if is_table {
            return TableWriter::new(path, draft).map(Self::Table);
        }
        let draft = at(&path, draft)?;
        Ok(Self::Bytes(path, Box::new(draft)))
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Bytes(path, draft) => at(&path, draft.finish()),
            Self::Table(table) => table.finish(),
        }
    }
}

/// A row that does not come out as it is.
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "there are no rows"))]
pub(super) struct Edit {
    /// Its number in its block, counted from 0.
    pub(super) row: usize,
    /// The text that it has instead; without one, it goes.
    pub(super) text: Option<String>,
}

impl<'o> Writer<'o> {
    /// Begins what comes out of `sources`.
    pub(super) fn new(outputs: &'o Outputs, sources: &[Source], text_field: &'o str) -> Result<Self> {
        let mut writer = Self { outputs, text_field, staging: None, open: None, ends_line: true };
        match outputs {
            Outputs::Nowhere => {}
            Outputs::File(path) => {
                let is_table = sources.iter().any(Source::is_table);
                writer.open = Some(Open::new(path.clone(), Draft::new(path), is_table)?);
            }
            Outputs::Folder(path) => writer.staging = Some(at(path, staging(path))?),
        }
        Ok(writer)
    }

    /// What follows comes from this source.
    pub(super) fn enter(&mut self, source: &Source) -> Result<()> {
        if let Some(staging) = &self.staging {
            let path = staging.path().join(below(&source.id));
            self.close()?;
            let draft = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| Draft::staged(&path));
            self.open = Some(Open::new(path, draft, source.is_table())?);
        }
        match &mut self.open {
            Some(Open::Table(table)) => table.enter(source),
            Some(Open::Bytes(..)) if !self.ends_line => self.write(b"\n"),
            _ => Ok(()),
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let (Some(Open::Bytes(path, draft)), Some(last)) = (&mut self.open, bytes.last()) {
            at(path, draft.write_all(bytes))?;
            self.ends_line = *last == b'\n';
        }
        Ok(())
    }

    /// Writes the next `rows` rows of the table that was entered, but for these edits, which rise.
    pub(super) fn write_rows(&mut self, rows: usize, edits: &[Edit]) -> Result<()> {
        match &mut self.open {
            Some(Open::Table(table)) => table.write(rows, edits, self.text_field),
            _ => Ok(()),
        }
    }

    fn close(&mut self) -> Result<()> {
        self.open.take().map_or(Ok(()), Open::finish)
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
