//! The first pass: every record is read, and its content hashes and band keys are entered into the
//! table.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::DedupSettings;
use super::block_stream::{BlockStream, Monitor, Phase, ResumePoint};
use super::inputs::{InputPaths, Inputs};
use super::journal::Journal;
use super::keep::{Keep, RecordRank};
use super::rank_value::RankValue;
use super::record_table::{ContentIndex, NewRecord, RecordTable, TableBudget, TextKeys};
use super::record_units::{RecordUnits, UnitScratch};
use super::record_vectors::RecordVectors;
use crate::corpus::{
    Block, Fields, NAMED_SKIPS, OnError, ReadCounts, ReadOptions, Record, RecordEncoding, Source,
    check_not_empty,
};
use crate::document::{Level, SourceId, Span};
use crate::error::{Error, Result, SkippedInput};
use crate::index::BandTable;

/// Everything that the first pass needs.
#[derive(Clone, Copy)]
pub(super) struct ReadPass<'r> {
    pub(super) inputs: &'r Inputs,
    pub(super) options: &'r ReadOptions,
    pub(super) settings: &'r DedupSettings,
    pub(super) units: &'r RecordUnits<'r>,
    /// Vectors that records have in a field, or that are given otherwise.
    pub(super) vectors: Option<&'r RecordVectors>,
    /// The level of the samples, if the inputs are a part of a collection.
    pub(super) sample_level: Option<u32>,
    pub(super) monitor: Monitor<'r>,
}

/// The records of all inputs.
pub(super) struct Reading {
    pub(super) table: RecordTable,
    /// What could not be read.
    pub(super) skips: Skips,
    /// Characters that could not be read, and were replaced by U+FFFD.
    pub(super) replaced: usize,
    /// The journal of the run, if it has one.
    pub(super) journal: Option<Journal>,
}

