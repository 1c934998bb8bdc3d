//! The form of a record, and its encoding.

use encoding_rs::{UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::encoding::Encoding;
use super::format::Format;

/// The form of a record, such as a text or a line of JSON, and its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEncoding(pub(super) Bytes);

/// The form of a record and its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Bytes {
    /// A whole text, in this encoding, or in one that is detected.
    Text(Option<Encoding>),
    /// A line of JSON.
    Line(Encoding),
    /// A value of JSON in UTF-8, and the comma and blanks before it.
    Value,
    /// A whole file of a format whose text is extracted.
    File(Format),
    /// A record of a web archive.
    WebRecord,
    /// A message of a mailbox.
    Message,
}

impl RecordEncoding {
    pub(super) fn text(encoding: Option<Encoding>) -> Self {
        Self(Bytes::Text(encoding))
    }

    pub(super) fn line(encoding: Encoding) -> Self {
        Self(Bytes::Line(encoding))
    }

    pub(super) fn file(format: Format) -> Self {
        Self(Bytes::File(format))
    }

    /// Whether the record is a whole file.
    #[must_use]
    pub fn is_whole_file(self) -> bool {
        matches!(self.0, Bytes::Text(_) | Bytes::File(_))
    }

    /// Whether the records are lines that end with the byte of a line feed, in an encoding that has
    /// this byte nowhere else.
    pub(crate) fn is_in_lines(self) -> bool {
        matches!(self.0, Bytes::Line(encoding) if ![UTF_16LE, UTF_16BE].contains(&encoding.0))
    }

    /// Whether a block has to say where its records are.
    pub(super) fn is_in_ranges(self) -> bool {
        matches!(self.0, Bytes::Value | Bytes::WebRecord | Bytes::Message)
    }

    /// Whether the records are values that commas separate.
    #[must_use]
    pub fn is_separated_by_commas(self) -> bool {
        self.0 == Bytes::Value
    }

    /// Whether parts of a record's text can be removed.
    #[must_use]
    pub fn can_lose_parts(self) -> bool {
        matches!(self.0, Bytes::Text(_) | Bytes::Line(_) | Bytes::Value)
    }

    /// Whether records of two files with these forms can be written to one file: lines in one
    /// encoding, but not in UTF-16, whose files begin with a byte order mark; records of web
    /// archives, and messages.
    #[must_use]
    pub fn joins(self, other: Self) -> bool {
        self == other
            && match self.0 {
                Bytes::Line(encoding) => !encoding.is_utf_16(),
                Bytes::WebRecord | Bytes::Message => true,
                Bytes::Text(_) | Bytes::Value | Bytes::File(_) => false,
            }
    }
}
