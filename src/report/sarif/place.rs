//! Places as SARIF has them: the address of a file, and a region of its lines and characters.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::document::Location;
use crate::report::model::{ReportedDocument, ReportedMember, ReportedSide};
use crate::report::table::Sides;
use crate::storage::Compression;

/// A place that a result names.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    pub(super) document: &'r str,
    pub(super) speech: Option<&'r str>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) line: usize,
    /// The side of a match at this place.
    pub(super) side: Option<&'r ReportedSide<'r>>,
}

impl<'r> Place<'r> {
    pub(super) fn of_side(side: &'r ReportedSide<'r>) -> Self {
        Self {
            document: &side.document,
            speech: side.speech.as_deref(),
            start: side.place.start,
            end: side.place.end,
            line: side.place.line,
            side: Some(side),
        }
    }

    pub(super) fn of_member(member: &'r ReportedMember<'r>, sides: &Sides<'r>) -> Self {
        let document = &*member.document;
        Self {
            document,
            speech: member.speech.as_deref(),
            start: member.start,
            end: member.end,
            line: member.line,
            side: sides.get(&(document, member.start, member.end)).copied(),
        }
    }

    pub(super) fn text(&self) -> &'r str {
        self.side.map_or("", |side| &side.text)
    }

    /// `document:line`, for a message.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", escaped(self.document), self.line)
    }
}

/// The address of a file.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct ArtifactLocation {
    uri: String,
}

/// The address of the file at `path`; `None` for standard input.
///
/// A relative path is a relative address: who shows the results knows where the scan was run.
pub(super) fn artifact(path: &str) -> Option<ArtifactLocation> {
    if path == "-" {
        return None;
    }
    let slashes =
        if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) };
    let root = match slashes.as_bytes() {
        [b'/', b'/', ..] => "file:",
        [b'/', ..] => "file://",
        [drive, b':', b'/', ..] if cfg!(windows) && drive.is_ascii_alphabetic() => "file:///",
        _ => "",
    };
    let mut relative = &*slashes;
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest.trim_start_matches('/');
    }
    Some(ArtifactLocation { uri: format!("{root}{}", percent_encoded(relative)) })
}

/// `path` with all bytes but slashes and the unreserved characters of RFC 3986 as `%XX`.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => encoded.push(byte.into()),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// A part of a file that is text. Lines and columns are counted from 1, characters from 0, and the
/// end is the column after the last character.
#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    end_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    char_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    char_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

/// The text of a region.
#[derive(Debug, PartialEq, Serialize)]
struct Snippet {
    text: String,
}

/// Extensions of files of records whose numbers are lines.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// Extensions of files of which the text is only a part, or that are no text.
const EXTRACTED: [&str; 20] = [
    "html", "htm", "xhtml", "xml", "tei", "srt", "vtt", "docx", "docm", "dotx", "odt", "ott",
    "rtf", "epub", "pdf", "eml", "mbox", "warc", "wet", "parquet",
];

/// Where `place` lies in the file of its document: of a text its lines and characters, of a record
/// its line. `None` if the text is not the content of the file, but was extracted from it.
pub(super) fn region(document: &ReportedDocument<'_>, place: Place<'_>) -> Option<Region> {
    let path = Path::new(&*document.path);
    if let Some(line) = document.line {
        let is_line = has_extension(path, &LINES);
        return is_line.then(|| Region { start_line: line, end_line: line, ..Region::default() });
    }
    let has_original = place.side.is_some_and(|side| side.original.original_start.is_some());
    let is_packed = Compression::from_extension(path).is_some();
    if has_original || is_packed || has_extension(path, &EXTRACTED) {
        return None;
    }
    let side = place.side?;
    Some(text_region(side.place, &side.text, document.text.as_deref()))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let own = path.extension().unwrap_or(OsStr::new(""));
    extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension))
}

/// The region of a place whose text is `text`, in the text `whole` of a file.
///
/// The standard asks that lines, columns and characters mean the same, that a line feed is the last
/// character of its line, and that a byte order mark is not counted. Only the whole text tells the
/// first column: without it the region is whole lines.
fn text_region(place: Location, text: &str, whole: Option<&str>) -> Region {
    let has_mark = whole.is_some_and(|whole| whole.starts_with(BYTE_ORDER_MARK));
    let mark = usize::from(has_mark);
    let text = if place.start < mark { text.trim_start_matches(BYTE_ORDER_MARK) } else { text };
    let up_to_last = text.strip_suffix('\n').unwrap_or(text);
    let start_line = place.line as u64;
    let end_line = start_line + up_to_last.bytes().filter(|&byte| byte == b'\n').count() as u64;
    let Some(before) = whole.and_then(|whole| whole.get(..place.byte_start)) else {
        return Region { start_line, end_line, ..Region::default() };
    };
    let before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
    let start_column = after_last_line_feed(before).chars().count() + 1;
    let first_column = if end_line == start_line { start_column } else { 1 };
    let last_line = after_last_line_feed(up_to_last).chars().count();
    let start = place.start.saturating_sub(mark);
    Region {
        start_line,
        start_column: Some(start_column),
        end_line,
        end_column: Some(first_column + last_line + (text.len() - up_to_last.len())),
        char_offset: Some(start),
        char_length: Some(place.end.saturating_sub(mark) - start),
        snippet: Some(Snippet { text: text.to_owned() }),
    }
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

fn after_last_line_feed(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |parts| parts.1)
}

