//! Classification of the changed runs of an alignment.

use std::iter;
use std::ops::Range;

use super::aligned_text::AlignedPair;
use super::changed_run::{ChangedRun, RemainingRuns};
use super::edit::EditKind;
use super::variables::{Variable, variable_at};
use super::whole_words::whole_words;
use crate::align::{Alignment, EditOp};
use crate::text::are_variants;

/// The [changed words](changed_words) of an alignment in order, each with its kind, which is found when
/// the iterator gets to it. A variable may contain equal characters beside the changed ones.
pub(super) fn classified_runs<'p>(
    changed: &'p [ChangedRun],
    alignment: &Alignment,
    pair: AlignedPair<'p>,
) -> impl Iterator<Item = ChangedRun> + use<'p> {
    let (mut start, end) = (alignment.a as usize, alignment.range_a().end);
    let mut at = 0;
    iter::from_fn(move || {
        let runs = &changed[at..];
        let first = runs.first()?;
        let variable = variable_at(RemainingRuns { runs, start, end }, pair);
        let Variable { run, changed_runs } =
            variable.unwrap_or_else(|| Variable { run: first.clone(), changed_runs: 1 });
        // A variable may reach beyond its changed runs, so that the equal characters before the next
        // run begin where the variable ends.
        start = run.a.end;
        at += changed_runs;
        Some(run)
    })
}

/// The changed runs of an alignment, of whole words, before they are classified.
pub(super) fn changed_words(alignment: &Alignment, pair: AlignedPair<'_>) -> Vec<ChangedRun> {
    whole_words(changed_runs(alignment, pair), alignment, pair)
}

/// The changed runs of an alignment, with variants of characters apart from other changes.
fn changed_runs(alignment: &Alignment, pair: AlignedPair<'_>) -> Vec<ChangedRun> {
    let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
    let mut runs = Vec::new();
    for op in &alignment.steps {
        let (to_a, to_b) = (at_a + op.a() as usize, at_b + op.b() as usize);
        if matches!(op, EditOp::Change { .. }) {
            runs.extend(split_at_variants(&ChangedRun::new(at_a..to_a, at_b..to_b), pair));
        }
        (at_a, at_b) = (to_a, to_b);
    }
    runs
}

/// Splits a run where variants of characters start and end, if both sides are of equal length.
fn split_at_variants(run: &ChangedRun, pair: AlignedPair<'_>) -> Vec<ChangedRun> {
    // Only in sides of equal length is it known which character stands for which.
    if run.a.len() != run.b.len() {
        return vec![run.clone()];
    }
    let [a, b] = run.sides(pair).map(|side| side.chars());
    let is_variant: Vec<bool> = a.iter().zip(b).map(|(&a, &b)| are_variants(a, b)).collect();
    let mut runs = Vec::new();
    let mut start = 0;
    for group in is_variant.chunk_by(|x, y| x == y) {
        let end = start + group.len();
        let kind = if group[0] { EditKind::Variant } else { run.kind };
        runs.push(ChangedRun { kind, a: part(&run.a, start..end), b: part(&run.b, start..end) });
        start = end;
    }
    runs
}

/// A part of a range, counted from its start.
fn part(range: &Range<usize>, part: Range<usize>) -> Range<usize> {
    range.start + part.start..range.start + part.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::aligned_text::AlignedText;
    use crate::text::Content;

    /// The kinds and characters of the runs of two texts that are aligned as a whole.
    fn classified(a: &str, b: &str, steps: Vec<EditOp>) -> Vec<(EditKind, String, String)> {
        let contents = [a, b].map(Content::whole);
        let pair = AlignedPair {
            a: AlignedText { text: a, content: &contents[0] },
            b: AlignedText { text: b, content: &contents[1] },
        };
        let alignment = Alignment { a: 0, b: 0, steps };
        let changed = changed_words(&alignment, pair);
        let runs = classified_runs(&changed, &alignment, pair);
        let runs = runs.map(|run| {
            let [a, b] = run.sides(pair).map(|side| side.chars().iter().collect());
            (run.kind, a, b)
        });
        runs.collect()
    }

    fn run(kind: EditKind, a: &str, b: &str) -> (EditKind, String, String) {
        (kind, a.into(), b.into())
    }

    #[test]
    fn variants_inside_a_run_are_runs_of_their_own() {
        let steps = vec![EditOp::Equal(1), EditOp::Change { a: 3, b: 3 }, EditOp::Equal(1)];
        let found = classified("甲說好裏丁", "甲说坏里丁", steps);
        let expected = [
            run(EditKind::Variant, "說", "说"),
            run(EditKind::Replaced, "好", "坏"),
            run(EditKind::Variant, "裏", "里"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn sides_of_different_lengths_are_not_split_at_variants() {
        let steps = vec![EditOp::Equal(1), EditOp::Change { a: 1, b: 2 }, EditOp::Equal(1)];
        let found = classified("甲說丁", "甲说法丁", steps);
        assert_eq!(found, [run(EditKind::Replaced, "說", "说法")]);
    }

    #[test]
    fn a_number_takes_the_equal_digits_between_its_changed_ones() {
        let steps = vec![
            EditOp::Equal(1),
            EditOp::Change { a: 1, b: 1 },
            EditOp::Equal(1),
            EditOp::Change { a: 1, b: 1 },
            EditOp::Equal(1),
        ];
        let found = classified("共123人", "共527人", steps);
        assert_eq!(found, [run(EditKind::Variable, "123", "527")]);
    }
}
