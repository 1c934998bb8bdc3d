//! Units of one level: which of them are equal, and which are alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::clusters::MAX_EXHAUSTIVE_CLUSTER;
use super::pair_filter::PairFilter;
use super::paraphrase::Paraphrase;
use super::sections::SectionedCollection;
use super::settings::ScanSettings;
use super::tokenized::TokenizedCollection;
use super::unit::Unit;
use crate::cluster::{Link, Star, star_of_members, weighted_stars};
use crate::detector::{Detector, Prepared, Scratch};
use crate::document::{RowEnds, UnitId};
use crate::error::Result;
use crate::index::{BandEntry, Buckets, Limits};
use crate::similarity::{Overlap, ShingleSet};
use crate::sketch::{Shingling, content_hash};

/// How units are turned into shingles.
pub(super) struct ShingleContext {
    detector: Detector,
    /// The words of the collection; empty unless words are weighed.
    pub(super) wording: TokenizedCollection,
}

impl ShingleContext {
    /// With the words of the collection, if shingles or paraphrases need them.
    pub(super) fn new(settings: &ScanSettings, cuts: &SectionedCollection<'_>) -> Result<Self> {
        Self::with_words(settings, cuts, settings.needs_words())
    }

    /// With the words of the collection only if shingles need them.
    pub(super) fn for_shingles(
        settings: &ScanSettings,
        cuts: &SectionedCollection<'_>,
    ) -> Result<Self> {
        Self::with_words(settings, cuts, false)
    }

    fn with_words(
        settings: &ScanSettings,
        cuts: &SectionedCollection<'_>,
        needs_words: bool,
    ) -> Result<Self> {
        let is_weighted = settings.shingling == Shingling::Weighted;
        let has_words = is_weighted || needs_words;
        let wording =
            if has_words { TokenizedCollection::new(cuts) } else { TokenizedCollection::default() };
        let builder = settings.detector();
        let builder =
            if is_weighted { builder.weights(Arc::clone(&wording.weights)) } else { builder };
        Ok(Self { detector: builder.build()?, wording })
    }

    /// Prepares a unit for the stages of the detector.
    fn prepare<'p>(&'p self, unit: &'p Unit<'_>, scratch: &'p mut Scratch) -> Prepared<'p> {
        self.detector.prepare_content(unit.text, unit.content, unit.range.clone(), scratch)
    }
}

/// A step of the comparison of one level, after its units are prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Units that share a bucket are paired.
    Pairing,
    /// The shingles of the candidates are compared.
    Verifying,
}

/// Two units that are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) overlap: Overlap,
    pub(super) equal: bool,
    /// Its number in `LevelPairs::paraphrases`, if the pair is a paraphrase.
    pub(super) paraphrase: Option<u32>,
}

/// The units of one level, and what is alike among them. A level that is not looked at is empty.
#[derive(Default)]
pub(super) struct LevelPairs<'t> {
    pub(super) units: Vec<Unit<'t>>,
    /// Pairs in rising order. Units equal to an earlier one are in its pairs too; of more than
    /// [`MAX_EXHAUSTIVE_CLUSTER`] equal units each is paired with the first only, and in a family
    /// of more with its representative only. Where two collections are compared, no pair says which
    /// units of one collection are equal, and all of them are in the pairs of the others.
    pub(super) pairs: Vec<Pair>,
    /// For each unit the pairs of which it is the first one.
    pairs_of: RowEnds,
    /// How units say the same in other words that share too few shingles.
    pub(super) paraphrases: Vec<Paraphrase>,
    /// For each unit the first one that is equal to it.
    first_equal: Vec<usize>,
    /// For each unit the first one that is alike to it and to more than [`MAX_EXHAUSTIVE_CLUSTER`]
    /// others, which may be the unit itself.
    hubs: Vec<Option<u32>>,
    /// Pairs that were not looked at.
    pub(super) capped: u64,
}

