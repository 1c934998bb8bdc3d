//! Lines that were wrapped at a fixed width, joined to paragraphs.

use super::super::lines::TextLine;
use super::line_form::{ends_sentence, line_width};
use super::numbering::numbering;
use crate::document::Span;

/// Lines of wrapped text are no wider than this: books have 25 to 45 ideographs, mails 80 letters.
const WIDEST_WRAP: u32 = 3 * 48;
/// Lines of wrapped text are no narrower than this.
const NARROWEST_WRAP: u32 = 3 * 10;
/// A rule sets a title apart as so many blank lines do.
const BLANKS_OF_RULE: u32 = 3;
/// A text of fewer lines is never taken for wrapped.
const LEAST_WRAPPED_LINES: usize = 20;

/// A line before wrapped lines are joined.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawLine {
    pub(super) span: Span,
    pub(super) width: u32,
    /// Blank lines before it.
    pub(super) blanks: u32,
    /// Characters of white space at its start.
    pub(super) indent: u32,
    start: LineStart,
    end: LineEnd,
    /// Width of its first word, if it is of a script with blanks between words.
    first_word: u32,
    /// How many lines are joined in it.
    lines: u32,
}

/// What a line starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStart {
    /// A small letter, as no title does.
    Small,
    /// A capital letter.
    Capital,
    /// A number and a mark.
    Number,
    Other,
}

impl LineStart {
    fn of(line: &str) -> Self {
        if line.starts_with(char::is_lowercase) {
            Self::Small
        } else if numbering(line).is_some() {
            Self::Number
        } else if line.starts_with(char::is_uppercase) {
            Self::Capital
        } else {
            Self::Other
        }
    }
}

/// What a line ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Sentence,
    Letter,
    /// A comma, a hyphen or the like.
    Mark,
}

impl LineEnd {
    fn of(line: &str) -> Self {
        if ends_sentence(line) {
            Self::Sentence
        } else if line.ends_with(char::is_alphanumeric) {
            Self::Letter
        } else {
            Self::Mark
        }
    }
}

impl RawLine {
    /// A line, with the white space between it and the line before, which ended at `end`.
    pub(super) fn new(text: &str, line: &TextLine<'_>, end: usize) -> Self {
        let space = &text[end..line.span.start];
        let indent = space.rsplit('\n').next().unwrap_or_default().chars().count();
        let first_word = line.text.split(' ').next().filter(|word| word.is_ascii());
        Self {
            span: line.span,
            width: line_width(line.text),
            blanks: blank_lines(space, end == 0),
            indent: u32::try_from(indent).unwrap_or(u32::MAX),
            start: LineStart::of(line.text),
            end: LineEnd::of(line.text),
            first_word: first_word.map_or(0, line_width),
            lines: 1,
        }
    }
}

/// The blank lines in the space before a line. Where the number of a page was left out, blank lines
/// say nothing; a line of asterisks or dashes is like several.
fn blank_lines(space: &str, is_first: bool) -> u32 {
    if space.contains(char::is_alphanumeric) {
        return 0;
    }
    if !space.chars().all(char::is_whitespace) {
        return BLANKS_OF_RULE;
    }
    let breaks = space.chars().filter(|&char| char == '\n').count();
    let blanks = if is_first { breaks } else { breaks.saturating_sub(1) };
    u32::try_from(blanks).unwrap_or(u32::MAX)
}

/// Joins lines that were wrapped at a fixed width. A line goes on from a full line if it is full
/// too, ends a sentence or starts with a small letter: a short line without an end is a title.
pub(super) fn unwrapped(lines: Vec<RawLine>) -> Vec<RawLine> {
    let Some(wrap) = Wrap::of(&lines) else {
        return lines;
    };
    let mut joined: Vec<RawLine> = Vec::new();
    let mut above: Option<RawLine> = None;
    for line in lines {
        match joined.last_mut().zip(above) {
            Some((last, above)) if wrap.goes_on(last, &above, &line) => {
                last.span.end = line.span.end;
                last.width = last.width.saturating_add(line.width);
                last.lines += 1;
            }
            _ => joined.push(line),
        }
        above = Some(line);
    }
    joined
}

