//! The tokens of XML with their places.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::document::Span;
use crate::extract::flow::Run;

/// A start tag.
#[derive(Debug)]
pub(super) struct StartTag<'a> {
    /// Name without its prefix.
    pub(super) name: &'a str,
    /// Where the tag stands.
    pub(super) place: Span,
    attributes: Vec<Attribute<'a>>,
}

/// An attribute, as it stands in the tag.
#[derive(Debug)]
struct Attribute<'a> {
    /// Name without its prefix.
    name: &'a str,
    value: Cow<'a, str>,
}

impl StartTag<'_> {
    /// The value of an attribute whose name without a prefix is `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|attribute| attribute.name == name)?;
        Some(&attribute.value)
    }
}

/// A part of a document.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// An element begins.
    Start(StartTag<'a>),
    /// An element ends.
    End,
    /// A run of text.
    Text(Run<'a>),
}

/// Attributes that are read. Elements with thousands of others cost nothing.
const USED: [&str; 5] = ["break", "ident", "lang", "space", "when"];

/// Passes on the parts of a document in their order, or says why it is not well-formed.
pub(super) fn read_tokens(xml: &str, mut pass: impl FnMut(Token)) -> Result<(), String> {
    // The reader does not count a byte order mark.
    let mark = xml.len() - xml.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::from_str(&xml[mark..]);
    reader.config_mut().allow_dangling_amp = true;
    let (mut depth, mut has_element) = (0_usize, false);
    loop {
        let start = mark + position(&reader);
        let event = reader.read_event().map_err(|error| {
            at_line(xml, usize::try_from(reader.error_position()).unwrap_or_default(), &error)
        })?;
        let place = Span::new(start, (mark + position(&reader)).max(start));
        match event {
            Event::Start(tag) => {
                depth += 1;
                has_element = true;
                pass(Token::Start(start_tag(&tag, place)));
            }
            Event::Empty(tag) => {
                has_element = true;
                pass(Token::Start(start_tag(&tag, place)));
                pass(Token::End);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                pass(Token::End);
            }
            Event::Text(_) => pass(Token::Text(Run::Copy(place))),
            Event::CData(data) => pass(Token::Text(Run::Copy(inner(place, data.len())))),
            Event::GeneralRef(entity) => pass_entity(&entity, place, &mut pass),
            Event::Eof if depth > 0 => return Err("an element is not closed".to_owned()),
            Event::Eof if !has_element => return Err("there is no element".to_owned()),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The content of `<![CDATA[…]]>`, which has `length` bytes.
fn inner(place: Span, length: usize) -> Span {
    let start = place.start + "<![CDATA[".len();
    Span::new(start, start + length)
}

fn at_line(xml: &str, offset: usize, error: &quick_xml::Error) -> String {
    let before = &xml.as_bytes()[..offset.min(xml.len())];
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    format!("line {line}: {error}")
}

fn start_tag<'a>(tag: &'a BytesStart, place: Span) -> StartTag<'a> {
    let name = without_prefix(tag.name().into_inner());
    // A broken attribute is no reason to lose the text.
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| Attribute {
        name: without_prefix(attribute.key.into_inner()),
        value: attribute.value,
    });
    let attributes = attributes.filter(|attribute| USED.contains(&attribute.name)).collect();
    StartTag { name, place, attributes }
}

/// A character reference or a named character is text. An entity of the document stays as it is.
fn pass_entity(entity: &BytesRef, place: Span, pass: &mut impl FnMut(Token)) {
    let character = entity.resolve_char_ref().ok().flatten().map(String::from);
    let text = character.as_deref().or_else(|| resolve_html5_entity(entity));
    pass(Token::Text(match text {
        Some(text) => Run::Replaced { text, place },
        None => Run::Copy(place),
    }));
}

/// The name of an element or attribute without its prefix.
pub(in crate::extract) fn without_prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
