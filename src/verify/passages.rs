//! Passages: seeds, chained and aligned, that are strong enough to be told.

use rayon::prelude::*;

use super::align::{Alignment, Step};
use super::chain::{Anchor, chains};
use super::costs::Costs;
use super::echo::shared_pairs;
use crate::index::{Repeats, Seed, Strands};
use crate::text::weight;

/// A run of edits takes away at most so many characters' worth of strength.
const RUN_LIMIT: f64 = 8.0;
/// Runs of less weight are left to the alignment: in alphabetic scripts they are everywhere.
const LIGHTEST: f64 = 3.0;
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
    pub strength: f64,
}

impl PassageFinder {
    /// All passages of the strands that these are the repeats of, in pairs of strands that `wanted` picks.
    #[must_use]
    pub fn find(&self, repeats: &Repeats<'_>, wanted: impl Fn(u32, u32) -> bool + Sync) -> Vec<Passage> {
        let strands = repeats.strands();
        let passages = (0..strands.len() as u32).into_par_iter().flat_map_iter(|a| {
            let seeds = repeats.seeds(a, |b| wanted(a, b));
            let pairs = seeds.chunk_by(|x, y| x.b == y.b);
            pairs.flat_map(|seeds| self.find_in_pair(seeds, strands, repeats)).collect::<Vec<_>>()
        });
        passages.collect()
    }

    /// Passages of one pair of strands, by place.
    fn find_in_pair(&self, seeds: &[Seed], strands: &Strands, repeats: &Repeats<'_>) -> Vec<Passage> {
        let (a, b) = (seeds[0].a, seeds[0].b);
        let anchors = seeds.iter().filter_map(|&seed| anchor(seed));
        let heavy =
            |anchor: &Anchor| weight(&strands.content(a)[anchor.a as usize..anchor.a_end() as usize]) >= LIGHTEST;
        let anchors: Vec<Anchor> = anchors.filter(heavy).collect();
        let telling = Telling { a: strands.content(a), strands: (a, b), repeats };
        let strong = |anchors: &[Anchor]| {
            anchors.iter().map(|&anchor| telling.evidence(anchor)).sum::<f64>() * 3.0 >= self.min_chars as f64
        };
        if !strong(&anchors) {
            return Vec::new();
        }
        let equal = anchors.iter().flat_map(|anchor| &strands.content(a)[anchor.a as usize..anchor.a_end() as usize]);
        let costs = Costs::of(equal);
        let mut found: Vec<Passage> = chains(&anchors, costs)
            .iter()
            .filter(|chain| strong(chain))
            .filter(|chain| costs != Costs::IDEOGRAPHS || self.may_hold(chain, strands.content(a), strands.content(b)))
            .flat_map(|chain| Alignment::along(chain, strands.content(a), strands.content(b), costs))
            .map(|alignment| if a == b { apart(&alignment) } else { alignment })
            .map(|alignment| Passage { a, b, strength: telling.strength(&alignment, strands.content(b)), alignment })
            .filter(|passage| passage.strength >= self.min_chars as f64)
            .collect();
        found.sort_by(|x, y| y.strength.total_cmp(&x.strength).then(x.key().cmp(&y.key())));
        let mut kept = best_of_overlapping(found);
        kept.sort_by_key(Passage::key);
        kept
    }
}

impl PassageFinder {
    /// Whether enough characters are equal in and around a chain.
    fn may_hold(&self, chain: &[Anchor], a: &[char], b: &[char]) -> bool {
        let equal: usize = chain.iter().map(|anchor| anchor.len as usize).sum();
        equal >= self.min_chars || shared_pairs(chain, a, b) + 1 >= self.min_chars
    }
}

impl Passage {
    fn key(&self) -> (u32, u32, u32, u32) {
        (self.a, self.b, self.alignment.a, self.alignment.b)
    }

    /// Whether both places are largely those of `other`.
    fn tells_the_same_as(&self, other: &Self) -> bool {
        let (x, y) = (&self.alignment, &other.alignment);
        overlap(x.range_a(), y.range_a()) > SAME && overlap(x.range_b(), y.range_b()) > SAME
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
fn overlap(x: std::ops::Range<usize>, y: std::ops::Range<usize>) -> f64 {
    let shared = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    shared as f64 / x.len().max(1) as f64
}

/// What tells that two strands share more than boilerplate.
struct Telling<'s> {
    /// Content of the first strand.
    a: &'s [char],
    strands: (u32, u32),
    repeats: &'s Repeats<'s>,
}

impl Telling<'_> {
    /// Weight of equal characters, less those that are boilerplate on both sides.
    fn weight(&self, at_a: usize, at_b: usize, len: usize) -> f64 {
        let (a, b) = self.strands;
        let is_common = |on| self.repeats.is_common(a, at_a + on) && self.repeats.is_common(b, at_b + on);
        (0..len).filter(|&on| !is_common(on)).map(|on| weight(&self.a[at_a + on..=at_a + on])).sum()
    }

    /// What an anchor tells: its weight, or half of it where all of its runs are common.
    fn evidence(&self, anchor: Anchor) -> f64 {
        let weight = self.weight(anchor.a as usize, anchor.b as usize, anchor.len as usize);
        let run = anchor.a as usize..anchor.a_end() as usize - 1;
        if self.repeats.has_rare(self.strands.0, run) { weight } else { weight / 2.0 }
    }

    /// Equal less edited characters, counted in ideographs.
    fn strength(&self, alignment: &Alignment, b: &[char]) -> f64 {
        let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
        let mut strength = 0.0;
        for step in &alignment.steps {
            let (to_a, to_b) = (at_a + step.a() as usize, at_b + step.b() as usize);
            strength += match *step {
                Step::Equal(len) => self.weight(at_a, at_b, len as usize),
                Step::Change { .. } => -weight(&self.a[at_a..to_a]).max(weight(&b[at_b..to_b])).min(RUN_LIMIT),
            };
            (at_a, at_b) = (to_a, to_b);
        }
        strength
    }
}
