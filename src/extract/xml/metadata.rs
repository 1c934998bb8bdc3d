//! What a document says about itself.

use serde_json::{Map, Value};

use super::elements::Vocabulary;
use super::reader::StartTag;

/// The element in which a value of a TEI header stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Title,
    Publication,
    Other,
}

/// A value that is being read, and its name.
#[derive(Debug)]
struct Field {
    name: &'static str,
    /// Number of open elements around it.
    depth: usize,
    text: String,
}

/// What a document says about itself. Of several values with one name, the first counts.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    values: Map<String, Value>,
    open: Vec<Section>,
    current: Option<Field>,
}

impl Metadata {
    /// Reads a start tag. `is_in_line` says whether an element around it is a line of the text.
    pub(super) fn read_start(&mut self, start: &StartTag, kind: Vocabulary, is_in_line: bool) {
        if self.open.is_empty() || start.name == "language" {
            let language = start.attribute("lang").or_else(|| start.attribute("ident"));
            self.offer("language", language.unwrap_or_default());
        }
        let name = match kind {
            Vocabulary::Tei => self.tei_name(start.name),
            Vocabulary::Other if is_in_line => None,
            Vocabulary::Other => other_name(start.name),
        };
        if let Some(name) = name.filter(|_| self.current.is_none()) {
            if name == "date" {
                self.offer(name, start.attribute("when").unwrap_or_default());
            }
            self.current = Some(Field { name, depth: self.open.len(), text: String::new() });
        }
        self.open.push(match start.name {
            "titleStmt" => Section::Title,
            "publicationStmt" => Section::Publication,
            _ => Section::Other,
        });
    }

    /// Reads text.
    pub(super) fn read_text(&mut self, text: &str) {
        if let Some(value) = &mut self.current {
            value.text.push_str(text);
        }
    }

    /// Reads an end tag.
    pub(super) fn read_end(&mut self) {
        self.open.pop();
        if let Some(value) = self.current.take_if(|value| value.depth == self.open.len()) {
            self.offer(value.name, &value.text);
        }
    }

    /// The values under their names.
    pub(super) fn into_map(self) -> Map<String, Value> {
        self.values
    }

    fn tei_name(&self, element: &str) -> Option<&'static str> {
        match (self.open.last()?, element) {
            (Section::Title, "title") => Some("title"),
            (Section::Title, "author") => Some("author"),
            (Section::Publication, "date") => Some("date"),
            _ => None,
        }
    }

    fn offer(&mut self, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && !self.values.contains_key(name) {
            self.values.insert(name.to_owned(), Value::String(value));
        }
    }
}

fn other_name(element: &str) -> Option<&'static str> {
    match element {
        "title" => Some("title"),
        "author" | "creator" => Some("author"),
        "date" | "pubdate" => Some("date"),
        _ => None,
    }
}
