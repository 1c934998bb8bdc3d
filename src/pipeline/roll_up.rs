//! Each finding is told once, at the highest level that tells it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Level;
use super::cut::{Cuts, Strand};
use super::findings::Match;
use super::tell::Teller;
use super::units::Layer;
use crate::verify::Passage;

/// A passage may miss a paragraph's end by so many content characters and still tell all of it.
const SLACK: usize = 2;

/// What is alike at the two upper levels.
pub(super) struct Upper<'c, 'u> {
    pub(super) cuts: &'c Cuts<'c>,
    pub(super) documents: Layer<'u>,
    /// A unit for each strand.
    pub(super) speeches: Layer<'u>,
}

/// What was found at all levels.
pub(super) struct RollUp<'c, 'u> {
    pub(super) upper: Upper<'c, 'u>,
    pub(super) paragraphs: Layer<'u>,
    /// Strand and number there of each unit of `paragraphs`.
    pub(super) places: Vec<(usize, usize)>,
    pub(super) passages: Vec<Passage>,
}

impl Upper<'_, '_> {
    /// Whether a document match tells what two strands have in common.
    fn documents_tell(&self, a: usize, b: usize) -> bool {
        self.documents.are_alike(self.cuts.strands[a].document, self.cuts.strands[b].document)
    }

    /// Whether a document or speech match tells what two strands have in common.
    pub(super) fn tell(&self, a: usize, b: usize) -> bool {
        self.documents_tell(a, b) || self.speeches.are_alike(a, b)
    }
}

impl RollUp<'_, '_> {
    /// All matches, the largest level first.
    pub(super) fn tell(&self, teller: &Teller<'_>) -> Vec<Match> {
        let documents = teller.unit_matches(Level::Document, &self.upper.documents, |_| true);
        let speeches =
            teller.unit_matches(Level::Speech, &self.upper.speeches, |pair| !self.upper.documents_tell(pair.a, pair.b));
        let by_strands = self.passages_by_strands();
        let paragraphs = teller.unit_matches(Level::Paragraph, &self.paragraphs, |pair| {
            !self.tells_paragraphs(self.places[pair.a], self.places[pair.b], &by_strands)
        });
        let passages = self.passages.iter().filter(|passage| !self.paragraphs_tell(passage));
        let passages = passages.map(|passage| teller.passage_match(passage));
        documents.into_iter().chain(speeches).chain(paragraphs).chain(passages).collect()
    }

    fn strand(&self, at: usize) -> &Strand {
        &self.upper.cuts.strands[at]
    }

    fn passages_by_strands(&self) -> BTreeMap<(usize, usize), Vec<&Passage>> {
        let mut passages: BTreeMap<_, Vec<&Passage>> = BTreeMap::new();
        for passage in &self.passages {
            passages.entry((passage.a as usize, passage.b as usize)).or_default().push(passage);
        }
        passages
    }

    /// Whether a larger match, or a passage that goes on past them, tells of two paragraphs.
    fn tells_paragraphs(
        &self,
        a: (usize, usize),
        b: (usize, usize),
        passages: &BTreeMap<(usize, usize), Vec<&Passage>>,
    ) -> bool {
        let content = |at: (usize, usize)| self.strand(at.0).paragraphs[at.1].content.clone();
        let goes_past = |passage: &&Passage| {
            let (in_a, in_b) = (passage.alignment.range_a(), passage.alignment.range_b());
            let (of_a, of_b) = (content(a), content(b));
            holds(&in_a, &of_a) && holds(&in_b, &of_b) && !(holds(&of_a, &in_a) && holds(&of_b, &in_b))
        };
        let passages = passages.get(&(a.0, b.0)).map_or(&[][..], Vec::as_slice);
        self.upper.tell(a.0, b.0) || passages.iter().any(goes_past)
    }

    /// Whether both places lie in paragraphs that were found alike.
    fn paragraphs_tell(&self, passage: &Passage) -> bool {
        let unit = |strand: u32, range: Range<usize>| {
            let inside = range.start + SLACK.min(range.len() / 2)..range.end.saturating_sub(SLACK).max(range.start + 1);
            let number = self.strand(strand as usize).paragraph_around(&inside)?;
            self.places.binary_search(&(strand as usize, number)).ok()
        };
        let a = unit(passage.a, passage.alignment.range_a());
        let b = unit(passage.b, passage.alignment.range_b());
        a.zip(b).is_some_and(|(a, b)| self.paragraphs.are_alike(a, b))
    }
}

/// Whether `inner` lies in `outer`, but for a little at the ends.
fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start + SLACK && inner.end <= outer.end + SLACK
}
