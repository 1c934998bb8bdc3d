//! Passages that say the same in other words: windows that are alike, put together and trimmed to where the answers end.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::search::{Reworded, Search};
use super::word_span::Stretch;
use crate::document::shared;

/// Windows that stand no farther apart, in content characters, are of one passage.
const GAP: usize = 30;
/// Passages that are shorter, in ideographs, are set phrases that every text words in its own way.
const SHORTEST: f64 = 40.0;
/// Pieces beyond the windows that may be of the passage.
const BEYOND: usize = 2;
/// A piece at an end of which so little is answered is not of the passage.
const ANSWERED: f32 = 0.5;
/// Ends are trimmed so often: what is left of one side may leave words of the other unanswered.
const ROUNDS: usize = 4;
/// Two passages of which so much is the same tell the same.
const SAME: f64 = 0.8;

/// Two passages that say the same in other words.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scan) struct Region {
    pub(in crate::scan) a: Stretch,
    pub(in crate::scan) b: Stretch,
    pub(in crate::scan) reworded: Reworded,
}

/// Two stretches that are laid upon each other.
#[derive(Clone)]
struct Laid {
    a: Stretch,
    b: Stretch,
}

impl Laid {
    fn hull(&self, other: &Self) -> Self {
        Self { a: self.a.hull(&other.a), b: self.b.hull(&other.b) }
    }

    /// Whether nothing longer than a [`GAP`] stands between two, on both sides.
    fn is_beside(&self, other: &Self) -> bool {
        let beside = |x: &Range<usize>, y: &Range<usize>| x.start <= y.end + GAP && y.start <= x.end + GAP;
        beside(&self.a.content, &other.a.content) && beside(&self.b.content, &other.b.content)
    }

    /// Whether another tells most of it.
    fn is_in(&self, other: &Self) -> bool {
        let is_in = |x: &Range<usize>, y: &Range<usize>| shared(x, y) as f64 >= SAME * x.len() as f64;
        is_in(&self.a.content, &other.a.content) && is_in(&self.b.content, &other.b.content)
    }
}

/// The passages that alike windows of stretches are parts of.
pub(in crate::scan) fn regions(search: &Search<'_>, windows: &[(u32, u32)], min_chars: usize) -> Vec<Region> {
    let least = SHORTEST.max(min_chars as f64);
    let mut of_strands: BTreeMap<(usize, usize), Vec<Laid>> = BTreeMap::new();
    for &(a, b) in windows {
        let [a, b] = [a, b].map(|at| &search.stretches[at as usize]);
        let (a, b) = if (a.strand, a.words.start) <= (b.strand, b.words.start) { (a, b) } else { (b, a) };
        of_strands.entry((a.strand, b.strand)).or_default().push(Laid { a: a.clone(), b: b.clone() });
    }
    let of_strands: Vec<Vec<Laid>> = of_strands.into_values().collect();
    let joined = of_strands.into_par_iter().flat_map_iter(joined);
    let trimmed: Vec<Laid> = joined.filter_map(|laid| trimmed(search, &laid, least)).collect();
    let regions = without_repeats(trimmed).into_par_iter().filter_map(|Laid { a, b }| {
        let reworded = search.reworded(&a, &b)?;
        Some(Region { a, b, reworded })
    });
    regions.collect()
}

/// Puts together what stands side by side.
fn joined(mut all: Vec<Laid>) -> Vec<Laid> {
    loop {
        all.sort_by_key(|laid| (laid.a.content.start, laid.b.content.start));
        let mut joined: Vec<Laid> = Vec::with_capacity(all.len());
        // What ends before the next one begins cannot be joined any more.
        let mut open = 0;
        for laid in &all {
            while open < joined.len() && joined[open].a.content.end + GAP < laid.a.content.start {
                open += 1;
            }
            match joined[open..].iter_mut().find(|other| other.is_beside(laid)) {
                Some(other) => *other = other.hull(laid),
                None => joined.push(laid.clone()),
            }
        }
        if joined.len() == all.len() {
            return joined;
        }
        all = joined;
    }
}

/// Goes on over the next pieces, and then drops pieces at the ends that the other side has no answer for, and clauses of those that
/// are left; nothing, if too little is left.
fn trimmed(search: &Search<'_>, laid: &Laid, least: f64) -> Option<Laid> {
    let pieces = [&laid.a, &laid.b].map(|stretch| search.pieces_around(stretch, BEYOND));
    let laid = without_unanswered(search, pieces)?;
    let laid = without_unanswered(search, [&laid.a, &laid.b].map(|stretch| search.clauses(stretch)))?;
    let is_long = [&laid.a, &laid.b].iter().all(|stretch| stretch.weight(search.cuts) >= least);
    (is_long && !laid.a.overlaps(&laid.b)).then_some(laid)
}

/// Drops pieces at the ends as long as the other side has no answer for them.
fn without_unanswered(search: &Search<'_>, [mut a, mut b]: [Vec<Stretch>; 2]) -> Option<Laid> {
    for _ in 0..ROUNDS {
        let [answered_a, answered_b] = search.answered(&hull(&a)?, &hull(&b)?);
        let before = a.len() + b.len();
        trim(&mut a, &answered_a);
        trim(&mut b, &answered_b);
        if a.len() + b.len() == before {
            break;
        }
    }
    Some(Laid { a: hull(&a)?, b: hull(&b)? })
}

fn hull(pieces: &[Stretch]) -> Option<Stretch> {
    Some(pieces.first()?.hull(pieces.last()?))
}

/// Drops pieces at both ends; `answered` tells for each word of all pieces its weight and whether it is answered.
fn trim(pieces: &mut Vec<Stretch>, answered: &[(f32, bool)]) {
    let Some(first) = pieces.first().map(|piece| piece.words.start) else { return };
    let is_answered = |piece: &Stretch| {
        let words = &answered[piece.words.start - first..piece.words.end - first];
        let sum = |counts: fn(&&(f32, bool)) -> bool| words.iter().filter(counts).map(|word| word.0).sum::<f32>();
        sum(|word| word.1) >= ANSWERED * sum(|_| true)
    };
    let start = pieces.iter().position(is_answered).unwrap_or(pieces.len());
    let end = pieces.iter().rposition(is_answered).map_or(start, |last| last + 1);
    pieces.truncate(end);
    pieces.drain(..start);
}

/// Drops what a longer one tells.
fn without_repeats(mut all: Vec<Laid>) -> Vec<Laid> {
    let key = |laid: &Laid| (laid.a.strand, laid.b.strand);
    let length = |laid: &Laid| laid.a.content.len() + laid.b.content.len();
    let order = |laid: &Laid| (key(laid), std::cmp::Reverse(length(laid)), laid.a.content.start, laid.b.content.start);
    all.sort_by_key(order);
    let mut kept: Vec<Laid> = Vec::with_capacity(all.len());
    for laid in all {
        let mut of_strands = kept.iter().rev().take_while(|other| key(other) == key(&laid));
        if !of_strands.any(|other| laid.is_in(other)) {
            kept.push(laid);
        }
    }
    kept
}
