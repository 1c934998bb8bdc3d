//! Passages: seeds, chained and aligned, that are strong enough to be told.

use std::ops::Range;

use rayon::prelude::*;

use super::alignment::{Alignment, EditOp};
use super::chain::{Anchor, chains};
use super::costs::Costs;
use super::prefilter::shared_pairs;
use crate::document::shared;
use crate::error::Result;
use crate::seeds::{NgramIndex, Seed};
use crate::text::{width, width_thirds};

/// A run of edits takes away at most so many characters' worth of strength.
const RUN_LIMIT: f64 = 8.0;
/// Runs of less weight are left to the alignment: in alphabetic scripts they are everywhere.
const LIGHTEST: f64 = 3.0;
/// So many ideographs of formulas in a row are equal in texts that have nothing to do with each other.
const FORMULAIC: u32 = 24;
/// Weight beside boilerplate that is not equal by chance.
const TELLING: u32 = 8;
/// Share of a side that two passages may have in common before they tell the same.
const SAME: f64 = 0.5;

/// Finds passages that stand in two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageFinder {
    /// Least strength of a passage: its equal characters less its edited ones, counted in
    /// ideographs; a letter or digit of another script counts a third, boilerplate nothing.
    pub min_chars: usize,
}

/// A passage that stands in two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Strand of the first place.
    pub a: u32,
    /// Strand of the second place; may be the same one, further on.
    pub b: u32,
    /// How the two places answer to each other.
    pub alignment: Alignment,
    /// Equal less edited characters, counted in ideographs; boilerplate does not count.
    pub score: f64,
}

impl PassageFinder {
    /// All passages of the strands that these are the repeats of, in pairs of strands that `wanted` picks.
    ///
    /// # Errors
    /// If the repeats lie in a temporary file that cannot be read.
    pub fn find(self, repeats: &NgramIndex<'_>, wanted: impl Fn(u32, u32) -> bool + Sync) -> Result<Vec<Passage>> {
        let mut passages = Vec::new();
        for part in 0..repeats.parts() {
            let part = repeats.part(part)?;
            passages.par_extend(part.sequences().into_par_iter().flat_map_iter(|a| {
                let seeds = part.seeds(a, |b| wanted(a, b));
                let pairs = seeds.chunk_by(|x, y| x.b == y.b);
                pairs
                    .flat_map(|seeds| SequencePair::new(self.min_chars, seeds, repeats).find(seeds))
                    .collect::<Vec<_>>()
            }));
        }
        Ok(passages)
    }
}

/// Two strands, or one and itself, in which passages are sought.
struct SequencePair<'s> {
    min_chars: usize,
    sequences: (u32, u32),
    a: &'s [char],
    b: &'s [char],
    repeats: &'s NgramIndex<'s>,
}

impl<'s> SequencePair<'s> {
    fn new(min_chars: usize, seeds: &[Seed], repeats: &'s NgramIndex<'s>) -> Self {
        let sequences = (seeds[0].a, seeds[0].b);
        let [a, b] = [sequences.0, sequences.1].map(|sequence| repeats.sequences().content(sequence));
        Self { min_chars, sequences, a, b, repeats }
    }

