//! Numbers and dates.

use super::super::aligned_text::{AlignedPair, AlignedText, CharPair};
use super::super::changed_run::{ChangedRun, RemainingRuns, RunSide};
use super::super::edit::EditKind;
use super::slot::{MAX_SLOT_CHARS, Slot};
use crate::text::is_numeral;

/// The number that the first of some changed runs is part of, with all of its digits.
pub(super) fn numeric_slot(remaining: RemainingRuns<'_>, pair: AlignedPair<'_>) -> Option<Slot> {
    let first = &remaining.runs[0];
    let mut run = first.grown(numerals_before(remaining, pair), 0);
    let mut found = None;
    for (at, last) in
        remaining.runs.iter().enumerate().take_while(|(_, last)| last.kind != EditKind::Variant)
    {
        let equal = remaining.equal_behind(at);
        let numerals = numerals_behind(last, equal, pair);
        run = run.through(&last.grown(0, numerals));
        if run.sides(pair).iter().all(is_number) {
            found = Some(Slot { run: run.as_slot(), changed_runs: at + 1 });
        }
        if numerals < equal || run.longer_len() > MAX_SLOT_CHARS {
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
    is_numeral(pair.a.content.chars()[at.a])
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
    is_numeral(pair.a.content.chars()[at.a])
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
    chars.len() <= MAX_SLOT_CHARS
        && chars.iter().all(|&char| is_digit(char) || "年月日时分秒号".contains(char))
        && chars.iter().any(|&char| is_digit(char))
}

fn is_digit(char: char) -> bool {
    is_numeral(char) || char == 'x'
}
