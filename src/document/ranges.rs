//! Overlap, union and complement of ranges.

use std::ops::Range;

/// Length of the intersection of two ranges.
///
/// ```
/// assert_eq!(leitong::document::shared(&(0..5), &(3..9)), 2);
/// ```
#[must_use]
pub fn shared(x: &Range<usize>, y: &Range<usize>) -> usize {
    x.end.min(y.end).saturating_sub(x.start.max(y.start))
}

/// The union of some ranges, as disjoint ranges in ascending order.
///
/// ```
/// assert_eq!(leitong::document::union([5..9, 0..3, 2..4, 8..12]), [0..4, 5..12]);
/// ```
#[must_use]
pub fn union(ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = ranges.into_iter().collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut union: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match union.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => union.push(range),
        }
    }
    union
}

/// Share of the longer range that the other range covers, from 0 to 1; 0 for two empty ranges.
///
/// ```
/// assert_eq!(leitong::document::share_of_longer(&(0..4), &(3..13)), 0.1);
/// ```
#[must_use]
pub fn share_of_longer(x: &Range<usize>, y: &Range<usize>) -> f64 {
    shared(x, y) as f64 / x.len().max(y.len()).max(1) as f64
}

/// Share of `inner` that lies in `outer`, from 0 to 1; 0 of an empty range.
///
/// ```
/// assert_eq!(leitong::document::share_within(&(0..4), &(3..13)), 0.25);
/// assert_eq!(leitong::document::share_within(&(3..13), &(0..4)), 0.1);
/// ```
#[must_use]
pub fn share_within(inner: &Range<usize>, outer: &Range<usize>) -> f64 {
    shared(inner, outer) as f64 / inner.len().max(1) as f64
}

/// The parts of `whole` outside of `ranges`, which rise and lie apart.
///
/// ```
/// assert_eq!(leitong::document::gaps(&(0..9), &[2..4, 8..9]), [0..2, 4..8]);
/// ```
#[must_use]
pub fn gaps(whole: &Range<usize>, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(whole.start).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain(std::iter::once(whole.end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|gap| !gap.is_empty()).collect()
}
