//! Clauses, and where a text can be cut between them.

use super::Content;
use super::boundaries::{Boundary, boundaries};
use crate::document::Span;

/// Signs that open what a sign of [`CLOSING`] at the same place closes.
const OPENING: &str = "“‘「『（(《〈【［[{";
const CLOSING: &str = "”’」』）)》〉】］]}";

/// A clause or heading: the content characters up to a comma, colon, end of a sentence or end of a
/// line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Its first content character.
    pub first: u32,
    /// The content character after its last one.
    pub end: u32,
    /// What ends with it.
    pub boundary: Boundary,
    /// The byte at which it begins, with the signs that open it.
    from: u32,
    /// The byte at which it ends, with the signs that close it; the end of its line is not included.
    to: u32,
}

/// The clauses of a text, whose content is `content`.
///
/// The signs between two clauses belong to one of them each: those that end a clause or a quotation
/// to the clause before, those that begin one to the clause behind.
///
/// ```
/// use leitong::text::{Content, clause_span, clauses};
/// let text = "他说：“天地玄黄，宇宙洪荒。”随后散会。";
/// let clauses = clauses(text, &Content::whole(text));
/// assert_eq!(clauses.len(), 4);
/// assert_eq!(clause_span(text, &clauses[1..3]).of(text), "“天地玄黄，宇宙洪荒。”");
/// assert_eq!(clause_span(text, &clauses[2..3]).of(text), "宇宙洪荒。");
/// ```
///
/// # Panics
/// If `content` is not the content of all of `text`.
#[must_use]
pub fn clauses(text: &str, content: &Content) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let lead = &text[..content.offset(0).unwrap_or(text.len())];
    let (mut first, mut from) = (0, after_line(lead));
    for (end, boundary) in boundaries(text, content, 0..content.len()) {
        let next = content.offset(end).unwrap_or(text.len());
        // An enumeration is no series of clauses.
        if boundary == Boundary::Clause && is_enumeration(&text[..next]) {
            continue;
        }
        let last = content.span(text, end - 1..end).end;
        let signs = text.get(last..next).unwrap_or_default();
        let gap = Gap::of(signs);
        clauses.push(Clause {
            first: first as u32,
            end: end as u32,
            boundary,
            from: from as u32,
            to: (last + gap.closing) as u32,
        });
        (first, from) = (end, last + gap.opening);
    }
    clauses
}

/// Whether a text ends with an enumeration comma.
fn is_enumeration(before: &str) -> bool {
    before.trim_end().ends_with('、')
}

/// The part of a text that some clauses take which follow each other. Brackets and quotation marks at
/// its ends whose other halves lie outside are left out, unless nothing else stands on its lines.
///
/// # Panics
/// If there is no clause.
#[must_use]
pub fn clause_span(text: &str, clauses: &[Clause]) -> Span {
    let mut span = Span::new(clauses[0].from as usize, clauses[clauses.len() - 1].to as usize);
    if is_whole_lines(text, span) {
        return span;
    }
    while let Some(sign) = opening_at_start(span.of(text)) {
        span.start += sign;
    }
    while let Some(sign) = closing_at_end(span.of(text)) {
        span.end -= sign;
    }
    span
}

/// Whether nothing else stands on the lines of a span.
fn is_whole_lines(text: &str, span: Span) -> bool {
    let before = text[..span.start].trim_end_matches(is_blank_in_line);
    let behind = text[span.end..].trim_start_matches(is_blank_in_line);
    (before.is_empty() || before.ends_with('\n')) && (behind.is_empty() || behind.starts_with('\n'))
}

