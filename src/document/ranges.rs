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

/// Length of the intersection of two lists of ranges, each of them disjoint and in ascending order.
///
/// ```
/// assert_eq!(leitong::document::shared_by(&[0..5, 8..9], &[3..9]), 3);
/// ```
#[must_use]
pub fn shared_by(x: &[Range<usize>], y: &[Range<usize>]) -> usize {
    let (mut at_x, mut at_y, mut all) = (0, 0, 0);
    while let (Some(a), Some(b)) = (x.get(at_x), y.get(at_y)) {
        all += shared(a, b);
        // The range that ends first has nothing in common with later ones.
        if a.end <= b.end { at_x += 1 } else { at_y += 1 }
    }
    all
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ranges that are disjoint and ascend.
    fn disjoint() -> impl Strategy<Value = Vec<Range<usize>>> {
        let ranges = prop::collection::vec((0_usize..40, 1_usize..6), 0..9);
        ranges.prop_map(|ranges| union(ranges.into_iter().map(|(start, len)| start..start + len)))
    }

    proptest! {
        #[test]
        fn lists_share_what_their_ranges_share(x in disjoint(), y in disjoint()) {
            let pairs = x.iter().flat_map(|a| y.iter().map(move |b| shared(a, b)));
            prop_assert_eq!(shared_by(&x, &y), pairs.sum::<usize>());
            prop_assert_eq!(shared_by(&y, &x), shared_by(&x, &y));
        }
    }
}
