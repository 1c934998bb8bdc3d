//! The main text of a page: the article without navigation, notices, comments and the like.
//!
//! Paragraphs count by their length and their share of link text, as in boilerpipe (Kohlschütter,
//! Fankhauser and Nejdl, 2010) and jusText (Pomikálek, 2011). The main text is in the innermost
//! element that has nearly all of them, as in Readability. Elements whose tag, role or class names
//! something else do not count.

use std::collections::HashMap;
use std::ops::Range;

use super::page::{Node, NodeId, Page};
use super::tag::Tag;

/// A paragraph of so many letters is text, not a label: a line and a half, or 25 ideographs.
const TEXT_LETTERS: usize = 75;

/// A shorter paragraph is text if it ends like a sentence.
const SENTENCE_LETTERS: usize = 30;

/// Share of the page's text above which an element that says that it is the main text is believed.
/// At most one such element in a branch can have more than half.
const MARKED_SHARE: f64 = 0.5;

/// Share of the text in all elements of a kind that one of them has when it is the main text alone:
/// the posts of a thread are marked alike, and none of them is the whole.
const ALONE_SHARE: f64 = 0.85;

/// Share of the text that the innermost element has. The rest are teasers without a class.
const INNERMOST_SHARE: f64 = 0.8;

/// Lines of one element from which they are taken for paragraphs: pages of the 1990s divide
/// paragraphs by `<br>`.
const PARAGRAPH_LINES: usize = 3;

/// A main text with a smaller share of the page's text is doubted, and selected again with fewer
/// rules: pages whose classes are misleading lose nearly all.
const DOUBTED_SHARE: f64 = 0.25;

/// Longest paragraph that a phrase such as "Share this" makes no part of the main text.
const PHRASE_LETTERS: usize = 100;

/// A row with more is no data: tables divided pages into columns once.
const DATA_ROW_LETTERS: usize = 600;

/// Beginnings of short paragraphs beside the main text, in lower case.
const PHRASES: [&str; 42] = [
    "advertisement",
    "all rights reserved",
    "by ",
    "click here",
    "copyright",
    "filed under",
    "follow us",
    "last updated",
    "more from",
    "posted by",
    "posted in",
    "posted on",
    "print this",
    "published on",
    "published:",
    "read also",
    "read more",
    "related:",
    "see also:",
    "share on",
    "share this",
    "sign up",
    "source:",
    "subscribe",
    "tags:",
    "updated:",
    "©",
    "上一篇",
    "下一篇",
    "作者：",
    "分享到",
    "分享至",
    "发布时间",
    "发布日期",
    "字体：",
    "字号：",
    "打印本页",
    "来源：",
    "浏览次数",
    "编辑：",
    "责任编辑",
    "【打印",
];

/// Which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    /// Tags, roles and classes.
    All,
    /// Tags and roles.
    Tags,
}

/// A paragraph: consecutive lines of one element.
#[derive(Debug, Clone)]
struct Paragraph {
    node: NodeId,
    lines: Range<usize>,
    weight: usize,
    link_weight: usize,
}

/// Lengths of what an element holds, in letters.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    /// Paragraphs of text.
    text: usize,
    /// All that is visible.
    weight: usize,
    /// Links.
    links: usize,
}

impl Letters {
    fn add(&mut self, other: Self) {
        self.text += other.text;
        self.weight += other.weight;
        self.links += other.links;
    }
}

/// For each line, whether it belongs to the main text.
pub(super) fn main_lines(page: &Page) -> Vec<bool> {
    let all = page.lines.iter().map(|line| line.weight - line.link_weight).sum::<usize>();
    let careful = Selection::new(page, Rules::All).lines();
    if share(weight_of(page, &careful), all) >= DOUBTED_SHARE {
        return careful;
    }
    let plain = Selection::new(page, Rules::Tags).lines();
    // The rules about classes are right if they leave most of what remains without them.
    let least = weight_of(page, &plain) / 2;
    let best = if weight_of(page, &careful) >= least { careful } else { plain };
    if best.contains(&true) { best } else { vec![true; best.len()] }
}

