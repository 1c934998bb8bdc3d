//! Seeds: every place pair that shares a run of content characters, found without comparing pairs.
//!
//! All runs of `gram` characters are sorted; equal runs stand side by side. Runs that occur too often
//! are lengthened, one character at a time, until they are rare enough, so that a common word costs
//! little while every rare run still gives its seed. What stays too common at the greatest length is
//! counted, and linked in linear time: each strand to the first, and each place in a
//! strand to the one before.

use rayon::prelude::*;

use crate::sketch::content_hash;

/// Stands between two strands; it is no content character and equals nothing.
const BREAK: char = '\0';
/// In [`Groups`]: no seed begins here.
const BLIND: u8 = u8::MAX;

/// Contents side by side, so that one number names a place in all of them.
#[derive(Debug, Clone)]
pub struct Strands {
    chars: Vec<char>,
    starts: Vec<usize>,
}

/// How common a run may be before it is lengthened, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedLimits {
    /// Shortest run that makes a seed, in content characters.
    pub gram: usize,
    /// A run that occurs more often than this is lengthened.
    pub occurrences: usize,
    /// A run of this length that is still too common is given up.
    pub longest: usize,
}

impl Default for SeedLimits {
    fn default() -> Self {
        Self { gram: 4, occurrences: 128, longest: 24 }
    }
}

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

/// All seeds of some strands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeds {
    /// Seeds in rising order of strands, then places.
    pub seeds: Vec<Seed>,
    /// Places whose run stayed too common at its greatest length, so that they were linked to one other
    /// place only.
    pub blind: u64,
}

impl Strands {
    /// Lays contents side by side.
    #[must_use]
    pub fn new<'c>(contents: impl IntoIterator<Item = &'c [char]>) -> Self {
        let mut strands = Self { chars: vec![BREAK], starts: Vec::new() };
        for content in contents {
            strands.starts.push(strands.chars.len());
            strands.chars.extend_from_slice(content);
            strands.chars.push(BREAK);
        }
        strands
    }

    /// The characters of one strand.
    #[must_use]
    pub fn content(&self, strand: u32) -> &[char] {
        let start = self.starts[strand as usize];
        let end = self.starts.get(strand as usize + 1).unwrap_or(&self.chars.len()) - 1;
        &self.chars[start..end]
    }

    fn strand_of(&self, place: usize) -> usize {
        self.starts.partition_point(|&start| start <= place) - 1
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.chars[a] == self.chars[b] && self.chars[a] != BREAK
    }

    /// Equal characters before two places, at most as many as lie between them: a run that
    /// overlaps itself repeats what it said.
    fn run_before(&self, a: usize, b: usize) -> usize {
        (1..=b - a).take_while(|&n| self.same(a - n, b - n)).count()
    }

    /// Equal characters from two places on, at most as many as lie between them.
    fn run_from(&self, a: usize, b: usize) -> usize {
        (0..b - a).take_while(|&n| self.same(a + n, b + n)).count()
    }

    /// Finds all seeds, each as long as its run goes on.
    #[must_use]
    pub fn seeds(&self, limits: SeedLimits) -> Seeds {
        let groups = self.groups(limits);
        let mut hits = groups.hits();
        hits.par_sort_unstable();
        Seeds { seeds: self.grow(&hits, limits.gram), blind: groups.common.places.len() as u64 }
    }

    /// Places by the runs that begin there.
    fn groups(&self, limits: SeedLimits) -> Groups<'_> {
        let mut groups = Groups::new(self, limits);
        for run in self.sorted_places(limits.gram).chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            groups.refine(run.iter().map(|&(_, place)| place).collect());
        }
        groups
    }

    /// Every place with the hash of the run that begins there, equal runs side by side.
    fn sorted_places(&self, gram: usize) -> Vec<(u64, u32)> {
        let runs = self.chars.par_windows(gram).enumerate();
        let mut places: Vec<(u64, u32)> = runs
            .filter(|(_, run)| !run.contains(&BREAK))
            .map(|(place, run)| (content_hash(run) as u64, place as u32))
            .collect();
        places.par_sort_unstable();
        places
    }

    /// Lengthens hits to whole runs, one seed for all hits of the same run.
    fn grow(&self, hits: &[Hit], gram: usize) -> Vec<Seed> {
        let diagonals: Vec<&[Hit]> = hits.chunk_by(|x, y| x.diagonal() == y.diagonal()).collect();
        let seeds = diagonals.into_par_iter().flat_map_iter(|hits| self.grow_diagonal(hits));
        let mut seeds: Vec<Seed> = seeds.filter(|seed| seed.len as usize >= gram).collect();
        seeds.par_sort_unstable();
        seeds
    }

    fn grow_diagonal(&self, hits: &[Hit]) -> Vec<Seed> {
        let mut seeds = Vec::new();
        let mut done = 0;
        for hit in hits.iter().filter(|hit| self.same(hit.place as usize, hit.partner())) {
            if (hit.place as usize) < done {
                continue;
            }
            let seed = self.run_around(hit);
            done = self.starts[hit.a as usize] + (seed.at_a + seed.len) as usize;
            seeds.push(seed);
        }
        seeds
    }

    fn run_around(&self, hit: &Hit) -> Seed {
        let (place, partner) = (hit.place as usize, hit.partner());
        let before = self.run_before(place, partner);
        Seed {
            a: hit.a,
            b: hit.b,
            at_a: (place - before - self.starts[hit.a as usize]) as u32,
            at_b: (partner - before - self.starts[hit.b as usize]) as u32,
            len: (before + self.run_from(place, partner)) as u32,
        }
    }
}

