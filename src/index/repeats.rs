//! Repeats: which runs of content characters occur at several places.
//!
//! All runs of four ideographs, or ten letters, are sorted; equal runs stand side by side. Runs that occur too often
//! are lengthened, one character at a time, until they are rare enough, so that a common word costs
//! little while every rare run is known in all its places.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::strands::{BREAK, Strands};
use crate::sketch::hash_runs;

/// Places that are sorted at once; more are taken in several passes, one part of the hashes after the other.
const PLACES_A_PASS: usize = 1 << 22;
/// Marks the last place of a group, and in `slots` a place of a group that is not rare.
const LAST: u32 = 1 << 31;
/// Length of a formula, in thirds of an ideograph.
const FORMULA: u32 = 24;
/// Length of a block that is common as a whole, not only in its formulas.
const BLOCK: u32 = 72;
/// In `reach`: the run occurs nowhere else.
const ALONE: u8 = 0;
/// In `reach`: the run was common, and occurs nowhere else now that it is longer.
const ALONE_WHEN_LONGER: u8 = u8::MAX - 1;
/// In `reach`: the run stayed too common at its greatest length.
const BLIND: u8 = u8::MAX;

/// How common a run may be before it is lengthened, and how far. Runs are measured in thirds of an ideograph, since three
/// letters say about as much as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedLimits {
    /// Length of the shortest runs that make a seed.
    pub gram: u32,
    /// A run that occurs more often than this tells half as much.
    pub rare: usize,
    /// A run that occurs more often than this is lengthened.
    pub occurrences: usize,
    /// A run of this length, up to 240, that is still too common is given up.
    pub longest: u32,
    /// A run of eight ideographs that more documents hold than this is boilerplate.
    pub common: usize,
}

impl Default for SeedLimits {
    fn default() -> Self {
        Self { gram: 10, rare: 32, occurrences: 128, longest: 72, common: 100 }
    }
}

impl SeedLimits {
    /// Every shared run is seeded, however often it occurs, and none is boilerplate.
    #[must_use]
    pub fn exhaustive() -> Self {
        Self { rare: usize::MAX, occurrences: usize::MAX, common: usize::MAX, ..Self::default() }
    }
}

/// For how many places of the strands all other places with the same run are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Ledger {
    /// Places whose run is rare: every other place with this run is known, and looked at.
    pub proved: u64,
    /// Places whose run is common: places that share a longer run, or another one nearby, are looked at.
    pub measured: u64,
    /// Places whose run stayed too common at its greatest length, so that they were linked to one other place only.
    pub blind: u64,
    /// Places that lie in boilerplate, or in what was taken for it.
    pub boilerplate: u64,
}

/// Places by the runs that begin there.
pub struct Repeats<'s> {
    pub(super) strands: &'s Strands,
    pub(super) limits: SeedLimits,
    /// Groups of places with equal runs, each in rising order; the last place of each is marked.
    places: Vec<u32>,
    /// Where each place stands in `places`, if it stands there.
    slots: Vec<u32>,
    /// Places that lie in boilerplate.
    common: FixedBitSet,
    /// Places that lie in whole blocks of boilerplate.
    blocks: FixedBitSet,
    /// For each place the length at which its run became rare, or one of the marks above.
    reach: Vec<u8>,
}

impl<'s> Repeats<'s> {
    /// Finds all repeats of the strands.
    #[must_use]
    pub fn of(strands: &'s Strands, limits: SeedLimits) -> Self {
        let places = strands.chars().len();
        let (slots, reach) = (vec![0; places], vec![ALONE; places]);
        let (common, blocks) = (FixedBitSet::with_capacity(places), FixedBitSet::with_capacity(places));
        let mut repeats = Self { strands, limits, places: Vec::new(), slots, common, blocks, reach };
        let passes = places.div_ceil(PLACES_A_PASS);
        for pass in 0..passes {
            let entries = sorted_places(strands, limits.gram, (pass, passes));
            let runs = entries.par_chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
            let groups = runs.fold(Groups::default, |mut groups, run| {
                groups.refine(run.iter().map(|&(_, place)| place).collect(), strands, limits);
                groups
            });
            for groups in groups.collect::<Vec<_>>() {
                repeats.take(&groups);
            }
        }
        repeats
    }

    fn take(&mut self, groups: &Groups) {
        for &place in &groups.single {
            self.reach[place as usize] = ALONE_WHEN_LONGER;
        }
        for &(start, end) in &groups.common {
            self.common.insert_range(start as usize..end as usize);
        }
        for &(start, end) in &groups.blocks {
            self.blocks.insert_range(start as usize..end as usize);
        }
        let mut lengths = groups.lengths.iter();
        for group in groups.places.split_inclusive(|place| place & LAST != 0) {
            let length = *lengths.next().expect("every group has a length");
            let mark = if group.len() > self.limits.rare { LAST } else { 0 };
            for &place in group {
                let at = unmarked(place);
                self.slots[at] = self.places.len() as u32 | mark;
                self.reach[at] = length;
                self.places.push(place);
            }
        }
    }

