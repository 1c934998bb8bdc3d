//! The texts of a collection as the greedy clustering sees them: read again, one record at a time,
//! when their shingles are needed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block_stream::Monitor;
use super::guard::{ComparedText, Guard, SimilarPair};
use super::keep::Keep;
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::record_units::{RecordUnits, UnitScratch};
use crate::cluster::RankedTexts;
use crate::document::{RecordId, Span, TextId, UnitId};
use crate::error::{Error, Result};
use crate::similarity::{Measure, Overlap, ShingleSet};

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
    /// Tells copies from texts that only look alike, if it is asked to.
    pub(super) guard: Option<&'r Guard<'r>>,
    /// For each source how much it is preferred; the lowest most.
    pub(super) priorities: &'r [usize],
    /// Comparisons that were left out.
    pub(super) capped: AtomicU64,
}

impl CollectionTexts<'_> {
    /// Whether a kept text may have a shorter one in it that goes: a text of a source that is
    /// preferred goes for none of another source.
    pub(super) fn may_contain(&self, kept: TextId, text: TextId) -> bool {
        let [of_kept, of_text] =
            [kept, text].map(|text| self.table.preference(self.best_unit(text), self.priorities));
        of_kept <= of_text
    }

    /// Whether a text may be removed for a kept one, if the two are similar.
    pub(super) fn may_go_for(&self, kept: TextId, text: TextId) -> bool {
        !self.is_protected(text) && self.removes_similar(kept) && self.may_remove(kept, text)
    }

    /// The record of lowest rank that has a text.
    pub(super) fn record_of(&self, text: TextId) -> RecordId {
        self.table.record_of(self.best_unit(text))
    }

    fn best_unit(&self, text: TextId) -> UnitId {
        self.best_units[text.index()]
    }

    /// A text as it is compared character by character.
    pub(super) fn compared(
        &self,
        text: TextId,
        scratch: &mut UnitScratch,
    ) -> Result<Arc<ComparedText>> {
        if let Some(compared) = scratch.compared(text) {
            return Ok(compared);
        }
        let compared = self.with_record(text, scratch, |record, scratch| {
            self.compared_in(record, text, scratch)
        })?;
        let compared = Arc::new(compared.ok_or_else(|| self.changed(text))?);
        scratch.remember_compared(text, &compared);
        Ok(compared)
    }

    /// Calls `see` with the record of a text, which is read if it was not lately.
    fn with_record<T>(
        &self,
        text: TextId,
        scratch: &mut UnitScratch,
        see: impl FnOnce(&str, &mut UnitScratch) -> T,
    ) -> Result<T> {
        let unit = self.best_unit(text);
        let record = self.table.record_of(unit);
        match scratch.recent(record) {
            Some(whole) => Ok(see(&whole, scratch)),
            None => self.reader.read(record, |whole| {
                // Of a record that is one unit no other unit will be asked for.
                if self.table.span_of(unit).is_some() {
                    scratch.remember(record, whole);
                }
                see(whole, scratch)
            }),
        }
    }

    /// The error for a text that its record does not hold any more.
    fn changed(&self, text: TextId) -> Error {
        self.reader.changed(self.table.record_of(self.best_unit(text)))
    }

    /// A text of this record; `None` if the record does not hold that text any more.
    fn compared_in(
        &self,
        record: &str,
        text: TextId,
        scratch: &mut UnitScratch,
    ) -> Option<ComparedText> {
        let span = self.span_in(record, text)?;
        let content = self.units.content(record, span, scratch);
        // Texts without content, which are equal by their bytes, are compared with none.
        let hash = self.units.prepare_content(record, &content, scratch).content_hash();
        let is_same = content.is_empty() || self.is_text(hash, text);
        is_same.then(|| ComparedText::new(record, content))
    }

    /// The span of a text in its record; `None` if the record has no such span. The file may have
    /// changed since the first pass, so that the span may end inside a character or beyond the text.
    fn span_in(&self, record: &str, text: TextId) -> Option<Span> {
        let span = self.table.span_of(self.best_unit(text)).unwrap_or(Span::new(0, record.len()));
        record.get(span.start..span.end).map(|_| span)
    }

    /// Whether the content of this text has this hash.
    fn is_text(&self, hash: u128, text: TextId) -> bool {
        let source = self.table.source_of(self.table.record_of(self.best_unit(text)));
        self.table.texts.find(hash, source) == Some(text)
    }

    /// Whether a text is a copy of a kept one that it is similar to by a measure.
    pub(super) fn is_copy_by(
        &self,
        measure: Measure,
        kept: TextId,
        text: TextId,
        overlap: Overlap,
        scratch: &mut UnitScratch,
    ) -> Result<bool> {
        let Some(guard) = self.guard else { return Ok(true) };
        let (of_kept, of_text) = (self.compared(kept, scratch)?, self.compared(text, scratch)?);
        let texts = [&*of_kept, &of_text];
        let alignment = if measure == Measure::Containment {
            of_kept.align_part(&of_text)
        } else {
            of_kept.align(&of_text)
        };
        Ok(guard.is_copy(&SimilarPair { kept, text, overlap, measure, texts }, &alignment))
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
        let Some(span) = self.span_in(record, text) else { return false };
        let mut prepared = self.units.prepare(record, span, scratch);
        let is_same = self.is_text(prepared.content_hash(), text);
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
        if self.guard.is_some() {
            // The guard looks at its characters next, if it is similar to another one.
            let compared = self.compared(text, scratch)?;
            let mut prepared =
                self.units.prepare_content(&compared.record, &compared.content, scratch);
            set.refill(prepared.shingles());
            return Ok(());
        }
        let is_same = self.with_record(text, scratch, |record, scratch| {
            self.fill_from(record, text, set, scratch)
        })?;
        if is_same { Ok(()) } else { Err(self.changed(text)) }
    }

    fn is_copy(
        &self,
        kept: TextId,
        text: TextId,
        overlap: Overlap,
        scratch: &mut UnitScratch,
    ) -> Result<bool> {
        self.is_copy_by(Measure::Jaccard, kept, text, overlap, scratch)
    }

    fn add_capped(&self, texts: usize) {
        self.capped.fetch_add(texts as u64, Ordering::Relaxed);
    }

    fn size(&self, text: TextId) -> usize {
        self.table.text_length(self.best_unit(text))
    }

    /// A text of the reference stays in the reference.
    fn is_protected(&self, text: TextId) -> bool {
        self.table.is_reference(self.best_unit(text))
    }

    /// Where all records are kept, units are removed only for those of the reference.
    fn removes_similar(&self, text: TextId) -> bool {
        *self.keep != Keep::All || self.is_protected(text)
    }

    fn may_remove(&self, kept: TextId, text: TextId) -> bool {
        self.table.are_compared(kept, text)
    }

    fn content(&self, text: TextId) -> Option<u32> {
        self.table.content(text)
    }

    fn check(&self) -> Result<()> {
        self.monitor.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    use crate::corpus::{ReadOptions, Source, find};
    use crate::dedup::DedupSettings;
    use crate::dedup::block_stream::BLOCK_BYTES;
    use crate::dedup::keep::ranks;
    use crate::dedup::record_table::{NewRecord, TableBudget, TextKeys};
    use crate::document::{Level, SourceId};

    /// Two paragraphs, the second of which occurs again in the second record.
    const RECORDS: [&str; 2] =
        ["春眠不觉晓处处闻啼鸟\\n床前明月光疑是地上霜", "床前明月光疑是地上霜"];

    fn write(path: &Path, records: [&str; 2]) {
        let lines = records.map(|text| format!("{{\"text\": \"{text}\"}}\n"));
        fs::write(path, lines.concat()).expect("there is room");
    }

    fn source(path: &Path) -> Source {
        write(path, RECORDS);
        let listing = find(&[path.into()], &ReadOptions::default()).expect("it is there");
        listing.sources.into_iter().next().expect("a file").expect("it is read")
    }

    /// The paragraphs of a source as the first pass enters them.
    fn table(source: &Source, units: &RecordUnits<'_>, references: usize) -> RecordTable {
        let (options, mut scratch) = (ReadOptions::default(), UnitScratch::default());
        let mut table = RecordTable::new(
            Level::Paragraph,
            units.detector().bands().bands,
            TableBudget::UNLIMITED,
        );
        table.begin_source(SourceId(0));
        for block in source.blocks(&options, &|_| (), BLOCK_BYTES) {
            let block = block.expect("the file can be read");
            table.set_encoding(block.form());
            for record in block.records() {
                let (offset, length) = (record.offset(), record.bytes().len());
                table.add(NewRecord { offset, length, is_read: true, rank_key: None });
                let text = record.read(&options, &[], |fields| fields.text.into_owned());
                let text = text.expect("the record is sound");
                for span in units.units(&text, &mut scratch) {
                    let mut prepared = units.prepare(&text, span, &mut scratch);
                    let keys: Vec<u32> =
                        prepared.band_keys().map(crate::index::BandTable::truncate_key).collect();
                    let hash = prepared.content_hash();
                    let keys = TextKeys { bands: &keys, samples: &[] };
                    table.add_unit(span, hash, keys).expect("the table is in memory");
                }
            }
        }
        table.close(1, references);
        table
    }

    /// Calls `see` with the texts of the records; `change` is called before they are read again.
    fn with_texts(
        keep: &Keep,
        references: usize,
        change: impl FnOnce(&Path),
        see: impl FnOnce(&CollectionTexts<'_>),
    ) {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("in.jsonl");
        let source = source(&path);
        let mut settings = DedupSettings { level: Level::Paragraph, ..DedupSettings::default() };
        settings.matching.min_chars = 5;
        let units = RecordUnits::new(&settings).expect("valid settings");
        let table = table(&source, &units, references);
        let ranks = ranks(&table.order(keep, &[]).order);
        let (options, sources) = (ReadOptions::default(), [source]);
        let wanted = [RecordId(0), RecordId(1)];
        let reader = RecordReader::new(&sources, &table, &options, &wanted).expect("it is plain");
        change(&path);
        let stop = AtomicBool::new(false);
        see(&CollectionTexts {
            units: &units,
            table: &table,
            reader: &reader,
            keep,
            best_units: &table.best_units(&ranks),
            ranks: &ranks,
            monitor: Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop },
            guard: None,
            priorities: &[],
            capped: AtomicU64::new(0),
        });
    }

    #[test]
    fn a_text_is_read_again_from_its_best_unit() {
        with_texts(
            &Keep::Last,
            0,
            |_| (),
            |texts| {
                // Under `last` the second record ranks first, and so its paragraph.
                assert!(texts.rank(TextId(1)) < texts.rank(TextId(0)));
                let (mut set, mut scratch) = (ShingleSet::default(), UnitScratch::default());
                for text in [TextId(0), TextId(1)] {
                    texts.fill(text, &mut set, &mut scratch).expect("the file did not change");
                    // Ten characters have six runs of five ideographs.
                    assert_eq!(set.len(), 6);
                }
                // A character is three bytes in UTF-8.
                assert_eq!([0, 1].map(|text| texts.size(TextId(text))), [30, 30]);
            },
        );
    }

    #[test]
    fn a_record_with_another_text_of_the_same_length_is_an_error() {
        let change = |path: &Path| write(path, [RECORDS[0], "人生得意须尽欢莫使金樽"]);
        with_texts(&Keep::Last, 0, change, |texts| {
            let (mut set, mut scratch) = (ShingleSet::default(), UnitScratch::default());
            assert!(texts.fill(TextId(0), &mut set, &mut scratch).is_ok());
            assert!(texts.fill(TextId(1), &mut set, &mut scratch).is_err());
        });
    }

    #[test]
    fn only_the_reference_is_protected_and_removes_where_all_are_kept() {
        with_texts(
            &Keep::All,
            1,
            |_| (),
            |texts| {
                assert!(texts.is_protected(TextId(0)) && texts.removes_similar(TextId(0)));
            },
        );
        with_texts(
            &Keep::All,
            0,
            |_| (),
            |texts| {
                assert!(!texts.is_protected(TextId(0)) && !texts.removes_similar(TextId(0)));
            },
        );
        with_texts(&Keep::First, 0, |_| (), |texts| assert!(texts.removes_similar(TextId(0))));
    }
}
