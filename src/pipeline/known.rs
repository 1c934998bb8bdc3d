//! Known texts: laws, quotations, templates that are not worth a report wherever they stand.

use std::ops::Range;

use super::cut::Cuts;
use super::scope::Scope;
use super::units::Unit;
use crate::verify::Passage;

/// A unit of which so much is known is known.
const MOST: f64 = 0.8;

/// What of each strand stands in a known text.
#[derive(Default)]
pub(super) struct Known {
    /// For each strand runs of its content that rise and lie apart.
    runs: Vec<Vec<Range<usize>>>,
}

impl Known {
    /// Gathers the sides of passages that a strand of the collection shares with a known text.
    pub(super) fn new(passages: &[Passage], cuts: &Cuts<'_>, scope: &Scope) -> Self {
        let mut runs = vec![Vec::new(); cuts.strands.len()];
        for passage in passages {
            for (strand, run) in [(passage.a, passage.alignment.range_a()), (passage.b, passage.alignment.range_b())] {
                if !scope.is_known(cuts.strands[strand as usize].document) {
                    runs[strand as usize].push(run);
                }
            }
        }
        Self { runs: runs.into_iter().map(union).collect() }
    }

    /// The known runs of a strand.
    pub(super) fn runs(&self, strand: usize) -> &[Range<usize>] {
        self.runs.get(strand).map_or(&[], Vec::as_slice)
    }

    /// Whether most of a run of a strand is known.
    pub(super) fn holds(&self, strand: usize, run: &Range<usize>) -> bool {
        let shared = |known: &Range<usize>| known.end.min(run.end).saturating_sub(known.start.max(run.start));
        let covered: usize = self.runs(strand).iter().map(shared).sum();
        covered as f64 >= MOST * run.len().max(1) as f64
    }

    /// Whether most of a document is known.
    pub(super) fn holds_document(&self, document: usize, cuts: &Cuts<'_>) -> bool {
        let strands = cuts.strands.iter().enumerate().filter(|(_, strand)| strand.document == document);
        let (mut covered, mut all) = (0, 0);
        for (at, strand) in strands {
            covered += self.runs(at).iter().map(Range::len).sum::<usize>();
            all += strand.content.len();
        }
        all > 0 && covered as f64 >= MOST * all as f64
    }

    /// Whether there is nothing known.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.iter().all(Vec::is_empty)
    }

    /// Whether a unit that is a run of a strand is known.
    pub(super) fn holds_unit(&self, strand: usize, unit: &Unit<'_>) -> bool {
        self.holds(strand, &unit.range)
    }
}

/// The union of some ranges, as ranges that rise and lie apart.
pub(super) fn union(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut union: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match union.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => union.push(range),
        }
    }
    union
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_runs_are_one() {
        assert_eq!(union(vec![5..9, 0..3, 2..4, 8..12]), [0..4, 5..12]);
    }

    #[test]
    fn most_of_a_run_must_be_known() {
        let known = Known { runs: vec![vec![0..8, 20..30]] };
        assert!(known.holds(0, &(0..10)) && known.holds(0, &(20..30)));
        assert!(!known.holds(0, &(0..20)) && !known.holds(1, &(0..10)));
    }
}
