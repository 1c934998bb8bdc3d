//! The texts of the sampled shingles that several texts have.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::limits::Limits;
use super::shingle_samples::{ShingleSample, ShingleSamples};
use crate::document::{RowEnds, TextId};

/// Texts whose samples a thread takes at a time.
const TEXTS_PER_TASK: usize = 1 << 12;
/// Bits for each sample, by which those of one text only are told from the others; up to twice as many,
/// a power of two in all. With four, at most a fifth of the samples of one text are taken for shared.
const BITS_PER_SAMPLE: usize = 4;

/// A sample that several texts have, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedSample(u32);

/// The samples that several texts have: the texts of each sample, and the samples of each text. Eight
/// bytes for each of them in each text.
#[derive(Debug, Clone)]
pub struct SharedSamples {
    /// The texts of each sample, in ascending order.
    texts: Vec<TextId>,
    texts_ends: RowEnds,
    /// The samples of each text, in ascending order.
    samples: Vec<SharedSample>,
    samples_ends: RowEnds,
    /// Of each sample, whether every text has it that contains its shingle.
    is_common: Vec<bool>,
    /// For each text the number of its samples that every text has which contains it, shared or not.
    common: Vec<u32>,
    /// Of each sample, whether it recurs in the collection, if the texts are a part of it.
    recurring: Option<FixedBitSet>,
}

impl SharedSamples {
    /// The samples that several texts have.
    ///
    /// ```
    /// use leitong::document::TextId;
    /// use leitong::index::{SharedSamples, ShingleSamples, sample_shingles};
    /// let (mut table, mut samples) = (ShingleSamples::new(1 << 20), Vec::new());
    /// for shingles in [[1, 2], [2, 3]] {
    ///     sample_shingles(&shingles, &mut samples);
    ///     table.push(samples.iter().copied());
    /// }
    /// let shared = SharedSamples::of(table);
    /// let [sample] = shared.of_text(TextId(0)) else { panic!("the shingle 2") };
    /// assert_eq!(shared.texts_of(*sample), [TextId(0), TextId(1)]);
    /// ```
    #[must_use]
    pub fn of(samples: ShingleSamples) -> Self {
        Self::new(samples, None)
    }

    /// The samples that several texts of a part of a collection have; `recurring` are those that
    /// recur in the collection, ascending.
    #[must_use]
    pub fn of_part(samples: ShingleSamples, recurring: &[ShingleSample]) -> Self {
        Self::new(samples, Some(recurring))
    }

    fn new(samples: ShingleSamples, recurring: Option<&[ShingleSample]>) -> Self {
        let texts = samples.texts();
        let common: Vec<u32> = (0..texts as u32)
            .into_par_iter()
            .map(|text| samples.common_of(TextId(text)) as u32)
            .collect();
        let level = samples.level();
        let postings = sorted_postings(&samples);
        drop(samples);
        let mut shared = Self {
            texts: Vec::with_capacity(postings.len()),
            texts_ends: RowEnds::default(),
            samples: Vec::new(),
            samples_ends: RowEnds::with_capacity(texts),
            is_common: Vec::new(),
            common,
            recurring: recurring.map(|_| FixedBitSet::new()),
        };
        let of_samples = postings.chunk_by(|a, b| a >> 32 == b >> 32);
        for postings in of_samples.filter(|postings| postings.len() > 1) {
            shared.texts.extend(postings.iter().map(|&posting| TextId(posting as u32)));
            shared.texts_ends.push(shared.texts.len());
            let sample = ShingleSample::from_bits((postings[0] >> 32) as u32);
            shared.is_common.push(sample.is_of_level(level));
            if let (Some(recurring), Some(flags)) = (recurring, &mut shared.recurring) {
                flags.grow(shared.is_common.len());
                flags.set(shared.is_common.len() - 1, recurring.binary_search(&sample).is_ok());
            }
        }
        drop(postings);
        shared.add_rows(texts);
        shared
    }

