//! One file of a collection, not opened yet.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::document::Document;
use crate::error::Skip;
use crate::storage::Compression;

/// Longest text in bytes of UTF-8; every offset in it fits 32 bits.
pub(super) const LONGEST_TEXT: u64 = u32::MAX as u64;

/// Bytes by which Parquet is told from text.
const HEAD: u64 = 5;

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What reading comes upon: a document, or something that is not one.
pub type Entry = Result<Document, Skip>;

/// A file of a collection, found but not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Id of its document, or, with a line number behind, of its records that have none. Alone in
    /// its [`Listing`].
    ///
    /// [`Listing`]: super::Listing
    pub id: String,
    /// What it holds; `None` to see by its first bytes.
    pub(super) kind: Option<Kind>,
    /// Where its bytes lie, if not at its path.
    pub(super) copy: Option<PathBuf>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One document.
    Text,
    /// One document a line.
    JsonLines,
    /// One document a row.
    Parquet,
}

/// Why a Parquet file is not read.
pub(crate) const NOT_BUILT_IN: &str = "Parquet is not built in; build with `--features parquet`";

impl Kind {
    /// What the extension of `path` says: of a text or JSON Lines with or without that of a compression behind it.
    pub(super) fn named_by(path: &Path) -> Option<Self> {
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

    /// What the first bytes of a file say whose name says nothing. A named pipe is not looked into: it can be read once
    /// only.
    fn told_by_file(path: &Path) -> Option<Self> {
        let is_regular = path.metadata().is_ok_and(|file| file.is_file());
        if !is_regular || Compression::from_extension(path).is_some() {
            return None;
        }
        let mut head = Vec::new();
        File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        Self::is_parquet(&head).then_some(Self::Parquet)
    }

    /// Whether a file that begins with `head` is Parquet. No text has a control character where Parquet has the first byte
    /// of a header.
    pub(super) fn is_parquet(head: &[u8]) -> bool {
        head.starts_with(b"PAR1") && head.get(4).is_some_and(|byte| matches!(byte, 0..=8 | 14..=31))
    }

    /// Whether this program can read it.
    pub(super) fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }
}

impl Source {
    /// A file that was asked for by itself; text, unless its name says otherwise, or its first bytes are those of Parquet.
    pub(super) fn file(path: PathBuf) -> Self {
        let kind = Kind::named_by(&path).or_else(|| Kind::told_by_file(&path)).unwrap_or(Kind::Text);
        Self { id: alone(&path), path, kind: Some(kind), copy: None }
    }

    /// A file that is one text, whatever its name says.
    pub(super) fn text(path: PathBuf) -> Self {
        Self { id: alone(&path), path, kind: Some(Kind::Text), copy: None }
    }

    /// A file that was come upon in `folder`, if its name says what it holds.
    pub(super) fn in_folder(folder: &Path, path: &Path) -> Option<Self> {
        let kind = Kind::named_by(path).filter(|kind| kind.is_built_in())?;
        Some(Self { path: path.into(), id: below(folder, path), kind: Some(kind), copy: None })
    }

    pub(super) fn standard_input() -> Self {
        Self { path: STANDARD_INPUT.into(), id: STANDARD_INPUT.into(), kind: None, copy: None }
    }

    /// Whether the name of `path` is that of a file that would be read in a folder, or `-`.
    #[must_use]
    pub fn is_known(path: &Path) -> bool {
        path.as_os_str() == STANDARD_INPUT || Kind::named_by(path).is_some()
    }

    /// The same source, whose bytes were copied to a file: standard input can be read once only.
    #[must_use]
    pub fn copied_to(self, copy: PathBuf) -> Self {
        let kind = self.kind.or_else(|| Kind::told_by_file(&copy));
        Self { kind, copy: Some(copy), ..self }
    }

    /// Where its bytes lie; `None` for standard input.
    #[must_use]
    pub fn place(&self) -> Option<&Path> {
        match &self.copy {
            Some(copy) => Some(copy),
            None => (!self.is_standard_input()).then_some(&self.path),
        }
    }

    /// Bytes of the file as it lies on disk, where that is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.place()?.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
    }

    /// What a record without an id of its own is called.
    #[must_use]
    pub fn id_of_line(&self, line: Option<u64>) -> String {
        line.map_or_else(|| self.id.clone(), |line| format!("{}:{line}", self.id))
    }

    /// Whether its name says that it holds records and not one text.
    #[must_use]
    pub fn holds_records(&self) -> bool {
        matches!(self.kind, Some(Kind::JsonLines | Kind::Parquet))
    }

    /// Whether it is a table, whose rows are the records: Parquet.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.kind == Some(Kind::Parquet)
    }

    /// Whether the name of `path` is that of a table.
    #[must_use]
    pub fn is_named_table(path: &Path) -> bool {
        Kind::named_by(path) == Some(Kind::Parquet)
    }

    /// Says that the source, or a line of it, was not read.
    pub(super) fn skip(&self, line: Option<u64>, reason: String) -> Skip {
        Skip { path: self.path.clone(), line, reason }
    }

    /// Whether it is standard input.
    #[must_use]
    pub fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == STANDARD_INPUT
    }
}

/// The path of `file` below `folder`, with `/` between its parts on every system.
fn below(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = path.components().map(part).collect();
    parts.join("/")
}

fn part(component: Component<'_>) -> String {
    component.as_os_str().to_string_lossy().into_owned()
}

/// The name of a file that was asked for by itself.
fn alone(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// What a user is told about an error of the system.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// The text, unless offsets in it would not fit 32 bits.
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
    fn the_extension_says_what_a_file_holds() {
        for name in ["a.txt", "a.TEXT", "a.b.md", "a.Markdown.GZ", "a.txt.zst"] {
            assert_eq!(Kind::named_by(Path::new(name)), Some(Kind::Text), "{name}");
        }
        for name in ["a.jsonl", "a.NDJSON", "a.jsonl.gz", "a.txt.jsonl.zst"] {
            assert_eq!(Kind::named_by(Path::new(name)), Some(Kind::JsonLines), "{name}");
        }
        for name in ["a.parquet", "a.PARQUET", "a.gz.parquet"] {
            assert_eq!(Kind::named_by(Path::new(name)), Some(Kind::Parquet), "{name}");
        }
        for name in ["a", "a.json", "a.parquet.gz", "txt", ".txt", "a.gz", "txt.gz", "a.txt.bak", "a.txt.gz.zst"] {
            assert_eq!(Kind::named_by(Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn no_text_is_taken_for_parquet() {
        assert!(Kind::is_parquet(b"PAR1\x15\x04"));
        for text in ["", "PAR1", "PAR1\n", "PAR1 of the text", "PAR1\tx", "XPAR1\x15"] {
            assert!(!Kind::is_parquet(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn errors_of_the_system_are_said_plainly() {
        let said = |kind: ErrorKind| reason(&io::Error::new(kind, "os error 13"));
        assert_eq!(said(ErrorKind::PermissionDenied), "permission denied");
        assert_eq!(said(ErrorKind::NotFound), "no such file or folder");
        assert_eq!(reason(&io::Error::other("no disk")), "no disk");
    }

    #[test]
    fn a_name_below_a_folder_has_slashes() {
        assert_eq!(below(Path::new("./a/"), Path::new("./a/b/c.txt")), "b/c.txt");
        assert_eq!(alone(Path::new("./a/b/c.txt")), "c.txt");
    }
}
