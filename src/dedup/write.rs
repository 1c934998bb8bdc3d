//! The last pass: what stays is copied, what goes is listed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::decide::Verdicts;
use super::ledger::Ledger;
use super::list::Duplicate;
use super::outputs::{Edit, Writer};
use super::rewrite::without;
use super::run::Inputs;
use super::shelf::changed;
use super::stream::{Stage, Watch, stream};
use super::summary::{Summary, TopCluster};
use super::{DedupSettings, Keep};
use crate::corpus::{Block, Form, ReadOptions, Record, Source, id_of};
use crate::document::{Ruler, Span};
use crate::error::{Error, Result};

/// Clusters that the summary tells.
const MOST_TOLD: usize = 5;
/// Characters of the example that it gives of each.
const EXAMPLE: usize = 60;

/// Which pieces go, and for which other ones.
pub(super) struct Sentence<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) ledger: &'r Ledger,
    pub(super) verdicts: &'r Verdicts,
    pub(super) leaders: &'r [u32],
}

/// Why a piece goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Removal {
    /// The piece that stays in its place.
    for_piece: u32,
    similarity: f32,
    is_equal: bool,
}

impl Sentence<'_> {
    /// Why a piece goes; `None` if it stays.
    pub(super) fn removal(&self, piece: u32) -> Option<Removal> {
        let text = self.ledger.text_of(piece)?;
        if self.ledger.is_reference(piece) {
            return None;
        }
        if let Some(verdict) = self.verdicts.of(text) {
            let for_piece = self.leaders[verdict.like as usize];
            return Some(Removal { for_piece, similarity: verdict.similarity, is_equal: false });
        }
        let leader = self.leaders[text as usize];
        let goes = leader != piece && (self.settings.keep != Keep::All || self.ledger.is_reference(leader));
        goes.then_some(Removal { for_piece: leader, similarity: 1.0, is_equal: true })
    }
}

/// The clusters of a run: pieces for which others go, and how many do.
struct Clusters {
    /// By piece.
    sizes: BTreeMap<u32, usize>,
    numbers: HashMap<u32, u32>,
    /// The pieces of the largest.
    largest: Vec<u32>,
}

impl Clusters {
    fn of(sentence: &Sentence<'_>) -> Self {
        let mut sizes = BTreeMap::new();
        for removal in (0..sentence.ledger.pieces() as u32).filter_map(|piece| sentence.removal(piece)) {
            *sizes.entry(removal.for_piece).or_insert(1) += 1;
        }
        let numbers = sizes.keys().zip(1..).map(|(&piece, number)| (piece, number)).collect();
        let mut largest: Vec<u32> = sizes.keys().copied().collect();
        largest.sort_by_key(|piece| (std::cmp::Reverse(sizes[piece]), *piece));
        largest.truncate(MOST_TOLD);
        Self { sizes, numbers, largest }
    }
}

/// What becomes of a block.
#[derive(Default)]
struct Fates {
    /// Records that do not come out as they are, in order.
    cuts: Vec<Cut>,
    /// What the list must know of pieces that go, and of those for which they go.
    names: Vec<(u32, Name)>,
    counts: Counts,
    examples: Vec<(u32, String)>,
    /// Whether the block is not any more what it was.
    is_changed: bool,
}

/// A record that does not come out as it is.
struct Cut {
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
pub(super) struct Scribe<'r> {
    pub(super) inputs: &'r Inputs,
    pub(super) options: &'r ReadOptions,
    pub(super) sentence: Sentence<'r>,
}

