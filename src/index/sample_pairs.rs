//! Pairs of texts that share sampled shingles.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::limits::Limits;
use super::shared_samples::{SharedSample, SharedSamples};
use crate::document::TextId;

/// Of the samples of a text that others may share, the share that a pair has at least, in fifths: of
/// texts that contain each other to .8 nearly all pairs have more.
const LEAST_FIFTHS: u64 = 2;

/// Texts whose pairs a thread looks for at a time. Long texts, which have many, are neighbours in a
/// collection.
const TEXTS_PER_TASK: usize = 256;
/// The place of a text whose pairs are not wanted.
const UNWANTED: u32 = u32::MAX;

/// Two texts that share samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SamplePair {
    /// The longer text; of two of equal length the first of the order that the caller gives.
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
    /// Adds the pairs of a shorter text with those longer ones that share most; of those that share
    /// equally much with the longest.
    fn add(&mut self, shorter: TextId, mut found: Vec<Shared>, limits: Limits) {
        found.sort_unstable_by_key(|pair| (Reverse(pair.rare), Reverse(pair.all), pair.place));
        let most = limits.longer();
        self.capped += found.len().saturating_sub(most) as u64;
        let kept = found.iter().take(most);
        self.pairs.extend(kept.map(|pair| SamplePair { longer: pair.longer, shorter }));
    }

    fn joined(mut self, other: Self) -> Self {
        self.pairs.extend(other.pairs);
        Self { capped: self.capped + other.capped, ..self }
    }
}

/// The texts whose pairs are looked for.
pub struct SampledTexts<'t> {
    samples: &'t SharedSamples,
    limits: Limits,
    /// For each text its place among the wanted ones, the longest first; of two of equal length the one
    /// of lower id. [`UNWANTED`] for a text whose pairs are not wanted.
    places: Vec<u32>,
    /// The samples that recur in many texts, and of each the places of the longest few.
    recurring: Vec<(SharedSample, Vec<u32>)>,
    /// For each place its text.
    wanted: Vec<TextId>,
}

impl<'t> SampledTexts<'t> {
    /// Texts of these lengths, of which those that `is_wanted` says so are paired.
    #[must_use]
    pub fn new<L: Ord + Send>(
        samples: &'t SharedSamples,
        limits: Limits,
        length: impl Fn(TextId) -> L,
        is_wanted: impl Fn(TextId) -> bool,
    ) -> Self {
        let all = (0..samples.texts() as u32).map(TextId).filter(|&text| is_wanted(text));
        let mut wanted: Vec<(Reverse<L>, TextId)> =
            all.map(|text| (Reverse(length(text)), text)).collect();
        wanted.par_sort_unstable();
        let wanted: Vec<TextId> = wanted.into_iter().map(|(_, text)| text).collect();
        let mut places = vec![UNWANTED; samples.texts()];
        for (place, text) in (0..).zip(&wanted) {
            places[text.index()] = place;
        }
        let mut texts = Self { samples, limits, places, recurring: Vec::new(), wanted };
        texts.recurring = samples
            .all()
            .filter(|&sample| samples.recurs(sample, limits))
            .map(|sample| (sample, texts.longest_of(sample)))
            .collect();
        texts
    }

