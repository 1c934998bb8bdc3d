//! Seeds: pairs of positions that share a run of characters, found without comparing pairs of
//! sequences.

use rayon::prelude::*;

use super::ngram_groups::BLOCK;
use super::partition::Partition;
use super::sequences::{SequenceId, SequenceSet};

/// A run of equal characters at two positions, as long as it can be in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed {
    /// The earlier sequence.
    pub a: SequenceId,
    /// The later sequence, or the same one.
    pub b: SequenceId,
    /// First character of the run in sequence `a`.
    pub at_a: u32,
    /// First character of the run in sequence `b`; in the same sequence it is behind `at_a`.
    pub at_b: u32,
    /// Number of equal characters.
    pub len: u32,
}

/// Two positions with the same n-gram. The order is by later sequence, diagonal and position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    /// The sequence of the later position.
    sequence: SequenceId,
    /// Distance from the earlier position to the later one.
    diagonal: u32,
    /// The earlier position.
    position: u32,
}

impl Hit {
    fn new(sequences: &SequenceSet<'_>, position: usize, later: usize) -> Self {
        let sequence = sequences.sequence_at(later);
        Self { sequence, diagonal: (later - position) as u32, position: position as u32 }
    }

    fn later_position(self) -> usize {
        self.position as usize + self.diagonal as usize
    }
}