impl Scribe<'_> {
    /// Copies what stays into `writer`, and hands over the list if it is asked for.
    pub(super) fn write(
        &self,
        writer: &mut Writer<'_>,
        list: Option<&mut dyn FnMut(&Duplicate) -> Result<()>>,
        summary: &mut Summary,
        watch: Watch<'_>,
    ) -> Result<()> {
        (watch.stage)(Stage::Writing);
        let clusters = Clusters::of(&self.sentence);
        let largest: HashSet<u32> = clusters.largest.iter().copied().collect();
        let (mut names, mut examples) = (HashMap::new(), HashMap::new());
        let mut entered = 0;
        let is_listed = list.is_some();
        let work = |_: &mut _, source, block: &Block| self.fates(source, block, &clusters, is_listed, &largest);
        stream(&self.inputs.sources, self.options, watch, 0, work, |source, result| {
            let Ok((block, fates)) = result else { return Ok(()) };
            if fates.is_changed {
                return Err(self.changed(source));
            }
            self.copy(source, &block, &fates, writer, &mut entered, summary)?;
            names.extend(fates.names);
            examples.extend(fates.examples);
            Ok(())
        })?;
        self.enter(self.inputs.sources.len(), writer, &mut entered)?;
        summary.clusters = clusters.sizes.len();
        let largest = clusters.largest.iter().filter_map(|piece| {
            let example = examples.remove(piece)?;
            let name = names.get(piece)?;
            let (cluster, path) = (clusters.numbers[piece], self.source_of(*piece).path.clone());
            Some(TopCluster { cluster, size: clusters.sizes[piece], id: name.id.clone(), path, example })
        });
        summary.largest = largest.collect();
        match list {
            Some(list) => self.list(&names, &clusters, list),
            None => Ok(()),
        }
    }

    /// What becomes of the records of a block.
    fn fates(
        &self,
        source: usize,
        block: &Block,
        clusters: &Clusters,
        is_listed: bool,
        largest: &HashSet<u32>,
    ) -> Fates {
        let ledger = self.sentence.ledger;
        let mut fates = Fates::default();
        let mut number = ledger.record_at(source, block.offset());
        for record in block.records() {
            let place = (number < ledger.end_of(source)).then(|| ledger.place(number));
            if place
                .is_none_or(|place| (place.offset, place.length as usize) != (record.offset(), record.bytes().len()))
            {
                fates.is_changed = true;
                return fates;
            }
            let pieces: Vec<u32> = ledger.pieces_of(number).collect();
            let removals: Vec<Option<Removal>> = pieces.iter().map(|&piece| self.sentence.removal(piece)).collect();
            if !ledger.is_reference_record(number) {
                self.judge(&record, block, number, &pieces, &removals, &mut fates);
            }
            let named: Vec<u32> = pieces
                .iter()
                .zip(&removals)
                .filter(|(piece, removal)| {
                    (is_listed && removal.is_some())
                        || (is_listed || largest.contains(piece)) && clusters.sizes.contains_key(piece)
                })
                .map(|(&piece, _)| piece)
                .collect();
            if !named.is_empty() {
                self.name(&record, source, &named, largest, &mut fates);
            }
            number += 1;
        }
        fates
    }

    /// What becomes of one record.
    fn judge(
        &self,
        record: &Record<'_>,
        block: &Block,
        number: u32,
        pieces: &[u32],
        removals: &[Option<Removal>],
        fates: &mut Fates,
    ) {
        let ledger = self.sentence.ledger;
        let start = (record.offset() - block.offset()) as usize;
        let range = start..start + record.bytes().len();
        let record_number = fates.counts.records;
        fates.counts.records += 1;
        if !ledger.is_sound(number) {
            fates.counts.unread += 1;
            fates.cuts.push(Cut { record: record_number, range, replacement: None });
            return;
        }
        let removed: Vec<&Removal> = removals.iter().flatten().collect();
        if removed.is_empty() {
            fates.counts.kept += 1;
            return;
        }
        let is_whole = ledger.span_of(pieces[0]).is_none();
        let replacement = if is_whole { None } else { self.rewrite(record, pieces, removals) };
        if !is_whole {
            fates.counts.parts_removed += removed.len();
        }
        if replacement.is_some() {
            fates.counts.kept += 1;
            fates.counts.changed += 1;
        } else {
            fates.counts.removed += 1;
            fates.counts.emptied += usize::from(!is_whole);
            fates.counts.removed_equal += usize::from(removed.iter().all(|removal| removal.is_equal));
            let by_reference = |removal: &&Removal| ledger.is_reference(removal.for_piece);
            fates.counts.removed_by_reference += usize::from(removed.iter().all(by_reference));
        }
        fates.cuts.push(Cut { record: record_number, range, replacement });
    }

    /// The record without what goes; `None` if nothing is left.
    fn rewrite(&self, record: &Record<'_>, pieces: &[u32], removals: &[Option<Removal>]) -> Option<Vec<u8>> {
        let gone = pieces.iter().zip(removals).filter(|(_, removal)| removal.is_some());
        let spans: Vec<Span> = gone.filter_map(|(&piece, _)| self.sentence.ledger.span_of(piece)).collect();
        let text = record.read(self.options, &[], |fields| without(&fields.text, &spans)).ok()??;
        record.with_text(self.options, &text).ok()
    }

    fn name(&self, record: &Record<'_>, source: usize, pieces: &[u32], largest: &HashSet<u32>, fates: &mut Fates) {
        let read = record.read(self.options, &[&self.options.id_field], |fields| {
            let id = fields.values[0].as_ref().and_then(id_of);
            let id = id.unwrap_or_else(|| self.inputs.sources[source].id_of_line(record.line()));
            let spans: Vec<Option<Span>> = pieces.iter().map(|&piece| self.sentence.ledger.span_of(piece)).collect();
            let ruler = spans.iter().any(Option::is_some).then(|| Ruler::new(&fields.text));
            for (&piece, span) in pieces.iter().zip(spans) {
                let place = span.zip(ruler.as_ref()).map(|(span, ruler)| ruler.place(span));
                let place = place.map(|place| (place.start, place.end));
                fates.names.push((piece, Name { id: id.clone(), line: record.line(), place }));
                if largest.contains(&piece) {
                    let text = span.map_or(&*fields.text, |span| span.of(&fields.text));
                    fates.examples.push((piece, text.chars().take(EXAMPLE).collect()));
                }
            }
        });
        fates.is_changed |= read.is_err();
    }

    fn copy(
        &self,
        source: usize,
        block: &Block,
        fates: &Fates,
        writer: &mut Writer<'_>,
        entered: &mut usize,
        summary: &mut Summary,
    ) -> Result<()> {
        if source < self.inputs.references {
            return Ok(());
        }
        summary.add(&fates.counts);
        summary.bytes_read += block.bytes().len() as u64;
        if !block.form().is_line() && matches!(fates.cuts[..], [Cut { replacement: None, .. }]) {
            // A text that goes leaves no file.
            *entered = source + 1;
            return Ok(());
        }
        self.enter(source, writer, entered)?;
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
    fn edit(&self, cut: &Cut, form: Form) -> Edit {
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

    fn list(
        &self,
        names: &HashMap<u32, Name>,
        clusters: &Clusters,
        list: &mut dyn FnMut(&Duplicate) -> Result<()>,
    ) -> Result<()> {
        for piece in 0..self.sentence.ledger.pieces() as u32 {
            let Some(removal) = self.sentence.removal(piece) else { continue };
            let (Some(name), Some(of)) = (names.get(&piece), names.get(&removal.for_piece)) else { continue };
            list(&Duplicate {
                id: name.id.clone(),
                path: self.source_of(piece).path.clone(),
                line: name.line,
                start: name.place.map(|place| place.0),
                end: name.place.map(|place| place.1),
                duplicate_of: of.id.clone(),
                of_path: self.source_of(removal.for_piece).path.clone(),
                of_line: of.line,
                of_start: of.place.map(|place| place.0),
                of_end: of.place.map(|place| place.1),
                similarity: (f64::from(removal.similarity) * 1e4).round() / 1e4,
                level: self.sentence.settings.level,
                cluster: clusters.numbers[&removal.for_piece],
            })?;
        }
        Ok(())
    }

    fn source_of(&self, piece: u32) -> &Source {
        let ledger = self.sentence.ledger;
        &self.inputs.sources[ledger.source_of(ledger.record_of(piece))]
    }

    fn changed(&self, source: usize) -> Error {
        Error::Read { path: self.inputs.sources[source].path.clone(), source: changed() }
    }
}

impl Fates {
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