impl ReadPass<'_> {
    /// Reads all inputs, except what the journal holds already.
    pub(super) fn run(&self) -> Result<Reading> {
        (self.monitor.phase)(Phase::Reading);
        let bands = self.units.detector().bands().bands;
        let budget = TableBudget {
            keys: self.settings.key_budget(),
            samples: self.settings.sample_budget(),
        };
        let table = RecordTable::new(self.settings.level, bands, budget);
        let table = if self.settings.across {
            table.tell_apart(self.inputs.input_numbers())
        } else {
            table
        };
        let table = match self.sample_level {
            Some(level) => table.at_sample_level(level),
            None => table,
        };
        let skips = Skips::new(self.inputs, self.options)?;
        let mut state = ReadState { inputs: self.inputs, table, skips, replaced: 0 };
        let mut start = ResumePoint::default();
        let mut journal = self.open_journal(&mut state, &mut start)?;
        // All threads look contents up while the table grows. Which are found depends on their
        // speed, the result does not: the keys of a content that is in the table already
        // are not used.
        let texts = Arc::clone(&state.table.texts);
        let stream =
            BlockStream::new(&self.inputs.sources, self.options, self.monitor).starting_at(start);
        stream.run(
            |scratch, source, block| self.read_block(source, &block, &texts, scratch),
            |source, entry| {
                let entry = entry.unwrap_or_else(|skip| JournalEntry::Skip(source, skip));
                journal.as_mut().map_or(Ok(()), |journal| journal.write(&entry))?;
                state.add(entry)
            },
        )?;
        let ReadState { mut table, skips, replaced, .. } = state;
        table.close(self.inputs.sources.len(), self.inputs.references);
        Ok(Reading { table, skips, replaced, journal })
    }

    /// Opens the journal that the settings ask for, and adds its entries to `state`; `start` becomes
    /// the point behind them.
    fn open_journal(
        &self,
        state: &mut ReadState<'_>,
        start: &mut ResumePoint,
    ) -> Result<Option<Journal>> {
        let Some(path) = &self.settings.resume else { return Ok(None) };
        let fingerprint =
            self.inputs.fingerprint(self.options, self.settings, self.units.detector());
        let expected = ExpectedEntries {
            sources: self.inputs.sources.len(),
            bands: self.units.detector().bands().bands,
            has_rank_keys: self.settings.keep.needs_rank_keys(),
            is_whole: self.settings.level == Level::Document,
        };
        let journal = Journal::open(path, &fingerprint, |entry: JournalEntry| {
            if !expected.allows(&entry, *start) {
                return Ok(false);
            }
            start.advance(&entry);
            state.add(entry).map(|()| true)
        });
        journal.map(Some)
    }

    fn read_block(
        &self,
        source: SourceId,
        block: &Block,
        texts: &ContentIndex,
        scratch: &mut UnitScratch,
    ) -> JournalEntry {
        let end = block.offset() + block.bytes().len() as u64;
        let mut units = BlockUnits::default();
        let wanted = self.wanted_fields();
        for record in block.records() {
            // A record that fails below has added no units: its text is read before any is made.
            let before = units.units.len();
            let read = record.read(self.options, &wanted, |fields| {
                self.check_vector(&fields)?;
                units.add_text(&fields.text, self.units, TextsSoFar { texts, source }, scratch);
                units.replaced += fields.replaced;
                Ok(rank_key(&self.settings.keep, &fields, &record))
            });
            let (count, rank_key) = match read.flatten() {
                Ok(rank_key) => (Ok(units.units.len() - before), rank_key),
                Err(reason) => {
                    (Err(reason), self.settings.keep.needs_rank_keys().then_some(RecordRank::NONE))
                }
            };
            let (offset, length) = (record.offset(), record.bytes().len());
            units.records.push(RecordUnitCount {
                offset,
                length,
                line: record.line(),
                units: count,
            });
            units.rank_keys.extend(rank_key);
        }
        JournalEntry::Block(source, end, block.form(), units)
    }

    /// The fields that are read: the one that ranks records first, the one with vectors last.
    fn wanted_fields(&self) -> Vec<&str> {
        let vectors = self.vectors.and_then(RecordVectors::field);
        self.settings.keep.field().into_iter().chain(vectors).collect()
    }

    /// Returns the reason why the vector of a record cannot be read, if vectors are in a field.
    fn check_vector(&self, fields: &Fields<'_>) -> std::result::Result<(), String> {
        match self.vectors {
            Some(vectors) if vectors.field().is_some() => {
                let value = fields.values.last().and_then(Option::as_ref);
                vectors.of_value(value).map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Hashes of the lines that more than `most` records hold.
    pub(super) fn common_lines(&self, most: usize) -> Result<HashSet<u64>> {
        (self.monitor.phase)(Phase::Counting);
        let stream = BlockStream::new(&self.inputs.sources, self.options, self.monitor);
        let mut hashes = Vec::new();
        stream.run(
            |scratch, _, block| self.line_hashes(&block, scratch),
            |_, result| {
                hashes.extend(result.into_iter().flatten());
                Ok(())
            },
        )?;
        // A record has each hash once, so equal hashes are from different records.
        hashes.sort_unstable();
        Ok(hashes
            .chunk_by(|a, b| a == b)
            .filter(|equal| equal.len() > most)
            .map(|equal| equal[0])
            .collect())
    }

    /// Hashes of the lines of each record of a block. What cannot be read is reported by the pass
    /// that follows.
    fn line_hashes(&self, block: &Block, scratch: &mut UnitScratch) -> Vec<u64> {
        let mut hashes = Vec::new();
        for record in block.records() {
            let lines = record
                .read(self.options, &[], |fields| self.units.line_hashes(&fields.text, scratch));
            hashes.extend(lines.into_iter().flatten());
        }
        hashes
    }
}

/// The texts that were read so far, and the source that is read.
#[derive(Clone, Copy)]
struct TextsSoFar<'t> {
    texts: &'t ContentIndex,
    source: SourceId,
}

/// The units of the records of one block.
#[derive(Default, Serialize, Deserialize)]
struct BlockUnits {
    records: Vec<RecordUnitCount>,
    /// The rank key of each record, if the policy asks for it.
    rank_keys: Vec<RecordRank>,
    units: Vec<UnitKeys>,
    /// Band keys of all units, one unit after the other.
    keys: Vec<u32>,
    /// Bits of the samples of all units, one unit after the other.
    samples: Vec<u32>,
    /// Characters that could not be read.
    replaced: usize,
}

#[derive(Serialize, Deserialize)]
struct RecordUnitCount {
    offset: u64,
    length: usize,
    line: Option<u64>,
    /// Number of units of the record, or the reason why it could not be read.
    units: std::result::Result<usize, String>,
}

impl RecordUnitCount {
    /// The offset behind the record, if it begins at `at` or behind it.
    fn end_behind(&self, at: u64) -> Option<u64> {
        let length = u32::try_from(self.length).ok()?;
        let end = self.offset.checked_add(length.into())?;
        (at <= self.offset).then_some(end)
    }
}

#[derive(Serialize, Deserialize)]
struct UnitKeys {
    span: Span,
    hash: u128,
    /// Number of band keys of the unit.
    keys: usize,
    /// Number of samples of its shingles.
    samples: usize,
}

impl BlockUnits {
    /// Numbers of units of the records that could be read.
    fn unit_counts(&self) -> impl Iterator<Item = usize> + '_ {
        self.records.iter().filter_map(|record| record.units.as_ref().ok().copied())
    }

    /// Whether the records lie in these bytes of a source, one behind the other.
    fn lies_in(&self, bytes: Range<u64>) -> bool {
        let end = self.records.iter().try_fold(bytes.start, |at, record| record.end_behind(at));
        end.is_some_and(|end| end <= bytes.end)
    }

    /// Adds the units of one text.
    fn add_text(
        &mut self,
        text: &str,
        units: &RecordUnits<'_>,
        texts: TextsSoFar<'_>,
        scratch: &mut UnitScratch,
    ) {
        let spans = units.units(text, scratch);
        for &span in &spans {
            let mut prepared = units.prepare(text, span, scratch);
            let hash = prepared.content_hash();
            let before = [self.keys.len(), self.samples.len()];
            if texts.texts.find(hash, texts.source).is_none() {
                self.keys.extend(prepared.band_keys().map(BandTable::truncate_key));
                if units.takes_samples() && !prepared.is_short() {
                    self.samples.extend(prepared.samples().iter().map(|sample| sample.to_bits()));
                }
            }
            self.units.push(UnitKeys {
                span,
                hash,
                keys: self.keys.len() - before[0],
                samples: self.samples.len() - before[1],
            });
        }
        scratch.recycle(spans);
    }
}

