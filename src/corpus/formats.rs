//! The formats that are read, and what each file is taken for.
//!
//! A format is a file that defines its [`FormatEntry`], and a line in [`FORMATS`]. A kind that is
//! recognised, but not read, is a line in `unread_kind.rs`.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::format::{Format, HEAD, without_compression};
use super::format_entry::{FormatEntry, Layout};
use super::options::ReadOptions;
use super::source::{STANDARD_INPUT, Source};
use super::unread_kind::UnreadKind;
use super::{
    csv_table, decompress, extracted_formats, json_lines, json_path, json_values, mailbox,
    parquet_format, text_file, web_archive,
};
use crate::error::{self, Error};
use crate::storage::Compression;

/// All formats that are read; the first whose content fits counts.
const FORMATS: [&FormatEntry; 17] = [
    &parquet_format::FORMAT,
    &json_lines::FORMAT,
    &json_values::FORMAT,
    &csv_table::FORMAT,
    &web_archive::FORMAT,
    &mailbox::FORMAT,
    &extracted_formats::HTML,
    &extracted_formats::XML,
    &extracted_formats::MARKDOWN,
    &extracted_formats::DOCX,
    &extracted_formats::ODT,
    &extracted_formats::RTF,
    &extracted_formats::EPUB,
    &extracted_formats::PDF,
    &extracted_formats::MAIL,
    &extracted_formats::SUBTITLES,
    &text_file::FORMAT,
];

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
        // A table is read by its name, so that a damaged one is an error.
        if named == Some(Self::Parquet) {
            return Ok(Self::Parquet);
        }
        let by_content = FORMATS.iter().find(|entry| (entry.is_content)(head));
        if let Some(format) = by_content.map(|entry| entry.format) {
            // A plain text may begin with a tag.
            let is_text = named == Some(Self::Text) && format.is_markup();
            return Ok(if is_text { Self::Text } else { format });
        }
        // A damaged document is an error of its format.
        if let Some(format) = named.filter(|format| format.is_binary()) {
            return Ok(format);
        }
        match UnreadKind::of(path, head, named.is_some()) {
            Some(kind) => Err(kind),
            None => Ok(named.unwrap_or(Self::Text)),
        }
    }

    /// The reason why this format is not read, if support for it was not compiled in.
    pub(super) fn not_built_in(self) -> Option<UnreadKind> {
        match self.layout() {
            Layout::Table if !cfg!(feature = "parquet") => Some(UnreadKind::PARQUET),
            Layout::Extracted if !cfg!(feature = "formats") => Some(UnreadKind::NOT_BUILT_IN),
            _ if self == Self::Pdf && !cfg!(feature = "pdf") => Some(UnreadKind::PDF),
            _ => None,
        }
    }

    /// Whether the format is text with tags.
    fn is_markup(self) -> bool {
        matches!(self, Self::Html | Self::Xml)
    }

    /// Whether files of the format are not text.
    pub(super) fn is_binary(self) -> bool {
        self.is_zip() || matches!(self, Self::Parquet | Self::Pdf)
    }

    /// Whether files of the format are zip archives.
    pub(super) fn is_zip(self) -> bool {
        matches!(self, Self::Docx | Self::Odt | Self::Epub)
    }

    /// How the documents lie in a file.
    pub(super) fn layout(self) -> Layout {
        self.entry().layout
    }

    fn entry(self) -> &'static FormatEntry {
        let entry = FORMATS.into_iter().find(|entry| entry.format == self);
        entry.expect("every format has an entry")
    }
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

impl Source {
    /// Whether the extension of `path` is that of a format that is read, or `path` is `-`.
    #[must_use]
    pub fn has_known_extension(path: &Path) -> bool {
        path.as_os_str() == STANDARD_INPUT || Format::from_extension(path).is_some()
    }

