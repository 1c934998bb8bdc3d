//! The outline of a document: its speeches and their paragraphs.

use super::heading_lines::{HeadingLine, HeadingLines};
use super::headings::{HeadingRule, is_closing, title};
use super::lines::{TextLine, lines};
use super::page_lines::{is_front_debris, is_page_debris, without_tail};
use super::salutations::{Address, salutation};
use super::titles::Signal;
use super::wrapped_lines::continuation_starts;
use crate::document::Span;

/// Minimum length of a speech in bytes (200 Chinese characters) before a salutation starts another
/// one: speeches often address several groups one after another at their start.
const SHORTEST_SPEECH: usize = 600;
/// Text before the first heading is a speech of its own from this length on, in bytes (400 Chinese
/// characters); a shorter one is a preface.
const LONGEST_PREFACE: usize = 1_200;
/// Maximum number of titles before a body: more short lines are a poem or wrapped text.
const MOST_TITLES: usize = 4;
/// Maximum length of a title in characters.
const LONGEST_TITLE: usize = 40;

/// The parts of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The speeches, in reading order.
    pub speeches: Vec<Speech>,
    /// Paragraphs outside all speeches, such as a preface to a compilation.
    pub loose: Vec<Span>,
    /// Headings, front matter, page numbers and back matter, which belong to no body of a speech.
    pub left_out: Vec<Span>,
}

/// A speech, or another self-contained part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// The heading, followed by ` (2)` for the second speech under one heading; empty if there is
    /// none.
    pub title: String,
    /// The span from the heading to the end of the last paragraph.
    pub span: Span,
    /// The heading and other titles directly before the body.
    pub headings: Vec<Span>,
    /// The paragraphs of the body, without headings and page debris; at least one.
    pub paragraphs: Vec<Span>,
    /// Why the speech starts there.
    pub signal: Signal,
}

impl Speech {
    /// The span from the first to the last paragraph.
    #[must_use]
    pub fn body(&self) -> Span {
        Span::new(self.paragraphs[0].start, self.span.end)
    }
}

impl Outline {
    /// Divides `text` into speeches: at the headings that match the rule or that are inferred from
    /// the text, and at salutations that start another speech.
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
        let lines: Vec<TextLine> = lines(text).collect();
        let (body, tail) = lines.split_at(without_tail(&lines));
        let headings = HeadingLines::of(text, body, rule);
        let mut builder = OutlineBuilder {
            text,
            continuations: continuation_starts(text, body),
            cuts_at_salutations: !headings.are_inferred,
            ..Default::default()
        };
        builder.outline.left_out.extend(tail.iter().map(|line| line.span));
        let mut lines = body;
        for (number, heading) in headings.lines.iter().enumerate() {
            let before = take_before(&mut lines, heading.line.span.start);
            builder.add_lines(before, number == 0, true);
            take_before(&mut lines, heading.line.span.end);
            builder.add_heading(*heading);
        }
        builder.add_lines(lines, headings.lines.is_empty(), false);
        builder.finish()
    }

    /// All paragraphs in reading order: those of no speech, then those of each speech.
    ///
    /// ```
    /// use leitong::text::{HeadingRule, Outline};
    /// let text = "范文1\n同志们：\n一句话。\n";
    /// let outline = Outline::of(text, &HeadingRule::default());
    /// assert!(outline.paragraphs().map(|span| span.of(text)).eq(["同志们：", "一句话。"]));
    /// ```
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> + '_ {
        self.loose.iter().chain(self.speeches.iter().flat_map(|speech| &speech.paragraphs)).copied()
    }
}

/// Builds an outline line by line.
#[derive(Default)]
struct OutlineBuilder<'t> {
    text: &'t str,
    /// Starts of the lines that go on from the line above, in order.
    continuations: Vec<usize>,
    outline: Outline,
    /// Whether a salutation may start another speech under a heading.
    cuts_at_salutations: bool,
    open: Option<OpenSpeech>,
    heading: Option<HeadingLine<'t>>,
    /// Headings and titles since the last speech.
    headings: Vec<Span>,
    /// Speeches since the last heading.
    under_heading: usize,
}

/// A speech whose end is not found yet.
struct OpenSpeech {
    start: usize,
    headings: Vec<Span>,
    paragraphs: Vec<Span>,
    /// Whether the last paragraph is a closing.
    closed: bool,
    /// Bytes of all paragraphs.
    len: usize,
}

