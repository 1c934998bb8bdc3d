//! Passages that stand in other records too: of each the first, in the order of rank, is kept.
//!
//! Records are visited in the order of rank, a batch at a time. A [`RunTable`] has samples of what
//! was kept so far; the records of a batch look their own samples up there and in the batch, in
//! parallel, and align themselves with the records that share some. Then, one after the other, they
//! lose the clauses that stand in what is still kept of earlier ones, and what they keep is added to
//! the table. So nothing is cut for a passage that was cut itself.

mod batches;
mod choice;
mod coverage;
mod coverings;
mod cut_units;
mod record_text;
mod run;
mod runs;
mod sampling;

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use self::batches::Ranked;
use self::choice::{CutRule, Own, Passage};
pub(super) use self::coverage::CoverSearch;
pub(super) use self::coverings::{CoveredPart, Coverings};
use self::cut_units::Cut;
pub(super) use self::cut_units::{FoundCuts, PassageCuts, UnitCut};
use self::record_text::{RecordText, RecordTexts};
use self::runs::{Batch, Found, RunFinder};
use self::sampling::PLACES;
use super::block_stream::{Monitor, Phase};
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::{DedupSettings, Keep};
use crate::document::{RecordId, Span};
use crate::error::Result;
use crate::index::{RunPlace, RunTable};
use crate::text::clause_span;

/// Finds what is cut.
pub(super) struct PassageSearch<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) table: &'r RecordTable,
    pub(super) reader: &'r RecordReader<'r>,
    /// Number of sources.
    pub(super) sources: usize,
    /// The records in the order of rank.
    pub(super) order: &'r [u32],
    /// For each source the number of its input, if passages of one input are not compared.
    pub(super) inputs: Option<Vec<u32>>,
    pub(super) monitor: Monitor<'r>,
}

/// What is kept of the records so far.
struct Kept {
    /// Samples of what is kept.
    runs: RunTable,
    /// For each rank of which something was cut, these ranges of its content.
    cut: HashMap<u32, Vec<Range<u32>>>,
}

/// A passage of the record of a rank.
struct RankedPassage {
    rank: u32,
    span: Span,
    passage: Passage,
}

