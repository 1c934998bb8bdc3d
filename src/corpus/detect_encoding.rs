//! Detection of the encoding of a text.
//!
//! These are tried in order: a byte order mark, valid UTF-8, UTF-16 by its NUL bytes, malformed
//! UTF-8, and the legacy encodings (GB18030, Big5, Shift JIS, EUC-KR, …) by the score of
//! [chardetng](https://docs.rs/chardetng). An encoding is also returned if the text is malformed in a
//! few places, so that decoding can report the first of them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::WINDOWS_1252;
use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, GBK, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::encoding::Encoding;

/// Bytes that are examined to detect an encoding.
pub(super) const WINDOW: usize = 1 << 20;

/// So many bytes of other than ASCII characters that a text begins with are UTF-8 by no chance.
const LEAST_OF_UTF_8: usize = 60;

/// Encodings that the detector misses if a single byte is malformed.
const EAST_ASIAN: [&encoding_rs::Encoding; 5] = [GBK, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];

/// The encoding of a text. The error is the reason why none is recognised.
pub(super) fn of_text(bytes: &[u8]) -> Result<Encoding, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(ascii_as_utf_16(text.as_bytes()).unwrap_or(Encoding::UTF_8)),
        Err(_) => non_utf_8(bytes),
    }
}

/// The encoding of lines that begin with `head`; UTF-8 if none is detected.
pub(super) fn of_lines(head: &[u8]) -> Encoding {
    let seen = if head.len() < WINDOW { head } else { whole_lines(head) };
    if std::str::from_utf8(seen).is_ok() {
        ascii_as_utf_16(seen).unwrap_or(Encoding::UTF_8)
    } else {
        non_utf_8(seen).unwrap_or(Encoding::UTF_8)
    }
}

/// `bytes` up to their last line feed, so that no character is cut.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte == b'\n');
    end.map_or(bytes, |end| &bytes[..=end])
}

/// The encoding of bytes that are not valid UTF-8.
fn non_utf_8(bytes: &[u8]) -> Result<Encoding, String> {
    if let Some((marked, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(Encoding(marked));
    }
    if let Some(encoding) = bare_utf_16(bytes) {
        return Ok(encoding);
    }
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        return Err(format!("not text: a NUL byte at byte {nul}"));
    }
    if is_broken_utf_8(bytes) {
        return Ok(Encoding::UTF_8);
    }
    let valid = &bytes[..encoding_rs::Encoding::utf8_valid_up_to(bytes)];
    if count_non_ascii(valid) >= LEAST_OF_UTF_8 {
        let line = memchr::memchr_iter(b'\n', valid).count() + 1;
        let end = valid.len();
        return Err(format!(
            "several encodings: UTF-8 up to byte {end} (line {line}), then another"
        ));
    }
    legacy(bytes)
}

/// Whether the bytes that begin a file are UTF-16, with or without a byte order mark.
pub(super) fn is_utf_16(head: &[u8]) -> bool {
    let marked = encoding_rs::Encoding::for_bom(head);
    marked.is_some_and(|(encoding, _)| Encoding(encoding).is_utf_16())
        || bare_utf_16(head).is_some()
}

/// UTF-16 that is also valid UTF-8: text that is almost entirely ASCII, so that every other byte is
/// NUL. More than four in five code units must have a NUL byte.
fn ascii_as_utf_16(bytes: &[u8]) -> Option<Encoding> {
    let units = window(bytes).chunks_exact(2);
    let all = units.len();
    bare_utf_16(bytes).filter(|_| units.filter(|unit| unit.contains(&0)).count() * 5 > all * 4)
}

/// UTF-16 without a byte order mark. No legacy encoding has NUL bytes; the byte order is the one in
/// which at least nine in ten code units are common characters.
fn bare_utf_16(bytes: &[u8]) -> Option<Encoding> {
    let seen = window(bytes);
    if !seen.contains(&0) {
        return None;
    }
    let little = common_units(seen, u16::from_le_bytes);
    let big = common_units(seen, u16::from_be_bytes);
    let encoding = if little >= big { UTF_16LE } else { UTF_16BE };
    (little.max(big) * 10 >= seen.len() / 2 * 9).then_some(Encoding(encoding))
}

