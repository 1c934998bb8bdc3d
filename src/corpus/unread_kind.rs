//! Kinds of files that are recognised, but not read.

use std::fmt;
use std::path::Path;

use infer::MatcherType;

use super::format::{extension, is_text};

/// A kind of file that is not read, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadKind {
    name: &'static str,
    remedy: &'static str,
    /// Extensions in lower case, without the dot.
    extensions: &'static [&'static str],
}

/// What to do about a file that would have to be converted.
const EXTRACT: &str = "extract its text first";

/// What to do about a file whose rows could be read.
const AS_CSV: &str = "save it as CSV";

/// Kinds that are recognised by their extension.
const KINDS: [UnreadKind; 5] = [
    UnreadKind::new("an old Word file", "save it as .docx", &["doc", "dot"]),
    UnreadKind::new("a spreadsheet", AS_CSV, &["xls", "xlsx", "xlsm", "ods"]),
    UnreadKind::new("slides", EXTRACT, &["ppt", "pptx", "odp"]),
    UnreadKind::new("an e-book", "convert it to EPUB", &["mobi", "azw", "azw3", "djvu"]),
    UnreadKind::new("a database", AS_CSV, &["db", "sqlite", "sqlite3", "mdb", "accdb"]),
];

/// Kinds of binary files, by the matcher that recognises their magic number.
const BINARY: [(MatcherType, UnreadKind); 7] = [
    (MatcherType::Doc, UnreadKind::new("an office document", EXTRACT, &[])),
    (MatcherType::Book, UnreadKind::new("an e-book", EXTRACT, &[])),
    (MatcherType::Archive, UnreadKind::ARCHIVE),
    (MatcherType::Image, UnreadKind::new("an image", "it holds no text", &[])),
    (MatcherType::Audio, UnreadKind::new("sound", "it holds no text", &[])),
    (MatcherType::Video, UnreadKind::new("a video", "it holds no text", &[])),
    (MatcherType::Font, UnreadKind::new("a font", "it holds no text", &[])),
];

impl UnreadKind {
    /// Binary data of no known kind.
    pub(super) const BINARY: Self = Self::new("binary data", "it holds no text", &[]);

    /// A file without content whose name does not say that it is read.
    pub(super) const EMPTY: Self = Self::new("an empty file", "nothing is in it", &[]);

    /// JSON or a table without the field that holds the text.
    pub(super) const NO_TEXT: Self = Self::new(
        "records without a text field",
        "name the field that holds the text with --text-field",
        &[],
    );

    /// An archive that is not unpacked.
    pub(super) const ARCHIVE: Self = Self::new("an archive", "unpack it first", &[]);

    /// A document whose text is extracted, in a build that cannot.
    pub(super) const NOT_BUILT_IN: Self =
        Self::new("a document", "build with `--features formats`", &[]);

    /// PDF, in a build without it.
    pub(super) const PDF: Self = Self::new("PDF", "build with `--features pdf`", &["pdf"]);

    /// Parquet, in a build without it.
    pub(super) const PARQUET: Self =
        Self::new("Parquet", "build with `--features parquet`", &["parquet"]);

    /// A pipe, a socket or a device.
    pub(super) const SPECIAL: Self = Self::new("not a regular file", "name it to read it", &[]);

    /// A link that leads nowhere.
    pub(super) const DANGLING: Self =
        Self::new("a link that leads nowhere", "mend or remove it", &[]);

    const fn new(
        name: &'static str,
        remedy: &'static str,
        extensions: &'static [&'static str],
    ) -> Self {
        Self { name, remedy, extensions }
    }

    /// The kind of the file at `path`, which begins with `head`. `None` if it holds text. The
    /// extension does not matter for a file whose name says that it is read (`is_named`).
    pub(super) fn of(path: &Path, head: &[u8], is_named: bool) -> Option<Self> {
        if is_named {
            return binary(head);
        }
        let extension = extension(path).unwrap_or_default();
        let named = KINDS.iter().find(|kind| kind.extensions.contains(&extension.as_str()));
        let of_content = || if is_text(head) { None } else { binary(head).or(Some(Self::BINARY)) };
        named.copied().or_else(of_content)
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
