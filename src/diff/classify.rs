//! Classification of the changed runs of an alignment.

use std::ops::Range;

use super::aligned_text::AlignedPair;
use super::changed_run::{ChangedRun, RemainingRuns};
use super::edit::EditKind;
use super::variables::{Variable, variable_at};
use crate::align::{Alignment, EditOp};
use crate::text::are_variants;

/// The changed runs of an alignment in order, each with its kind. A variable may contain equal
/// characters beside the changed ones.
pub(super) fn classified_runs(alignment: &Alignment, pair: AlignedPair<'_>) -> Vec<ChangedRun> {
    let changed = changed_runs(alignment, pair);
    let (mut start, end) = (alignment.a as usize, alignment.range_a().end);
    let mut classified: Vec<ChangedRun> = Vec::with_capacity(changed.len());
    let mut runs = changed.as_slice();
    while let Some(first) = runs.first() {
        let variable = variable_at(RemainingRuns { runs, start, end }, pair);
        let Variable { run, changed_runs } =
            variable.unwrap_or_else(|| Variable { run: first.clone(), changed_runs: 1 });
        start = run.a.end;
        classified.push(run);
        runs = &runs[changed_runs..];
    }
    classified
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
