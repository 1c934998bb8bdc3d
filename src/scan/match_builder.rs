//! From what was found in content to matches with places in the originals.

use std::ops::Range;

use rayon::prelude::*;

use super::Settings;
use super::findings::{Kind, Match, MatchSide};
use super::level_pairs::{LevelPairs, Pair, Unit};
use super::sections::{Section, SectionedCollection};
use super::semantic::Paraphrase;
use super::semantic::ParaphrasePair;
use super::semantic::WordSpan;
use crate::align::{Alignment, Passage, align_units};
use crate::diff::{AlignedText, AlignedUnit, EditCounts, edits, unit_edits};
use crate::document::{Level, union};
use crate::seeds::SequenceId;
use crate::similarity::Overlap;
use crate::sketch::content_hash;
use crate::text::Content;

/// Pieces of two units that are known to be alike need only this length to be laid upon each other.
const SHORT_PIECE: usize = 8;

/// Makes matches.
pub(super) struct MatchBuilder<'c> {
    cuts: &'c SectionedCollection<'c>,
    /// Least score of an aligned piece of two units that are alike.
    min_chars: usize,
}

impl<'c> MatchBuilder<'c> {
    pub(super) fn new(cuts: &'c SectionedCollection<'c>, settings: &Settings) -> Self {
        let min_chars = SHORT_PIECE.min(settings.min_chars);
        Self { cuts, min_chars }
    }

    /// A match for each pair of alike units that `wanted` picks.
    pub(super) fn unit_matches(
        &self,
        level: Level,
        layer: &LevelPairs<'_>,
        wanted: impl Fn(&Pair) -> bool + Sync,
    ) -> Vec<Match> {
        let pairs = layer.pairs.par_iter().filter(|pair| wanted(pair));
        let tell = |pair: &Pair| {
            let (a, b) = (&layer.units[pair.a], &layer.units[pair.b]);
            let found = self.unit_match(level, (pair.overlap, pair.equal), a, b);
            match pair.reworded {
                Some(at) => as_reworded(found, &layer.reworded[at as usize]),
                None => found,
            }
        };
        pairs.map(tell).collect()
    }

    /// The match of two passages or speeches that say the same in other words.
    pub(super) fn region_match(&self, level: Level, region: &ParaphrasePair) -> Match {
        let unit = |stretch: &WordSpan| {
            let section = &self.cuts.sections[stretch.section];
            let spans = if level == Level::Passage {
                vec![section.content.span(self.cuts.text(section), stretch.content.clone())]
            } else {
                section.body_paragraphs().map(|number| section.content.part(number)).collect()
            };
            self.cuts.unit(section, (spans, stretch.content.clone()))
        };
        let (a, b) = (unit(&region.a), unit(&region.b));
        let found = self.unit_match(level, (Overlap::NONE, false), &a, &b);
        let found = as_reworded(found, &region.reworded);
        if level != Level::Passage {
            return found;
        }
        let (a, b) = (of_content(&a.range, a.content), of_content(&b.range, b.content));
        Match { a: MatchSide { coverage: a, ..found.a }, b: MatchSide { coverage: b, ..found.b }, ..found }
    }

    fn unit_match(&self, level: Level, (overlap, equal): (Overlap, bool), a: &Unit<'_>, b: &Unit<'_>) -> Match {
        let pieces = if equal { vec![whole(a, b)] } else { self.aligned_pieces(a, b) };
        let edits = unit_edits(&pieces, &aligned_unit(a), &aligned_unit(b));
        let edit_counts = EditCounts::of(&edits);
        let kind = if equal { Kind::Exact } else { kind(edit_counts).max(Kind::Near) };
        let covered_a = covered(pieces.iter().map(Alignment::range_a));
        let covered_b = covered(pieces.iter().map(Alignment::range_b));
        Match {
            level,
            kind,
            similarity: overlap.jaccard(),
            a: unit_side(a, covered_a, overlap.containment_a()),
            b: unit_side(b, covered_b, overlap.containment_b()),
            edits,
            edit_counts,
            rewording: None,
        }
    }