/// The first bytes, which are examined.
fn window(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(WINDOW)]
}

/// Number of UTF-16 code units of common characters: European letters, punctuation, kana,
/// ideographs and full-width forms. In the wrong byte order, most code units of a text are outside
/// these ranges.
fn common_units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    units
        .filter(|unit| {
            matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0x4FF | 0x2000..=0x206F
                | 0x3000..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xDFFF | 0xFF00..=0xFFEF)
        })
        .count()
}

/// Whether the bytes are UTF-8 with malformed places: at least four in five non-ASCII bytes are
/// valid UTF-8, or all but a truncated last character. By chance, Chinese text in a legacy encoding
/// reaches one half, and four fifths only if it has at most five characters.
fn is_broken_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += count_non_ascii(chunk.valid().as_bytes());
        bad += chunk.invalid().len();
    }
    good > 0 && (good >= 4 * bad || is_cut_utf_8(bytes))
}

/// Whether the bytes are valid UTF-8 except for a truncated last character.
fn is_cut_utf_8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Number of non-ASCII bytes.
fn count_non_ascii(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

/// The most probable legacy encoding.
fn legacy(bytes: &[u8]) -> Result<Encoding, String> {
    let start = encoding_rs::Encoding::ascii_valid_up_to(bytes);
    let seen = window(&bytes[start..]);
    let guess = likeliest(seen);
    if guess != WINDOWS_1252 || is_sparse(seen) {
        return Ok(Encoding(guess));
    }
    let hidden = EAST_ASIAN.into_iter().find(|&encoding| is_nearly(encoding, seen));
    hidden.map(Encoding).ok_or_else(|| {
        let byte = encoding_rs::Encoding::utf8_valid_up_to(bytes);
        format!("encoding not recognised; invalid UTF-8 at byte {byte}")
    })
}

/// The encoding that the detector ranks first.
fn likeliest(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The bytes are not declared to be the last ones, so that a truncated character at the end does
    // not count against an encoding.
    detector.feed(bytes, false);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most non-ASCII bytes are between ASCII bytes, as accented letters of Western European
/// languages are. The detector falls back to windows-1252, which decodes any bytes.
fn is_sparse(bytes: &[u8]) -> bool {
    let adjacent =
        bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    adjacent * 2 < count_non_ascii(bytes)
}

/// Whether at least nine in ten bytes are valid in `encoding`.
fn is_nearly(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> bool {
    let valid = without_malformed(encoding, bytes);
    valid.len() * 10 >= bytes.len() * 9 && likeliest(&valid) == encoding
}

/// `bytes` without the sequences that are malformed in `encoding`.
fn without_malformed(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Vec<u8> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut valid, mut rest) = (Vec::new(), bytes);
    let mut scratch = [0; 4096];
    while !rest.is_empty() {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(rest, &mut scratch, false);
        let malformed = match result {
            DecoderResult::Malformed(bad, after) => usize::from(bad) + usize::from(after),
            DecoderResult::InputEmpty | DecoderResult::OutputFull => 0,
        };
        valid.extend_from_slice(&rest[..read.saturating_sub(malformed)]);
        rest = &rest[read..];
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_two_encodings_is_told_as_such() {
        let utf_8 = "社区建设是构建和谐社会的基础。\n".repeat(5);
        let gb18030 =
            encoding_rs::GB18030.encode("第二部分的内容在这里，编码不同了。\n").0.repeat(5);
        let mixed = [utf_8.as_bytes(), &gb18030].concat();
        let reason = of_text(&mixed).expect_err("it has no one encoding");
        assert!(reason.starts_with("several encodings: UTF-8 up to byte 230 (line 6)"), "{reason}");
        assert_eq!(of_text(&gb18030).map(|found| found.0), Ok(GBK));
    }

    #[test]
    fn a_character_truncated_by_the_window_is_ignored() {
        let mut head = vec![b' '; WINDOW];
        head[100] = b'\n';
        head[WINDOW - 1] = 0xE9;
        assert_eq!(of_lines(&head), Encoding::UTF_8);
        assert_eq!(of_lines(&head[1..]), Encoding(WINDOWS_1252));
    }
}