/// The width that a text was wrapped at.
#[derive(Debug, Clone, Copy)]
struct Wrap {
    /// Width of the widest lines but one in ten.
    wide: u32,
    /// A line of this width or more is full.
    full: u32,
}

impl Wrap {
    /// The width that a text was wrapped at; `None` if it is not wrapped. A text is wrapped if no
    /// line is much wider than the others and four in ten are full.
    fn of(lines: &[RawLine]) -> Option<Self> {
        let mut widths: Vec<u32> = lines.iter().map(|line| line.width).collect();
        let at = lines.len() * 9 / 10;
        if lines.len() < LEAST_WRAPPED_LINES {
            return None;
        }
        let (_, &mut wide, _) = widths.select_nth_unstable(at);
        if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&wide) {
            return None;
        }
        let full = wide * 17 / 20;
        let count = widths.iter().filter(|&&width| width >= full).count();
        (count * 10 >= lines.len() * 4).then_some(Self { wide, full })
    }

    /// Whether a line goes on from the joined lines before it, of which the last is `above`.
    fn goes_on(self, last: &RawLine, above: &RawLine, line: &RawLine) -> bool {
        // A full line, or one that the first word of the next line did not fit into.
        let is_full = above.width >= self.full || above.width + line.first_word >= self.wide;
        let is_rest = above.end != LineEnd::Sentence && line.start == LineStart::Small;
        (is_rest || (is_full && self.is_part(above, line)))
            && !is_title(last, line)
            && line.blanks == 0
            && line.indent <= last.indent
    }

    /// Whether a line below a full line may be of the same paragraph.
    fn is_part(self, above: &RawLine, line: &RawLine) -> bool {
        // A number below the end of a sentence is one of a title or a point.
        let is_title = above.end == LineEnd::Sentence && line.start == LineStart::Number;
        !is_title
            && (line.width >= self.full
                || line.end == LineEnd::Sentence
                || line.start == LineStart::Small)
    }
}

/// Whether a full line is a title: it ends with a letter, and a sentence starts below it.
fn is_title(last: &RawLine, line: &RawLine) -> bool {
    last.lines == 1 && last.end == LineEnd::Letter && line.start == LineStart::Capital
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    /// The lines of a text after joining.
    fn joined(text: &str) -> Vec<&str> {
        let mut end = 0;
        let mut raw = Vec::new();
        for line in lines(text) {
            raw.push(RawLine::new(text, &line, end));
            end = line.span.end;
        }
        unwrapped(raw).iter().map(|line| line.span.of(text)).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_titles_are_not() {
        let mut text = String::new();
        for _ in 0..10 {
            text.push_str("讲话的标题\n");
            text.push_str(&"一二三四五六七八九十一二三四五六七八九十\n".repeat(4));
            text.push_str("完了。\n");
        }
        let joined = joined(&text);
        assert_eq!((joined.len(), joined[2]), (20, "讲话的标题"));
    }

    #[test]
    fn a_line_goes_on_if_its_first_word_did_not_fit_into_the_line_above() {
        let paragraph = "It was the best of times, it was\nthe worst of times in\n\
            Constantinople, you know.\n";
        let text = format!("On the Old Times of the Valley\n{paragraph}").repeat(8);
        let joined = joined(&text);
        assert_eq!(joined.len(), 16);
        assert_eq!(joined[2], "On the Old Times of the Valley");
    }

    #[test]
    fn blank_lines_around_the_number_of_a_page_are_not_counted() {
        assert_eq!(["\n\n\n", "\n\n12\n\n"].map(|space| blank_lines(space, false)), [2, 0]);
        assert_eq!(blank_lines("\n\n", true), 2);
        assert_eq!(blank_lines("\n* * *\n", false), BLANKS_OF_RULE);
    }
}
