//! Placeholders: letters, signs and brackets that stand for a value.

use super::super::aligned_text::{AlignedPair, AlignedText};
use super::super::changed_run::{ChangedRun, RunSide};
use super::numeric::is_number;
use super::variable::is_unnamed;
use crate::document::Span;

/// The run as a variable, if one side has a placeholder and the other a value for it.
pub(super) fn placeholder_variable(run: &ChangedRun, pair: AlignedPair<'_>) -> Option<ChangedRun> {
    let sides = run.sides(pair);
    let [a, b] = &sides;
    // A single 某 stands for a number only where the other side is one: in 某些 it stands for nothing.
    let is_unnamed_number = is_unnamed(a) && is_number(b) || is_unnamed(b) && is_number(a);
    let has_placeholder = is_unnamed_number
        || sides.iter().any(has_placeholder_letters)
        || is_blank_filled(run, pair);
    (has_placeholder && sides.iter().all(is_in_sentence)).then(|| run.as_variable())
}

/// Whether a side consists of letters that stand for a value, as in `xx` and `某某`. A single 某
/// does not, because of words such as 某些.
fn has_placeholder_letters(side: &RunSide<'_>) -> bool {
    let chars = side.chars();
    let is_in_word =
        side.range.start.checked_sub(1).is_some_and(|before| is_letter(side.text, before))
            || is_letter(side.text, side.range.end);
    !chars.is_empty()
        && chars.iter().all(|char| "x×某零".contains(*char))
        && !side.text.span_or_position(side.range.clone()).of(side.text.text).contains('零')
        && !is_in_word
        && !is_unnamed(side)
}

fn is_letter(text: AlignedText<'_>, at: usize) -> bool {
    text.content.chars().get(at).is_some_and(char::is_ascii_alphabetic)
}

/// Whether one side is a blank without letters: signs between two characters, or a word in brackets
/// that the other side does not have.
pub(in super::super) fn is_blank_filled(run: &ChangedRun, pair: AlignedPair<'_>) -> bool {
    let [a, b] = run.sides(pair);
    has_signs_only(&a) || has_signs_only(&b) || bracketed(&a).is_some() != bracketed(&b).is_some()
}

fn has_signs_only(side: &RunSide<'_>) -> bool {
    side.range.is_empty() && signs(side).is_some()
}

/// The span of the signs or brackets of a blank and of what they hold, or else the span of the
/// characters.
pub(in super::super) fn blank_or_span(side: &RunSide<'_>) -> Span {
    let blank = if side.range.is_empty() { signs(side) } else { bracketed(side) };
    blank.unwrap_or_else(|| side.text.span_or_position(side.range.clone()))
}

/// The span of the signs before a side.
fn signs(side: &RunSide<'_>) -> Option<Span> {
    let between = side.text.between(side.range.start);
    let text = between.of(side.text.text);
    let (start, end) = (text.find(is_blank_sign)?, text.rfind(is_blank_sign)?);
    let last = text[end..].chars().next().map_or(0, char::len_utf8);
    Some(Span::new(between.start + start, between.start + end + last))
}

/// Whether a sign stands for a value.
fn is_blank_sign(char: char) -> bool {
    "×✕＊*○◯□＿_…".contains(char)
}

/// The span of a side together with the brackets right around it.
fn bracketed(side: &RunSide<'_>) -> Option<Span> {
    if side.range.is_empty() {
        return None;
    }
    let (before, behind) = (side.text.between(side.range.start), side.text.between(side.range.end));
    let text = side.text.text;
    let open =
        before.of(text).chars().next_back().filter(|&char| "[［【{｛〔<＜".contains(char))?;
    let close = behind.of(text).chars().next().filter(|&char| "]］】}｝〕>＞".contains(char))?;
    Some(Span::new(before.end - open.len_utf8(), behind.start + close.len_utf8()))
}

/// Whether a side can be the value of a placeholder: one run within a sentence.
fn is_in_sentence(side: &RunSide<'_>) -> bool {
    let span = side.text.span_or_position(side.range.clone());
    !span.of(side.text.text).contains(['。', '！', '？', '；', '\n'])
}

#[cfg(test)]
mod tests {
    use crate::diff::variables::tests::{values, variable};

    #[test]
    fn signs_letters_and_brackets_stand_for_a_value() {
        assert_eq!(variable("由____负责", "由王建国负责"), Some(values("____", "王建国")));
        assert_eq!(variable("由某某负责", "由王建国负责"), Some(values("某某", "王建国")));
        assert_eq!(variable("由【姓名】负责", "由王建国负责"), Some(values("【姓名】", "王建国")));
        assert_eq!(variable("由王建国负责", "由××负责"), Some(values("王建国", "××")));
    }

    #[test]
    fn letters_inside_of_a_word_are_no_placeholder() {
        assert_eq!(variable("型号axb机", "型号acb机"), None);
    }

    #[test]
    fn a_value_lies_in_one_sentence() {
        assert_eq!(variable("由××负责", "由王建国。再由李红负责"), None);
    }
}
