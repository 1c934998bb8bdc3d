//! Removal of spans from a text.

use std::ops::Range;

use crate::document::Span;
use crate::text::line_spans;

/// The text that is left of a record without these parts, as a run writes it; `None` if only blanks
/// are left, and the record is removed. Parts are ranges of characters, as in the list of
/// duplicates, which rise and do not overlap. A line that is removed wholly loses its line end too.
///
/// ```
/// use leitong::dedup::text_without;
/// assert_eq!(text_without("甲\n乙\n丙", &[2..3]).as_deref(), Some("甲\n丙"));
/// assert_eq!(text_without("甲\n乙", &[0..1, 2..3]), None);
/// ```
///
/// # Panics
/// If parts overlap, or do not rise.
#[must_use]
pub fn text_without(text: &str, parts: &[Range<usize>]) -> Option<String> {
    let mut offsets: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    offsets.push(text.len());
    let offset = |char: usize| offsets[char.min(offsets.len() - 1)];
    let spans: Vec<Span> =
        parts.iter().map(|part| Span::new(offset(part.start), offset(part.end))).collect();
    let left = without(text, &spans)?;
    Some(left.iter().map(|span| span.of(text)).collect())
}

/// The spans of `text` that are left without `parts`, which rise and do not overlap; `None` if only
/// blanks are left. A line that is removed wholly loses its line end too.
pub(super) fn without(text: &str, parts: &[Span]) -> Option<Vec<Span>> {
    let mut left = Vec::with_capacity(parts.len() + 1);
    let (mut at, mut removed) = (0, 0);
    for series in parts.chunk_by(|a, b| is_blank_in_line(&text[a.end..b.start])) {
        let series = Span::new(series[0].start, series[series.len() - 1].end);
        let (start, end) = whole_lines(text, series);
        left.push(Span::new(at, start.max(at)));
        removed += end.max(at) - start.max(at);
        at = end.max(at);
    }
    left.push(Span::new(at, text.len()));
    left.retain(|span| !span.is_empty());
    let kept: usize = left.iter().copied().map(Span::len).sum();
    assert_eq!(kept + removed, text.len(), "every byte of a text is kept or removed");
    // `line_spans` knows more blanks than `trim`, such as byte order marks and zero-width spaces.
    left.iter().any(|span| line_spans(span.of(text)).next().is_some()).then_some(left)
}

/// Whether nothing but blanks of one line stands between two parts.
fn is_blank_in_line(between: &str) -> bool {
    between.chars().all(|c| c.is_whitespace() && c != '\n')
}

/// The part, and if its lines hold nothing else, the rest of these lines.
fn whole_lines(text: &str, part: Span) -> (usize, usize) {
    let before =
        text[..part.start].trim_end_matches(|c: char| c.is_whitespace() && c != '\n').len();
    let after = &text[part.end..];
    let blanks =
        after.len() - after.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').len();
    let is_alone = (before == 0 || text[..before].ends_with('\n'))
        && (after.len() == blanks || after[blanks..].starts_with('\n'));
    if is_alone {
        return (before, (part.end + blanks + 1).min(text.len()));
    }
    (part.start, part.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, parts: &[&str]) -> Option<String> {
        let spans: Vec<Span> = parts
            .iter()
            .map(|part| {
                text.find(part)
                    .map(|start| Span::new(start, start + part.len()))
                    .expect("it stands there")
            })
            .collect();
        without(text, &spans).map(|left| left.iter().map(|span| span.of(text)).collect())
    }

    #[test]
    fn lines_go_with_their_ends() {
        assert_eq!(cut("a\n  b \r\nc\n", &["b"]).as_deref(), Some("a\nc\n"));
        assert_eq!(cut("a\nb\nc", &["b", "c"]).as_deref(), Some("a\n"));
        assert_eq!(cut("a\nb", &["a"]).as_deref(), Some("b"));
        assert_eq!(cut(" a b\nc\n", &["a", "b"]).as_deref(), Some("c\n"));
    }

    #[test]
    fn what_stands_beside_stays() {
        assert_eq!(cut("x a y\nb\n", &["a"]).as_deref(), Some("x  y\nb\n"));
    }

    #[test]
    fn parts_are_counted_in_characters() {
        let text = "😀甲乙\n丙é丁";
        assert_eq!(text_without(text, &[]).as_deref(), Some(text));
        assert_eq!(text_without(text, &[1..2, 2..3]).as_deref(), Some("😀\n丙é丁"));
        assert_eq!(text_without(text, &[0..3, 5..6]).as_deref(), Some("丙丁"));
        // What ends behind the text ends with it.
        assert_eq!(text_without(text, &[1..2, 5..99]).as_deref(), Some("😀乙\n丙"));
    }

    #[test]
    fn nothing_left_is_nothing() {
        assert_eq!(cut("a\n \nb\n", &["a", "b"]), None);
        assert_eq!(cut("\u{FEFF}a\n\u{200B}\n", &["a"]), None);
    }
}
