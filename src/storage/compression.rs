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
    /// Bzip2, `.bz2`.
    Bzip2,
    /// XZ, `.xz`.
    Xz,
    /// LZ4 frames, `.lz4`.
    Lz4,
}

/// The formats and their extensions.
const EXTENSIONS: [(&str, Compression); 5] = [
    ("gz", Compression::Gzip),
    ("zst", Compression::Zstd),
    ("bz2", Compression::Bzip2),
    ("xz", Compression::Xz),
    ("lz4", Compression::Lz4),
];

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
        let mut known = EXTENSIONS.iter();
        known.find(|(name, _)| extension.eq_ignore_ascii_case(name)).map(|(_, format)| *format)
    }

    /// The format that the first bytes of a stream identify. No text begins with these bytes in any
    /// supported encoding.
    #[must_use]
    pub fn from_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            // The second pattern is a skippable frame, with which the output of `pzstd` begins.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            // Behind the letters stands the magic number of the first block, or of an empty stream.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => Some(Self::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [0x04, 0x22, 0x4D, 0x18, ..] => Some(Self::Lz4),
            _ => None,
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Lz4 => "lz4",
        })
    }
}
