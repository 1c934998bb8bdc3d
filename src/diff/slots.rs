//! Slots: what a template leaves open, and what it was filled with.

use std::ops::Range;

use super::runs::{Free, Run};
use super::{AlignedText, EditKind};
use crate::document::Span;
use crate::text::{is_family_name, is_ideographic, is_numeral, open_words};

/// Content characters of the longest slot.
const LONGEST: usize = 20;
/// Content characters that are read on either side of a name.
const AROUND: usize = 20;

/// The number that the first of some runs is part of, with all its digits, and how many of the runs are in it.
///
/// `before` equal characters stand free before the first run; the alignment ends before `end` of the first side.
pub(super) fn number(
    runs: &[Run],
    before: usize,
    end: usize,
    a: AlignedText<'_>,
    b: AlignedText<'_>,
) -> Option<(Run, usize)> {
    let first = &runs[0];
    let mut run = first.grown(numerals_before(first, before, a, b), 0);
    let mut found = None;
    for (at, last) in runs.iter().enumerate().take_while(|(_, last)| last.kind != EditKind::Variant) {
        let next = runs.get(at + 1);
        let free = next.map_or(end, |next| next.a.start) - last.a.end;
        let behind = numerals_behind(last, free, a, b);
        run = run.through(&last.grown(0, behind));
        if is_number(a, &run.a) && is_number(b, &run.b) {
            found = Some((Run { kind: EditKind::Slot, ..run.clone() }, at + 1));
        }
        if behind < free || run.a.len().max(run.b.len()) > LONGEST {
            break;
        }
    }
    found
}

/// How many of `free` equal characters right before a run are part of the same number.
fn numerals_before(run: &Run, free: usize, a: AlignedText<'_>, b: AlignedText<'_>) -> usize {
    let belongs = |&on: &usize| {
        let (in_a, in_b) = (run.a.start - on, run.b.start - on);
        is_numeral(a.content.chars()[in_a]) && is_one_number(a, in_a + 1) && is_one_number(b, in_b + 1)
    };
    (1..=free).take_while(belongs).count()
}

/// How many of `free` equal characters right behind a run are part of the same number.
fn numerals_behind(run: &Run, free: usize, a: AlignedText<'_>, b: AlignedText<'_>) -> usize {
    let belongs = |&on: &usize| {
        let (in_a, in_b) = (run.a.end + on, run.b.end + on);
        is_numeral(a.content.chars()[in_a]) && is_one_number(a, in_a) && is_one_number(b, in_b)
    };
    (0..free).take_while(belongs).count()
}

/// Whether nothing parts a digit from the one before it but what stands within numbers.
fn is_one_number(side: AlignedText<'_>, at: usize) -> bool {
    matches!(side.between(at).of(side.text), "" | "." | "．" | ",")
}

/// Whether characters are a number or a date; placeholders may stand for digits.
fn is_number(side: AlignedText<'_>, range: &Range<usize>) -> bool {
    let chars = &side.content.chars()[range.clone()];
    let counts = |&char: &char| is_numeral(char) || char == 'x';
    let part = |char: &char| counts(char) || "年月日时分秒号".contains(*char);
    chars.len() <= LONGEST && chars.iter().all(part) && chars.iter().any(counts)
}

/// Letters that stand for what is left open.
fn is_placeholder(char: char) -> bool {
    matches!(char, 'x' | '某' | '〇')
}

/// Signs that stand for what is left open.
fn is_blank_sign(char: char) -> bool {
    "×✕＊*○◯□＿_…".contains(char)
}

/// The slot that a run is, if it is one that placeholders or names make.
pub(super) fn fill(run: &Run, free: Free, a: AlignedText<'_>, b: AlignedText<'_>) -> Option<Run> {
    if run.a.len().max(run.b.len()) > LONGEST {
        return None;
    }
    let slot = Run { kind: EditKind::Slot, ..run.clone() };
    let numbered = is_someone(a, &run.a) && is_number(b, &run.b) || is_someone(b, &run.b) && is_number(a, &run.a);
    let left_open = numbered || is_left_open(a, &run.a) || is_left_open(b, &run.b) || is_blank_filled(run, a, b);
    if left_open && is_filling(a, &run.a) && is_filling(b, &run.b) { Some(slot) } else { name(&slot, free, a, b) }
}

/// Whether a side is a single 某, which stands for a name or a number, and in 某些 for neither.
fn is_someone(side: AlignedText<'_>, range: &Range<usize>) -> bool {
    side.content.chars()[range.clone()] == ['某']
}

/// Whether a side is letters that stand for something: `xx`, `某某`.
fn is_left_open(side: AlignedText<'_>, range: &Range<usize>) -> bool {
    let chars = side.content.chars();
    let run = &chars[range.clone()];
    let is_letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphabetic);
    let is_in_word = is_letter(range.start.checked_sub(1)) || is_letter(Some(range.end));
    !run.is_empty() && run.iter().all(|&char| is_placeholder(char)) && !is_in_word && !is_someone(side, range)
}

