//! Co-linear chaining: which runs of equal characters belong to one passage.
//!
//! A chain is a series of anchors that rise on both sides with small gaps between them, as in
//! minimap2 (Li, "Minimap2: pairwise alignment for nucleotide sequences", Bioinformatics 2018).

use std::ops::Range;

use super::costs::Costs;

/// Number of earlier anchors that are tried as the predecessor of an anchor. The bound keeps
/// chaining linear; with 50, minimap2 finds the best chain nearly always. Repeated phrases put more
/// anchors side by side in texts than in genomes.
const MAX_LOOK_BACK: usize = 256;
/// Characters of a block in which the latest anchor is looked up: about half of the widest gap, so
/// that few anchors of the same blocks are too far apart.
const NEAR_BLOCK: usize = 128;

/// A run of equal characters in two contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Anchor {
    /// First character in the first content.
    pub(crate) a: u32,
    /// First character in the second content.
    pub(crate) b: u32,
    /// Number of equal characters.
    pub(crate) len: u32,
}

impl Anchor {
    /// The character after the last one in the first content.
    pub(crate) fn a_end(self) -> u32 {
        self.a + self.len
    }

    /// The character after the last one in the second content.
    pub(crate) fn b_end(self) -> u32 {
        self.b + self.len
    }

    /// The characters in the first content.
    pub(crate) fn range_a(self) -> Range<usize> {
        self.a as usize..self.a_end() as usize
    }

    /// The characters in the second content.
    pub(crate) fn range_b(self) -> Range<usize> {
        self.b as usize..self.b_end() as usize
    }

    /// Number of characters that are behind `before` on both sides.
    fn new_after(self, before: Self) -> u32 {
        let overlap =
            before.a_end().saturating_sub(self.a).max(before.b_end().saturating_sub(self.b));
        self.len.saturating_sub(overlap)
    }
}

/// The best chain that ends at one anchor.
#[derive(Debug, Clone, Copy)]
struct Link {
    score: i64,
    predecessor: Option<u32>,
}

/// Groups anchors into chains, the best chain first; each anchor is in one chain.
///
/// `anchors` must be in rising order.
pub(crate) fn chains(anchors: &[Anchor], costs: Costs) -> impl Iterator<Item = Vec<Anchor>> {
    let links = link(anchors, costs);
    let mut ends: Vec<u32> = (0..anchors.len() as u32).collect();
    ends.sort_unstable_by_key(|&at| (-links[at as usize].score, at));
    let mut is_taken = vec![false; anchors.len()];
    let chains = ends.into_iter().map(move |end| trace_back(end, &links, &mut is_taken));
    let chains = chains.filter(|chain| !chain.is_empty());
    chains.map(|chain| chain.into_iter().rev().map(|at| anchors[at as usize]).collect())
}

fn link(anchors: &[Anchor], costs: Costs) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(anchors.len());
    let mut latest = LatestAnchors::new(anchors, costs);
    for (at, &anchor) in anchors.iter().enumerate() {
        links.push(best_link(latest.before(at, anchor), anchor, anchors, &links, costs));
        latest.add(at, anchor);
    }
    links
}

/// The best of the chains that end at one anchor, which may follow one of `before`; of equal ones
/// the first.
fn best_link(
    before: Range<usize>,
    anchor: Anchor,
    anchors: &[Anchor],
    links: &[Link],
    costs: Costs,
) -> Link {
    let mut best = Link { score: costs.equal_score() * i64::from(anchor.len), predecessor: None };
    for before in before {
        let Some(gain) = gain(anchors[before], anchor, costs) else { continue };
        if links[before].score + gain > best.score {
            best = Link { score: links[before].score + gain, predecessor: Some(before as u32) };
        }
    }
    best
}

/// For each block of characters of the second content the latest anchor that one in this block may
/// follow.
///
/// In random text of few letters and in tables, the anchors before one in the first content are
/// all over the second one, so that hardly any of them is near in both.
struct LatestAnchors {
    max_gap: u32,
    /// For each block one more than the number of the anchor.
    ends: Vec<u32>,
}