impl<'s> Partition<'_, 's> {
    /// Finds all seeds between sequence `a` of this partition and the later sequences, or `a`
    /// itself, that `wanted` accepts. They are sorted by sequence, then by position.
    ///
    /// The positions of an n-gram that is too frequent (see [`SeedCoverage`](super::SeedCoverage))
    /// are not paired but linked, in linear time: each sequence to the first one that holds the
    /// n-gram, and each position of a sequence to the position before. If such an n-gram is
    /// boilerplate, it makes no seeds.
    #[must_use]
    pub fn seeds(&self, a: SequenceId, wanted: impl Fn(SequenceId) -> bool + Sync) -> Vec<Seed> {
        let mut hits: Vec<Hit> = Vec::new();
        for position in self.all_sequences().positions(a) {
            if !self.index().is_too_frequent(position) {
                self.add_pairs(position, &mut hits);
            } else if !self.index().is_boilerplate_at(position) {
                self.add_links(position, a, &mut hits);
            }
        }
        hits.par_sort_unstable();
        let by_sequence =
            hits.chunk_by(|x, y| x.sequence == y.sequence).filter(|hits| wanted(hits[0].sequence));
        let mut seeds = Vec::new();
        by_sequence.for_each(|hits| self.extend_hits(a, hits, &mut seeds));
        seeds
    }

    fn all_sequences(&self) -> &'s SequenceSet<'s> {
        self.index().sequences()
    }

    /// Pairs a position with all later ones of its n-gram, except where the positions before them
    /// are paired too.
    fn add_pairs(&self, position: usize, hits: &mut Vec<Hit>) {
        let is_later = self.index().is_later_widespread(position);
        let left_maximal = self.later(position).filter(|&later| {
            let is_linked = is_later && self.share_block(position, later);
            !is_linked && !self.index().has_left_extension(position, later)
        });
        hits.extend(left_maximal.map(|later| Hit::new(self.all_sequences(), position, later)));
    }

    /// Whether two positions start the same block.
    fn share_block(&self, position: usize, later: usize) -> bool {
        let block = |at: usize| self.all_sequences().ngram_at(at, BLOCK);
        self.index().is_later_widespread(later) && block(position) == block(later)
    }

    /// Links the positions of a group that is too frequent: as many links as there are positions.
    fn add_links(&self, position: usize, a: SequenceId, hits: &mut Vec<Hit>) {
        let later =
            self.later(position).map(|later| Hit::new(self.all_sequences(), position, later));
        if !self.index().is_first_of_too_frequent(position) {
            return hits.extend(later.take(1).filter(|hit| hit.sequence == a));
        }
        let mut before = None;
        hits.extend(later.filter(|hit| before.replace(hit.sequence) != Some(hit.sequence)));
    }

    /// Adds the seeds of the hits of two sequences, one for all hits in the same run.
    fn extend_hits(&self, a: SequenceId, hits: &[Hit], seeds: &mut Vec<Seed>) {
        let first = seeds.len();
        for hits in hits.chunk_by(|x, y| x.diagonal == y.diagonal) {
            self.extend_diagonal(a, hits, seeds);
        }
        seeds[first..].sort_unstable();
    }

    /// Whether a seed is as long as the shortest n-gram. It may be shorter because hashes may
    /// collide, and because runs that overlap themselves are cut.
    fn is_long(&self, seed: &Seed) -> bool {
        let gram = self.index().limits().gram;
        if seed.len >= gram {
            return true; // Each character counts a third of an ideograph at least.
        }
        let position = self.all_sequences().start(seed.a) + seed.at_a as usize;
        self.all_sequences()
            .ngram_at(position, gram)
            .is_some_and(|ngram| ngram.len() <= seed.len as usize)
    }

    fn extend_diagonal(&self, a: SequenceId, hits: &[Hit], seeds: &mut Vec<Seed>) {
        let start = self.all_sequences().start(a);
        let mut done = 0;
        for &hit in hits {
            if hit.position as usize - start >= done {
                let seed = self.extend(a, hit);
                done = (seed.at_a + seed.len) as usize;
                seeds.extend(Some(seed).filter(|seed| self.is_long(seed)));
            }
        }
    }

    /// Extends a hit in both directions.
    fn extend(&self, a: SequenceId, hit: Hit) -> Seed {
        let sequences = self.all_sequences();
        let (position, later) = (hit.position as usize, hit.later_position());
        let before = sequences.equal_before(position, later);
        Seed {
            a,
            b: hit.sequence,
            at_a: (position - before - sequences.start(a)) as u32,
            at_b: (later - before - sequences.start(hit.sequence)) as u32,
            len: (before + sequences.equal_from(position, later)) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DocumentLimit, NgramIndex, SeedLimits, SequenceSet};
    use super::*;
    use crate::document::DocId;
    use proptest::prelude::*;

    fn sequences(texts: &[String]) -> SequenceSet<'static> {
        let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        SequenceSet::new(contents.iter().map(|content| (DocId(0), content.as_slice())))
    }

    fn all_seeds(index: &NgramIndex<'_>) -> Vec<Seed> {
        let numbers = 0..index.partition_count();
        let partitions =
            numbers.map(|number| index.partition(number).expect("temporary files can be read"));
        partitions.flat_map(|partition| seeds_of(&partition)).collect()
    }

    fn seeds_of(partition: &Partition<'_, '_>) -> Vec<Seed> {
        partition.sequences().into_iter().flat_map(|a| partition.seeds(a, |_| true)).collect()
    }

    /// Every maximal run of at least `gram` characters, found by comparing all positions with all.
    fn brute(sequences: &SequenceSet<'_>, gram: usize) -> Vec<Seed> {
        let in_sequence = |a| sequences.positions(a).map(move |x| (a, x));
        let positions = sequences.ids().flat_map(in_sequence).collect::<Vec<_>>();
        let index = NgramIndex::of(sequences, SeedLimits::default());
        let partition = index.partition(0).expect("it is in memory");
        let mut seeds = Vec::new();
        for (at, &(a, x)) in positions.iter().enumerate() {
            for &(_, y) in &positions[at + 1..] {
                if sequences.equal_from(x, y) >= gram && sequences.equal_before(x, y) == 0 {
                    seeds.push(partition.extend(a, Hit::new(sequences, x, y)));
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
            let index = NgramIndex::of(&sequences, limits);
            let found = all_seeds(&index);
            let all = brute(&sequences, 4);
            let apart = |seed: &&Seed| seed.a != seed.b || seed.len < seed.at_b - seed.at_a;
            prop_assert!(found.iter().filter(apart).all(|seed| all.contains(seed)));
            if index.coverage().too_frequent == 0 {
                let long = all.iter().filter(apart).filter(|seed| seed.len >= 12);
                prop_assert!(long.into_iter().all(|seed| found.contains(seed)));
            }
        }
    }

    proptest! {
        #[test]
        fn partitions_have_the_seeds_of_the_whole(texts in prop::collection::vec("[甲乙]{0,60}", 1..7), count in 2_usize..9) {
            let sequences = sequences(&texts);
            let limits = SeedLimits { rare: 2, occurrences: 8, longest: 36, common: DocumentLimit::Documents(2), ..SeedLimits::default() };
            let (whole, partitioned) = (NgramIndex::of(&sequences, limits), NgramIndex::partitioned(&sequences, limits, count));
            let partitioned = partitioned.expect("temporary files can be written");
            prop_assert_eq!(partitioned.partition_count(), count);
            prop_assert_eq!(partitioned.coverage(), whole.coverage());
            prop_assert_eq!(all_seeds(&partitioned), all_seeds(&whole));
        }
    }

    #[test]
    fn one_repeated_character_is_too_frequent_and_costs_little() {
        let (sequences, limits) = (sequences(&["哈".repeat(100_000)]), SeedLimits::default());
        let index = NgramIndex::of(&sequences, limits);
        let (too_frequent, seeds) = (index.coverage().too_frequent, all_seeds(&index).len());
        assert!(too_frequent > 90_000, "{too_frequent}");
        assert!(seeds < 10_000, "{seeds}");
    }
}
