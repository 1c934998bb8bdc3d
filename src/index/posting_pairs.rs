//! Pairs of texts from the texts of each sample, where a collection is divided by its samples.

use std::collections::HashMap;
use std::hash::Hash;

use super::limits::Limits;
use super::shingle_samples::ShingleSample;

/// A text that has a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting<T> {
    /// The sample.
    pub sample: ShingleSample,
    /// The text, by what names it.
    pub text: T,
    /// Whether its pairs are wanted.
    pub is_wanted: bool,
}

/// Two texts, and the samples that they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PostingPair<T> {
    /// The shorter text.
    pub shorter: T,
    /// The longer one.
    pub longer: T,
    /// Number of the samples that do not recur in many texts.
    pub rare: u32,
    /// Number of all of them.
    pub all: u32,
}

/// A text, and the number of its samples that recur in many texts and that every text has which
/// contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecurringCount<T> {
    /// The text.
    pub text: T,
    /// Number of the samples.
    pub samples: u32,
}

/// Counts the samples that texts share, of a part of all samples. The pairs are those that
/// [`SampledTexts`](super::SampledTexts) finds where all samples are in one memory, once the counts
/// of all parts are added.
#[derive(Debug)]
pub struct PostingPairs<T> {
    limits: Limits,
    level: u32,
    sample: Option<ShingleSample>,
    /// The postings of the sample, as long as they are few.
    few: Vec<Posting<T>>,
    /// The longest wanted texts of the sample, once it recurs.
    longest: Option<Vec<T>>,
    /// For a shorter and a longer text the rare samples, and all.
    pairs: HashMap<(T, T), [u32; 2]>,
    recurring: HashMap<T, u32>,
}

impl<T: Copy + Ord + Hash> PostingPairs<T> {
    /// No pairs, of samples of a [level](super::ShingleSamples::at_level).
    #[must_use]
    pub fn new(limits: Limits, level: u32) -> Self {
        Self {
            limits,
            level,
            sample: None,
            few: Vec::new(),
            longest: None,
            pairs: HashMap::new(),
            recurring: HashMap::new(),
        }
    }

    /// Adds the next text: those of one sample come one after the other, the longest first, and of
    /// two of equal length the one that is kept first.
    pub fn push(&mut self, posting: Posting<T>) {
        if self.sample != Some(posting.sample) {
            self.end_sample();
            self.sample = Some(posting.sample);
        }
        if self.longest.is_some() {
            self.add_recurring(posting);
            return;
        }
        self.few.push(posting);
        if self.few.len() >= self.limits.recurring {
            self.longest = Some(Vec::new());
            for posting in std::mem::take(&mut self.few) {
                self.add_recurring(posting);
            }
        }
    }

    /// Adds the pairs of a text that has a recurring sample with the longest few before it.
    fn add_recurring(&mut self, posting: Posting<T>) {
        let (true, Some(longest)) = (posting.is_wanted, &mut self.longest) else { return };
        for &longer in &*longest {
            self.pairs.entry((posting.text, longer)).or_default()[1] += 1;
        }
        if longest.len() < self.limits.containers {
            longest.push(posting.text);
        }
        if posting.sample.is_of_level(self.level) {
            *self.recurring.entry(posting.text).or_default() += 1;
        }
    }

    /// Adds all pairs of the texts of a sample that few texts have.
    fn end_sample(&mut self) {
        self.longest = None;
        self.few.retain(|posting| posting.is_wanted);
        for (at, shorter) in self.few.iter().enumerate() {
            for longer in &self.few[..at] {
                let [rare, all] = self.pairs.entry((shorter.text, longer.text)).or_default();
                (*rare, *all) = (*rare + 1, *all + 1);
            }
        }
        self.few.clear();
    }

