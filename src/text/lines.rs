//! The lines of a text.

use regex::Regex;

use crate::document::Span;

/// A line without surrounding blanks; it is never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextLine<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
}

/// The lines of `text` that are not blank.
pub(super) fn lines(text: &str) -> impl Iterator<Item = TextLine<'_>> {
    let mut end = 0;
    let pieces =
        text.split_inclusive(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']);
    pieces.filter_map(move |piece| {
        let start = end;
        end += piece.len();
        let text = piece.trim_end_matches(is_blank);
        let start = start + text.len() - text.trim_start_matches(is_blank).len();
        let text = text.trim_start_matches(is_blank);
        (!text.is_empty()).then(|| TextLine { span: Span::new(start, start + text.len()), text })
    })
}

/// The lines of `text`, without the blanks around them and without blank lines.
///
/// ```
/// use leitong::text::line_spans;
/// let text = "雷\n\n  同 \n";
/// assert_eq!(line_spans(text).map(|span| span.of(text)).collect::<Vec<_>>(), ["雷", "同"]);
/// ```
pub fn line_spans(text: &str) -> impl Iterator<Item = Span> {
    lines(text).map(|line| line.span)
}

/// Compiles a pattern for lines that is part of the program.
pub(super) fn rule(pattern: &str) -> Regex {
    Regex::new(pattern).expect("every pattern is compiled by a test")
}

/// Whether a character is white space, or one that scraped pages have in its place.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_lose_nothing_but_blanks(text in "(\\PC|[\r\n\u{2028} \u{3000}]){0,80}") {
            let mut end = 0;
            for line in lines(&text) {
                prop_assert_eq!(line.span.of(&text), line.text);
                prop_assert!(text[end..line.span.start].chars().all(is_blank));
                end = line.span.end;
            }
            prop_assert!(text[end..].chars().all(is_blank));
        }
    }
}
