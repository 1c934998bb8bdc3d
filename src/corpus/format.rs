//! The formats of files: those that are read, and those that are recognised and not read.
//!
//! A format that is read is a file that defines its [`FormatEntry`], and a line in [`FORMATS`].

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::unread_kind::UnreadKind;
use super::{detect_encoding, json_lines, parquet, text_file};
use crate::error::{self, Error};
use crate::storage::Compression;

/// Bytes of a file that decide what it is taken for: the magic number of tar, the last of those
/// that are looked for, ends at byte 262.
pub(super) const HEAD: usize = 4096;

/// The format in which a file is read.
///
/// ```
/// use leitong::corpus::Format;
/// assert_eq!("jsonl".parse::<Format>()?, Format::JsonLines);
/// assert_eq!(Format::JsonLines.to_string(), "JSON Lines");
/// # Ok::<(), leitong::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// One document.
    Text,
    /// One document a line.
    JsonLines,
    /// One document a row.
    Parquet,
}

/// What is known about a format that is read.
pub(super) struct FormatEntry {
    pub(super) format: Format,
    /// The name in messages.
    pub(super) name: &'static str,
    /// The value of `--input-format`.
    pub(super) option: &'static str,
    /// Extensions in lower case, without the dot.
    pub(super) extensions: &'static [&'static str],
    /// Whether the extension of a compression may follow.
    pub(super) may_be_compressed: bool,
    /// Whether a file that begins with these bytes is in this format, whatever its name.
    pub(super) is_content: fn(&[u8]) -> bool,
}

/// All formats that are read; the first whose content fits counts.
const FORMATS: [&FormatEntry; 3] = [&parquet::FORMAT, &json_lines::FORMAT, &text_file::FORMAT];

impl Format {
    /// The format that the extension of `path` names. The extension of a compression may follow.
    pub(super) fn from_extension(path: &Path) -> Option<Self> {
        let (path, is_compressed) = without_compression(path)?;
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let fits = |entry: &&&FormatEntry| {
            entry.extensions.contains(&extension.as_str())
                && (!is_compressed || entry.may_be_compressed)
        };
        FORMATS.iter().find(fits).map(|entry| entry.format)
    }

    /// What the file at `path`, which begins with the decompressed bytes `head`, is taken for.
    ///
    /// The content decides where it is certain, and then the extension: a file with the extension
    /// of text is text, but another file only if it holds no binary data.
    pub(super) fn of(path: &Path, head: &[u8]) -> Result<Self, UnreadKind> {
        let named = Self::from_extension(path);
        // A table is read by its name, so that a damaged one is told as such.
        if named == Some(Self::Parquet) {
            return named.ok_or(UnreadKind::BINARY);
        }
        if let Some(entry) = FORMATS.iter().find(|entry| (entry.is_content)(head)) {
            return Ok(entry.format);
        }
        match UnreadKind::of(path, head, named.is_some()) {
            Some(kind) => Err(kind),
            None => Ok(named.unwrap_or(Self::Text)),
        }
    }

    /// Whether support for this format was compiled in.
    pub(super) fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }

    fn entry(self) -> &'static FormatEntry {
        let entry = FORMATS.into_iter().find(|entry| entry.format == self);
        entry.expect("every format has an entry")
    }
}

/// The path without the extension of a compression, and whether it had one. `None` if nothing is
/// left.
fn without_compression(path: &Path) -> Option<(&Path, bool)> {
    match Compression::from_extension(path) {
        Some(_) => Some((Path::new(path.file_stem()?), true)),
        None => Some((path, false)),
    }
}

/// The last extension in lower case, without that of a compression.
pub(super) fn extension(path: &Path) -> Option<String> {
    let (path, _) = without_compression(path)?;
    Some(path.extension()?.to_string_lossy().to_lowercase())
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().name)
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> error::Result<Self> {
        let named = FORMATS.iter().find(|entry| entry.option == text);
        named.map(|entry| entry.format).ok_or_else(|| {
            let options = FORMATS.map(|entry| entry.option);
            let reason = format!("{text:?} is not one of {}", options.join(", "));
            Error::Setting { setting: "input_format", reason }
        })
    }
}

