//! Output of kept records: one file, or a folder of files.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::csv_output::{self, CsvWriter};
use super::decided_records::DecidedRecords;
use super::inputs::Inputs;
use super::mark_column::MarkColumn;
use super::other_files::{Copied, OtherFiles};
pub(super) use super::output_error::RowChange;
use super::output_error::{OUTPUT, at, refuse};
use super::output_place::below;
use super::parquet_output::{self, TableWriter};
use super::record_table::RecordTable;
use crate::corpus::{Format, ReadOptions, Source};
use crate::document::SourceId;
use crate::error::Result;
use crate::storage::{AtomicFile, CompleteFile, folder_of, resolved};

/// Where kept records are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outputs {
    /// Nothing is written: the run only reports what would be removed.
    Nowhere,
    /// All into one file, in the order of the collection; `-` is standard output.
    File(PathBuf),
    /// Each file into a file of the same name, in folders like those they came from.
    Folder(PathBuf),
}

impl Outputs {
    /// The output at `path`: a file, if a file is there or the name ends like one that is read; a
    /// folder, if a folder is there or the name has no extension or ends in a separator.
    ///
    /// # Errors
    /// If the extension is neither that of a format that is read nor that of an input.
    pub fn at(path: &Path, inputs: &Inputs) -> Result<Self> {
        let is_folder = path.is_dir() || ends_in_separator(path);
        if !is_folder && (path.exists() || Source::has_known_extension(path)) {
            return Ok(Self::File(path.into()));
        }
        let Some(extension) = path.extension().filter(|_| !is_folder) else {
            return Ok(Self::Folder(path.into()));
        };
        if inputs.own().iter().any(|source| source.path.extension() == Some(extension)) {
            return Ok(Self::File(path.into()));
        }
        let lines = inputs.own().iter().any(Source::holds_records);
        let named = named_for(path, if lines { "jsonl" } else { "txt" });
        refuse(
            OUTPUT,
            format!(
                "{} has the extension of no input; records come out in the format they came in: \
                 name a file such as {}, or a directory with a / at its end",
                path.display(),
                named.display()
            ),
        )
    }

    /// Refuses outputs that would overwrite an input or each other, or mix with files that exist.
    /// The first `references` sources are not written.
    pub(super) fn check(
        &self,
        sources: &[Source],
        references: usize,
        list: Option<&Path>,
        options: &ReadOptions,
    ) -> Result<()> {
        if let Some(list) = list {
            check_file("duplicates", list, sources)?;
        }
        match self {
            Self::Nowhere => return Ok(()),
            Self::File(path) => {
                check_file(OUTPUT, path, sources)?;
                // That covers `-` for both too: on standard output one would stand in the other.
                if list.is_some_and(|list| resolved(list) == resolved(path)) {
                    return refuse(
                        "duplicates",
                        format!("{} is the output already", path.display()),
                    );
                }
                check_format(path, &sources[references..], options)?;
            }
            Self::Folder(path) => {
                // What another run left there would look like output of this one.
                let is_free = fs::read_dir(path)
                    .map_or(!path.exists(), |mut entries| entries.next().is_none());
                if !is_free {
                    return refuse(OUTPUT, format!("{} is not an empty directory", path.display()));
                }
                if list.is_some_and(|list| resolved(list).starts_with(resolved(path))) {
                    return refuse(
                        "duplicates",
                        format!("{} holds what is kept, and nothing else", path.display()),
                    );
                }
                check_names(&sources[references..])?;
            }
        }
        parquet_output::check_types(&sources[references..])
    }

    /// Refuses to write records of different encodings into one file, now that the encodings are
    /// known.
    pub(super) fn check_encodings(
        &self,
        sources: &[Source],
        references: usize,
        table: &RecordTable,
    ) -> Result<()> {
        let Self::File(path) = self else { return Ok(()) };
        let own = (references..sources.len()).map(SourceId::new);
        let mut encodings = own.filter_map(|source| Some((source, table.encoding_of(source)?)));
        let Some((first, encoding)) = encodings.next() else { return Ok(()) };
        let Some((other, _)) = encodings.find(|(_, other)| !encoding.joins(*other)) else {
            return Ok(());
        };
        let (a, b) = (sources[first.index()].path.display(), sources[other.index()].path.display());
        let wants = "a text or an array needs a file of its own, and lines need one encoding; name a directory";
        refuse(OUTPUT, format!("{a} and {b} cannot stand together in {}: {wants}", path.display()))
    }
}

