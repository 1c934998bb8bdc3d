//! The text of XML: TEI, `DocBook`, and documents of other kinds.
//!
//! Entities that the document declares are left as they are, and nothing outside of the document
//! is read.

mod elements;
mod metadata;
mod reader;
#[cfg(test)]
mod tests;

use super::Extracted;
use super::flow::{Break, FlowText, Run, WhiteSpace};
use elements::{Role, Vocabulary};
use metadata::Metadata;
pub(super) use reader::without_prefix;
use reader::{StartTag, Token, read_tokens};

/// The text of an XML document.
///
/// Of TEI, this is the text without its header, notes, forme work and variant readings. Of other
/// documents, it is all text: an element that has text of its own is a line with all that is in it.
///
/// # Errors
///
/// If the document is not well-formed; the message says where and why.
pub(crate) fn extract(xml: &str) -> Result<Extracted, String> {
    let mut own_text = OwnText::default();
    read_tokens(xml, |token| own_text.read(xml, &token))?;
    let mut document = Document::new(xml, own_text.has_text);
    read_tokens(xml, |token| document.read(&token))?;
    document.flow.push_break(Break::Line);
    let (text, places) = document.flow.render(|_| true);
    Ok(Extracted { text, metadata: document.metadata.into_map(), places, replaced: 0 })
}

/// Which elements have text of their own, apart from that of the elements in them.
#[derive(Debug, Default)]
struct OwnText {
    /// One value for each element, in the order of the start tags.
    has_text: Vec<bool>,
    open: Vec<usize>,
}

impl OwnText {
    fn read(&mut self, xml: &str, token: &Token) {
        match token {
            Token::Start(_) => {
                self.open.push(self.has_text.len());
                self.has_text.push(false);
            }
            Token::End => {
                self.open.pop();
            }
            Token::Text(Run::Copy(place)) if xml[place.start..place.end].trim().is_empty() => {}
            Token::Text(_) => {
                if let Some(element) = self.open.last() {
                    self.has_text[*element] = true;
                }
            }
        }
    }
}

/// An element whose end has not come.
#[derive(Debug, Clone, Copy)]
struct OpenElement {
    /// What divides its text from that around it; `None` within a line.
    division: Option<Break>,
    /// Whether elements in it stand within its line.
    is_line: bool,
    is_skipped: bool,
    is_choice: bool,
    white_space: WhiteSpace,
}

impl OpenElement {
    /// What is around the first element.
    const OUTSIDE: Self = Self {
        division: None,
        is_line: false,
        is_skipped: false,
        is_choice: false,
        white_space: WhiteSpace::Collapsed,
    };
}

/// The text of a document, token by token.
struct Document<'a> {
    flow: FlowText<'a>,
    metadata: Metadata,
    vocabulary: Vocabulary,
    has_text: Vec<bool>,
    count: usize,
    open: Vec<OpenElement>,
}

impl<'a> Document<'a> {
    fn new(xml: &'a str, has_text: Vec<bool>) -> Self {
        Self {
            flow: FlowText::new(xml),
            metadata: Metadata::default(),
            vocabulary: Vocabulary::Other,
            has_text,
            count: 0,
            open: Vec::new(),
        }
    }

    fn read(&mut self, token: &Token) {
        match token {
            Token::Start(start) => self.push_start(start),
            Token::End => self.push_end(),
            Token::Text(run) => self.push_text(*run),
        }
    }

    fn push_start(&mut self, start: &StartTag) {
        if self.open.is_empty() {
            self.vocabulary = Vocabulary::of_root(start.name);
        }
        let outer = self.open.last().copied().unwrap_or(OpenElement::OUTSIDE);
        self.metadata.read_start(start, self.vocabulary, outer.is_line);
        let role = self.vocabulary.role(start.name, outer.is_line);
        let element = OpenElement {
            division: role.division(),
            is_line: outer.is_line && role.division().is_none() || self.has_text[self.count],
            is_skipped: outer.is_skipped || role == Role::Skipped || is_other_reading(start, outer),
            is_choice: start.name == "choice",
            white_space: white_space(start, role, outer),
        };
        self.count += 1;
        if role == Role::LineBreak && !outer.is_skipped && start.attribute("break") != Some("no") {
            self.flow.push(Run::Replaced { text: "\n", place: start.place }, outer.white_space);
        }
        self.divide(element);
        self.open.push(element);
    }

    fn push_end(&mut self) {
        self.metadata.read_end();
        if let Some(element) = self.open.pop() {
            self.divide(element);
        }
    }

    fn push_text(&mut self, run: Run) {
        let Some(element) = self.open.last().copied() else { return };
        self.metadata.read_text(self.flow.text_of(run));
        if !element.is_skipped {
            self.flow.push(run, element.white_space);
        }
    }

    fn divide(&mut self, element: OpenElement) {
        if let Some(division) = element.division.filter(|_| !element.is_skipped) {
            self.flow.push_break(division);
        }
    }
}

/// Whether an element is what the document has in place of a correction or a modern spelling.
fn is_other_reading(start: &StartTag, outer: OpenElement) -> bool {
    outer.is_choice && matches!(start.name, "sic" | "orig" | "abbr")
}

fn white_space(start: &StartTag, role: Role, outer: OpenElement) -> WhiteSpace {
    match start.attribute("space") {
        Some("preserve") => WhiteSpace::Preserved,
        Some("default") => WhiteSpace::Collapsed,
        _ if role == Role::Preformatted => WhiteSpace::Preserved,
        _ => outer.white_space,
    }
}