/// A name as plain text of a message, in which brackets enclose links.
pub(super) fn escaped(name: &str) -> Cow<'_, str> {
    if !name.contains(['[', ']', '\\']) {
        return name.into();
    }
    let mut text = String::with_capacity(name.len() + 2);
    for character in name.chars() {
        if matches!(character, '[' | ']' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{LineIndex, Span};

    fn uri(path: &str) -> String {
        artifact(path).expect("the path is no standard input").uri
    }

    #[test]
    fn an_address_is_relative_or_of_the_scheme_file() {
        assert_eq!(uri("./a/b.txt"), "a/b.txt");
        assert_eq!(uri(".//a.txt"), "a.txt");
        assert_eq!(uri("../a.txt"), "../a.txt");
        assert_eq!(uri(".hidden"), ".hidden");
        assert_eq!(uri("/tmp/雷 同.txt"), "file:///tmp/%E9%9B%B7%20%E5%90%8C.txt");
        assert_eq!(uri("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(uri("a?b#c%20"), "a%3Fb%23c%2520");
        assert_eq!(artifact("-"), None);
    }

    #[test]
    fn brackets_of_a_name_are_no_links() {
        assert_eq!(escaped("a[1](b\\"), "a\\[1\\](b\\\\");
        assert_eq!(escaped("a.txt"), "a.txt");
    }

    /// The character at which a line and a column lie.
    fn offset(text: &str, line: u64, column: usize) -> usize {
        let lines = text.split_inclusive('\n').take(line as usize - 1);
        lines.map(|line| line.chars().count()).sum::<usize>() + column - 1
    }

    proptest! {
        #[test]
        fn lines_columns_and_characters_cut_the_same_text(
            mark in "\u{FEFF}?",
            text in "[ab雷\n\r𠀀]{1,20}",
            ends in [0..=20_usize, 0..=20_usize],
        ) {
            let whole = format!("{mark}{text}");
            let bounds: Vec<usize> =
                whole.char_indices().map(|(at, _)| at).chain([whole.len()]).collect();
            let [start, end] = ends.map(|at| bounds[at.min(bounds.len() - 1)]);
            // A place of a match has characters of the text.
            prop_assume!(start < end && end > mark.len());
            let place = LineIndex::new(&whole).location(Span::new(start, end));
            let region = text_region(place, &whole[start..end], Some(&whole));
            let (first, length) = (region.char_offset.unwrap_or(99), region.char_length.unwrap_or(99));
            let cut: String = text.chars().skip(first).take(length).collect();
            prop_assert_eq!(&cut, whole[start..end].trim_start_matches('\u{FEFF}'));
            prop_assert_eq!(region.snippet.map(|snippet| snippet.text), Some(cut));
            let columns = [region.start_column, region.end_column].map(|column| column.unwrap_or(99));
            prop_assert_eq!(offset(&text, region.start_line, columns[0]), first);
            prop_assert_eq!(offset(&text, region.end_line, columns[1]), first + length);
            // The last line is one that the text has.
            prop_assert!(region.end_line as usize <= text.split_inclusive('\n').count());
            let saved = text_region(place, &whole[start..end], None);
            prop_assert_eq!([saved.start_line, saved.end_line], [region.start_line, region.end_line]);
        }

        #[test]
        fn a_relative_address_decodes_to_its_path(path in "[a-z雷 %:?\\\\]{1,4}(/[a-z\u{0}-\u{FF}]{1,4}){0,2}") {
            prop_assume!(!cfg!(windows) && !path.contains("//"));
            let encoded = uri(&path);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'));
            let mut decoded = Vec::new();
            let mut bytes = encoded.bytes();
            while let Some(byte) = bytes.next() {
                if byte == b'%' {
                    let digits = [bytes.next(), bytes.next()].map(|digit| digit.expect("two digits"));
                    let digits = std::str::from_utf8(&digits).expect("digits are ASCII");
                    decoded.push(u8::from_str_radix(digits, 16).expect("digits are hexadecimal"));
                } else {
                    decoded.push(byte);
                }
            }
            prop_assert_eq!(String::from_utf8(decoded), Ok(path));
        }
    }
}