impl<'t> OutlineBuilder<'t> {
    /// Adds the lines before the first heading, or all lines if there is no heading.
    fn add_front(&mut self, lines: &[TextLine<'t>], headings_follow: bool) {
        let front = self.front(lines);
        let heading = front.iter().find(|line| !is_front_debris(line.text));
        self.heading = heading.map(|&line| HeadingLine { line, signal: Signal::Start });
        self.headings
            .extend(front.iter().filter(|line| !is_debris(line.text)).map(|line| line.span));
        self.outline.left_out.extend(front.iter().map(|line| line.span));
        let rest = &lines[front.len()..];
        let short = rest.iter().map(|line| line.span.len()).sum::<usize>() < LONGEST_PREFACE;
        for paragraph in self.paragraphs(rest) {
            if headings_follow && short {
                self.outline.loose.push(paragraph.span);
            } else {
                self.add_paragraph(paragraph);
            }
        }
    }

    /// Adds the lines between two headings, before the first, or after the last.
    fn add_lines(&mut self, lines: &[TextLine<'t>], are_first: bool, headings_follow: bool) {
        if are_first {
            return self.add_front(lines, headings_follow);
        }
        for paragraph in self.paragraphs(lines) {
            self.add_paragraph(paragraph);
        }
    }

    /// The title block: titles and front matter before the first paragraph. A text without
    /// paragraphs has no title block, and neither has one with more than [`MOST_TITLES`] titles.
    fn front<'l>(&self, lines: &'l [TextLine<'t>]) -> &'l [TextLine<'t>] {
        let below = lines.iter().skip(1).map(Some).chain([None]);
        let is_in_front = |line: &TextLine<'_>, below: Option<&TextLine<'_>>| {
            let is_wrapped = below.is_some_and(|below| self.goes_on(below));
            is_debris(line.text) || (is_title(line.text) && !is_wrapped)
        };
        let count = lines.iter().zip(below).take_while(|(line, below)| is_in_front(line, *below));
        let front = &lines[..count.count()];
        let titles = front.iter().filter(|line| is_title(line.text)).count();
        if front.len() == lines.len() || titles > MOST_TITLES { &[] } else { front }
    }

    /// Whether a line goes on from the line above.
    fn goes_on(&self, line: &TextLine<'_>) -> bool {
        self.continuations.binary_search(&line.span.start).is_ok()
    }

    /// The paragraphs of some lines, each of one line or of several that were wrapped. Page debris
    /// is left out, and ends a paragraph: a span would include it.
    fn paragraphs(&mut self, lines: &[TextLine<'t>]) -> Vec<TextLine<'t>> {
        let mut paragraphs: Vec<TextLine<'t>> = Vec::with_capacity(lines.len());
        let mut is_below_text = false;
        for &line in lines {
            if is_page_debris(line.text) {
                self.outline.left_out.push(line.span);
                is_below_text = false;
                continue;
            }
            let goes_on = is_below_text && self.goes_on(&line);
            match paragraphs.last_mut() {
                Some(last) if goes_on => {
                    last.span.end = line.span.end;
                    last.text = last.span.of(self.text);
                }
                _ => paragraphs.push(line),
            }
            is_below_text = true;
        }
        paragraphs
    }

    /// Ends the open speech at a heading.
    fn add_heading(&mut self, heading: HeadingLine<'t>) {
        self.close();
        self.outline.left_out.push(heading.line.span);
        self.headings.push(heading.line.span);
        (self.heading, self.under_heading) = (Some(heading), 0);
    }

    /// Adds a paragraph to the open speech, or starts another speech with it.
    fn add_paragraph(&mut self, paragraph: TextLine<'t>) {
        if self.starts_speech(paragraph.text) {
            self.close();
        }
        let heading = self.heading.filter(|_| self.under_heading == 0);
        let start = heading.map_or(paragraph.span.start, |heading| heading.line.span.start);
        let headings = &mut self.headings;
        let open = self.open.get_or_insert_with(|| OpenSpeech {
            start,
            headings: std::mem::take(headings),
            paragraphs: Vec::new(),
            closed: false,
            len: 0,
        });
        open.paragraphs.push(paragraph.span);
        open.len += paragraph.span.len();
        open.closed = paragraph.text.lines().last().is_some_and(|line| is_closing(line.trim()));
    }

    /// Whether a line is the salutation of another speech.
    fn starts_speech(&self, line: &str) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| open.len >= SHORTEST_SPEECH) else {
            return false;
        };
        self.cuts_at_salutations
            && salutation(line).is_some_and(|address| address == Address::Opening || open.closed)
    }

    /// Ends the open speech.
    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let Some(last) = open.paragraphs.last() else {
            return;
        };
        self.under_heading += 1;
        let heading = self.heading.map_or(String::new(), |heading| title(heading.line.text));
        let signal = self.heading.map_or(Signal::Start, |heading| heading.signal);
        let (title, signal) = match self.under_heading {
            1 => (heading, signal),
            number => (format!("{heading} ({number})").trim_start().to_owned(), Signal::Salutation),
        };
        let span = Span::new(open.start, last.end);
        self.outline.speeches.push(Speech {
            title,
            span,
            headings: open.headings,
            paragraphs: open.paragraphs,
            signal,
        });
    }

    fn finish(mut self) -> Outline {
        self.close();
        self.outline.left_out.sort_unstable();
        self.outline
    }
}

/// Takes the lines that start before an offset from the front of `lines`.
fn take_before<'l, 't>(lines: &mut &'l [TextLine<'t>], offset: usize) -> &'l [TextLine<'t>] {
    let count = lines.partition_point(|line| line.span.start < offset);
    let (before, rest) = lines.split_at(count);
    *lines = rest;
    before
}

