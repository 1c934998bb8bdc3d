//! The format of a file, and what its first bytes tell.

use std::path::Path;

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