    /// Passages, by place.
    fn find(&self, seeds: &[Seed]) -> Vec<Passage> {
        let anchors = self.anchors(seeds);
        if !self.is_strong(&anchors) {
            return Vec::new();
        }
        let costs = Costs::of(anchors.iter().flat_map(|anchor| &self.a[anchor.range_a()]));
        let chains = chains(&anchors, costs);
        let chains = chains.iter().filter(|chain| self.is_strong(chain) && self.may_hold(chain, costs));
        let mut found: Vec<Passage> = chains.flat_map(|chain| self.along(chain, costs)).collect();
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.key().cmp(&y.key())));
        let mut kept = best_of_overlapping(found);
        kept.sort_by_key(Passage::key);
        kept
    }

    fn anchors(&self, seeds: &[Seed]) -> Vec<Anchor> {
        let anchors = seeds.iter().filter_map(|&seed| anchor(seed));
        anchors.filter(|anchor| width(&self.a[anchor.range_a()]) >= LIGHTEST).collect()
    }

    /// Whether anchors tell enough to look closer: a third of the strength that is asked for.
    fn is_strong(&self, anchors: &[Anchor]) -> bool {
        let told: f64 = anchors.iter().map(|&anchor| self.evidence(anchor)).sum();
        told * 3.0 >= self.min_chars as f64
    }

    /// What an anchor tells: its weight, or half of it where all of its runs are common.
    fn evidence(&self, anchor: Anchor) -> f64 {
        let weight = self.weight(anchor.a as usize, anchor.b as usize, anchor.len as usize);
        let places = anchor.a as usize..anchor.a_end() as usize - 1;
        if self.repeats.has_rare(self.sequences.0, places) { weight } else { weight / 2.0 }
    }

    /// Whether enough characters can be equal in and around a chain; pairs of letters are too common to tell.
    fn may_hold(&self, chain: &[Anchor], costs: Costs) -> bool {
        let equal: usize = chain.iter().map(|anchor| anchor.len as usize).sum();
        costs != Costs::IDEOGRAPHS
            || equal >= self.min_chars
            || shared_pairs(chain, self.a, self.b) + 1 >= self.min_chars
    }

    /// The passages along a chain that are strong enough.
    fn along(&self, chain: &[Anchor], costs: Costs) -> impl Iterator<Item = Passage> {
        let (a, b) = self.sequences;
        let alignments = Alignment::along(chain, self.a, self.b, costs).into_iter();
        let alignments = alignments.map(move |alignment| if a == b { apart(&alignment) } else { alignment });
        let passages = alignments.map(move |alignment| Passage { a, b, score: self.score(&alignment), alignment });
        passages.filter(|passage| passage.score >= self.min_chars as f64)
    }

    /// Weight of a run of equal characters.
    ///
    /// Boilerplate counts where it stands between enough that is none: a report of numbers in a form of a hundred reports is
    /// a copy if the numbers are the same. Formulas alone count by what they are longer than [`FORMULAIC`] together, and
    /// blocks that are boilerplate as a whole not at all.
    fn weight(&self, at_a: usize, at_b: usize, len: usize) -> f64 {
        if self.repeats.is_free(self.sequences.0, at_a..at_a + len) {
            return width(&self.a[at_a..at_a + len]);
        }
        let (mut telling, mut formulas, mut between, mut behind) = (0, 0, 0, 0);
        for on in 0..len {
            let width_thirds = width_thirds(self.a[at_a + on]);
            if self.on_both(at_a + on, at_b + on, NgramIndex::is_common) {
                behind += width_thirds;
                formulas += if self.on_both(at_a + on, at_b + on, NgramIndex::is_block) { 0 } else { width_thirds };
            } else {
                between += if telling > 0 { behind } else { 0 };
                telling += width_thirds;
                behind = 0;
            }
        }
        let boilerplate = if telling >= 3 * TELLING { between } else { formulas.saturating_sub(3 * FORMULAIC) };
        f64::from(telling + boilerplate) / 3.0
    }

    fn on_both(&self, at_a: usize, at_b: usize, holds: impl Fn(&NgramIndex<'s>, u32, usize) -> bool) -> bool {
        holds(self.repeats, self.sequences.0, at_a) && holds(self.repeats, self.sequences.1, at_b)
    }

    /// Equal less edited characters, counted in ideographs.
    fn score(&self, alignment: &Alignment) -> f64 {
        let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
        let mut score = 0.0;
        for step in &alignment.steps {
            let (to_a, to_b) = (at_a + step.a() as usize, at_b + step.b() as usize);
            score += match *step {
                EditOp::Equal(len) => self.weight(at_a, at_b, len as usize),
                EditOp::Change { .. } => -width(&self.a[at_a..to_a]).max(width(&self.b[at_b..to_b])).min(RUN_LIMIT),
            };
            (at_a, at_b) = (to_a, to_b);
        }
        score
    }
}

impl Passage {
    fn key(&self) -> (u32, u32, u32, u32) {
        (self.a, self.b, self.alignment.a, self.alignment.b)
    }

    /// Whether both places are largely those of `other`.
    fn tells_the_same_as(&self, other: &Self) -> bool {
        let (x, y) = (&self.alignment, &other.alignment);
        overlap(&x.range_a(), &y.range_a()) > SAME && overlap(&x.range_b(), &y.range_b()) > SAME
    }
}

/// A seed as an anchor; a run that overlaps itself is cut where its second place begins.
fn anchor(seed: Seed) -> Option<Anchor> {
    let len = if seed.a == seed.b { seed.len.min(seed.at_b - seed.at_a) } else { seed.len };
    (len > 0).then_some(Anchor { a: seed.at_a, b: seed.at_b, len })
}

/// Two places in one strand must not overlap: the first ends where the second begins.
fn apart(alignment: &Alignment) -> Alignment {
    alignment.first(alignment.b.saturating_sub(alignment.a))
}

fn best_of_overlapping(best_first: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::new();
    for passage in best_first {
        if !kept.iter().any(|better| passage.tells_the_same_as(better)) {
            kept.push(passage);
        }
    }
    kept
}

/// Share of `x` that lies in `y`.
fn overlap(x: &Range<usize>, y: &Range<usize>) -> f64 {
    shared(x, y) as f64 / x.len().max(1) as f64
}
