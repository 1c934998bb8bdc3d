//! Kinds of files that are recognised, but not read.

use std::fmt;
use std::path::Path;

use infer::MatcherType;

use super::format::{extension, is_text, visible};

/// A kind of file that is not read, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadKind {
    name: &'static str,
    remedy: &'static str,
    /// Extensions in lower case, without the dot.
    extensions: &'static [&'static str],
    /// What a file of this kind begins with, in lower case.
    magic: &'static [&'static str],
}

/// What to do about a file that would have to be converted.
const EXTRACT: &str = "extract its text first";

/// What to do about a file whose syntax would be compared with its text.
const AS_TEXT: &str = "extract its text first, or compare it as it is (--input-format text)";

/// Kinds that are recognised by their extension or first characters.
const KINDS: [UnreadKind; 7] = [
    UnreadKind::new("HTML", AS_TEXT, &["html", "htm", "xhtml"], &["<!doctype html", "<html"]),
    UnreadKind::new("PDF", "extract its text first, with pdftotext", &["pdf"], &["%pdf-"]),
    UnreadKind::new("RTF", EXTRACT, &["rtf"], &["{\\rtf"]),
    UnreadKind::new("XML", AS_TEXT, &["xml", "tei"], &["<?xml"]),
    UnreadKind::new("a mailbox", AS_TEXT, &["eml", "mbox"], &[]),
    UnreadKind::new("a web archive", EXTRACT, &["warc", "wet"], &["warc/1."]),
    UnreadKind::new("subtitles", AS_TEXT, &["srt", "vtt"], &["webvtt"]),
];

/// Bytes of the longest magic number of [`KINDS`], `<!doctype html`.
const LONGEST_MAGIC: usize = 14;

/// Kinds of binary files, by the matcher that recognises their magic number.
const BINARY: [(MatcherType, UnreadKind); 7] = [
    (MatcherType::Doc, UnreadKind::new("an office document", EXTRACT, &[], &[])),
    (MatcherType::Book, UnreadKind::new("an e-book", EXTRACT, &[], &[])),
    (MatcherType::Archive, UnreadKind::ARCHIVE),
    (MatcherType::Image, UnreadKind::new("an image", "it holds no text", &[], &[])),
    (MatcherType::Audio, UnreadKind::new("sound", "it holds no text", &[], &[])),
    (MatcherType::Video, UnreadKind::new("a video", "it holds no text", &[], &[])),
    (MatcherType::Font, UnreadKind::new("a font", "it holds no text", &[], &[])),
];

impl UnreadKind {
    /// Binary data of no known kind.
    pub(super) const BINARY: Self = Self::new("binary data", "it holds no text", &[], &[]);

    /// A file without content whose name does not say that it is read.
    pub(super) const EMPTY: Self = Self::new("an empty file", "nothing is in it", &[], &[]);

    /// JSON or a table without the field that holds the text.
    pub(super) const NO_TEXT: Self = Self::new(
        "records without a text field",
        "name the field that holds the text with --text-field",
        &[],
        &[],
    );

    /// An archive that is not unpacked.
    pub(super) const ARCHIVE: Self = Self::new("an archive", "unpack it first", &[], &[]);

    /// Parquet, in a build without it.
    pub(super) const PARQUET: Self =
        Self::new("Parquet", "build with `--features parquet`", &["parquet"], &[]);

    /// A pipe, a socket or a device.
    pub(super) const SPECIAL: Self =
        Self::new("not a regular file", "name it to read it", &[], &[]);

    /// A link that leads nowhere.
    pub(super) const DANGLING: Self =
        Self::new("a link that leads nowhere", "mend or remove it", &[], &[]);

    const fn new(
        name: &'static str,
        remedy: &'static str,
        extensions: &'static [&'static str],
        magic: &'static [&'static str],
    ) -> Self {
        Self { name, remedy, extensions, magic }
    }

    /// The kind of the file at `path`, which begins with `head`. `None` if it holds text. A file
    /// whose name says that it is read (`is_named`) is only recognised by its first characters.
    pub(super) fn of(path: &Path, head: &[u8], is_named: bool) -> Option<Self> {
        let start: Vec<u8> =
            visible(head).take(LONGEST_MAGIC).map(|byte| byte.to_ascii_lowercase()).collect();
        let by_magic = KINDS.iter().find(|kind| kind.begins(&start)).copied();
        if is_named {
            return by_magic.filter(|kind| !kind.is_markup()).or_else(|| binary(head));
        }
        if by_magic.is_some() || !is_text(head) {
            return by_magic.or_else(|| binary(head)).or(Some(Self::BINARY));
        }
        let extension = extension(path).unwrap_or_default();
        KINDS.iter().find(|kind| kind.extensions.contains(&extension.as_str())).copied()
    }

    /// Whether a file that begins with `start`, in lower case, is of this kind.
    fn begins(&self, start: &[u8]) -> bool {
        self.magic.iter().any(|magic| start.starts_with(magic.as_bytes()))
    }

    /// Whether the kind is text with tags, with which a plain text may begin too.
    fn is_markup(&self) -> bool {
        matches!(self.name, "HTML" | "XML")
    }

    /// The name of the kind in messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What the user can do about a file of this kind.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        self.remedy
    }
}

impl fmt::Display for UnreadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, which is not read: {}", self.name, self.remedy)
    }
}

/// The kind of a binary file with a known magic number. Some of these are two letters, so that
/// text is not looked at.
fn binary(head: &[u8]) -> Option<UnreadKind> {
    if is_text(head) {
        return None;
    }
    let found = infer::get(head)?.matcher_type();
    BINARY.iter().find(|(matcher, _)| *matcher == found).map(|(_, kind)| *kind)
}
