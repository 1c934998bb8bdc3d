//! Metadata at the beginning of Markdown files, in YAML or TOML.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use crate::document::Span;

use super::Extracted;
use super::mapped_text::MappedText;

/// Longest front matter, in bytes. Rules that are farther apart divide text: front matter is a
/// screen of lines.
const MAX_LENGTH: usize = 1 << 16;

/// Deepest list or mapping in a value. Deeper values are passed over.
const MAX_DEPTH: usize = 32;

/// The text behind front matter, and the values of the front matter under their own names.
///
/// Front matter is a mapping between two lines `---` (YAML) or `+++` (TOML) at the beginning of the
/// file. A file without it is the text as it is.
pub(crate) fn extract(markdown: &str) -> Extracted {
    let Some(found) = FrontMatter::find(markdown) else {
        return Extracted { text: markdown.to_owned(), ..Extracted::default() };
    };
    let mut text = MappedText::default();
    text.push_copy(markdown, Span::new(found.text_start, markdown.len()));
    let (text, places) = text.finish();
    Extracted { text, metadata: found.metadata, places, replaced: 0 }
}

/// Front matter, and where the text behind it begins.
struct FrontMatter {
    metadata: Map<String, Value>,
    text_start: usize,
}

impl FrontMatter {
    fn find(markdown: &str) -> Option<Self> {
        let start = markdown.len() - markdown.trim_start_matches('\u{feff}').len();
        let first = markdown[start..].split_inclusive('\n').next()?;
        let rule = first.trim_end();
        let is_yaml = rule == "---";
        if !is_yaml && rule != "+++" {
            return None;
        }
        let content_start = start + first.len();
        let mut end = content_start;
        for line in markdown[content_start..].split_inclusive('\n') {
            let next = end + line.len();
            if next - content_start > MAX_LENGTH {
                return None;
            }
            if line.trim_end() == rule || (is_yaml && line.trim_end() == "...") {
                let content = &markdown[content_start..end];
                let metadata = if is_yaml { read_yaml(content) } else { read_toml(content) }?;
                return Some(Self { metadata, text_start: next });
            }
            end = next;
        }
        None
    }
}

/// A list or a mapping that is being read.
enum Open {
    List(Vec<Value>),
    Mapping { values: Map<String, Value>, key: Option<String> },
}

impl Open {
    fn add(&mut self, value: Value) {
        match self {
            Self::List(values) => values.push(value),
            Self::Mapping { values, key } => match key.take() {
                None => *key = Some(name_of(value)),
                Some(_) if value.is_null() => {}
                Some(key) => {
                    values.insert(key, value);
                }
            },
        }
    }

    fn close(self) -> Value {
        match self {
            Self::List(values) => Value::Array(values),
            Self::Mapping { values, .. } => Value::Object(values),
        }
    }
}

/// The mapping that YAML is; `None` if it is something else. References to other values are passed
/// over, so that they cannot multiply.
fn read_yaml(yaml: &str) -> Option<Map<String, Value>> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, _) = event.ok()?;
        let value = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() == MAX_DEPTH => {
                return None;
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Mapping { values: Map::new(), key: None });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop()?.close(),
            Event::Scalar(text, style, ..) => scalar(&text, style),
            Event::Alias(_) => Value::Null,
            _ => continue,
        };
        match open.last_mut() {
            Some(outer) => outer.add(value),
            None => return value.as_object().cloned(),
        }
    }
    None
}

/// The value of a scalar. A number whose spelling would change stays text, as dates do.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match serde_json::from_str::<Value>(text) {
            Ok(number @ Value::Number(_)) if number.to_string().as_str() == text => number,
            _ => Value::String(text.to_owned()),
        },
    }
}

/// The name that a value is as a key.
fn name_of(value: Value) -> String {
    match value {
        Value::String(name) => name,
        other => other.to_string(),
    }
}

fn read_toml(toml: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = toml.parse().ok()?;
    Some(table.into_iter().map(|(name, value)| (name, from_toml(value))).collect())
}

