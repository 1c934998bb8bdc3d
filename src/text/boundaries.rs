//! Where sentences and clauses end in a content.

use std::ops::Range;

use super::Content;
use super::words::between;

/// What ends behind a content character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// A clause: a comma or a colon.
    Clause,
    /// A sentence, a paragraph, or the text.
    Sentence,
}

/// The ends of all clauses and sentences in a part of `content`, each counted from the first character of the content; the
/// last one is the end of the part. `text` is what the content was made of.
///
/// ```
/// use leitong::document::Span;
/// use leitong::text::{Content, Script, Boundary, boundaries};
/// let text = "床前明月光，疑是地上霜。举头 3.5 尺。";
/// let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
/// assert_eq!(boundaries(text, &content, 0..15), [(5, Boundary::Clause), (10, Boundary::Sentence), (15, Boundary::Sentence)]);
/// ```
///
/// # Panics
/// If `text` is not the text of this content, or `range` exceeds it.
#[must_use]
pub fn boundaries(text: &str, content: &Content, range: Range<usize>) -> Vec<(usize, Boundary)> {
    let places: Vec<u32> = content.places_of(range.clone()).collect();
    let inner = (1..places.len()).filter_map(|at| Some((range.start + at, stop(between(text, &places, at))?)));
    inner.chain((!range.is_empty()).then_some((range.end, Boundary::Sentence))).collect()
}

/// What ends where this stands between two content characters.
fn stop(between: &str) -> Option<Boundary> {
    if between.is_empty() {
        return None;
    }
    let ends_sentence = |c| matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '．' | '\n');
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
    use crate::document::Span;
    use crate::text::Script;

    #[test]
    fn sentences_end_at_their_marks_and_numbers_go_on() {
        let text = "He paid 3.50, at once. \"So much?\" Yes";
        let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
        let pieces: Vec<String> = boundaries(text, &content, 0..content.len())
            .iter()
            .scan(0, |start, &(end, _)| Some(content.chars()[std::mem::replace(start, end)..end].iter().collect()))
            .collect();
        assert_eq!(pieces, ["hepaid350", "atonce", "somuch", "yes"]);
    }
}
