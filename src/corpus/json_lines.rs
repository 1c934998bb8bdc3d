//! Documents from records: JSON Lines, one object a line.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::ReadOptions;
use super::ahead::Ahead;
use super::lines::Lines;
use super::recognise;
use super::source::{Entry, LONGEST_TEXT, Source, reason, short_enough};
use crate::document::Document;

/// The documents of one source, read as they are asked for.
pub(super) struct Records<'a, R> {
    source: &'a Source,
    options: &'a ReadOptions,
    lines: Lines<Ahead<R>>,
    broken: bool,
}

impl<'a, R: BufRead> Records<'a, R> {
    pub(super) fn new(source: &'a Source, reader: Ahead<R>, options: &'a ReadOptions) -> Self {
        let encoding = options.encoding.unwrap_or_else(|| recognise::of_lines(reader.head()));
        Self { source, options, lines: Lines::new(reader, encoding, LONGEST_TEXT), broken: false }
    }

    /// What the line that was just read holds; nothing when it is blank.
    fn entry(&mut self) -> Option<Entry> {
        let line = self.lines.number();
        let document = match self.lines.text() {
            Ok(text) if text.trim_ascii().is_empty() => return None,
            Ok(text) => self.document(&text),
            Err(bad) => Err(format!("invalid {} at byte {} of the line", bad.encoding, bad.byte)),
        };
        Some(document.map_err(|reason| self.source.skip(Some(line), reason)))
    }

    fn document(&self, record: &str) -> Result<Document, String> {
        let mut metadata = object(record)?;
        let text = text(&mut metadata, &self.options.text_field)?;
        let line = self.lines.number();
        let id = id(&mut metadata, &self.options.id_field);
        Ok(Document {
            id: id.unwrap_or_else(|| format!("{}:{line}", self.source.id)),
            path: self.source.path.clone(),
            line: Some(line),
            text: short_enough(text)?,
            metadata,
        })
    }

    fn give_up(&mut self, error: &io::Error) -> Entry {
        self.broken = true;
        Err(self.source.skip(Some(self.lines.number()), reason(error)))
    }
}

impl<R: BufRead> Iterator for Records<'_, R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while !self.broken {
            match self.lines.advance() {
                Ok(true) => {
                    if let Some(entry) = self.entry() {
                        return Some(entry);
                    }
                }
                Ok(false) => return None,
                Err(error) => return Some(self.give_up(&error)),
            }
        }
        None
    }
}

fn object(record: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(record.trim_end()) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(format!("the record is {}, not an object", kind(&other))),
        Err(error) => Err(not_json(&error)),
    }
}

/// What serde says, but for the line, which is always its first.
fn not_json(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let cause = said.split(" at line ").next().unwrap_or_default();
    let byte = error.column().saturating_sub(1);
    format!("not JSON: {cause} at byte {byte} of the line")
}

/// Takes the text out of a record.
fn text(fields: &mut Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(format!("field {name:?} is {}, not a string", kind(&other))),
        None => Err(format!("field {name:?} is missing")),
    }
}

/// Takes the id out of a record. What is neither a string nor a number is no id, and stays.
fn id(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    let id = match fields.get(name)? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    fields.remove(name);
    Some(id)
}

/// What a user calls a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn records(lines: &str) -> Vec<Entry> {
        let (source, options) = (Source::standard_input(), ReadOptions::default());
        Records::new(&source, Ahead::new(lines.as_bytes(), 10), &options).collect()
    }

    fn reason_of(line: &str) -> String {
        let entry = records(line).pop().expect("the line is not blank");
        entry.expect_err("the record is broken").reason
    }

    #[test]
    fn a_record_keeps_what_is_neither_text_nor_id() {
        let line = r#"{"source": {"day": 7}, "text": "雷同\n", "id": "甲", "n": null}"#;
        let document = records(line).remove(0).expect("the record is sound");
        assert_eq!((document.id.as_str(), document.text.as_str()), ("甲", "雷同\n"));
        assert_eq!(json!(document.metadata), json!({"source": {"day": 7}, "n": null}));
    }

    #[test]
    fn an_id_is_a_string_or_a_number() {
        let id = |id: &str| {
            let line = format!(r#"{{"text": "", "id": {id}}}"#);
            let document = records(&line).remove(0).expect("the record is sound");
            (document.id, document.metadata.contains_key("id"))
        };
        assert_eq!(id(r#""a\nb""#), ("a\nb".into(), false));
        assert_eq!(id("18446744073709551615"), ("18446744073709551615".into(), false));
        assert_eq!(id("-1.5"), ("-1.5".into(), false));
        assert_eq!(id("null"), ("-:1".into(), true));
        assert_eq!(id(r#"{"$oid": "5"}"#), ("-:1".into(), true));
    }

    #[test]
    fn says_what_is_wrong_with_a_record() {
        let deep = format!(r#"{{"text": "", "a": {}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        for (line, reason) in [
            ("{}", r#"field "text" is missing"#),
            (r#"{"text": null}"#, r#"field "text" is null, not a string"#),
            (r#"{"text": 5}"#, r#"field "text" is a number, not a string"#),
            (r#"{"text": ["a"]}"#, r#"field "text" is a list, not a string"#),
            ("[]", "the record is a list, not an object"),
            (r#"{"text": "a"} {}"#, "not JSON: trailing characters at byte 14 of the line"),
            (r#"{"text": "\ud83d"}"#, "not JSON: unexpected end of hex escape at byte 16 of the line"),
            (r#"{"text": "\udc00"}"#, "not JSON: lone leading surrogate in hex escape at byte 15 of the line"),
            (&deep, "not JSON: recursion limit exceeded at byte 144 of the line"),
        ] {
            assert_eq!(reason_of(line), reason, "{line}");
        }
    }

    #[test]
    fn counts_blank_lines_and_reads_none() {
        let entries = records("\n \t\r\n{\"text\": \"a\"}\r\n\n{\"text\": \"b\"}");
        let lines: Vec<_> = entries.iter().flatten().map(|document| document.line).collect();
        assert_eq!((entries.len(), lines), (2, vec![Some(3), Some(5)]));
    }
}