/// Whether a path is written as that of a folder.
fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str()
        .as_encoded_bytes()
        .last()
        .is_some_and(|&byte| std::path::is_separator(byte.into()))
}

/// Refuses a file that is one of the sources, or that cannot be made.
fn check_file(setting: &'static str, path: &Path, sources: &[Source]) -> Result<()> {
    let Ok(place) = path.canonicalize() else { return check_folder_of(path) };
    let places = sources.iter().filter_map(Source::local_path);
    if path.is_file()
        && places.filter_map(|source| source.canonicalize().ok()).any(|source| source == place)
    {
        return refuse(setting, format!("{} is read, and would be overwritten", path.display()));
    }
    Ok(())
}

/// Returns the error of a file that cannot be created before everything is read.
fn check_folder_of(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    // With the separator behind it, only a folder is found.
    at(path, folder_of(path).join("").metadata().map(drop))
}

/// Refuses sources that would be written to the same file, or one to a folder that is the other's
/// file.
fn check_names(sources: &[Source]) -> Result<()> {
    let mut names: Vec<(PathBuf, &Source)> =
        sources.iter().map(|source| (below(&source.id), source)).collect();
    // A path sorts right before the paths that begin with it, since components are compared.
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
    match names.windows(2).find(|pair| pair[1].0.starts_with(&pair[0].0)) {
        None => Ok(()),
        Some(pair) => {
            let (a, b) = (pair[0].1.path.display(), pair[1].1.path.display());
            refuse(OUTPUT, format!("{a} and {b} would both come out as {}", pair[0].0.display()))
        }
    }
}

/// Refuses a file that would hold records of several formats, or of another one than its name says.
fn check_format(path: &Path, sources: &[Source], options: &ReadOptions) -> Result<()> {
    let Some(first) = sources.iter().find(|source| source.format().is_some()) else {
        return Ok(());
    };
    if let Some(other) = sources.iter().find(|other| !has_format_of(first, other)) {
        return refuse(OUTPUT, two_formats(first, other));
    }
    // Records under a name that another format has come out under such a name.
    let is_named_alike = path.extension() == first.path.extension();
    if let (false, Some(format)) = (is_named_alike, first.format())
        && is_of_another_format(path, first, format)
    {
        let reason = format!(
            "{} is {format}, and cannot become {}; records come out in the form they came in",
            first.path.display(),
            path.display()
        );
        return refuse(OUTPUT, reason);
    }
    parquet_output::check_columns(sources)?;
    csv_output::check_columns(sources, options)
}

/// Whether the name of an output says another format than that of its records. A table needs a name
/// that says so.
fn is_of_another_format(path: &Path, first: &Source, format: Format) -> bool {
    match Source::named_format(path) {
        Some(named) => named != format,
        None => first.is_table() && path.as_os_str() != "-",
    }
}

/// Whether two sources have the same format, as far as it is known.
fn has_format_of(first: &Source, other: &Source) -> bool {
    let is_either = first.is_table() || other.is_table();
    !is_either || other.format() == first.format()
}

/// The message about sources that cannot be written to one file.
fn two_formats(first: &Source, other: &Source) -> String {
    let named = |source: &Source| match source.format() {
        Some(format) => format!("{} is {format}", source.path.display()),
        None => format!("{} is not", source.path.display()),
    };
    format!(
        "{} and {}, so that they cannot come out as one file; name a directory",
        named(first),
        named(other)
    )
}

/// Writes kept records.
pub(super) struct Writer<'o> {
    outputs: &'o Outputs,
    options: &'o ReadOptions,
    staging: Option<TempDir>,
    open: Option<OpenOutput>,
    /// Whether the bytes written last end a line.
    ends_line: bool,
    /// Columns that are added to tables.
    columns: Vec<MarkColumn>,
    /// What is decided about each record, if a program asks for it.
    pub(super) decided: Option<DecidedRecords>,
}

