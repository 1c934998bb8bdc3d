//! The fields of a JSON record.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The text of a record and the values of selected fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields<'r> {
    /// The text.
    pub text: Cow<'r, str>,
    /// The values of the selected fields, in the order of the selection; `None` for a missing
    /// field.
    pub values: Vec<Option<Value>>,
}

/// Parses a record with all its fields.
pub(super) fn object(record: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(record.trim_end()) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(format!("the record is {}, not an object", kind(&other))),
        Err(error) => Err(not_json(&error)),
    }
}

/// Removes the text from the fields of a record.
pub(super) fn take_text(fields: &mut Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(format!("field {name:?} is {}, not a string", kind(&other))),
        None => Err(format!("field {name:?} is missing")),
    }
}

/// The id that a value represents: a string, or a number as it is written.
#[must_use]
pub fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Parses the text and the fields `wanted` of a record, and skips all others.
pub(super) fn fields<'r>(
    record: &'r str,
    text: &str,
    wanted: &[&str],
) -> Result<Fields<'r>, String> {
    let parsed = WantedFields { text, is_text_read: true, wanted }.parse(record)?;
    match parsed.text {
        Some(Ok(quoted)) => Ok(Fields { text: unquoted(record, quoted)?, values: parsed.values }),
        Some(Err(kind)) => Err(format!("field {text:?} is {kind}, not a string")),
        None => Err(format!("field {text:?} is missing")),
    }
}

/// Parses the fields `wanted` of a record, and skips all others.
pub(super) fn values(
    record: &str,
    text: &str,
    wanted: &[&str],
) -> Result<Vec<Option<Value>>, String> {
    Ok(WantedFields { text, is_text_read: false, wanted }.parse(record)?.values)
}
/// The value of the JSON string `quoted`, a slice of `record` with its quotation marks.
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

/// Decodes the escapes of a string, the first of which is at `first`. Returns `None` if the string
/// has a `\u` escape or an invalid one.
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

/// The range of the text in a record, including its quotation marks.
pub(super) fn text_range(record: &str, name: &str) -> Result<Range<usize>, String> {
    let fields: HashMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(record.trim_end()).map_err(|error| not_json(&error))?;
    let text = fields.get(name).ok_or_else(|| format!("field {name:?} is missing"))?.get();
    let start = text.as_ptr() as usize - record.as_ptr() as usize;
    Ok(start..start + text.len())
}

/// The parsed fields of a record.
struct ParsedFields<'r> {
    text: Option<StringOrKind<'r>>,
    values: Vec<Option<Value>>,
}

/// A string with its quotation marks and escapes, or for another value the name of its type.
type StringOrKind<'r> = Result<&'r str, &'static str>;

/// Visitor that parses selected fields of an object. If a field occurs twice, the last one counts.
struct WantedFields<'n> {
    text: &'n str,
    /// Whether the text is returned.
    is_text_read: bool,
    wanted: &'n [&'n str],
}

impl WantedFields<'_> {
    fn parse(self, record: &str) -> Result<ParsedFields<'_>, String> {
        let record = record.trim_end();
        let mut json = serde_json::Deserializer::from_str(record);
        if !record.trim_start().starts_with('{') {
            let other = IgnoredAny::deserialize(&mut json).and_then(|_| json.end());
            other.map_err(|error| not_json(&error))?;
            return Err(format!("the record is {}, not an object", kind_of(record.trim_start())));
        }
        let parsed = self.deserialize(&mut json);
        parsed.and_then(|parsed| json.end().map(|()| parsed)).map_err(|error| not_json(&error))
    }
}

impl<'r> DeserializeSeed<'r> for WantedFields<'_> {
    type Value = ParsedFields<'r>;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'r> Visitor<'r> for WantedFields<'_> {
    type Value = ParsedFields<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parsed = ParsedFields { text: None, values: vec![None; self.wanted.len()] };
        while let Some(name) = map.next_key_seed(NameOf(&self))? {
            match name {
                Name::Text if self.is_text_read => parsed.text = Some(map.next_value_seed(TextOf)?),
                Name::Wanted(at) => parsed.values[at] = Some(map.next_value()?),
                Name::Text | Name::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(parsed)
    }
}

/// The selected field that a name denotes.
enum Name {
    Text,
    Wanted(usize),
    Other,
}

/// Visitor that looks up a field name.
struct NameOf<'n, 'f>(&'f WantedFields<'n>);

impl<'r> DeserializeSeed<'r> for NameOf<'_, '_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Name, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for NameOf<'_, '_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        if name == self.0.text {
            return Ok(Name::Text);
        }
        Ok(self
            .0
            .wanted
            .iter()
            .position(|wanted| *wanted == name)
            .map_or(Name::Other, Name::Wanted))
    }
}

/// Seed that returns a string without decoding it.
struct TextOf;

impl<'r> DeserializeSeed<'r> for TextOf {
    type Value = StringOrKind<'r>;

    fn deserialize<D: Deserializer<'r>>(self, json: D) -> Result<Self::Value, D::Error> {
        let value = <&RawValue>::deserialize(json)?.get();
        Ok(if value.starts_with('"') { Ok(value) } else { Err(kind_of(value)) })
    }
}

/// The type of a JSON value in messages, by its first character.
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

/// The message of a parse error, without the line number, which is always 1.
fn not_json(error: &serde_json::Error) -> String {
    not_json_at(error, 0)
}

/// The message of a parse error in a part of the line that begins at byte `start`.
fn not_json_at(error: &serde_json::Error, start: usize) -> String {
    let message = error.to_string();
    let cause = message.split(" at line ").next().unwrap_or_default();
    let byte = start + error.column().saturating_sub(1);
    format!("not JSON: {cause} at byte {byte} of the line")
}

/// The type of a value in messages.
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

    #[test]
    fn escapes_are_decoded_like_serde_json() {
        for text in [
            "",
            "\\n",
            "a\\n\\t\\r\\b\\f\\/\\\\\\\"",
            "\\\\n",
            "雷\\u540c\\n",
            "\\ud83d\\ude00 b",
            "\\\\\\\\",
        ] {
            let line = format!(r#"{{"a": 1, "text": "{text}"}}"#);
            let expected: Value = serde_json::from_str(&line).expect("the line is JSON");
            let found = fields(&line, "text", &[]).expect("the record is valid");
            assert_eq!(Some(&*found.text), expected["text"].as_str());
        }
    }

    #[test]
    fn ignored_fields_may_be_nested_at_any_depth() {
        let deep =
            format!(r#"{{"a": {}{}, "text": "雷同"}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(fields(&deep, "text", &[]).map(|found| found.text), Ok("雷同".into()));
        let text = format!(r#"{{"text": {}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert!(fields(&text, "text", &[]).is_err());
    }
}
