//! The pairs whose similarity is closest to the threshold.

use std::ops::Range;
use std::path::PathBuf;

use crate::dedup::duplicates_file::RemovedRecord;
use crate::dedup::{DuplicateKind, Measure};
use crate::document::{Level, SourceId, rounded_share};

/// Pairs that are held for each example before those that are too far away are dropped.
const HELD: usize = 8;

/// Where a unit lies, in the order of the collection: source, offset of the record, and first byte
/// in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UnitPlace {
    pub(super) source: SourceId,
    pub(super) offset: u64,
    pub(super) start: usize,
}

/// A unit, and what a list calls it.
#[derive(Debug, Clone)]
pub(super) struct PairedUnit {
    /// Hash of its content.
    pub(super) hash: u128,
    pub(super) place: UnitPlace,
    pub(super) id: String,
    pub(super) line: Option<u64>,
    /// Characters of the record's text that the unit takes; `None` for a whole record.
    pub(super) chars: Option<Range<usize>>,
}

/// Two units and their similarity; `a` comes first in the collection.
#[derive(Debug, Clone)]
pub(super) struct ClosePair {
    pub(super) similarity: f64,
    pub(super) a: PairedUnit,
    pub(super) b: PairedUnit,
}

impl ClosePair {
    /// The pair as a line of a list of duplicates.
    pub(super) fn line(
        &self,
        level: Level,
        path: impl Fn(SourceId) -> PathBuf,
    ) -> RemovedRecord<'_> {
        let Self { similarity, a, b } = self;
        let ends = |unit: &PairedUnit| unit.chars.clone().map(|chars| (chars.start, chars.end));
        let (of_start, of_end) = ends(a).unzip();
        let (start, end) = ends(b).unzip();
        RemovedRecord {
            id: b.id.as_str().into(),
            path: path(b.place.source).into(),
            line: b.line,
            start,
            end,
            duplicate_of: a.id.as_str().into(),
            of_path: path(a.place.source).into(),
            of_line: a.line,
            of_start,
            of_end,
            similarity: rounded_share(*similarity),
            measure: Measure::Jaccard,
            kind: DuplicateKind::Near,
            removed: true,
            level,
            cluster: 0,
            parts: Vec::new(),
        }
    }
}

/// The pairs on one side of the threshold that are closest to it. A content is in one of them at
/// most: many copies of one pair would show the reader one case only.
#[derive(Debug, Clone)]
pub(super) struct ClosePairs {
    threshold: f64,
    /// Number of pairs that are wanted.
    limit: usize,
    pairs: Vec<ClosePair>,
    /// The distance from which on pairs are too far away: that of the last chosen pair, once there
    /// are as many as are wanted.
    bound: f64,
}

impl ClosePairs {
    pub(super) fn new(threshold: f64, limit: usize) -> Self {
        Self { threshold, limit, pairs: Vec::new(), bound: f64::INFINITY }
    }

    /// Adds a pair that `make` makes, unless it is too far away.
    pub(super) fn offer(&mut self, similarity: f64, make: impl FnOnce() -> ClosePair) {
        if self.limit == 0 || (similarity - self.threshold).abs() >= self.bound {
            return;
        }
        self.pairs.push(make());
        if self.pairs.len() >= HELD * self.limit {
            self.choose();
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.pairs.extend(other.pairs);
        self.choose();
    }

    /// The pairs, the closest first.
    pub(super) fn into_pairs(mut self) -> Vec<ClosePair> {
        self.choose();
        self.pairs
    }

    fn distance(&self, pair: &ClosePair) -> f64 {
        (pair.similarity - self.threshold).abs()
    }

    /// Keeps the closest pairs that have no content in common.
    fn choose(&mut self) {
        let threshold = self.threshold;
        self.pairs.sort_by(|x, y| {
            let [near, far] = [x, y].map(|pair| (pair.similarity - threshold).abs());
            near.total_cmp(&far).then_with(|| (x.a.place, x.b.place).cmp(&(y.a.place, y.b.place)))
        });
        let mut seen = Vec::new();
        self.pairs.retain(|pair| {
            let hashes = [pair.a.hash, pair.b.hash];
            let is_new =
                seen.len() < 2 * self.limit && !hashes.iter().any(|hash| seen.contains(hash));
            if is_new {
                seen.extend(hashes);
            }
            is_new
        });
        let last = self.pairs.last().filter(|_| self.pairs.len() == self.limit);
        self.bound = last.map_or(f64::INFINITY, |last| self.distance(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(number: u32) -> PairedUnit {
        PairedUnit {
            hash: number.into(),
            place: UnitPlace { source: SourceId(0), offset: number.into(), start: 0 },
            id: number.to_string(),
            line: Some(u64::from(number)),
            chars: None,
        }
    }

    fn pairs(offers: &[(u32, u32, f64)], limit: usize) -> Vec<(u64, u64)> {
        let mut pairs = ClosePairs::new(0.7, limit);
        for &(a, b, similarity) in offers {
            pairs.offer(similarity, || ClosePair { similarity, a: unit(a), b: unit(b) });
        }
        let pairs = pairs.into_pairs();
        pairs.iter().map(|pair| (pair.a.place.offset, pair.b.place.offset)).collect()
    }

    #[test]
    fn the_closest_pairs_come_first() {
        let offers = [(1, 2, 0.9), (3, 4, 0.71), (5, 6, 0.8), (7, 8, 0.72)];
        assert_eq!(pairs(&offers, 3), [(3, 4), (7, 8), (5, 6)]);
        assert_eq!(pairs(&offers, 0), []);
    }

    #[test]
    fn a_content_is_in_one_pair_only() {
        let offers = [(1, 2, 0.72), (1, 3, 0.71), (2, 3, 0.73), (4, 5, 0.9)];
        assert_eq!(pairs(&offers, 3), [(1, 3), (4, 5)]);
    }

    #[test]
    fn what_is_dropped_early_is_farther_away() {
        let offers: Vec<_> = (0..200)
            .map(|at| (2 * at, 2 * at + 1, 0.7 + f64::from((at * 37) % 200) / 1e3))
            .collect();
        let mut sorted = offers.clone();
        sorted.sort_by(|x, y| x.2.total_cmp(&y.2));
        let expected: Vec<_> =
            sorted.iter().take(3).map(|&(a, b, _)| (u64::from(a), u64::from(b))).collect();
        assert_eq!(pairs(&offers, 3), expected);
    }
}