/// Whether one side is a blank that is not made of letters: signs between two characters, or a word in brackets that
/// the other side lacks.
pub(super) fn is_blank_filled(run: &Run, a: AlignedText<'_>, b: AlignedText<'_>) -> bool {
    let signs = |side, range: &Range<usize>| range.is_empty() && signs(side, range.start).is_some();
    let bracketed = |side, range| brackets(side, range).is_some();
    signs(a, &run.a) || signs(b, &run.b) || bracketed(a, &run.a) != bracketed(b, &run.b)
}

/// The signs or brackets of a side's blank with what they hold, or else the characters themselves.
pub(super) fn blank_or_span(side: AlignedText<'_>, range: &Range<usize>) -> Span {
    let blank = if range.is_empty() { signs(side, range.start) } else { brackets(side, range) };
    blank.unwrap_or_else(|| side.span_or_place(range.clone()))
}

/// The signs of a blank before content character `at`.
fn signs(side: AlignedText<'_>, at: usize) -> Option<Span> {
    let between = side.between(at);
    let text = between.of(side.text);
    let (start, end) = (text.find(is_blank_sign)?, text.rfind(is_blank_sign)?);
    let last = text[end..].chars().next().map_or(0, char::len_utf8);
    Some(Span::new(between.start + start, between.start + end + last))
}

/// A run of characters with the brackets that stand right around it.
fn brackets(side: AlignedText<'_>, range: &Range<usize>) -> Option<Span> {
    if range.is_empty() {
        return None;
    }
    let (before, behind) = (side.between(range.start), side.between(range.end));
    let open = before.of(side.text).chars().next_back().filter(|&char| "[［【{｛〔<＜".contains(char))?;
    let close = behind.of(side.text).chars().next().filter(|&char| "]］】}｝〕>＞".contains(char))?;
    Some(Span::new(before.end - open.len_utf8(), behind.start + close.len_utf8()))
}

/// Whether a side can be what a placeholder stands for: one run within a sentence.
fn is_filling(side: AlignedText<'_>, range: &Range<usize>) -> bool {
    !side.span_or_place(range.clone()).of(side.text).contains(['。', '！', '？', '；', '\n'])
}

/// The run with the rest of the names that it lies in, if it lies in names on both sides.
fn name(run: &Run, free: Free, a: AlignedText<'_>, b: AlignedText<'_>) -> Option<Run> {
    let can_be = |side: AlignedText<'_>, range: &Range<usize>| {
        let chars = &side.content.chars()[range.clone()];
        !chars.is_empty() && chars.iter().all(|&char| is_ideographic(char) || is_numeral(char))
    };
    if !(can_be(a, &run.a) && can_be(b, &run.b)) || is_number(a, &run.a) != is_number(b, &run.b) {
        return None;
    }
    let (in_a, in_b) = match (words_around(a, &run.a), words_around(b, &run.b)) {
        (Some(in_a), Some(in_b)) => (in_a, in_b),
        (Some(in_a), None) if are_people(a, &in_a, b, &run.b) => (in_a, run.b.clone()),
        (None, Some(in_b)) if are_people(b, &in_b, a, &run.a) => (run.a.clone(), in_b),
        _ => return None,
    };
    let before = (run.a.start - in_a.start).max(run.b.start - in_b.start);
    let behind = (in_a.end - run.a.end).max(in_b.end - run.b.end);
    // What was changed beyond the equal characters is told by itself.
    let within = |wanted: usize, free: usize| if wanted <= free { wanted } else { 0 };
    Some(run.grown(within(before, free.before), within(behind, free.behind)))
}

/// Whether a word that is unknown stands for a known name, and both begin with a family name.
fn are_people(known: AlignedText<'_>, name: &Range<usize>, unknown: AlignedText<'_>, word: &Range<usize>) -> bool {
    let begins = |side: AlignedText<'_>, range: &Range<usize>| is_family_name(side.content.chars()[range.start]);
    (2..=3).contains(&word.len()) && begins(known, name) && begins(unknown, word)
}

/// The names that a range of content characters lies in, from the first to the last.
fn words_around(side: AlignedText<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    if is_someone(side, range) {
        return Some(range.clone());
    }
    let clause = clause(side, range);
    let words = open_words(&side.content.chars()[clause.clone()]);
    let words = words.into_iter().map(|word| clause.start + word.start..clause.start + word.end);
    let words: Vec<Range<usize>> = words.filter(|word| word.start < range.end && range.start < word.end).collect();
    let (first, last) = (words.first()?, words.last()?);
    let no_gap = words.windows(2).all(|pair| pair[0].end == pair[1].start);
    (no_gap && first.start <= range.start && range.end <= last.end).then_some(first.start..last.end)
}

/// A range of content characters with those around it that no punctuation parts from it.
fn clause(side: AlignedText<'_>, range: &Range<usize>) -> Range<usize> {
    let goes_on = |at: &usize| side.between(*at).of(side.text).chars().all(char::is_whitespace);
    let least = range.start.saturating_sub(AROUND);
    let most = (range.end + AROUND).min(side.content.len());
    let before = (least + 1..=range.start).rev().take_while(goes_on).count();
    let behind = (range.end..most).take_while(goes_on).count();
    range.start - before..range.end + behind
}