/// A pair of places whose runs are equal, ordered by strands, diagonal and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    a: u32,
    b: u32,
    offset: u32,
    place: u32,
}

impl Hit {
    fn diagonal(&self) -> (u32, u32, u32) {
        (self.a, self.b, self.offset)
    }

    fn partner(&self) -> usize {
        self.place as usize + self.offset as usize
    }
}

/// Lists of places, one behind the other.
#[derive(Debug, Default)]
struct Lists {
    places: Vec<u32>,
    /// Where each list ends.
    ends: Vec<usize>,
}

impl Lists {
    fn push(&mut self, mut places: Vec<u32>) {
        places.sort_unstable();
        self.places.append(&mut places);
        self.ends.push(self.places.len());
    }

    fn par_iter(&self) -> impl ParallelIterator<Item = &[u32]> {
        let start = |list: usize| list.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.par_iter().enumerate().map(move |(list, &end)| &self.places[start(list)..end])
    }
}

/// Places with equal runs, split until each group is rare enough.
struct Groups<'s> {
    strands: &'s Strands,
    limits: SeedLimits,
    /// For each place the length at which its run became rare enough, or [`BLIND`].
    reach: Vec<u8>,
    rare: Lists,
    /// Groups that stayed too common.
    common: Lists,
}

impl<'s> Groups<'s> {
    fn new(strands: &'s Strands, limits: SeedLimits) -> Self {
        let reach = vec![BLIND; strands.chars.len()];
        Self { strands, limits, reach, rare: Lists::default(), common: Lists::default() }
    }

    /// Splits places with equal runs by the characters that follow, until each group is rare.
    fn refine(&mut self, places: Vec<u32>) {
        let mut open = vec![(places, self.limits.gram)];
        while let Some((places, len)) = open.pop() {
            match places.len() {
                0 | 1 => {}
                count if count <= self.limits.occurrences => self.keep(places, len),
                _ if len >= self.limits.longest => self.common.push(places),
                _ => open.extend(self.split(places, len).into_iter().map(|group| (group, len + 1))),
            }
        }
    }

    fn keep(&mut self, places: Vec<u32>, len: usize) {
        for &place in &places {
            self.reach[place as usize] = len as u8;
        }
        self.rare.push(places);
    }

    fn split(&self, mut places: Vec<u32>, len: usize) -> Vec<Vec<u32>> {
        let next = |place: &u32| self.strands.chars[*place as usize + len];
        places.sort_unstable_by_key(next);
        let groups = places.chunk_by(|a, b| next(a) == next(b));
        groups.filter(|group| next(&group[0]) != BREAK).map(<[u32]>::to_vec).collect()
    }

