//! From what was found in content to matches with places in the originals.

use std::ops::Range;

use rayon::prelude::*;

use super::findings::{Kind, Match, MatchSide};
use super::level_pairs::{LevelPairs, Pair};
use super::paraphrase::Paraphrase;
use super::pending_match::PendingMatch;
use super::sections::{Section, SectionedCollection};
use super::semantic::{ParaphrasePair, WordSpan};
use super::settings::ScanSettings;
use super::unit::Unit;
use crate::align::{Alignment, Passage, PassageFinder};
use crate::diff::{AlignedText, Edit, EditCounts, EditKind, edits, join_moved, out_of_order};
use crate::document::Level;
use crate::document::{Span, SpeechId, union};
use crate::seeds::{NgramIndex, SeedLimits, SequenceSet};
use crate::similarity::Overlap;
use crate::sketch::content_hash;
use crate::text::Content;

/// Pieces of two units that are known to be alike need only this length to be laid upon each other.
const SHORT_PIECE: usize = 8;

/// Makes matches.
pub(super) struct MatchBuilder<'c> {
    cuts: &'c SectionedCollection<'c>,
    pieces: PassageFinder,
}

impl<'c> MatchBuilder<'c> {
    pub(super) fn new(cuts: &'c SectionedCollection<'c>, settings: &ScanSettings) -> Self {
        let min_chars = SHORT_PIECE.min(settings.min_chars);
        Self { cuts, pieces: PassageFinder { min_chars } }
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
    pub(super) fn paraphrase_match(&self, level: Level, region: &ParaphrasePair) -> Match {
        let unit = |stretch: &WordSpan| {
            let section = self.cuts.section(stretch.section);
            let spans = if level == Level::Passage {
                vec![section.content.span(self.cuts.text(section), stretch.content.clone())]
            } else {
                section.body_paragraphs().map(|number| section.content.part(number)).collect()
            };
            self.cuts.unit(section, spans, stretch.content.clone())
        };
        let (a, b) = (unit(&region.a), unit(&region.b));
        let found = self.unit_match(level, (Overlap::NONE, false), &a, &b);
        let found = as_reworded(found, &region.paraphrase);
        if level != Level::Passage {
            return found;
        }
        let (a, b) = (of_content(&a.range, a.content), of_content(&b.range, b.content));
        Match { a: MatchSide { coverage: a, ..found.a }, b: MatchSide { coverage: b, ..found.b }, ..found }
    }

    fn unit_match(&self, level: Level, (overlap, equal): (Overlap, bool), a: &Unit<'_>, b: &Unit<'_>) -> Match {
        let pieces = if equal { vec![whole(a, b)] } else { self.lay(a, b) };
        let edits = edits_of_units(&pieces, a, b);
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

    /// Lays two units upon each other, piece by piece; pieces may have moved, but no two of them tell
    /// of the same place.
    fn lay(&self, a: &Unit<'_>, b: &Unit<'_>) -> Vec<Alignment> {
        let sections = SequenceSet::new([(0, a.chars()), (1, b.chars())]);
        let passages = self.pieces.find(&NgramIndex::of(&sections, SeedLimits::default()), |a, b| a != b);
        let mut passages = passages.expect("no part of these repeats lies in a file");
        passages.sort_by(|x, y| y.score.total_cmp(&x.score));
        let mut pieces: Vec<Alignment> = Vec::new();
        for Passage { alignment, .. } in passages {
            if pieces.iter().all(|piece| are_apart(piece, &alignment)) {
                pieces.push(alignment);
            }
        }
        pieces.sort_by_key(|piece| piece.a);
        for piece in &mut pieces {
            piece.a += a.range.start as u32;
            piece.b += b.range.start as u32;
        }
        pieces
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
    fn tell_edits(&self, found: &mut Match, passage: &Passage) {
        let (a, b) = (self.section(passage.a), self.section(passage.b));
        found.edits = edits(&passage.alignment, self.side(a), self.side(b));
        found.edits.shrink_to_fit();
        found.edit_counts = EditCounts::of(&found.edits);
        found.kind = kind(found.edit_counts);
    }

    /// A match with its edits.
    pub(super) fn complete(&self, mut pending: PendingMatch, passages: &[Passage]) -> Match {
        if let Some(passage) = pending.passage {
            self.tell_edits(&mut pending.found, &passages[passage as usize]);
        }
        pending.found
    }

    fn section(&self, at: u32) -> &'c Section {
        &self.cuts.sections[at as usize]
    }

    fn side(&self, section: &'c Section) -> AlignedText<'c> {
        AlignedText { text: self.cuts.text(section), content: &section.content }
    }

    fn passage_side(&self, section: &'c Section, range: Range<usize>) -> MatchSide {
        MatchSide {
            document: section.document.index(),
            speech: section.speech.map(SpeechId::index),
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
    let kind = match &reworded.evidence.contradictions[..] {
        [] => Kind::Semantic,
        contradictions if contradictions.iter().all(|guard| guard.is_slot()) => Kind::Template,
        _ => Kind::Near,
    };
    let side = |side: MatchSide, coverage: f64| MatchSide { coverage, containment: None, ..side };
    Match {
        kind,
        similarity: reworded.score,
        a: side(found.a, reworded.covered_a),
        b: side(found.b, reworded.covered_b),
        rewording: Some(reworded.evidence.clone()),
        ..found
    }
}

/// Which share of a content a part of it is.
fn of_content(range: &Range<usize>, content: &Content) -> f64 {
    range.len() as f64 / content.len().max(1) as f64
}

/// Whether two pieces share nothing on either side.
fn are_apart(x: &Alignment, y: &Alignment) -> bool {
    let apart = |x: Range<usize>, y: Range<usize>| x.end <= y.start || y.end <= x.start;
    apart(x.range_a(), y.range_a()) && apart(x.range_b(), y.range_b())
}

fn whole(a: &Unit<'_>, b: &Unit<'_>) -> Alignment {
    Alignment::equal_run(a.range.start as u32, b.range.start as u32, a.range.len() as u32)
}

fn unit_side(unit: &Unit<'_>, covered: usize, containment: f64) -> MatchSide {
    MatchSide {
        document: unit.document.index(),
        speech: unit.speech.map(SpeechId::index),
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

/// Differences inside the pieces, pieces that stand elsewhere, and what stands in one unit only between them.
fn edits_of_units(pieces: &[Alignment], a: &Unit<'_>, b: &Unit<'_>) -> Vec<Edit> {
    let turned: Vec<Alignment> = pieces.iter().map(Alignment::swapped).collect();
    let inside = pieces.iter().flat_map(|piece| edits(piece, side(a), side(b)));
    let deleted = alone(pieces, a, b).map(|(a, b)| Edit { kind: EditKind::Deleted, a, b });
    let inserted = alone(&turned, b, a).map(|(b, a)| Edit { kind: EditKind::Inserted, a, b });
    let moved = out_of_order(pieces).into_iter().map(|piece| Edit {
        kind: EditKind::Moved,
        a: side(a).span_or_place(piece.range_a()),
        b: side(b).span_or_place(piece.range_b()),
    });
    let mut all: Vec<Edit> = moved.chain(inside).chain(deleted).chain(inserted).collect();
    all.sort_by_key(|edit| (edit.a.start, edit.b.start));
    join_moved(all, side(a), side(b))
}

/// Stretches of `a` in no piece, each with the place in `b` where it is missing.
fn alone<'u>(pieces: &'u [Alignment], a: &'u Unit<'u>, b: &'u Unit<'u>) -> impl Iterator<Item = (Span, Span)> + 'u {
    let covered = union(pieces.iter().map(Alignment::range_a));
    gaps(&a.range, &covered).into_iter().map(|gap| {
        let before = pieces.iter().filter(|piece| piece.range_a().end <= gap.start);
        let before = before.max_by_key(|piece| piece.range_a().end);
        let at = before.map_or(b.range.start, |piece| piece.range_b().end);
        (side(a).span_or_place(gap), missing(b, at))
    })
}

/// The place in a unit behind content character `at - 1`.
fn missing(unit: &Unit<'_>, at: usize) -> Span {
    let start = unit.span().start;
    if at == unit.range.start { Span::new(start, start) } else { side(unit).span_or_place(at..at) }
}

/// What `ranges`, which rise, leave free of `whole`.
fn gaps(whole: &Range<usize>, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(whole.start).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain(std::iter::once(whole.end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|gap| !gap.is_empty()).collect()
}

fn side<'u>(unit: &Unit<'u>) -> AlignedText<'u> {
    AlignedText { text: unit.text, content: unit.content }
}

/// A template is the same but for its slots; punctuation and layout do not count.
fn kind(edits: EditCounts) -> Kind {
    match (edits.is_edited(), edits.slot) {
        (true, _) => Kind::Near,
        (false, 0) => Kind::Exact,
        (false, _) => Kind::Template,
    }
}
