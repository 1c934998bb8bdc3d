//! Documents from records: JSON Lines, one object a line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::ReadOptions;
use super::blocks::{Block, Cursor};
use super::record::Record;
use super::source::{Entry, Source, short_enough};
use crate::document::Document;
use crate::error::Skip;

/// The documents of one source, read as they are asked for.
pub(super) struct Records<'a, B> {
    source: &'a Source,
    options: &'a ReadOptions,
    blocks: B,
    open: Option<(Block, Cursor)>,
}

impl<'a, B: Iterator<Item = Result<Block, Skip>>> Records<'a, B> {
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

impl<B: Iterator<Item = Result<Block, Skip>>> Iterator for Records<'_, B> {
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

fn document(source: &Source, record: &Record<'_>, options: &ReadOptions) -> Result<Document, String> {
    let mut metadata = object(&record.decode(options)?)?;
    let text = text(&mut metadata, &options.text_field)?;
    let id = metadata.get(&options.id_field).and_then(id_of);
    if id.is_some() {
        metadata.remove(&options.id_field);
    }
    Ok(Document {
        id: id.unwrap_or_else(|| source.id_of_line(record.line())),
        path: source.path.clone(),
        line: record.line(),
        text: short_enough(text)?,
        metadata,
        ..Document::default()
    })
}

/// The text of a record and the values of some other fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields<'r> {
    /// The text.
    pub text: Cow<'r, str>,
    /// The values that were asked for, in that order; `None` where the record has no such field.
    pub values: Vec<Option<Value>>,
}

impl Record<'_> {
    /// Reads the text and the fields `wanted`, and nothing else, and hands them to `see`. A whole text has no other
    /// fields.
    ///
    /// # Errors
    /// If the record cannot be read: what is wrong with it.
    pub fn read<T>(
        &self,
        options: &ReadOptions,
        wanted: &[&str],
        see: impl FnOnce(Fields<'_>) -> T,
    ) -> Result<T, String> {
        let record = self.decode(options)?;
        let fields = if self.is_line() {
            fields(&record, &options.text_field, wanted)?
        } else {
            Fields { text: record, values: vec![None; wanted.len()] }
        };
        if fields.text.len() as u64 > options.longest {
            return Err(format!("the text has more than {} bytes", options.longest));
        }
        Ok(see(fields))
    }

    /// Reads the fields `wanted`, and not the text, which takes longest. A whole text has none.
    ///
    /// # Errors
    /// If the record cannot be read: what is wrong with it.
    pub fn values(&self, options: &ReadOptions, wanted: &[&str]) -> Result<Vec<Option<Value>>, String> {
        if !self.is_line() {
            return Ok(vec![None; wanted.len()]);
        }
        let record = self.decode(options)?;
        found(&record, FieldsOf { text: &options.text_field, is_text_read: false, wanted }).map(|found| found.values)
    }
}

/// The id that a field's value is: a string, or a number as it is written.
#[must_use]
pub fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Reads some fields of a record without keeping the others.
fn fields<'r>(record: &'r str, text: &str, wanted: &[&str]) -> Result<Fields<'r>, String> {
    let Found { text: found, values } = found(record, FieldsOf { text, is_text_read: true, wanted })?;
    match found {
        Some(Ok(text)) => Ok(Fields { text: unquoted(record, text)?, values }),
        Some(Err(kind)) => Err(format!("field {text:?} is {kind}, not a string")),
        None => Err(format!("field {text:?} is missing")),
    }
}

fn found<'r>(record: &'r str, fields: FieldsOf<'_>) -> Result<Found<'r>, String> {
    let record = record.trim_end();
    let mut json = serde_json::Deserializer::from_str(record);
    if !record.trim_start().starts_with('{') {
        let other = IgnoredAny::deserialize(&mut json).and_then(|_| json.end());
        other.map_err(|error| not_json(&error))?;
        return Err(format!("the record is {}, not an object", kind_of(record.trim_start())));
    }
    let found = fields.deserialize(&mut json);
    found.and_then(|found| json.end().map(|()| found)).map_err(|error| not_json(&error))
}

/// The string that stands in a record as `quoted`, which is known to have no end but its last character.
fn unquoted<'r>(record: &str, quoted: &'r str) -> Result<Cow<'r, str>, String> {
    let inner = &quoted[1..quoted.len() - 1];
    match memchr(b'\\', inner.as_bytes()) {
        None => Ok(Cow::Borrowed(inner)),
        Some(first) => match unescaped(inner, first) {
            Some(text) => Ok(Cow::Owned(text)),
            None => serde_json::from_str(quoted).map_err(|error| {
                let start = quoted.as_ptr() as usize - record.as_ptr() as usize;
                not_json_at(&error, start)
            }),
        },
    }
}

/// A string without its escapes, of which the first stands at `first`; `None` if one of them is a number.
fn unescaped(inner: &str, first: usize) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let (mut at, mut escape) = (0, Some(first));
    while let Some(backslash) = escape {
        text.push_str(&inner[at..backslash]);
        text.push(match inner.as_bytes().get(backslash + 1)? {
            b'n' => '\n',
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            _ => return None,
        });
        at = backslash + 2;
        escape = memchr(b'\\', &inner.as_bytes()[at..]).map(|next| at + next);
    }
    text.push_str(&inner[at..]);
    Some(text)
}

