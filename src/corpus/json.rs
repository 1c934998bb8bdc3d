//! The fields of a JSON record.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json_path::RawFields;
use super::mend::Mended;
use super::{field_names, json_path};

/// The text of a record and the values of selected fields.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fields<'r> {
    /// The text.
    pub text: Cow<'r, str>,
    /// The values of the selected fields, in the order of the selection; `None` for a missing
    /// field.
    pub values: Vec<Option<FieldValue>>,
    /// Characters of the text that could not be read, and were replaced by U+FFFD.
    pub replaced: usize,
}

/// The value of a field, in which a number is as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// A string.
    Text(String),
    /// A number, such as `24412000000012345678` or `1.0`.
    Number(String),
    /// A list, as JSON.
    List(String),
    /// An object, `true`, `false` or `null`.
    Other,
}

impl FieldValue {
    /// The id that the value represents: a string, or a number as it is written.
    ///
    /// ```
    /// use leitong::corpus::FieldValue;
    /// let id = FieldValue::Number("24412000000012345678".into());
    /// assert_eq!(id.into_id().as_deref(), Some("24412000000012345678"));
    /// ```
    #[must_use]
    pub fn into_id(self) -> Option<String> {
        match self {
            Self::Text(id) | Self::Number(id) => Some(id),
            Self::List(_) | Self::Other => None,
        }
    }

    /// Reads a value from its JSON.
    fn of(json: &str) -> serde_json::Result<Self> {
        match json.as_bytes().first() {
            Some(b'"') => serde_json::from_str(json).map(Self::Text),
            Some(b'-' | b'0'..=b'9') => Ok(Self::Number(json.into())),
            Some(b'[') => Ok(Self::List(json.into())),
            _ => Ok(Self::Other),
        }
    }
}

impl From<&Value> for FieldValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.clone()),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::Array(_) => Self::List(value.to_string()),
            _ => Self::Other,
        }
    }
}

/// A record with all its fields.
#[derive(Debug, Default, PartialEq)]
pub(super) struct WholeRecord {
    /// The text.
    pub(super) text: String,
    /// The id, if the record has one.
    pub(super) id: Option<String>,
    /// The other fields.
    pub(super) metadata: Map<String, Value>,
    /// Characters of the text that were replaced by U+FFFD.
    pub(super) replaced: usize,
}

/// The names of the fields with the text and the id.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldNames<'n> {
    pub(super) text: &'n str,
    pub(super) id: &'n str,
}

/// Parses a record with all its fields.
pub(super) fn whole(record: &str, names: FieldNames<'_>) -> Result<WholeRecord, String> {
    tolerant(
        record,
        |record| strict_whole(record, names),
        |whole, mended| WholeRecord { replaced: replaced_in(record, mended, names.text), ..whole },
    )
}

fn strict_whole(record: &str, names: FieldNames<'_>) -> Result<WholeRecord, String> {
    let mut fields = raw_fields(record)?;
    let text = whole_text(record, &fields, names.text)?.into_owned();
    fields.remove(names.text);
    let value = fields.get(names.id).map(|id| FieldValue::of(id.get())).transpose();
    let id = value.map_err(|error| not_json(&error))?.and_then(FieldValue::into_id);
    if id.is_some() {
        fields.remove(names.id);
    }
    let metadata = fields.into_iter().map(|(name, value)| Ok((name, metadata_value(value)?)));
    let mut metadata = metadata.collect::<Result<Map<_, _>, String>>()?;
    json_path::paths(names.text).for_each(|path| json_path::remove(&mut metadata, path));
    Ok(WholeRecord { text, id, metadata, replaced: 0 })
}

/// The text of a record with these fields: a field, or the texts at the paths of a compound name,
/// joined.
fn whole_text<'r>(
    record: &str,
    fields: &RawFields<'r>,
    name: &str,
) -> Result<Cow<'r, str>, String> {
    let missing = || field_names::missing("field", name, fields.keys());
    if !json_path::is_compound(name) {
        return string_in(record, name, fields.get(name).ok_or_else(missing)?.get());
    }
    let mut texts = Vec::new();
    for path in json_path::paths(name) {
        match json_path::find(fields, path).map(RawValue::get) {
            None | Some("null") => {}
            Some(value) => texts.push(string_in(record, path, value)?),
        }
    }
    if texts.is_empty() { Err(missing()) } else { Ok(texts.join(json_path::JOINT).into()) }
}

/// The string that the value of a field is.
fn string_in<'r>(record: &str, name: &str, value: &'r str) -> Result<Cow<'r, str>, String> {
    if value.starts_with('"') {
        unquoted(record, value)
    } else {
        Err(not_a_string(name, kind_of(value)))
    }
}

/// Whether a line is an object, as JSON or as what [`Mended`] makes of it.
pub(super) fn is_object(line: &str) -> bool {
    line.trim_start().starts_with('{')
        && (is_json(line) || Mended::of(line).is_some_and(|mended| is_json(&mended.json)))
}

fn is_json(line: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(line.trim_end()).is_ok()
}

/// The fields of a record, with their values as JSON.
fn raw_fields(record: &str) -> Result<RawFields<'_>, String> {
    let record = record.trim_end();
    if !record.trim_start().starts_with('{') {
        return Err(not_an_object(record));
    }
    serde_json::from_str(record).map_err(|error| not_json(&error))
}

/// The value of a field that is neither the text nor the id. A value that is JSON but cannot be
/// held, because it is nested too deeply or a number is too large, is kept as its JSON: such a
/// field does not make the record unreadable.
fn metadata_value(value: &RawValue) -> Result<Value, String> {
    match serde_json::from_str(value.get()) {
        Ok(value) => Ok(value),
        Err(error) if Mended::of(value.get()).is_some() => Err(not_json(&error)),
        Err(_) => Ok(Value::String(value.get().into())),
    }
}