impl<'t> LevelPairs<'t> {
    /// Compares the units of one level: units that share a bucket are candidates, and every
    /// candidate is verified. `on_step` is called when a step begins.
    pub(super) fn new(
        units: Vec<Unit<'t>>,
        context: &ShingleContext,
        filter: &PairFilter,
        on_step: &dyn Fn(Step),
    ) -> Self {
        let hashes: Vec<u128> = units.par_iter().map(|unit| content_hash(unit.chars())).collect();
        let first_equal = first_equal(&units, &hashes, filter);
        let accepts = |a: usize, b: usize| filter.accepts(units[a].document, units[b].document);
        // Of larger clusters only the matches with the representative are listed, so all pairs of a
        // larger bucket would be aligned in vain.
        let limits = Limits { bucket: MAX_EXHAUSTIVE_CLUSTER, ..Limits::default() };
        let entries = entries(&units, &first_equal, context);
        on_step(Step::Pairing);
        let mut candidates = Buckets::new(entries).candidates(limits);
        candidates.pairs.retain(|&(a, b)| {
            let (a, b) = (a as usize, b as usize);
            // Units equal to two of one document may be of two documents.
            hashes[a] != hashes[b] && filter.accepts_apart(units[a].document, units[b].document)
        });
        on_step(Step::Verifying);
        let mut pairs = verify(&units, &candidates.pairs, context);
        let equal_units = EqualUnits::new(&first_equal);
        // Two collections: no pair within one tells the units that are equal to those of a pair.
        if filter.has_second() {
            equal_units.expand_pairs(&mut pairs);
        } else {
            equal_units.expand_families(&mut pairs);
        }
        pairs.retain(|pair| accepts(pair.a, pair.b));
        pairs.extend(equal_pairs(&units, &hashes, filter).filter(|pair| accepts(pair.a, pair.b)));
        pairs.sort_by_key(|pair| (pair.a, pair.b));
        let hubs = hubs(units.len(), &pairs);
        let (paraphrases, capped) = (Vec::new(), candidates.capped);
        let pairs_of = pairs_of(&pairs);
        Self { units, pairs, pairs_of, paraphrases, first_equal, hubs, capped }
    }

    /// Brings the pairs in order.
    fn sort(&mut self) {
        self.pairs.sort_by_key(|pair| (pair.a, pair.b));
        self.pairs_of = pairs_of(&self.pairs);
    }

    /// Adds pairs that say the same in other words; so many were not looked at.
    pub(super) fn with_paraphrases(
        mut self,
        paraphrases: Vec<((u32, u32), Paraphrase)>,
        capped: u64,
    ) -> Self {
        for ((a, b), paraphrase) in paraphrases {
            let (a, b, at) = (a as usize, b as usize, self.paraphrases.len());
            self.pairs.push(Pair {
                a,
                b,
                overlap: Overlap::NONE,
                equal: false,
                paraphrase: Some(at as u32),
            });
            self.paraphrases.push(paraphrase);
        }
        self.sort();
        self.capped += capped;
        self
    }

    /// Adds pairs of units that are similar by other evidence than their shingles.
    pub(super) fn add_pairs(&mut self, pairs: Vec<Pair>) {
        self.pairs.extend(pairs);
        self.sort();
    }

    /// The first unit that is equal to this one.
    pub(super) fn first_equal(&self, unit: usize) -> usize {
        self.first_equal.get(unit).copied().unwrap_or(unit)
    }

    /// The units that are equal to an earlier one.
    pub(super) fn equal_units(&self) -> EqualUnits {
        EqualUnits::new(&self.first_equal)
    }

    /// Whether two different units were found alike, directly or through units equal to them.
    pub(super) fn are_alike(&self, a: usize, b: usize) -> bool {
        a != b && (self.first_equal(a) == self.first_equal(b) || self.pair(a, b).is_some())
    }

    /// Whether two different units were found alike, or both are alike to one of the units that
    /// represent a large family, whose other pairs were not looked at.
    pub(super) fn are_of_one_family(&self, a: usize, b: usize) -> bool {
        let hub = |unit| self.hubs.get(self.first_equal(unit)).copied().flatten();
        self.are_alike(a, b) || (a != b && hub(a).is_some() && hub(a) == hub(b))
    }

    /// Whether a unit is in a large family that another unit represents.
    pub(super) fn is_represented(&self, unit: usize) -> bool {
        let hub = |unit: usize| self.hubs.get(unit).copied().flatten().map(|hub| hub as usize);
        hub(self.first_equal(unit)).is_some_and(|first| first != unit && hub(first) == Some(first))
    }

