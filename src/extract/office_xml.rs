//! Elements and text of the XML in office documents.

use std::borrow::Cow;
use std::mem;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

use super::xml::without_prefix;

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// Name of the element without its prefix.
    pub(super) fn name(&self) -> &str {
        without_prefix(self.0.name().into_inner())
    }

    /// The value of the attribute with this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let value = attributes.find(|one| without_prefix(one.key.into_inner()) == name)?.value;
        Some(match quick_xml::escape::unescape(&value) {
            Ok(value) => value.into_owned(),
            Err(_) => value.into_owned(),
        })
    }
}

/// A receiver of the elements and the text of a document.
pub(super) trait XmlSink {
    /// An element begins.
    fn start(&mut self, tag: &Tag);
    /// The element with this name, without a prefix, ends.
    fn end(&mut self, name: &str);
    /// Text follows.
    fn text(&mut self, text: &str);
}

/// Passes on the elements and the text of a document in their order. `name` names it in errors.
pub(super) fn read_xml(xml: &str, name: &str, sink: &mut impl XmlSink) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        let event = reader.read_event();
        match event.map_err(|error| format!("the document is damaged: {name}: {error}"))? {
            Event::Start(tag) => sink.start(&Tag(&tag)),
            Event::Empty(tag) => {
                sink.start(&Tag(&tag));
                sink.end(Tag(&tag).name());
            }
            Event::End(tag) => sink.end(without_prefix(tag.name().into_inner())),
            Event::Text(text) => sink.text(&text.xml10_content()),
            Event::CData(data) => sink.text(&data.xml10_content()),
            Event::GeneralRef(entity) => sink.text(&resolved(&entity)),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The text of a reference. An entity that is not known stays as it is.
fn resolved(entity: &BytesRef) -> Cow<'static, str> {
    let name = entity.xml10_content();
    match entity.resolve_char_ref() {
        Ok(Some(character)) => character.to_string().into(),
        _ => resolve_html5_entity(&name).map_or_else(|| format!("&{name};").into(), Cow::Borrowed),
    }
}

/// The text of each element whose name is one of `names`, by name. Of several elements with one
/// name, the first that is not empty counts.
pub(super) fn element_texts(xml: &str, names: &[&'static str]) -> ElementTexts {
    let mut texts = ElementTexts { names: names.to_vec(), ..ElementTexts::default() };
    // What a document says about itself is read as far as it is well-formed.
    let _ = read_xml(xml, "metadata", &mut texts);
    texts
}

/// The text of some elements.
#[derive(Debug, Default)]
pub(super) struct ElementTexts {
    names: Vec<&'static str>,
    texts: Map<String, Value>,
    open: Option<&'static str>,
    text: String,
}

impl ElementTexts {
    /// Metadata in which the value `name` is the text of the first of `elements` that occurred.
    pub(super) fn move_to(&self, metadata: &mut Map<String, Value>, name: &str, elements: &[&str]) {
        let text = elements.iter().find_map(|element| self.texts.get(*element));
        if let Some(text) = text {
            metadata.insert(name.to_owned(), text.clone());
        }
    }
}

impl XmlSink for ElementTexts {
    fn start(&mut self, tag: &Tag) {
        self.open = self.names.iter().copied().find(|name| *name == tag.name());
        self.text.clear();
    }

    fn end(&mut self, _: &str) {
        let Some(name) = self.open.take() else { return };
        let text = mem::take(&mut self.text).trim().to_owned();
        if !text.is_empty() {
            self.texts.entry(name).or_insert(Value::String(text));
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_some() {
            self.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_prefixes_are_resolved() {
        let xml = "<m xmlns:dc='d'><dc:title>A &amp; B &#x6625;&eacute;</dc:title></m>";
        let mut metadata = Map::new();
        element_texts(xml, &["title"]).move_to(&mut metadata, "title", &["name", "title"]);
        assert_eq!(metadata["title"], "A & B 春é");
    }

    #[test]
    fn the_first_text_that_is_not_empty_counts() {
        let texts = element_texts("<m><a> </a><a>1</a><a>2</a></m>", &["a"]);
        assert_eq!(texts.texts["a"], "1");
    }
}