/// Parses a record, or if that fails what [`Mended`] makes of it. `count` notes how many characters
/// of the text were replaced.
fn tolerant<T>(
    record: &str,
    parse: impl Fn(&str) -> Result<T, String>,
    count: impl Fn(T, &Mended) -> T,
) -> Result<T, String> {
    let strict = parse(record);
    match strict {
        Ok(parsed) => Ok(parsed),
        Err(reason) => match Mended::of(record) {
            Some(mended) => parse(&mended.json).map(|parsed| count(parsed, &mended)),
            None => Err(reason),
        },
    }
}

/// Number of characters of the field `text` that were replaced by U+FFFD. Those of other fields are
/// never compared.
fn replaced_in(record: &str, mended: &Mended, text: &str) -> usize {
    if mended.replaced == 0 {
        return 0;
    }
    if json_path::is_compound(text) {
        return mended.replaced;
    }
    let fields = raw_fields(&mended.json).unwrap_or_default();
    let original = fields.get(text).and_then(|value| {
        let start = value.get().as_ptr() as usize - mended.json.as_ptr() as usize;
        record.get(mended.original(start)..mended.original(start + value.get().len()))
    });
    original.and_then(Mended::of).map_or(0, |mended| mended.replaced)
}

/// Parses the text and the fields `wanted` of a record, and skips all others.
pub(super) fn fields<'r>(
    record: &'r str,
    text: &str,
    wanted: &[&str],
) -> Result<Fields<'r>, String> {
    let strict = strict_fields(record, text, wanted);
    let Err(reason) = strict else { return strict };
    let mended = Mended::of(record).ok_or(reason)?;
    let fields = strict_fields(&mended.json, text, wanted)?;
    let replaced = replaced_in(record, &mended, text);
    Ok(Fields { text: Cow::Owned(fields.text.into_owned()), values: fields.values, replaced })
}

fn strict_fields<'r>(record: &'r str, text: &str, wanted: &[&str]) -> Result<Fields<'r>, String> {
    if json_path::is_compound(text) {
        let values = WantedFields { text, is_text_read: false, wanted }.parse(record)?.values;
        // The text of a compound name is built, and borrows nothing of the fields.
        let text = whole_text(record, &raw_fields(record)?, text)?.into_owned().into();
        return Ok(Fields { text, values, replaced: 0 });
    }
    let parsed = WantedFields { text, is_text_read: true, wanted }.parse(record)?;
    match parsed.text {
        Some(Ok(quoted)) => {
            let text = unquoted(record, quoted)?;
            Ok(Fields { text, values: parsed.values, replaced: 0 })
        }
        Some(Err(kind)) => Err(not_a_string(text, kind)),
        None => Err(field_names::missing("field", text, raw_fields(record)?.keys())),
    }
}

/// Parses the fields `wanted` of a record, and skips all others.
pub(super) fn values(
    record: &str,
    text: &str,
    wanted: &[&str],
) -> Result<Vec<Option<FieldValue>>, String> {
    let parse = |record: &str| {
        WantedFields { text, is_text_read: false, wanted }.parse(record).map(|parsed| parsed.values)
    };
    tolerant(record, parse, |values, _| values)
}

/// The fields `wanted` of what an extractor found.
pub(super) fn values_of(metadata: &Map<String, Value>, wanted: &[&str]) -> Vec<Option<FieldValue>> {
    let value = |name: &&str| Some(FieldValue::from(metadata.get(*name)?));
    wanted.iter().map(value).collect()
}

/// The names of the fields of a record; none of one that cannot be parsed.
pub(super) fn names(record: &str) -> Vec<String> {
    let fields =
        tolerant(record, |record| Ok(raw_fields(record)?.into_keys().collect()), |names, _| names);
    fields.unwrap_or_default()
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
    let strict = strict_text_range(record, name);
    let Err(reason) = strict else { return strict };
    let mended = Mended::of(record).ok_or(reason)?;
    let range = strict_text_range(&mended.json, name)?;
    Ok(mended.original(range.start)..mended.original(range.end))
}

fn strict_text_range(record: &str, name: &str) -> Result<Range<usize>, String> {
    let fields = raw_fields(record)?;
    let text = json_path::find(&fields, name).ok_or_else(|| format!("no field {name:?}"))?.get();
    let start = text.as_ptr() as usize - record.as_ptr() as usize;
    Ok(start..start + text.len())
}

/// The parsed fields of a record.
struct ParsedFields<'r> {
    text: Option<StringOrKind<'r>>,
    values: Vec<Option<FieldValue>>,
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
        if !record.trim_start().starts_with('{') {
            return Err(not_an_object(record));
        }
        let mut json = serde_json::Deserializer::from_str(record);
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
                Name::Wanted(at) => {
                    let value = FieldValue::of(map.next_value::<&RawValue>()?.get());
                    parsed.values[at] = Some(value.map_err(de::Error::custom)?);
                }
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

/// The message about a text that is not a string.
fn not_a_string(name: &str, kind: &str) -> String {
    format!("field {name:?} is {kind}, not a string")
}

/// Stands before the reason why a row of a table makes no record, in place of the record.
pub(super) const REFUSED: char = '\u{1}';

/// The message about a line of JSON that is not an object.
fn not_an_object(record: &str) -> String {
    if let Some(reason) = record.strip_prefix(REFUSED) {
        return reason.trim_end().to_owned();
    }
    match serde_json::from_str::<IgnoredAny>(record) {
        Ok(_) => format!("the record is {}, not an object", kind_of(record.trim_start())),
        Err(error) => not_json(&error),
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
