//! The lines of a document with what their form and layout say.

use super::super::lines::TextLine;
use super::line_form::{
    LONGEST_TITLE, ends_sentence, ends_speech, has_title_form, line_width, without_footnote,
};
use super::numbering::{Numbering, numbering, without_number};
use crate::document::Span;

/// A line is a paragraph from this width on, in thirds of an ideograph, whatever its end is.
const WIDE: u32 = 3 * 50;
/// A line that ends a sentence is a paragraph from this width on.
const SENTENCE: u32 = 3 * 12;
/// Lines of wrapped text are no wider than this: books have 25 to 45 ideographs, mails 80 letters.
const WIDEST_WRAP: u32 = 3 * 48;
/// Lines of wrapped text are no narrower than this.
const NARROWEST_WRAP: u32 = 3 * 15;
/// A text of fewer lines is never taken for wrapped.
const LEAST_WRAPPED_LINES: usize = 20;

/// A line, or the lines that a paragraph was wrapped into.
#[derive(Debug, Clone)]
pub(super) struct LayoutLine<'t> {
    pub(super) span: Span,
    /// The line without a footnote sign.
    pub(super) text: &'t str,
    pub(super) width: u32,
    /// Blank lines before it.
    pub(super) blanks: u32,
    /// Characters of white space at its start.
    pub(super) indent: u32,
    /// Whether it may be a title.
    pub(super) is_title: bool,
    /// Whether it is a paragraph.
    pub(super) is_body: bool,
    /// Whether it ends a sentence, a quotation or an aside.
    pub(super) is_closed: bool,
    /// The number that a line of the form of a title starts with.
    pub(super) numbering: Option<Numbering<'t>>,
}

/// All lines of a document.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) lines: Vec<LayoutLine<'t>>,
    /// Width of all lines before each line, and of the whole document.
    widths: Vec<u64>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str, lines: &[TextLine<'t>]) -> Self {
        let mut end = 0;
        let mut raw: Vec<RawLine> = Vec::with_capacity(lines.len());
        for line in lines {
            raw.push(RawLine::new(text, line, end));
            end = line.span.end;
        }
        let lines: Vec<LayoutLine<'t>> =
            unwrapped(raw).iter().map(|line| LayoutLine::new(text, line)).collect();
        let mut widths = vec![0];
        for line in &lines {
            widths.push(widths[widths.len() - 1] + u64::from(line.width));
        }
        Self { lines, widths }
    }

    /// Width of the lines between two lines.
    pub(super) fn between(&self, after: usize, before: usize) -> u64 {
        self.widths[before] - self.widths[after + 1]
    }

    /// Width of the lines before a line.
    pub(super) fn before(&self, line: usize) -> u64 {
        self.widths[line]
    }

    /// Width of all lines.
    pub(super) fn width(&self) -> u64 {
        self.widths[self.lines.len()]
    }

    /// Median width of the text from each of some lines to the next of them, or to the end.
    pub(super) fn median_gap(&self, lines: &[usize]) -> u64 {
        let ends = lines.iter().skip(1).copied().chain([self.lines.len()]);
        let mut gaps: Vec<u64> =
            lines.iter().zip(ends).map(|(&line, end)| self.between(line, end)).collect();
        gaps.sort_unstable();
        gaps.get(gaps.len() / 2).copied().unwrap_or_default()
    }

    /// The line before a line.
    pub(super) fn previous(&self, line: usize) -> Option<&LayoutLine<'t>> {
        line.checked_sub(1).map(|before| &self.lines[before])
    }
}

impl<'t> LayoutLine<'t> {
    fn new(text: &'t str, raw: &RawLine) -> Self {
        let whole = raw.span.of(text);
        let text = Some(without_footnote(whole)).filter(|text| !text.is_empty()).unwrap_or(whole);
        let width = raw.width;
        let is_title = width <= LONGEST_TITLE && has_title_form(text, width);
        Self {
            span: raw.span,
            text,
            width,
            blanks: raw.blanks,
            indent: raw.indent,
            is_title,
            is_body: width >= WIDE || (width >= SENTENCE && ends_speech(text)),
            is_closed: ends_sentence(text),
            numbering: is_title.then(|| numbering(text)).flatten(),
        }
    }

