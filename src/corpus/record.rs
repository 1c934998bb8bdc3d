//! One record as its bytes stand in a source.

use std::borrow::Cow;

use super::encoding::Encoding;
use super::{ReadOptions, recognise};

/// What the bytes of a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A whole text, in this encoding or one to be recognised.
    Text(Option<Encoding>),
    /// A line of JSON.
    Line(Encoding),
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

    /// Its line, counted from 1; `None` for a whole text.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Where it begins in the unpacked bytes of its source.
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
        match self.form {
            Form::Text(_) => false,
            Form::Line(encoding) if encoding.is_utf_16() => {
                encoding.decode(self.bytes.to_vec()).is_ok_and(|line| unmarked(&line).trim_ascii().is_empty())
            }
            Form::Line(_) => self.bytes.strip_prefix(MARK).unwrap_or(self.bytes).trim_ascii().is_empty(),
        }
    }

    /// The characters: of a line, without a byte order mark.
    pub(super) fn decode(&self, options: &ReadOptions) -> Result<Cow<'b, str>, String> {
        match self.form {
            Form::Line(encoding) => match encoding.decode_slice(self.bytes) {
                Ok(line) => Ok(cut_mark(line)),
                Err(bad) => Err(format!("invalid {} at byte {} of the line", bad.encoding, bad.byte)),
            },
            Form::Text(encoding) => match encoding.or(options.encoding) {
                Some(encoding) => encoding.decode_slice(self.bytes).map_err(|malformed| malformed.to_string()),
                None => recognise::decode(self.bytes.to_vec()).map(Cow::Owned),
            },
        }
    }

    pub(super) fn is_line(&self) -> bool {
        matches!(self.form, Form::Line(_))
    }
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