/// A file that is being written.
enum OpenOutput {
    Bytes(PathBuf, Box<AtomicFile>),
    /// A complete file that has no name yet.
    Complete(PathBuf, CompleteFile),
    Table(TableWriter),
    Csv(Box<CsvWriter>),
}

impl OpenOutput {
    /// Begins a file of the format that its source has.
    fn new(path: PathBuf, draft: io::Result<AtomicFile>, format: Option<Format>) -> Result<Self> {
        match format {
            Some(Format::Parquet) => TableWriter::new(path, draft).map(Self::Table),
            Some(Format::Csv) => {
                CsvWriter::new(path, draft).map(|table| Self::Csv(Box::new(table)))
            }
            _ => {
                let draft = at(&path, draft)?;
                Ok(Self::Bytes(path, Box::new(draft)))
            }
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Bytes(path, draft) => at(&path, draft.finish()),
            Self::Complete(path, complete) => at(&path, complete.commit()),
            Self::Table(table) => table.finish(),
            Self::Csv(table) => table.finish(),
        }
    }
}

impl<'o> Writer<'o> {
    /// Begins the outputs of `sources`; `columns` are added to tables.
    pub(super) fn new(
        outputs: &'o Outputs,
        sources: &[Source],
        options: &'o ReadOptions,
        columns: Vec<MarkColumn>,
    ) -> Result<Self> {
        let mut writer = Self {
            outputs,
            options,
            staging: None,
            open: None,
            ends_line: true,
            columns,
            decided: None,
        };
        match outputs {
            Outputs::Nowhere => {}
            Outputs::File(path) => {
                let format = sources.iter().find_map(Source::format);
                writer.open = Some(OpenOutput::new(path.clone(), AtomicFile::new(path), format)?);
            }
            Outputs::Folder(path) => writer.staging = Some(at(path, staging(path))?),
        }
        Ok(writer)
    }

    /// Begins a source: what is written next belongs to it.
    pub(super) fn begin_source(&mut self, source: &Source) -> Result<()> {
        if let Some(staging) = &self.staging {
            let path = staging.path().join(below(&source.id));
            // Before the next file is opened, so that only one is open however many there are.
            self.close()?;
            let draft = path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| AtomicFile::without_sync(&path));
            self.open = Some(OpenOutput::new(path, draft, source.format())?);
            self.ends_line = true;
        }
        match &mut self.open {
            Some(OpenOutput::Table(table)) => table.begin_source(source, &self.columns),
            Some(OpenOutput::Csv(table)) => table.begin_source(source, self.options, &self.columns),
            Some(OpenOutput::Bytes(..)) if !self.ends_line => self.write(b"\n"),
            _ => Ok(()),
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let (Some(OpenOutput::Bytes(path, draft)), Some(last)) = (&mut self.open, bytes.last()) {
            at(path, draft.write_all(bytes))?;
            self.ends_line = *last == b'\n';
        }
        Ok(())
    }

    /// Writes the next `rows` rows of the table that was begun, with these changes, which rise.
    pub(super) fn write_rows(&mut self, rows: usize, changes: &[RowChange]) -> Result<()> {
        let text_field = self.options.text_field.as_str();
        match &mut self.open {
            Some(OpenOutput::Table(table)) => table.write(rows, changes, text_field),
            Some(OpenOutput::Csv(table)) => table.write(rows, changes, text_field),
            _ => Ok(()),
        }
    }

    fn close(&mut self) -> Result<()> {
        self.open.take().map_or(Ok(()), OpenOutput::finish)
    }

    /// Copies the files of folders that are not read to the output folder, those of `unread`
    /// sources among them.
    pub(super) fn add_others(
        &mut self,
        others: &OtherFiles,
        unread: &HashSet<SourceId>,
    ) -> Result<Copied> {
        let staging = self.staging.as_ref();
        staging.map_or(Ok(Copied::default()), |staging| others.copy(unread, staging.path()))
    }