    /// Whether two units say the same in other words, and share too few shingles to be alike.
    pub(super) fn are_paraphrases(&self, a: usize, b: usize) -> bool {
        self.pair(a, b).is_some_and(|pair| pair.paraphrase.is_some())
    }

    /// The pair of these units, or of the first ones that are equal to them.
    fn pair(&self, a: usize, b: usize) -> Option<&Pair> {
        let of = |a: usize, b: usize| {
            let (a, b) = (a.min(b), a.max(b));
            let own = if a < self.pairs_of.len() { self.pairs_of.range(a) } else { 0..0 };
            let at = self.pairs[own.clone()].binary_search_by_key(&b, |pair| pair.b).ok()?;
            Some(own.start + at)
        };
        let first = (self.first_equal(a), self.first_equal(b));
        let at = of(a, b).or_else(|| if first == (a, b) { None } else { of(first.0, first.1) });
        at.map(|at| &self.pairs[at])
    }
}

/// For each unit the pairs of which it is the first one. The pairs are in order.
fn pairs_of(pairs: &[Pair]) -> RowEnds {
    let units = pairs.last().map_or(0, |last| last.a + 1);
    let mut rows = RowEnds::with_capacity(units);
    let mut end = 0;
    for unit in 0..units {
        end += pairs[end..].iter().take_while(|pair| pair.a == unit).count();
        rows.push(end);
    }
    rows
}

/// The units that are equal to an earlier unit of the same collection, by that unit.
#[derive(Debug)]
pub(super) struct EqualUnits(BTreeMap<usize, Vec<usize>>);

impl EqualUnits {
    /// `first_equal` has for each unit the first one that is equal to it.
    fn new(first_equal: &[usize]) -> Self {
        let mut units: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (unit, &first) in first_equal.iter().enumerate().filter(|&(unit, &first)| unit != first)
        {
            units.entry(first).or_insert_with(|| vec![first]).push(unit);
        }
        Self(units)
    }

    /// Every pair of a unit equal to `a` and a unit equal to `b` but these two themselves; if more
    /// than [`MAX_EXHAUSTIVE_CLUSTER`] are equal to one of them, every such unit in one pair only.
    pub(super) fn other_pairs(&self, a: usize, b: usize) -> Vec<(usize, usize)> {
        let (all_a, all_b) = (self.with_equals(&a), self.with_equals(&b));
        let is_large = all_a.len().max(all_b.len()) > MAX_EXHAUSTIVE_CLUSTER;
        let pairs = all_a.iter().flat_map(|&x| all_b.iter().map(move |&y| (x, y)));
        let is_wanted = |&(x, y): &(usize, usize)| (x == a) != (y == b) || (!is_large && x != a);
        pairs.filter(is_wanted).collect()
    }

    /// A unit, and the later ones that are equal to it.
    fn with_equals<'s>(&'s self, unit: &'s usize) -> &'s [usize] {
        self.0.get(unit).map_or(std::slice::from_ref(unit), Vec::as_slice)
    }

    /// Adds to the pairs of first units those of the units that are equal to them: all in a family
    /// of at most [`MAX_EXHAUSTIVE_CLUSTER`] units, in a larger one those with its representative.
    fn expand_families(&self, pairs: &mut Vec<Pair>) {
        if self.0.is_empty() {
            return;
        }
        let families = Families::of(pairs, self);
        for at in 0..pairs.len() {
            let pair = pairs[at];
            let expanded: Vec<(usize, usize)> = match families.size_and_representative(&pair) {
                Some((size, of)) if size > MAX_EXHAUSTIVE_CLUSTER => self.pairs_with(of, &pair),
                _ => self.other_pairs(pair.a, pair.b),
            };
            pairs.extend(expanded.into_iter().map(|(x, y)| pair.of_equal_units(x, y)));
        }
    }

    /// The pairs of the representative of a family, if it is in this pair, and the units equal to
    /// the other one.
    fn pairs_with(&self, representative: usize, &Pair { a, b, .. }: &Pair) -> Vec<(usize, usize)> {
        if a == representative {
            self.with_equals(&b)[1..].iter().map(|&y| (a, y)).collect()
        } else if b == representative {
            self.with_equals(&a)[1..].iter().map(|&x| (x, b)).collect()
        } else {
            Vec::new()
        }
    }