    fn hits(&self) -> Vec<Hit> {
        let rare = self.rare.par_iter().flat_map_iter(|places| self.pairs(places));
        rare.chain(self.common.par_iter().flat_map_iter(|places| self.links(places))).collect()
    }

    /// Pairs of one group, without those whose run is met one character earlier already.
    fn pairs<'g>(&'g self, places: &'g [u32]) -> impl Iterator<Item = Hit> + 'g {
        let pairs = places.iter().enumerate().flat_map(|(at, &x)| places[at + 1..].iter().map(move |&y| (x, y)));
        pairs.filter(|&(x, y)| !self.met_before(x as usize, y as usize)).map(|(x, y)| self.hit(x, y))
    }

    /// Pairs that link the places of a common group: as many as there are places.
    fn links<'g>(&'g self, places: &'g [u32]) -> impl Iterator<Item = Hit> + 'g {
        places.windows(2).map(|two| {
            let near = self.hit(two[0], two[1]);
            if near.a == near.b { near } else { self.hit(places[0], two[1]) }
        })
    }

    fn hit(&self, x: u32, y: u32) -> Hit {
        let strand = |place: u32| self.strands.strand_of(place as usize) as u32;
        Hit { a: strand(x), b: strand(y), offset: y - x, place: x }
    }

    /// The run one character earlier is longer by one; if that is long enough there, it gave a hit.
    fn met_before(&self, x: usize, y: usize) -> bool {
        let (here, before) = (self.reach[x], self.reach[x - 1]);
        self.strands.same(x - 1, y - 1) && before != BLIND && before <= here + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn strands(texts: &[String]) -> Strands {
        let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        Strands::new(contents.iter().map(Vec::as_slice))
    }

    /// Every maximal run of at least `gram`, by comparing all places with all.
    fn brute(strands: &Strands, gram: usize) -> Vec<Seed> {
        let places = || (1..strands.chars.len()).filter(|&x| strands.chars[x] != BREAK);
        let mut seeds = Vec::new();
        for (x, y) in places().flat_map(|x| places().filter(move |&y| y > x).map(move |y| (x, y))) {
            let len = strands.run_from(x, y);
            if len >= gram && strands.run_before(x, y) == 0 {
                let offset = (y - x) as u32;
                let (a, b) = (strands.strand_of(x) as u32, strands.strand_of(y) as u32);
                seeds.push(strands.run_around(&Hit { a, b, offset, place: x as u32 }));
            }
        }
        seeds.sort_unstable();
        seeds
    }

    proptest! {
        #[test]
        fn without_a_cap_every_shared_run_gives_one_seed(texts in prop::collection::vec("[ab]{0,40}", 1..4)) {
            let strands = strands(&texts);
            let limits = SeedLimits { occurrences: usize::MAX, ..SeedLimits::default() };
            let found = strands.seeds(limits);
            prop_assert_eq!(found.blind, 0);
            prop_assert_eq!(found.seeds, brute(&strands, limits.gram));
        }

        #[test]
        fn a_cap_loses_only_short_runs_of_common_grams(texts in prop::collection::vec("[ab]{0,60}", 1..4)) {
            let strands = strands(&texts);
            let limits = SeedLimits { occurrences: 8, longest: 12, ..SeedLimits::default() };
            let found = strands.seeds(limits);
            let all = brute(&strands, limits.gram);
            let apart = |seed: &&Seed| seed.a != seed.b || seed.len < seed.at_b - seed.at_a;
            prop_assert!(found.seeds.iter().filter(apart).all(|seed| all.contains(seed)));
            if found.blind == 0 {
                let long = all.iter().filter(apart).filter(|seed| seed.len as usize >= limits.longest);
                prop_assert!(long.into_iter().all(|seed| found.seeds.contains(seed)));
            }
        }
    }

    #[test]
    fn one_repeated_character_is_blind_and_costs_little() {
        let found = strands(&["哈".repeat(100_000)]).seeds(SeedLimits::default());
        assert!(found.blind > 90_000, "{}", found.blind);
        assert!(found.seeds.len() < 10_000, "{}", found.seeds.len());
    }
}
