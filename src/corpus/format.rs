//! The format of a file, and what its first bytes tell.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::detect_encoding;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// One document.
    Text,
    /// One document an object, one object a line.
    JsonLines,
    /// One document an object: the elements of an array, or objects one after the other.
    Json,
    /// One document a row, the first of which names the columns.
    Csv,
    /// One document a row.
    Parquet,
    /// One document a page or other text.
    WebArchive,
    /// One document a message.
    Mailbox,
    /// One document, the text of a page.
    Html,
    /// One document, the text between the tags.
    Xml,
    /// One document, the text behind the metadata of a Markdown file.
    Markdown,
    /// One document, the text of a Word file.
    Docx,
    /// One document, the text of an `OpenDocument` file.
    Odt,
    /// One document, the text of an RTF file.
    Rtf,
    /// One document, the text of an e-book.
    Epub,
    /// One document, the text of all pages.
    Pdf,
    /// One document, a message.
    Mail,
    /// One document, the text of all cues.
    Subtitles,
}

/// The path without the extension of a compression, and whether it had one. `None` if nothing is
/// left.
pub(super) fn without_compression(path: &Path) -> Option<(&Path, bool)> {
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
