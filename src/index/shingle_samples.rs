//! Samples of the shingles of many texts, by which texts are found that stand in longer ones, and text
//! that recurs in many.
//!
//! A shingle is sampled if its hash is below a threshold that is the same for all texts, so that a text
//! which contains another one has the samples of that one too (as `FracMinHash` does: Irber et al., 2022). A short text has its smallest hashes
//! besides (bottom-k: Broder, 1997), so that it has samples at all.

use crate::document::{RowEnds, TextId};
use crate::sketch::avalanche;

/// Samples that a text has at least, if it has as many shingles: of two short texts with a third of their
/// shingles in common nearly all share one.
const LEAST: usize = 12;
/// Leading zero bits of the hash of a shingle that is sampled in every text: one shingle of 8.
const FIRST_LEVEL: u32 = 3;
/// Leading zero bits that are asked for at most when memory is short: one shingle of 128.
const LAST_LEVEL: u32 = 7;

/// A sampled shingle: 29 bits of its hash, and the level of the hash in three bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShingleSample(u32);

impl ShingleSample {
    fn new(hash: u64) -> Self {
        let level = hash.leading_zeros().min(LAST_LEVEL);
        Self((hash as u32) << 3 | level)
    }

    /// The sample that was stored as these bits.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The bits that stand for the sample.
    #[must_use]
    pub fn to_bits(self) -> u32 {
        self.0
    }

    /// Whether every text that has the shingle has the sample, at a level.
    #[must_use]
    pub fn is_of_level(self, level: u32) -> bool {
        self.0 & 7 >= level
    }
}

/// Puts the samples of a text into `samples`; its shingles may repeat.
pub fn sample_shingles(shingles: &[u64], samples: &mut Vec<ShingleSample>) {
    samples.clear();
    // The smallest hashes, in ascending order.
    let mut smallest = [u64::MAX; LEAST];
    for &shingle in shingles {
        let hash = avalanche(shingle);
        if hash < smallest[LEAST - 1] && !smallest.contains(&hash) {
            let at = smallest.partition_point(|&other| other < hash);
            smallest.copy_within(at..LEAST - 1, at + 1);
            smallest[at] = hash;
        }
        if hash.leading_zeros() >= FIRST_LEVEL {
            samples.push(ShingleSample::new(hash));
        }
    }
    samples.extend(
        smallest
            .iter()
            .filter(|&&hash| hash != u64::MAX && hash.leading_zeros() < FIRST_LEVEL)
            .map(|&hash| ShingleSample::new(hash)),
    );
    samples.sort_unstable();
    samples.dedup();
}

/// The samples of many texts.
///
/// At a level `n` one shingle of 2ⁿ is sampled. The level is the first of [`LEVELS`](Self::LEVELS) until the
/// samples exceed their memory.
#[derive(Debug, Clone)]
pub struct ShingleSamples {
    ends: RowEnds,
    samples: Vec<ShingleSample>,
    /// The level of the samples that all texts have.
    level: u32,
    /// Samples that fit into memory; beyond them the level rises.
    most: usize,
}