/// The result of reading one block, or of failing to, as the journal stores it.
#[derive(Serialize, Deserialize)]
enum JournalEntry {
    /// The units of a block of a source, which ends at this byte offset.
    Block(SourceId, u64, RecordEncoding, BlockUnits),
    /// Something that could not be read of a source.
    Skip(SourceId, SkippedInput),
}

/// What every entry of a journal of this run satisfies; the checksum of an entry holds whatever run
/// wrote it.
struct ExpectedEntries {
    sources: usize,
    bands: usize,
    /// Whether each record has a rank key.
    has_rank_keys: bool,
    /// Whether each record that can be read is one unit.
    is_whole: bool,
}

impl ExpectedEntries {
    /// Whether an entry can follow what was read up to `start`.
    fn allows(&self, entry: &JournalEntry, start: ResumePoint) -> bool {
        let (JournalEntry::Block(source, ..) | JournalEntry::Skip(source, _)) = entry;
        let from = if *source == start.source { start.offset } else { 0 };
        let is_next = (start.source.index()..self.sources).contains(&source.index());
        match entry {
            JournalEntry::Block(_, end, _, block) => {
                is_next && block.lies_in(from..*end) && self.allows_units(block)
            }
            JournalEntry::Skip(..) => is_next,
        }
    }

    fn allows_units(&self, block: &BlockUnits) -> bool {
        let rank_keys = if self.has_rank_keys { block.records.len() } else { 0 };
        checked_sum(block.unit_counts()) == Some(block.units.len())
            && checked_sum(block.units.iter().map(|unit| unit.keys)) == Some(block.keys.len())
            && checked_sum(block.units.iter().map(|unit| unit.samples)) == Some(block.samples.len())
            && block.rank_keys.len() == rank_keys
            && block.unit_counts().all(|count| count == 1 || !self.is_whole)
            && block.units.iter().all(|unit| unit.keys == 0 || unit.keys == self.bands)
            && block.units.iter().all(|unit| is_span_of_text(unit.span))
    }
}

