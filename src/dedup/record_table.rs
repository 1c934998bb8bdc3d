//! Every record and text of a collection, in a few bytes each.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_128;

use super::keep::{Keep, RankOrder, RecordRank};
use super::rank_value::RankValue;
use crate::corpus::RecordEncoding;
use crate::document::{Level, RecordId, SourceId, Span, TextId, UnitId};
use crate::error::Result;
use crate::index::{BandTable, ShingleSample, ShingleSamples};

/// Records, their units, and the distinct texts of the units.
///
/// A unit is what is compared: a whole record, or a part of one. Units with equal content share a
/// text.
pub(super) struct RecordTable {
    records: Vec<RecordEntry>,
    units: UnitTable,
    /// The first record of each source, and behind them the number of all records.
    first_records: Vec<u32>,
    /// Encoding of the records of each source; `None` where no record was seen.
    encodings: Vec<Option<RecordEncoding>>,
    /// Records at the beginning that belong to the reference.
    references: u32,
    rank_keys: Vec<RecordRank>,
    pub(super) texts: Arc<ContentIndex>,
    /// Texts of different inputs, if they are told apart.
    apart: Option<TextsApart>,
    /// Number of distinct texts.
    distinct: u32,
    pub(super) keys: BandTable,
    /// Samples of the shingles of each text.
    samples: ShingleSamples,
}

/// Texts that are told apart by the input of their units: equal contents of two inputs are two texts.
struct TextsApart {
    /// For each source the number of its input.
    inputs: Vec<u32>,
    /// Numbers of the contents.
    contents: HashMap<u128, u32>,
    /// For each text its content and its input.
    texts: Vec<TextOfInput>,
}

#[derive(Clone, Copy)]
struct TextOfInput {
    content: u32,
    input: u32,
}

/// Where the bytes of a record lie in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordLocation {
    pub(super) offset: u64,
    pub(super) length: u32,
}

/// A record in 16 bytes.
#[derive(Debug, Clone, Copy)]
struct RecordEntry {
    offset: u64,
    length: u32,
    text: RecordText,
}

/// The text of a record, or why the record has none, in four bytes: the two largest ids stand for
/// the reasons.
#[derive(Debug, Clone, Copy, PartialEq)]
struct RecordText(u32);

impl RecordText {
    // No text has one of these ids: the table would have 2³² records, and take 64 GiB.

    /// The record could not be read.
    const UNREAD: Self = Self(u32::MAX);
    /// The record was read, and its units have the texts.
    const IN_PARTS: Self = Self(u32::MAX - 1);

    fn text(self) -> Option<TextId> {
        (self != Self::UNREAD).then_some(TextId(self.0))
    }
}

/// The units of all records.
enum UnitTable {
    /// Each record is one unit, of the same number; for each the bytes of its text.
    PerRecord(Vec<u32>),
    /// Parts of records, in the order of the records.
    Parts(Vec<Part>),
}

/// A part of a record.
#[derive(Debug, Clone, Copy)]
struct Part {
    record: u32,
    start: u32,
    end: u32,
    text: TextId,
}

/// What a pass over a block found out about one record.
pub(super) struct NewRecord {
    pub(super) offset: u64,
    pub(super) length: usize,
    pub(super) is_read: bool,
    /// The rank key of the record, if the policy asks for it.
    pub(super) rank_key: Option<RecordRank>,
}

/// What is stored of a text: its band keys, and the bits of its samples.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextKeys<'k> {
    pub(super) bands: &'k [u32],
    pub(super) samples: &'k [u32],
}

impl TextKeys<'_> {
    /// Takes the first keys and samples away.
    pub(super) fn take(&mut self, bands: usize, samples: usize) -> Self {
        let (own_bands, bands) = self.bands.split_at(bands);
        let (own_samples, samples) = self.samples.split_at(samples);
        *self = Self { bands, samples };
        Self { bands: own_bands, samples: own_samples }
    }
}

/// Bytes that a table may take for the keys of texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableBudget {
    pub(super) keys: u64,
    pub(super) samples: u64,
}

#[cfg(test)]
impl TableBudget {
    pub(super) const UNLIMITED: Self = Self { keys: u64::MAX, samples: u64::MAX };
}

impl RecordTable {
    pub(super) fn new(level: Level, bands: usize, budget: TableBudget) -> Self {
        Self {
            apart: None,
            records: Vec::new(),
            units: if level == Level::Document {
                UnitTable::PerRecord(Vec::new())
            } else {
                UnitTable::Parts(Vec::new())
            },
            first_records: Vec::new(),
            encodings: Vec::new(),
            references: 0,
            rank_keys: Vec::new(),
            texts: Arc::default(),
            distinct: 0,
            keys: BandTable::new(bands, budget.keys),
            samples: ShingleSamples::new(budget.samples),
        }
    }

