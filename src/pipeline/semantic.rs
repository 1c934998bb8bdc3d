//! Units that say the same in other words: their vectors propose, their words decide.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Semantic;
use super::findings::Rewording;
use super::units::Unit;
use super::wording::Wording;
use crate::index::{Bands, Candidates, near_pairs};
use crate::sketch::{Axes, Vector, WordId, row_agreement_at};
use crate::text::{Content, Script};
use crate::verify::{Gist, Reader, Resemblance, Told, guards};

/// Least cosine of the vectors of two units that are looked at word by word.
const NEAR: f64 = 0.76;
/// Share of the pairs of exactly that cosine that the bands find.
const RECALL: f64 = 0.99;
/// Units that are looked at to see what all have in common, at most about so many.
const SAMPLE: usize = 8_192;
/// Units that share fewer of their words are the same only if their vectors are nearly the same.
const FEW_WORDS: f32 = 0.2;
/// That near.
const SAME: f64 = 0.9;
/// Rows of a band: as many as there are buckets for, with as many bands as a block of planes has room for.
const ROWS: [usize; 5] = [8, 10, 12, 16, 21];
/// Two units that say something different must be so much more alike: a template keeps its wording, and what merely treats of
/// the same does not.
const GUARDED: f64 = 0.15;

/// A search for units that say the same in other words.
pub(super) struct Search<'s, 'u> {
    semantic: &'s Semantic,
    reader: Reader<'s>,
    wording: &'s Wording,
    units: &'s [Unit<'u>],
    /// Strand and number there of each unit.
    places: &'s [(usize, usize)],
}

/// Two units that say the same in other words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reworded {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) likeness: f64,
    pub(super) rewording: Rewording,
    /// Share of each unit's content that has an answer.
    pub(super) covered: (f64, f64),
}

/// What was found.
pub(super) struct Found {
    /// In rising order.
    pub(super) reworded: Vec<Reworded>,
    /// Pairs that were not looked at.
    pub(super) capped: u64,
}

impl<'s, 'u> Search<'s, 'u> {
    /// A search among paragraphs; `places` are strand and number there of each.
    pub(super) fn new(
        semantic: &'s Semantic,
        wording: &'s Wording,
        units: &'s [Unit<'u>],
        places: &'s [(usize, usize)],
    ) -> Self {
        let model = semantic.model().expect("a run without a model has been refused");
        Self { semantic, reader: Reader::new(model, &wording.weights), wording, units, places }
    }

    fn words(&self, unit: usize) -> impl Iterator<Item = WordId> {
        let (strand, number) = self.places[unit];
        self.wording.paragraph(strand, number).iter().copied()
    }

    /// The pairs that `wanted` picks, of units that `is_first` picks.
    pub(super) fn run(
        &self,
        is_first: impl Fn(usize) -> bool + Sync,
        wanted: impl Fn(usize, usize) -> bool + Sync,
    ) -> Found {
        let vectors = self.vectors(is_first);
        let candidates = candidates(&vectors, wanted);
        let read: Vec<OnceLock<Gist>> = self.units.iter().map(|_| OnceLock::new()).collect();
        let read = |at: usize| read[at].get_or_init(|| self.reader.read(self.words(at)));
        let pairs = candidates.pairs.par_iter().map(|&(a, b)| (a as usize, b as usize));
        let reworded = pairs.filter_map(|(a, b)| {
            let meaning = vectors[a].cosine(&vectors[b]);
            let (x, y) = (read(a), read(b));
            let may_be = x.words_shared(y) >= FEW_WORDS || meaning >= SAME;
            let resemblance = may_be.then(|| self.reader.compare(x, y))?;
            let likeness = likeness(&resemblance, meaning);
            let told = || self.tell((a, x), (b, y), &resemblance, (likeness, meaning));
            (likeness >= self.semantic.likeness).then(told)?
        });
        Found { reworded: reworded.collect(), capped: candidates.capped }
    }

    /// The vectors of the units that `is_first` picks; the others have none.
    fn vectors(&self, is_first: impl Fn(usize) -> bool + Sync) -> Vec<Vector> {
        let embed = |unit: usize| self.reader.embed(self.words(unit));
        let step = self.units.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<Vec<f32>> = (0..self.units.len()).into_par_iter().step_by(step).map(embed).collect();
        let axes = Axes::of(self.reader.dims(), &sample);
        let turn = |unit: usize| if is_first(unit) { axes.turn(&embed(unit)) } else { Vector::new(&[]) };
        (0..self.units.len()).into_par_iter().map(turn).collect()
    }

    /// Tells two units that are alike, unless they say something different and are not alike enough for that.
    fn tell(
        &self,
        (a, x): (usize, &Gist),
        (b, y): (usize, &Gist),
        how: &Resemblance,
        (likeness, meaning): (f64, f64),
    ) -> Option<Reworded> {
        let content = |unit: usize| Content::of(self.units[unit].text, self.units[unit].span(), Script::Simplified);
        let (of_a, of_b) = (content(a), content(b));
        let of_a = Told { text: self.units[a].text, content: &of_a, gist: x };
        let of_b = Told { text: self.units[b].text, content: &of_b, gist: y };
        let mut guards = guards(of_a, of_b, how);
        let first = guards.next();
        if first.is_some() && likeness < self.semantic.likeness + GUARDED {
            return None;
        }
        let near = how.answers.iter().filter(|answer| !answer.is_same);
        let rewording = Rewording {
            meaning,
            words: f64::from(how.words),
            reworded: near.map(|answer| (of_a.place(answer.a), of_b.place(answer.b))).collect(),
            guards: first.into_iter().chain(guards).collect(),
        };
        let covered = (
            covered(x, how.answers.iter().map(|answer| answer.a)),
            covered(y, how.answers.iter().map(|answer| answer.b)),
        );
        Some(Reworded { a, b, likeness, rewording, covered })
    }
}

/// Near pairs that `wanted` picks.
fn candidates(vectors: &[Vector], wanted: impl Fn(usize, usize) -> bool + Sync) -> Candidates {
    let rows = ROWS.iter().rev().find(|&&rows| vectors.len() >> rows > 0).unwrap_or(&ROWS[0]);
    let bands = Bands::with_rows(*rows, row_agreement_at(NEAR), RECALL);
    let mut candidates = near_pairs(bands, vectors, NEAR);
    candidates.pairs.retain(|&(a, b)| wanted(a as usize, b as usize));
    candidates
}

/// Share of the content of a unit that these words make.
fn covered(gist: &Gist, words: impl Iterator<Item = usize>) -> f64 {
    let covered: usize = words.map(|word| gist.words()[word].range.len()).sum();
    let all = gist.words().last().map_or(0, |word| word.range.end);
    covered as f64 / all.max(1) as f64
}

/// How much two units say the same, from 0 to 1: their words and what these mean above all, then their order.
fn likeness(how: &Resemblance, meaning: f64) -> f64 {
    ((2.0 * f64::from(how.reworded) + f64::from(how.order) + 0.5 * meaning) / 3.5).clamp(0.0, 1.0)
}
