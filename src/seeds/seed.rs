//! Seeds: every pair of places that share a run of content characters, found without comparing pairs.

use rayon::prelude::*;

use super::ngram_index::Partition;

/// Two places that share a run of characters, as long as it goes on in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed {
    /// The earlier strand.
    pub a: u32,
    /// The later strand, or the same one.
    pub b: u32,
    /// First character of the run in strand `a`.
    pub at_a: u32,
    /// First character of the run in strand `b`; in the same strand it lies behind `at_a`.
    pub at_b: u32,
    /// Characters that are equal.
    pub len: u32,
}

/// A pair of places whose runs are equal, ordered by the later strand, diagonal and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    sequence: u32,
    /// From the earlier place to the later one.
    offset: u32,
    place: u32,
}

impl Hit {
    fn partner(self) -> usize {
        self.place as usize + self.offset as usize
    }
}

impl Partition<'_, '_> {
    /// All seeds between strand `a`, which is of this part, and itself or a later strand that `wanted` picks, each as long as its run goes on, in
    /// rising order of strands, then places.
    ///
    /// A run that stayed too common (see [`SeedCoverage`](super::Ledger)) is linked in linear time: each strand to the first one
    /// that holds it, and each place in a strand to the one before. Boilerplate of that kind makes no seeds.
    #[must_use]
    pub fn seeds(&self, a: u32, wanted: impl Fn(u32) -> bool + Sync) -> Vec<Seed> {
        let mut hits: Vec<Hit> = Vec::new();
        for place in self.repeats.sequences().start(a)..self.repeats.sequences().end(a) {
            if !self.repeats.is_too_frequent(place) {
                self.pairs(place, &mut hits);
            } else if !self.repeats.is_common_at(place) {
                self.links(place, a, &mut hits);
            }
        }
        hits.par_sort_unstable();
        let sequences = hits.chunk_by(|x, y| x.sequence == y.sequence).filter(|hits| wanted(hits[0].sequence));
        sequences.flat_map(|hits| self.grow(a, hits)).collect()
    }

    /// Pairs of one place with all later ones, without those whose run is met one character earlier already.
    fn pairs(&self, place: usize, hits: &mut Vec<Hit>) {
        hits.extend(
            self.later(place)
                .filter(|&later| !self.repeats.has_left_extension(place, later))
                .map(|later| self.hit(place, later)),
        );
    }

    /// Pairs that link the places of a common group: as many as there are places.
    fn links(&self, place: usize, a: u32, hits: &mut Vec<Hit>) {
        let later = self.later(place).map(|later| self.hit(place, later));
        if !self.repeats.is_first_too_frequent(place) {
            return hits.extend(later.take(1).filter(|hit| hit.sequence == a));
        }
        let mut before = None;
        hits.extend(later.filter(|hit| before.replace(hit.sequence) != Some(hit.sequence)));
    }

    fn hit(&self, place: usize, later: usize) -> Hit {
        Hit { sequence: self.repeats.sequences().strand_of(later), offset: (later - place) as u32, place: place as u32 }
    }

    /// Lengthens hits of two strands to whole runs, one seed for all hits of the same run.
    fn grow(&self, a: u32, hits: &[Hit]) -> Vec<Seed> {
        let diagonals = hits.chunk_by(|x, y| x.offset == y.offset);
        let seeds = diagonals.flat_map(|hits| self.grow_diagonal(a, hits));
        let mut seeds: Vec<Seed> = seeds.filter(|seed| self.is_long(seed)).collect();
        seeds.sort_unstable();
        seeds
    }

    /// Hits are of equal hashes, and runs that overlap themselves are cut: so length is asked for once more.
    fn is_long(&self, seed: &Seed) -> bool {
        let gram = self.repeats.limits().gram;
        if seed.len >= gram {
            return true; // A character is a third at least.
        }
        let place = self.repeats.sequences().start(seed.a) + seed.at_a as usize;
        self.repeats.sequences().run(place, gram).is_some_and(|run| run.len() <= seed.len as usize)
    }

    fn grow_diagonal(&self, a: u32, hits: &[Hit]) -> Vec<Seed> {
        let mut seeds = Vec::new();
        let mut done = 0;
        for &hit in hits {
            let place = hit.place as usize - self.repeats.sequences().start(a);
            if place >= done {
                let seed = self.run_around(a, hit);
                done = (seed.at_a + seed.len) as usize;
                seeds.push(seed);
            }
        }
        seeds
    }

