//! Documents from JSON Lines, one object a line.

use super::blocks::Block;
use super::detect_encoding;
use super::format::{Format, HEAD, visible};
use super::format_entry::{FormatEntry, Layout};
use super::json;
use super::options::ReadOptions;
use super::record::{Decoded, Record};
use super::record_form::RecordEncoding;

/// The format of JSON Lines.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::JsonLines,
    name: "JSON Lines",
    option: "jsonl",
    extensions: &["jsonl", "ndjson"],
    may_be_compressed: true,
    is_content: begins_with_record,
    layout: Layout::Lines,
};

/// Whether a file that begins with `head` consists of records: it begins with an object, and a whole
/// line of `head` is one, or the first line is longer than `head`. A text may begin with `{"` too.
fn begins_with_record(head: &[u8]) -> bool {
    let mut bytes = visible(head);
    let is_open = bytes.next() == Some(b'{');
    if !is_open || bytes.find(|byte| !b" \t".contains(byte)) != Some(b'"') {
        return false;
    }
    let form = RecordEncoding::line(detect_encoding::of_lines(head));
    let block = Block::new(form, 0, 0, head.to_vec());
    let is_cut = head.len() >= HEAD;
    let whole = block.records().count() - usize::from(is_cut);
    (is_cut && whole == 0) || block.records().take(whole).any(|record| is_object(&record))
}

/// Whether a record is an object, as JSON or nearly so.
fn is_object(record: &Record<'_>) -> bool {
    let line = record.decode(&ReadOptions::default());
    matches!(line, Ok(Decoded::Json(line)) if json::is_object(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_line_tells_json_lines_from_text() {
        let good = r#"{"text": "雷"}"#;
        let long = format!(r#"{{"text": "{}"#, "雷".repeat(HEAD));
        for head in [
            good.as_bytes(),
            b"{\"n\": NaN}",
            format!("\r\n{{\"broken\n{good}\n").as_bytes(),
            &long.as_bytes()[..HEAD],
        ] {
            assert!(begins_with_record(head), "{}", String::from_utf8_lossy(head));
        }
        for head in ["", "{\"", "{\"a\" is what it says\n}", "{\n \"a\": 1}", "{}", "[{\"a\": 1}]"]
        {
            assert!(!begins_with_record(head.as_bytes()), "{head}");
        }
    }
}
