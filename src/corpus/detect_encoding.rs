//! Telling an encoding by the bytes.
//!
//! In this order: a byte order mark, valid UTF-8, UTF-16 by its NUL bytes, broken UTF-8, and last
//! the older encodings (GB18030, Big5, Shift JIS, EUC-KR, …) as
//! [chardetng](https://docs.rs/chardetng) scores them. Text that only nearly is in an encoding is
//! given to that encoding all the same, so that the decoding can say where it breaks.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::WINDOWS_1252;
use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, GBK, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::encoding::Encoding;

/// Bytes that are enough to tell an encoding by.
pub(super) const WINDOW: usize = 1 << 20;

/// Encodings that a stray byte hides from the detector.
const EAST_ASIAN: [&encoding_rs::Encoding; 5] = [GBK, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];

/// The text that `bytes` spell in the encoding they seem to be in, or what is wrong with them.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let (encoding, bytes) = match String::from_utf8(bytes) {
        Ok(text) => match ascii_as_utf_16(text.as_bytes()) {
            Some(encoding) => (encoding, text.into_bytes()),
            None => return Ok(text),
        },
        Err(error) => (foreign(error.as_bytes())?, error.into_bytes()),
    };
    encoding.decode(bytes).map_err(|malformed| malformed.to_string())
}

/// The encoding that [`decode`] takes `bytes` to be in.
pub(super) fn of_text(bytes: &[u8]) -> Result<Encoding, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(ascii_as_utf_16(text.as_bytes()).unwrap_or(Encoding::UTF_8)),
        Err(_) => foreign(bytes),
    }
}

/// The encoding of lines that begin with `head`; UTF-8 where it cannot be told.
pub(super) fn of_lines(head: &[u8]) -> Encoding {
    let seen = if head.len() < WINDOW { head } else { whole_lines(head) };
    if std::str::from_utf8(seen).is_ok() {
        ascii_as_utf_16(seen).unwrap_or(Encoding::UTF_8)
    } else {
        foreign(seen).unwrap_or(Encoding::UTF_8)
    }
}

/// `bytes` to their last line feed, so that no character is cut.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte == b'\n');
    end.map_or(bytes, |end| &bytes[..=end])
}

/// The encoding of bytes that are not valid UTF-8.
fn foreign(bytes: &[u8]) -> Result<Encoding, String> {
    if let Some((marked, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(Encoding(marked));
    }
    if let Some(encoding) = bare_utf_16(bytes) {
        return Ok(encoding);
    }
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        return Err(format!("not text: a NUL byte at byte {nul}"));
    }
    if is_broken_utf_8(bytes) { Ok(Encoding::UTF_8) } else { legacy(bytes) }
}

/// UTF-16 that happens to be valid UTF-8: text that is all but ASCII, so that every other byte is
/// NUL.
fn ascii_as_utf_16(bytes: &[u8]) -> Option<Encoding> {
    let units = window(bytes).chunks_exact(2);
    let all = units.len();
    bare_utf_16(bytes).filter(|_| units.filter(|unit| unit.contains(&0)).count() * 5 > all * 4)
}

/// UTF-16 without a mark. Its NUL bytes give it away, which no older encoding has; the order of the
/// bytes is the one in which they make sense.
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

fn window(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(WINDOW)]
}

/// Units of UTF-16 that texts are full of: letters of Europe, punctuation, kana, ideographs,
/// full-width forms. In the wrong order of bytes, text falls outside of these.
fn common_units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    units
        .filter(|unit| {
            matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0x4FF | 0x2000..=0x206F
                | 0x3000..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xDFFF | 0xFF00..=0xFFEF)
        })
        .count()
}

/// Whether the bytes were UTF-8 once: four in five of those beyond ASCII still are, or all but a
/// cut last character. Chinese in an older encoding reaches a half by chance, and four fifths only
/// where there are no more than five characters.
fn is_broken_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += beyond_ascii(chunk.valid().as_bytes());
        bad += chunk.invalid().len();
    }
    good > 0 && (good >= 4 * bad || is_cut_utf_8(bytes))
}

fn is_cut_utf_8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn beyond_ascii(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

/// The older encoding that fits best.
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

fn likeliest(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Not the last bytes, so that a character cut at the end speaks against no encoding.
    detector.feed(bytes, false);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most bytes beyond ASCII stand alone, as the accented letters of Western Europe do. The
/// detector falls back to windows-1252 when nothing fits, and that decodes anything.
fn is_sparse(bytes: &[u8]) -> bool {
    let beside = bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    beside * 2 < beyond_ascii(bytes)
}

/// Whether the bytes are in `encoding` but for one in ten at most.
fn is_nearly(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> bool {
    let sound = without_malformed(encoding, bytes);
    sound.len() * 10 >= bytes.len() * 9 && likeliest(&sound) == encoding
}

/// `bytes` without the sequences that are malformed in `encoding`.
fn without_malformed(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Vec<u8> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut sound, mut rest) = (Vec::new(), bytes);
    let mut scratch = [0; 4096];
    while !rest.is_empty() {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut scratch, false);
        let malformed = match result {
            DecoderResult::Malformed(bad, after) => usize::from(bad) + usize::from(after),
            DecoderResult::InputEmpty | DecoderResult::OutputFull => 0,
        };
        sound.extend_from_slice(&rest[..read.saturating_sub(malformed)]);
        rest = &rest[read..];
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_the_head_cuts_does_not_count() {
        let mut head = vec![b' '; WINDOW];
        head[100] = b'\n';
        head[WINDOW - 1] = 0xE9;
        assert_eq!(of_lines(&head), Encoding::UTF_8);
        assert_eq!(of_lines(&head[1..]), Encoding(WINDOWS_1252));
    }
}