/// Where the text stands in a record, with its quotation marks.
pub(super) fn text_place(record: &str, name: &str) -> Result<Range<usize>, String> {
    let fields: HashMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(record.trim_end()).map_err(|error| not_json(&error))?;
    let text = fields.get(name).ok_or_else(|| format!("field {name:?} is missing"))?.get();
    let start = text.as_ptr() as usize - record.as_ptr() as usize;
    Ok(start..start + text.len())
}

/// What a visit of an object finds.
struct Found<'r> {
    text: Option<StringOrKind<'r>>,
    values: Vec<Option<Value>>,
}

/// A string with its quotation marks and escapes, or what a user calls the value that is none.
type StringOrKind<'r> = Result<&'r str, &'static str>;

/// Visits an object for the named fields; of a field that comes twice the last one counts.
struct FieldsOf<'n> {
    text: &'n str,
    /// Otherwise it is passed over.
    is_text_read: bool,
    wanted: &'n [&'n str],
}

impl<'r> DeserializeSeed<'r> for FieldsOf<'_> {
    type Value = Found<'r>;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'r> Visitor<'r> for FieldsOf<'_> {
    type Value = Found<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Found { text: None, values: vec![None; self.wanted.len()] };
        while let Some(name) = map.next_key_seed(NameOf(&self))? {
            match name {
                Name::Text if self.is_text_read => found.text = Some(map.next_value_seed(TextOf)?),
                Name::Wanted(at) => found.values[at] = Some(map.next_value()?),
                Name::Text | Name::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// Which field a name is the name of.
enum Name {
    Text,
    Wanted(usize),
    Other,
}

struct NameOf<'n, 'f>(&'f FieldsOf<'n>);

impl<'r> DeserializeSeed<'r> for NameOf<'_, '_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Name, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for NameOf<'_, '_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        if name == self.0.text {
            return Ok(Name::Text);
        }
        Ok(self.0.wanted.iter().position(|wanted| *wanted == name).map_or(Name::Other, Name::Wanted))
    }
}

struct TextOf;

impl<'r> DeserializeSeed<'r> for TextOf {
    type Value = StringOrKind<'r>;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Self::Value, D::Error> {
        let value = <&RawValue>::deserialize(json)?.get();
        Ok(if value.starts_with('"') { Ok(value) } else { Err(kind_of(value)) })
    }
}

/// What a user calls a value, by its first character.
fn kind_of(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        Some(b'"') => "a string",
        _ => "a number",
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
    not_json_at(error, 0)
}

/// The same for what begins at a byte of the line.
fn not_json_at(error: &serde_json::Error, start: usize) -> String {
    let said = error.to_string();
    let cause = said.split(" at line ").next().unwrap_or_default();
    let byte = start + error.column().saturating_sub(1);
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
    use super::super::blocks::Blocks;
    use super::super::encoding::Encoding;
    use super::*;
    use serde_json::json;

    fn records(lines: &str) -> Vec<Entry> {
        let (source, options) = (Source::standard_input(), ReadOptions::default());
        let blocks = Blocks::new(&source, lines.as_bytes(), Encoding::UTF_8, &options, 10);
        Records::new(&source, blocks, &options).collect()
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
            if line != deep {
                assert_eq!(fields(line, "text", &[]).expect_err("the record is broken"), reason, "{line}");
            }
        }
    }

    #[test]
    fn single_fields_are_what_the_whole_record_has() {
        let line = r#"{"text": "old", "n": [1, {"x": 2}], "day": "1998", "te\u0078t": "雷\n同", "id": 7}"#;
        let found = fields(line, "text", &["day", "id", "none"]).expect("the record is sound");
        assert_eq!(found.text, "雷\n同");
        assert_eq!(found.values, [Some(json!("1998")), Some(json!(7)), None]);
        let whole = records(line).remove(0).expect("the record is sound");
        assert_eq!((whole.text.as_str(), whole.id.as_str()), ("雷\n同", "7"));
    }

    #[test]
    fn escapes_are_read_as_serde_reads_them() {
        for text in ["", "\\n", "a\\n\\t\\r\\b\\f\\/\\\\\\\"", "\\\\n", "雷\\u540c\\n", "\\ud83d\\ude00 b", "\\\\\\\\"]
        {
            let line = format!(r#"{{"a": 1, "text": "{text}"}}"#);
            let expected: Value = serde_json::from_str(&line).expect("it is JSON");
            let found = fields(&line, "text", &[]).expect("the record is sound");
            assert_eq!(Some(&*found.text), expected["text"].as_str());
        }
    }

    #[test]
    fn nothing_nested_is_too_deep_for_single_fields() {
        let deep = format!(r#"{{"a": {}{}, "text": "雷同"}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(fields(&deep, "text", &[]).map(|found| found.text), Ok("雷同".into()));
        let text = format!(r#"{{"text": {}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert!(fields(&text, "text", &[]).is_err());
    }

    #[test]
    fn counts_blank_lines_and_reads_none() {
        let entries = records("\n \t\r\n{\"text\": \"a\"}\r\n\n{\"text\": \"b\"}");
        let lines: Vec<_> = entries.iter().flatten().map(|document| document.line).collect();
        assert_eq!((entries.len(), lines), (2, vec![Some(3), Some(5)]));
    }
}
