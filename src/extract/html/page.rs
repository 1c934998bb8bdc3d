//! The elements of a page and the lines of its text, from its tags and texts in their order.

use std::collections::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::extract::flow::{Break, FlowText, Run, WhiteSpace, is_chinese_or_japanese};

use super::attributes::Attributes;
use super::hints::Hints;
use super::metadata::Metadata;
use super::tag::Tag;

/// Deeper elements are siblings, as in Chromium. It bounds the work of every end tag.
const MAX_DEPTH: usize = 512;

/// What one ideograph weighs in letters: Chinese takes about a third of the characters of English.
const LETTERS_OF_IDEOGRAPH: usize = 3;

/// The number of an element, in the order of the start tags. The page itself is element 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    /// The page itself.
    pub(super) const PAGE: Self = Self(0);

    /// The numbers of the first `count` elements.
    pub(super) fn all(count: usize) -> impl DoubleEndedIterator<Item = Self> {
        (0..u32::try_from(count).unwrap_or(u32::MAX)).map(Self)
    }

    /// The number of the element as an index.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An element of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// The element around it; the page is its own parent.
    pub(super) parent: NodeId,
    /// What the element is.
    pub(super) tag: Tag,
    /// What its attributes say.
    pub(super) hints: Hints,
    /// Hash of its tag and its attribute `class`. Parts of one series have the same.
    pub(super) series: u64,
}

/// What a line of text holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineFacts {
    /// The innermost block around the line.
    pub(super) node: NodeId,
    /// Length of the text, in letters.
    pub(super) weight: usize,
    /// Length of the text of links in the line, in letters.
    pub(super) link_weight: usize,
}

/// A start tag.
pub(super) struct StartTag<'a> {
    /// Name in lower case.
    pub(super) name: &'a [u8],
    /// Its attributes.
    pub(super) attributes: &'a Attributes,
    /// Whether the tag ends with `/>`.
    pub(super) is_self_closing: bool,
}

/// An element whose end has not come.
#[derive(Debug, Clone, Copy)]
struct OpenElement {
    node: NodeId,
    /// The innermost element that is a block.
    block: NodeId,
    name: u64,
    tag: Tag,
    is_hidden: bool,
}

/// The text of an element that is no text of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capture {
    Title,
    Script,
}

/// A page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// All elements, in the order of their start tags.
    pub(super) nodes: Vec<Node>,
    /// All lines of visible text.
    pub(super) flow: FlowText<'a>,
    /// What each line holds.
    pub(super) lines: Vec<LineFacts>,
    /// What the page says about itself.
    pub(super) metadata: Metadata,
    open: Vec<OpenElement>,
    /// How many open elements have a name.
    open_names: HashMap<u64, u32>,
    hidden: usize,
    links: usize,
    preformatted: usize,
    capture: Option<Capture>,
    captured: String,
    is_xml: bool,
}

impl<'a> Page<'a> {
    /// A page without text, whose source is `source`.
    pub(super) fn new(source: &'a str) -> Self {
        let page =
            Node { parent: NodeId::PAGE, tag: Tag::Root, hints: Hints::default(), series: 0 };
        Self {
            nodes: vec![page],
            flow: FlowText::new(source),
            lines: Vec::new(),
            metadata: Metadata::default(),
            open: Vec::new(),
            open_names: HashMap::new(),
            hidden: 0,
            links: 0,
            preformatted: 0,
            capture: None,
            captured: String::new(),
            is_xml: source.trim_start_matches('\u{feff}').starts_with("<?xml"),
        }
    }

    /// Ends the page.
    pub(super) fn finish(&mut self) {
        self.close_from(0);
        self.end_capture();
        self.flow.push_break(Break::Line);
    }

    /// Adds text.
    pub(super) fn push_text(&mut self, run: Run) {
        if self.capture.is_some() {
            self.captured.push_str(self.flow.text_of(run));
        }
        if self.hidden > 0 {
            return;
        }
        let white_space = match self.preformatted {
            0 => WhiteSpace::Collapsed,
            _ => WhiteSpace::Preserved,
        };
        self.flow.push(run, white_space);
        if self.lines.len() < self.flow.line_count() {
            let node = self.open.last().map_or(NodeId::PAGE, |element| element.block);
            self.lines.push(LineFacts { node, weight: 0, link_weight: 0 });
        }
        let weight = letters(self.flow.text_of(run));
        if let Some(line) = self.lines.last_mut() {
            line.weight += weight;
            line.link_weight += if self.links > 0 { weight } else { 0 };
        }
    }

