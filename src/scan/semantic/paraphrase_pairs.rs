//! Passages that say the same in other words: windows that are alike, put together and trimmed to where the answers end.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::search::{Paraphrase, ParaphraseSearch};
use super::word_span::WordSpan;
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
pub(in crate::scan) struct ParaphrasePair {
    pub(in crate::scan) a: WordSpan,
    pub(in crate::scan) b: WordSpan,
    pub(in crate::scan) reworded: Paraphrase,
}

/// Two stretches that are laid upon each other.
#[derive(Clone)]
struct WindowPair {
    a: WordSpan,
    b: WordSpan,
}

impl WindowPair {
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
pub(in crate::scan) fn regions(
    search: &ParaphraseSearch<'_>,
    windows: &[(u32, u32)],
    min_chars: usize,
) -> Vec<ParaphrasePair> {
    let least = SHORTEST.max(min_chars as f64);
    let mut of_strands: BTreeMap<(usize, usize), Vec<WindowPair>> = BTreeMap::new();
    for &(a, b) in windows {
        let [a, b] = [a, b].map(|at| &search.stretches[at as usize]);
        let (a, b) = if (a.section, a.words.start) <= (b.section, b.words.start) { (a, b) } else { (b, a) };
        of_strands.entry((a.section, b.section)).or_default().push(WindowPair { a: a.clone(), b: b.clone() });
    }
    let of_strands: Vec<Vec<WindowPair>> = of_strands.into_values().collect();
    let joined = of_strands.into_par_iter().flat_map_iter(joined);
    let trimmed: Vec<WindowPair> = joined.filter_map(|laid| trimmed(search, &laid, least)).collect();
    let regions = without_repeats(trimmed).into_par_iter().filter_map(|WindowPair { a, b }| {
        let reworded = search.reworded(&a, &b)?;
        Some(ParaphrasePair { a, b, reworded })
    });
    regions.collect()
}

/// Puts together what stands side by side.
fn joined(mut all: Vec<WindowPair>) -> Vec<WindowPair> {
    loop {
        all.sort_by_key(|laid| (laid.a.content.start, laid.b.content.start));
        let mut joined: Vec<WindowPair> = Vec::with_capacity(all.len());
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
fn trimmed(search: &ParaphraseSearch<'_>, laid: &WindowPair, least: f64) -> Option<WindowPair> {
    let pieces = [&laid.a, &laid.b].map(|stretch| search.pieces_around(stretch, BEYOND));
    let laid = without_unanswered(search, pieces)?;
    let laid = without_unanswered(search, [&laid.a, &laid.b].map(|stretch| search.clauses(stretch)))?;
    let is_long = [&laid.a, &laid.b].iter().all(|stretch| stretch.weight(search.cuts) >= least);
    (is_long && !laid.a.overlaps(&laid.b)).then_some(laid)
}

/// Drops pieces at the ends as long as the other side has no answer for them.
fn without_unanswered(search: &ParaphraseSearch<'_>, [mut a, mut b]: [Vec<WordSpan>; 2]) -> Option<WindowPair> {
    for _ in 0..ROUNDS {
        let [answered_a, answered_b] = search.answered(&hull(&a)?, &hull(&b)?);
        let before = a.len() + b.len();
        trim(&mut a, &answered_a);
        trim(&mut b, &answered_b);
        if a.len() + b.len() == before {
            break;
        }
    }
    Some(WindowPair { a: hull(&a)?, b: hull(&b)? })
}

fn hull(pieces: &[WordSpan]) -> Option<WordSpan> {
    Some(pieces.first()?.hull(pieces.last()?))
}

/// Drops pieces at both ends; `answered` tells for each word of all pieces its weight and whether it is answered.
fn trim(pieces: &mut Vec<WordSpan>, answered: &[(f32, bool)]) {
    let Some(first) = pieces.first().map(|piece| piece.words.start) else { return };
    let is_answered = |piece: &WordSpan| {
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
fn without_repeats(mut all: Vec<WindowPair>) -> Vec<WindowPair> {
    let key = |laid: &WindowPair| (laid.a.section, laid.b.section);
    let length = |laid: &WindowPair| laid.a.content.len() + laid.b.content.len();
    let order =
        |laid: &WindowPair| (key(laid), std::cmp::Reverse(length(laid)), laid.a.content.start, laid.b.content.start);
    all.sort_by_key(order);
    let mut kept: Vec<WindowPair> = Vec::with_capacity(all.len());
    for laid in all {
        let mut of_strands = kept.iter().rev().take_while(|other| key(other) == key(&laid));
        if !of_strands.any(|other| laid.is_in(other)) {
            kept.push(laid);
        }
    }
    kept
}
