//! Records that stand in passages of several kept ones together.
//!
//! The texts that are kept so far are gone through twice, the longest first. Each is compared by passages
//! with those before it that stay, and in the second round with all that stay, unless it covers another
//! one. If these have enough of it, it goes, and none of its own passages covers another text: so
//! whatever covers a text stays.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::batches::Ranked;
use super::choice::{CutRule, Own, Passage};
use super::coverings::{CoveredPart, Coverings};
use super::record_text::{RecordText, RecordTexts};
use super::run::Run;
use super::runs::{Batch, BatchRecord, Found, RunFinder};
use super::sampling::PLACES;
use crate::align::align_ends;
use crate::cluster::{DuplicateMap, DuplicateOf};
use crate::dedup::block_stream::Monitor;
use crate::dedup::guard::Refusal;
use crate::dedup::record_reader::RecordReader;
use crate::dedup::record_table::RecordTable;
use crate::dedup::{DedupSettings, DuplicateKind, Keep, PASSAGE_SIMILARITY};
use crate::diff::{AlignedText, ContentChanges};
use crate::document::{RecordId, Span, TextId, UnitId};
use crate::error::Result;
use crate::index::{RunPlace, RunTable};
use crate::similarity::Measure;
use crate::text::{Content, Script, clause_span};

/// Least width of a passage that covers, in ideographs: one sentence. Shorter ones are found in any
/// text, and a record of short paragraphs of several others would not be found with longer ones.
const COVERING_CHARS: usize = 30;
/// Most characters between passages that are looked at as one where the guard looks for variants.
const BETWEEN: u32 = 60;
/// Share of the samples of a text that must stand in others before it is aligned with these. Where nine
/// tenths of the characters are equal, it is more unless the edits are evenly spread.
const LEAST_HIT: f64 = 0.4;

/// What decides which passages cover a text.
const COVERING: CutRule<'static> = CutRule {
    min_chars: COVERING_CHARS,
    similarity: PASSAGE_SIMILARITY,
    leaves_half_sentences: false,
    removed: &DuplicateKind::ALL,
};

/// Finds texts that are covered by several others.
pub(in crate::dedup) struct CoverSearch<'c> {
    pub(in crate::dedup) settings: &'c DedupSettings,
    pub(in crate::dedup) table: &'c RecordTable,
    /// For each text its unit of lowest rank.
    pub(in crate::dedup) best_units: &'c [UnitId],
    /// Ranks of the records.
    pub(in crate::dedup) ranks: &'c [u32],
    /// For each source how much it is preferred; the lowest most.
    pub(in crate::dedup) priorities: &'c [usize],
    /// Texts that look alike and stay.
    pub(in crate::dedup) refusals: &'c [Refusal],
    pub(in crate::dedup) monitor: Monitor<'c>,
}

/// The texts in the order in which they are gone through.
struct Ordered {
    texts: Vec<TextId>,
    /// The records of the texts.
    records: Vec<u32>,
    /// By rank in this order, those that stay in any case.
    stays: FixedBitSet,
}

impl Ordered {
    fn text(&self, rank: u32) -> TextId {
        self.texts[rank as usize]
    }
}

/// The texts of a batch, and of what was before it.
struct Search<'s> {
    ordered: &'s Ordered,
    batch: &'s Batch,
    texts: &'s RecordTexts<'s>,
    round: Round,
}

/// How often the texts were gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Each text is compared with those before it.
    First,
    /// Each text that stays is compared with all that stay.
    Second,
}

impl Search<'_> {
    /// The text of a rank.
    fn text(&self, rank: u32) -> Result<Arc<RecordText>> {
        self.batch.text(rank, |rank| self.texts.read(rank))
    }
}

