//! Boundaries of sentences and clauses in a content.

use std::ops::Range;

use super::Content;
use super::words::between;

/// What ends after a content character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// A clause, at a comma or a colon.
    Clause,
    /// A sentence, a paragraph, or the text.
    Sentence,
}

/// The ends of all clauses and sentences in `range` of `content`, as positions in the content; the
/// last one is the end of the range. `content` is the content of `text`.
///
/// ```
/// use leitong::text::{Boundary, Content, boundaries};
/// let text = "床前明月光，疑是地上霜。举头 3.5 尺。";
/// let content = Content::whole(text);
/// assert_eq!(boundaries(text, &content, 0..15), [(5, Boundary::Clause), (10, Boundary::Sentence), (15, Boundary::Sentence)]);
/// ```
///
/// # Panics
/// If `content` is not the content of `text`, or `range` exceeds it.
#[must_use]
pub fn boundaries(text: &str, content: &Content, range: Range<usize>) -> Vec<(usize, Boundary)> {
    let offsets: Vec<u32> = content.offsets_in(range.clone()).collect();
    let inner = (1..offsets.len())
        .filter_map(|at| Some((range.start + at, boundary_in(between(text, &offsets, at))?)));
    inner.chain((!range.is_empty()).then_some((range.end, Boundary::Sentence))).collect()
}

/// The boundary that the text between two content characters marks.
fn boundary_in(between: &str) -> Option<Boundary> {
    if between.is_empty() {
        return None;
    }
    let ends_sentence =
        |c| matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '．' | '\n');
    // A point ends a sentence only before a space: `3.5` goes on.
    let points = between.contains('.') && between.contains(char::is_whitespace);
    if points || between.contains(ends_sentence) {
        Some(Boundary::Sentence)
    } else {
        between.contains([',', '，', '、', '：', ':']).then_some(Boundary::Clause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks_and_numbers_go_on() {
        let text = "He paid 3.50, at once. \"So much?\" Yes";
        let content = Content::whole(text);
        let pieces: Vec<String> = boundaries(text, &content, 0..content.len())
            .iter()
            .scan(0, |start, &(end, _)| {
                Some(content.chars()[std::mem::replace(start, end)..end].iter().collect())
            })
            .collect();
        assert_eq!(pieces, ["hepaid3.50", "atonce", "somuch", "yes"]);
    }
}
