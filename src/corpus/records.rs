//! Documents from the records of a source.

use super::blocks::{Block, Cursor};
use super::json::{self, FieldNames, FieldValue};
use super::options::ReadOptions;
use super::record::{Decoded, Record};
use super::source::{Entry, Source, short_enough};
use crate::document::Document;
use crate::error::SkippedInput;
use crate::extract::Extracted;

/// An iterator over the documents of one source.
pub(super) struct Records<'a, B> {
    source: &'a Source,
    options: &'a ReadOptions,
    blocks: B,
    open: Option<(Block, Cursor)>,
}

impl<'a, B: Iterator<Item = Result<Block, SkippedInput>>> Records<'a, B> {
    pub(super) fn new(source: &'a Source, blocks: B, options: &'a ReadOptions) -> Self {
        Self { source, options, blocks, open: None }
    }

    /// The next document of the open block.
    fn next_in_block(&mut self) -> Option<Entry> {
        let (block, cursor) = self.open.as_mut()?;
        let record = block.next(cursor)?;
        let document = document(self.source, &record, self.options);
        Some(document.map_err(|reason| self.source.skip(record.line(), reason)))
    }
}

impl<B: Iterator<Item = Result<Block, SkippedInput>>> Iterator for Records<'_, B> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.next_in_block() {
                return Some(entry);
            }
            match self.blocks.next()? {
                Ok(block) => {
                    let start = block.start();
                    self.open = Some((block, start));
                }
                Err(skip) => return Some(Err(skip)),
            }
        }
    }
}

/// The document that a record holds.
fn document(
    source: &Source,
    record: &Record<'_>,
    options: &ReadOptions,
) -> Result<Document, String> {
    let part = match record.decode(options)? {
        Decoded::Text(text) => Document { text: text.into_owned(), ..Document::default() },
        Decoded::Json(json) => of_json(&json, options)?,
        Decoded::Extracted(extracted) => of_extracted(extracted, options),
    };
    let id = if part.id.is_empty() { source.id_of_line(record.line()) } else { part.id };
    let mut text = short_enough(part.text)?;
    text.shrink_to_fit();
    Ok(Document { id, path: source.path.clone(), line: record.line(), text, ..part })
}

/// The document that an object holds. Without an id, its id is empty.
fn of_json(json: &str, options: &ReadOptions) -> Result<Document, String> {
    let names = FieldNames { text: &options.text_field, id: &options.id_field };
    let whole = json::whole(json, names)?;
    Ok(Document {
        id: whole.id.unwrap_or_default(),
        text: whole.text,
        metadata: whole.metadata,
        replaced: whole.replaced,
        ..Document::default()
    })
}

