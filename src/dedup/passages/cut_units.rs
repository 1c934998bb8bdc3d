//! Cut passages, and the places where they stand, as units of their records.

use crate::dedup::DuplicateKind;
use crate::dedup::record_table::RecordTable;
use crate::document::{RecordId, SourceId, Span, UnitId};

/// A passage of a record that is cut, or would be if its kind were removed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dedup) struct Cut {
    pub(in crate::dedup) record: RecordId,
    pub(in crate::dedup) span: Span,
    /// The record in which it stands too, and is kept.
    pub(in crate::dedup) of: RecordId,
    pub(in crate::dedup) of_span: Span,
    /// Share of its content characters that are equal there.
    pub(in crate::dedup) similarity: f32,
    pub(in crate::dedup) kind: DuplicateKind,
    pub(in crate::dedup) is_removed: bool,
}

/// What was found in a collection.
pub(in crate::dedup) struct FoundCuts {
    pub(in crate::dedup) cuts: Vec<Cut>,
    /// Bytes of the texts of each source.
    pub(in crate::dedup) text_bytes: Vec<usize>,
    /// Places and records that were not looked at.
    pub(in crate::dedup) capped: u64,
}

/// Why units of a table are cut.
pub(in crate::dedup) struct PassageCuts {
    /// By unit.
    cuts: Vec<UnitCut>,
    /// Bytes of the texts of each source.
    text_bytes: Vec<usize>,
}

/// Why a unit is cut.
#[derive(Debug, Clone, Copy)]
pub(in crate::dedup) struct UnitCut {
    unit: UnitId,
    /// The unit where the passage stands and is kept.
    pub(in crate::dedup) kept: UnitId,
    pub(in crate::dedup) similarity: f32,
    pub(in crate::dedup) kind: DuplicateKind,
    pub(in crate::dedup) is_removed: bool,
}

/// A part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    record: RecordId,
    start: usize,
    end: usize,
}

impl Place {
    fn new(record: RecordId, span: Span) -> Self {
        Self { record, start: span.start, end: span.end }
    }

    /// The unit of a place among all places.
    fn unit(self, places: &[Self]) -> UnitId {
        UnitId::new(places.binary_search(&self).expect("all places are units"))
    }
}

impl PassageCuts {
    /// Adds the cuts and the places where they stand to a table that has no units.
    pub(in crate::dedup) fn new(found: &FoundCuts, table: &mut RecordTable) -> Self {
        let cuts = &found.cuts;
        let mut places: Vec<Place> = cuts
            .iter()
            .flat_map(|cut| [Place::new(cut.record, cut.span), Place::new(cut.of, cut.of_span)])
            .collect();
        places.sort_unstable();
        places.dedup();
        table.set_parts(places.iter().map(|part| (part.record, Span::new(part.start, part.end))));
        let mut cuts: Vec<UnitCut> = cuts
            .iter()
            .map(|cut| {
                let kept = Place::new(cut.of, cut.of_span).unit(&places);
                let Cut { similarity, kind, is_removed, .. } = *cut;
                let unit = Place::new(cut.record, cut.span).unit(&places);
                UnitCut { unit, kept, similarity, kind, is_removed }
            })
            .collect();
        cuts.sort_unstable_by_key(|cut| cut.unit);
        Self { cuts, text_bytes: found.text_bytes.clone() }
    }

    /// Bytes of the texts of a source.
    pub(in crate::dedup) fn text_bytes(&self, source: SourceId) -> usize {
        self.text_bytes[source.index()]
    }

    /// Why a unit is cut; `None` if it is not.
    pub(in crate::dedup) fn find(&self, unit: UnitId) -> Option<UnitCut> {
        let at = self.cuts.binary_search_by_key(&unit, |cut| cut.unit).ok()?;
        Some(self.cuts[at])
    }
}
