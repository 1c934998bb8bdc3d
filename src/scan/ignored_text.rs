//! Known texts: laws, quotations, templates that are not worth a report wherever they stand.

use std::ops::Range;

use super::pair_filter::PairFilter;
use super::sections::SectionedCollection;
use crate::align::Passage;
use crate::document::{shared, union};

/// A unit of which so much is known is known.
const MOST: f64 = 0.8;

/// What of each strand stands in a known text. Of a collection without known texts nothing does.
#[derive(Default)]
pub(super) struct IgnoredText {
    /// For each strand runs of its content that rise and lie apart.
    runs: Vec<Vec<Range<usize>>>,
}

impl IgnoredText {
    /// Gathers the sides of passages that a strand of the collection shares with a known text.
    pub(super) fn new(passages: &[Passage], cuts: &SectionedCollection<'_>, scope: &PairFilter) -> Self {
        let mut runs = vec![Vec::new(); cuts.sections.len()];
        for passage in passages {
            for (section, run) in [(passage.a, passage.alignment.range_a()), (passage.b, passage.alignment.range_b())] {
                if !scope.is_ignored(cuts.sections[section.index()].document) {
                    runs[section.index()].push(run);
                }
            }
        }
        Self { runs: runs.into_iter().map(union).collect() }
    }

    /// The known runs of a strand.
    pub(super) fn runs(&self, section: usize) -> &[Range<usize>] {
        self.runs.get(section).map_or(&[], Vec::as_slice)
    }

    /// Whether most of a run of a strand is known.
    pub(super) fn holds(&self, section: usize, run: &Range<usize>) -> bool {
        let covered: usize = self.runs(section).iter().map(|known| shared(known, run)).sum();
        covered as f64 >= MOST * run.len().max(1) as f64
    }

    /// Whether most of a document is known.
    pub(super) fn holds_document(&self, document: usize, cuts: &SectionedCollection<'_>) -> bool {
        let first = cuts.sections.partition_point(|section| section.document < document);
        let sections = cuts.sections[first..].iter().take_while(|section| section.document == document);
        let (mut covered, mut all) = (0, 0);
        for (at, section) in sections.enumerate() {
            covered += self.runs(first + at).iter().map(Range::len).sum::<usize>();
            all += section.content.len();
        }
        all > 0 && covered as f64 >= MOST * all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_a_run_must_be_known() {
        let known = IgnoredText { runs: vec![vec![0..8, 20..30]] };
        assert!(known.holds(0, &(0..10)) && known.holds(0, &(20..30)));
        assert!(!known.holds(0, &(0..20)) && !known.holds(1, &(0..10)));
    }
}