/// The document that an extractor found. Without an id, its id is empty.
fn of_extracted(extracted: Extracted, options: &ReadOptions) -> Document {
    let Extracted { text, mut metadata, places, replaced } = extracted;
    let id = metadata.get(&options.id_field).map(FieldValue::from).and_then(FieldValue::into_id);
    if id.is_some() {
        metadata.remove(&options.id_field);
    }
    Document { id: id.unwrap_or_default(), text, metadata, places, replaced, ..Document::default() }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Blocks;
    use super::super::encoding::Encoding;
    use super::super::json::fields;
    use super::*;
    use serde_json::json;

    fn records(lines: &str) -> Vec<Entry> {
        let (source, options) = (Source::standard_input(), ReadOptions::default());
        let blocks = Blocks::new(&source, lines.as_bytes(), Encoding::UTF_8, &options, 10);
        Records::new(&source, blocks, &options).collect()
    }

    fn reason_of(line: &str) -> String {
        let entry = records(line).pop().expect("the line is not blank");
        entry.expect_err("the record is invalid").reason
    }

    #[test]
    fn other_fields_become_metadata() {
        let line = r#"{"source": {"day": 7}, "text": "雷同\n", "id": "甲", "n": null}"#;
        let document = records(line).remove(0).expect("the record is valid");
        assert_eq!((document.id.as_str(), document.text.as_str()), ("甲", "雷同\n"));
        assert_eq!(json!(document.metadata), json!({"source": {"day": 7}, "n": null}));
    }

    /// The id of a document whose record has this id, and whether the id is in the metadata too.
    fn id(id: &str) -> (String, bool) {
        let line = format!(r#"{{"text": "", "id": {id}}}"#);
        let document = records(&line).remove(0).expect("the record is valid");
        (document.id, document.metadata.contains_key("id"))
    }

    #[test]
    fn an_id_is_a_string_or_a_number() {
        assert_eq!(id(r#""a\nb""#), ("a\nb".into(), false));
        for number in ["24412000000012345678", "1", "1.0", "1e3"] {
            assert_eq!(id(number), (number.into(), false));
        }
        assert_eq!(id("-1.5"), ("-1.5".into(), false));
        assert_eq!(id("null"), ("-:1".into(), true));
        assert_eq!(id(r#"{"$oid": "5"}"#), ("-:1".into(), true));
    }

    #[test]
    fn errors_name_the_cause() {
        for (line, reason) in [
            ("{}", r#"no field "text""#),
            (r#"{"txt": ""}"#, r#"no field "text" among: txt (did you mean "txt"?)"#),
            (r#"{"text": null}"#, r#"field "text" is null, not a string"#),
            (r#"{"text": 5}"#, r#"field "text" is a number, not a string"#),
            (r#"{"text": ["a"]}"#, r#"field "text" is a list, not a string"#),
            ("[]", "the record is a list, not an object"),
            (r#"{"text": "a"} {}"#, "not JSON: trailing characters at byte 14 of the line"),
        ] {
            assert_eq!(reason_of(line), reason, "{line}");
            let fields = fields(line, "text", &[]).expect_err("the record is invalid");
            assert_eq!(fields, reason, "{line}");
        }
    }

    #[test]
    fn records_that_other_programs_write_are_read_alike_by_both_ways() {
        let deep = format!(r#"{{"text": "a", "a": {}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        for (line, text, replaced) in [
            (r#"{"n": NaN, "m": -Infinity, "text": "a"}"#, "a", 0),
            (r#"{"text": "\ud83d and \udc00"}"#, "\u{FFFD} and \u{FFFD}", 2),
            (r#"{"t": "\ud83d", "text": "a"}"#, "a", 0),
            (r#"{"t": "\ud83d", "n": NaN, "text": "\udc00", "u": "\ud83d"}"#, "\u{FFFD}", 1),
            ("{\"text\": \"a\tb\"}", "a\tb", 0),
            (&deep, "a", 0),
        ] {
            let document = records(line).remove(0).expect("the record is read");
            assert_eq!((document.text.as_str(), document.replaced), (text, replaced), "{line}");
            let fields = fields(line, "text", &["t"]).expect("the record is read");
            assert_eq!((&*fields.text, fields.replaced), (text, replaced), "{line}");
        }
    }

    #[test]
    fn a_value_that_cannot_be_held_is_kept_as_its_json() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        let document = records(&format!(r#"{{"text": "", "a": {deep}}}"#)).remove(0);
        assert_eq!(document.expect("the record is read").metadata["a"], json!(deep));
        let large = records(r#"{"text": "", "a": 1e999}"#).remove(0);
        assert_eq!(large.expect("the record is read").metadata["a"], json!("1e999"));
    }

    #[test]
    fn wanted_fields_equal_those_of_the_whole_record() {
        let line =
            r#"{"text": "old", "n": [1, {"x": 2}], "day": "1998", "te\u0078t": "雷\n同", "id": 7}"#;
        let found = fields(line, "text", &["day", "id", "none"]).expect("the record is valid");
        assert_eq!(found.text, "雷\n同");
        assert_eq!(
            found.values,
            [Some(FieldValue::Text("1998".into())), Some(FieldValue::Number("7".into())), None]
        );
        let whole = records(line).remove(0).expect("the record is valid");
        assert_eq!((whole.text.as_str(), whole.id.as_str()), ("雷\n同", "7"));
    }

    #[test]
    fn blank_lines_are_counted_and_skipped() {
        let entries = records("\n \t\r\n{\"text\": \"a\"}\r\n\n{\"text\": \"b\"}");
        let lines: Vec<_> = entries.iter().flatten().map(|document| document.line).collect();
        assert_eq!((entries.len(), lines), (2, vec![Some(3), Some(5)]));
    }
}
