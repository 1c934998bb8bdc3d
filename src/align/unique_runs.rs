//! Runs of equal characters that occur once in each of two contents, in the order of both.
//!
//! They are the anchors of an alignment from end to end, as in patience diff: a run that is unique
//! on both sides seldom matches by chance, so the longest series of them that rises on both sides
//! is found without looking at any pair of other places. Between two anchors a run has to be unique
//! there only. The time is linear but for sorting.

use std::ops::Range;

use super::chain::Anchor;
use super::costs::Costs;
use crate::sketch::hash_runs;
use crate::text::width_thirds;

/// Length of the runs that are looked up, in thirds of an ideograph: four ideographs or ten letters,
/// as [`SeedLimits::gram`](crate::seeds::SeedLimits::gram).
const GRAM: u32 = 10;
/// Number of times that the text between anchors is searched again. Each time the gaps are shorter,
/// and versions of one page need three or four; the bound keeps the time linear for other texts.
const MAX_DEPTH: usize = 8;

/// A position in each of two contents.
#[derive(Clone, Copy)]
struct PositionPair {
    a: u32,
    b: u32,
}

/// Two ranges of two contents that are searched together.
struct Window {
    a: Range<usize>,
    b: Range<usize>,
}

impl Window {
    fn before(&self, anchor: Anchor) -> Self {
        Self { a: self.a.start..anchor.a as usize, b: self.b.start..anchor.b as usize }
    }

    fn after(&self, anchor: Anchor) -> Self {
        Self { a: anchor.a_end() as usize..self.a.end, b: anchor.b_end() as usize..self.b.end }
    }
}

/// A search for unique runs.
struct Search<'c> {
    a: &'c [char],
    b: &'c [char],
    costs: Costs,
    table: RunTable,
    /// The runs found so far, which rise on both sides.
    anchors: Vec<Anchor>,
}

/// How often each run of the second content occurs in a window, by its hash: a hash table with linear
/// probing.
#[derive(Default)]
struct RunTable {
    /// A power of two in number.
    slots: Vec<RunSlot>,
}

/// A run of the second content; an empty slot occurs nowhere.
#[derive(Clone, Copy, Default)]
struct RunSlot {
    hash: u32,
    position: u32,
    in_a: Times,
    in_b: Times,
}

/// How often a run occurs.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Times {
    #[default]
    Never,
    Once,
    Often,
}

impl Times {
    fn next(self) -> Self {
        if self == Self::Never { Self::Once } else { Self::Often }
    }
}

impl RunTable {
    /// Replaces the runs by those with these hashes, the first of which begins at position `start`.
    fn refill(&mut self, hashes: &[u64], start: u32) {
        self.slots.clear();
        self.slots.resize((hashes.len() * 2).next_power_of_two(), RunSlot::default());
        for (&hash, position) in hashes.iter().zip(start..) {
            let slot = self.slot(hash);
            *slot = RunSlot { hash: hash as u32, position, in_b: slot.in_b.next(), ..*slot };
        }
    }

    /// Counts an occurrence in the first content.
    fn count_in_a(&mut self, hash: u64) {
        let slot = self.slot(hash);
        slot.in_a = slot.in_a.next();
    }

    /// The position of the run in the second content, if it occurs once in each.
    fn unique(&mut self, hash: u64) -> Option<u32> {
        let slot = self.slot(hash);
        (slot.in_a == Times::Once && slot.in_b == Times::Once).then_some(slot.position)
    }

    /// The slot of a run, or the empty slot where it would be.
    fn slot(&mut self, hash: u64) -> &mut RunSlot {
        let last = self.slots.len() - 1;
        let mut at = (hash >> 32) as usize & last;
        while self.slots[at].in_b != Times::Never && self.slots[at].hash != hash as u32 {
            at = (at + 1) & last;
        }
        &mut self.slots[at]
    }
}

/// Anchors of an alignment of `a` and `b`, which rise on both sides and do not overlap.
pub(super) fn unique_runs(a: &[char], b: &[char], costs: Costs) -> Vec<Anchor> {
    let mut search = Search { a, b, costs, table: RunTable::default(), anchors: Vec::new() };
    search.find(Window { a: 0..a.len(), b: 0..b.len() }, MAX_DEPTH);
    search.anchors
}