/// The same value in JSON. The depth is limited by the parser.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is_true) => Value::Bool(is_true),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(values) => values.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(name, value)| (name, from_toml(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::extract::Places;
    use crate::extract::tests_of_places::check_places;

    use super::*;

    fn is_unchanged(markdown: &str) -> bool {
        let extracted = extract(markdown);
        let is_text = extracted.text == markdown && extracted.places == Places::Unknown;
        is_text && extracted.metadata.is_empty()
    }

    #[test]
    fn yaml_is_metadata() {
        let markdown = "\u{feff}---\r\ntitle: \"Über: alles\"\ndate: 2024-05-01\n\
            author: Li Ming\nyear: 2024\nnumber: 007\nversion: 1.50\ntags: [a, b]\ndraft: false\nnone:\n\
            nested:\n  x:\n    - 1.5\n---\n\n# Text\n---\n";
        let extracted = extract(markdown);
        assert_eq!(extracted.text, "\n# Text\n---\n");
        let expected = json!({
            "title": "Über: alles", "date": "2024-05-01", "author": "Li Ming", "year": 2024,
            "number": "007", "version": "1.50", "tags": ["a", "b"], "draft": false, "nested": {"x": [1.5]},
        });
        assert_eq!(Value::Object(extracted.metadata), expected);
        let place = extracted.places.original(Span::new(1, 7)).expect("places are known");
        assert_eq!(&markdown[place.start..place.end], "# Text");
    }

    #[test]
    fn toml_is_metadata() {
        let markdown =
            "+++\ntitle = 'A'\ndate = 2024-05-01\ntags = ['x']\n[extra]\nn = 1\n+++\ntext";
        let extracted = extract(markdown);
        let expected =
            json!({"title": "A", "date": "2024-05-01", "tags": ["x"], "extra": {"n": 1}});
        assert_eq!(Value::Object(extracted.metadata), expected);
        assert_eq!(extracted.text, "text");
    }

    #[test]
    fn rules_that_hold_no_mapping_are_text() {
        let files = [
            "---\nJust a sentence.\n---\ntext",
            "---\n- a\n- b\n---\n",
            "---\ntitle: a\n",
            "---\n---\n",
            "----\ntitle: a\n---\n",
            "text\n---\ntitle: a\n---\n",
            "+++\ntitle: a\n+++\n",
            "---",
            "",
            "---\na: [\n---\n",
            "---\n\u{5168}\u{6587}\n---\n",
        ];
        for file in files {
            assert!(is_unchanged(file), "{file:?}");
        }
    }

    #[test]
    fn references_do_not_multiply() {
        let yaml = "a: &a [x, x]\nb: &b [*a, *a]\nc: *b\n";
        let metadata = extract(&format!("---\n{yaml}---\n")).metadata;
        assert_eq!(Value::Object(metadata), json!({"a": ["x", "x"], "b": [null, null]}));
    }

    #[test]
    fn large_front_matter_is_text() {
        let parts = ["[", "{", "- ", "a: ", "? ", "&a ", "a: b\n", "x\n", "'", "|\n", "!", "#"];
        for part in parts {
            for count in [30_000 / part.len(), 100_000] {
                for rule in ["---", "+++"] {
                    extract(&format!("{rule}\n{}\n{rule}\n", part.repeat(count)));
                    extract(&format!("{rule}\na = {}\n{rule}\n", part.repeat(count)));
                }
            }
        }
        assert!(is_unchanged(&format!("---\n{}---\n", "a: b\n".repeat(20_000))));
    }

    proptest! {
        #[test]
        fn any_text_is_read(
            text in "\\PC{0,60}",
            parts in prop::collection::vec(prop::sample::select(vec![
                "a: b\n", "- c\n", "  ", "[", "]", "{", "}", "'", "\"", "|\n", ">-\n", "&x ", "*x ",
                "!t ", "? ", ": ", "# c\n", "字", "\n", "\t", "a = 1\n",
                "%YAML 1.2\n", "---\n", "...\n",
                "\\", ",", "\r", "\0", "@", "`", "<<: ", "12e400", "'''",
            ]), 0..30),
        ) {
            for content in [text, parts.concat()] {
                for rule in ["---", "+++"] {
                    let markdown = format!("{rule}\n{content}\n{rule}\ntext");
                    let extracted = extract(&markdown);
                    if extracted.places == Places::Unknown {
                        prop_assert_eq!(&extracted.text, &markdown);
                    } else {
                        check_places(&markdown, &extracted);
                    }
                }
            }
        }
    }
}