    /// Adds to the pairs of first units those of the units that are equal to them.
    fn expand_pairs(&self, pairs: &mut Vec<Pair>) {
        for at in 0..pairs.len() {
            let pair = pairs[at];
            let others = self.other_pairs(pair.a, pair.b).into_iter();
            pairs.extend(others.map(|(x, y)| pair.of_equal_units(x, y)));
        }
    }
}

/// The families of first units, and how many units are in each, those equal to a first one counted.
struct Families {
    families: Vec<(usize, Star)>,
    /// Number of the family that each unit is a member of.
    family_of: HashMap<usize, usize>,
}

impl Families {
    /// The families that pairs of first units make.
    fn of(pairs: &[Pair], equal_units: &EqualUnits) -> Self {
        let links: Vec<Link> = pairs.iter().map(Pair::link).collect();
        let weight = |unit: usize| equal_units.with_equals(&unit).len();
        let size = |star: &Star| star.members.iter().map(|&unit| weight(unit)).sum();
        let stars = weighted_stars(&links, weight).into_iter();
        let families: Vec<(usize, Star)> = stars.map(|star| (size(&star), star)).collect();
        let family_of = star_of_members(families.iter().map(|(_, star)| star));
        Self { families, family_of }
    }

    /// The size and the representative of the larger family of the two units of a pair; `None` if
    /// none is in one.
    fn size_and_representative(&self, pair: &Pair) -> Option<(usize, usize)> {
        let families = [pair.a, pair.b].into_iter().filter_map(|unit| self.family_of.get(&unit));
        let families = families.map(|&number| &self.families[number]);
        families.map(|(size, star)| (*size, star.representative)).max()
    }
}

impl Pair {
    fn link(&self) -> Link {
        Link { a: self.a, b: self.b, similarity: self.overlap.jaccard() }
    }

    /// The pair of two other units, the first equal to `a` and the second to `b`.
    fn of_equal_units(self, x: usize, y: usize) -> Self {
        let Overlap { a, b, shared } = self.overlap;
        let turned = Overlap { a: b, b: a, shared };
        if x < y {
            Self { a: x, b: y, ..self }
        } else {
            Self { a: y, b: x, overlap: turned, ..self }
        }
    }
}

