//! The lines of a stream, one in memory at a time.

use std::io::{self, BufRead, Read};

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::encoding::{Encoding, Malformed};

/// Reads line by line, in any encoding.
pub(super) struct Lines<R> {
    reader: R,
    encoding: Encoding,
    /// Bytes that a line may have.
    longest: u64,
    bytes: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, encoding: Encoding, longest: u64) -> Self {
        Self { reader, encoding, longest, bytes: Vec::new(), number: 0 }
    }

    /// Goes to the next line; `false` at the end. After an error there is no next line.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.number += 1;
        while self.extend()? {
            if self.is_whole()? {
                return Ok(true);
            }
        }
        if self.bytes.len() as u64 > self.longest {
            return Err(io::Error::other(format!("a line of more than {} bytes", self.longest)));
        }
        Ok(!self.bytes.is_empty())
    }

    /// Number of the line, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The line as text, with its line feed and without a byte order mark.
    pub(super) fn text(&mut self) -> Result<String, Malformed> {
        let mut text = self.encoding.decode(std::mem::take(&mut self.bytes))?;
        if text.starts_with('\u{FEFF}') {
            text.remove(0);
        }
        Ok(text)
    }

    /// Reads up to the next byte that may be a line feed; `false` where there is none, or no room
    /// for it.
    fn extend(&mut self) -> io::Result<bool> {
        let room = (self.longest + 1).saturating_sub(self.bytes.len() as u64);
        let read = self.reader.by_ref().take(room).read_until(b'\n', &mut self.bytes)?;
        Ok(read > 0)
    }

    /// Whether what was read ends with a line feed. In UTF-16, which has two bytes to a unit, that
    /// byte alone is none.
    fn is_whole(&mut self) -> io::Result<bool> {
        let Some((b'\n', before)) = self.bytes.split_last() else {
            return Ok(false);
        };
        if self.encoding.0 == UTF_16BE {
            return Ok(before.len() % 2 == 1 && before.last() == Some(&0));
        }
        if self.encoding.0 == UTF_16LE {
            return Ok(before.len() % 2 == 0 && self.take_byte()? == Some(0));
        }
        Ok(true)
    }

    fn take_byte(&mut self) -> io::Result<Option<u8>> {
        let next = self.reader.by_ref().bytes().next().transpose()?;
        self.bytes.extend(next);
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "上ഊ雷\r\n\n同\u{0A00}\u{0A0A}\n尾";

    fn lines(label: &str, bytes: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(bytes, label.parse().expect("the label is known"), 100);
        let mut texts = Vec::new();
        while lines.advance().expect("a slice does not fail") {
            texts.push(lines.text().expect("the bytes are sound"));
        }
        texts
    }

    #[test]
    fn splits_every_encoding_at_line_feeds_only() {
        let whole: Vec<_> = TEXT.split_inclusive('\n').collect();
        let little: Vec<_> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<_> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines("utf-8", TEXT.as_bytes()), whole);
        assert_eq!(lines("utf-16le", &little), whole);
        assert_eq!(lines("utf-16be", &big), whole);
        assert_eq!(lines("gb18030", &encoding_rs::GB18030.encode(TEXT).0), whole);
    }

    #[test]
    fn a_line_too_long_is_not_held() {
        let bytes = [b'a'; 200];
        let mut lines = Lines::new(&bytes[..], Encoding::UTF_8, 100);
        let error = lines.advance().expect_err("the line has 200 bytes");
        assert_eq!(error.to_string(), "a line of more than 100 bytes");
        assert_eq!(lines.bytes.len(), 101);
    }

    #[test]
    fn a_line_as_long_as_allowed_is_read() {
        let bytes = [[b'a'; 99].as_slice(), b"\n", &[b'b'; 100]].concat();
        assert_eq!(lines("utf-8", &bytes).len(), 2);
    }

    #[test]
    fn marks_are_dropped_at_every_line() {
        assert_eq!(lines("utf-8", "\u{FEFF}a\n\u{FEFF}b".as_bytes()), ["a\n", "b"]);
    }
}
