//! The first pass: every record is folded and filed.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::DedupSettings;
use super::block_stream::{Monitor, Stage, Start, stream};
use super::journal::Journal;
use super::keep::{Keep, RankKey};
use super::record_table::{ContentIndex, RecordTable};
use super::record_units::{RecordUnits, UnitScratch};
use super::run::Inputs;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{Block, Fields, OnError, ReadOptions, Record, RecordEncoding, Source};
use crate::document::Span;
use crate::error::{Error, Result, Skip};
use crate::index::BandTable;

/// What was read, and what could not be.
pub(super) struct Reading {
    pub(super) ledger: RecordTable,
    /// What could not be read, of the reference too.
    pub(super) skipped: Vec<Skip>,
    /// How much of it does not belong to the reference.
    pub(super) own_skipped: usize,
}

/// What is made of one block.
#[derive(Default, Serialize, Deserialize)]
struct Cuts {
    records: Vec<RecordCut>,
    /// What each record has to say for itself, if that was asked.
    claims: Vec<(RankKey, u64)>,
    pieces: Vec<PieceCut>,
    /// Keys of all pieces, one after the other.
    keys: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct RecordCut {
    offset: u64,
    length: usize,
    line: Option<u64>,
    /// How many of the pieces are its, or why there is none.
    pieces: std::result::Result<usize, String>,
}

#[derive(Serialize, Deserialize)]
struct PieceCut {
    span: Span,
    hash: u128,
    /// How many of the keys are its.
    keys: usize,
}

/// What was read at one time, as the journal has it.
#[derive(Serialize, Deserialize)]
enum Frame {
    /// What was made of a block of a source, which ends at an offset.
    Block(u32, u64, RecordEncoding, Cuts),
    /// What could not be read of a source.
    Skip(u32, Skip),
}

/// Reads all inputs, but for what the journal at `resume` has read already.
pub(super) fn read(
    inputs: &Inputs,
    options: &ReadOptions,
    settings: &DedupSettings,
    units: &RecordUnits<'_>,
    resume: Option<&Path>,
    watch: Monitor<'_>,
) -> Result<(Reading, Option<Journal>)> {
    (watch.stage)(Stage::Reading);
    let mut skips = Skips::new(inputs, options)?;
    let mut ledger = RecordTable::new(settings.level, units.detector().bands().bands, settings.key_budget());
    let mut start = Start::default();
    let replay = |frame: Frame| {
        start.pass(&frame);
        frame.file(&mut ledger, inputs, &mut skips)
    };
    let journal = resume.map(|path| Journal::open(path, &inputs.fingerprint(options, settings), replay));
    let mut journal = journal.transpose()?;
    // All threads look at the texts that are known. Which are, depends on their speed; what is made of a text does not,
    // since the keys of a known one are not looked at.
    let known = Arc::clone(&ledger.texts);
    let work = |scratch: &mut UnitScratch, source, block: Block| {
        let end = block.offset() + block.bytes().len() as u64;
        let cuts = Cuts::of(&block, options, &settings.keep, units, &known, scratch);
        Frame::Block(source as u32, end, block.form(), cuts)
    };
    stream(&inputs.sources, options, watch, start, work, |source, frame| {
        let frame = frame.unwrap_or_else(|skip| Frame::Skip(source as u32, skip));
        journal.as_mut().map_or(Ok(()), |journal| journal.write(&frame))?;
        frame.file(&mut ledger, inputs, &mut skips)
    })?;
    ledger.close(inputs.sources.len(), inputs.references);
    Ok((Reading { ledger, skipped: skips.all, own_skipped: skips.own }, journal))
}

impl Frame {
    /// Enters everything into the ledger.
    fn file(self, ledger: &mut RecordTable, inputs: &Inputs, skips: &mut Skips) -> Result<()> {
        match self {
            Self::Block(source, _, form, cuts) => {
                let source = source as usize;
                ledger.enter(source);
                ledger.set_form(form);
                cuts.file(ledger, &inputs.sources[source], &mut |skip| skips.add(source, skip))
            }
            Self::Skip(source, skip) => {
                ledger.enter(source as usize);
                skips.add(source as usize, skip)
            }
        }
    }
}

impl Start {
    /// Goes behind what a frame holds.
    fn pass(&mut self, frame: &Frame) {
        let (Frame::Block(source, ..) | Frame::Skip(source, _)) = frame;
        if *source as usize != self.source {
            *self = Self { source: *source as usize, ..Self::default() };
        }
        match frame {
            Frame::Block(_, end, ..) => self.offset = *end,
            Frame::Skip(..) => self.skips += 1,
        }
    }
}

/// What could not be read.
struct Skips {
    all: Vec<Skip>,
    own: usize,
    references: usize,
    on_error: OnError,
}

impl Skips {
    fn new(inputs: &Inputs, options: &ReadOptions) -> Result<Self> {
        let mut skips = Self { all: Vec::new(), own: 0, references: inputs.references, on_error: options.on_error };
        inputs.missing.iter().try_for_each(|skip| skips.add(inputs.references, skip.clone()))?;
        Ok(skips)
    }

