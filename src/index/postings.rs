//! The texts of the sampled shingles that several texts have.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::shingle_samples::{ShingleSample, ShingleSamples};
use crate::document::TextId;

/// Texts whose samples a thread takes at a time.
const TEXTS_PER_TASK: usize = 1 << 12;
/// Bits for each sample, by which those of one text only are told from the others; up to twice as many,
/// a power of two in all. With four, at most a fifth of the samples of one text are taken for shared.
const BITS_PER_SAMPLE: usize = 4;

/// The texts of every sample that more than one text has.
#[derive(Debug, Clone)]
pub struct Postings {
    /// A sample in the upper half, a text in the lower one, ascending. Few samples have one text.
    postings: Vec<u64>,
}

impl Postings {
    /// The texts of the samples that several texts have.
    ///
    /// ```
    /// use leitong::index::{Postings, ShingleSamples, sample_shingles};
    /// let (mut table, mut samples) = (ShingleSamples::new(1 << 20), Vec::new());
    /// for shingles in [[1, 2], [2, 3]] {
    ///     sample_shingles(&shingles, &mut samples);
    ///     table.push(samples.iter().copied());
    /// }
    /// let postings = Postings::of(&table);
    /// let texts: Vec<_> = postings.iter().map(|sample| sample.len()).collect();
    /// assert_eq!(texts, [2]);
    /// ```
    #[must_use]
    pub fn of(samples: &ShingleSamples) -> Self {
        let tasks = text_ranges(samples.texts());
        let seen = SeenSamples::of(samples, &tasks);
        let shared = |texts: Range<u32>| {
            texts.flat_map(|text| {
                let own = samples.of(TextId(text)).iter().filter(|&&sample| seen.is_shared(sample));
                own.map(move |sample| u64::from(sample.to_bits()) << 32 | u64::from(text))
            })
        };
        let counts: Vec<usize> =
            tasks.par_iter().map(|task| shared(task.clone()).count()).collect();
        let mut postings = vec![0; counts.iter().sum()];
        let mut rest = postings.as_mut_slice();
        let mut parts = Vec::with_capacity(tasks.len());
        for (task, count) in tasks.iter().zip(counts) {
            let (part, behind) = std::mem::take(&mut rest).split_at_mut(count);
            rest = behind;
            parts.push((task, part));
        }
        parts.into_par_iter().for_each(|(task, part)| {
            for (place, posting) in part.iter_mut().zip(shared(task.clone())) {
                *place = posting;
            }
        });
        postings.par_sort_unstable();
        Self { postings }
    }

    /// The samples, each with its texts in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = SampleTexts<'_>> {
        let all = self.postings.chunk_by(|a, b| a >> 32 == b >> 32);
        all.filter(|texts| texts.len() > 1).map(|texts| SampleTexts { texts })
    }

    /// The samples for threads.
    #[must_use]
    pub fn par_iter(&self) -> impl ParallelIterator<Item = SampleTexts<'_>> {
        let all = self.postings.par_chunk_by(|a, b| a >> 32 == b >> 32);
        all.filter(|texts| texts.len() > 1).map(|texts| SampleTexts { texts })
    }
}

/// Ranges of the numbers of texts, for threads.
pub(super) fn text_ranges(texts: usize) -> Vec<Range<u32>> {
    let starts = (0..texts).step_by(TEXTS_PER_TASK);
    starts.map(|start| start as u32..(start + TEXTS_PER_TASK).min(texts) as u32).collect()
}

/// Which samples more than one text has, in a few bits for each: some samples are taken for shared that
/// are not.
struct SeenSamples {
    once: Vec<AtomicU64>,
    twice: Vec<AtomicU64>,
    /// Bits of a hash that choose a bit of the tables.
    log2: u32,
}

impl SeenSamples {
    fn of(samples: &ShingleSamples, tasks: &[Range<u32>]) -> Self {
        let bits = (samples.len() * BITS_PER_SAMPLE).next_power_of_two().clamp(64, 1 << 32);
        let table = || (0..bits / 64).map(|_| AtomicU64::new(0)).collect();
        let seen = Self { once: table(), twice: table(), log2: bits.trailing_zeros() };
        tasks.par_iter().for_each(|texts| {
            let own = texts.clone().flat_map(|text| samples.of(TextId(text)));
            own.for_each(|&sample| seen.add(sample));
        });
        seen
    }

    /// The samples of a text are distinct, so that a sample that comes again is of another text.
    fn add(&self, sample: ShingleSample) {
        let (word, bit) = self.place(sample);
        if self.once[word].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.twice[word].fetch_or(bit, Ordering::Relaxed);
        }
    }

    fn is_shared(&self, sample: ShingleSample) -> bool {
        let (word, bit) = self.place(sample);
        self.twice[word].load(Ordering::Relaxed) & bit != 0
    }

    fn place(&self, sample: ShingleSample) -> (usize, u64) {
        let hash = u64::from(sample.to_bits()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let at = hash >> (64 - self.log2);
        ((at / 64) as usize, 1 << (at % 64))
    }
}

/// The texts that have one sample.
#[derive(Debug, Clone, Copy)]
pub struct SampleTexts<'p> {
    texts: &'p [u64],
}

impl SampleTexts<'_> {
    /// The sample.
    #[must_use]
    pub fn sample(self) -> ShingleSample {
        ShingleSample::from_bits((self.texts[0] >> 32) as u32)
    }

    /// Number of texts, at least two.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(self) -> usize {
        self.texts.len()
    }
}

impl<'p> SampleTexts<'p> {
    /// The texts, in ascending order.
    pub fn texts(self) -> impl Iterator<Item = TextId> + 'p {
        self.texts.iter().map(|&posting| TextId(posting as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::sample_shingles;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn postings_list_the_texts_of_each_sample_that_several_texts_have(
            texts in prop::collection::vec(prop::collection::vec(0_u64..200, 0..30), 0..30),
        ) {
            let (mut table, mut samples) = (ShingleSamples::new(u64::MAX), Vec::new());
            let mut expected: BTreeMap<ShingleSample, Vec<TextId>> = BTreeMap::new();
            for (text, shingles) in (0..).map(TextId).zip(&texts) {
                sample_shingles(shingles, &mut samples);
                table.push(samples.iter().copied());
                for &sample in &samples {
                    expected.entry(sample).or_default().push(text);
                }
            }
            expected.retain(|_, texts| texts.len() > 1);
            let postings = Postings::of(&table);
            let found: BTreeMap<ShingleSample, Vec<TextId>> =
                postings.iter().map(|of| (of.sample(), of.texts().collect())).collect();
            prop_assert_eq!(postings.par_iter().count(), found.len());
            prop_assert_eq!(found, expected);
        }
    }
}
