//! How many pairs have which similarity.

use crate::document::rounded_share;

/// Bins in a range of 1: each is a twentieth wide.
const STEPS: u32 = 20;
/// The first bin begins at this many twentieths. Below 0.3 two texts share less than half of their
/// shingles, and no threshold in use is there.
const FIRST: u32 = 6;

/// The similarity at which a bin begins.
pub(super) fn step(number: u32) -> f64 {
    f64::from(number) / f64::from(STEPS)
}

/// The steps from this similarity on, up to 1.
pub(super) fn steps_from(similarity: f64) -> impl Iterator<Item = f64> {
    (1..=STEPS).map(step).filter(move |&step| step >= similarity)
}

/// Numbers of similar pairs by their Jaccard similarity, from 0.3 to 1.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Histogram {
    /// Bins in ascending order, each a twentieth wide. The last one has the pairs of similarity 1.
    pub bins: Vec<SimilarityBin>,
    /// Comparisons that were left out because a bucket has too many texts.
    pub capped: u64,
}

/// The pairs in one range of similarities.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct SimilarityBin {
    /// The lowest similarity.
    pub from: f64,
    /// The similarity below which all pairs are; 1 for the last bin too, whose pairs have it.
    pub to: f64,
    /// Pairs in the whole collection; an estimate if a sample was compared.
    pub pairs: u64,
}

/// Counts of pairs as a pass finds them: each pair once for each of its records that is in the
/// sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PairCounts {
    counts: [u64; (STEPS - FIRST + 1) as usize],
    pub(super) capped: u64,
}

impl PairCounts {
    /// The lowest similarity that is counted.
    pub(super) const LOWEST: f64 = FIRST as f64 / STEPS as f64;

    /// Counts `pairs` pairs of one similarity.
    pub(super) fn add(&mut self, similarity: f64, pairs: u64) {
        let bin = (FIRST..=STEPS).take_while(|&number| similarity >= step(number)).count();
        if let Some(bin) = bin.checked_sub(1) {
            self.counts[bin] += pairs;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.capped += other.capped;
    }

    /// The histogram of a collection, of whose records this share is in the sample. Bins below
    /// `lowest`, which were not searched, are left out.
    #[expect(clippy::cast_sign_loss, reason = "a count is not negative")]
    pub(super) fn histogram(&self, share: f64, lowest: f64) -> Histogram {
        // Each pair is counted for each of its two records that is in the sample.
        let pairs = |count: u64| (count as f64 / (2.0 * share.max(f64::MIN_POSITIVE))).round();
        let bins = (FIRST..=STEPS).zip(self.counts).map(|(number, count)| SimilarityBin {
            from: rounded_share(step(number)),
            to: rounded_share(step((number + 1).min(STEPS))),
            pairs: pairs(count) as u64,
        });
        Histogram { bins: bins.filter(|bin| bin.from >= lowest).collect(), capped: self.capped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_holds_its_lower_end_and_not_its_upper_one() {
        let mut counts = PairCounts::default();
        for (similarity, pairs) in
            [(0.2999, 1), (0.3, 10), (0.3499, 4), (0.35, 6), (0.7, 2), (0.9999, 8), (1.0, 20)]
        {
            counts.add(similarity, pairs);
        }
        let bins = counts.histogram(1.0, 0.0).bins;
        let filled: Vec<(f64, f64, u64)> = bins
            .iter()
            .filter(|bin| bin.pairs > 0)
            .map(|bin| (bin.from, bin.to, bin.pairs))
            .collect();
        let expected =
            [(0.3, 0.35, 7), (0.35, 0.4, 3), (0.7, 0.75, 1), (0.95, 1.0, 4), (1.0, 1.0, 10)];
        assert_eq!((filled, bins.len()), (expected.to_vec(), 15));
    }

    #[test]
    fn a_tenth_of_the_records_stands_for_all_pairs() {
        let mut counts = PairCounts::default();
        counts.add(0.8, 3);
        let histogram = counts.histogram(0.1, 0.5);
        assert_eq!(histogram.bins.iter().map(|bin| bin.pairs).sum::<u64>(), 15);
        assert_eq!(histogram.bins.first().map(|bin| bin.from), Some(0.5));
        assert!(PairCounts::default().histogram(0.0, 0.3).bins.iter().all(|bin| bin.pairs == 0));
    }

    #[test]
    fn steps_are_the_numbers_that_are_typed() {
        assert!(steps_from(0.5).eq([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0]));
    }
}