    /// Tells equal contents of different inputs apart; `inputs` has the number of each source's input.
    pub(super) fn tell_apart(self, inputs: Vec<u32>) -> Self {
        let texts = Arc::new(ContentIndex::of_inputs(&inputs));
        let apart = TextsApart { inputs, contents: HashMap::new(), texts: Vec::new() };
        Self { texts, apart: Some(apart), ..self }
    }

    /// Sets the level of the samples, whatever memory they take.
    pub(super) fn at_sample_level(self, level: u32) -> Self {
        Self { samples: ShingleSamples::at_level(level), ..self }
    }

    /// Begins a source: records that are added from now on belong to it, or to a later one.
    pub(super) fn begin_source(&mut self, source: SourceId) {
        self.first_records
            .resize(self.first_records.len().max(source.index() + 1), self.records.len() as u32);
    }

    /// Sets the encoding of the source that was begun last.
    pub(super) fn set_encoding(&mut self, encoding: RecordEncoding) {
        self.encodings.resize(self.first_records.len() - 1, None);
        self.encodings.push(Some(encoding));
    }

    pub(super) fn encoding_of(&self, source: SourceId) -> Option<RecordEncoding> {
        self.encodings.get(source.index()).copied().flatten()
    }

    /// Ends the last of `sources` sources, of which the first `references` are the reference.
    pub(super) fn close(&mut self, sources: usize, references: usize) {
        self.begin_source(SourceId::new(sources));
        self.references = self.first_records[references];
    }

    /// Adds a record.
    pub(super) fn add(&mut self, record: NewRecord) {
        let text = if record.is_read { RecordText::IN_PARTS } else { RecordText::UNREAD };
        self.records.push(RecordEntry {
            offset: record.offset,
            length: record.length as u32,
            text,
        });
        if let UnitTable::PerRecord(lengths) = &mut self.units {
            lengths.push(0);
        }
        self.rank_keys.extend(record.rank_key);
    }

    /// Adds a unit of the record that was added last. Its keys are used only if its content is new.
    pub(super) fn add_unit(&mut self, span: Span, hash: u128, keys: TextKeys<'_>) -> Result<()> {
        let source = SourceId::new(self.first_records.len() - 1);
        let text = self.texts.find_or_add(hash, source, TextId(self.distinct));
        // Threads that prepare blocks may have made keys of a content that another block has added
        // since; the table holds the keys of each text once.
        if text.0 == self.distinct {
            self.keys.push(keys.bands)?;
            self.samples.push(keys.samples.iter().map(|&bits| ShingleSample::from_bits(bits)));
            self.distinct += 1;
            if let Some(apart) = &mut self.apart {
                apart.add(hash, source);
            }
        }
        let record = self.records.len() - 1;
        match &mut self.units {
            UnitTable::PerRecord(lengths) => {
                self.records[record].text = RecordText(text.0);
                lengths[record] = span.len() as u32;
            }
            UnitTable::Parts(parts) => {
                parts.push(Part {
                    record: record as u32,
                    start: span.start as u32,
                    end: span.end as u32,
                    text,
                });
            }
        }
        Ok(())
    }

    /// Sets the parts of records, in the order of the records.
    pub(super) fn set_parts(&mut self, parts: impl Iterator<Item = (RecordId, Span)>) {
        let parts = parts.map(|(record, span)| Part {
            record: record.0,
            start: span.start as u32,
            end: span.end as u32,
            text: TextId(0),
        });
        self.units = UnitTable::Parts(parts.collect());
    }

    /// Number of records.
    pub(super) fn records(&self) -> usize {
        self.records.len()
    }

    /// Number of records of the reference.
    pub(super) fn references(&self) -> usize {
        self.references as usize
    }

    pub(super) fn is_reference_record(&self, record: RecordId) -> bool {
        record.0 < self.references
    }

    /// Frees the band keys, which nothing needs once the buckets are made.
    pub(super) fn drop_band_keys(&mut self) {
        self.keys = BandTable::new(self.keys.bands(), 0);
    }

    /// Takes the samples of all texts.
    pub(super) fn take_samples(&mut self) -> ShingleSamples {
        std::mem::replace(&mut self.samples, ShingleSamples::new(0))
    }

    pub(super) fn location(&self, record: RecordId) -> RecordLocation {
        let RecordEntry { offset, length, .. } = self.records[record.index()];
        RecordLocation { offset, length }
    }