impl Search<'_> {
    /// Adds the runs of a window, and those between them.
    fn find(&mut self, window: Window, depth: usize) {
        let is_short = window.a.len() * window.b.len() <= self.costs.max_global_cells();
        if depth == 0 || (is_short && depth < MAX_DEPTH) {
            return; // Short gaps are aligned character by character.
        }
        let runs = self.runs(&window);
        let mut rest = window;
        for &run in &runs {
            self.find(rest.before(run), depth - 1);
            self.anchors.push(run);
            rest = rest.after(run);
        }
        if !runs.is_empty() {
            self.find(rest, depth - 1);
        }
    }

    /// The unique runs of a window, as long as they can be without overlapping each other.
    fn runs(&mut self, window: &Window) -> Vec<Anchor> {
        let pairs = longest_rising(&self.unique_pairs(window));
        let mut runs = Vec::new();
        let mut rest = Window { a: window.a.clone(), b: window.b.clone() };
        for pair in pairs {
            if (pair.a as usize) < rest.a.start || (pair.b as usize) < rest.b.start {
                continue; // The run before includes it, or goes on past it.
            }
            if let Some(run) = self.run(pair, &rest) {
                rest = rest.after(run);
                runs.push(run);
            }
        }
        runs
    }

    /// Positions of the runs that begin once in each side of a window, in the order of `a`.
    fn unique_pairs(&mut self, window: &Window) -> Vec<PositionPair> {
        let mut hashes = Vec::new();
        hash_runs(&self.b[window.b.clone()], GRAM, &mut hashes);
        self.table.refill(&hashes, window.b.start as u32);
        hash_runs(&self.a[window.a.clone()], GRAM, &mut hashes);
        for &hash in &hashes {
            self.table.count_in_a(hash);
        }
        let in_a = hashes.iter().zip(window.a.start as u32..);
        let pairs =
            in_a.filter_map(|(&hash, a)| Some(PositionPair { a, b: self.table.unique(hash)? }));
        pairs.collect()
    }

    /// The longest run through two positions inside of a window; `None` if other runs only have the
    /// same hash.
    fn run(&self, pair: PositionPair, window: &Window) -> Option<Anchor> {
        let (a, b) = (pair.a as usize, pair.b as usize);
        let before =
            self.a[window.a.start..a].iter().rev().zip(self.b[window.b.start..b].iter().rev());
        let before = before.take_while(|(x, y)| x == y).count();
        let after = self.a[a..window.a.end].iter().zip(&self.b[b..window.b.end]);
        let after = after.take_while(|(x, y)| x == y).count();
        let is_run = has_run(&self.a[a..a + after]);
        is_run.then_some(Anchor {
            a: (a - before) as u32,
            b: (b - before) as u32,
            len: (before + after) as u32,
        })
    }
}

/// Whether characters are as wide as a run that is looked up.
fn has_run(chars: &[char]) -> bool {
    let mut thirds = 0;
    chars.iter().any(|&char| {
        thirds += width_thirds(char);
        thirds >= GRAM
    })
}

/// The longest series of pairs that rises on both sides; `pairs` rise in `a`.
fn longest_rising(pairs: &[PositionPair]) -> Vec<PositionPair> {
    // For each length the pair with the lowest end of a series of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut predecessors: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        // Most pairs of two versions rise.
        let rises = ends.last().is_none_or(|&end| pairs[end].b < pair.b);
        let length =
            if rises { ends.len() } else { ends.partition_point(|&end| pairs[end].b < pair.b) };
        predecessors.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let last = ends.last().copied();
    let mut series: Vec<PositionPair> =
        std::iter::successors(last, |&at| predecessors[at]).map(|at| pairs[at]).collect();
    series.reverse();
    series
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anchors(a: &str, b: &str) -> Vec<Anchor> {
        let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<_>>());
        unique_runs(&a, &b, Costs::IDEOGRAPHS)
    }

    const TEXT: &str =
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜";

    #[test]
    fn runs_end_where_the_texts_differ() {
        let edited = TEXT.replace('寒', "热").replace("律吕", "");
        let found = anchors(TEXT, &edited);
        let expected = [
            Anchor { a: 0, b: 0, len: 16 },
            Anchor { a: 17, b: 17, len: 11 },
            Anchor { a: 30, b: 28, len: 10 },
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_run_that_is_unique_between_anchors_only_is_found_there() {
        let middle = "金生丽水玉出昆冈菜重芥姜海咸河淡孝当竭力忠则尽命临深履薄夙兴温凊似兰斯馨如松";
        let long =
            "剑号巨阙珠称夜光果珍李柰鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐";
        let a = format!("{middle}{TEXT}{middle}{long}");
        let b = format!("{middle}换{TEXT}改{middle}了{long}");
        let found = anchors(&a, &b);
        assert_eq!(found.iter().map(|anchor| anchor.len).sum::<u32>() as usize, a.chars().count());
    }

    proptest! {
        #[test]
        fn anchors_are_equal_runs_that_rise_and_lie_apart(
            a in "[天地玄黄]{0,120}",
            b in "[天地玄黄]{0,120}",
        ) {
            let found = anchors(&a, &b);
            let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<_>>());
            for anchor in &found {
                let in_b = anchor.b as usize..anchor.b_end() as usize;
                prop_assert_eq!(&a[anchor.range_a()], &b[in_b]);
            }
            prop_assert!(found.is_sorted_by(|x, y| x.a_end() <= y.a && x.b_end() <= y.b));
        }
    }
}