    fn run_around(&self, a: u32, hit: Hit) -> Seed {
        let (place, partner) = (hit.place as usize, hit.partner());
        let before = self.repeats.sequences().run_before(place, partner);
        Seed {
            a,
            b: hit.sequence,
            at_a: (place - before - self.repeats.sequences().start(a)) as u32,
            at_b: (partner - before - self.repeats.sequences().start(hit.sequence)) as u32,
            len: (before + self.repeats.sequences().run_from(place, partner)) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NgramIndex, SeedLimits, SequenceSet};
    use super::*;
    use proptest::prelude::*;

    fn sequences(texts: &[String]) -> SequenceSet<'static> {
        let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        SequenceSet::new(contents.iter().map(|content| (0, content.as_slice())))
    }

    fn all_seeds(repeats: &NgramIndex<'_>) -> Vec<Seed> {
        let parts = (0..repeats.parts()).map(|part| repeats.part(part).expect("temporary files can be read"));
        parts.flat_map(|part| part.sequences().flat_map(|a| part.seeds(a, |_| true)).collect::<Vec<_>>()).collect()
    }

    /// Every maximal run of at least `gram`, by comparing all places with all.
    fn brute(sequences: &SequenceSet<'_>, gram: usize) -> Vec<Seed> {
        let all = 0..sequences.len() as u32;
        let places = all.flat_map(|a| (sequences.start(a)..sequences.end(a)).map(move |x| (a, x))).collect::<Vec<_>>();
        let repeats = NgramIndex::of(sequences, SeedLimits::default());
        let part = repeats.part(0).expect("it is in memory");
        let mut seeds = Vec::new();
        for (at, &(a, x)) in places.iter().enumerate() {
            for &(sequence, y) in &places[at + 1..] {
                if sequences.run_from(x, y) >= gram && sequences.run_before(x, y) == 0 {
                    seeds.push(part.run_around(a, Hit { sequence, offset: (y - x) as u32, place: x as u32 }));
                }
            }
        }
        seeds.sort_unstable();
        seeds
    }

    proptest! {
        #[test]
        fn without_a_cap_every_shared_run_gives_one_seed(texts in prop::collection::vec("[甲乙]{0,40}", 1..4)) {
            let sequences = sequences(&texts);
            let limits = SeedLimits::exhaustive();
            let found = all_seeds(&NgramIndex::of(&sequences, limits));
            prop_assert_eq!(found, brute(&sequences, 4));
        }

        #[test]
        fn a_cap_loses_only_short_runs_of_common_grams(texts in prop::collection::vec("[甲乙]{0,60}", 1..4)) {
            let sequences = sequences(&texts);
            let limits = SeedLimits { rare: 2, occurrences: 8, longest: 36, ..SeedLimits::default() };
            let repeats = NgramIndex::of(&sequences, limits);
            let found = all_seeds(&repeats);
            let all = brute(&sequences, 4);
            let apart = |seed: &&Seed| seed.a != seed.b || seed.len < seed.at_b - seed.at_a;
            prop_assert!(found.iter().filter(apart).all(|seed| all.contains(seed)));
            if repeats.coverage().too_frequent == 0 {
                let long = all.iter().filter(apart).filter(|seed| seed.len >= 12);
                prop_assert!(long.into_iter().all(|seed| found.contains(seed)));
            }
        }
    }

    proptest! {
        #[test]
        fn parts_have_the_seeds_of_the_whole(texts in prop::collection::vec("[甲乙]{0,60}", 1..7), parts in 2_usize..9) {
            let sequences = sequences(&texts);
            let limits = SeedLimits { rare: 2, occurrences: 8, longest: 36, common: 2, ..SeedLimits::default() };
            let (whole, parted) = (NgramIndex::of(&sequences, limits), NgramIndex::parted(&sequences, limits, parts));
            let parted = parted.expect("temporary files can be written");
            prop_assert_eq!(parted.parts(), parts);
            prop_assert_eq!(parted.coverage(), whole.coverage());
            prop_assert_eq!(all_seeds(&parted), all_seeds(&whole));
        }
    }

    #[test]
    fn one_repeated_character_is_blind_and_costs_little() {
        let (sequences, limits) = (sequences(&["哈".repeat(100_000)]), SeedLimits::default());
        let repeats = NgramIndex::of(&sequences, limits);
        let (too_frequent, seeds) = (repeats.coverage().too_frequent, all_seeds(&repeats).len());
        assert!(too_frequent > 90_000, "{too_frequent}");
        assert!(seeds < 10_000, "{seeds}");
    }
}