fn checked_sum(mut counts: impl Iterator<Item = usize>) -> Option<usize> {
    counts.try_fold(0, usize::checked_add)
}

/// Whether a span has its ends in order, in a text whose offsets fit 32 bits.
fn is_span_of_text(span: Span) -> bool {
    span.start <= span.end && u32::try_from(span.end).is_ok()
}

impl ResumePoint {
    /// Moves behind what an entry holds.
    fn advance(&mut self, entry: &JournalEntry) {
        let (JournalEntry::Block(source, ..) | JournalEntry::Skip(source, _)) = entry;
        if *source != self.source {
            *self = Self { source: *source, ..Self::default() };
        }
        match entry {
            JournalEntry::Block(_, end, ..) => self.offset = *end,
            JournalEntry::Skip(..) => self.skips += 1,
        }
    }
}

/// The result of all journal entries so far: the table, and what could not be read.
struct ReadState<'i> {
    inputs: &'i Inputs,
    table: RecordTable,
    skips: Skips,
    /// Characters that could not be read.
    replaced: usize,
}

impl ReadState<'_> {
    fn add(&mut self, entry: JournalEntry) -> Result<()> {
        match entry {
            JournalEntry::Block(source, _, encoding, units) => {
                self.table.begin_source(source);
                self.table.set_encoding(encoding);
                self.add_block(source, units)
            }
            JournalEntry::Skip(source, skip) => {
                self.table.begin_source(source);
                self.skips.add(source, skip)
            }
        }
    }

    fn add_block(&mut self, source: SourceId, block: BlockUnits) -> Result<()> {
        self.replaced += block.replaced;
        let path = |source: &Source| source.path.clone();
        let (mut units, mut rank_keys) = (block.units.iter(), block.rank_keys.into_iter());
        let mut keys = TextKeys { bands: &block.keys, samples: &block.samples };
        for RecordUnitCount { offset, length, line, units: count } in block.records {
            self.table.add(NewRecord {
                offset,
                length,
                is_read: count.is_ok(),
                rank_key: rank_keys.next(),
            });
            match count {
                Ok(count) => {
                    self.skips.side(source).counts.read += 1;
                    for unit in units.by_ref().take(count) {
                        let own = keys.take(unit.keys, unit.samples);
                        self.table.add_unit(unit.span, unit.hash, own)?;
                    }
                }
                Err(reason) => {
                    let path = path(&self.inputs.sources[source.index()]);
                    self.skips.add(source, SkippedInput::new(&path, line, reason))?;
                }
            }
        }
        Ok(())
    }
}

/// Records and files that could not be read.
pub(super) struct Skips {
    /// All of them, of the reference too.
    pub(super) all: Vec<SkippedInput>,
    /// What was read of the collection.
    pub(super) own: Side,
    reference: Side,
    /// Number of sources of the reference.
    references: usize,
    on_error: OnError,
}

/// What was read of the collection, or of the reference.
#[derive(Default)]
pub(super) struct Side {
    pub(super) counts: ReadCounts,
    /// The first that were skipped.
    first: Vec<SkippedInput>,
}

impl Side {
    fn skip(&mut self, skip: &SkippedInput) {
        self.counts.skip(skip);
        if self.first.len() < NAMED_SKIPS {
            self.first.push(skip.clone());
        }
    }
}

impl Skips {
    fn new(inputs: &Inputs, options: &ReadOptions) -> Result<Self> {
        let mut skips = Self {
            all: Vec::new(),
            own: Side::default(),
            reference: Side::default(),
            references: inputs.references,
            on_error: options.on_error,
        };
        for skip in &inputs.unread {
            skips.add(SourceId::new(inputs.references), skip.clone())?;
        }
        Ok(skips)
    }

    /// The collection or the reference, whichever has this source.
    fn side(&mut self, source: SourceId) -> &mut Side {
        if source.index() < self.references { &mut self.reference } else { &mut self.own }
    }

