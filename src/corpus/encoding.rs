//! Character encodings.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use encoding_rs::{DecoderResult, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// A character encoding.
///
/// ```
/// use leitong::corpus::Encoding;
/// let encoding: Encoding = "gb2312".parse()?;
/// assert_eq!(encoding.to_string(), "GBK");
/// assert!("klingon".parse::<Encoding>().is_err());
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(pub(super) &'static encoding_rs::Encoding);

/// Position of bytes that are malformed in an encoding.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) encoding: Encoding,
    /// Offset of the first malformed byte.
    pub(super) byte: usize,
    /// Line of this byte, counted from 1.
    pub(super) line: usize,
}

impl Encoding {
    pub(super) const UTF_8: Self = Self(UTF_8);

    /// Decodes `bytes`. Malformed bytes are an error, not replaced.
    ///
    /// A UTF-16 byte order mark decides the byte order and is removed. A UTF-8 byte order mark is
    /// kept as U+FEFF, so that offsets in the text are offsets in the file.
    pub(super) fn decode(self, bytes: Vec<u8>) -> Result<String, Malformed> {
        if self == Self::UTF_8 {
            return String::from_utf8(bytes).map_err(|error| {
                let valid = error.utf8_error().valid_up_to();
                self.malformed(valid, &error.as_bytes()[..valid])
            });
        }
        let (encoding, mark) = self.by_mark(&bytes);
        encoding.convert(&bytes[mark..]).map_err(|bad| Malformed { byte: mark + bad.byte, ..bad })
    }

    /// Decodes `bytes` like [`decode`](Self::decode), but without a copy if they are valid UTF-8.
    pub(super) fn decode_slice(self, bytes: &[u8]) -> Result<Cow<'_, str>, Malformed> {
        if self == Self::UTF_8
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
        {
            return Ok(Cow::Borrowed(text));
        }
        self.decode(bytes.to_vec()).map(Cow::Owned)
    }

    /// Encodes `text` without a byte order mark, in the byte order of `original`.
    pub(super) fn encode(self, text: &str, original: &[u8]) -> Vec<u8> {
        let (encoding, _) = self.by_mark(original);
        if !encoding.is_utf_16() {
            return encoding.0.encode(text).0.into_owned();
        }
        let bytes = if encoding.0 == UTF_16LE { u16::to_le_bytes } else { u16::to_be_bytes };
        text.encode_utf16().flat_map(bytes).collect()
    }

    /// Converts ascending offsets in the decoded text to offsets in `bytes`.
    ///
    /// The bytes are decoded one by one. Encoding a prefix of the text would not give its length in
    /// bytes, because GBK and Big5 decode sequences that they do not encode.
    pub(super) fn byte_offsets(self, bytes: &[u8], offsets: &[usize]) -> Vec<usize> {
        if self == Self::UTF_8 {
            return offsets.to_vec();
        }
        let (encoding, mark) = self.by_mark(bytes);
        let mut decoder = encoding.0.new_decoder_without_bom_handling();
        let (mut at, mut text_bytes, mut scratch) = (mark, 0, [0; 16]);
        let mut found = Vec::with_capacity(offsets.len());
        for &offset in offsets {
            while text_bytes < offset && at < bytes.len() {
                let (.., written) = decoder.decode_to_utf8_without_replacement(
                    &bytes[at..=at],
                    &mut scratch,
                    false,
                );
                (at, text_bytes) = (at + 1, text_bytes + written);
            }
            found.push(at);
        }
        found
    }

    /// Whether the meaning of a byte depends on all bytes before it, so that no part can be
    /// removed.
    pub(super) fn is_stateful(self) -> bool {
        self.0 == ISO_2022_JP
    }

    /// The encoding that the byte order mark selects, and the length of the mark.
    fn by_mark(self, bytes: &[u8]) -> (Self, usize) {
        match encoding_rs::Encoding::for_bom(bytes) {
            Some((marked, length)) if self.is_utf_16() && marked != UTF_8 => (Self(marked), length),
            _ => (self, 0),
        }
    }

    /// Decodes `bytes`, which have no byte order mark.
    fn convert(self, bytes: &[u8]) -> Result<String, Malformed> {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let room = decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .expect("three times the length of a slice fits usize");
        let mut text = String::with_capacity(room);
        match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
            (DecoderResult::InputEmpty, _) => Ok(text),
            (DecoderResult::Malformed(bad, after), read) => {
                let byte = read - usize::from(bad) - usize::from(after);
                Err(self.malformed(byte, text.as_bytes()))
            }
            (DecoderResult::OutputFull, _) => {
                unreachable!("the capacity suffices for the longest text")
            }
        }
    }

    /// The error for malformed bytes at `byte`, after the text `before`.
    fn malformed(self, byte: usize, before: &[u8]) -> Malformed {
        let line = before.split(|&byte| byte == b'\n').count();
        Malformed { encoding: self, byte, line }
    }

    pub(super) fn is_utf_16(self) -> bool {
        self.0 == UTF_16LE || self.0 == UTF_16BE
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Looks up an encoding by its label in the [WHATWG Encoding
    /// Standard](https://encoding.spec.whatwg.org/#names-and-labels), such as `gb18030`, `gbk`,
    /// `big5`, `utf-16le` or `shift_jis`.
    fn from_str(label: &str) -> Result<Self, Error> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self).ok_or_else(
            || Error::Setting {
                setting: "encoding",
                reason: format!(
                    "no encoding is called {label:?}; known are utf-8, gb18030, big5, utf-16le, \
                     shift_jis, euc-kr and the other labels of the WHATWG Encoding Standard"
                ),
            },
        )
    }
}

