//! Changed runs of an alignment, classed one by one.

use std::ops::Range;

use super::slots::{fill, number};
use super::{AlignedText, EditKind};
use crate::align::{Alignment, EditOp};
use crate::text::are_variants;

/// Content characters that changed, and how; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) kind: EditKind,
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

impl Run {
    fn new(a: Range<usize>, b: Range<usize>) -> Self {
        let kind = match (a.is_empty(), b.is_empty()) {
            (false, true) => EditKind::Deleted,
            (true, false) => EditKind::Inserted,
            _ => EditKind::Replaced,
        };
        Self { kind, a, b }
    }

    /// The run with so many of the equal characters before and behind it.
    pub(super) fn grown(&self, before: usize, behind: usize) -> Self {
        let grow = |side: &Range<usize>| side.start - before..side.end + behind;
        Self { kind: self.kind, a: grow(&self.a), b: grow(&self.b) }
    }

    /// From the beginning of this run to the end of a later one.
    pub(super) fn through(&self, last: &Self) -> Self {
        Self { kind: self.kind, a: self.a.start..last.a.end, b: self.b.start..last.b.end }
    }
}

/// Equal characters on both sides of a run, as far as nothing else was changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Free {
    pub(super) before: usize,
    pub(super) behind: usize,
}

/// The changed runs of an alignment, in order; a slot may have taken equal characters beside it.
pub(super) fn runs(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Run> {
    let changed = changed(alignment, a, b);
    let mut runs: Vec<Run> = Vec::with_capacity(changed.len());
    let mut rest = changed.as_slice();
    while let Some(first) = rest.first() {
        let from = runs.last().map_or(alignment.a as usize, |last| last.a.end);
        let (run, taken) = classed(rest, from, alignment.range_a().end, a, b).unwrap_or((first.clone(), 1));
        runs.push(run);
        rest = &rest[taken..];
    }
    runs
}

/// The slot that begins with the first of some runs, and how many of them are in it.
fn classed(runs: &[Run], from: usize, end: usize, a: AlignedText<'_>, b: AlignedText<'_>) -> Option<(Run, usize)> {
    let first = runs.first().filter(|run| run.kind != EditKind::Variant)?;
    let before = first.a.start - from;
    let behind = runs.get(1).map_or(end, |next| next.a.start) - first.a.end;
    number(runs, before, end, a, b).or_else(|| Some((fill(first, Free { before, behind }, a, b)?, 1)))
}

/// What changed, with variants apart from all else.
fn changed(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Run> {
    let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
    let mut runs = Vec::new();
    for step in &alignment.steps {
        let (to_a, to_b) = (at_a + step.a() as usize, at_b + step.b() as usize);
        if matches!(step, EditOp::Change { .. }) {
            runs.extend(variants_apart(&Run::new(at_a..to_a, at_b..to_b), a, b));
        }
        (at_a, at_b) = (to_a, to_b);
    }
    runs
}

/// A run of equal length, cut where variants begin and end.
fn variants_apart(run: &Run, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Run> {
    if run.a.len() != run.b.len() {
        return vec![run.clone()];
    }
    let (of_a, of_b) = (&a.content.chars()[run.a.clone()], &b.content.chars()[run.b.clone()]);
    let pairs: Vec<bool> = of_a.iter().zip(of_b).map(|(&a, &b)| are_variants(a, b)).collect();
    let mut at = 0;
    let cut = |same: &[bool]| {
        let part = at..at + same.len();
        at = part.end;
        let kind = if same[0] { EditKind::Variant } else { run.kind };
        let within = |side: &Range<usize>| side.start + part.start..side.start + part.end;
        Run { kind, a: within(&run.a), b: within(&run.b) }
    };
    pairs.chunk_by(|x, y| x == y).map(cut).collect()
}