    /// Adds files of the collection that cannot be copied.
    pub(super) fn add_files<'s>(&mut self, files: impl Iterator<Item = &'s SkippedInput>) {
        for skip in files {
            self.own.skip(skip);
            self.all.push(skip.clone());
        }
    }

    fn add(&mut self, source: SourceId, skip: SkippedInput) -> Result<()> {
        if self.on_error == OnError::Fail {
            return Err(Error::Unreadable(skip));
        }
        self.side(source).skip(&skip);
        self.all.push(skip);
        Ok(())
    }

    /// Returns an error if too many records were skipped, or none was read.
    pub(super) fn check(&self, inputs: &Inputs, options: &ReadOptions) -> Result<()> {
        let Some(limit) = options.max_skipped else { return Ok(()) };
        let InputPaths { own, reference } = &inputs.paths;
        for (side, paths) in [(&self.own, own), (&self.reference, reference)] {
            limit.check(side.counts, &side.first)?;
            check_not_empty(side.counts.read, paths, &inputs.passed_over, options)?;
        }
        Ok(())
    }
}

/// The rank key of a record, if the policy asks for one.
fn rank_key(keep: &Keep, fields: &Fields<'_>, record: &Record<'_>) -> Option<RecordRank> {
    match keep {
        Keep::Longest => Some(RecordRank {
            value: RankValue::Integer(fields.text.chars().count() as i128),
            tie_break: 0,
        }),
        _ if keep.needs_rank_keys() => Some(RecordRank {
            value: RankValue::of(fields.values[0].as_ref()),
            tie_break: tie_break(record.bytes()),
        }),
        _ => None,
    }
}

/// A hash of a record's bytes, by which records of equal rank values are ordered whatever their
/// order in the files.
fn tie_break(record: &[u8]) -> u64 {
    xxh3_64(record.trim_ascii_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: ExpectedEntries =
        ExpectedEntries { sources: 2, bands: 3, has_rank_keys: false, is_whole: true };

    /// A block of one record, from byte 10 to byte 20 of source 1.
    fn block(change: impl FnOnce(&mut BlockUnits)) -> JournalEntry {
        let mut block = BlockUnits {
            records: vec![RecordUnitCount { offset: 10, length: 10, line: Some(1), units: Ok(1) }],
            units: vec![UnitKeys { span: Span::new(0, 5), hash: 7, keys: 3, samples: 0 }],
            keys: vec![1, 2, 3],
            ..BlockUnits::default()
        };
        change(&mut block);
        let encoding = postcard::from_bytes(b"\x01\x05UTF-8").expect("an encoding of lines");
        JournalEntry::Block(SourceId(1), 20, encoding, block)
    }

    fn skip(source: u32) -> JournalEntry {
        JournalEntry::Skip(SourceId(source), SkippedInput::new("in".as_ref(), None, "why".into()))
    }

    fn start(source: u32, offset: u64) -> ResumePoint {
        ResumePoint { source: SourceId(source), offset, skips: 0 }
    }

    #[test]
    fn an_entry_that_no_run_writes_is_not_replayed() {
        assert!(
            EXPECTED.allows(&block(|_| ()), start(0, 99))
                && EXPECTED.allows(&skip(1), start(0, 99))
        );
        assert!(!EXPECTED.allows(&skip(2), start(0, 99)));
        let changes: [fn(&mut BlockUnits); 12] = [
            |block| block.records[0].units = Ok(2),
            |block| block.records[0].units = Ok(0),
            |block| block.records[0].units = Ok(usize::MAX),
            |block| block.records[0].offset = u64::MAX,
            |block| block.records[0].length = 11,
            |block| block.units[0].keys = 2,
            |block| block.units[0].keys = usize::MAX,
            |block| block.units[0].span = Span { start: 6, end: 5 },
            |block| block.units[0].span.end = 1 << 32,
            |block| block.keys.truncate(2),
            |block| block.samples.push(7),
            |block| block.rank_keys.push(RecordRank::NONE),
        ];
        for change in changes {
            assert!(!EXPECTED.allows(&block(change), start(0, 99)));
        }
        assert!(EXPECTED.allows(&block(|_| ()), start(1, 10)));
        assert!(!EXPECTED.allows(&block(|_| ()), start(1, 11)));
        assert!(!EXPECTED.allows(&skip(0), start(1, 0)));
    }
}