impl PassageSearch<'_> {
    /// Compares all records.
    pub(super) fn run(&self) -> Result<FoundCuts> {
        (self.monitor.phase)(Phase::Comparing);
        let winnow = self.ranked().winnow(self.settings.matching.min_chars);
        let mut kept = Kept { runs: RunTable::new(PLACES), cut: HashMap::new() };
        let texts = RecordTexts::new(self.reader, self.order, self.settings);
        let text_bytes = vec![0; self.sources];
        let mut found = FoundCuts { cuts: Vec::new(), text_bytes, capped: 0 };
        for ranks in self.ranked().batches() {
            self.monitor.check()?;
            let batch = Batch::read(&ranks, &texts, winnow, |rank| self.is_source(rank))?;
            for record in &batch.records {
                let source = self.table.source_of(self.record(record.rank));
                found.text_bytes[source.index()] += record.text.text.len();
            }
            let cuts = self.compare(&batch, &texts, &mut kept, &mut found.capped)?;
            found.cuts.extend(cuts);
            self.ranked().check_memory(&kept.runs, winnow)?;
        }
        found.capped += kept.runs.capped();
        Ok(found)
    }

    /// Compares the records of a batch with what is kept and with each other.
    fn compare(
        &self,
        batch: &Batch,
        texts: &RecordTexts<'_>,
        kept: &mut Kept,
        capped: &mut u64,
    ) -> Result<Vec<Cut>> {
        let finder = RunFinder {
            batch,
            read: &|rank| texts.read(rank),
            runs: &kept.runs,
            cut: &kept.cut,
            rule: &self.rule(),
            least_hit: 0.0,
            guard: self.settings.guard,
            may_cut: &|source, rank| self.may_cut(source, rank),
        };
        let own = batch.records.par_iter().filter(|record| !self.is_reference(record.rank));
        let found: Vec<Found> =
            own.map(|record| finder.find(record)).collect::<Result<Vec<Found>>>()?;
        let mut found = found.into_iter();
        let mut passages = Vec::new();
        for record in &batch.records {
            if !self.is_reference(record.rank) {
                let found = found.next().expect("each record of the collection was compared");
                self.cut(&record.text, record.rank, &found, kept, &mut passages);
                *capped += found.capped + found.partly_seen(cut_of(&kept.cut, record.rank));
            }
            if self.is_source(record.rank) {
                self.add(record, kept);
            }
        }
        passages.into_par_iter().map(|found| self.told(found, batch, texts)).collect()
    }

    /// Cuts what the record of a rank repeats.
    fn cut(
        &self,
        text: &RecordText,
        rank: u32,
        found: &Found,
        kept: &mut Kept,
        passages: &mut Vec<RankedPassage>,
    ) {
        if found.runs.is_empty() {
            return;
        }
        let own = Own { rank, chars: text.content.chars(), clauses: &found.clauses };
        let chosen = self.rule().choose(&own, &found.runs, &kept.cut);
        let mut cut: Vec<Range<u32>> =
            chosen.iter().filter(|passage| passage.is_removed).map(|cut| cut.own.clone()).collect();
        if !cut.is_empty() {
            cut.sort_unstable_by_key(|range| range.start);
            kept.cut.insert(rank, cut);
        }
        passages.extend(chosen.into_iter().map(|passage| {
            let span = clause_span(&text.text, &found.clauses[passage.clauses.clone()]);
            RankedPassage { rank, span, passage }
        }));
    }

    fn rule(&self) -> CutRule<'_> {
        CutRule {
            min_chars: self.settings.matching.min_chars,
            similarity: self.settings.matching.similarity,
            leaves_half_sentences: true,
            removed: &self.settings.remove,
        }
    }

    /// Adds the samples of what is kept of a record.
    fn add(&self, record: &runs::BatchRecord, kept: &mut Kept) {
        let cut = cut_of(&kept.cut, record.rank);
        for sample in &record.samples {
            let next = cut.partition_point(|range| range.end <= sample.start);
            if cut.get(next).is_some_and(|range| range.start < sample.end) {
                continue;
            }
            let place = RunPlace { text: record.rank, at: sample.start };
            let input = self.input(record.rank);
            kept.runs.add(sample.hash, place, |other| self.input(other) == input);
        }
    }

    /// A cut as a list tells it, with its places in the texts.
    fn told(&self, found: RankedPassage, batch: &Batch, texts: &RecordTexts<'_>) -> Result<Cut> {
        let RankedPassage { rank, span, passage } = found;
        let source = batch.text(passage.source, |rank| texts.read(rank))?;
        Ok(Cut {
            record: self.record(rank),
            span,
            of: self.record(passage.source),
            of_span: source.content.span(&source.text, passage.place()),
            similarity: passage.similarity,
            kind: passage.kind,
            is_removed: passage.is_removed,
        })
    }

    fn ranked(&self) -> Ranked<'_> {
        Ranked { settings: self.settings, table: self.table, order: self.order }
    }

    fn record(&self, rank: u32) -> RecordId {
        RecordId(self.order[rank as usize])
    }

    fn is_reference(&self, rank: u32) -> bool {
        self.table.is_reference_record(self.record(rank))
    }

    /// Whether passages are cut because they stand in the record of this rank.
    fn is_source(&self, rank: u32) -> bool {
        self.settings.keep != Keep::All || self.is_reference(rank)
    }

    /// Whether passages of a record are cut if they stand in another one, of lower rank.
    fn may_cut(&self, source: u32, rank: u32) -> bool {
        self.inputs.is_none() || self.input(source) != self.input(rank)
    }

    /// Number of the input of a record, if inputs are told apart.
    fn input(&self, rank: u32) -> u32 {
        let Some(inputs) = &self.inputs else { return 0 };
        inputs[self.table.source_of(self.record(rank)).index()]
    }
}

/// What was cut from the record of a rank.
fn cut_of(cut: &HashMap<u32, Vec<Range<u32>>>, rank: u32) -> &[Range<u32>] {
    cut.get(&rank).map_or(&[], Vec::as_slice)
}