    /// What these are the repeats of.
    #[must_use]
    pub fn strands(&self) -> &'s Strands {
        self.strands
    }

    /// How common runs may be.
    #[must_use]
    pub fn limits(&self) -> SeedLimits {
        self.limits
    }

    /// Takes a run of a strand for boilerplate.
    pub fn add_common(&mut self, strand: u32, run: Range<usize>) {
        let start = self.strands.start(strand);
        self.common.insert_range(start + run.start..start + run.end);
        self.blocks.insert_range(start + run.start..start + run.end);
    }

    /// The runs of a strand that are boilerplate.
    pub fn common_runs(&self, strand: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs(strand, |place| self.is_common_at(place))
    }

    /// The runs of a strand in which every place stayed too common, but for those that an earlier strand holds too.
    pub fn blind_runs(&self, strand: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs(strand, |place| self.is_blind(place) && self.is_first(place))
    }

    /// The runs of a strand of whose places `is_in` holds.
    fn runs(&self, strand: u32, is_in: impl Fn(usize) -> bool) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (self.strands.start(strand), self.strands.end(strand));
        let mut next = start;
        std::iter::from_fn(move || {
            let first = (next..end).find(|&place| is_in(place))?;
            next = (first..end).find(|&place| !is_in(place)).unwrap_or(end);
            Some(first - start..next - start)
        })
    }

    /// For how many places the other places with the same run are known.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let boilerplate = self.common.count_ones(..) as u64;
        let mut ledger = Ledger { boilerplate, ..Ledger::default() };
        let places = self.reach.iter().zip(self.strands.chars()).enumerate().filter(|(_, (_, char))| **char != BREAK);
        for (place, (&reach, _)) in places {
            match reach {
                BLIND => ledger.blind += 1,
                ALONE => ledger.proved += 1,
                reach if self.is_rare(place) && self.is_short(place, reach) => ledger.proved += 1,
                _ => ledger.measured += 1,
            }
        }
        ledger
    }

    /// Whether one of the runs that begin in this run of a strand is rare.
    #[must_use]
    pub fn has_rare(&self, strand: u32, mut run: Range<usize>) -> bool {
        let start = self.strands.start(strand);
        run.any(|at| self.is_rare(start + at))
    }

    fn is_rare(&self, place: usize) -> bool {
        self.reach[place] != ALONE && self.slots[place] & LAST == 0
    }

    /// Whether a run of `reach` characters is one of the shortest.
    fn is_short(&self, place: usize, reach: u8) -> bool {
        self.strands.run(place, self.limits.gram).is_some_and(|run| run.len() == usize::from(reach))
    }

    /// Whether a character of a strand lies in boilerplate.
    #[must_use]
    pub fn is_common(&self, strand: u32, at: usize) -> bool {
        self.is_common_at(self.strands.start(strand) + at)
    }

    /// Whether a character of a strand lies in a block that is boilerplate as a whole.
    #[must_use]
    pub fn is_block(&self, strand: u32, at: usize) -> bool {
        self.blocks.contains(self.strands.start(strand) + at)
    }

    /// Whether boilerplate begins or goes on at `place`.
    pub(super) fn is_common_at(&self, place: usize) -> bool {
        self.common.contains(place)
    }

    /// Whether the run that begins at `place` stayed too common.
    pub(super) fn is_blind(&self, place: usize) -> bool {
        self.reach[place] == BLIND
    }

    /// The later places with the run that begins at `place`.
    pub(super) fn later(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let alone = matches!(self.reach[place], ALONE | ALONE_WHEN_LONGER);
        let rest = if alone { &[][..] } else { &self.places[unmarked(self.slots[place])..] };
        let mut goes_on = rest.first().is_some_and(|here| here & LAST == 0);
        let later = rest.iter().skip(1).take_while(move |&&next| std::mem::replace(&mut goes_on, next & LAST == 0));
        later.map(|&place| unmarked(place))
    }

    /// Whether no earlier place has the run that begins at `place`.
    pub(super) fn is_first(&self, place: usize) -> bool {
        let slot = unmarked(self.slots[place]);
        slot.checked_sub(1).is_none_or(|before| self.places[before] & LAST != 0)
    }

    /// Whether the runs one character before `x` and `y` are known to be equal: that run is longer by one, so if it was rare
    /// by then, the two places before were met.
    pub(super) fn met_before(&self, x: usize, y: usize) -> bool {
        let (here, before) = (self.reach[x], self.reach[x - 1]);
        !matches!(before, ALONE | ALONE_WHEN_LONGER | BLIND) && before <= here + 1 && self.strands.same(x - 1, y - 1)
    }
}