/// The band keys of all units; of equal units those of the first one.
fn entries(units: &[Unit<'_>], first_equal: &[usize], context: &ShingleContext) -> Vec<BandEntry> {
    let firsts = units.par_iter().enumerate().filter(|&(at, _)| first_equal[at] == at);
    let entries = firsts.map_init(Scratch::default, |scratch, (at, unit)| {
        let unit_id = UnitId::new(at);
        let mut prepared = context.prepare(unit, scratch);
        prepared.band_keys().map(|key| BandEntry { key, unit: unit_id }).collect::<Vec<_>>()
    });
    entries.flatten_iter().collect()
}

/// For each unit the first one of it and those paired with it that is in more than
/// [`MAX_EXHAUSTIVE_CLUSTER`] pairs.
fn hubs(units: usize, pairs: &[Pair]) -> Vec<Option<u32>> {
    let mut counts = vec![0_usize; units];
    pairs.iter().flat_map(|pair| [pair.a, pair.b]).for_each(|unit| counts[unit] += 1);
    let is_hub = |unit: usize| counts[unit] > MAX_EXHAUSTIVE_CLUSTER;
    let mut hubs: Vec<Option<u32>> =
        (0..units).map(|unit| is_hub(unit).then_some(unit as u32)).collect();
    for pair in pairs {
        for (unit, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let hub = is_hub(other).then_some(other as u32);
            hubs[unit] = hubs[unit].into_iter().chain(hub).min();
        }
    }
    hubs
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

/// Pairs of units with equal content: all with all, or in large groups all with the first of each
/// collection.
fn equal_pairs(
    units: &[Unit<'_>],
    hashes: &[u128],
    filter: &PairFilter,
) -> impl Iterator<Item = Pair> {
    let mut groups: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (at, _) in units.iter().enumerate().filter(|(_, unit)| !unit.range.is_empty()) {
        groups.entry(hashes[at]).or_default().push(at);
    }
    let pairs = groups.into_values().flat_map(|group| {
        let mut heads: Vec<usize> = (0..group.len()).collect();
        if group.len() > MAX_EXHAUSTIVE_CLUSTER {
            let mut collections = BTreeSet::new();
            heads.retain(|&at| collections.insert(filter.role(units[group[at]].document)));
        }
        pairs_with(&group, &heads)
    });
    pairs.map(|(a, b)| Pair {
        a,
        b,
        overlap: Overlap { a: 1, b: 1, shared: 1 },
        equal: true,
        paraphrase: None,
    })
}

/// The pairs of each head with the others, in rising order; `heads` are places in `group`.
fn pairs_with(group: &[usize], heads: &[usize]) -> Vec<(usize, usize)> {
    let is_head = |at: &usize| heads.binary_search(at).is_ok();
    let pairs = heads.iter().flat_map(|&head| {
        let others = (0..group.len()).filter(move |at| head < *at || (*at < head && !is_head(at)));
        others.map(move |other| (head.min(other), head.max(other)))
    });
    pairs.map(|(a, b)| (group[a], group[b])).collect()
}

/// The candidates that are similar.
fn verify(units: &[Unit<'_>], candidates: &[(u32, u32)], context: &ShingleContext) -> Vec<Pair> {
    let sets = ShingleSets::new(units, context);
    let verified = candidates.par_iter().map_init(Scratch::default, |scratch, &(a, b)| {
        let (a, b) = (a as usize, b as usize);
        let overlap = context.detector.verify(sets.get(a, scratch), sets.get(b, scratch))?;
        Some(Pair { a, b, overlap, equal: false, paraphrase: None })
    });
    verified.flatten_iter().collect()
}

/// The shingle sets of units; each is made when it is first needed.
pub(super) struct ShingleSets<'u, 't> {
    units: &'u [Unit<'t>],
    context: &'u ShingleContext,
    sets: Vec<OnceLock<ShingleSet>>,
}

impl<'u, 't> ShingleSets<'u, 't> {
    pub(super) fn new(units: &'u [Unit<'t>], context: &'u ShingleContext) -> Self {
        Self { units, context, sets: units.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The set of one unit.
    pub(super) fn get(&self, unit: usize, scratch: &mut Scratch) -> &ShingleSet {
        let prepare = || self.context.prepare(&self.units[unit], scratch).to_set();
        self.sets[unit].get_or_init(prepare)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(a: usize, b: usize) -> Pair {
        Pair { a, b, overlap: Overlap::NONE, equal: false, paraphrase: None }
    }

    /// The pairs of as many units, none of which are equal.
    fn level(units: usize, pairs: Vec<Pair>) -> LevelPairs<'static> {
        let (first_equal, hubs) = ((0..units).collect(), hubs(units, &pairs));
        let mut level = LevelPairs { pairs, first_equal, hubs, ..LevelPairs::default() };
        level.sort();
        level
    }

    #[test]
    fn the_hub_of_a_large_family_represents_it() {
        let large = MAX_EXHAUSTIVE_CLUSTER + 2;
        let pairs = level(large + 1, (1..large).map(|unit| pair(0, unit)).collect());
        assert!(pairs.are_of_one_family(1, 2) && !pairs.are_alike(1, 2));
        assert!(!pairs.are_of_one_family(1, large) && !pairs.are_of_one_family(1, 1));
        let represented: Vec<usize> =
            (0..=large).filter(|&unit| pairs.is_represented(unit)).collect();
        assert!(represented.into_iter().eq(1..large));
    }

    /// Equal units: 0, 1 and 2 are equal, 4 and 5, and 3 is equal to none.
    fn equal_units() -> EqualUnits {
        EqualUnits::new(&[0, 0, 0, 3, 4, 4])
    }

    #[test]
    fn equal_units_are_in_the_same_pairs() {
        let equal = equal_units();
        assert_eq!(equal.other_pairs(3, 4), [(3, 5)]);
        assert_eq!(equal.other_pairs(0, 4), [(0, 5), (1, 4), (1, 5), (2, 4), (2, 5)]);
        assert_eq!(equal.other_pairs(3, 3), []);
        let mut pairs = vec![Pair { overlap: Overlap { a: 7, b: 9, shared: 5 }, ..pair(3, 4) }];
        equal.expand_pairs(&mut pairs);
        assert_eq!(pairs[1], Pair { b: 5, ..pairs[0] });
        let turned = pairs[0].of_equal_units(5, 3);
        assert_eq!((turned.a, turned.b, turned.overlap), (3, 5, Overlap { a: 9, b: 7, shared: 5 }));
    }

    #[test]
    fn of_many_equal_units_each_is_in_one_pair() {
        let many = MAX_EXHAUSTIVE_CLUSTER + 1;
        let first: Vec<usize> = (0..2 * many).map(|unit| unit / many * many).collect();
        let pairs = EqualUnits::new(&first).other_pairs(0, many);
        assert_eq!(pairs.len(), 2 * (many - 1));
        assert!(pairs.iter().all(|&(a, b)| (a == 0) != (b == many)));
    }

    /// Pairs of first units with those of the units equal to them, in rising order.
    fn with_equal_units(firsts: &[usize], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut pairs: Vec<Pair> = pairs.iter().map(|&(a, b)| pair(a, b)).collect();
        EqualUnits::new(firsts).expand_families(&mut pairs);
        let mut pairs: Vec<_> = pairs.into_iter().map(|pair| (pair.a, pair.b)).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn every_unit_of_a_small_family_is_paired_with_those_that_differ() {
        let pairs = with_equal_units(&[0, 0, 0, 3, 3, 3], &[(0, 3)]);
        assert!(pairs.into_iter().eq((0..3).flat_map(|a| (3..6).map(move |b| (a, b)))));
    }

    #[test]
    fn every_unit_of_a_large_family_is_paired_with_the_representative() {
        let many = MAX_EXHAUSTIVE_CLUSTER;
        // The unit 1 is linked to most units, counting equal ones: those equal to 2.
        let firsts: Vec<usize> = (0..3).chain(std::iter::repeat_n(2, many)).collect();
        let pairs = with_equal_units(&firsts, &[(0, 1), (1, 2)]);
        assert!(pairs.into_iter().eq([(0, 1)].into_iter().chain((2..many + 3).map(|b| (1, b)))));
    }

    proptest! {
        #[test]
        fn all_units_equal_to_those_of_a_pair_are_paired_once(
            kinds in prop::collection::vec(0..4_usize, 2..12),
            linked in prop::collection::btree_set((0..4_usize, 0..4_usize), 0..6),
        ) {
            let first = |kind: usize| kinds.iter().position(|&of| of == kind);
            let firsts: Vec<usize> = kinds.iter().filter_map(|&kind| first(kind)).collect();
            let pairs = linked.iter().filter(|(x, y)| x < y);
            let pairs = pairs.filter_map(|&(x, y)| Some((first(x)?, first(y)?)));
            let pairs: Vec<_> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
            let units = 0..kinds.len();
            let wanted = units.clone().flat_map(|a| units.clone().map(move |b| (a, b)));
            let wanted = wanted.filter(|&(a, b)| {
                let firsts = (firsts[a].min(firsts[b]), firsts[a].max(firsts[b]));
                a < b && pairs.contains(&firsts)
            });
            prop_assert_eq!(with_equal_units(&firsts, &pairs), wanted.collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_head_is_paired_with_every_other_unit_once() {
        assert_eq!(pairs_with(&[4, 6, 8], &[0, 1, 2]), [(4, 6), (4, 8), (6, 8)]);
        assert_eq!(pairs_with(&[4, 6, 8, 9], &[0, 2]), [(4, 6), (4, 8), (4, 9), (6, 8), (8, 9)]);
    }

    #[test]
    fn a_small_family_has_no_hub() {
        let small = MAX_EXHAUSTIVE_CLUSTER + 1;
        let pairs = level(small, (1..small).map(|unit| pair(0, unit)).collect());
        assert!(!pairs.are_of_one_family(1, 2) && !pairs.is_represented(1));
    }
}
