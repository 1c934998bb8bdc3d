//! Units of one level: which of them are equal, and which are alike.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Settings;
use super::clusters::MAX_EXHAUSTIVE_CLUSTER;
use super::pair_filter::PairFilter;
use super::sections::SectionedCollection;
use super::semantic::Paraphrase;
use super::semantic::TokenizedCollection;
use crate::document::Span;
use crate::error::Result;
use crate::index::Buckets;
use crate::similarity::{Overlap, ShingleSet};
use crate::sketch::{Shingling, Signature, content_hash};
use crate::text::Content;

/// A document, speech or paragraph, ready to be compared.
pub(super) struct Unit<'t> {
    pub(super) document: usize,
    pub(super) speech: Option<usize>,
    pub(super) text: &'t str,
    /// Its paragraphs, or the whole text.
    pub(super) spans: Vec<Span>,
    /// Holds the unit's content characters, and perhaps those of its neighbours.
    pub(super) content: &'t Content,
    /// Which of them are the unit's.
    pub(super) range: Range<usize>,
}

impl Unit<'_> {
    pub(super) fn chars(&self) -> &[char] {
        &self.content.chars()[self.range.clone()]
    }

    /// From the unit's first to its last paragraph.
    pub(super) fn span(&self) -> Span {
        let end = self.spans.last().map_or(0, |span| span.end);
        Span::new(self.spans.first().map_or(end, |span| span.start), end)
    }

    /// The content of the unit alone.
    fn own_content(&self) -> Content {
        Content::of(self.text, self.content.span(self.text, self.range.clone()), self.content.script())
    }
}

/// On what terms units are compared.
pub(super) struct ShingleContext<'s> {
    pub(super) settings: &'s Settings,
    /// The words of this collection; only where they are weighed.
    pub(super) wording: TokenizedCollection,
}

impl<'s> ShingleContext<'s> {
    pub(super) fn new(settings: &'s Settings, cuts: &SectionedCollection<'_>) -> Self {
        let has_weights = settings.shingling == Shingling::Weighted || settings.semantic.is_some();
        Self {
            settings,
            wording: if has_weights { TokenizedCollection::new(cuts) } else { TokenizedCollection::default() },
        }
    }

    fn shingles(&self, unit: &Unit<'_>) -> Vec<u64> {
        match self.settings.shingling {
            Shingling::Weighted => self.wording.weights.weighted_shingles(unit.text, &unit.own_content()),
            shingling => shingling.shingles(unit.text, unit.content, unit.range.clone()),
        }
    }
}

/// Two units that are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) overlap: Overlap,
    pub(super) equal: bool,
    /// Which of the layer's reworded pairs it is.
    pub(super) reworded: Option<u32>,
}

/// The units of one level, and what is alike among them. A level that is not looked at is empty.
#[derive(Default)]
pub(super) struct LevelPairs<'t> {
    pub(super) units: Vec<Unit<'t>>,
    /// Pairs in rising order. Units equal to an earlier one are paired with units equal to it only, and
    /// in groups of more than [`MAX_EXHAUSTIVE_CLUSTER`] with the first only.
    pub(super) pairs: Vec<Pair>,
    /// How units say the same in other words that share too few shingles.
    pub(super) reworded: Vec<Paraphrase>,
    /// For each unit the first one that is equal to it.
    first_equal: Vec<usize>,
    /// Pairs that were not looked at.
    pub(super) capped: u64,
}

impl<'t> LevelPairs<'t> {
    /// Compares units of one level, through signatures and buckets, and verifies every candidate.
    pub(super) fn new(units: Vec<Unit<'t>>, terms: &ShingleContext<'_>, scope: &PairFilter) -> Result<Self> {
        let settings = terms.settings;
        let bands = settings.bands()?;
        let hashes: Vec<u128> = units.par_iter().map(|unit| content_hash(unit.chars())).collect();
        let first_equal = first_equal(&units, &hashes, scope);
        let signatures = sketch(&units, &first_equal, terms);
        let wanted = |a: usize, b: usize| scope.accepts(units[a].document, units[b].document);
        let mut candidates = Buckets::new(bands, &signatures).candidates();
        candidates.pairs.retain(|&(a, b)| {
            let (a, b) = (a as usize, b as usize);
            hashes[a] != hashes[b] && wanted(a, b)
        });
        let mut pairs = verify(&units, &candidates.pairs, terms);
        pairs.extend(equal_pairs(&units, &hashes).filter(|pair| wanted(pair.a, pair.b)));
        pairs.sort_by_key(|pair| (pair.a, pair.b));
        Ok(Self { units, pairs, reworded: Vec::new(), first_equal, capped: candidates.capped })
    }

