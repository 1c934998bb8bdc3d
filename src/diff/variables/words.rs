//! Months, weekdays, parts of the day and identifiers.
//!
//! Names in scripts with letters are no variables: a capital shows them, and text in other words has
//! other capitals too. With names, 5 of 8 more passages of essays that were copied in other words were
//! forms.

use super::super::aligned_text::AlignedPair;
use super::super::changed_run::{ChangedRun, RunSide};

/// Names of months and their short forms, English and German.
const MONTHS: &str = "\
    january february march april may june july august september october november december jan feb \
    mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember \
    jänner dez okt";
/// Names of weekdays and their short forms, English and German.
const WEEKDAYS: &str = "\
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat \
    sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag";
/// Parts of the day.
const DAY_PARTS: &str = "上午 下午 凌晨 清晨 早晨 早上 中午 傍晚 晚上 晚間 晚间 a.m p.m am pm";
/// What a word may stand for in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Month,
    Weekday,
    DayPart,
    /// Letters with digits among them.
    Identifier,
}

/// The run as a variable, if both sides are words of one kind.
pub(super) fn word_variable(run: &ChangedRun, pair: AlignedPair<'_>) -> Option<ChangedRun> {
    let [a, b] = run.sides(pair).map(|side| word_kind(&side));
    (a.is_some() && a == b).then(|| run.as_variable())
}

fn word_kind(side: &RunSide<'_>) -> Option<WordKind> {
    if side.range.is_empty() {
        return None;
    }
    let word = side.text.span(side.range.clone()).of(side.text.text).trim_end_matches('.');
    let lower = word.to_lowercase();
    let is_capital = word.starts_with(char::is_uppercase);
    let in_list = |list: &str| list.split(' ').any(|entry| entry == lower);
    if in_list(DAY_PARTS) {
        Some(WordKind::DayPart)
    } else if is_capital && in_list(MONTHS) {
        Some(WordKind::Month)
    } else if is_capital && in_list(WEEKDAYS) {
        Some(WordKind::Weekday)
    } else {
        is_identifier(word).then_some(WordKind::Identifier)
    }
}

/// Whether a word has both digits and letters of the Latin alphabet.
fn is_identifier(word: &str) -> bool {
    word.chars().any(|char| char.is_ascii_digit())
        && word.chars().any(|char| char.is_ascii_alphabetic())
        && word.chars().all(|char| char.is_ascii_alphanumeric() || "-_/.:".contains(char))
}

#[cfg(test)]
mod tests {
    use super::WordKind::{Identifier, Month, Weekday};
    use super::*;
    use crate::diff::AlignedText;
    use crate::diff::variables::tests::{values, variable};
    use crate::text::Content;

    /// What `word` may stand for in a text.
    fn kind_in(text: &str, word: &str) -> Option<WordKind> {
        let content = Content::whole(text);
        let start = text.find(word).expect("the word stands in the text");
        let before = Content::whole(&text[..start]).len();
        let range = before..before + Content::whole(word).len();
        word_kind(&RunSide { text: AlignedText { text, content: &content }, range })
    }

    #[test]
    fn dates_and_identifiers_have_kinds() {
        for (text, word, kind) in [
            ("the week to March 25", "March", Month),
            ("am 3. Dez. 1999", "Dez.", Month),
            ("on Friday at", "Friday", Weekday),
            ("stock SH600519 rose", "SH600519", Identifier),
        ] {
            assert_eq!(kind_in(text, word), Some(kind), "{text}");
        }
    }

    #[test]
    fn other_words_have_none() {
        for (text, word) in [
            ("it may rise", "may"),
            ("the old house", "old"),
            ("the capital of France is", "France"),
            ("in 1987 it", "1987"),
        ] {
            assert_eq!(kind_in(text, word), None, "{text}");
        }
    }

    #[test]
    fn words_of_one_kind_are_slots() {
        let months = variable("the week to March 25", "the week to July 25");
        assert_eq!(months, Some(values("March", "July")));
        assert_eq!(variable("定于上午召开", "定于下午召开"), Some(values("上午", "下午")));
        assert_eq!(variable("week to March in", "week to SH60 in"), None);
    }
}