/// Serializes as the name.
impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.name().serialize(serializer)
    }
}

impl<'d> Deserialize<'d> for Encoding {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid {} at byte {} (line {})", self.encoding, self.byte, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(label: &str, bytes: &[u8]) -> Result<String, String> {
        let encoding: Encoding = label.parse().expect("the label is known");
        encoding.decode(bytes.to_vec()).map_err(|bad| bad.to_string())
    }

    #[test]
    fn errors_give_the_position_of_malformed_bytes() {
        let cases: [(&str, &[u8], &str); 6] = [
            ("gb18030", b"a\x81\x30\x81 ", "invalid gb18030 at byte 1 (line 1)"),
            ("utf-8", b"\xE9\x9B\xB7\n\xFF", "invalid UTF-8 at byte 4 (line 2)"),
            ("gb18030", b"\xC0\xD7\n\xCD\xAC\xFF\xFF", "invalid gb18030 at byte 5 (line 2)"),
            ("gb18030", b"\xC0\xD7\xCD", "invalid gb18030 at byte 2 (line 1)"),
            ("utf-16le", b"\xF7\x96\n\0\x00\xD8\x00\x00", "invalid UTF-16LE at byte 4 (line 2)"),
            ("utf-16le", b"\xFF\xFE\xF7\x96\x0C", "invalid UTF-16LE at byte 4 (line 1)"),
        ];
        for (label, bytes, reason) in cases {
            assert_eq!(decode(label, bytes), Err(reason.into()), "{bytes:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_applies_only_to_utf_16() {
        assert_eq!(decode("utf-16", b"\xFE\xFF\x96\xF7").as_deref(), Ok("雷"));
        assert_eq!(decode("utf-16be", b"\xFF\xFE\xF7\x96").as_deref(), Ok("雷"));
        assert_eq!(decode("utf-8", "\u{FEFF}雷".as_bytes()).as_deref(), Ok("\u{FEFF}雷"));
        assert_eq!(decode("windows-1252", b"\xFF\xFE").as_deref(), Ok("ÿþ"));
        let like_a_mark = decode("utf-16le", b"\xEF\xBB\xBF\x96");
        assert_eq!(like_a_mark.as_deref(), Ok("\u{BBEF}\u{96BF}"));
        assert_eq!(decode("windows-1252", b"\xEF\xBB\xBF").as_deref(), Ok("ï»¿"));
    }

    #[test]
    fn an_unknown_label_is_an_invalid_setting() {
        for label in ["", "klingon", "hz-gb-2312"] {
            let error = label.parse::<Encoding>().expect_err("the label is unknown");
            assert!(error.to_string().starts_with("encoding: no encoding is called"), "{error}");
        }
    }
}
