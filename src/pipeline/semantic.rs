//! Units that say the same in other words: their vectors propose, their words decide.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Semantic;
use super::findings::Rewording;
use super::units::Unit;
use crate::embed::Model;
use crate::index::{Bands, Candidates, near_pairs};
use crate::sketch::{BitSignature, Projector, WordWeights, agreement_at};
use crate::text::{Content, Script};
use crate::verify::{Gist, Reader, Resemblance, Told, guards};

/// Least cosine of the vectors of two units, less what all units have in common, that are looked at word by word.
const NEAR: f64 = 0.72;
/// Share of the pairs of exactly that cosine that the bands find.
const RECALL: f64 = 0.99;
/// How far a quick guess at the share of equal bits may be off: four times its standard deviation.
const DOUBT: f64 = 0.11;
/// So many units without anything in common stand behind those of the collection when their middle is taken.
const STRANGERS: f64 = 100.0;
/// Units that share fewer of their words are the same only if their vectors are nearly the same.
const FEW_WORDS: f32 = 0.15;
/// That near.
const SAME: f64 = 0.9;
/// Bits of a row for collections of any size: rarer buckets would need more bands than they save pairs.
const ROWS: std::ops::RangeInclusive<usize> = 8..=18;
/// Two units that say something different must be so much more alike: a template keeps its wording, and what merely treats of
/// the same does not.
const GUARDED: f64 = 0.15;
/// What the vectors' numbers are multiplied by to be whole.
const SCALE: f32 = 127.0;

/// A search for units that say the same in other words.
pub(super) struct Search<'s, 'u> {
    pub(super) semantic: &'s Semantic,
    pub(super) weights: &'s WordWeights,
    pub(super) units: &'s [Unit<'u>],
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

/// The words of a unit, read when they are first asked for.
struct Read {
    content: Content,
    gist: Gist,
}

impl Read {
    fn told<'r>(&'r self, text: &'r str) -> Told<'r> {
        Told { text, content: &self.content, gist: &self.gist }
    }

    /// Share of the content that these words make.
    fn covered(&self, words: impl Iterator<Item = usize>) -> f64 {
        let covered: usize = words.map(|word| self.gist.words()[word].range.len()).sum();
        covered as f64 / self.content.len().max(1) as f64
    }
}

impl Search<'_, '_> {
    fn model(&self) -> &Model {
        self.semantic.model().expect("a run without a model has been refused")
    }

    /// The pairs that `wanted` picks, of units that `is_first` picks.
    pub(super) fn run(
        &self,
        is_first: impl Fn(usize) -> bool + Sync,
        wanted: impl Fn(usize, usize) -> bool + Sync,
    ) -> Found {
        let vectors = self.vectors();
        let candidates = self.candidates(&vectors, is_first, wanted);
        let reader = Reader { model: self.model(), weights: self.weights };
        let read: Vec<OnceLock<Read>> = self.units.iter().map(|_| OnceLock::new()).collect();
        let read = |at: usize| read[at].get_or_init(|| self.read(reader, at));
        let pairs = candidates.pairs.par_iter().map(|&(a, b)| (a as usize, b as usize));
        let reworded = pairs.filter_map(|(a, b)| {
            let meaning = vectors[a].cosine(&vectors[b]);
            let (x, y) = (read(a), read(b));
            let may_be = x.gist.words_shared(&y.gist) >= FEW_WORDS || meaning >= SAME;
            let resemblance = may_be.then(|| reader.compare(&x.gist, &y.gist))?;
            let likeness = likeness(&resemblance, meaning);
            let rewording = || self.rewording((a, x), (b, y), &resemblance, meaning);
            let rewording = (likeness >= self.semantic.likeness).then(rewording)?;
            let is_told = rewording.guards.is_empty() || likeness >= self.semantic.likeness + GUARDED;
            let covered = (
                x.covered(resemblance.answers.iter().map(|answer| answer.a)),
                y.covered(resemblance.answers.iter().map(|answer| answer.b)),
            );
            is_told.then_some(Reworded { a, b, likeness, rewording, covered })
        });
        Found { reworded: reworded.collect(), capped: candidates.capped }
    }

    fn read(&self, reader: Reader<'_>, at: usize) -> Read {
        let unit = &self.units[at];
        let content = Content::of(unit.text, unit.span(), Script::Simplified);
        Read { gist: reader.read(unit.text, &content), content }
    }

