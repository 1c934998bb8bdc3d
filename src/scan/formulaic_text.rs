//! Text that many documents have: formulas, forms, slogans and enumerations of a collection.

use std::ops::Range;

use super::coarse_matches::CoarseMatches;
use super::sections::SectionedCollection;
use super::unit::Unit;
use crate::align::{Alignment, own_score};
use crate::document::{SectionId, Span};
use crate::seeds;
use crate::text::width;

/// Share of the equal text of a match that is formulaic if the match is a formula. Not measured by
/// itself.
const MOST: f64 = 0.5;

/// The parts of all sections that are in more documents than
/// [`SeedLimits::formulaic`](crate::seeds::SeedLimits::formulaic).
#[derive(Debug, Default)]
pub(super) struct FormulaicText {
    /// For each section, ranges of its content.
    of_sections: Vec<Vec<Range<u32>>>,
}

impl FormulaicText {
    /// The formulaic text of sequences that are the sections of a collection, without
    /// those that equal an earlier one.
    pub(super) fn new(found: &seeds::FormulaicText<'_>, coarse: &CoarseMatches<'_, '_>) -> Self {
        let sections = 0..coarse.collection.sections.len();
        let of_sections = sections.map(|section| {
            let first = SectionId::new(coarse.speeches.first_equal(section));
            let runs = found.runs(first.into());
            runs.map(|run| run.start as u32..run.end as u32).collect()
        });
        Self { of_sections: of_sections.collect() }
    }

    /// The formulaic text of a unit.
    pub(super) fn of_unit<'u>(
        &self,
        collection: &SectionedCollection<'_>,
        unit: &'u Unit<'_>,
    ) -> FormulaicUnit<'u> {
        let place = unit.content.span(unit.text, unit.range.clone());
        let spans = collection.sections_of(unit.document).flat_map(|section| {
            let content = &collection.section(section).content;
            let within = content.range_of(place);
            let runs = self.of_sections.get(section.index()).map_or(&[][..], Vec::as_slice);
            let runs = runs.iter().map(|run| run.start as usize..run.end as usize);
            let runs = runs.map(move |run| run.start.max(within.start)..run.end.min(within.end));
            runs.filter(|run| !run.is_empty()).map(|run| content.span(unit.text, run))
        });
        let mut ranges: Vec<Range<usize>> =
            spans.map(|span: Span| unit.content.range_of(span)).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        FormulaicUnit { chars: unit.content.chars(), len: unit.range.len(), ranges }
    }
}

/// The formulaic text of a unit.
pub(super) struct FormulaicUnit<'u> {
    /// Characters of the content that holds the unit.
    chars: &'u [char],
    /// Number of characters of the unit.
    len: usize,
    /// Ranges of the formulaic text in the content, which rise.
    ranges: Vec<Range<usize>>,
}

impl FormulaicUnit<'_> {
    /// Whether aligned pieces of this unit and another one are formulaic: most of their equal text
    /// is, in short runs, and without it they score less than `least`.
    pub(super) fn is_formula(&self, pieces: &[Alignment], others: &[char], least: f64) -> bool {
        if self.ranges.is_empty() {
            return false;
        }
        let (a, b) = (self.chars, others);
        let all: f64 = pieces.iter().map(|piece| own_score(piece, a, b, |_| false)).sum();
        let own: f64 =
            pieces.iter().map(|piece| own_score(piece, a, b, |at| self.contains(at))).sum();
        let equal: f64 = pieces.iter().map(|piece| equal_width(piece, a)).sum();
        own < least && all - own >= MOST * equal
    }

    /// Formulaic characters as a share of all of the unit.
    pub(super) fn share(&self) -> f64 {
        let formulaic: usize = self.ranges.iter().map(Range::len).sum();
        formulaic as f64 / self.len.max(1) as f64
    }

    fn contains(&self, at: usize) -> bool {
        let first = self.ranges.partition_point(|range| range.end <= at);
        self.ranges.get(first).is_some_and(|range| range.start <= at)
    }
}

/// Width of the equal characters of an alignment, in ideographs.
fn equal_width(alignment: &Alignment, a: &[char]) -> f64 {
    let equal = alignment.equal() as f64;
    width(&a[alignment.range_a()]) * equal / alignment.range_a().len().max(1) as f64
}
