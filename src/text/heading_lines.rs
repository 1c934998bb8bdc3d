//! The lines that a document is cut at: those that match the rule of headings, or titles that are
//! inferred from the document.

use super::headings::HeadingRule;
use super::lines::TextLine;
use super::numbering::chapter;
use super::titles::{Signal, titles};

/// So many headings by words such as 范文 or 篇 say that the document is cut at these.
const LEAST_BY_WORDS: usize = 2;

/// A line that a speech starts at.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeadingLine<'t> {
    pub(super) line: TextLine<'t>,
    pub(super) signal: Signal,
}

/// All headings of a document, in order.
#[derive(Debug, Default)]
pub(super) struct HeadingLines<'t> {
    pub(super) lines: Vec<HeadingLine<'t>>,
    /// Whether the headings are inferred, so that nothing else cuts.
    pub(super) are_inferred: bool,
}

impl<'t> HeadingLines<'t> {
    /// The headings among the lines of a text.
    pub(super) fn of(text: &'t str, lines: &[TextLine<'t>], rule: &HeadingRule) -> Self {
        let matching: Vec<TextLine<'t>> =
            lines.iter().filter(|line| rule.is_heading(line.text)).copied().collect();
        if rule.pattern().is_some() || are_enough(&matching) {
            return Self::by_pattern(&matching);
        }
        let titles = titles(text, lines, rule.weights());
        let Some(first) = titles.first() else {
            return Self::by_pattern(&matching);
        };
        let mut headings: Vec<HeadingLine<'t>> = titles
            .iter()
            .map(|title| HeadingLine {
                line: TextLine { span: title.span, text: title.span.of(text) },
                signal: title.signal,
            })
            .collect();
        if enclose(&matching, first.span.start) {
            headings.extend(Self::by_pattern(&matching).lines);
            headings.sort_by_key(|heading| heading.line.span);
            // A chapter may be one line of a title that was wrapped.
            headings.dedup_by(|later, earlier| later.line.span.start < earlier.line.span.end);
        }
        Self { lines: headings, are_inferred: true }
    }

    fn by_pattern(lines: &[TextLine<'t>]) -> Self {
        let heading = |&line| HeadingLine { line, signal: Signal::Pattern };
        Self { lines: lines.iter().map(heading).collect(), are_inferred: false }
    }
}

/// Whether headings leave nothing to infer: the text is Markdown, or the headings call the parts
/// that they stand above model speeches.
fn are_enough(headings: &[TextLine<'_>]) -> bool {
    let by_words = headings.iter().filter(|line| chapter(line.text).is_none()).count();
    headings.iter().any(|line| line.text.starts_with('#')) || by_words >= LEAST_BY_WORDS
}

/// Whether chapters enclose speeches: their numbers rise through the document, and the first stands
/// before the first title. Chapters of which the numbers start again are parts of speeches.
fn enclose(chapters: &[TextLine<'_>], first: usize) -> bool {
    let numbers: Vec<u32> = chapters.iter().filter_map(|line| chapter(line.text)).collect();
    numbers.len() >= 2
        && chapters[0].span.start <= first
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
}