fn weight_of(page: &Page, kept: &[bool]) -> usize {
    let lines = page.lines.iter().zip(kept).filter(|(_, kept)| **kept);
    lines.map(|(line, _)| line.weight - line.link_weight).sum()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The choice of the main text of a page.
struct Selection<'a> {
    page: &'a Page<'a>,
    paragraphs: Vec<Paragraph>,
    /// For each element, whether it is beside the main text.
    beside: Vec<bool>,
    /// For each element, what it holds.
    letters: Vec<Letters>,
    /// For each element, the child with most text.
    heaviest: Vec<NodeId>,
    /// For each element, the row or list that it is a part of; the page if there is none.
    units: Vec<NodeId>,
    /// Letters of text in each series of the elements in one element.
    series: HashMap<Series, usize>,
}

/// The elements in `parent` that have the same tag and classes, such as the sections of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Series {
    parent: NodeId,
    hash: u64,
}

impl<'a> Selection<'a> {
    fn new(page: &'a Page<'a>, rules: Rules) -> Self {
        let beside = beside(page, rules);
        let paragraphs = paragraphs(page);
        let letters = letters(page, &paragraphs, &beside);
        let mut heaviest = vec![NodeId::PAGE; page.nodes.len()];
        for (index, id) in NodeId::all(page.nodes.len()).enumerate().skip(1) {
            let best = &mut heaviest[page.nodes[index].parent.index()];
            if *best == NodeId::PAGE || letters[index].text > letters[best.index()].text {
                *best = id;
            }
        }
        let (units, series) = (units(page), series(page, &letters));
        Self { page, paragraphs, beside, letters, heaviest, units, series }
    }

    /// For each line, whether it belongs to the main text.
    fn lines(&self) -> Vec<bool> {
        let mut kept = vec![false; self.page.lines.len()];
        let container = self.container();
        let inside = within(self.page, |id| id == container);
        let chosen = self.keep(&inside);
        for index in chosen.iter().copied().chain(self.title_above(&chosen)) {
            kept[self.paragraphs[index].lines.clone()].fill(true);
        }
        kept
    }

    /// The innermost element with the main text.
    fn container(&self) -> NodeId {
        let mut container = self.marked().unwrap_or(NodeId::PAGE);
        let enough = self.letters[container.index()].text as f64 * INNERMOST_SHARE;
        loop {
            let inner = self.heaviest[container.index()];
            let is_inner =
                inner != NodeId::PAGE && self.letters[inner.index()].text as f64 >= enough;
            if enough == 0.0 || !is_inner || self.is_one_of_several(inner) {
                return container;
            }
            container = inner;
        }
    }

    /// The innermost element that says that it is the main text, and has most of the text.
    fn marked(&self) -> Option<NodeId> {
        let kinds: [fn(&Page, NodeId) -> bool; 3] = [
            |page, id| page.nodes[id.index()].hints.is_main,
            |page, id| page.nodes[id.index()].tag == Tag::Article,
            |page, id| page.nodes[id.index()].tag == Tag::Main,
        ];
        kinds.into_iter().find_map(|is_marked| self.alone(|id| is_marked(self.page, id)))
    }

    /// The innermost element that `is_marked` chooses and that has most of the text of the page,
    /// and nearly all text of the elements chosen.
    fn alone(&self, is_marked: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        let all = self.letters[NodeId::PAGE.index()].text;
        let has_most = |id: &NodeId| share(self.letters[id.index()].text, all) > MARKED_SHARE;
        let ids = NodeId::all(self.page.nodes.len());
        let best = ids.filter(|id| is_marked(*id)).filter(has_most).last()?;
        let marked = within(self.page, is_marked);
        let paragraphs = self.paragraphs.iter().map(|paragraph| paragraph.node.index());
        let counted = paragraphs
            .zip(&self.paragraphs)
            .filter(|(node, _)| marked[*node] && !self.beside[*node]);
        let total: usize = counted.map(|(_, paragraph)| text_letters(self.page, paragraph)).sum();
        (share(self.letters[best.index()].text, total) >= ALONE_SHARE).then_some(best)
    }

    /// Whether an element is one paragraph, or one part of a series, so that its neighbours belong
    /// to it.
    fn is_one_of_several(&self, id: NodeId) -> bool {
        let Node { parent, series, .. } = self.page.nodes[id.index()];
        let in_series = self.series.get(&Series { parent, hash: series });
        let is_part = in_series.is_some_and(|all| *all > self.letters[id.index()].text);
        (is_part && !self.page.nodes[id.index()].tag.is_of_table()) || self.is_one_paragraph(id)
    }