impl ShingleSamples {
    /// Samples that take about `budget` bytes of memory: beyond it fewer shingles of long texts are
    /// sampled.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        let most = usize::try_from(budget / size_of::<ShingleSample>() as u64);
        Self {
            ends: RowEnds::default(),
            samples: Vec::new(),
            level: FIRST_LEVEL,
            most: most.unwrap_or(usize::MAX),
        }
    }

    /// The levels that there are.
    pub const LEVELS: std::ops::RangeInclusive<u32> = FIRST_LEVEL..=LAST_LEVEL;

    /// Samples of a part of a collection whose samples are of this level.
    #[must_use]
    pub fn at_level(level: u32) -> Self {
        Self { level: level.clamp(FIRST_LEVEL, LAST_LEVEL), ..Self::new(u64::MAX) }
    }

    /// The level of the samples of a collection that has so many of them at each of the
    /// [`LEVELS`](Self::LEVELS), in `budget` bytes.
    #[must_use]
    pub fn level_of(counts: &[u64], budget: u64) -> u32 {
        let most = Self::new(budget).most as u64;
        let fitting = Self::LEVELS.zip(counts).find(|&(_, &count)| count <= most);
        fitting.map_or(LAST_LEVEL, |(level, _)| level)
    }

    /// The samples of one text that it has at a level.
    #[must_use]
    pub fn of_level(samples: &[ShingleSample], level: u32) -> Vec<ShingleSample> {
        if level > FIRST_LEVEL { thinned(samples, level) } else { samples.to_vec() }
    }

    /// Adds the samples of the next text.
    pub fn push(&mut self, samples: impl Iterator<Item = ShingleSample>) {
        let before = self.samples.len();
        self.samples.extend(samples);
        self.thin_from(before);
        self.ends.push(self.samples.len());
        while self.samples.len() > self.most && self.level < LAST_LEVEL {
            self.raise_level();
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.ends.len()
    }

    /// The samples of a text, in ascending order.
    ///
    /// # Panics
    /// If there is no such text.
    #[must_use]
    pub fn of(&self, text: TextId) -> &[ShingleSample] {
        &self.samples[self.ends.range(text.index())]
    }

    /// Number of samples of a text that every text has which contains it.
    #[must_use]
    pub fn common_of(&self, text: TextId) -> usize {
        self.of(text).iter().filter(|sample| sample.is_of_level(self.level)).count()
    }

    /// The level of the samples that all texts have.
    pub(super) fn level(&self) -> u32 {
        self.level
    }

    /// Number of samples of all texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether no text has samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Takes samples out of the last text until it has no more than the level allows.
    fn thin_from(&mut self, start: usize) {
        if self.level > FIRST_LEVEL {
            let kept = Self::of_level(&self.samples[start..], self.level);
            self.samples.truncate(start);
            self.samples.extend(kept);
        }
    }

    fn raise_level(&mut self) {
        self.level += 1;
        let mut ends = RowEnds::with_capacity(self.ends.len());
        let mut samples = Vec::with_capacity(self.samples.len());
        for range in self.ends.iter() {
            samples.extend(thinned(&self.samples[range], self.level));
            ends.push(samples.len());
        }
        (self.ends, self.samples) = (ends, samples);
    }
}

/// The samples of a text that are of a level, and as many others as it needs to have [`LEAST`], those of
/// the highest levels.
fn thinned(samples: &[ShingleSample], level: u32) -> Vec<ShingleSample> {
    let mut by_level = samples.to_vec();
    by_level.sort_by_key(|sample| std::cmp::Reverse(sample.0 & 7));
    let of_level = by_level.partition_point(|sample| sample.is_of_level(level));
    by_level.truncate(of_level.max(LEAST));
    by_level.sort_unstable();
    by_level
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn samples(shingles: &[u64]) -> Vec<ShingleSample> {
        let mut samples = Vec::new();
        sample_shingles(shingles, &mut samples);
        samples
    }

    fn table(texts: &[Vec<u64>], budget: u64) -> ShingleSamples {
        let mut table = ShingleSamples::new(budget);
        for text in texts {
            table.push(samples(text).into_iter());
        }
        table
    }

    proptest! {
        #[test]
        fn a_text_that_contains_another_one_has_its_common_samples(
            start in 0_u64..1000, len in 1_u64..2000, before in 0_u64..500, behind in 0_u64..500,
            budget in 10_u64..100_000,
        ) {
            let part: Vec<u64> = (start + before..start + before + len).collect();
            let whole: Vec<u64> = (start..start + before + len + behind).collect();
            let table = table(&[part, whole], budget);
            let of_whole = table.of(TextId(1));
            let shared = table.of(TextId(0)).iter().filter(|sample| of_whole.contains(sample));
            prop_assert!(shared.count() >= table.common_of(TextId(0)));
            prop_assert!(table.of(TextId(0)).len() >= LEAST.min(len as usize));
        }

        #[test]
        fn order_and_repetitions_of_shingles_do_not_matter(
            mut shingles in prop::collection::vec(0_u64..500, 0..300),
        ) {
            let expected = samples(&shingles);
            shingles.extend_from_within(..);
            shingles.reverse();
            prop_assert_eq!(samples(&shingles), expected);
        }
    }

    #[test]
    fn one_shingle_of_eight_is_sampled() {
        let all: Vec<u64> = (0..160_000).collect();
        assert!((19_000..21_000).contains(&samples(&all).len()));
        assert_eq!(samples(&[]), []);
        assert_eq!(samples(&[7]).len(), 1);
    }

    #[test]
    fn samples_are_thinned_beyond_the_budget_in_the_same_way_in_every_text() {
        let texts: Vec<Vec<u64>> = (0..50).map(|text| (text..text + 2_000).collect()).collect();
        let (all, few) = (table(&texts, u64::MAX), table(&texts, 16_000));
        assert!(few.samples.len() * 2 < all.samples.len());
        for text in (0..50).map(TextId) {
            assert_eq!(few.of(text), thinned(all.of(text), few.level));
        }
    }
}
