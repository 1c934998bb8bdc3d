//! Each finding is told once, at the highest level that tells it.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::findings::Match;
use super::ignored_text::IgnoredText;
use super::level_pairs::{LevelPairs, Pair};
use super::match_builder::MatchBuilder;
use super::sections::{Section, SectionedCollection};
use super::semantic::ParaphrasePair;
use super::semantic::WordSpan;
use crate::align::Passage;
use crate::document::Level;
use crate::document::shared;
use crate::seeds::SequenceId;

/// What two places share of the smaller one when they tell the same.
const MOST: f64 = 0.8;
/// Content characters beyond a paragraph that agree by chance.
const SLACK: usize = 6;

/// What is alike at the two upper levels.
pub(super) struct CoarseMatches<'c, 'u> {
    pub(super) cuts: &'c SectionedCollection<'c>,
    pub(super) documents: LevelPairs<'u>,
    /// A unit for each strand.
    pub(super) speeches: LevelPairs<'u>,
    /// Speeches that say the same in other words, rising by their strands.
    pub(super) reworded: Vec<ParaphrasePair>,
}

/// A match, and the passage of which the edits are still to be told.
pub(super) struct PendingMatch {
    pub(super) found: Match,
    pub(super) passage: Option<u32>,
}

impl PendingMatch {
    /// The match with its edits.
    pub(super) fn in_full(mut self, passages: &[Passage], builder: &MatchBuilder<'_>) -> Match {
        if let Some(passage) = self.passage {
            builder.tell_edits(&mut self.found, &passages[passage as usize]);
        }
        self.found
    }
}

/// What was found at all levels.
pub(super) struct RollUp<'c, 'u> {
    pub(super) upper: CoarseMatches<'c, 'u>,
    pub(super) paragraphs: LevelPairs<'u>,
    /// Strand and number there of each unit of `paragraphs`.
    pub(super) places: Vec<(usize, usize)>,
    pub(super) passages: Vec<Passage>,
    /// Passages that say the same in other words.
    pub(super) regions: Vec<ParaphrasePair>,
    pub(super) known: IgnoredText,
}

impl CoarseMatches<'_, '_> {
    /// Whether a document match tells what two strands have in common.
    fn documents_tell(&self, a: usize, b: usize) -> bool {
        self.documents.are_alike(self.cuts.sections[a].document, self.cuts.sections[b].document)
    }

    /// Whether documents or speeches were compared.
    pub(super) fn has_units(&self) -> bool {
        !(self.documents.units.is_empty() && self.speeches.units.is_empty())
    }

    /// Whether a document or speech match tells what two strands have in common.
    pub(super) fn tell(&self, a: usize, b: usize) -> bool {
        let sections = |region: &ParaphrasePair| (region.a.section, region.b.section);
        self.documents_tell(a, b)
            || self.speeches.are_alike(a, b)
            || self.reworded.binary_search_by_key(&(a.min(b), a.max(b)), sections).is_ok()
    }
}

impl RollUp<'_, '_> {
    /// All matches, the largest level first; those of passages without their edits, but with the number of the passage.
    pub(super) fn tell(&self, builder: &MatchBuilder<'_>) -> Vec<PendingMatch> {
        let documents = builder.unit_matches(Level::Document, &self.upper.documents, |pair| {
            !is_known_pair(pair, |unit| self.known.holds_document(unit, self.upper.cuts))
        });
        let speeches = builder.unit_matches(Level::Speech, &self.upper.speeches, |pair| {
            let is_ignored = |section| self.known.holds(section, &self.upper.speeches.units[section].range);
            !self.upper.documents_tell(pair.a, pair.b) && !is_known_pair(pair, is_ignored)
        });
        let by_strands = self.passages_by_strands();
        let paragraphs = builder.unit_matches(Level::Paragraph, &self.paragraphs, |pair| {
            let is_ignored = |unit: usize| self.known.holds(self.places[unit].0, &self.paragraphs.units[unit].range);
            !self.tells_paragraphs(pair, &by_strands) && !is_known_pair(pair, is_ignored)
        });
        let regions: Vec<&ParaphrasePair> =
            self.regions.iter().filter(|region| !self.tells_region(region, &by_strands)).collect();
        let reworded = regions.par_iter().map(|region| builder.region_match(Level::Passage, region));
        let speeches = speeches.into_iter().chain(self.reworded_speeches(builder));
        let units = documents.into_iter().chain(speeches).chain(paragraphs).chain(reworded.collect::<Vec<_>>());
        let mut told: Vec<PendingMatch> = units.map(|found| PendingMatch { found, passage: None }).collect();
        let is_told = |passage: &Passage| self.paragraphs_tell(passage) || regions_tell(&regions, passage);
        let passages = self.passages.par_iter().enumerate().filter(|(_, passage)| !is_told(passage));
        told.par_extend(
            passages
                .map(|(at, passage)| PendingMatch { found: builder.passage_match(passage), passage: Some(at as u32) }),
        );
        told
    }

