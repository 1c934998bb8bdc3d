//! The lines of a document with what their form and layout say.

use super::super::line_ends::{ends_sentence, ends_speech};
use super::super::lines::TextLine;
use super::super::numbering::{Numbering, numbering, without_number};
use super::super::wrapped_lines::{RawLine, raw_lines, unwrapped};
use super::line_form::{LONGEST_TITLE, has_title_form, is_marked_title, without_footnote};
use crate::document::Span;

/// A line is a paragraph from this width on, in thirds of an ideograph, whatever its end is.
const WIDE: u32 = 3 * 50;
/// A line that ends a sentence is a paragraph from this width on.
const SENTENCE: u32 = 3 * 12;
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
    pub(super) form: LineForm,
    /// Whether it is a paragraph.
    pub(super) is_body: bool,
    /// Whether it ends a sentence, a quotation or an aside.
    pub(super) is_closed: bool,
    /// The number that a line of the form of a title starts with.
    pub(super) numbering: Option<Numbering<'t>>,
}

/// What a line may be by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineForm {
    /// A title.
    Title,
    /// A title that ends with a mark.
    MarkedTitle,
    /// An entry of a table of contents.
    Entry,
    /// Something else.
    Other,
}

impl LineForm {
    fn of(line: &str, width: u32) -> Self {
        if width > LONGEST_TITLE {
            Self::Other
        } else if has_title_form(line, width) {
            Self::Title
        } else if is_marked_title(line, width) {
            Self::MarkedTitle
        } else {
            Self::Other
        }
    }

    fn may_be_title(self) -> bool {
        matches!(self, Self::Title | Self::MarkedTitle)
    }
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
        let lines: Vec<LayoutLine<'t>> = unwrapped(raw_lines(text, lines))
            .iter()
            .map(|line| LayoutLine::new(text, line))
            .collect();
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
        let form = LineForm::of(text, width);
        Self {
            span: raw.span,
            text,
            width,
            blanks: raw.blanks,
            indent: raw.indent,
            form,
            is_body: width >= WIDE || (width >= SENTENCE && ends_speech(text)),
            is_closed: ends_sentence(text),
            numbering: form.may_be_title().then(|| numbering(text)).flatten(),
        }
    }

    /// Makes the line one of a table of contents.
    pub(super) fn make_entry(&mut self) {
        (self.form, self.numbering) = (LineForm::Entry, None);
    }

    /// Whether the line may be a title that ends without a mark.
    pub(super) fn is_title(&self) -> bool {
        self.form == LineForm::Title
    }

    /// Whether the line may be a title that ends with a mark.
    pub(super) fn is_marked_title(&self) -> bool {
        self.form == LineForm::MarkedTitle
    }

    /// Whether the line may be a title.
    pub(super) fn may_be_title(&self) -> bool {
        self.form.may_be_title()
    }

    /// Whether the line is of a table of contents.
    pub(super) fn is_entry(&self) -> bool {
        self.form == LineForm::Entry
    }

    /// The title without its number.
    pub(super) fn core(&self) -> &'t str {
        without_number(self.text, self.numbering)
    }
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
}