    /// Adds a start tag. Returns whether the element has no content.
    pub(super) fn push_start(&mut self, start: &StartTag) -> bool {
        let tag = Tag::of(start.name);
        self.metadata.read_start(start.name, start.attributes);
        self.end_implied(tag);
        if matches!(tag, Tag::Void | Tag::LineBreak) {
            if start.name == b"hr" || tag == Tag::LineBreak {
                self.flow.push_break(Break::Line);
            }
            return true;
        }
        let is_hidden = is_hidden(start, tag);
        if !is_hidden {
            self.flow_break(tag, tag == Tag::Cell);
        }
        if start.is_self_closing && (self.is_xml || self.hidden > 0) {
            return true;
        }
        self.open(start, tag, is_hidden);
        false
    }

    /// Adds an end tag, whose name is in lower case.
    pub(super) fn push_end(&mut self, name: &[u8]) {
        let tag = Tag::of(name);
        if matches!(tag, Tag::LineBreak | Tag::Root | Tag::Void) {
            return self.flow_break(tag, false);
        }
        let name = xxh3_64(name);
        let is_open = self.open_names.get(&name).is_some_and(|&count| count > 0);
        let is_end_of = |element: &OpenElement| element.name == name;
        let found =
            if is_open { self.innermost(is_end_of, |open| ends_at(tag, open)) } else { None };
        match found {
            Some(index) => self.close_from(index),
            // A link that ends within a later block links nothing behind its end tag.
            None if tag == Tag::Anchor => self.end_links(),
            // The end tag of a paragraph that is not open is an empty paragraph.
            None if tag == Tag::Paragraph => self.flow_break(tag, false),
            None => {}
        }
    }

    fn open(&mut self, start: &StartTag, tag: Tag, is_hidden: bool) {
        if self.open.len() == MAX_DEPTH {
            self.close_from(MAX_DEPTH - 1);
        }
        let outer = self.open.last().copied();
        let parent = outer.map_or(NodeId::PAGE, |outer| outer.node);
        let node = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let class = start.attributes.get("class").unwrap_or_default();
        self.nodes.push(Node {
            parent,
            tag,
            hints: Hints::read(start.attributes),
            series: xxh3_64_with_seed(class.as_bytes(), xxh3_64(start.name)),
        });
        let block = match outer {
            Some(outer) if tag.is_inline() => outer.block,
            _ => node,
        };
        let name = xxh3_64(start.name);
        self.begin_capture(start, tag);
        self.hidden += usize::from(is_hidden);
        self.links += usize::from(tag == Tag::Anchor);
        self.preformatted += usize::from(tag == Tag::Preformatted);
        *self.open_names.entry(name).or_insert(0) += 1;
        self.open.push(OpenElement { node, block, name, tag, is_hidden });
    }

    /// Closes the open element `index`, and all elements in it.
    fn close_from(&mut self, index: usize) {
        while self.open.len() > index {
            let Some(element) = self.open.pop() else { return };
            self.flow_break(element.tag, false);
            self.hidden -= usize::from(element.is_hidden);
            self.links -= usize::from(element.tag == Tag::Anchor);
            self.preformatted -= usize::from(element.tag == Tag::Preformatted);
            if let Some(count) = self.open_names.get_mut(&element.name) {
                *count -= 1;
            }
            if matches!(element.tag, Tag::Title | Tag::Hidden) {
                self.end_capture();
            }
        }
    }

