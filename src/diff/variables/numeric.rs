//! Numbers and dates.

use super::super::aligned_text::{AlignedPair, AlignedText, CharPair};
use super::super::changed_run::{ChangedRun, RemainingRuns, RunSide};
use super::super::edit::EditKind;
use super::variable::{MAX_VARIABLE_CHARS, Variable};
use crate::text::{is_in_number, is_numeral, number_parts};

/// The number that the first of some changed runs is part of, with all of its digits. A number that is
/// equal in value on both sides is the same value in another form.
pub(super) fn numeric_variable(
    remaining: RemainingRuns<'_>,
    pair: AlignedPair<'_>,
) -> Option<Variable> {
    let first = &remaining.runs[0];
    let mut run = first.grown(numerals_before(remaining, pair), 0);
    let mut found = None;
    for (at, last) in
        remaining.runs.iter().enumerate().take_while(|(_, last)| last.kind != EditKind::Variant)
    {
        let equal = remaining.equal_behind(at);
        let numerals = numerals_behind(last, equal, pair);
        run = run.through(&last.grown(0, numerals));
        // A later run replaces the result of an earlier one: a number is taken as a whole.
        let sides = run.sides(pair);
        if sides.iter().all(is_number) {
            let [a, b] = sides.map(|side| number_parts(side.chars()));
            let run = if a == b { run.as_variant() } else { run.as_variable() };
            found = Some(Variable { run, changed_runs: at + 1 });
        }
        if numerals < equal || run.longer_len() > MAX_VARIABLE_CHARS {
            break;
        }
    }
    found
}

/// How many of the equal characters right before the first run are part of the same number.
fn numerals_before(remaining: RemainingRuns<'_>, pair: AlignedPair<'_>) -> usize {
    let start = remaining.runs[0].start();
    let before = (1..=remaining.equal_before())
        .map(|offset| CharPair { a: start.a - offset, b: start.b - offset });
    before.take_while(|&at| is_numeral_before(at, pair)).count()
}

/// Whether two characters are equal numerals of the numbers that go on behind them.
fn is_numeral_before(at: CharPair, pair: AlignedPair<'_>) -> bool {
    is_in_number(pair.a.content.chars()[at.a])
        && continues_number(pair.a, at.a + 1)
        && continues_number(pair.b, at.b + 1)
}

/// How many of the `equal` characters right behind a run are part of the same number.
fn numerals_behind(run: &ChangedRun, equal: usize, pair: AlignedPair<'_>) -> usize {
    let end = run.end();
    let behind = (0..equal).map(|offset| CharPair { a: end.a + offset, b: end.b + offset });
    behind.take_while(|&at| is_numeral_behind(at, pair)).count()
}

/// Whether two characters are equal numerals of the numbers before them.
fn is_numeral_behind(at: CharPair, pair: AlignedPair<'_>) -> bool {
    is_in_number(pair.a.content.chars()[at.a])
        && continues_number(pair.a, at.a)
        && continues_number(pair.b, at.b)
}

/// Whether content character `at` can be in one number with the character before it.
fn continues_number(side: AlignedText<'_>, at: usize) -> bool {
    matches!(side.between(at).of(side.text), "" | "." | "．" | ",")
}

/// Whether a side is a number or a date; placeholders may stand for digits.
pub(super) fn is_number(side: &RunSide<'_>) -> bool {
    let chars = side.chars();
    chars.len() <= MAX_VARIABLE_CHARS
        && chars
            .iter()
            .all(|&char| is_digit(char) || is_in_number(char) || "年月日时分秒号".contains(char))
        && chars.iter().any(|&char| is_digit(char))
}

fn is_digit(char: char) -> bool {
    is_numeral(char) || char == 'x'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::variables::tests::{values, variable};

    #[test]
    fn a_number_has_all_its_digits_across_points_and_commas() {
        assert_eq!(variable("共1.25元", "共1.35元"), Some(values("1.25", "1.35")));
        assert_eq!(variable("共12,500元", "共12,700元"), Some(values("12,500", "12,700")));
        assert_eq!(variable("共9个", "共19个"), Some(values("9", "19")));
    }

    #[test]
    fn other_punctuation_separates_numbers() {
        assert_eq!(variable("见1、2条", "见1、3条"), Some(values("2", "3")));
        assert_eq!(variable("见1；2条", "见1；3条"), Some(values("2", "3")));
    }

    #[test]
    fn a_longer_run_of_digits_is_no_value() {
        let long = |digit: &str| format!("编号{}完", digit.repeat(MAX_VARIABLE_CHARS + 1));
        assert_eq!(variable(&long("1"), &long("2")), None);
        let most = |digit: &str| format!("编号{}完", digit.repeat(MAX_VARIABLE_CHARS));
        assert!(variable(&most("1"), &most("2")).is_some());
    }
}