    /// The first record of a source that begins at byte `offset` or behind it.
    pub(super) fn record_at(&self, source: SourceId, offset: u64) -> RecordId {
        let (first, end) = (self.first_records[source.index()], self.end_of(source).0);
        let records = &self.records[first as usize..end as usize];
        RecordId(first + records.partition_point(|record| record.offset < offset) as u32)
    }

    /// The record behind the last one of a source.
    pub(super) fn end_of(&self, source: SourceId) -> RecordId {
        RecordId(self.first_records[source.index() + 1])
    }

    /// The records of a source.
    pub(super) fn records_of(&self, source: SourceId) -> impl Iterator<Item = RecordId> + use<> {
        (self.record_at(source, 0).0..self.end_of(source).0).map(RecordId)
    }

    pub(super) fn source_of(&self, record: RecordId) -> SourceId {
        SourceId::new(self.first_records.partition_point(|&first| first <= record.0) - 1)
    }

    /// Whether a unit belongs to the reference.
    pub(super) fn is_reference(&self, unit: UnitId) -> bool {
        self.is_reference_record(self.record_of(unit))
    }

    /// Number of units of all records.
    pub(super) fn units(&self) -> usize {
        match &self.units {
            UnitTable::PerRecord(_) => self.records.len(),
            UnitTable::Parts(parts) => parts.len(),
        }
    }

    pub(super) fn record_of(&self, unit: UnitId) -> RecordId {
        match &self.units {
            UnitTable::PerRecord(_) => RecordId(unit.0),
            UnitTable::Parts(parts) => RecordId(parts[unit.index()].record),
        }
    }

    /// The units of a record.
    pub(super) fn units_of(&self, record: RecordId) -> impl Iterator<Item = UnitId> + use<> {
        let units: Range<u32> = match &self.units {
            UnitTable::PerRecord(_) => record.0..record.0 + 1,
            UnitTable::Parts(parts) => {
                first_part(parts, record)..first_part(parts, RecordId(record.0 + 1))
            }
        };
        units.map(UnitId)
    }

    /// The text of a unit; `None` for a record that could not be read.
    pub(super) fn text_of(&self, unit: UnitId) -> Option<TextId> {
        match &self.units {
            UnitTable::PerRecord(_) => self.records[unit.index()].text.text(),
            UnitTable::Parts(parts) => Some(parts[unit.index()].text),
        }
    }

    pub(super) fn is_read(&self, record: RecordId) -> bool {
        self.records[record.index()].text != RecordText::UNREAD
    }

    /// The span of a unit in the text of its record; `None` for a whole record.
    pub(super) fn span_of(&self, unit: UnitId) -> Option<Span> {
        match &self.units {
            UnitTable::PerRecord(_) => None,
            UnitTable::Parts(parts) => {
                let Part { start, end, .. } = parts[unit.index()];
                Some(Span::new(start as usize, end as usize))
            }
        }
    }

    /// Bytes of the text of a unit, as it was read: two records with one text have one length,
    /// whatever their other fields and their format.
    pub(super) fn text_length(&self, unit: UnitId) -> usize {
        match &self.units {
            UnitTable::PerRecord(lengths) => lengths[unit.index()] as usize,
            UnitTable::Parts(parts) => {
                let Part { start, end, .. } = parts[unit.index()];
                (end - start) as usize
            }
        }
    }

    /// The records in the order of a policy: of similar records the first is kept. Records of a
    /// source of lower `priorities` come before all others.
    pub(super) fn order(&self, keep: &Keep, priorities: &[usize]) -> RankOrder {
        let mut ranked = keep.order(self.records.len(), self.references as usize, &self.rank_keys);
        // What could not be read is skipped, and not a record without a value.
        if let Some(ranking) = &mut ranked.ranking {
            let own = &self.records[self.references as usize..];
            ranking.missing -=
                own.iter().filter(|record| record.text == RecordText::UNREAD).count();
        }
        if priorities.iter().any(|priority| *priority != priorities[0]) {
            let own = &mut ranked.order[self.references as usize..];
            own.sort_by_key(|&record| priorities[self.source_of(RecordId(record)).index()]);
        }
        ranked
    }

    /// Whether any record has a value to rank it by.
    pub(super) fn has_rank_value(&self) -> bool {
        self.rank_keys.iter().any(|key| key.value != RankValue::Nothing)
    }

    /// The content of a text, if texts of different inputs are told apart.
    pub(super) fn content(&self, text: TextId) -> Option<u32> {
        Some(self.apart.as_ref()?.texts[text.index()].content)
    }

