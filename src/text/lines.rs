//! Lines of a text: the smallest pieces that the cutting into speeches looks at.

use regex::Regex;

use crate::document::Span;

/// One line without the blanks around it; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
}

/// Lines of `text` that hold more than blanks.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut end = 0;
    let pieces = text.split_inclusive(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']);
    pieces.filter_map(move |piece| {
        let start = end;
        end += piece.len();
        let text = piece.trim_end_matches(is_blank);
        let start = start + text.len() - text.trim_start_matches(is_blank).len();
        let text = text.trim_start_matches(is_blank);
        (!text.is_empty()).then(|| Line { span: Span::new(start, start + text.len()), text })
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

/// A rule about lines, from its pattern in this room.
pub(super) fn rule(pattern: &str) -> Regex {
    Regex::new(pattern).expect("every pattern of this room is compiled by a test")
}

/// White space, and what scraped pages use in its place.
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
