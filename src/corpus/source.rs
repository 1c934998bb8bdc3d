//! One file of a collection, not opened yet.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::document::Document;
use crate::error::Skip;
use crate::files::Compression;

/// Longest text in bytes of UTF-8; every offset in it fits 32 bits.
pub(super) const LONGEST_TEXT: u64 = u32::MAX as u64;

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
}

impl Kind {
    /// What the extension of `path` says, with or without that of a compression behind it.
    pub(super) fn named_by(path: &Path) -> Option<Self> {
        let path = match Compression::promised_by(path) {
            Some(_) => Path::new(path.file_stem()?),
            None => path,
        };
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" | "markdown" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

impl Source {
    /// A file that was asked for by itself; text, unless its name says otherwise.
    pub(super) fn file(path: PathBuf) -> Self {
        let kind = Kind::named_by(&path).unwrap_or(Kind::Text);
        Self { id: alone(&path), path, kind: Some(kind), copy: None }
    }

    /// A file that is one text, whatever its name says.
    pub(super) fn text(path: PathBuf) -> Self {
        Self { id: alone(&path), path, kind: Some(Kind::Text), copy: None }
    }

    /// A file that was come upon in `folder`, if its name says what it holds.
    pub(super) fn in_folder(folder: &Path, path: &Path) -> Option<Self> {
        let kind = Kind::named_by(path)?;
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
        Self { copy: Some(copy), ..self }
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
    pub fn holds_lines(&self) -> bool {
        self.kind == Some(Kind::JsonLines)
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
        for name in ["a", "a.json", "txt", ".txt", "a.gz", "txt.gz", "a.txt.bak", "a.txt.gz.zst"] {
            assert_eq!(Kind::named_by(Path::new(name)), None, "{name}");
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