    /// The same source, read from a copy, because standard input and pipes can be read only once.
    #[must_use]
    pub fn copied_to(self, copy: PathBuf) -> Self {
        let head = || decompressed_head(&copy, HEAD);
        let format = self.format.or_else(|| detect(&self.path, &head()).ok());
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

    /// The format that the extension of `path` names.
    #[must_use]
    pub fn named_format(path: &Path) -> Option<Format> {
        Format::from_extension(path)
    }

    /// Whether parts of a record's text can be removed from this file, if these `options` say where
    /// the text is.
    #[must_use]
    pub fn can_lose_parts(&self, options: &ReadOptions) -> bool {
        let is_compound = json_path::is_compound(&options.text_field);
        match self.format.map(Format::layout) {
            Some(Layout::Extracted) => false,
            Some(Layout::Records(records)) if !records.form.can_lose_parts() => false,
            Some(Layout::Rows | Layout::Table) => !is_compound,
            Some(Layout::Lines | Layout::Records(_)) => !json_path::is_joined(&options.text_field),
            Some(Layout::Text) | None => true,
        }
    }
}

/// The first bytes of a file, decompressed, or why they cannot be read.
pub(super) type Head = io::Result<Vec<u8>>;

/// What a regular file with the name `name` holds, which begins with `head`. A file that cannot be
/// opened or decompressed has the format that its name says, so that reading it reports the reason.
pub(super) fn detect(name: &Path, head: &Head) -> Result<Format, UnreadKind> {
    let format = match head {
        Ok(head) if head.is_empty() && Format::from_extension(name).is_none() => {
            return Err(UnreadKind::EMPTY);
        }
        Ok(head) => Format::of(name, head)?,
        Err(_) => Format::from_extension(name).unwrap_or(Format::Text),
    };
    format.not_built_in().map_or(Ok(format), Err)
}

/// The first `length` bytes of a file, decompressed, or all if there are fewer.
pub(super) fn decompressed_head(path: &Path, length: usize) -> Head {
    let head = first_bytes(path, length)?;
    if Compression::from_magic(&head).is_none() {
        return Ok(head);
    }
    let file = BufReader::with_capacity(HEAD, File::open(path)?);
    let mut head = Vec::new();
    decompress::decompress(file, None)?.take(length as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The first `length` bytes of a file, or all if there are fewer.
fn first_bytes(path: &Path, length: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(length);
    File::open(path)?.take(length as u64).read_to_end(&mut head)?;
    Ok(head)
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
        for (name, format) in [
            ("a.json", Format::Json),
            ("a.JSON.xz", Format::Json),
            ("a.csv", Format::Csv),
            ("a.tsv.bz2", Format::Csv),
            ("a.warc.gz", Format::WebArchive),
            ("a.mbox", Format::Mailbox),
        ] {
            assert_eq!(Format::from_extension(Path::new(name)), Some(format), "{name}");
        }
        for name in ["a", "a.parquet.gz", "txt", ".txt", "a.gz", "txt.gz", "a.txt.bak"] {
            assert_eq!(Format::from_extension(Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn the_content_decides_what_a_file_is() {
        let record = r#"{"text": "雷同"}"#;
        let wide: Vec<u8> =
            "\u{FEFF}{\"a\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
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
        assert_eq!(of("a.txt", b"[\n{\"a\": 1}]"), Ok(Format::Json));
        assert_eq!(of("a.json", b"{\n  \"a\": 1}"), Ok(Format::Json));
        assert_eq!(of("a", b"WARC/1.0\r\n"), Ok(Format::WebArchive));
        assert_eq!(of("a", b"From a@b\nSubject: c\n"), Ok(Format::Mailbox));
    }

    #[test]
    fn what_is_not_read_is_named() {
        for (name, head, kind) in [
            ("a.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "an image"),
            ("a.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "binary data"),
        ] {
            assert_eq!(of(name, head), Err(kind), "{name}");
        }
        // A file whose name says that it is text is decoded, so that the error tells the place.
        assert_eq!(of("a.txt", b"a\0b"), Ok(Format::Text));
        assert_eq!(of("a.txt", b"<html>"), Ok(Format::Text));
        assert_eq!(of("a", b" <!DOCTYPE html><p>"), Ok(Format::Html));
        assert_eq!(of("a.txt", b"%PDF-1.7"), Ok(Format::Pdf));
    }

    #[test]
    fn every_format_has_a_name_and_an_option() {
        for entry in FORMATS {
            assert_eq!(entry.option.parse::<Format>().ok(), Some(entry.format));
            assert_eq!(entry.format.to_string(), entry.name);
        }
        assert!("doc".parse::<Format>().is_err_and(|error| error.to_string().contains("jsonl")));
    }
}