fn is_blank_in_line(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// Bytes up to the end of the first sign, if it opens something that is not closed.
fn opening_at_start(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let closing = partner(first, OPENING, CLOSING)?;
    let mut depth = 0_i32;
    let is_closed = text.chars().any(|c| {
        depth += i32::from(c == first) - i32::from(c == closing);
        depth == 0
    });
    (!is_closed).then_some(first.len_utf8())
}

/// Bytes from the start of the last sign and the blanks behind it, if it closes something that is
/// not opened.
fn closing_at_end(text: &str) -> Option<usize> {
    let trimmed = text.trim_end();
    let last = trimmed.chars().next_back()?;
    let opening = partner(last, CLOSING, OPENING)?;
    let mut depth = 0_i32;
    let is_opened = trimmed.chars().rev().any(|c| {
        depth += i32::from(c == last) - i32::from(c == opening);
        depth == 0
    });
    (!is_opened).then_some(text.len() - trimmed.len() + last.len_utf8())
}

fn partner(sign: char, signs: &str, partners: &str) -> Option<char> {
    let at = signs.chars().position(|c| c == sign)?;
    partners.chars().nth(at)
}

/// Where the signs between two clauses are divided, in bytes.
struct Gap {
    /// End of those that close the clause before.
    closing: usize,
    /// Start of those that open the clause behind.
    opening: usize,
}

impl Gap {
    fn of(signs: &str) -> Self {
        if let Some(line_end) = signs.find('\n') {
            return Self {
                closing: signs[..line_end].trim_end().len(),
                opening: after_line(signs),
            };
        }
        let split = signs.char_indices().position(|(at, c)| opens(signs, at, c));
        let split = split.and_then(|number| signs.char_indices().nth(number));
        let at = split.map_or(signs.len(), |(at, _)| at);
        Self { closing: at, opening: at }
    }
}

/// Where the signs behind the last line end begin.
fn after_line(signs: &str) -> usize {
    let line = signs.rfind('\n').map_or(0, |at| at + 1);
    let blanks = signs[line..].trim_start();
    signs.len() - blanks.len()
}

/// Whether a sign opens a quotation or bracket: straight quotation marks do so behind a blank.
fn opens(signs: &str, at: usize, sign: char) -> bool {
    let is_straight = matches!(sign, '"' | '\'');
    OPENING.contains(sign) || is_straight && signs[..at].ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<&str> {
        let clauses = clauses(text, &Content::whole(text));
        clauses.iter().map(|clause| &text[clause.from as usize..clause.to as usize]).collect()
    }

    #[test]
    fn signs_belong_to_the_clause_that_they_open_or_close() {
        assert_eq!(
            pieces("甲、乙，丙。“丁！”（戊）\n 己 \n"),
            ["甲、乙，", "丙。", "“丁！”", "（戊）", "己"]
        );
        assert_eq!(
            pieces("He said: \"Go.\" Then 3.5 went. End"),
            ["He said: ", "\"Go.\" ", "Then 3.5 went. ", "End"]
        );
        assert_eq!(pieces(""), [""; 0]);
        assert_eq!(pieces("……"), [""; 0]);
    }

    #[test]
    fn half_a_quotation_stays_outside() {
        let text = "甲：“乙。丙。”丁。";
        let clauses = clauses(text, &Content::whole(text));
        let span = |range: std::ops::Range<usize>| clause_span(text, &clauses[range]).of(text);
        assert_eq!(
            [span(1..2), span(2..3), span(1..3), span(0..2)],
            ["乙。", "丙。", "“乙。丙。”", "甲：“乙。"]
        );
        let text = "“甲。\n“乙。丙。”\n";
        let lines = super::clauses(text, &Content::whole(text));
        assert_eq!(clause_span(text, &lines[..1]).of(text), "“甲。", "a line has no half to keep");
    }

    proptest! {
        #[test]
        fn clauses_follow_each_other_and_have_all_of_the_content(text in "[甲乙a1，。、：“”（）\" \n.]{0,40}") {
            let content = Content::whole(&text);
            let clauses = clauses(&text, &content);
            let (mut at, mut byte) = (0, 0);
            for clause in &clauses {
                prop_assert_eq!(clause.first, at);
                prop_assert!(clause.end > at && clause.from as usize >= byte && clause.to > clause.from);
                let part = Span::new(clause.from as usize, clause.to as usize);
                let own = clause.first as usize..clause.end as usize;
                prop_assert_eq!(content.range_of(part), own.clone());
                let cut = clause_span(&text, std::slice::from_ref(clause));
                prop_assert_eq!(content.range_of(cut), own);
                (at, byte) = (clause.end, clause.to as usize);
            }
            prop_assert_eq!(at as usize, content.len());
        }
    }
}
