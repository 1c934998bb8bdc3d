//! What is known of every record and text of the collection, in a few bytes each.

use std::sync::{Arc, PoisonError, RwLock};

use hashbrown::HashTable;

use super::keep::{Keep, RankKey, ranks};
use crate::corpus::RecordEncoding;
use crate::document::Level;
use crate::document::Span;
use crate::error::Result;
use crate::index::BandTable;

/// In the place of a text: the record could not be read.
const NO_TEXT: u32 = u32::MAX;
/// In the place of a text: the record was read, and its pieces have the texts.
const IN_PIECES: u32 = u32::MAX - 1;

/// Records, their pieces, and the distinct texts of these.
///
/// A piece is what is compared: a whole record, or a part of one. Pieces with equal content share a text.
pub(super) struct RecordTable {
    records: Vec<RecordLocation>,
    /// Number of the first record of each source, and behind them that of all records.
    firsts: Vec<u32>,
    /// What the records of each source are; `None` where none was seen.
    forms: Vec<Option<RecordEncoding>>,
    /// Records at the beginning that belong to the reference.
    references: u32,
    claims: Vec<(RankKey, u64)>,
    /// Pieces in the order of the records; empty where every record is one piece, which has its number.
    parts: Vec<Part>,
    is_whole: bool,
    pub(super) texts: Arc<ContentIndex>,
    /// How many distinct texts there are.
    distinct: u32,
    pub(super) keys: BandTable,
}

/// Where the bytes of a record stand in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordLocation {
    pub(super) offset: u64,
    pub(super) length: u32,
    text: u32,
}

/// A part of a record.
#[derive(Debug, Clone, Copy)]
struct Part {
    record: u32,
    start: u32,
    end: u32,
    text: u32,
}

impl RecordTable {
    pub(super) fn new(level: Level, bands: usize, key_budget: u64) -> Self {
        Self {
            records: Vec::new(),
            firsts: Vec::new(),
            forms: Vec::new(),
            references: 0,
            claims: Vec::new(),
            parts: Vec::new(),
            is_whole: level == Level::Document,
            texts: Arc::default(),
            distinct: 0,
            keys: BandTable::new(bands, key_budget),
        }
    }

    /// Records that are added from now on are of this source, or a later one.
    pub(super) fn enter(&mut self, source: usize) {
        self.firsts.resize(self.firsts.len().max(source + 1), self.records.len() as u32);
    }

    /// The records of the source that was entered last are this.
    pub(super) fn set_form(&mut self, form: RecordEncoding) {
        self.forms.resize(self.firsts.len() - 1, None);
        self.forms.push(Some(form));
    }

    pub(super) fn form_of(&self, source: usize) -> Option<RecordEncoding> {
        self.forms.get(source).copied().flatten()
    }

    /// Nothing more is added to these many sources, of which the first are the reference.
    pub(super) fn close(&mut self, sources: usize, references: usize) {
        self.enter(sources);
        self.references = self.firsts[references];
    }

    /// Adds a record, and what it has to say for itself if that was asked.
    pub(super) fn add(&mut self, offset: u64, length: usize, is_sound: bool, claim: Option<(RankKey, u64)>) {
        let text = if is_sound { IN_PIECES } else { NO_TEXT };
        self.records.push(RecordLocation { offset, length: length as u32, text });
        self.claims.extend(claim);
    }

    /// Adds a piece of the record that was added last. The keys of a text that is known are not looked at.
    pub(super) fn add_piece(&mut self, span: Span, hash: u128, keys: &[u32]) -> Result<()> {
        let text = self.texts.find_or_add(hash, self.distinct);
        if text == self.distinct {
            self.keys.push(keys)?;
            self.distinct += 1;
        }
        let record = self.records.len() - 1;
        if self.is_whole {
            self.records[record].text = text;
        } else {
            self.parts.push(Part { record: record as u32, start: span.start as u32, end: span.end as u32, text });
        }
        Ok(())
    }

    /// How many records belong to the reference.
    pub(super) fn references(&self) -> usize {
        self.references as usize
    }

    pub(super) fn is_reference_record(&self, record: u32) -> bool {
        record < self.references
    }

    /// Frees what is not needed any more once all is compared.
    pub(super) fn drop_band_keys(&mut self) {
        self.keys = BandTable::new(self.keys.bands(), 0);
    }

    pub(super) fn place(&self, record: u32) -> RecordLocation {
        self.records[record as usize]
    }

    /// Number of the first record of a source that begins at `offset` or behind it.
    pub(super) fn record_at(&self, source: usize, offset: u64) -> u32 {
        let (first, end) = (self.firsts[source], self.firsts[source + 1]);
        let records = &self.records[first as usize..end as usize];
        first + records.partition_point(|place| place.offset < offset) as u32
    }