/// `head` without what may precede the first character: byte order marks, white space, and the NUL
/// bytes that are half of each ASCII character in UTF-16.
pub(super) fn visible(head: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let is_blank = |byte: &&u8| b"\xEF\xBB\xBF\xFE\xFF\0\t\n\r ".contains(byte);
    head.iter().skip_while(is_blank).copied().filter(|&byte| byte != 0)
}

/// Whether bytes that begin a file are those of text in some encoding.
pub(super) fn is_text(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31);
    let controls = head.iter().filter(is_control).count();
    controls == 0 || detect_encoding::is_utf_16(head) || controls * 100 < head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, head: &[u8]) -> Result<Format, &'static str> {
        Format::of(Path::new(name), head).map_err(|kind| kind.name())
    }

    #[test]
    fn the_extension_names_the_format() {
        for name in ["a.txt", "a.TEXT", "a.b.md", "a.Markdown.GZ", "a.txt.zst"] {
            assert_eq!(Format::from_extension(Path::new(name)), Some(Format::Text), "{name}");
        }
        for name in ["a.jsonl", "a.NDJSON", "a.jsonl.gz", "a.txt.jsonl.zst"] {
            assert_eq!(Format::from_extension(Path::new(name)), Some(Format::JsonLines), "{name}");
        }
        for name in ["a.parquet", "a.PARQUET", "a.gz.parquet"] {
            assert_eq!(Format::from_extension(Path::new(name)), Some(Format::Parquet), "{name}");
        }
        for name in ["a", "a.json", "a.parquet.gz", "txt", ".txt", "a.gz", "txt.gz", "a.txt.bak"] {
            assert_eq!(Format::from_extension(Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn the_content_decides_what_a_file_is() {
        let record = r#"{"text": "雷同"}"#;
        let wide: Vec<u8> = "\u{FEFF}{\"a\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for name in ["a", "part-aa", "a.txt", "a.json", "-"] {
            assert_eq!(of(name, record.as_bytes()), Ok(Format::JsonLines), "{name}");
            assert_eq!(of(name, &wide), Ok(Format::JsonLines), "{name}");
        }
        for name in ["a", "a.log", "a.md", "Makefile", "a.jsonl"] {
            let format = if name == "a.jsonl" { Format::JsonLines } else { Format::Text };
            assert_eq!(of(name, "雷同 {\"a\"".as_bytes()), Ok(format), "{name}");
            assert_eq!(of(name, b""), Ok(format), "{name}");
        }
        assert_eq!(of("a", b"{\\bf text}"), Ok(Format::Text));
        assert_eq!(of("a.dat", b"PAR1\x15\x04"), Ok(Format::Parquet));
    }

    #[test]
    fn what_is_not_read_is_named() {
        for (name, head, kind) in [
            ("a.html", &b"text"[..], "HTML"),
            ("a", b" <!DOCTYPE html><p>", "HTML"),
            ("a.txt", b"%PDF-1.7", "PDF"),
            ("a.csv", b"a,b", "CSV"),
            ("a.json", b"[\n{\"a\": 1}]", "JSON, but not JSON Lines"),
            ("a.json", b"{\n  \"a\": 1}", "JSON, but not JSON Lines"),
            ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
            ("a.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "binary data"),
        ] {
            assert_eq!(of(name, head), Err(kind), "{name}");
        }
        // A file whose name says that it is text is decoded, so that the error tells the place.
        assert_eq!(of("a.txt", b"a\0b"), Ok(Format::Text));
        assert_eq!(of("a.txt", b"<html>"), Ok(Format::Text));
    }

    #[test]
    fn every_format_has_a_name_and_an_option() {
        for entry in FORMATS {
            assert_eq!(entry.option.parse::<Format>().ok(), Some(entry.format));
            assert_eq!(entry.format.to_string(), entry.name);
        }
        assert!("xml".parse::<Format>().is_err_and(|error| error.to_string().contains("jsonl")));
    }
}