/// Whether a line before the body is front matter or page debris.
fn is_debris(line: &str) -> bool {
    is_front_debris(line) || is_page_debris(line)
}

/// Whether a line may be a title, that is, a short line without sentence punctuation.
fn is_title(line: &str) -> bool {
    let marks = ['。', '!', '！', '?', '？', ';', '；', ':', '：', '…', ',', '，'];
    !line.contains(marks) && !line.ends_with('.') && line.chars().nth(LONGEST_TITLE).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Outline {
        Outline::of(text, &HeadingRule::default())
    }

    fn bodies(text: &str) -> Vec<&str> {
        outline(text).speeches.iter().map(|speech| speech.body().of(text)).collect()
    }

    #[test]
    fn titles_and_download_notes_stand_before_the_body() {
        let text = "讲话稿\n\n时间:2022-06-27 来源:网友\n下面是小编整理的讲话。\n讲话稿(全文)\n同志们:\n今天开会。\n";
        let outline = outline(text);
        assert_eq!(outline.speeches[0].title, "讲话稿");
        assert_eq!(outline.speeches[0].body().of(text), "同志们:\n今天开会。");
        assert_eq!(outline.left_out.len(), 4);
        let headings: Vec<&str> =
            outline.speeches[0].headings.iter().map(|span| span.of(text)).collect();
        assert_eq!(headings, ["讲话稿", "讲话稿(全文)"]);
    }

    #[test]
    fn a_paragraph_of_wrapped_lines_ends_at_debris() {
        let line = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏\n";
        let paragraph = format!("{}闰余成岁。\n", line.repeat(4));
        let text = format!("{}{line}- 7 -\n{line}", paragraph.repeat(6));
        let outline = outline(&text);
        let paragraphs: Vec<&str> = outline.paragraphs().map(|span| span.of(&text)).collect();
        assert_eq!(paragraphs.len(), 8);
        assert!(paragraphs[..6].iter().all(|joined| *joined == paragraph.trim_end()));
        assert_eq!(outline.left_out.len(), 1);
    }

    #[test]
    fn wrapped_lines_are_no_titles() {
        let text =
            "天地玄黄，宇宙洪荒，日月盈昃，\n辰宿列张，寒来暑往，秋收冬藏，\n闰余成岁，律吕调阳。";
        assert_eq!(bodies(text), [text]);
        let poem = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡";
        assert_eq!(bodies(poem), [poem]);
        let long = "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n床前明月光\n疑是地上霜。";
        assert_eq!(bodies(long), [long]);
    }

    #[test]
    fn a_salutation_starts_another_speech_only_after_a_speech() {
        let speech =
            |end: &str| format!("同志们:\n{}\n{end}\n", "今天召开社区建设工作会议。".repeat(20));
        assert_eq!(bodies(&(speech("谢谢大家!") + &speech("完了。"))).len(), 2);
        assert_eq!(bodies("各位领导:\n同志们:\n今天开会。").len(), 1);
        assert_eq!(bodies(&(speech("我们要努力。") + "同志们!\n让我们前进。")).len(), 1);
        assert_eq!(bodies(&(speech("谢谢大家!") + "同志们!\n让我们前进。")).len(), 2);
    }

    #[test]
    fn a_long_preface_is_a_speech_and_a_short_one_is_loose() {
        let preface = "总结是一种重要的思维方式。".repeat(40);
        let rest = "\n范文1\n同志们:\n今天开会。";
        assert_eq!(bodies(&(preface + rest)).len(), 2);
        let short = outline(&("总结是一种重要的思维方式。".to_owned() + rest));
        assert_eq!((short.speeches.len(), short.loose.len()), (1, 1));
    }

    #[test]
    fn headings_without_a_body_are_no_speeches() {
        assert_eq!(outline("范文1\n范文2\n今天开会。").speeches.len(), 1);
        assert_eq!(outline("").speeches, []);
    }
}
