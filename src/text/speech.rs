//! Cutting a document into speeches and paragraphs.

use super::debris::{is_front_debris, is_page_debris, without_tail};
use super::heading::{Address, HeadingRule, is_closing, salutation, title};
use super::line::{Line, lines};
use crate::document::Span;

/// A salutation opens another speech only after so much of one, in bytes.
const SHORTEST_SPEECH: usize = 600;
/// Text before the first heading that is at least this long is a speech of its own, in bytes.
const LONGEST_PREFACE: usize = 1_200;
/// Most lines that a title block can have.
const LONGEST_FRONT: usize = 12;
/// A line this long is a paragraph and no title, in characters.
const PARAGRAPH: usize = 60;

/// A document cut into its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The speeches, in reading order.
    pub speeches: Vec<Speech>,
    /// Paragraphs that belong to no speech: a preface of the compiler.
    pub loose: Vec<Span>,
    /// Titles, front matter, page numbers and what a page hangs on the end; compared with nothing
    /// but as part of the whole document.
    pub left_out: Vec<Span>,
}

/// A part of a document that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Its heading; a second speech under one heading has ` (2)` after it. Empty if there is none.
    pub title: String,
    /// From its heading to the end of its last paragraph.
    pub span: Span,
    /// Its body without heading and debris; never empty.
    pub paragraphs: Vec<Span>,
}

impl Speech {
    /// From the first to the last paragraph.
    #[must_use]
    pub fn body(&self) -> Span {
        Span::new(self.paragraphs[0].start, self.span.end)
    }
}

impl Outline {
    /// Cuts `text` at headings, and where another speech begins at its own salutation.
    ///
    /// ```
    /// use leitong::text::{HeadingRule, Outline};
    /// let text = "范文1\n同志们：\n一句话。\n范文2\n各位代表：\n另一句话。\n";
    /// let outline = Outline::of(text, &HeadingRule::default());
    /// assert_eq!(outline.speeches[1].title, "范文2");
    /// assert_eq!(outline.speeches[1].body().of(text), "各位代表：\n另一句话。");
    /// ```
    #[must_use]
    pub fn of(text: &str, rule: &HeadingRule) -> Self {
        let lines: Vec<Line> = lines(text).collect();
        let (body, tail) = lines.split_at(without_tail(&lines));
        let mut cutter = Cutter::default();
        cutter.outline.left_out.extend(tail.iter().map(|line| line.span));
        let first = body.iter().position(|line| rule.is_heading(line.text));
        let (before, headed) = body.split_at(first.unwrap_or(body.len()));
        cutter.take_front(before, first.is_some());
        for &line in headed {
            cutter.take(line, rule);
        }
        cutter.finish()
    }
}

/// Takes line after line and knows the speech that is open.
#[derive(Default)]
struct Cutter<'t> {
    outline: Outline,
    open: Option<Open>,
    heading: Option<Line<'t>>,
    under_heading: usize,
}

/// A speech whose end is not known yet.
struct Open {
    start: usize,
    paragraphs: Vec<Span>,
    closed: bool,
}

impl Open {
    fn len(&self) -> usize {
        self.paragraphs.iter().map(|span| span.len()).sum()
    }
}

impl<'t> Cutter<'t> {
    /// What stands before the first heading, or the whole text if there is none.
    fn take_front(&mut self, lines: &[Line<'t>], headings_follow: bool) {
        let front = front(lines);
        self.heading = front.iter().find(|line| !is_front_debris(line.text)).copied();
        self.outline.left_out.extend(front.iter().map(|line| line.span));
        let rest = &lines[front.len()..];
        let short = rest.iter().map(|line| line.span.len()).sum::<usize>() < LONGEST_PREFACE;
        for &line in rest {
            if is_page_debris(line.text) {
                self.outline.left_out.push(line.span);
            } else if headings_follow && short {
                self.outline.loose.push(line.span);
            } else {
                self.take_paragraph(line);
            }
        }
    }

    fn take(&mut self, line: Line<'t>, rule: &HeadingRule) {
        if rule.is_heading(line.text) {
            self.close();
            self.outline.left_out.push(line.span);
            (self.heading, self.under_heading) = (Some(line), 0);
        } else if is_page_debris(line.text) {
            self.outline.left_out.push(line.span);
        } else {
            self.take_paragraph(line);
        }
    }

    fn take_paragraph(&mut self, line: Line<'t>) {
        if self.begins_anew(line.text) {
            self.close();
        }
        let heading = self.heading.filter(|_| self.under_heading == 0);
        let start = heading.map_or(line.span.start, |heading| heading.span.start);
        let open = self.open.get_or_insert_with(|| Open { start, paragraphs: Vec::new(), closed: false });
        open.paragraphs.push(line.span);
        open.closed = is_closing(line.text);
    }

    /// Whether a line greets the audience of another speech.
    fn begins_anew(&self, line: &str) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| open.len() >= SHORTEST_SPEECH) else {
            return false;
        };
        salutation(line).is_some_and(|address| address == Address::Opening || open.closed)
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let Some(last) = open.paragraphs.last() else {
            return;
        };
        self.under_heading += 1;
        let heading = self.heading.map_or("", |line| title(line.text));
        let title = match self.under_heading {
            1 => heading.to_owned(),
            number => format!("{heading} ({number})").trim_start().to_owned(),
        };
        let span = Span::new(open.start, last.end);
        self.outline.speeches.push(Speech { title, span, paragraphs: open.paragraphs });
    }

    fn finish(mut self) -> Outline {
        self.close();
        self.outline.left_out.sort_unstable();
        self.outline
    }
}

/// The title block: leading lines that are no paragraphs. A text of short lines only has none.
fn front<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let body = lines.iter().position(|line| !is_front_debris(line.text) && is_paragraph(line.text));
    &lines[..body.filter(|&lines| lines <= LONGEST_FRONT).unwrap_or(0)]
}

/// Whether a line is part of a body: a long one, a sentence, or an address.
fn is_paragraph(line: &str) -> bool {
    let sentence =
        line.ends_with(['。', '!', '！', '?', '？', '.', ';', '；', ':', '：', '…', '”', '」', '』', ',', '，']);
    sentence || line.chars().nth(PARAGRAPH).is_some()
}