    /// The title without its number.
    pub(super) fn core(&self) -> &'t str {
        without_number(self.text, self.numbering)
    }
}

/// A line before wrapped lines are joined.
#[derive(Debug, Clone, Copy)]
struct RawLine {
    span: Span,
    width: u32,
    blanks: u32,
    indent: u32,
    /// Whether it ends a sentence.
    is_closed: bool,
}

impl RawLine {
    /// A line, with the white space between it and the line before, which ended at `end`.
    fn new(text: &str, line: &TextLine<'_>, end: usize) -> Self {
        let space = &text[end..line.span.start];
        let breaks = space.chars().filter(|&char| char == '\n').count();
        let indent = space.rsplit('\n').next().unwrap_or_default().chars().count();
        let blanks = if end == 0 { breaks } else { breaks.saturating_sub(1) };
        let [blanks, indent] =
            [blanks, indent].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let (width, is_closed) = (line_width(line.text), ends_sentence(line.text));
        Self { span: line.span, width, blanks, indent, is_closed }
    }
}

/// Joins lines that were wrapped at a fixed width. A line goes on from a full line if it is full
/// too or ends a sentence: a short line without an end is a title.
fn unwrapped(lines: Vec<RawLine>) -> Vec<RawLine> {
    let Some(full) = full_width(&lines) else {
        return lines;
    };
    let mut joined: Vec<RawLine> = Vec::new();
    let mut is_full = false;
    for line in lines {
        match joined.last_mut() {
            Some(last) if is_full && goes_on(last, &line, full) => {
                last.span.end = line.span.end;
                last.width = last.width.saturating_add(line.width);
            }
            _ => joined.push(line),
        }
        is_full = line.width >= full;
    }
    joined
}

/// Whether a line of wrapped text may go on from the line before it.
fn goes_on(last: &RawLine, line: &RawLine, full: u32) -> bool {
    line.blanks == 0 && line.indent <= last.indent && (line.width >= full || line.is_closed)
}

/// The width from which on a line of wrapped text is full; `None` if the text is not wrapped. A
/// text is wrapped if no line is much wider than the others and four in ten are full.
fn full_width(lines: &[RawLine]) -> Option<u32> {
    let mut widths: Vec<u32> = lines.iter().map(|line| line.width).collect();
    let at = lines.len() * 9 / 10;
    if lines.len() < LEAST_WRAPPED_LINES {
        return None;
    }
    let (_, &mut wide, _) = widths.select_nth_unstable(at);
    let full = wide * 17 / 20;
    let count = widths.iter().filter(|&&width| width >= full).count();
    let is_wrapped =
        (NARROWEST_WRAP..=WIDEST_WRAP).contains(&wide) && count * 10 >= lines.len() * 4;
    is_wrapped.then_some(full)
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn blank_lines_and_indents_are_counted() {
        let text = "标题\n\n\n  第一段。\n第二段。";
        let lines: Vec<TextLine<'_>> = lines(text).collect();
        let layout = Layout::new(text, &lines);
        let found: Vec<_> = layout.lines.iter().map(|line| (line.blanks, line.indent)).collect();
        assert_eq!(found, [(0, 0), (2, 2), (0, 0)]);
        assert_eq!(layout.between(0, 2), u64::from(layout.lines[1].width));
    }

    #[test]
    fn wrapped_lines_are_joined_and_titles_are_not() {
        let mut text = String::new();
        for _ in 0..10 {
            text.push_str("讲话的标题\n");
            text.push_str(&"一二三四五六七八九十一二三四五六七八九十\n".repeat(4));
            text.push_str("完了。\n");
        }
        let lines: Vec<TextLine<'_>> = lines(&text).collect();
        let layout = Layout::new(&text, &lines);
        assert_eq!(layout.lines.len(), 20);
        assert_eq!(layout.lines[2].text, "讲话的标题");
    }
}
