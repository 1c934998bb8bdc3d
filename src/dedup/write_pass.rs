//! The last pass: what stays is copied, what goes is listed.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::block_stream::{Monitor, Stage, Start, stream};
use super::duplicates_file::Duplicate;
use super::output::{Edit, Writer};
use super::record_reader::changed;
use super::record_table::RecordTable;
use super::remove_spans::without;
use super::run::Inputs;
use super::summary::{Summary, TopCluster};
use super::{DedupSettings, Keep};
use crate::cluster::DuplicateMap;
use crate::corpus::{Block, ReadOptions, Record, RecordEncoding, Source, id_of};
use crate::document::{LineIndex, Span};
use crate::error::{Error, Result};
use serde_json::Value;

/// Clusters that the summary tells.
const MOST_TOLD: usize = 5;
/// Characters of the example that it gives of each.
const EXAMPLE: usize = 60;

/// Pieces whose lines of the list are made by one thread at a time.
const LISTED: u32 = 1 << 12;
/// So many times by each thread, before they are written.
const LISTED_A_THREAD: usize = 16;

/// Which pieces go, and for which other ones.
pub(super) struct RemovalRule<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) ledger: &'r RecordTable,
    pub(super) verdicts: &'r DuplicateMap,
    pub(super) representatives: &'r [u32],
}

/// Why a piece goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Removal {
    /// The piece that stays in its place.
    for_piece: u32,
    similarity: f32,
    is_equal: bool,
}

impl RemovalRule<'_> {
    /// Why a piece goes; `None` if it stays.
    pub(super) fn removal(&self, piece: u32) -> Option<Removal> {
        let text = self.ledger.text_of(piece)?;
        if self.ledger.is_reference(piece) {
            return None;
        }
        if let Some(verdict) = self.verdicts.kept_for(text as usize) {
            let for_piece = self.representatives[verdict.kept.index()];
            return Some(Removal { for_piece, similarity: verdict.similarity, is_equal: false });
        }
        let leader = self.representatives[text as usize];
        let goes = leader != piece && (self.settings.keep != Keep::All || self.ledger.is_reference(leader));
        goes.then_some(Removal { for_piece: leader, similarity: 1.0, is_equal: true })
    }
}

/// The clusters of a run, in the order of the pieces for which others go.
struct Clusters {
    /// These pieces, and how many each cluster has.
    sizes: Vec<(u32, u32)>,
    /// The pieces of the largest.
    largest: Vec<u32>,
    /// One bit for each piece that the list names or the summary tells.
    named: Vec<u64>,
}

impl Clusters {
    fn of(sentence: &RemovalRule<'_>, is_listed: bool) -> Self {
        let pieces = sentence.ledger.pieces() as u32;
        let removals = (0..pieces).filter_map(|piece| Some((piece, sentence.removal(piece)?.for_piece)));
        let mut pairs: Vec<(u32, u32)> = removals.map(|(piece, kept)| (kept, piece)).collect();
        pairs.sort_unstable();
        let clusters = pairs.chunk_by(|a, b| a.0 == b.0);
        let sizes: Vec<(u32, u32)> = clusters.map(|cluster| (cluster[0].0, cluster.len() as u32 + 1)).collect();
        let mut largest = sizes.clone();
        largest.sort_by_key(|&(piece, size)| (Reverse(size), piece));
        largest.truncate(MOST_TOLD);
        let mut clusters =
            Self { sizes, largest: largest.iter().map(|&(piece, _)| piece).collect(), named: Vec::new() };
        clusters.named = vec![0; pieces as usize / 64 + 1];
        let all = pairs.iter().filter(|_| is_listed).flat_map(|&(kept, piece)| [kept, piece]);
        for piece in all.chain(clusters.largest.iter().copied()) {
            clusters.named[piece as usize / 64] |= 1 << (piece % 64);
        }
        clusters
    }

    /// Number of the cluster of what is like `kept`, counted from 1, and its size.
    fn find(&self, kept: u32) -> (u32, usize) {
        let at = self.sizes.partition_point(|&(piece, _)| piece < kept);
        (at as u32 + 1, self.sizes.get(at).map_or(0, |&(_, size)| size as usize))
    }

    fn is_named(&self, piece: u32) -> bool {
        self.named[piece as usize / 64] >> (piece % 64) & 1 == 1
    }
}

/// What the list must know once all is written.
pub(super) struct DuplicateNames {
    clusters: Clusters,
    names: Names,
}

/// Names in the order of the pieces, as they come.
#[derive(Default)]
struct Names(Vec<(u32, Name)>);