    /// Whether an element holds a single paragraph, so that its neighbours belong to it.
    fn is_one_paragraph(&self, id: NodeId) -> bool {
        let own = self.paragraphs.iter().find(|paragraph| paragraph.node == id);
        let is_all = own.is_some_and(|own| {
            own.lines.len() < PARAGRAPH_LINES
                && text_letters(self.page, own) == self.letters[id.index()].text
        });
        self.page.nodes[id.index()].tag.is_one_paragraph() || is_all
    }

    /// The paragraphs to keep among those inside the container, in descending order.
    fn keep(&self, inside: &[bool]) -> Vec<usize> {
        let first_text = self.paragraphs.iter().position(|paragraph| {
            inside[paragraph.node.index()] && text_letters(self.page, paragraph) > 0
        });
        let mut kept = Vec::new();
        // The least important heading that has text below it.
        let mut supported = 0;
        let mut is_next_kept = false;
        for (index, paragraph) in self.paragraphs.iter().enumerate().rev() {
            let node = paragraph.node.index();
            if !inside[node] || self.beside[node] {
                continue;
            }
            if let Some(level) = heading_level(self.page, paragraph.node) {
                if level > supported && !self.is_title(paragraph) {
                    continue;
                }
                supported = supported.min(level - 1);
            } else {
                let is_above_text = first_text.is_some_and(|first| index < first);
                is_next_kept = !self.is_links_inside(paragraph, inside)
                    && !self.is_label(paragraph, is_above_text)
                    && (is_next_kept || !self.is_introduction(paragraph));
                if !is_next_kept {
                    continue;
                }
                supported = 6;
            }
            kept.push(index);
        }
        kept
    }

    /// Whether most of a paragraph is links, or of the list or row in the container that it is a
    /// part of: a table of data may have names that are links.
    fn is_links_inside(&self, paragraph: &Paragraph, inside: &[bool]) -> bool {
        let unit = self.units[paragraph.node.index()].index();
        let letters = self.letters[unit];
        let is_layout = self.page.nodes[unit].tag == Tag::Row && letters.weight > DATA_ROW_LETTERS;
        let has_unit = unit != NodeId::PAGE.index() && inside[unit];
        if has_unit && !is_layout {
            is_links(letters.links, letters.weight)
        } else {
            is_links(paragraph.link_weight, paragraph.weight)
        }
    }

    /// Whether a paragraph is a date above the text, or a phrase such as "Share this".
    fn is_label(&self, paragraph: &Paragraph, is_above_text: bool) -> bool {
        let text = self.page.flow.line(paragraph.lines.start);
        (is_above_text && is_date(text))
            || (paragraph.weight <= PHRASE_LETTERS && begins_with_phrase(text))
    }

    /// Whether a paragraph is a few words that announce what follows, such as "Related news:".
    fn is_introduction(&self, paragraph: &Paragraph) -> bool {
        let text = self.page.flow.line(paragraph.lines.start);
        paragraph.weight <= PHRASE_LETTERS && text.ends_with([':', '：'])
    }

    /// The title above the kept paragraphs, unless they have one.
    fn title_above(&self, kept: &[usize]) -> Option<usize> {
        let first = *kept.last()?;
        if kept.iter().any(|index| self.may_be_title(*index)) {
            return None;
        }
        (0..first).rev().find(|index| self.may_be_title(*index))
    }

    /// Whether a paragraph is the title of the page, or else a first heading.
    fn may_be_title(&self, index: usize) -> bool {
        let paragraph = &self.paragraphs[index];
        match heading_level(self.page, paragraph.node) {
            Some(1) if !self.beside[paragraph.node.index()] => true,
            Some(_) => self.is_title(paragraph),
            None => !is_links(paragraph.link_weight, paragraph.weight) && self.is_title(paragraph),
        }
    }

    fn is_title(&self, paragraph: &Paragraph) -> bool {
        self.page.metadata.is_title(self.page.flow.line(paragraph.lines.start))
    }
}

/// For each element, what it holds. Elements beside the main text have no text.
fn letters(page: &Page, paragraphs: &[Paragraph], beside: &[bool]) -> Vec<Letters> {
    let mut letters = vec![Letters::default(); page.nodes.len()];
    for paragraph in paragraphs {
        let node = paragraph.node.index();
        let text = if beside[node] { 0 } else { text_letters(page, paragraph) };
        let (weight, links) = (paragraph.weight, paragraph.link_weight);
        letters[node].add(Letters { text, weight, links });
    }
    for index in (1..page.nodes.len()).rev() {
        let inner = letters[index];
        letters[page.nodes[index].parent.index()].add(inner);
    }
    letters
}

