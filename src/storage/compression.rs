//! Compression formats.

use std::fmt;
use std::path::Path;

/// The compression format of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Gzip (RFC 1952), `.gz`.
    Gzip,
    /// Zstandard (RFC 8878), `.zst`.
    Zstd,
}

impl Compression {
    /// The format that the extension of `path` names.
    ///
    /// ```
    /// use leitong::storage::Compression;
    /// assert_eq!(Compression::from_extension("a.jsonl.GZ".as_ref()), Some(Compression::Gzip));
    /// assert_eq!(Compression::from_extension("a.gz.txt".as_ref()), None);
    /// ```
    #[must_use]
    pub fn from_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        if extension.eq_ignore_ascii_case("gz") {
            Some(Self::Gzip)
        } else if extension.eq_ignore_ascii_case("zst") {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    /// The format that the first bytes of a stream identify. No text begins with these bytes in any
    /// supported encoding.
    #[must_use]
    pub fn from_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            // The second pattern is a skippable frame, with which the output of `pzstd` begins.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}