impl Names {
    fn find(&self, piece: u32) -> Option<&Name> {
        let at = self.0.binary_search_by_key(&piece, |named| named.0).ok()?;
        Some(&self.0[at].1)
    }
}

/// What becomes of a block.
#[derive(Default)]
struct BlockPlan {
    /// Records that do not come out as they are, in order.
    cuts: Vec<RecordChange>,
    /// What the list must know of pieces that go, and of those for which they go.
    names: Vec<(u32, Name)>,
    counts: Counts,
    examples: Vec<(u32, String)>,
    /// Whether the block is not any more what it was.
    is_changed: bool,
}

/// A record that does not come out as it is.
struct RecordChange {
    /// Its number in the block, counted from 0.
    record: usize,
    /// Where it stands in the block.
    range: Range<usize>,
    /// What comes out for it.
    replacement: Option<Vec<u8>>,
}

/// How many records of a block come to which end.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    records: usize,
    kept: usize,
    changed: usize,
    removed: usize,
    removed_equal: usize,
    removed_by_reference: usize,
    emptied: usize,
    parts_removed: usize,
    unread: usize,
}

/// How the list calls a piece.
struct Name {
    id: String,
    line: Option<u64>,
    /// In characters.
    place: Option<(usize, usize)>,
}

/// Writes what stays, and tells what came of it all.
pub(super) struct WritePass<'r> {
    pub(super) inputs: &'r Inputs,
    pub(super) options: &'r ReadOptions,
    pub(super) sentence: RemovalRule<'r>,
}

