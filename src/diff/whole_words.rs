//! Changed runs of scripts with letters, grown to whole words: a reader compares `France` with
//! `Germany`, not the letters that the two have in common.

use super::aligned_text::{AlignedPair, AlignedText};
use super::changed_run::ChangedRun;
use super::edit::EditKind;
use crate::align::Alignment;
use crate::text::{is_ideographic, is_sign};

/// Longest part of a word that a run grows by, in characters: a longer one is no word, but a hash,
/// an address or a sentence of a script without spaces.
const LONGEST_GROWTH: usize = 24;

/// The runs of an alignment, in order, each from the start of a word to the end of one. Runs that
/// meet become one. Ideographs are words of their own.
pub(super) fn whole_words(
    runs: Vec<ChangedRun>,
    alignment: &Alignment,
    pair: AlignedPair<'_>,
) -> Vec<ChangedRun> {
    let ends: Vec<usize> = runs.iter().skip(1).map(|next| next.a.start).collect();
    let ends = ends.into_iter().chain([alignment.range_a().end]);
    let mut words: Vec<ChangedRun> = Vec::with_capacity(runs.len());
    let mut start = alignment.a as usize;
    for (run, end) in runs.into_iter().zip(ends) {
        let room = Room { before: run.a.start - start, behind: end - run.a.end };
        start = run.a.end;
        if run.kind == EditKind::Variant {
            words.push(run);
            continue;
        }
        let run = grown(&run, room, pair);
        match words.last_mut() {
            Some(last) if is_one_word(last, &run, pair) => {
                *last = ChangedRun::new(last.a.start..run.a.end, last.b.start..run.b.end);
            }
            _ => words.push(run),
        }
    }
    words
}

/// Whether two runs share characters, or meet inside a word.
fn is_one_word(last: &ChangedRun, run: &ChangedRun, pair: AlignedPair<'_>) -> bool {
    let meet = run.a.start == last.a.end && run.b.start == last.b.end;
    let overlap = run.a.start < last.a.end || run.b.start < last.b.end;
    last.kind != EditKind::Variant && (overlap || (meet && cuts(run.a.start, run.b.start, pair)))
}

/// Number of equal characters beside a run.
#[derive(Debug, Clone, Copy)]
struct Room {
    before: usize,
    behind: usize,
}

/// A run with the rest of the words at its ends.
fn grown(run: &ChangedRun, room: Room, pair: AlignedPair<'_>) -> ChangedRun {
    if let Some(run) = slid(run, room, pair) {
        return run;
    }
    let steps = |room: usize, is_cut: &dyn Fn(usize) -> bool| {
        let most = room.min(LONGEST_GROWTH);
        let step = (0..=most).find(|&step| !is_cut(step));
        // Up to the next run, the word goes on in it.
        step.unwrap_or(if room <= LONGEST_GROWTH { room } else { 0 })
    };
    let before = steps(room.before, &|step| cuts(run.a.start - step, run.b.start - step, pair));
    let behind = steps(room.behind, &|step| cuts(run.a.end + step, run.b.end + step, pair));
    let grown = run.grown(before, behind);
    ChangedRun::new(grown.a, grown.b)
}

/// A run that is in one side only, moved over equal characters so that it has whole words:
/// `has s{+he s+}een` and `has {+she +}seen` are the same insertion. `None` if there is no such
/// place.
fn slid(run: &ChangedRun, room: Room, pair: AlignedPair<'_>) -> Option<ChangedRun> {
    let (text, range) = match (run.a.is_empty(), run.b.is_empty()) {
        (true, false) => (pair.b, &run.b),
        (false, true) => (pair.a, &run.a),
        _ => return None,
    };
    let chars = text.content.chars();
    let is_whole = |run: &ChangedRun| {
        !cuts(run.a.start, run.b.start, pair) && !cuts(run.a.end, run.b.end, pair)
    };
    let moved = |before: usize, behind: usize| {
        let side = |side: &std::ops::Range<usize>| {
            side.start + behind - before..side.end + behind - before
        };
        ChangedRun { kind: run.kind, a: side(&run.a), b: side(&run.b) }
    };
    let to_front = (0..=room.before.min(LONGEST_GROWTH))
        .take_while(|&step| step == 0 || chars[range.start - step] == chars[range.end - step])
        .map(|step| moved(step, 0));
    let to_back = (1..=room.behind.min(LONGEST_GROWTH))
        .take_while(|&step| chars[range.start + step - 1] == chars[range.end + step - 1])
        .map(|step| moved(0, step));
    to_front.chain(to_back).find(is_whole)
}

/// Whether the place before a character of each side lies inside a word of one of them.
fn cuts(a: usize, b: usize, pair: AlignedPair<'_>) -> bool {
    is_in_word(a, pair.a) || is_in_word(b, pair.b)
}

/// Whether the place before a character lies inside a word.
fn is_in_word(at: usize, text: AlignedText<'_>) -> bool {
    let chars = text.content.chars();
    let is_letter =
        |char: char| !is_ideographic(char) && !is_without_spaces(char) && !is_sign(char);
    0 < at
        && at < chars.len()
        && is_letter(chars[at - 1])
        && is_letter(chars[at])
        && matches!(text.between(at).of(text.text), "" | "'" | "’")
}