    /// Number of counts so far, by which their memory is limited.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len() + self.recurring.len()
    }

    /// Whether there are no counts so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the counts of the samples that are complete, in ascending order.
    #[must_use]
    pub fn take(&mut self) -> (Vec<PostingPair<T>>, Vec<RecurringCount<T>>) {
        let pairs = self.pairs.drain().map(|((shorter, longer), [rare, all])| PostingPair {
            shorter,
            longer,
            rare,
            all,
        });
        let mut pairs: Vec<PostingPair<T>> = pairs.collect();
        pairs.sort_unstable();
        let recurring = self.recurring.drain();
        let recurring = recurring.map(|(text, samples)| RecurringCount { text, samples });
        let mut recurring: Vec<RecurringCount<T>> = recurring.collect();
        recurring.sort_unstable();
        (pairs, recurring)
    }

    /// Takes the counts of the rest, after the last text.
    #[must_use]
    pub fn finish(&mut self) -> (Vec<PostingPair<T>>, Vec<RecurringCount<T>>) {
        self.end_sample();
        self.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::TextId;
    use crate::index::{
        SamplePair, SampledTexts, Shareable, SharedSamples, ShingleSamples, sample_shingles,
    };
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::BTreeMap;

    /// Texts that are runs of shingles, some of which are wanted.
    #[derive(Debug)]
    struct Collection {
        texts: Vec<(u64, u64)>,
        wanted: Vec<bool>,
    }

    impl Collection {
        fn samples(&self) -> Vec<Vec<ShingleSample>> {
            let mut samples = Vec::new();
            let of_texts = self.texts.iter().map(|&(start, length)| {
                sample_shingles(&(start..start + length).collect::<Vec<_>>(), &mut samples);
                samples.clone()
            });
            of_texts.collect()
        }

        /// The longest first, then in their order.
        fn key(&self, text: usize) -> (Reverse<u64>, usize) {
            (Reverse(self.texts[text].1), text)
        }

        fn expected(&self, limits: Limits) -> (Vec<SamplePair>, u64) {
            let mut table = ShingleSamples::new(u64::MAX);
            self.samples().iter().for_each(|own| table.push(own.iter().copied()));
            let length = |text: TextId| (self.texts[text.index()].1, Reverse(text));
            let is_wanted = |text: TextId| self.wanted[text.index()];
            let found =
                SampledTexts::new(&SharedSamples::of(table), limits, length, is_wanted).pairs();
            (found.pairs, found.capped)
        }

        /// The pairs, where the samples are divided into parts.
        fn found(&self, limits: Limits, parts: u32) -> (Vec<SamplePair>, u64) {
            let samples = self.samples();
            let (mut pairs, mut recurring) = (BTreeMap::new(), BTreeMap::new());
            for part in 0..parts {
                let of_part = |sample: &ShingleSample| (sample.to_bits() >> 3) % parts == part;
                let mut postings: Vec<(ShingleSample, (Reverse<u64>, usize))> = Vec::new();
                for (text, own) in samples.iter().enumerate() {
                    let own = own.iter().copied().filter(|sample| of_part(sample));
                    postings.extend(own.map(|sample| (sample, self.key(text))));
                }
                postings.sort_unstable();
                let mut counts = PostingPairs::new(limits, *ShingleSamples::LEVELS.start());
                for (sample, (_, text)) in postings {
                    counts.push(Posting { sample, text, is_wanted: self.wanted[text] });
                }
                let (own_pairs, own_recurring) = counts.finish();
                for PostingPair { shorter, longer, rare, all } in own_pairs {
                    let sums: &mut [u32; 2] = pairs.entry((shorter, longer)).or_default();
                    *sums = [sums[0] + rare, sums[1] + all];
                }
                for RecurringCount { text, samples } in own_recurring {
                    *recurring.entry(text).or_insert(0) += samples;
                }
            }
            self.chosen(&pairs, &recurring, limits)
        }

        fn chosen(
            &self,
            pairs: &BTreeMap<(usize, usize), [u32; 2]>,
            recurring: &BTreeMap<usize, u32>,
            limits: Limits,
        ) -> (Vec<SamplePair>, u64) {
            let (mut chosen, mut capped) = (Vec::new(), 0);
            for (text, own) in self.samples().iter().enumerate() {
                let common = own.iter().filter(|sample| sample.is_of_level(3)).count() as u32;
                let rare = common - recurring.get(&text).copied().unwrap_or(0);
                let shareable = Shareable { common, rare };
                let of_text = pairs.range((text, 0)..=(text, usize::MAX));
                let enough = of_text.filter(|(_, [rare, all])| shareable.is_enough(*rare, *all));
                let mut longer: Vec<_> = enough
                    .map(|(&(_, longer), &[rare, all])| {
                        (Reverse(rare), Reverse(all), self.key(longer))
                    })
                    .collect();
                longer.sort_unstable();
                capped += longer.len().saturating_sub(limits.longer()) as u64;
                let longer = longer.iter().take(limits.longer());
                chosen.extend(longer.map(|&(_, _, (_, longer))| SamplePair {
                    longer: TextId(longer as u32),
                    shorter: TextId(text as u32),
                }));
            }
            chosen.sort_unstable();
            (chosen, capped)
        }
    }

    proptest! {
        #[test]
        fn pairs_of_divided_samples_are_those_of_all_samples(
            texts in prop::collection::vec((0_u64..150, 1_u64..120, any::<bool>()), 0..60),
            parts in 1_u32..5,
        ) {
            let collection = Collection {
                texts: texts.iter().map(|&(start, length, _)| (start, length)).collect(),
                wanted: texts.iter().map(|&(start, _, wanted)| wanted || start % 3 > 0).collect(),
            };
            let limits = Limits { containers: 2, recurring: 5, ..Limits::default() };
            prop_assert_eq!(collection.found(limits, parts), collection.expected(limits));
        }
    }
}
