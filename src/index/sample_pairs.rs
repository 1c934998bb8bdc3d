//! Pairs of texts that share sampled shingles.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::limits::Limits;
use super::postings::{Postings, SampleTexts, text_ranges};
use super::shingle_samples::ShingleSamples;
use crate::document::TextId;

/// Of the samples of a text that others may share, the share that a pair has at least, in fifths: of
/// texts that contain each other to .8 nearly all pairs have more.
const LEAST_FIFTHS: u64 = 2;

/// Two texts that share samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SamplePair {
    /// The longer text; of two of equal size the one of lower id.
    pub longer: TextId,
    /// The other one.
    pub shorter: TextId,
}

/// Pairs of texts, and how many were left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SamplePairs {
    /// The pairs, by their longer texts.
    pub pairs: Vec<SamplePair>,
    /// Pairs that [`Limits`] left out.
    pub capped: u64,
}

impl SamplePairs {
    fn joined(mut self, other: Self) -> Self {
        self.pairs.extend(other.pairs);
        Self { capped: self.capped + other.capped, ..self }
    }
}

/// What is known of the texts whose pairs are looked for.
pub struct SampledTexts<'t, S, W> {
    /// Their samples.
    pub samples: &'t ShingleSamples,
    /// The size of a text.
    pub size: S,
    /// Whether the pairs of a text are wanted.
    pub is_wanted: W,
}

impl<S, W> SampledTexts<'_, S, W>
where
    S: Fn(TextId) -> u32 + Sync,
    W: Fn(TextId) -> bool + Sync,
{
    /// Pairs of texts one of which may contain nearly all of the other: they share enough of the
    /// samples that both should have, or of those of them that do not recur in many texts.
    ///
    /// Of the texts that share a sample all pairs are looked at, and beyond
    /// [`Limits::recurring`] texts those with the longest few.
    #[must_use]
    pub fn pairs(&self, postings: &Postings, limits: Limits) -> SamplePairs {
        let mut rare =
            self.keys(postings, |texts| (texts.len() < limits.recurring).then_some(texts.len()));
        let mut recurring = self
            .keys(postings, |texts| (texts.len() >= limits.recurring).then_some(limits.containers));
        rare.par_sort_unstable();
        recurring.par_sort_unstable();
        let counts = Counts::of(self.samples, postings, limits);
        let keys = Keys { rare: &rare, recurring: &recurring };
        let found = text_ranges(self.samples.texts())
            .into_par_iter()
            .map(|texts| limited(keys.of_shorter(texts).counted(&counts), limits));
        let mut all = found.reduce(SamplePairs::default, SamplePairs::joined);
        all.pairs.par_sort_unstable();
        all
    }

    /// A key for each pair of texts that share a sample, of those samples for which `longest` says with
    /// how many of the longest texts the others are paired.
    fn keys(
        &self,
        postings: &Postings,
        longest: impl Fn(SampleTexts<'_>) -> Option<usize> + Sync,
    ) -> Vec<u64> {
        let of_sample = postings.par_iter().flat_map_iter(|texts| {
            longest(texts).map_or(Vec::new(), |longest| self.keys_of(texts, longest))
        });
        of_sample.collect()
    }

    /// The keys of the texts of one sample.
    fn keys_of(&self, texts: SampleTexts<'_>, longest: usize) -> Vec<u64> {
        if texts.len() < 2 {
            return Vec::new();
        }
        let wanted = texts.texts().filter(|&text| (self.is_wanted)(text));
        let mut wanted: Vec<(Reverse<u32>, TextId)> =
            wanted.map(|text| (Reverse((self.size)(text)), text)).collect();
        wanted.sort_unstable();
        let mut keys = Vec::new();
        for (at, &(_, longer)) in wanted.iter().enumerate().take(longest) {
            let shorter = wanted[at + 1..].iter();
            keys.extend(shorter.map(|&(_, text)| u64::from(text.0) << 32 | u64::from(longer.0)));
        }
        keys
    }
}

/// A key for each sample that two texts share, in ascending order: the shorter text in the upper half,
/// the longer one in the lower half.
#[derive(Clone, Copy)]
struct Keys<'k> {
    /// Those of samples that few texts have.
    rare: &'k [u64],
    recurring: &'k [u64],
}

impl Keys<'_> {
    /// The keys whose shorter texts have these numbers.
    fn of_shorter(self, texts: Range<u32>) -> Self {
        let [rare, recurring] = [self.rare, self.recurring].map(|keys| {
            let place = |text: u32| keys.partition_point(|key| key >> 32 < u64::from(text));
            &keys[place(texts.start)..place(texts.end)]
        });
        Self { rare, recurring }
    }

    /// The pairs that share enough samples, by their shorter texts.
    fn counted(self, counts: &Counts) -> Vec<Shared> {
        let mut recurring = self.recurring.chunk_by(|a, b| a == b).peekable();
        let mut rare = self.rare.chunk_by(|a, b| a == b).peekable();
        let mut found: Vec<Shared> = Vec::new();
        while let Some(next) =
            [rare.peek(), recurring.peek()].into_iter().flatten().map(|keys| keys[0]).min()
        {
            let of_rare = rare.next_if(|keys| keys[0] == next).map_or(0, <[u64]>::len) as u32;
            let others = recurring.next_if(|keys| keys[0] == next).map_or(0, <[u64]>::len) as u32;
            let (shorter, longer) = (TextId((next >> 32) as u32), TextId(next as u32));
            if counts.are_enough(shorter, of_rare, others) {
                found.push(Shared { shorter, longer, rare: of_rare, all: of_rare + others });
            }
        }
        found
    }
}