    /// Whether two texts are compared: not if texts of different inputs are told apart, and both are
    /// of one.
    pub(super) fn are_compared(&self, a: TextId, b: TextId) -> bool {
        self.apart.as_ref().is_none_or(|apart| apart.input(a) != apart.input(b))
    }

    /// How much the source of a unit is preferred, the lowest most: the reference before the others, whose
    /// `priorities` are given for each source.
    pub(super) fn preference(&self, unit: UnitId, priorities: &[usize]) -> (bool, Option<usize>) {
        let source = self.source_of(self.record_of(unit));
        (!self.is_reference(unit), priorities.get(source.index()).copied())
    }

    /// Whether copies of a record are removed that have its text, and so are of one input if inputs
    /// are told apart.
    pub(super) fn removes_copies(&self) -> bool {
        self.apart.is_none()
    }

    /// Number of distinct texts.
    pub(super) fn distinct(&self) -> usize {
        self.distinct as usize
    }

    /// For each text half of the hash of its content, by which texts are ordered whatever the order of
    /// the records.
    pub(super) fn content_keys(&self) -> Vec<i64> {
        let mut keys = vec![0; self.distinct()];
        self.texts.each(|text, key| keys[text.index()] = key);
        keys
    }

    /// For each text its best unit: of the units with that text the one of lowest
    /// rank.
    pub(super) fn best_units(&self, ranks: &[u32]) -> Vec<UnitId> {
        let mut best_units: Vec<Option<UnitId>> = vec![None; self.distinct()];
        for unit in UnitId::all(self.units()) {
            let Some(text) = self.text_of(unit) else { continue };
            let best = &mut best_units[text.index()];
            if best.is_none_or(|best| self.rank(unit, ranks) < self.rank(best, ranks)) {
                *best = Some(unit);
            }
        }
        best_units.into_iter().map(|unit| unit.expect("each text was added with a unit")).collect()
    }

    /// The rank of a unit among all units: first by its record, then by its place in the record.
    pub(super) fn rank(&self, unit: UnitId, ranks: &[u32]) -> u64 {
        // Units are numbered in the order of their records, so the unit breaks ties within one.
        u64::from(ranks[self.record_of(unit).index()]) << 32 | u64::from(unit.0)
    }
}

impl TextsApart {
    fn input(&self, text: TextId) -> u32 {
        self.texts[text.index()].input
    }

    /// Adds the text that comes next.
    fn add(&mut self, hash: u128, source: SourceId) {
        let next = self.contents.len() as u32;
        let content = *self.contents.entry(hash).or_insert(next);
        self.texts.push(TextOfInput { content, input: self.inputs[source.index()] });
    }
}

/// The first part that belongs to `record` or a later one.
fn first_part(parts: &[Part], record: RecordId) -> u32 {
    parts.partition_point(|part| part.record < record.0) as u32
}

/// Ids of distinct texts by the hashes of their contents.
///
/// One thread adds while others search, so the hashes are spread over many tables: two threads
/// rarely want the same one.
pub(super) struct ContentIndex {
    tables: Box<[RwLock<HashTable<ContentEntry>>]>,
    /// What is added to the hashes of each source, so that those of different inputs differ; empty
    /// if they do not.
    marks: Vec<u128>,
}

/// A 128-bit content hash, as four little-endian words so that an entry takes 20 bytes without
/// padding, and its text.
#[derive(Clone, Copy)]
struct ContentEntry {
    hash: [u32; 4],
    text: TextId,
}

impl ContentEntry {
    fn new(hash: u128, text: TextId) -> Self {
        Self { hash: std::array::from_fn(|word| (hash >> (word * 32)) as u32), text }
    }

    /// The hash by which a table places the entry.
    fn table_hash(&self) -> u64 {
        u64::from(self.hash[1]) << 32 | u64::from(self.hash[0])
    }
}

/// Bits of a hash that choose its table; other bits choose the place in the table.
const TABLE_BITS: u32 = 6;

impl Default for ContentIndex {
    fn default() -> Self {
        Self::of_inputs(&[])
    }
}

impl ContentIndex {
    /// An index that tells apart the contents of different inputs; `inputs` has the number of each
    /// source's input.
    fn of_inputs(inputs: &[u32]) -> Self {
        let tables = (0..1 << TABLE_BITS).map(|_| RwLock::default()).collect();
        let marks = inputs.iter().map(|input| xxh3_128(&input.to_le_bytes())).collect();
        Self { tables, marks }
    }