    /// Writes what is buffered, and waits until it is on the disk.
    pub(super) fn complete(&mut self) -> Result<()> {
        self.open = match self.open.take() {
            Some(OpenOutput::Bytes(path, draft)) => {
                let complete = at(&path, draft.complete())?;
                Some(OpenOutput::Complete(path, complete))
            }
            open => open,
        };
        Ok(())
    }

    /// Gives all outputs their names.
    pub(super) fn commit(mut self) -> Result<()> {
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

/// Moves all entries of `from` into `to`, or none.
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

/// A temporary folder beside the output folder; inside it if it exists, since it may be a link, or
/// the only folder that can be written to.
fn staging(path: &Path) -> io::Result<TempDir> {
    let folder = if path.is_dir() { path } else { folder_of(path) };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.prefix(".leitong-").tempdir_in(folder)
}

/// `path` with an extension that can be written, in place of the one that cannot. What is before a
/// compression may be right: `a.jsonl.bz2` becomes `a.jsonl`.
fn named_for(path: &Path, extension: &str) -> PathBuf {
    let stem = path.with_extension("");
    if stem.extension().is_some_and(|own| own == extension) {
        return stem;
    }
    path.with_extension(extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{ReadOptions, find};

    #[test]
    fn a_name_with_a_known_extension_is_a_file() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("in.log"), "雷同").expect("there is room");
        let inputs = Inputs::find(&[path("in.log")], &[], &ReadOptions::default());
        let inputs = inputs.expect("it is there");
        let at = |name: &str| Outputs::at(&path(name), &inputs).ok();
        assert_eq!(at("new.jsonl.gz"), Some(Outputs::File(path("new.jsonl.gz"))));
        assert_eq!(at("new.log"), Some(Outputs::File(path("new.log"))));
        assert_eq!(at("new"), Some(Outputs::Folder(path("new"))));
        assert_eq!(at("new-1.0/"), Some(Outputs::Folder(path("new-1.0/"))));
        assert_eq!(at("new.xyz"), None);
        fs::create_dir(path("old.txt")).expect("there is room");
        assert_eq!(at("old.txt"), Some(Outputs::Folder(path("old.txt"))));
        fs::write(path("file"), "").expect("there is room");
        assert_eq!(at("file"), Some(Outputs::File(path("file"))));
    }

    #[test]
    fn a_file_and_a_folder_of_the_same_name_are_refused() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let sources = |ids: &[&str]| -> Vec<Source> {
            let path = folder.path().join("in.txt");
            fs::write(&path, "").expect("there is room");
            let listing = find(&[path], &ReadOptions::default()).expect("it is there");
            let found = listing.sources[0].as_ref().expect("it is read");
            let named = |&id: &&str| {
                let mut source = found.clone();
                source.id = id.into();
                source
            };
            ids.iter().map(named).collect()
        };
        assert!(check_names(&sources(&["a.txt", "b/a.txt", "ab"])).is_ok());
        assert!(check_names(&sources(&["b", "a.txt", "b/c.txt"])).is_err());
        assert!(check_names(&sources(&["a.txt", "../a.txt"])).is_err());
    }

    #[test]
    fn either_all_files_are_moved_or_none() {
        let names = ["a", "b"];
        // The order of a folder is not known: in one of the two cases a file was moved before.
        for blocked in names {
            let [from, to] = [(); 2].map(|()| tempfile::tempdir().expect("temporary files"));
            for name in names {
                fs::write(from.path().join(name), name).expect("there is room");
            }
            // A folder that is not empty cannot be replaced by a file.
            fs::create_dir_all(to.path().join(blocked).join("c")).expect("there is room");
            assert!(move_all(from.path(), to.path()).is_err());
            let left = names.map(|name| from.path().join(name).exists());
            assert_eq!(left, [true; 2], "{blocked} is in the way");
            fs::remove_dir_all(to.path().join(blocked)).expect("it is there");
            move_all(from.path(), to.path()).expect("nothing is in the way");
            assert_eq!(fs::read(to.path().join("b")).expect("it was moved"), b"b");
        }
    }
}