/// How many samples of each text others may share.
struct Counts {
    /// Samples that every text has which contains the text.
    common: Vec<u32>,
    /// Of these, samples that recur in many texts.
    recurring: Vec<AtomicU32>,
}

impl Counts {
    fn of(samples: &ShingleSamples, postings: &Postings, limits: Limits) -> Self {
        let texts = (0..samples.texts() as u32).into_par_iter();
        let common = texts.map(|text| samples.common_of(TextId(text)) as u32).collect();
        let recurring: Vec<AtomicU32> = (0..samples.texts()).map(|_| AtomicU32::new(0)).collect();
        let of_recurring = postings.par_iter().filter(|texts| texts.len() >= limits.recurring);
        of_recurring.filter(|texts| samples.is_common(texts.sample())).for_each(|texts| {
            for text in texts.texts() {
                recurring[text.index()].fetch_add(1, Ordering::Relaxed);
            }
        });
        Self { common, recurring }
    }

    /// Whether a text shares enough samples with a longer one.
    fn are_enough(&self, shorter: TextId, rare: u32, recurring: u32) -> bool {
        let common = self.common[shorter.index()];
        let of_rare = common - self.recurring[shorter.index()].load(Ordering::Relaxed);
        rare > 0 && is_enough(rare, of_rare) || is_enough(rare + recurring, common)
    }
}

fn is_enough(shared: u32, of: u32) -> bool {
    u64::from(shared) * 5 >= u64::from(of) * LEAST_FIFTHS
}

/// A pair with the number of samples that it shares.
#[derive(Debug, Clone, Copy)]
struct Shared {
    shorter: TextId,
    longer: TextId,
    rare: u32,
    all: u32,
}

/// The pairs of each shorter text that share most.
fn limited(mut found: Vec<Shared>, limits: Limits) -> SamplePairs {
    let mut pairs = SamplePairs::default();
    for of_one in found.chunk_by_mut(|a, b| a.shorter == b.shorter) {
        of_one.sort_unstable_by_key(|pair| (Reverse(pair.rare), Reverse(pair.all), pair.longer));
        pairs.capped += of_one.len().saturating_sub(limits.containers * 2) as u64;
        let most = of_one.iter().take(limits.containers * 2);
        pairs
            .pairs
            .extend(most.map(|pair| SamplePair { longer: pair.longer, shorter: pair.shorter }));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::sample_shingles;

    /// The pairs of texts of consecutive shingles.
    fn pairs(texts: &[std::ops::Range<u64>], limits: Limits) -> SamplePairs {
        let mut samples = ShingleSamples::new(u64::MAX);
        let mut own = Vec::new();
        for text in texts {
            sample_shingles(&text.clone().collect::<Vec<_>>(), &mut own);
            samples.push(own.iter().copied());
        }
        let texts_of_samples = SampledTexts {
            samples: &samples,
            size: |text: TextId| (texts[text.index()].end - texts[text.index()].start) as u32,
            is_wanted: |_| true,
        };
        texts_of_samples.pairs(&Postings::of(&samples), limits)
    }

    fn pair(longer: u32, shorter: u32) -> SamplePair {
        SamplePair { longer: TextId(longer), shorter: TextId(shorter) }
    }

    #[test]
    fn a_text_is_paired_with_one_that_contains_it() {
        let found = pairs(&[100..400, 0..2_000, 5_000..6_000], Limits::default());
        assert_eq!(found.pairs, [pair(1, 0)]);
    }

    #[test]
    fn text_that_recurs_in_many_texts_does_not_hide_what_two_share() {
        // All begin with the same 1,000 shingles; the last two have the same rest.
        let mut samples = ShingleSamples::new(u64::MAX);
        let mut own = Vec::new();
        for text in 0..40_u64 {
            let rest = text.min(38) * 10_000;
            let shingles: Vec<u64> = (0..1_000).chain(rest + 5_000..rest + 5_200).collect();
            sample_shingles(&shingles, &mut own);
            samples.push(own.iter().copied());
        }
        let limits = Limits::default();
        let all = SampledTexts { samples: &samples, size: |_| 1_200, is_wanted: |_: TextId| true };
        let found = all.pairs(&Postings::of(&samples), limits);
        assert!(found.pairs.contains(&pair(38, 39)), "{found:?}");
        // The others are paired with the first few only.
        let rest = found.pairs.iter().filter(|pair| pair.longer.0 as usize >= limits.containers);
        assert_eq!(rest.count(), 1);
    }

    #[test]
    fn pairs_beyond_the_limit_are_counted() {
        let limits = Limits { containers: 1, ..Limits::default() };
        let texts: Vec<_> = (0..8).map(|text| 0..1_000 + text).collect();
        let found = pairs(&texts, limits);
        // The shortest of eight has seven longer ones, and keeps two pairs.
        assert_eq!(found.pairs.len() as u64 + found.capped, 28);
        assert!(found.capped >= 5);
    }
}
