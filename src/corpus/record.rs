//! One record as its bytes stand in a source.

use std::borrow::Cow;

use super::encoding::Encoding;
use super::json_lines::text_place;
use super::{ReadOptions, recognise};

/// What the bytes of a record are, and in which encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form(pub(super) Bytes);

/// What the bytes of a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bytes {
    /// A whole text, in this encoding or one to be recognised.
    Text(Option<Encoding>),
    /// A line of JSON.
    Line(Encoding),
}

impl Form {
    pub(super) fn text(encoding: Option<Encoding>) -> Self {
        Self(Bytes::Text(encoding))
    }

    pub(super) fn line(encoding: Encoding) -> Self {
        Self(Bytes::Line(encoding))
    }

    /// Whether a record is a line of JSON Lines, and not a whole text.
    #[must_use]
    pub fn is_line(self) -> bool {
        matches!(self.0, Bytes::Line(_))
    }

    /// Whether the lines are in UTF-8, so that they can stand beside others.
    #[must_use]
    pub fn is_utf_8(self) -> bool {
        self.0 == Bytes::Line(Encoding::UTF_8)
    }
}

/// One record of a [`Block`](super::Block): a line of JSON Lines, or a whole text.
#[derive(Debug, Clone, Copy)]
pub struct Record<'b> {
    form: Form,
    line: Option<u64>,
    offset: u64,
    bytes: &'b [u8],
}

impl<'b> Record<'b> {
    pub(super) fn new(form: Form, line: Option<u64>, offset: u64, bytes: &'b [u8]) -> Self {
        Self { form, line, offset, bytes }
    }

    /// Its line, or its row in a table, counted from 1; `None` for a whole text.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Where it begins in the unpacked bytes of its source; rows of a table are unpacked as JSON Lines.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Its bytes, with the line feed.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// Whether it is a line with nothing on it.
    pub(super) fn is_blank(&self) -> bool {
        match self.form.0 {
            Bytes::Text(_) => false,
            Bytes::Line(encoding) if encoding.is_utf_16() => {
                encoding.decode(self.bytes.to_vec()).is_ok_and(|line| unmarked(&line).trim_ascii().is_empty())
            }
            Bytes::Line(_) => self.bytes.strip_prefix(MARK).unwrap_or(self.bytes).trim_ascii().is_empty(),
        }
    }

    /// The characters: of a line, without a byte order mark.
    pub(super) fn decode(&self, options: &ReadOptions) -> Result<Cow<'b, str>, String> {
        match self.form.0 {
            Bytes::Line(encoding) => match encoding.decode_slice(self.bytes) {
                Ok(line) => Ok(cut_mark(line)),
                Err(bad) => Err(format!("invalid {} at byte {} of the line", bad.encoding, bad.byte)),
            },
            Bytes::Text(encoding) => match encoding.or(options.encoding) {
                Some(encoding) => encoding.decode_slice(self.bytes).map_err(|malformed| malformed.to_string()),
                None => recognise::decode(self.bytes.to_vec()).map(Cow::Owned),
            },
        }
    }

    pub(super) fn is_line(&self) -> bool {
        self.form.is_line()
    }

    /// The bytes of the record with another text in the place of its own: of a line, all other bytes stay as they are.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn with_text(&self, options: &ReadOptions, text: &str) -> Result<Vec<u8>, String> {
        match self.form.0 {
            Bytes::Text(encoding) => {
                let encoding = match encoding.or(options.encoding) {
                    Some(encoding) => encoding,
                    None => recognise::of_text(self.bytes)?,
                };
                Ok(encoding.encode(text, self.bytes))
            }
            Bytes::Line(encoding) if encoding == Encoding::UTF_8 => {
                let line = self.decode(options)?;
                let place = text_place(&line, &options.text_field)?;
                let before = self.bytes.len() - line.len() + place.start;
                let after = &self.bytes[self.bytes.len() - line.len() + place.end..];
                Ok([&self.bytes[..before], serde_json::json!(text).to_string().as_bytes(), after].concat())
            }
            Bytes::Line(encoding) => {
                let line = self.decode(options)?;
                let place = text_place(&line, &options.text_field)?;
                let line = [&line[..place.start], &ascii_json(text), &line[place.end..]].concat();
                Ok(encoding.encode(&line, self.bytes))
            }
        }
    }
}

/// A JSON string that every encoding can write.
fn ascii_json(text: &str) -> String {
    let escaped = |c: char| match c {
        ' '..='~' => c.to_string(),
        _ => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    let json = serde_json::json!(text).to_string();
    json.chars().map(escaped).collect()
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

fn unmarked(line: &str) -> &str {
    line.strip_prefix('\u{FEFF}').unwrap_or(line)
}

fn cut_mark(line: Cow<'_, str>) -> Cow<'_, str> {
    match line {
        Cow::Borrowed(line) => Cow::Borrowed(unmarked(line)),
        Cow::Owned(mut line) => {
            if line.starts_with('\u{FEFF}') {
                line.remove(0);
            }
            Cow::Owned(line)
        }
    }
}