impl LatestAnchors {
    fn new(anchors: &[Anchor], costs: Costs) -> Self {
        let max_gap = costs.max_gap();
        let end = anchors.iter().map(|anchor| anchor.b_end() + max_gap).max().unwrap_or(0);
        Self { max_gap, ends: vec![0; end as usize / NEAR_BLOCK + 1] }
    }

    /// The anchors before anchor number `at` that are tried as its predecessor.
    fn before(&self, at: usize, anchor: Anchor) -> Range<usize> {
        let end = self.ends[anchor.b as usize / NEAR_BLOCK] as usize;
        at.saturating_sub(MAX_LOOK_BACK).min(end)..end
    }

    fn add(&mut self, at: usize, anchor: Anchor) {
        let last = (anchor.b_end() + self.max_gap) as usize / NEAR_BLOCK;
        self.ends[anchor.b as usize / NEAR_BLOCK..=last].fill(at as u32 + 1);
    }
}

/// The score that an anchor adds to a chain that ends with `before`; `None` if it cannot follow.
fn gain(before: Anchor, anchor: Anchor, costs: Costs) -> Option<i64> {
    let gap_a = anchor.a.saturating_sub(before.a_end());
    let gap_b = anchor.b.saturating_sub(before.b_end());
    let new = anchor.new_after(before);
    let follows = anchor.a > before.a && anchor.b > before.b && new > 0;
    let is_near = gap_a.max(gap_b) <= costs.max_gap();
    // Half of the cost of a change, because a gap still contains equal characters.
    (follows && is_near)
        .then(|| costs.equal_score() * i64::from(new) - costs.change_cost(gap_a, gap_b) / 2)
}

/// The anchors from `end` back to the start of its chain, or to an anchor of a better chain.
fn trace_back(end: u32, links: &[Link], is_taken: &mut [bool]) -> Vec<u32> {
    let mut chain = Vec::new();
    let mut next = Some(end);
    while let Some(at) = next.filter(|&at| !is_taken[at as usize]) {
        is_taken[at as usize] = true;
        chain.push(at);
        next = links[at as usize].predecessor;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anchor(a: u32, b: u32, len: u32) -> Anchor {
        Anchor { a, b, len }
    }

    #[test]
    fn an_inserted_note_does_not_break_a_chain() {
        let anchors = [anchor(0, 100, 30), anchor(30, 190, 30), anchor(61, 221, 40)];
        let found: Vec<_> = chains(&anchors, Costs::IDEOGRAPHS).collect();
        assert_eq!(found, [anchors.to_vec()]);
    }

    #[test]
    fn far_and_crossing_anchors_are_chains_of_their_own() {
        let (far, crossing) = (anchor(1_000, 1_000, 30), anchor(40, 0, 20));
        let anchors = [anchor(0, 100, 30), crossing, far];
        let found: Vec<_> = chains(&anchors, Costs::IDEOGRAPHS).collect();
        assert_eq!(found, [vec![anchor(0, 100, 30)], vec![far], vec![crossing]]);
    }

    #[test]
    fn overlapping_anchors_count_once() {
        assert_eq!(anchor(5, 8, 10).new_after(anchor(0, 0, 10)), 5);
        assert_eq!(gain(anchor(0, 0, 10), anchor(2, 3, 6), Costs::IDEOGRAPHS), None);
    }

    proptest! {
        #[test]
        fn the_best_predecessor_is_found_wherever_it_lies(
            starts in prop::collection::btree_set((0_u32..3_000, 0_u32..3_000), 1..400),
        ) {
            let anchors: Vec<Anchor> = starts.iter().map(|&(a, b)| anchor(a, b, 4 + a % 60)).collect();
            let links = link(&anchors, Costs::IDEOGRAPHS);
            for (at, link) in links.iter().enumerate() {
                let before = at.saturating_sub(MAX_LOOK_BACK)..at;
                let expected =
                    best_link(before, anchors[at], &anchors, &links[..at], Costs::IDEOGRAPHS);
                prop_assert_eq!((link.score, link.predecessor), (expected.score, expected.predecessor));
            }
        }
    }
}