    /// The places of the wanted texts that have a sample.
    fn places_of(&self, sample: SharedSample) -> impl Iterator<Item = u32> + '_ {
        let places = self.samples.texts_of(sample).iter().map(|text| self.places[text.index()]);
        places.filter(|&place| place != UNWANTED)
    }

    /// The places of the longest few texts that have a sample.
    fn longest_of(&self, sample: SharedSample) -> Vec<u32> {
        let mut places: Vec<u32> = self.places_of(sample).collect();
        places.sort_unstable();
        places.truncate(self.limits.containers);
        places
    }

    /// Pairs of texts one of which may contain nearly all of the other: they share enough of the
    /// samples that both should have, or of those of them that do not recur in many texts.
    ///
    /// Of the texts that share a sample all pairs are looked at, and beyond
    /// [`Limits::recurring`] texts those with the longest few.
    #[must_use]
    pub fn pairs(&self) -> SamplePairs {
        let texts = (0..self.samples.texts() as u32).into_par_iter().with_max_len(TEXTS_PER_TASK);
        let of_texts = texts.fold(
            || (SamplePairs::default(), Vec::new()),
            |(mut pairs, mut longer), text| {
                self.add_pairs(TextId(text), &mut longer, &mut pairs);
                (pairs, longer)
            },
        );
        let mut all =
            of_texts.map(|(pairs, _)| pairs).reduce(SamplePairs::default, SamplePairs::joined);
        all.pairs.par_sort_unstable();
        all
    }

    /// Adds the pairs of a text with longer ones; `longer` is a buffer.
    fn add_pairs(&self, shorter: TextId, longer: &mut Vec<Occurrence>, pairs: &mut SamplePairs) {
        let own = self.places[shorter.index()];
        if own == UNWANTED {
            return;
        }
        longer.clear();
        // Samples that every text has which contains the text, and those of them that do not recur.
        let common = self.samples.common_of(shorter);
        let mut shareable = Shareable { common, rare: common };
        for &sample in self.samples.of_text(shorter) {
            if self.samples.recurs(sample, self.limits) {
                shareable.rare -= u32::from(self.samples.is_common(sample));
                let at = self.recurring.binary_search_by_key(&sample, |&(of, _)| of);
                let longest = at.map_or(&[][..], |at| &self.recurring[at].1);
                let places = longest.iter().filter(|&&place| place < own);
                longer.extend(places.map(|&place| Occurrence { place, recurs: true }));
            } else {
                let places = self.places_of(sample).filter(|&place| place < own);
                longer.extend(places.map(|place| Occurrence { place, recurs: false }));
            }
        }
        longer.sort_unstable();
        let shared = longer.chunk_by(|a, b| a.place == b.place).map(|of_one| Shared {
            longer: self.wanted[of_one[0].place as usize],
            place: of_one[0].place,
            rare: of_one.iter().filter(|occurrence| !occurrence.recurs).count() as u32,
            all: of_one.len() as u32,
        });
        let found = shared.filter(|shared| shareable.is_enough(shared.rare, shared.all)).collect();
        pairs.add(shorter, found, self.limits);
    }
}

/// A sample that a longer text shares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    /// The place of the longer text.
    place: u32,
    /// Whether the sample recurs in many texts.
    recurs: bool,
}

/// The samples of a text that every text has which contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shareable {
    /// All of them.
    pub common: u32,
    /// Those of them that do not recur in many texts.
    pub rare: u32,
}

impl Shareable {
    /// Whether a longer text that shares `all` samples, of which `rare` do not recur, may contain
    /// nearly all of the text.
    #[must_use]
    pub fn is_enough(self, rare: u32, all: u32) -> bool {
        rare > 0 && is_enough(rare, self.rare) || is_enough(all, self.common)
    }
}

fn is_enough(shared: u32, of: u32) -> bool {
    u64::from(shared) * 5 >= u64::from(of) * LEAST_FIFTHS
}

/// A longer text with the number of samples that it shares.
#[derive(Debug, Clone, Copy)]
struct Shared {
    longer: TextId,
    /// The place of the longer text.
    place: u32,
    rare: u32,
    all: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{ShingleSamples, sample_shingles};

    /// The pairs of texts of consecutive shingles.
    fn pairs(texts: &[std::ops::Range<u64>], limits: Limits) -> SamplePairs {
        let mut samples = ShingleSamples::new(u64::MAX);
        let mut own = Vec::new();
        for text in texts {
            sample_shingles(&text.clone().collect::<Vec<_>>(), &mut own);
            samples.push(own.iter().copied());
        }
        let size = |text: TextId| (texts[text.index()].end - texts[text.index()].start) as u32;
        SampledTexts::new(&SharedSamples::of(samples), limits, size, |_| true).pairs()
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
        let samples = SharedSamples::of(samples);
        let found = SampledTexts::new(&samples, limits, |_| 1_200, |_| true).pairs();
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