/// Whether a character is of a script that sets no spaces between words.
fn is_without_spaces(char: char) -> bool {
    // Thai, Lao, Tibetan, Myanmar, Khmer.
    matches!(char, '\u{0E00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::EditOp;
    use crate::diff::aligned_text::AlignedText;
    use crate::text::Content;
    use proptest::prelude::*;

    /// The steps of a plain alignment: the longest common subsequence.
    fn steps(a: &[char], b: &[char]) -> Vec<EditOp> {
        let mut best = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                best[i][j] = if a[i] == b[j] {
                    best[i + 1][j + 1] + 1
                } else {
                    best[i + 1][j].max(best[i][j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        let mut steps: Vec<EditOp> = Vec::new();
        while i < a.len() || j < b.len() {
            let is_equal = i < a.len() && j < b.len() && a[i] == b[j];
            let is_deleted =
                !is_equal && (j == b.len() || i < a.len() && best[i + 1][j] >= best[i][j + 1]);
            let (by_a, by_b) =
                (u32::from(is_equal || is_deleted), u32::from(is_equal || !is_deleted));
            match (steps.last_mut(), is_equal) {
                (Some(EditOp::Equal(len)), true) => *len += 1,
                (Some(EditOp::Change { a, b }), false) => (*a, *b) = (*a + by_a, *b + by_b),
                (_, true) => steps.push(EditOp::Equal(1)),
                (_, false) => steps.push(EditOp::Change { a: by_a, b: by_b }),
            }
            (i, j) = (i + by_a as usize, j + by_b as usize);
        }
        steps
    }

    /// The changed runs of two texts: their characters on each side.
    fn runs(a: &str, b: &str) -> Vec<(String, String)> {
        let contents = [a, b].map(Content::whole);
        let steps = steps(contents[0].chars(), contents[1].chars());
        runs_of(a, b, steps)
    }

    /// The runs of two texts that are aligned so.
    fn runs_of(a: &str, b: &str, steps: Vec<EditOp>) -> Vec<(String, String)> {
        let contents = [a, b].map(Content::whole);
        let pair = AlignedPair {
            a: AlignedText { text: a, content: &contents[0] },
            b: AlignedText { text: b, content: &contents[1] },
        };
        let alignment = Alignment { a: 0, b: 0, steps };
        let (mut at_a, mut at_b) = (0, 0);
        let mut changed = Vec::new();
        for step in &alignment.steps {
            let (to_a, to_b) = (at_a + step.a() as usize, at_b + step.b() as usize);
            if matches!(step, EditOp::Change { .. }) {
                changed.push(ChangedRun::new(at_a..to_a, at_b..to_b));
            }
            (at_a, at_b) = (to_a, to_b);
        }
        let runs = whole_words(changed, &alignment, pair);
        // What is not in a run is equal.
        let (mut at_a, mut at_b) = (0, 0);
        for run in &runs {
            assert_eq!(
                contents[0].chars()[at_a..run.a.start],
                contents[1].chars()[at_b..run.b.start]
            );
            (at_a, at_b) = (run.a.end, run.b.end);
        }
        assert_eq!(contents[0].chars()[at_a..], contents[1].chars()[at_b..]);
        let text = |side: super::super::changed_run::RunSide<'_>| side.chars().iter().collect();
        runs.iter().map(|run| run.sides(pair).map(text)).map(|[a, b]| (a, b)).collect()
    }

    #[test]
    fn letters_that_two_words_share_belong_to_them() {
        for (a, b, expected) in [
            ("the capital of France is", "the capital of Germany is", [("france", "germany")]),
            ("he was unhappy there", "he was happy there", [("unhappy", "happy")]),
            ("so let's go", "so let us go", [("lets", "letus")]),
            ("built in 1987 here", "built in 1997 here", [("1987", "1997")]),
            ("用 Linux 系统", "用 Unix 系统", [("linux", "unix")]),
            ("关于中国的报告", "关于法国的报告", [("中", "法")]),
            ("ภาษาไทยง่าย", "ภาษาไทยยาก", [("งาย", "ยาก")]),
        ] {
            let found = runs(a, b);
            let found: Vec<(&str, &str)> =
                found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            if a.starts_with('ภ') {
                assert!(found.iter().all(|(a, b)| a.len() + b.len() < 30), "{found:?}");
            } else {
                assert_eq!(found, expected, "{a}");
            }
        }
    }

    #[test]
    fn an_insertion_moves_to_where_it_is_a_word() {
        let steps = vec![EditOp::Equal(4), EditOp::Change { a: 0, b: 3 }, EditOp::Equal(3)];
        let inserted = [(String::new(), "she".to_owned())];
        assert_eq!(runs_of("has seen", "has she seen", steps), inserted);
    }

    proptest! {
        #[test]
        fn what_lies_between_runs_is_equal(a in "[ab 甲乙.]{0,30}", b in "[ab 甲乙.]{0,30}") {
            runs(&a, &b);
        }
    }
}