    /// The matches of speeches that say the same in other words.
    fn reworded_speeches(&self, builder: &MatchBuilder<'_>) -> Vec<Match> {
        let is_told = |region: &&ParaphrasePair| {
            let is_ignored = |stretch: &WordSpan| self.known.holds(stretch.section, &stretch.content);
            self.upper.documents_tell(region.a.section, region.b.section)
                || is_ignored(&region.a)
                || is_ignored(&region.b)
        };
        let regions = self.upper.reworded.par_iter().filter(|region| !is_told(region));
        regions.map(|region| builder.region_match(Level::Speech, region)).collect()
    }

    fn section(&self, at: usize) -> &Section {
        &self.upper.cuts.sections[at]
    }

    fn passages_by_strands(&self) -> BTreeMap<(usize, usize), Vec<&Passage>> {
        let mut passages: BTreeMap<_, Vec<&Passage>> = BTreeMap::new();
        for passage in &self.passages {
            passages.entry((passage.a.index(), passage.b.index())).or_default().push(passage);
        }
        passages
    }

    /// Whether a larger match, or a passage that goes on past them, tells of two paragraphs; of reworded ones also a passage that
    /// most of one lies in.
    fn tells_paragraphs(&self, pair: &Pair, passages: &BTreeMap<(usize, usize), Vec<&Passage>>) -> bool {
        let (a, b) = (self.places[pair.a], self.places[pair.b]);
        let content = |at: (usize, usize)| self.section(at.0).paragraph(at.1);
        let (of_a, of_b) = (content(a), content(b));
        let tells = |passage: &&Passage| {
            let (in_a, in_b) = (passage.alignment.range_a(), passage.alignment.range_b());
            let goes_past = goes_past(&in_a, &of_a) || goes_past(&in_b, &of_b);
            (holds_half(&in_a, &of_a) && holds_half(&in_b, &of_b) && goes_past)
                || (pair.reworded.is_some() && (holds(&in_a, &of_a) || holds(&in_b, &of_b)))
        };
        let passages = passages.get(&(a.0, b.0)).map_or(&[][..], Vec::as_slice);
        self.upper.tell(a.0, b.0) || passages.iter().any(tells)
    }

    /// Whether a larger match tells of two places that say the same in other words, or a passage that most of them lies in.
    fn tells_region(&self, region: &ParaphrasePair, passages: &BTreeMap<(usize, usize), Vec<&Passage>>) -> bool {
        let (a, b) = (&region.a, &region.b);
        let passages = passages.get(&(a.section, b.section)).map_or(&[][..], Vec::as_slice);
        let tells = |passage: &&Passage| {
            holds(&passage.alignment.range_a(), &a.content) && holds(&passage.alignment.range_b(), &b.content)
        };
        let is_ignored = |stretch: &WordSpan| self.known.holds(stretch.section, &stretch.content);
        self.upper.tell(a.section, b.section) || passages.iter().any(tells) || is_ignored(a) || is_ignored(b)
    }

    /// Whether two paragraphs that were found alike tell of a passage.
    fn paragraphs_tell(&self, passage: &Passage) -> bool {
        let (in_a, in_b) = (passage.alignment.range_a(), passage.alignment.range_b());
        let Some((a, of_a)) = self.paragraph(passage.a, &in_a) else {
            return false;
        };
        let Some((b, of_b)) = self.paragraph(passage.b, &in_b) else {
            return false;
        };
        let inside = holds(&of_a, &in_a) && holds(&of_b, &in_b);
        let around = holds(&in_a, &of_a) && holds(&in_b, &of_b);
        let goes_past = goes_past(&in_a, &of_a) || goes_past(&in_b, &of_b);
        // What stands there word for word says more than that it was reworded.
        let is_more = self.paragraphs.are_reworded(a, b) && (holds(&in_a, &of_a) || holds(&in_b, &of_b));
        self.paragraphs.are_alike(a, b) && (inside || around) && !goes_past && !is_more
    }

    /// The paragraph that most of a place lies in: its unit, and its content.
    fn paragraph(&self, section: SequenceId, place: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let number = self.section(section.index()).paragraph_at(place)?;
        let unit = self.places.binary_search(&(section.index(), number)).ok()?;
        Some((unit, self.section(section.index()).paragraph(number)))
    }
}

/// Whether two places that say the same in other words hold a passage; `regions` rise by their strands.
fn regions_tell(regions: &[&ParaphrasePair], passage: &Passage) -> bool {
    let sections = (passage.a.index(), passage.b.index());
    let of = |region: &&ParaphrasePair| (region.a.section, region.b.section);
    let first = regions.partition_point(|region| of(region) < sections);
    let mut of_strands = regions[first..].iter().take_while(|region| of(region) == sections);
    of_strands.any(|region| {
        holds(&region.a.content, &passage.alignment.range_a()) && holds(&region.b.content, &passage.alignment.range_b())
    })
}

/// Whether most of `inner` lies in `outer`.
fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    shared(outer, inner) as f64 >= MOST * inner.len() as f64
}

fn holds_half(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    2 * shared(outer, inner) >= inner.len()
}

/// Whether a passage is longer than a paragraph by more than chance, so that the paragraph does not tell of it.
fn goes_past(passage: &Range<usize>, paragraph: &Range<usize>) -> bool {
    passage.len() > paragraph.len() + SLACK
}

/// Whether one of two alike units is known text.
fn is_known_pair(pair: &Pair, is_ignored: impl Fn(usize) -> bool) -> bool {
    is_ignored(pair.a) || is_ignored(pair.b)
}