    /// The text with this content hash in a source, if there is one.
    pub(super) fn find(&self, hash: u128, source: SourceId) -> Option<TextId> {
        let hash = self.marked(hash, source);
        let wanted = ContentEntry::new(hash, TextId(0));
        let table = self.table(hash).read().unwrap_or_else(PoisonError::into_inner);
        table.find(wanted.table_hash(), |entry| entry.hash == wanted.hash).map(|entry| entry.text)
    }

    /// The text with this content hash; it becomes `next` if there is none.
    fn find_or_add(&self, hash: u128, source: SourceId, next: TextId) -> TextId {
        let hash = self.marked(hash, source);
        let new = ContentEntry::new(hash, next);
        let mut table = self.table(hash).write().unwrap_or_else(PoisonError::into_inner);
        let entry =
            table.entry(new.table_hash(), |entry| entry.hash == new.hash, ContentEntry::table_hash);
        entry.or_insert(new).get().text
    }

    /// Calls `see` with each text and the lower half of its hash.
    fn each(&self, mut see: impl FnMut(TextId, i64)) {
        for table in &self.tables {
            let table = table.read().unwrap_or_else(PoisonError::into_inner);
            table.iter().for_each(|entry| see(entry.text, entry.table_hash() as i64));
        }
    }

    fn marked(&self, hash: u128, source: SourceId) -> u128 {
        hash ^ self.marks.get(source.index()).copied().unwrap_or(0)
    }

    fn table(&self, hash: u128) -> &RwLock<HashTable<ContentEntry>> {
        &self.tables[(hash >> (u128::BITS - TABLE_BITS)) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sources of three records, the first a reference; the second record of the second source
    /// was not read.
    fn table(level: Level) -> RecordTable {
        let mut table = RecordTable::new(level, 1, TableBudget::UNLIMITED);
        for (record, hashes) in
            [&[1, 2][..], &[2], &[3], &[1], &[], &[4, 4]].into_iter().enumerate()
        {
            table.begin_source(SourceId::new(record / 3));
            let is_read = !hashes.is_empty();
            table.add(NewRecord {
                offset: record as u64 % 3 * 100,
                length: 90,
                is_read,
                rank_key: None,
            });
            let units =
                if level == Level::Document { &hashes[..hashes.len().min(1)] } else { hashes };
            for (unit, &hash) in units.iter().enumerate() {
                table
                    .add_unit(Span::new(unit * 10, unit * 10 + 9), hash, TextKeys::default())
                    .expect("nothing is written");
            }
        }
        table.close(2, 1);
        table
    }

    #[test]
    fn a_whole_record_is_one_unit_of_its_number() {
        let table = table(Level::Document);
        assert_eq!((table.units(), table.distinct(), table.references()), (6, 4, 3));
        let texts: Vec<_> =
            UnitId::all(6).map(|unit| table.text_of(unit).map(|text| text.0)).collect();
        assert_eq!(texts, [Some(0), Some(1), Some(2), Some(0), None, Some(3)]);
        assert!(!table.is_read(RecordId(4)) && table.is_read(RecordId(5)));
        assert_eq!(table.span_of(UnitId(0)), None);
    }

    #[test]
    fn parts_know_their_records() {
        let table = table(Level::Paragraph);
        let records: Vec<u32> =
            UnitId::all(table.units()).map(|unit| table.record_of(unit).0).collect();
        assert_eq!(records, [0, 0, 1, 2, 3, 5, 5]);
        assert!(table.units_of(RecordId(5)).eq([UnitId(5), UnitId(6)]));
        assert_eq!(table.units_of(RecordId(4)).count(), 0);
        assert_eq!(table.span_of(UnitId(1)), Some(Span::new(10, 19)));
    }

    #[test]
    fn records_are_found_by_their_offsets() {
        let table = table(Level::Document);
        assert_eq!(table.record_at(SourceId(1), 100), RecordId(4));
        assert_eq!(table.record_at(SourceId(0), 101), RecordId(2));
        assert_eq!(
            (table.source_of(RecordId(2)), table.source_of(RecordId(3))),
            (SourceId(0), SourceId(1))
        );
        assert_eq!(table.end_of(SourceId(1)), RecordId(6));
    }

    #[test]
    fn the_unit_of_lowest_rank_is_the_best_of_its_text() {
        let table = table(Level::Paragraph);
        assert_eq!(table.best_units(&[0, 1, 2, 3, 4, 5]), [0, 1, 3, 5].map(UnitId));
        assert_eq!(table.best_units(&[5, 4, 3, 2, 1, 0]), [4, 2, 3, 5].map(UnitId));
    }
}
