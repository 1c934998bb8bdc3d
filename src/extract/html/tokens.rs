//! The tokens of HTML, with the bytes that the text of the page comes from.

use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};

use crate::document::Span;
use crate::extract::flow::Run;

use super::attributes::Attributes;
use super::page::{Page, StartTag};

/// Reads a page.
pub(super) fn read_page(source: &str) -> Page<'_> {
    let mut tokens = Tokens::new(source);
    // Reading a string does not fail.
    for _ in Tokenizer::new_with_emitter(source, &mut tokens) {}
    tokens.page
}

/// Which tag is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
}

/// Passes the tokens of a page on to the page.
struct Tokens<'a> {
    source: &'a str,
    page: Page<'a>,
    /// Where the tokenizer is.
    position: usize,
    /// A part of the text that stands in the original as it is, and is not passed on yet.
    copy: Span,
    kind: Kind,
    name: Vec<u8>,
    is_self_closing: bool,
    attributes: Attributes,
    /// Name of the last start tag, which ends the content of elements such as `<script>`.
    last_start: Vec<u8>,
}

impl<'a> Tokens<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            page: Page::new(source),
            position: 0,
            copy: Span::new(0, 0),
            kind: Kind::Start,
            name: Vec::new(),
            is_self_closing: false,
            attributes: Attributes::default(),
            last_start: Vec::new(),
        }
    }

    /// Passes on what was copied.
    fn flush(&mut self) {
        if self.source.get(self.copy.start..self.copy.end).is_some_and(|text| !text.is_empty()) {
            self.page.push_text(Run::Copy(self.copy));
        }
        self.copy = Span::new(self.copy.end, self.copy.end);
    }

    /// Passes on what was copied before a tag or a comment, which ends here.
    fn end_text(&mut self) {
        self.flush();
        self.copy = Span::new(self.position, self.position);
    }

    fn push_copy(&mut self, place: Span) {
        if self.copy.end != place.start {
            self.flush();
            self.copy.start = place.start;
        }
        self.copy.end = place.end;
    }

    /// Passes on text that stands otherwise in the original, behind the last text or tag.
    fn push_replaced(&mut self, text: &[u8]) {
        self.flush();
        let text = String::from_utf8_lossy(text);
        let end = self.position.min(self.source.len());
        let place = Span::new(self.copy.end.min(end), end);
        // Browsers drop the character U+0000.
        if &*text != "\0" {
            self.page.push_text(Run::Replaced { text: &text, place });
        }
        self.copy = Span::new(end, end);
    }

    fn end_start_tag(&mut self) -> Option<State> {
        self.last_start.clone_from(&self.name);
        let is_empty = self.page.push_start(&StartTag {
            name: &self.name,
            attributes: &self.attributes,
            is_self_closing: self.is_self_closing,
        });
        match &*self.name {
            _ if is_empty => None,
            b"noframes" => Some(State::RawText),
            name => naive_next_state(name),
        }
    }
}

impl Emitter for &mut Tokens<'_> {
    type Token = ();

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.flush();
        self.page.finish();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        None
    }

    fn emit_string(&mut self, text: &[u8]) {
        let start = self.position.saturating_sub(text.len());
        let original = self.source.as_bytes().get(start..self.position);
        if start >= self.copy.end && original == Some(text) && text != b"\0" {
            self.push_copy(Span::new(start, self.position));
        } else {
            self.push_replaced(text);
        }
    }

    fn init_start_tag(&mut self) {
        self.kind = Kind::Start;
        self.name.clear();
        self.attributes.clear();
        self.is_self_closing = false;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.kind = Kind::End;
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_text();
        self.attributes.begin();
        match self.kind {
            Kind::Start => self.end_start_tag(),
            Kind::End => {
                self.page.push_end(&self.name);
                None
            }
        }
    }

    fn emit_current_comment(&mut self) {
        self.end_text();
    }

    fn emit_current_doctype(&mut self) {
        self.end_text();
    }

    fn set_self_closing(&mut self) {
        self.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, part: &[u8]) {
        self.name.extend_from_slice(part);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.attributes.begin();
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        self.attributes.push_name(part);
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        self.attributes.push_value(part);
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == Kind::End && !self.name.is_empty() && self.name == self.last_start
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}