    /// Fills the samples of each text from the texts of each sample.
    fn add_rows(&mut self, texts: usize) {
        let mut places = vec![0_u32; texts];
        for text in &self.texts {
            places[text.index()] += 1;
        }
        let mut end = 0;
        for place in &mut places {
            let start = end;
            end += *place;
            self.samples_ends.push(end as usize);
            *place = start;
        }
        self.samples = vec![SharedSample(0); self.texts.len()];
        for (sample, range) in (0..).map(SharedSample).zip(self.texts_ends.iter()) {
            for text in &self.texts[range] {
                let place = &mut places[text.index()];
                self.samples[*place as usize] = sample;
                *place += 1;
            }
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.samples_ends.len()
    }

    /// The shared samples of a text, in ascending order.
    ///
    /// # Panics
    /// If there is no such text.
    #[must_use]
    pub fn of_text(&self, text: TextId) -> &[SharedSample] {
        &self.samples[self.samples_ends.range(text.index())]
    }

    /// The texts that have a sample, two at least, in ascending order.
    #[must_use]
    pub fn texts_of(&self, sample: SharedSample) -> &[TextId] {
        &self.texts[self.texts_ends.range(sample.0 as usize)]
    }

    /// All samples, in ascending order.
    pub(super) fn all(&self) -> impl IndexedParallelIterator<Item = SharedSample> + use<> {
        (0..self.texts_ends.len() as u32).into_par_iter().map(SharedSample)
    }

    /// Whether a sample recurs in many texts.
    #[must_use]
    pub fn recurs(&self, sample: SharedSample, limits: Limits) -> bool {
        match &self.recurring {
            Some(recurring) => recurring.contains(sample.0 as usize),
            None => self.texts_of(sample).len() >= limits.recurring,
        }
    }

    /// Whether every text has a sample that contains its shingle.
    #[must_use]
    pub fn is_common(&self, sample: SharedSample) -> bool {
        self.is_common[sample.0 as usize]
    }

    /// Number of samples of a text that every text has which contains it, shared or not.
    #[must_use]
    pub fn common_of(&self, text: TextId) -> u32 {
        self.common[text.index()]
    }

    /// The samples that two texts share.
    pub fn shared(&self, a: TextId, b: TextId) -> impl Iterator<Item = SharedSample> + '_ {
        let (a, b) = (self.of_text(a), self.of_text(b));
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        few.iter().copied().filter(|sample| many.binary_search(sample).is_ok())
    }
}

/// Each shared sample of each text, the sample in the upper half, the text in the lower one, ascending.
/// A few of them are of one text only.
fn sorted_postings(samples: &ShingleSamples) -> Vec<u64> {
    let tasks = text_ranges(samples.texts());
    let seen = SeenSamples::of(samples, &tasks);
    let shared = |texts: Range<u32>| {
        texts.flat_map(|text| {
            let own = samples.of(TextId(text)).iter().filter(|&&sample| seen.is_shared(sample));
            own.map(move |sample| u64::from(sample.to_bits()) << 32 | u64::from(text))
        })
    };
    let counts: Vec<usize> = tasks.par_iter().map(|task| shared(task.clone()).count()).collect();
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
    postings
}

/// Ranges of the numbers of texts, for threads.
fn text_ranges(texts: usize) -> Vec<Range<u32>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::sample_shingles;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn shared_samples_are_those_that_several_texts_have(
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
            let commons: Vec<u32> =
                (0..texts.len()).map(|text| table.common_of(TextId(text as u32)) as u32).collect();
            let shared = SharedSamples::of(table);
            prop_assert_eq!(shared.texts(), texts.len());
            let found: Vec<&[TextId]> =
                shared.all().collect::<Vec<_>>().into_iter().map(|of| shared.texts_of(of)).collect();
            prop_assert_eq!(found, expected.values().collect::<Vec<_>>());
            for (text, common) in (0..).map(TextId).zip(commons) {
                prop_assert_eq!(shared.common_of(text), common);
                let own: Vec<bool> = expected.values().map(|texts| texts.contains(&text)).collect();
                let is_own = |sample: SharedSample| shared.of_text(text).binary_search(&sample).is_ok();
                let of_text: Vec<bool> =
                    shared.all().collect::<Vec<_>>().into_iter().map(is_own).collect();
                prop_assert_eq!(own, of_text);
            }
        }
    }
}