/// Letters of text in each series of elements.
fn series(page: &Page, letters: &[Letters]) -> HashMap<Series, usize> {
    let mut series = HashMap::new();
    for (node, letters) in page.nodes.iter().zip(letters).skip(1) {
        if letters.text > 0 {
            let key = Series { parent: node.parent, hash: node.series };
            *series.entry(key).or_insert(0) += letters.text;
        }
    }
    series
}

/// For each element, the row or list that it is a part of.
fn units(page: &Page) -> Vec<NodeId> {
    let mut units = vec![NodeId::PAGE; page.nodes.len()];
    for (index, id) in NodeId::all(page.nodes.len()).enumerate() {
        let node = page.nodes[index];
        let is_unit = matches!(node.tag, Tag::Row | Tag::List);
        units[index] = if is_unit { id } else { units[node.parent.index()] };
    }
    units
}

/// For each element, whether it is beside the main text.
fn beside(page: &Page, rules: Rules) -> Vec<bool> {
    let in_article = within(page, |id| {
        matches!(page.nodes[id.index()].tag, Tag::Article | Tag::Main)
            || page.nodes[id.index()].hints.is_main
    });
    let in_quotation = within(page, |id| page.nodes[id.index()].tag == Tag::Blockquote);
    within(page, |id| {
        let node = page.nodes[id.index()];
        let by_tag = match node.tag {
            Tag::Navigation | Tag::Aside | Tag::Button => true,
            Tag::Footer => !in_quotation[id.index()],
            Tag::Header => !in_article[id.index()],
            _ => false,
        };
        let is_around_all = matches!(node.tag, Tag::Root | Tag::Article | Tag::Main);
        let by_class = rules == Rules::All && node.hints.is_beside && !is_around_all;
        by_tag || node.hints.has_other_role || by_class
    })
}

/// For each element, whether `is_chosen` chooses it or an element around it.
fn within(page: &Page, is_chosen: impl Fn(NodeId) -> bool) -> Vec<bool> {
    let mut found = vec![false; page.nodes.len()];
    for (index, id) in NodeId::all(page.nodes.len()).enumerate() {
        found[index] = found[page.nodes[index].parent.index()] || is_chosen(id);
    }
    found
}

fn paragraphs(page: &Page) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (index, line) in page.lines.iter().enumerate() {
        match paragraphs.last_mut().filter(|last| last.node == line.node) {
            Some(last) => {
                last.lines.end = index + 1;
                last.weight += line.weight;
                last.link_weight += line.link_weight;
            }
            None => paragraphs.push(Paragraph {
                node: line.node,
                lines: index..index + 1,
                weight: line.weight,
                link_weight: line.link_weight,
            }),
        }
    }
    paragraphs
}

/// The letters of a paragraph that count as text: none of a heading, a label or links.
fn text_letters(page: &Page, paragraph: &Paragraph) -> usize {
    let ends = page.flow.line(paragraph.lines.end - 1).ends_with(is_sentence_end);
    let is_long = paragraph.weight >= if ends { SENTENCE_LETTERS } else { TEXT_LETTERS };
    let is_heading = heading_level(page, paragraph.node).is_some();
    // Teasers and lists of links have a third or more of their text in links.
    if is_heading || !is_long || paragraph.link_weight * 3 > paragraph.weight {
        return 0;
    }
    paragraph.weight - paragraph.link_weight
}

/// The number of the heading that an element is, or is in.
fn heading_level(page: &Page, id: NodeId) -> Option<u8> {
    match page.nodes[id.index()].tag {
        Tag::Heading(level) => Some(level),
        _ => None,
    }
}

/// Whether most of a text is links.
fn is_links(links: usize, all: usize) -> bool {
    links * 2 > all
}

fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '…' | '”' | '」' | '"' | '；' | '：' | ':')
}

/// Whether a text is little more than a date.
fn is_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|c| c.is_alphabetic() && !"年月日时分秒".contains(*c));
    digits >= 4 && others.count() <= digits
}

fn begins_with_phrase(text: &str) -> bool {
    let end = text.char_indices().nth(20).map_or(text.len(), |(at, _)| at);
    let start = text[..end].to_lowercase();
    PHRASES.iter().any(|phrase| start.starts_with(phrase))
}
