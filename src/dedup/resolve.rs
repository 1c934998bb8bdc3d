//! The texts of a collection as the greedy clustering sees them: read again, one record at a time,
//! when their shingles are needed.

use super::block_stream::Monitor;
use super::keep::Keep;
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::record_units::{RecordUnits, UnitScratch};
use crate::cluster::RankedTexts;
use crate::document::{Span, TextId, UnitId};
use crate::error::Result;
use crate::similarity::ShingleSet;

/// The distinct texts of a collection.
pub(super) struct CollectionTexts<'r> {
    pub(super) units: &'r RecordUnits<'r>,
    pub(super) table: &'r RecordTable,
    pub(super) reader: &'r RecordReader<'r>,
    pub(super) keep: &'r Keep,
    /// For each text its unit of lowest rank.
    pub(super) best_units: &'r [UnitId],
    /// Ranks of the records.
    pub(super) ranks: &'r [u32],
    pub(super) monitor: Monitor<'r>,
}

impl CollectionTexts<'_> {
    fn best_unit(&self, text: TextId) -> UnitId {
        self.best_units[text.index()]
    }

    /// Puts the shingles of a text into `set`; `false` if its record does not hold that text any
    /// more.
    fn fill_from(
        &self,
        record: &str,
        text: TextId,
        set: &mut ShingleSet,
        scratch: &mut UnitScratch,
    ) -> bool {
        let span = self.table.span_of(self.best_unit(text)).unwrap_or(Span::new(0, record.len()));
        // The file may have changed since the first pass, so that the span may end inside a
        // character or beyond the text.
        if record.get(span.start..span.end).is_none() {
            return false;
        }
        let mut prepared = self.units.prepare(record, span, scratch);
        let is_same = self.table.texts.find(prepared.content_hash()) == Some(text);
        if is_same {
            set.refill(prepared.shingles());
        }
        is_same
    }
}

impl RankedTexts for CollectionTexts<'_> {
    type Scratch = UnitScratch;

    fn rank(&self, text: TextId) -> u64 {
        self.table.rank(self.best_unit(text), self.ranks)
    }

    fn fill(&self, text: TextId, set: &mut ShingleSet, scratch: &mut UnitScratch) -> Result<()> {
        let unit = self.best_unit(text);
        let record = self.table.record_of(unit);
        let is_same = match scratch.recent(record) {
            Some(whole) => self.fill_from(&whole, text, set, scratch),
            None => self.reader.read(record, |whole| {
                // Of a record that is one unit no other unit will be asked for.
                if self.table.span_of(unit).is_some() {
                    scratch.remember(record, whole);
                }
                self.fill_from(whole, text, set, scratch)
            })?,
        };
        if is_same { Ok(()) } else { Err(self.reader.changed(record)) }
    }

    fn size(&self, text: TextId) -> usize {
        self.table.location(self.table.record_of(self.best_unit(text))).length as usize
    }

    /// A text of the reference stays in the reference.
    fn is_protected(&self, text: TextId) -> bool {
        self.table.is_reference(self.best_unit(text))
    }

    /// Where all records are kept, units are removed only for those of the reference.
    fn removes_similar(&self, text: TextId) -> bool {
        *self.keep != Keep::All || self.is_protected(text)
    }

    fn check(&self) -> Result<()> {
        self.monitor.check()
    }
}