/// The runs of this length that begin at one of these places and that too many documents hold.
fn common_runs(places: &mut [u32], strands: &Strands, (length, most): (u32, usize)) -> Vec<(u32, u32)> {
    let run = |place: u32| strands.run(place as usize, length);
    places.sort_unstable_by_key(|&place| (run(place), place));
    let groups = places.chunk_by(|&x, &y| run(x) == run(y)).filter(|group| group.len() > most);
    let common = groups.filter(|group| run(group[0]).is_some() && strands.documents_of(group) > most);
    common.flatten().map(|&place| (place, place + run(place).map_or(0, <[char]>::len) as u32)).collect()
}

/// Whether the same character follows at all places, as it does inside of blocks that are copied whole.
fn go_on_alike(places: &[u32], strands: &Strands, length: usize) -> bool {
    let next = |&place: &u32| strands.chars()[place as usize + length];
    let first = next(&places[0]);
    first != BREAK && places.iter().all(|place| next(place) == first)
}

/// The number of a place without its mark.
fn unmarked(place: u32) -> usize {
    (place & !LAST) as usize
}

/// Every place whose hash falls into this part of all, with the hash of the run that begins there; equal runs side by side.
fn sorted_places(strands: &Strands, gram: u32, (part, parts): (usize, usize)) -> Vec<(u64, u32)> {
    let all = (0..strands.len() as u32).into_par_iter();
    let places = all.map_init(Vec::new, |hashes: &mut Vec<u64>, strand| {
        hash_runs(strands.content(strand), gram, hashes);
        let places = hashes.iter().zip(strands.start(strand) as u32..);
        let mine = places.filter(|(hash, _)| ((**hash >> 32) as usize * parts) >> 32 == part);
        mine.map(|(&hash, place)| (hash, place)).collect::<Vec<_>>()
    });
    let mut places: Vec<(u64, u32)> = places.flatten_iter().collect();
    places.par_sort_unstable();
    places
}

/// Groups of places with equal runs, split until each is rare enough.
#[derive(Default)]
struct Groups {
    places: Vec<u32>,
    /// For each group the length of its run, or [`BLIND`].
    lengths: Vec<u8>,
    /// Places that had a common run but share the longer one with none.
    single: Vec<u32>,
    /// Runs that are boilerplate: first place, and the one behind the last.
    common: Vec<(u32, u32)>,
    /// Longer runs that are.
    blocks: Vec<(u32, u32)>,
}

impl Groups {
    /// Splits places with equal runs by the characters that follow, until each group is rare.
    fn refine(&mut self, mut places: Vec<u32>, strands: &Strands, limits: SeedLimits) {
        if places.len() > limits.common {
            self.common.extend(common_runs(&mut places, strands, (FORMULA, limits.common)));
            self.blocks.extend(common_runs(&mut places, strands, (BLOCK, limits.common)));
        }
        let Some(shortest) = strands.run(places[0] as usize, limits.gram).map(<[char]>::len) else { return };
        let mut open = vec![(places, shortest)];
        while let Some((places, length)) = open.pop() {
            match places.len() {
                1 => self.single.extend(places),
                count if count <= limits.occurrences => self.keep(&places, length as u8),
                _ if strands.run(places[0] as usize, limits.longest).is_some_and(|run| run.len() <= length) => {
                    self.keep(&places, BLIND);
                }
                _ if go_on_alike(&places, strands, length) => open.push((places, length + 1)),
                _ => open.extend(self.split(places, strands, length).into_iter().map(|group| (group, length + 1))),
            }
        }
    }

    fn keep(&mut self, places: &[u32], length: u8) {
        let start = self.places.len();
        self.places.extend_from_slice(places);
        self.places[start..].sort_unstable();
        *self.places.last_mut().expect("a group has members") |= LAST;
        self.lengths.push(length);
    }

    /// The groups that share one more character; what ends here stays alone.
    fn split(&mut self, mut places: Vec<u32>, strands: &Strands, length: usize) -> Vec<Vec<u32>> {
        let next = |place: &u32| strands.chars()[*place as usize + length];
        places.sort_unstable_by_key(next);
        let groups = places.chunk_by(|a, b| next(a) == next(b));
        let (ended, open): (Vec<&[u32]>, Vec<&[u32]>) = groups.partition(|group| next(&group[0]) == BREAK);
        self.single.extend(ended.into_iter().flatten());
        open.into_iter().map(<[u32]>::to_vec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_ledger_counts_every_place_once(texts in prop::collection::vec("[甲乙a]{0,60}", 1..4)) {
            let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
            let strands = Strands::new(contents.iter().map(|content| (0, content.as_slice())));
            let limits = SeedLimits { occurrences: 8, longest: 36, ..SeedLimits::default() };
            let ledger = Repeats::of(&strands, limits).ledger();
            let places: usize = contents.iter().map(Vec::len).sum();
            prop_assert_eq!(ledger.proved + ledger.measured + ledger.blind, places as u64);
            let exhaustive = SeedLimits::exhaustive();
            prop_assert_eq!(Repeats::of(&strands, exhaustive).ledger().proved, places as u64);
        }
    }
}