    /// Adds pairs that say the same in other words; so many were not looked at.
    pub(super) fn with_reworded(mut self, reworded: Vec<((u32, u32), Paraphrase)>, capped: u64) -> Self {
        for (at, ((a, b), reworded)) in reworded.into_iter().enumerate() {
            let (a, b) = (a as usize, b as usize);
            self.pairs.push(Pair { a, b, overlap: Overlap::NONE, equal: false, reworded: Some(at as u32) });
            self.reworded.push(reworded);
        }
        self.pairs.sort_by_key(|pair| (pair.a, pair.b));
        self.capped += capped;
        self
    }

    /// The first unit that is equal to this one.
    pub(super) fn first_equal(&self, unit: usize) -> usize {
        self.first_equal.get(unit).copied().unwrap_or(unit)
    }

    /// Whether two different units were found alike, directly or through units equal to them.
    pub(super) fn are_alike(&self, a: usize, b: usize) -> bool {
        a != b && (self.first_equal(a) == self.first_equal(b) || self.pair(a, b).is_some())
    }

    /// Whether two units say the same in other words, and share too few shingles to be alike.
    pub(super) fn are_reworded(&self, a: usize, b: usize) -> bool {
        self.pair(a, b).is_some_and(|pair| pair.reworded.is_some())
    }

    /// The pair of the first units that are equal to these.
    fn pair(&self, a: usize, b: usize) -> Option<&Pair> {
        let (a, b) = (self.first_equal(a), self.first_equal(b));
        let key = (a.min(b), a.max(b));
        self.pairs.binary_search_by_key(&key, |pair| (pair.a, pair.b)).ok().map(|at| &self.pairs[at])
    }
}

fn sketch(units: &[Unit<'_>], first_equal: &[usize], terms: &ShingleContext<'_>) -> Vec<Option<Signature>> {
    let sketcher = terms.settings.sketcher();
    let firsts = units.par_iter().enumerate();
    firsts
        .map(|(at, unit)| {
            let is_first = first_equal[at] == at;
            is_first.then(|| sketcher.sketch(&terms.shingles(unit))).flatten()
        })
        .collect()
}

fn first_equal(units: &[Unit<'_>], hashes: &[u128], scope: &PairFilter) -> Vec<usize> {
    let mut firsts = HashMap::with_capacity(units.len());
    let mut first = |(at, unit): (usize, &Unit<'_>)| {
        let known = firsts.entry((hashes[at], scope.fold(unit.document)));
        // Units without content equal nothing.
        if unit.range.is_empty() { at } else { *known.or_insert(at) }
    };
    units.iter().enumerate().map(&mut first).collect()
}

/// Pairs of units with equal content: all with all, or all with the first in large groups.
fn equal_pairs(units: &[Unit<'_>], hashes: &[u128]) -> impl Iterator<Item = Pair> {
    let mut groups: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (at, _) in units.iter().enumerate().filter(|(_, unit)| !unit.range.is_empty()) {
        groups.entry(hashes[at]).or_default().push(at);
    }
    let pairs = groups.into_values().flat_map(|group| {
        let heads = if group.len() > MAX_EXHAUSTIVE_CLUSTER { 1 } else { group.len() };
        let pairs = (0..heads).flat_map(|head| group[head + 1..].iter().map(move |&b| (head, b)));
        pairs.map(|(head, b)| (group[head], b)).collect::<Vec<_>>()
    });
    pairs.map(|(a, b)| Pair { a, b, overlap: Overlap { a: 1, b: 1, shared: 1 }, equal: true, reworded: None })
}

fn verify(units: &[Unit<'_>], candidates: &[(u32, u32)], terms: &ShingleContext<'_>) -> Vec<Pair> {
    let sets: Vec<OnceLock<ShingleSet>> = units.iter().map(|_| OnceLock::new()).collect();
    let set = |at: u32| sets[at as usize].get_or_init(|| ShingleSet::new(&terms.shingles(&units[at as usize])));
    let pair = |&(a, b): &(u32, u32)| {
        let overlap = set(a).overlap_of(set(b).distinct(), terms.settings.similarity)?;
        Some(Pair { a: a as usize, b: b as usize, overlap, equal: false, reworded: None })
    };
    candidates.par_iter().filter_map(pair).collect()
}