    /// Closes the elements that a start tag ends, such as a paragraph before a heading.
    fn end_implied(&mut self, tag: Tag) {
        if tag.ends_paragraph() {
            self.close_innermost(|open| open == Tag::Paragraph, Tag::is_barrier);
        }
        match tag {
            Tag::Anchor => self.close_innermost(|open| open == tag, |open| !open.is_inline()),
            Tag::Item => self.close_innermost(|open| open == tag, ends_list),
            Tag::Term => self.close_innermost(|open| open == tag, ends_list),
            Tag::Cell => self.close_innermost(|open| open == tag, ends_row),
            Tag::Row => self.close_innermost(|open| open == tag, |open| open == Tag::Table),
            Tag::RowGroup => self.close_innermost(|open| open == tag, |open| open == Tag::Table),
            Tag::RubyText => self.close_innermost(|open| open == tag, |open| !open.is_inline()),
            Tag::Heading(_) => self.close_innermost(is_heading, |open| !open.is_inline()),
            _ => {}
        }
    }

    /// Closes the innermost open element that `is_target` chooses, unless one that `is_barrier`
    /// chooses is further in.
    fn close_innermost(&mut self, is_target: impl Fn(Tag) -> bool, is_barrier: fn(Tag) -> bool) {
        if let Some(index) = self.innermost(|element| is_target(element.tag), is_barrier) {
            self.close_from(index);
        }
    }

    fn innermost(
        &self,
        is_target: impl Fn(&OpenElement) -> bool,
        is_barrier: impl Fn(Tag) -> bool,
    ) -> Option<usize> {
        for (index, element) in self.open.iter().enumerate().rev() {
            if is_target(element) {
                return Some(index);
            }
            if is_barrier(element.tag) {
                return None;
            }
        }
        None
    }

    fn end_links(&mut self) {
        for element in self.open.iter_mut().filter(|element| element.tag == Tag::Anchor) {
            element.tag = Tag::Inline;
        }
        self.links = 0;
    }

    /// Divides the text at a tag. The start of a cell divides it less than its end.
    fn flow_break(&mut self, tag: Tag, is_cell_start: bool) {
        if self.hidden > 0 || tag.is_inline() || tag == Tag::Title {
            return;
        }
        match tag {
            Tag::Heading(_) => self.flow.push_break(Break::Heading),
            Tag::Cell if is_cell_start => self.flow.push_break(Break::Cell),
            Tag::Cell => {}
            _ => self.flow.push_break(Break::Line),
        }
    }

    fn begin_capture(&mut self, start: &StartTag, tag: Tag) {
        let is_linked_data = start.name == b"script"
            && start.attributes.get("type").is_some_and(|kind| kind.contains("ld+json"));
        self.capture = match tag {
            Tag::Title if self.hidden == 0 => Some(Capture::Title),
            _ if is_linked_data => Some(Capture::Script),
            _ => return,
        };
        self.captured.clear();
    }

    fn end_capture(&mut self) {
        match self.capture.take() {
            Some(Capture::Title) => self.metadata.offer_title_element(&self.captured),
            Some(Capture::Script) => self.metadata.read_linked_data(&self.captured),
            None => {}
        }
    }
}

/// Whether the content of an element is not shown.
fn is_hidden(start: &StartTag, tag: Tag) -> bool {
    matches!(tag, Tag::Hidden | Tag::RubyText | Tag::Title)
        || (start.name == b"dialog" && start.attributes.get("open").is_none())
        || (tag != Tag::Root && start.attributes.is_hidden())
        || Hints::is_for_screen_readers(start.attributes)
}

/// Whether the end tag of `tag` has no effect on elements around an element `open`.
fn ends_at(tag: Tag, open: Tag) -> bool {
    match tag {
        Tag::Cell | Tag::Row | Tag::RowGroup => open == Tag::Table,
        Tag::Table | Tag::Hidden => false,
        Tag::Button => open.is_barrier(),
        _ if tag.is_inline() => !open.is_inline(),
        _ => open.is_barrier(),
    }
}

fn ends_list(tag: Tag) -> bool {
    tag == Tag::List || tag.is_barrier()
}

fn ends_row(tag: Tag) -> bool {
    matches!(tag, Tag::Row | Tag::Table)
}

fn is_heading(tag: Tag) -> bool {
    matches!(tag, Tag::Heading(_))
}

/// Length of a text, in letters of English.
fn letters(text: &str) -> usize {
    text.chars().map(letters_of).sum()
}

fn letters_of(c: char) -> usize {
    match c {
        _ if c.is_whitespace() => 0,
        _ if is_chinese_or_japanese(c) => LETTERS_OF_IDEOGRAPH,
        _ => 1,
    }
}