    /// Number of the record behind the last one of a source.
    pub(super) fn end_of(&self, source: usize) -> u32 {
        self.firsts[source + 1]
    }

    pub(super) fn source_of(&self, record: u32) -> usize {
        self.firsts.partition_point(|&first| first <= record) - 1
    }

    /// Whether a piece belongs to the reference.
    pub(super) fn is_reference(&self, piece: u32) -> bool {
        self.record_of(piece) < self.references
    }

    pub(super) fn pieces(&self) -> usize {
        if self.is_whole { self.records.len() } else { self.parts.len() }
    }

    pub(super) fn record_of(&self, piece: u32) -> u32 {
        if self.is_whole { piece } else { self.parts[piece as usize].record }
    }

    /// Numbers of the pieces of a record.
    pub(super) fn pieces_of(&self, record: u32) -> std::ops::Range<u32> {
        if self.is_whole {
            return record..record + 1;
        }
        let bound = |end: u32| self.parts.partition_point(|part| part.record < end) as u32;
        bound(record)..bound(record + 1)
    }

    /// The text of a piece; `None` for a record that could not be read.
    pub(super) fn text_of(&self, piece: u32) -> Option<u32> {
        let whole = || self.records[piece as usize].text;
        let text = if self.is_whole { whole() } else { self.parts[piece as usize].text };
        (text != NO_TEXT).then_some(text)
    }

    /// Whether a record could be read.
    pub(super) fn is_sound(&self, record: u32) -> bool {
        self.records[record as usize].text != NO_TEXT
    }

    /// Where a piece stands in the text of its record; `None` for a whole record.
    pub(super) fn span_of(&self, piece: u32) -> Option<Span> {
        let part = || self.parts[piece as usize];
        (!self.is_whole).then(part).map(|part| Span::new(part.start as usize, part.end as usize))
    }

    /// Ranks of all records under a policy: the lower, the rather it is kept.
    pub(super) fn ranks(&self, keep: &Keep) -> Vec<u32> {
        ranks(&keep.order(self.records.len(), self.references as usize, &self.claims))
    }

    /// How many distinct texts there are.
    pub(super) fn distinct(&self) -> usize {
        self.distinct as usize
    }

    /// For each text, the piece that is kept rather than all others of that text.
    pub(super) fn representatives(&self, ranks: &[u32]) -> Vec<u32> {
        let mut representatives = vec![u32::MAX; self.distinct()];
        let rank = |piece: u32| (ranks[self.record_of(piece) as usize], piece);
        for piece in 0..self.pieces() as u32 {
            if let Some(text) = self.text_of(piece) {
                let leader = &mut representatives[text as usize];
                if *leader == u32::MAX || rank(piece) < rank(*leader) {
                    *leader = piece;
                }
            }
        }
        representatives
    }
}

/// Numbers of distinct texts, by the hashes of their contents.
///
/// One thread adds to them while others look: the hashes are divided among many tables, so that two threads rarely want
/// the same one.
pub(super) struct ContentIndex(Box<[RwLock<HashTable<ContentEntry>>]>);

/// A known text: the halves of halves of its hash, of which the last is the highest, so that nothing is lost to alignment,
/// and its number.
#[derive(Clone, Copy)]
struct ContentEntry {
    hash: [u32; 4],
    text: u32,
}

impl ContentEntry {
    fn new(hash: u128, text: u32) -> Self {
        Self { hash: std::array::from_fn(|part| (hash >> (part * 32)) as u32), text }
    }

    /// By what a table finds it.
    fn place(&self) -> u64 {
        u64::from(self.hash[1]) << 32 | u64::from(self.hash[0])
    }
}

/// Bits of a hash that choose its table; others choose the place in it.
const TABLE_BITS: u32 = 6;

impl Default for ContentIndex {
    fn default() -> Self {
        Self((0..1 << TABLE_BITS).map(|_| RwLock::default()).collect())
    }
}

impl ContentIndex {
    /// The number of a text, if it is known.
    pub(super) fn find(&self, hash: u128) -> Option<u32> {
        let wanted = ContentEntry::new(hash, 0);
        let table = self.table(hash).read().unwrap_or_else(PoisonError::into_inner);
        table.find(wanted.place(), |known| known.hash == wanted.hash).map(|known| known.text)
    }

    /// The number of a text; if it has none yet, `next`.
    fn find_or_add(&self, hash: u128, next: u32) -> u32 {
        let new = ContentEntry::new(hash, next);
        let mut table = self.table(hash).write().unwrap_or_else(PoisonError::into_inner);
        table.entry(new.place(), |known| known.hash == new.hash, ContentEntry::place).or_insert(new).get().text
    }

    fn table(&self, hash: u128) -> &RwLock<HashTable<ContentEntry>> {
        &self.0[(hash >> (u128::BITS - TABLE_BITS)) as usize]
    }
}
