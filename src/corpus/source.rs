//! One file of a collection, before it is opened.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::document::Document;
use crate::error::SkippedInput;
use crate::storage::Compression;

/// Most bytes of a text in UTF-8; every offset then fits 32 bits.
pub(super) const LONGEST_TEXT: u64 = u32::MAX as u64;

/// Number of bytes that distinguish Parquet from text.
const HEAD: u64 = 5;

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
    pub(super) format: Option<FileFormat>,
    /// Path of a copy that is read instead of the file.
    pub(super) copy: Option<PathBuf>,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileFormat {
    /// One document.
    Text,
    /// One document a line.
    JsonLines,
    /// One document a row.
    Parquet,
}

/// Why a Parquet file is not read.
pub(crate) const NOT_BUILT_IN: &str = "Parquet is not built in; build with `--features parquet`";

impl FileFormat {
    /// The format that the extension of `path` names. The extension of a text or JSON Lines file
    /// may be followed by that of a compression.
    pub(super) fn from_extension(path: &Path) -> Option<Self> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")) {
            return Some(Self::Parquet);
        }
        let path = match Compression::from_extension(path) {
            Some(_) => Path::new(path.file_stem()?),
            None => path,
        };
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" | "markdown" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// Parquet, if the first bytes of the file are those of Parquet. Only regular files are
    /// examined, because a named pipe can be read only once.
    fn from_content(path: &Path) -> Option<Self> {
        let is_regular = path.metadata().is_ok_and(|file| file.is_file());
        if !is_regular || Compression::from_extension(path).is_some() {
            return None;
        }
        let mut head = Vec::new();
        File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        Self::is_parquet(&head).then_some(Self::Parquet)
    }

    /// Whether a file that begins with `head` is Parquet. After the magic number, Parquet has the
    /// first byte of a header, where a text has no control character.
    pub(super) fn is_parquet(head: &[u8]) -> bool {
        head.starts_with(b"PAR1") && head.get(4).is_some_and(|byte| matches!(byte, 0..=8 | 14..=31))
    }

    /// Whether support for this format was compiled in.
    pub(super) fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }
}

impl Source {
    /// A file that was given by its path. It is a text file, unless its extension names another
    /// format or its first bytes are those of Parquet.
    pub(super) fn file(path: PathBuf) -> Self {
        let format = FileFormat::from_extension(&path).or_else(|| FileFormat::from_content(&path));
        Self { id: file_name(&path), path, format: format.or(Some(FileFormat::Text)), copy: None }
    }

    /// A file that is read as one text, whatever its extension.
    pub(super) fn text(path: PathBuf) -> Self {
        Self { id: file_name(&path), path, format: Some(FileFormat::Text), copy: None }
    }

    /// A file that was found in `folder`; `None` if its extension names no supported format.
    pub(super) fn in_folder(folder: &Path, path: &Path) -> Option<Self> {
        let format = FileFormat::from_extension(path).filter(|format| format.is_built_in())?;
        Some(Self {
            path: path.into(),
            id: path_below(folder, path),
            format: Some(format),
            copy: None,
        })
    }

    pub(super) fn standard_input() -> Self {
        Self { path: STANDARD_INPUT.into(), id: STANDARD_INPUT.into(), format: None, copy: None }
    }

    /// Whether the extension of `path` is one of those that are read in a folder, or `path` is `-`.
    #[must_use]
    pub fn has_known_extension(path: &Path) -> bool {
        path.as_os_str() == STANDARD_INPUT || FileFormat::from_extension(path).is_some()
    }

    /// The same source, read from a copy, because standard input and pipes can be read only once.
    #[must_use]
    pub fn copied_to(self, copy: PathBuf) -> Self {
        let format = self.format.or_else(|| FileFormat::from_content(&copy));
        Self { format, copy: Some(copy), ..self }
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
        matches!(self.format, Some(FileFormat::JsonLines | FileFormat::Parquet))
    }

    /// Whether the file is a table (Parquet), whose rows are the records.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.format == Some(FileFormat::Parquet)
    }

    /// Whether the extension of `path` is that of a table.
    #[must_use]
    pub fn is_named_table(path: &Path) -> bool {
        FileFormat::from_extension(path) == Some(FileFormat::Parquet)
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

/// The path of `file` relative to `folder`, with `/` as the separator on every system.
fn path_below(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = path.components().map(component_name).collect();
    parts.join("/")
}

fn component_name(component: Component<'_>) -> String {
    component.as_os_str().to_string_lossy().into_owned()
}

/// The last component of a path.
fn file_name(file: &Path) -> String {
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
    fn the_extension_names_the_format() {
        for name in ["a.txt", "a.TEXT", "a.b.md", "a.Markdown.GZ", "a.txt.zst"] {
            assert_eq!(
                FileFormat::from_extension(Path::new(name)),
                Some(FileFormat::Text),
                "{name}"
            );
        }
        for name in ["a.jsonl", "a.NDJSON", "a.jsonl.gz", "a.txt.jsonl.zst"] {
            assert_eq!(
                FileFormat::from_extension(Path::new(name)),
                Some(FileFormat::JsonLines),
                "{name}"
            );
        }
        for name in ["a.parquet", "a.PARQUET", "a.gz.parquet"] {
            assert_eq!(
                FileFormat::from_extension(Path::new(name)),
                Some(FileFormat::Parquet),
                "{name}"
            );
        }
        for name in [
            "a",
            "a.json",
            "a.parquet.gz",
            "txt",
            ".txt",
            "a.gz",
            "txt.gz",
            "a.txt.bak",
            "a.txt.gz.zst",
        ] {
            assert_eq!(FileFormat::from_extension(Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn no_text_is_detected_as_parquet() {
        assert!(FileFormat::is_parquet(b"PAR1\x15\x04"));
        for text in ["", "PAR1", "PAR1\n", "PAR1 of the text", "PAR1\tx", "XPAR1\x15"] {
            assert!(!FileFormat::is_parquet(text.as_bytes()), "{text:?}");
        }
    }

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