/// What was decided so far.
struct Decided<'d> {
    duplicates: &'d mut DuplicateMap,
    /// Samples of what stays.
    runs: RunTable,
    /// Ranks of the texts that go.
    removed: HashSet<u32>,
    /// Ranks of the texts that cover one that goes: these stay.
    covering: HashSet<u32>,
    /// The passages of those of the batch.
    passages: Vec<(u32, Vec<Passage>)>,
    coverings: Coverings,
}

impl CoverSearch<'_> {
    /// Makes texts that are covered by those that stay duplicates of the one that has most of them.
    pub(in crate::dedup) fn add_to(
        &self,
        reader: &RecordReader<'_>,
        duplicates: &mut DuplicateMap,
    ) -> Result<Coverings> {
        let ordered = self.ordered(duplicates);
        let ranked = Ranked { settings: self.settings, table: self.table, order: &ordered.records };
        let winnow = ranked.winnow(COVERING_CHARS);
        let texts = RecordTexts::new(reader, &ordered.records, self.settings);
        let mut decided = Decided {
            duplicates,
            runs: RunTable::new(PLACES),
            removed: HashSet::new(),
            covering: HashSet::new(),
            passages: Vec::new(),
            coverings: Coverings::default(),
        };
        for round in [Round::First, Round::Second] {
            for ranks in ranked.batches() {
                self.monitor.check()?;
                let covers = |rank| round == Round::First && self.covers(&ordered, rank);
                let batch = Batch::read(&ranks, &texts, winnow, covers)?;
                let search = Search { ordered: &ordered, batch: &batch, texts: &texts, round };
                self.decide_batch(&search, &mut decided)?;
                ranked.check_memory(&decided.runs, winnow)?;
            }
        }
        decided.coverings.capped += decided.runs.capped();
        Ok(decided.coverings)
    }

    /// Decides which texts of a batch go.
    fn decide_batch(&self, search: &Search<'_>, decided: &mut Decided<'_>) -> Result<()> {
        let found = self.compare(search, decided)?;
        for (record, found) in search.batch.records.iter().zip(found) {
            decided.coverings.capped += found.capped;
            self.decide(record, &found, search, decided)?;
        }
        self.lay(search, decided)
    }

    /// The texts that are kept so far: those of the reference, then those of sources that are preferred,
    /// the longest of them first, since shorter ones stand in longer ones.
    fn ordered(&self, duplicates: &DuplicateMap) -> Ordered {
        let kept = (0..duplicates.texts()).filter(|&text| duplicates.kept_for(text).is_none());
        let mut texts: Vec<TextId> = kept.map(|text| TextId(text as u32)).collect();
        texts.sort_by_key(|&text| {
            let size = Reverse(self.table.location(self.record(text)).length);
            let rank = self.table.rank(self.best_units[text.index()], self.ranks);
            (self.preference(text), size, rank)
        });
        let mut has_reason = FixedBitSet::with_capacity(duplicates.texts());
        let for_them = (0..duplicates.texts()).filter_map(|text| duplicates.kept_for(text));
        has_reason.extend(for_them.map(|of| of.kept.index()));
        let alike = self.refusals.iter().flat_map(|refusal| [refusal.text, refusal.kept]);
        has_reason.extend(alike.map(TextId::index));
        let stays = (0..texts.len()).filter(|&rank| {
            let text = texts[rank];
            self.is_protected(text) || has_reason.contains(text.index())
        });
        let stays = stays.collect();
        let records = texts.iter().map(|&text| self.record(text).0).collect();
        Ordered { texts, records, stays }
    }

    fn record(&self, text: TextId) -> RecordId {
        self.table.record_of(self.best_units[text.index()])
    }

    /// A text of the reference stays.
    fn is_protected(&self, text: TextId) -> bool {
        self.table.is_reference(self.best_units[text.index()])
    }

    /// Whether a kept text may cover another one: a text of a source that is preferred goes for none of
    /// another source.
    fn may_cover(&self, kept: TextId, text: TextId) -> bool {
        let [of_kept, of_text] = [kept, text].map(|text| self.preference(text));
        of_kept <= of_text && self.table.are_compared(kept, text)
    }

    /// How much a text is preferred; the lowest most.
    fn preference(&self, text: TextId) -> (bool, Option<usize>) {
        self.table.preference(self.best_units[text.index()], self.priorities)
    }

    /// Whether passages of the text of a rank cover others.
    fn covers(&self, ordered: &Ordered, rank: u32) -> bool {
        self.settings.keep != Keep::All || self.is_protected(ordered.text(rank))
    }

    /// The runs that the records of a batch share with what stays, and with each other.
    fn compare(&self, search: &Search<'_>, decided: &Decided<'_>) -> Result<Vec<Found>> {
        let Search { ordered, batch, texts, round } = *search;
        let finder = RunFinder {
            batch,
            read: &|rank| texts.read(rank),
            runs: &decided.runs,
            cut: &HashMap::new(),
            rule: &COVERING,
            least_hit: LEAST_HIT,
            // What covers a record is looked at as a whole.
            guard: false,
            may_cut: &|source, rank| {
                source != rank
                    && !decided.removed.contains(&source)
                    && self.may_cover(ordered.text(source), ordered.text(rank))
            },
        };
        let found = batch.records.par_iter().map(|record| {
            let rank = record.rank;
            let stays = ordered.stays.contains(rank as usize) || decided.covering.contains(&rank);
            let is_decided = decided.removed.contains(&rank)
                || round == Round::Second && self.settings.keep == Keep::All;
            if stays || is_decided { Ok(Found::default()) } else { finder.find(record) }
        });
        found.collect()
    }

    /// Decides whether a text goes; if it stays, its passages cover others.
    fn decide(
        &self,
        record: &BatchRecord,
        found: &Found,
        search: &Search<'_>,
        decided: &mut Decided<'_>,
    ) -> Result<()> {
        let (rank, ordered) = (record.rank, search.ordered);
        let covered = if decided.covering.contains(&rank) {
            None
        } else {
            self.covered(record, found, search, &decided.removed)?
        };
        if let Some((of, passages)) = covered {
            decided.duplicates.set(ordered.text(rank), of);
            decided.removed.insert(rank);
            decided.covering.extend(passages.iter().map(|passage| passage.source));
            decided.passages.push((rank, passages));
            return Ok(());
        }
        decided.coverings.capped += found.partly_seen(&[]);
        if search.round == Round::First && self.covers(ordered, rank) {
            self.add(record, ordered, &mut decided.runs);
        }
        Ok(())
    }

    /// Adds the samples of a text that stays.
    fn add(&self, record: &BatchRecord, ordered: &Ordered, runs: &mut RunTable) {
        let text = ordered.text(record.rank);
        for sample in &record.samples {
            let place = RunPlace { text: record.rank, at: sample.start };
            runs.add(sample.hash, place, |other| {
                !self.settings.across || !self.table.are_compared(ordered.text(other), text)
            });
        }
    }

    /// The text that has most of a record, and the passages in which it stands, if texts that stay have
    /// enough of it.
    fn covered(
        &self,
        record: &BatchRecord,
        found: &Found,
        search: &Search<'_>,
        removed: &HashSet<u32>,
    ) -> Result<Option<(DuplicateOf, Vec<Passage>)>> {
        let runs = found.runs.iter().filter(|run| !removed.contains(&run.source));
        let runs: Vec<Run> = runs.cloned().collect();
        let chars = record.text.content.chars();
        let own = Own { rank: record.rank, chars, clauses: &found.clauses };
        let mut passages = COVERING.choose(&own, &runs, &HashMap::new());
        if self.enough(&passages, record).is_some() && self.settings.guard {
            passages = self.without_variants(&passages, record, search)?;
        }
        let of = self.enough(&passages, record).map(|(source, share)| DuplicateOf {
            kept: search.ordered.text(source),
            similarity: share as f32,
            measure: Measure::Coverage,
        });
        Ok(of.map(|of| (of, passages)))
    }

    /// The rank that has most of a record, and the share that all have, if it is enough.
    fn enough(&self, passages: &[Passage], record: &BatchRecord) -> Option<(u32, f64)> {
        let mut by_source: BTreeMap<u32, f64> = BTreeMap::new();
        for passage in passages {
            *by_source.entry(passage.source).or_default() += passage.equal();
        }
        let share = by_source.values().sum::<f64>() / record.text.content.len() as f64;
        // Of several that have as much, the first.
        let most = by_source.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let least = Measure::Coverage.threshold(self.settings.matching.similarity);
        most.filter(|_| share >= least).map(|(source, _)| (source, share))
    }

    /// The passages of a record without those that differ from the kept text, together with what is
    /// between them, in what matters and in hardly anything else.
    fn without_variants(
        &self,
        passages: &[Passage],
        record: &BatchRecord,
        search: &Search<'_>,
    ) -> Result<Vec<Passage>> {
        let clauses = record.text.clauses();
        let mut copies = Vec::new();
        for series in passages.chunk_by(follows) {
            let (first, last) = (&series[0], &series[series.len() - 1]);
            let source = search.text(first.source)?;
            let own = &clauses[first.clauses.start..last.clauses.end];
            let own = clause_span(&record.text.text, own);
            let place = first.place().start..last.place().end;
            let kept = source.content.span(&source.text, place);
            let texts = [kept.of(&source.text), own.of(&record.text.text)];
            if !is_variant(texts, self.settings.matching.script) {
                copies.extend_from_slice(series);
            }
        }
        Ok(copies)
    }

    /// Lays the passages of the texts of a batch that go out in characters of their records.
    fn lay(&self, search: &Search<'_>, decided: &mut Decided<'_>) -> Result<()> {
        let passages = std::mem::take(&mut decided.passages);
        let laid = passages.par_iter().map(|(rank, passages)| {
            let text = search.text(*rank)?;
            let clauses = text.clauses();
            let parts = passages.iter().map(|passage| {
                let source = search.text(passage.source)?;
                let own = clause_span(&text.text, &clauses[passage.clauses.clone()]);
                let of_span = source.content.span(&source.text, passage.place());
                Ok(CoveredPart {
                    chars: chars(&text.text, own),
                    kept: self.best_units[search.ordered.text(passage.source).index()],
                    of_chars: chars(&source.text, of_span),
                    similarity: passage.similarity,
                })
            });
            Ok((search.ordered.text(*rank), parts.collect::<Result<Vec<CoveredPart>>>()?))
        });
        decided.coverings.parts.extend(laid.collect::<Result<Vec<_>>>()?);
        Ok(())
    }
}

/// Whether a passage follows another one in the kept text too, with little between them.
fn follows(before: &Passage, behind: &Passage) -> bool {
    let is_near = |end: u32, start: u32| start >= end && start - end <= BETWEEN;
    before.source == behind.source
        && is_near(before.own.end, behind.own.start)
        && is_near(before.place.end, behind.place.start)
}

/// Whether a passage differs from its place in a kept text in names, numbers, a negation or an opposite,
/// and in hardly anything else.
fn is_variant(texts: [&str; 2], script: Script) -> bool {
    let [kept, own] = texts.map(|text| Content::of(text, Span::new(0, text.len()), script));
    let alignment = align_ends(kept.chars(), own.chars());
    let [a, b] =
        [(texts[0], &kept), (texts[1], &own)].map(|(text, content)| AlignedText { text, content });
    ContentChanges::of(&alignment, a, b).is_variant()
}

/// The characters of a text that a span takes.
fn chars(text: &str, span: Span) -> Range<usize> {
    let start = text[..span.start].chars().count();
    start..start + span.of(text).chars().count()
}