    /// The vectors of all units, without what they have in common; of no length where nothing is known of a unit.
    fn vectors(&self) -> Vec<Vector> {
        let model = self.model();
        let embed = |unit: &Unit<'_>| model.embed(unit.span().of(unit.text), Script::Simplified);
        let vectors: Vec<Vec<f32>> = self.units.par_iter().map(embed).collect();
        let mut middle = vec![0.0; model.dims()];
        for vector in &vectors {
            middle.iter_mut().zip(vector).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        let count = vectors.len() as f64 + STRANGERS;
        for sum in &mut middle {
            *sum /= count;
        }
        vectors.into_par_iter().map(|vector| Vector::centred(&vector, &middle)).collect()
    }

    fn candidates(
        &self,
        vectors: &[Vector],
        is_first: impl Fn(usize) -> bool + Sync,
        wanted: impl Fn(usize, usize) -> bool + Sync,
    ) -> Candidates {
        let rows = (vectors.len().max(1).ilog2() as usize).clamp(*ROWS.start(), *ROWS.end());
        let bands = Bands::with_rows(rows, agreement_at(NEAR), RECALL);
        let projector = Projector::new(self.model().dims(), bands.bands * bands.rows, 0);
        let sketch =
            |vector: &Vector| projector.sketch(&vector.numbers.iter().map(|&x| f32::from(x)).collect::<Vec<_>>());
        let signatures = vectors.par_iter().enumerate();
        let signatures: Vec<Option<BitSignature>> =
            signatures.map(|(at, vector)| is_first(at).then(|| sketch(vector)).flatten()).collect();
        let guesses: Vec<Guess> = signatures.iter().map(|signature| Guess::of(signature.as_ref())).collect();
        let least = agreement_at(NEAR) - DOUBT;
        let is_near =
            |a: usize, b: usize| guesses[a].agreement(guesses[b]) >= least && vectors[a].cosine(&vectors[b]) >= NEAR;
        near_pairs(bands, &signatures, |a, b| is_near(a as usize, b as usize) && wanted(a as usize, b as usize))
    }

    fn rewording(&self, (a, x): (usize, &Read), (b, y): (usize, &Read), how: &Resemblance, meaning: f64) -> Rewording {
        let place = |unit: usize, read: &Read, word: usize| {
            read.content.span(self.units[unit].text, read.gist.words()[word].range.clone())
        };
        let near = how.answers.iter().filter(|answer| !answer.is_same);
        Rewording {
            meaning,
            words: f64::from(how.words),
            reworded: near.map(|answer| (place(a, x, answer.a), place(b, y, answer.b))).collect(),
            guards: guards(x.told(self.units[a].text), y.told(self.units[b].text), how),
        }
    }
}

/// How much two units say the same, from 0 to 1: their words and what these mean above all, then their order.
fn likeness(how: &Resemblance, meaning: f64) -> f64 {
    ((2.0 * f64::from(how.reworded) + f64::from(how.order) + 0.5 * meaning) / 3.5).clamp(0.0, 1.0)
}

/// The first bits of a signature, side by side with those of all other units: they tell most strangers from what is near.
#[derive(Clone, Copy)]
struct Guess([u64; 4]);

impl Guess {
    fn of(signature: Option<&BitSignature>) -> Self {
        let word = |at: usize| signature.map_or(0, |signature| signature.run(at * 64, 64));
        Self(std::array::from_fn(word))
    }

    fn agreement(self, other: Self) -> f64 {
        let unequal: u32 = self.0.iter().zip(&other.0).map(|(x, y)| (x ^ y).count_ones()).sum();
        1.0 - f64::from(unequal) / 256.0
    }
}

/// Where a unit stands among all, in a byte a dimension.
struct Vector {
    numbers: Box<[i8]>,
    length: f32,
}

impl Vector {
    fn centred(vector: &[f32], middle: &[f64]) -> Self {
        let is_known = vector.iter().any(|&x| x != 0.0);
        let apart = |(&x, &middle): (&f32, &f64)| if is_known { x - middle as f32 } else { 0.0 };
        let apart: Vec<f32> = vector.iter().zip(middle).map(apart).collect();
        let largest = apart.iter().fold(f32::MIN_POSITIVE, |largest, x| largest.max(x.abs()));
        let numbers: Box<[i8]> = apart.iter().map(|x| (x / largest * SCALE).round() as i8).collect();
        Self { length: (dot(&numbers, &numbers) as f32).sqrt(), numbers }
    }

    fn cosine(&self, other: &Self) -> f64 {
        let lengths = f64::from(self.length) * f64::from(other.length);
        if lengths > 0.0 { f64::from(dot(&self.numbers, &other.numbers)) / lengths } else { 0.0 }
    }
}

fn dot(x: &[i8], y: &[i8]) -> i32 {
    x.iter().zip(y).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum()
}