    fn add(&mut self, source: usize, skip: Skip) -> Result<()> {
        if self.on_error == OnError::Fail {
            return Err(Error::Unreadable(skip));
        }
        self.own += usize::from(source >= self.references);
        self.all.push(skip);
        Ok(())
    }
}

impl Cuts {
    fn of(
        block: &Block,
        options: &ReadOptions,
        keep: &Keep,
        units: &RecordUnits<'_>,
        known: &ContentIndex,
        scratch: &mut UnitScratch,
    ) -> Self {
        let mut cuts = Self::default();
        let wanted: Vec<&str> = keep.field().into_iter().collect();
        for record in block.records() {
            let read = record.read(options, &wanted, |fields| {
                let before = cuts.pieces.len();
                cuts.cut(&fields.text, units, known, scratch);
                (cuts.pieces.len() - before, claim(keep, &fields, &record))
            });
            let (pieces, claim) = match read {
                Ok((pieces, claim)) => (Ok(pieces), claim),
                Err(reason) => (Err(reason), keep.asks().then_some((RankKey::Nothing, 0))),
            };
            let (offset, length) = (record.offset(), record.bytes().len());
            cuts.records.push(RecordCut { offset, length, line: record.line(), pieces });
            cuts.claims.extend(claim);
        }
        cuts
    }

    /// Adds the units of one text.
    fn cut(&mut self, text: &str, units: &RecordUnits<'_>, known: &ContentIndex, scratch: &mut UnitScratch) {
        let spans = units.units(text, scratch);
        for &span in &spans {
            let mut prepared = units.prepare(text, span, scratch);
            let hash = prepared.content_hash();
            let before = self.keys.len();
            if known.find(hash).is_none() {
                self.keys.extend(prepared.band_keys().map(BandTable::truncate_key));
            }
            self.pieces.push(PieceCut { span, hash, keys: self.keys.len() - before });
        }
        scratch.recycle(spans);
    }

    /// Enters everything into the ledger.
    fn file(self, ledger: &mut RecordTable, source: &Source, skip: &mut dyn FnMut(Skip) -> Result<()>) -> Result<()> {
        let (mut pieces, mut keys, mut claims) = (self.pieces.iter(), self.keys.as_slice(), self.claims.into_iter());
        for record in self.records {
            ledger.add(record.offset, record.length, record.pieces.is_ok(), claims.next());
            match record.pieces {
                Ok(count) => {
                    for piece in pieces.by_ref().take(count) {
                        let (own, rest) = keys.split_at(piece.keys);
                        keys = rest;
                        ledger.add_piece(piece.span, piece.hash, own)?;
                    }
                }
                Err(reason) => skip(Skip { path: source.path.clone(), line: record.line, reason })?,
            }
        }
        Ok(())
    }
}

/// What a record has to say for itself, if it is asked.
fn claim(keep: &Keep, fields: &Fields<'_>, record: &Record<'_>) -> Option<(RankKey, u64)> {
    match keep {
        Keep::Longest => Some((RankKey::Integer(fields.text.chars().count() as i128), 0)),
        _ if keep.asks() => Some((RankKey::of(fields.values[0].as_ref()), tie(record.bytes()))),
        _ => None,
    }
}

/// Hashes of the lines that more than `most` records hold.
pub(super) fn common_lines(
    inputs: &Inputs,
    options: &ReadOptions,
    most: usize,
    units: &RecordUnits<'_>,
    watch: Monitor<'_>,
) -> Result<HashSet<u64>> {
    (watch.stage)(Stage::Counting);
    let work = |scratch: &mut UnitScratch, _, block: Block| -> Vec<u64> {
        // What cannot be read is told by the pass that follows.
        let hashes = block
            .records()
            .filter_map(|record| record.read(options, &[], |fields| units.line_hashes(&fields.text, scratch)).ok());
        hashes.flatten().collect()
    };
    let mut hashes = Vec::new();
    stream(&inputs.sources, options, watch, Start::default(), work, |_, result| {
        hashes.extend(result.into_iter().flatten());
        Ok(())
    })?;
    hashes.sort_unstable();
    Ok(hashes.chunk_by(|a, b| a == b).filter(|equal| equal.len() > most).map(|equal| equal[0]).collect())
}

/// A hash of a record's bytes, by which records of equal rank keys are ordered whatever their order in the files.
fn tie(record: &[u8]) -> u64 {
    xxh3_64(record.trim_ascii_end())
}