    /// Aligns the passages that two units share, in the order of the first unit.
    fn aligned_pieces(&self, a: &Unit<'_>, b: &Unit<'_>) -> Vec<Alignment> {
        let pieces = align_units(a.chars(), b.chars(), self.min_chars);
        pieces.into_iter().map(|piece| piece.shifted(a.range.start, b.range.start)).collect()
    }

    /// The places of a passage. What differs between them is told later, of those that are listed.
    pub(super) fn passage_match(&self, passage: &Passage) -> Match {
        let (a, b) = (self.section(passage.a), self.section(passage.b));
        Match {
            level: Level::Passage,
            kind: Kind::Near,
            similarity: passage.alignment.similarity(),
            a: self.passage_side(a, passage.alignment.range_a()),
            b: self.passage_side(b, passage.alignment.range_b()),
            edits: Vec::new(),
            edit_counts: EditCounts::default(),
            rewording: None,
        }
    }

    /// Tells what differs between the places of a passage.
    pub(super) fn tell_edits(&self, found: &mut Match, passage: &Passage) {
        let (a, b) = (self.section(passage.a), self.section(passage.b));
        found.edits = edits(&passage.alignment, self.side(a), self.side(b));
        found.edits.shrink_to_fit();
        found.edit_counts = EditCounts::of(&found.edits);
        found.kind = kind(found.edit_counts);
    }

    fn section(&self, at: SequenceId) -> &'c Section {
        &self.cuts.sections[at.index()]
    }

    fn side(&self, section: &'c Section) -> AlignedText<'c> {
        AlignedText { text: self.cuts.text(section), content: &section.content }
    }

    fn passage_side(&self, section: &'c Section, range: Range<usize>) -> MatchSide {
        MatchSide {
            document: section.document,
            speech: section.speech,
            content_chars: range.len(),
            coverage: of_content(&range, &section.content),
            containment: None,
            content_hash: content_hash(&section.content.chars()[range.clone()]),
            span: section.content.span(self.side(section).text, range),
        }
    }
}

/// The match of two units that say the same in other words. It is a template if only names and numbers keep it from that.
fn as_reworded(found: Match, reworded: &Paraphrase) -> Match {
    let kind = match &reworded.rewording.contradictions[..] {
        [] => Kind::Semantic,
        contradictions if contradictions.iter().all(|guard| guard.is_slot()) => Kind::Template,
        _ => Kind::Near,
    };
    let side = |side: MatchSide, coverage: f64| MatchSide { coverage, containment: None, ..side };
    Match {
        kind,
        similarity: reworded.likeness,
        a: side(found.a, reworded.covered.0),
        b: side(found.b, reworded.covered.1),
        rewording: Some(reworded.rewording.clone()),
        ..found
    }
}

/// Which share of a content a part of it is.
fn of_content(range: &Range<usize>, content: &Content) -> f64 {
    range.len() as f64 / content.len().max(1) as f64
}

fn whole(a: &Unit<'_>, b: &Unit<'_>) -> Alignment {
    Alignment::equal_run(a.range.start as u32, b.range.start as u32, a.range.len() as u32)
}

fn unit_side(unit: &Unit<'_>, covered: usize, containment: f64) -> MatchSide {
    MatchSide {
        document: unit.document,
        speech: unit.speech,
        span: unit.span(),
        content_chars: unit.range.len(),
        coverage: covered as f64 / unit.range.len().max(1) as f64,
        containment: Some(containment),
        content_hash: content_hash(unit.chars()),
    }
}

/// Length of the union of some ranges.
fn covered(ranges: impl Iterator<Item = Range<usize>>) -> usize {
    union(ranges).iter().map(Range::len).sum()
}

fn aligned_unit<'u>(unit: &Unit<'u>) -> AlignedUnit<'u> {
    let text = AlignedText { text: unit.text, content: unit.content };
    AlignedUnit { text, range: unit.range.clone(), start: unit.span().start }
}

/// A template is the same but for its slots; punctuation and layout do not count.
fn kind(edits: EditCounts) -> Kind {
    match (edits.is_edited(), edits.slot) {
        (true, _) => Kind::Near,
        (false, 0) => Kind::Exact,
        (false, _) => Kind::Template,
    }
}
