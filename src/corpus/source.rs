//! One file of a collection, before it is opened.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::decompress;
use super::format::{Format, HEAD};
use super::unread_kind::UnreadKind;
use crate::document::Document;
use crate::error::SkippedInput;
use crate::storage::Compression;

/// Most bytes of a text in UTF-8; every offset then fits 32 bits.
pub(super) const LONGEST_TEXT: u64 = u32::MAX as u64;

/// The path that denotes standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// One item of a source: a document, or the reason why it was skipped.
pub type Entry = Result<Document, SkippedInput>;

/// A file of a collection, before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Id of the document of a text file. Records without an id of their own have this id with
    /// their line number. Unique in a [`Listing`](crate::corpus::Listing).
    pub id: String,
    /// Format of the file; `None` to detect it by the first bytes.
    pub(super) format: Option<Format>,
    /// Path of a copy that is read instead of the file.
    pub(super) copy: Option<PathBuf>,
}

/// Why a Parquet file is not read.
pub(crate) const NOT_BUILT_IN: &str = "Parquet is not built in; build with `--features parquet`";

impl Source {
    /// A file whose format is `format`, or is detected when it is read.
    pub(super) fn new(path: &Path, id: String, format: Option<Format>) -> Self {
        Self { path: path.into(), id, format, copy: None }
    }

    /// A file that is read as one text, whatever it is.
    pub(super) fn text(path: PathBuf) -> Self {
        Self { id: file_name(&path), path, format: Some(Format::Text), copy: None }
    }

    pub(super) fn standard_input() -> Self {
        Self { path: STANDARD_INPUT.into(), id: STANDARD_INPUT.into(), format: None, copy: None }
    }

    /// Whether the extension of `path` is that of a format that is read, or `path` is `-`.
    #[must_use]
    pub fn has_known_extension(path: &Path) -> bool {
        path.as_os_str() == STANDARD_INPUT || Format::from_extension(path).is_some()
    }

    /// The same source, read from a copy, because standard input and pipes can be read only once.
    #[must_use]
    pub fn copied_to(self, copy: PathBuf) -> Self {
        let format = self.format.or_else(|| detect(&copy, &self.path).ok());
        Self { format, copy: Some(copy), ..self }
    }

    /// What the file is taken for, such as `JSON Lines, gzip`.
    #[must_use]
    pub fn description(&self) -> String {
        let Some(format) = self.format else { return "format detected when it is read".into() };
        let head = self.local_path().and_then(|path| first_bytes(path, decompress::MAGIC).ok());
        match head.and_then(|head| Compression::from_magic(&head)) {
            Some(compression) => format!("{format}, {compression}"),
            None => format.to_string(),
        }
    }

    /// Path of the file that is read; `None` for standard input.
    #[must_use]
    pub fn local_path(&self) -> Option<&Path> {
        match &self.copy {
            Some(copy) => Some(copy),
            None => (!self.is_standard_input()).then_some(&self.path),
        }
    }

    /// Size of the file on disk in bytes; `None` if it is not a regular file.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.local_path()?.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
    }

    /// The id of a record that has no id of its own.
    #[must_use]
    pub fn id_of_line(&self, line: Option<u64>) -> String {
        line.map_or_else(|| self.id.clone(), |line| format!("{}:{line}", self.id))
    }

    /// Whether the file is known to hold records, not one text.
    #[must_use]
    pub fn holds_records(&self) -> bool {
        matches!(self.format, Some(Format::JsonLines | Format::Parquet))
    }

    /// Whether the file is a table (Parquet), whose rows are the records.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.format == Some(Format::Parquet)
    }

    /// Whether the extension of `path` is that of a table.
    #[must_use]
    pub fn is_named_table(path: &Path) -> bool {
        Format::from_extension(path) == Some(Format::Parquet)
    }

    /// Reports that the source, or a line of it, was skipped.
    pub(super) fn skip(&self, line: Option<u64>, reason: String) -> SkippedInput {
        SkippedInput { path: self.path.clone(), line, reason }
    }

    /// Whether the source is standard input.
    #[must_use]
    pub fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == STANDARD_INPUT
    }
}

/// What the regular file `path` holds, with the name `name`. A file that cannot be opened or
/// decompressed has the format that its name says, so that reading it reports the reason.
pub(super) fn detect(path: &Path, name: &Path) -> Result<Format, UnreadKind> {
    let format = match decompressed_head(path) {
        Ok(head) => Format::of(name, &head)?,
        Err(_) => Format::from_extension(name).unwrap_or(Format::Text),
    };
    if format.is_built_in() { Ok(format) } else { Err(UnreadKind::PARQUET) }
}

/// The first bytes of a file, decompressed.
pub(super) fn decompressed_head(path: &Path) -> io::Result<Vec<u8>> {
    let head = first_bytes(path, HEAD)?;
    if Compression::from_magic(&head).is_none() {
        return Ok(head);
    }
    let file = BufReader::with_capacity(HEAD, File::open(path)?);
    let mut head = Vec::new();
    decompress::decompress(file, None)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The first `length` bytes of a file, or all if there are fewer.
fn first_bytes(path: &Path, length: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(length);
    File::open(path)?.take(length as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The path of `file` relative to `folder`, with `/` as the separator on every system.
pub(super) fn path_below(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = path.components().map(component_name).collect();
    parts.join("/")
}

fn component_name(component: Component<'_>) -> String {
    component.as_os_str().to_string_lossy().into_owned()
}

/// The last component of a path.
pub(super) fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// The message for an I/O error.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// Returns an error if offsets in the text do not fit 32 bits.
pub(super) fn short_enough(text: String) -> Result<String, String> {
    if text.len() as u64 > LONGEST_TEXT {
        return Err(format!("the text has more than {LONGEST_TEXT} bytes"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_io_errors_have_short_messages() {
        let message = |kind: ErrorKind| reason(&io::Error::new(kind, "os error 13"));
        assert_eq!(message(ErrorKind::PermissionDenied), "permission denied");
        assert_eq!(message(ErrorKind::NotFound), "no such file or folder");
        assert_eq!(reason(&io::Error::other("no disk")), "no disk");
    }

    #[test]
    fn a_path_below_a_folder_has_slashes() {
        assert_eq!(path_below(Path::new("./a/"), Path::new("./a/b/c.txt")), "b/c.txt");
        assert_eq!(file_name(Path::new("./a/b/c.txt")), "c.txt");
    }
}
