//! Alignment of a content with the place of a longer one where it stands.

use std::ops::Range;

use super::alignment::Alignment;
use super::units::align_ends;
use crate::sketch::hash_runs;
use crate::text::is_numeral;

/// Length of the runs that show where a content stands in a longer one, in thirds of an ideograph.
const RUN: u32 = 12;
/// Characters that a place has beside those of the content, at least.
const ROOM: usize = 64;
/// No position.
const NONE: u32 = u32::MAX;

/// Where each run of four ideographs of a content begins, to look for other contents in it.
///
/// It is a hash table with chains. It takes 12 to 20 bytes for each character.
#[derive(Debug, Clone)]
pub struct RunPositions {
    hashes: Vec<u32>,
    /// For each slot the first position of a run whose hash belongs there. Slots are a power of two.
    first: Vec<u32>,
    /// For each position the next one of the same slot.
    next: Vec<u32>,
}

impl RunPositions {
    /// The runs of a content.
    ///
    /// # Panics
    /// If the content has 2³² characters or more.
    #[must_use]
    pub fn new(content: &[char]) -> Self {
        let mut runs = Vec::new();
        hash_runs(content, RUN, &mut runs);
        assert!(u32::try_from(runs.len()).is_ok(), "a content has fewer than 2³² characters");
        let hashes: Vec<u32> = runs.iter().map(|&run| run as u32).collect();
        let mut first = vec![NONE; hashes.len().next_power_of_two()];
        let mut next = vec![NONE; hashes.len()];
        // From the end, so that the positions of a chain rise.
        for (position, &hash) in hashes.iter().enumerate().rev() {
            let slot = hash as usize & (first.len() - 1);
            next[position] = first[slot];
            first[slot] = position as u32;
        }
        Self { hashes, first, next }
    }

    /// The positions of a run, which rise.
    fn of(&self, run: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.first[run as usize & (self.first.len() - 1)];
        let chain = std::iter::successors(Some(first), |&at| self.next.get(at as usize).copied());
        chain.take_while(|&at| at != NONE).filter(move |&at| self.hashes[at as usize] == run)
    }
}

/// Aligns a content with the place of a longer one where most of its runs are.
///
/// The alignment begins and ends in `whole` where that place does, and has all of `part`. `runs` are
/// those of `whole`; they are not asked for if `part` is nearly as long.
///
/// ```
/// use leitong::align::{RunPositions, align_part};
/// let text = |text: &str| text.chars().collect::<Vec<_>>();
/// let whole = text(&["一二三四五六七八九十".repeat(20), "今年天地玄黄宇宙洪荒".into()].concat());
/// let part = text("明年天地玄黄宇宙洪荒");
/// let runs = RunPositions::new(&whole);
/// let alignment = align_part(&whole, &part, || &runs);
/// assert_eq!((alignment.range_b(), alignment.equal()), (0..10, 9));
/// ```
#[must_use]
pub fn align_part<'r>(
    whole: &[char],
    part: &[char],
    runs: impl FnOnce() -> &'r RunPositions,
) -> Alignment {
    let len = part.len() + part.len() / 4 + ROOM;
    if whole.len() <= len {
        return align_ends(whole, part);
    }
    let place = densest_place(whole, part, len, runs());
    let start = place.start;
    align_ends(&whole[place], part).shifted(start, 0)
}

/// The place in `whole`, of about `len` characters, that has most of the runs of `part`, and room for
/// what was added to it; the first one of several.
fn densest_place(whole: &[char], part: &[char], len: usize, runs: &RunPositions) -> Range<usize> {
    let mut of_part = Vec::new();
    hash_runs(part, RUN, &mut of_part);
    let of_part: Vec<u32> = of_part.iter().map(|&run| run as u32).collect();
    let mut distinct = of_part.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let mut shared: Vec<u32> = distinct.iter().flat_map(|&run| runs.of(run)).collect();
    shared.sort_unstable();
    let (mut first, mut most, mut best) = (0, 0, 0);
    for (last, &end) in shared.iter().enumerate() {
        first +=
            shared[first..].iter().take_while(|&&at| at as usize + len <= end as usize).count();
        if last + 1 - first > most {
            (most, best) = (last + 1 - first, end as usize + 1);
        }
    }
    // Up to `len` characters before the run that was counted last, and the rest of that run.
    let place = best.saturating_sub(len)..(best + ROOM / 2).min(whole.len());
    // Most often the part begins and ends there as it does by itself.
    let in_place = |run: Option<&u32>| {
        let positions = run.copied().into_iter().flat_map(|run| runs.of(run));
        positions.map(|at| at as usize).filter(|at| (place.start..best).contains(at))
    };
    let start = in_place(of_part.first()).next().unwrap_or(place.start);
    let behind = part.len() + 1 - of_part.len();
    let last = in_place(of_part.last()).last();
    let end = last.map_or(place.end, |last| (last + behind).min(whole.len()));
    if start < end { whole_numbers(whole, start..end) } else { place }
}

/// A range grown to whole numbers: 2月 is no part of 12月.
fn whole_numbers(chars: &[char], range: Range<usize>) -> Range<usize> {
    let joins = |&at: &usize| {
        let around = chars.get(at.wrapping_sub(1)).zip(chars.get(at));
        around.is_some_and(|(&before, &behind)| is_numeral(before) && is_numeral(behind))
    };
    let before = (1..=range.start).rev().take_while(joins).count();
    let behind = (range.end..chars.len()).take_while(joins).count();
    range.start - before..range.end + behind
}