impl WritePass<'_> {
    /// Copies what stays into `writer`, and tells what a list needs, if there shall be one.
    pub(super) fn write(
        &self,
        writer: &mut Writer<'_>,
        is_listed: bool,
        summary: &mut Summary,
        watch: Monitor<'_>,
    ) -> Result<DuplicateNames> {
        (watch.stage)(Stage::Writing);
        let clusters = Clusters::of(&self.sentence, is_listed);
        let (mut names, mut examples) = (Names::default(), Vec::new());
        let mut entered = 0;
        let work = |_: &mut _, source, block: Block| (self.fates(source, &block, &clusters), block);
        stream(&self.inputs.sources, self.options, watch, Start::default(), work, |source, result| {
            let Ok((fates, block)) = result else { return Ok(()) };
            if fates.is_changed {
                return Err(self.changed(source));
            }
            self.copy(source, &block, &fates, writer, &mut entered, summary)?;
            names.0.extend(fates.names);
            examples.extend(fates.examples);
            Ok(())
        })?;
        self.enter(self.inputs.sources.len(), writer, &mut entered)?;
        summary.clusters = clusters.sizes.len();
        let largest = clusters.largest.iter().filter_map(|&piece| {
            let (_, example): &(u32, String) = examples.iter().find(|(at, _)| *at == piece)?;
            let (id, (cluster, size)) = (names.find(piece)?.id.clone(), clusters.find(piece));
            Some(TopCluster { cluster, size, id, path: self.source_of(piece).path.clone(), example: example.clone() })
        });
        summary.largest = largest.collect();
        Ok(DuplicateNames { clusters, names })
    }

    /// What becomes of the records of a block.
    fn fates(&self, source: usize, block: &Block, clusters: &Clusters) -> BlockPlan {
        let ledger = self.sentence.ledger;
        let mut fates = BlockPlan::default();
        let first = ledger.record_at(source, block.offset());
        for (number, record) in (first..).zip(block.records()) {
            let place = (number < ledger.end_of(source)).then(|| ledger.place(number));
            if place
                .is_none_or(|place| (place.offset, place.length as usize) != (record.offset(), record.bytes().len()))
            {
                fates.is_changed = true;
                return fates;
            }
            if !ledger.is_reference_record(number) {
                self.judge(&record, block, number, &mut fates);
            }
            if ledger.pieces_of(number).any(|piece| clusters.is_named(piece)) {
                self.name(&record, source, number, clusters, &mut fates);
            }
        }
        fates
    }

    /// What becomes of one record.
    fn judge(&self, record: &Record<'_>, block: &Block, number: u32, fates: &mut BlockPlan) {
        let ledger = self.sentence.ledger;
        let counts = &mut fates.counts;
        counts.records += 1;
        let start = (record.offset() - block.offset()) as usize;
        let range = start..start + record.bytes().len();
        let at = counts.records - 1;
        if !ledger.is_sound(number) {
            counts.unread += 1;
            fates.cuts.push(RecordChange { record: at, range: start + record.mark()..range.end, replacement: None });
            return;
        }
        let removals = || ledger.pieces_of(number).filter_map(|piece| self.sentence.removal(piece));
        let gone = removals().count();
        if gone == 0 {
            counts.kept += 1;
            return;
        }
        let in_parts = ledger.pieces_of(number).any(|piece| ledger.span_of(piece).is_some());
        let replacement = if in_parts { self.rewrite(record, number) } else { Ok(None) };
        let Ok(replacement) = replacement else {
            fates.is_changed = true;
            return;
        };
        counts.parts_removed += if in_parts { gone } else { 0 };
        if replacement.is_some() {
            counts.kept += 1;
            counts.changed += 1;
        } else {
            counts.removed += 1;
            counts.emptied += usize::from(in_parts);
            counts.removed_equal += usize::from(removals().all(|removal| removal.is_equal));
            let by_reference = removals().all(|removal| ledger.is_reference(removal.for_piece));
            counts.removed_by_reference += usize::from(by_reference);
        }
        let start = if replacement.is_some() { start } else { start + record.mark() };
        fates.cuts.push(RecordChange { record: at, range: start..range.end, replacement });
    }

    /// The record without what goes; `None` if nothing is left, and an error if it is not any more what it was.
    fn rewrite(&self, record: &Record<'_>, number: u32) -> std::result::Result<Option<Vec<u8>>, String> {
        let ledger = self.sentence.ledger;
        let gone = ledger.pieces_of(number).filter(|&piece| self.sentence.removal(piece).is_some());
        let spans: Vec<Span> = gone.filter_map(|piece| ledger.span_of(piece)).collect();
        let left = record.read(self.options, &[], |fields| without(&fields.text, &spans))?;
        left.map(|left| record.keeping(self.options, &left)).transpose()
    }

    fn name(&self, record: &Record<'_>, source: usize, number: u32, clusters: &Clusters, fates: &mut BlockPlan) {
        let ledger = self.sentence.ledger;
        let wanted = [self.options.id_field.as_str()];
        let is_text_wanted = |piece| ledger.span_of(piece).is_some() || clusters.largest.contains(&piece);
        let mut tell = |text: &str, values: &[Option<Value>]| {
            self.name_pieces(text, &self.id(values, record, source), record, number, clusters, fates);
        };
        let read = if ledger.pieces_of(number).any(is_text_wanted) {
            record.read(self.options, &wanted, |fields| tell(&fields.text, &fields.values))
        } else {
            record.values(self.options, &wanted).map(|values| tell("", &values))
        };
        fates.is_changed |= read.is_err();
    }

    /// What a record is called; the value of its field for that, if it has one, is the first of `values`.
    fn id(&self, values: &[Option<Value>], record: &Record<'_>, source: usize) -> String {
        let id = values[0].as_ref().and_then(id_of);
        id.unwrap_or_else(|| self.inputs.sources[source].id_of_line(record.line()))
    }

    /// Names the pieces of a record that are to be named. Its text is looked at only for parts and examples.
    fn name_pieces(
        &self,
        text: &str,
        id: &str,
        record: &Record<'_>,
        number: u32,
        clusters: &Clusters,
        fates: &mut BlockPlan,
    ) {
        let ledger = self.sentence.ledger;
        let mut ruler = None;
        for piece in ledger.pieces_of(number).filter(|&piece| clusters.is_named(piece)) {
            let span = ledger.span_of(piece);
            let place = span.map(|span| ruler.get_or_insert_with(|| LineIndex::new(text)).place(span));
            let place = place.map(|place| (place.start, place.end));
            fates.names.push((piece, Name { id: id.to_owned(), line: record.line(), place }));
            if clusters.largest.contains(&piece) {
                let text = span.map_or(text, |span| span.of(text));
                fates.examples.push((piece, text.chars().take(EXAMPLE).collect()));
            }
        }
    }

    fn copy(
        &self,
        source: usize,
        block: &Block,
        fates: &BlockPlan,
        writer: &mut Writer<'_>,
        entered: &mut usize,
        summary: &mut Summary,
    ) -> Result<()> {
        if source < self.inputs.references {
            return Ok(());
        }
        summary.add(&fates.counts);
        summary.bytes_read += block.bytes().len() as u64;
        self.enter(source, writer, entered)?;
        if !block.form().is_line() && matches!(fates.cuts[..], [RecordChange { replacement: None, .. }]) {
            // A text that goes leaves no file.
            *entered = source + 1;
            return Ok(());
        }
        if *entered == source {
            writer.enter(&self.inputs.sources[source])?;
            *entered = source + 1;
        }
        summary.bytes_kept += fates.bytes_kept(block);
        if self.inputs.sources[source].is_table() {
            let edits: Vec<Edit> = fates.cuts.iter().map(|cut| self.edit(cut, block.form())).collect();
            return writer.write_rows(fates.counts.records, &edits);
        }
        let mut at = 0;
        for cut in &fates.cuts {
            writer.write(&block.bytes()[at..cut.range.start])?;
            writer.write(cut.replacement.as_deref().unwrap_or_default())?;
            at = cut.range.end;
        }
        writer.write(&block.bytes()[at..])
    }

    /// What a table must know of a record that does not come out as it is.
    fn edit(&self, cut: &RecordChange, form: RecordEncoding) -> Edit {
        let text = cut.replacement.as_ref().and_then(|line| {
            let line = Block::new(form, 0, 0, line.clone());
            let record = line.records().next()?;
            record.read(self.options, &[], |fields| fields.text.into_owned()).ok()
        });
        Edit { row: cut.record, text }
    }

    /// Enters files of records that hold nothing, up to a source.
    fn enter(&self, source: usize, writer: &mut Writer<'_>, entered: &mut usize) -> Result<()> {
        for source in &self.inputs.sources[(*entered).max(self.inputs.references).min(source)..source] {
            if source.holds_records() {
                writer.enter(source)?;
            }
        }
        *entered = (*entered).max(source);
        Ok(())
    }

    /// Hands the lines of the list to `write` in order, many at a time.
    pub(super) fn list(&self, told: &DuplicateNames, mut write: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let pieces = self.sentence.ledger.pieces() as u32;
        let starts: Vec<u32> = (0..pieces).step_by(LISTED as usize).collect();
        for starts in starts.chunks(rayon::current_num_threads() * LISTED_A_THREAD) {
            let lines = |&start: &u32| self.lines(start..pieces.min(start + LISTED), told);
            let lines: Vec<Vec<u8>> = starts.par_iter().map(lines).collect();
            lines.iter().try_for_each(|lines| write(lines))?;
        }
        Ok(())
    }

    /// The lines of those of these pieces that go.
    fn lines(&self, pieces: Range<u32>, told: &DuplicateNames) -> Vec<u8> {
        let mut lines = Vec::new();
        for line in pieces.filter_map(|piece| self.line(piece, told)) {
            serde_json::to_writer(&mut lines, &line).expect("a vector takes whatever is written");
            lines.push(b'\n');
        }
        lines
    }

    /// The line of a piece; `None` if it stays.
    fn line<'t>(&'t self, piece: u32, told: &'t DuplicateNames) -> Option<Duplicate<'t>> {
        let removal = self.sentence.removal(piece)?;
        let (name, of) = (told.names.find(piece)?, told.names.find(removal.for_piece)?);
        Some(Duplicate {
            id: name.id.as_str().into(),
            path: self.source_of(piece).path.as_path().into(),
            line: name.line,
            start: name.place.map(|place| place.0),
            end: name.place.map(|place| place.1),
            duplicate_of: of.id.as_str().into(),
            of_path: self.source_of(removal.for_piece).path.as_path().into(),
            of_line: of.line,
            of_start: of.place.map(|place| place.0),
            of_end: of.place.map(|place| place.1),
            similarity: (f64::from(removal.similarity) * 1e4).round() / 1e4,
            level: self.sentence.settings.level,
            cluster: told.clusters.find(removal.for_piece).0,
        })
    }

    fn source_of(&self, piece: u32) -> &Source {
        let ledger = self.sentence.ledger;
        &self.inputs.sources[ledger.source_of(ledger.record_of(piece))]
    }

    fn changed(&self, source: usize) -> Error {
        Error::Read { path: self.inputs.sources[source].path.clone(), source: changed() }
    }
}

impl BlockPlan {
    fn bytes_kept(&self, block: &Block) -> u64 {
        let cut: usize = self.cuts.iter().map(|cut| cut.range.len()).sum();
        let put: usize = self.cuts.iter().filter_map(|cut| cut.replacement.as_ref()).map(Vec::len).sum();
        (block.bytes().len() - cut + put) as u64
    }
}

impl Summary {
    fn add(&mut self, counts: &Counts) {
        self.read += counts.records - counts.unread;
        self.kept += counts.kept;
        self.changed += counts.changed;
        self.removed += counts.removed;
        self.removed_equal += counts.removed_equal;
        self.removed_by_reference += counts.removed_by_reference;
        self.emptied += counts.emptied;
        self.parts_removed += counts.parts_removed;
    }
}
