//! Cutting a document into speeches and paragraphs.

use super::headings::{Address, HeadingRule, is_closing, salutation, title};
use super::lines::{Line, lines};
use super::page_lines::{is_front_debris, is_page_debris, without_tail};
use crate::document::Span;

/// A salutation opens another speech only after so much of one, in bytes.
const SHORTEST_SPEECH: usize = 600;
/// Text before the first heading that is at least this long is a speech of its own, in bytes.
const LONGEST_PREFACE: usize = 1_200;
/// Most titles that stand before a body.
const MOST_TITLES: usize = 4;
/// A longer line is no title, in characters.
const LONGEST_TITLE: usize = 40;

/// A document cut into its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The speeches, in reading order.
    pub speeches: Vec<Speech>,
    /// Paragraphs that belong to no speech: a preface of the compiler.
    pub loose: Vec<Span>,
    /// Headings, front matter, page numbers and what a page hangs on the end: what is in no speech's body.
    pub left_out: Vec<Span>,
}

/// A part of a document that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Its heading; a second speech under one heading has ` (2)` after it. Empty if there is none.
    pub title: String,
    /// From its heading to the end of its last paragraph.
    pub span: Span,
    /// Its heading and the other titles right before it, or none.
    pub headings: Vec<Span>,
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
        let mut cutter = OutlineBuilder::default();
        cutter.outline.left_out.extend(tail.iter().map(|line| line.span));
        let first = body.iter().position(|line| rule.is_heading(line.text));
        let (before, headed) = body.split_at(first.unwrap_or(body.len()));
        cutter.take_front(before, first.is_some());
        for &line in headed {
            cutter.take(line, rule);
        }
        cutter.finish()
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

/// Takes line after line and knows the speech that is open.
#[derive(Default)]
struct OutlineBuilder<'t> {
    outline: Outline,
    open: Option<OpenSpeech>,
    heading: Option<Line<'t>>,
    /// Titles since the last speech.
    headings: Vec<Span>,
    under_heading: usize,
}

/// A speech whose end is not known yet.
struct OpenSpeech {
    start: usize,
    headings: Vec<Span>,
    paragraphs: Vec<Span>,
    closed: bool,
}

impl OpenSpeech {
    fn len(&self) -> usize {
        self.paragraphs.iter().map(|span| span.len()).sum()
    }
}

impl<'t> OutlineBuilder<'t> {
    /// What stands before the first heading, or the whole text if there is none.
    fn take_front(&mut self, lines: &[Line<'t>], headings_follow: bool) {
        let front = front(lines);
        self.heading = front.iter().find(|line| !is_front_debris(line.text)).copied();
        self.headings.extend(front.iter().filter(|line| !is_debris(line.text)).map(|line| line.span));
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
            self.headings.push(line.span);
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
        let headings = &mut self.headings;
        let open = self.open.get_or_insert_with(|| OpenSpeech {
            start,
            headings: std::mem::take(headings),
            paragraphs: Vec::new(),
            closed: false,
        });
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
        self.outline.speeches.push(Speech { title, span, headings: open.headings, paragraphs: open.paragraphs });
    }

    fn finish(mut self) -> Outline {
        self.close();
        self.outline.left_out.sort_unstable();
        self.outline
    }
}

/// The title block: titles and download notes before the first paragraph. A text without a paragraph
/// has none, and neither has one that begins with more short lines than titles come in.
fn front<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let in_front = |line: &Line<'_>| is_debris(line.text) || is_title(line.text);
    let front = &lines[..lines.iter().take_while(|line| in_front(line)).count()];
    let titles = front.iter().filter(|line| is_title(line.text)).count();
    if front.len() == lines.len() || titles > MOST_TITLES { &[] } else { front }
}

fn is_debris(line: &str) -> bool {
    is_front_debris(line) || is_page_debris(line)
}

/// Whether a line may be a title: a short one without any mark of a sentence.
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
        let headings: Vec<&str> = outline.speeches[0].headings.iter().map(|span| span.of(text)).collect();
        assert_eq!(headings, ["讲话稿", "讲话稿(全文)"]);
    }

    #[test]
    fn wrapped_lines_are_no_titles() {
        let text = "天地玄黄，宇宙洪荒，日月盈昃，\n辰宿列张，寒来暑往，秋收冬藏，\n闰余成岁，律吕调阳。";
        assert_eq!(bodies(text), [text]);
        let poem = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡";
        assert_eq!(bodies(poem), [poem]);
        let long = "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n床前明月光\n疑是地上霜。";
        assert_eq!(bodies(long), [long]);
    }

    #[test]
    fn another_speech_begins_at_its_own_salutation_only_after_one() {
        let speech = |end: &str| format!("同志们:\n{}\n{end}\n", "今天召开社区建设工作会议。".repeat(20));
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
