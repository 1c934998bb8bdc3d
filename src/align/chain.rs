//! Co-linear chaining: which runs of equal characters belong to one passage.
//!
//! A chain is a series of anchors that rise on both sides with small gaps between them, as in
//! minimap2 (Li, "Minimap2: pairwise alignment for nucleotide sequences", Bioinformatics 2018).

use std::collections::VecDeque;
use std::ops::Range;

use super::costs::Costs;

/// Number of earlier anchors that are tried as the predecessor of an anchor. The bound keeps
/// chaining linear; with 50, minimap2 finds the best chain nearly always. Repeated phrases put more
/// anchors side by side in texts than in genomes.
const MAX_LOOK_BACK: usize = 256;
/// Characters of a block in which anchors are looked up: about as many as the widest gap between
/// letters, so that an anchor is in two blocks and few anchors of a block are too far apart.
const NEAR_BLOCK: usize = 256;

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
    pub(super) fn new_after(self, before: Self) -> u32 {
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
    let mut near = NearAnchors::new(anchors, costs);
    for &anchor in anchors {
        links.push(best_link(near.before(anchor), anchor, anchors, &links, costs));
        near.add(anchor);
    }
    links
}

/// The best of the chains that end at one anchor, which may follow one of `before`, the latest of
/// them first; of equal chains the one along the first anchor.
fn best_link(
    before: impl Iterator<Item = usize>,
    anchor: Anchor,
    anchors: &[Anchor],
    links: &[Link],
    costs: Costs,
) -> Link {
    let mut best = Link { score: costs.equal_score() * i64::from(anchor.len), predecessor: None };
    for before in before {
        let Some(gain) = gain(anchors[before], anchor, costs) else { continue };
        let score = links[before].score + gain;
        if score > best.score || (score == best.score && best.predecessor.is_some()) {
            best = Link { score, predecessor: Some(before as u32) };
        }
    }
    best
}

/// The last [`MAX_LOOK_BACK`] anchors, by the blocks of the second content in which an anchor that
/// follows them may begin.
///
/// In random text of few letters and in tables, the anchors before one in the first content are
/// all over the second one, so that few of them are near in both.
struct NearAnchors {
    max_gap: u32,
    /// Number of anchors that were added.
    added: usize,
    /// For each block its latest entry.
    latest: Vec<EntryNumber>,
    entries: VecDeque<NearAnchor>,
    /// Number of entries that were dropped.
    dropped: usize,
}

/// Number of an entry, from 1 on; 0 is none.
#[derive(Debug, Clone, Copy, Default)]
struct EntryNumber(usize);

/// An anchor in one block.
#[derive(Clone, Copy)]
struct NearAnchor {
    anchor: usize,
    /// Number of the entry before in the same block.
    before: EntryNumber,
}

impl NearAnchors {
    fn new(anchors: &[Anchor], costs: Costs) -> Self {
        let max_gap = costs.max_gap();
        let end = anchors.iter().map(|anchor| anchor.b_end() + max_gap).max().unwrap_or(0);
        let latest = vec![EntryNumber::default(); end as usize / NEAR_BLOCK + 1];
        Self { max_gap, added: 0, latest, entries: VecDeque::new(), dropped: 0 }
    }

    /// The numbers of the anchors that may be before this one, the latest first.
    fn before(&self, anchor: Anchor) -> impl Iterator<Item = usize> {
        let latest = self.entry(self.latest[anchor.b as usize / NEAR_BLOCK]);
        let entries = std::iter::successors(latest, |entry| self.entry(entry.before));
        entries.map(|entry| entry.anchor)
    }

    /// An entry, unless its anchor is too far back.
    fn entry(&self, number: EntryNumber) -> Option<NearAnchor> {
        self.entries.get(number.0.checked_sub(self.dropped + 1)?).copied()
    }

    /// Adds the next anchor, and drops the one that is too far back for the anchor after it.
    fn add(&mut self, anchor: Anchor) {
        let number = self.added;
        self.added += 1;
        while self.entries.front().is_some_and(|entry| entry.anchor + MAX_LOOK_BACK < self.added) {
            self.entries.pop_front();
            self.dropped += 1;
        }
        let last = (anchor.b_end() + self.max_gap) as usize / NEAR_BLOCK;
        for latest in &mut self.latest[anchor.b as usize / NEAR_BLOCK..=last] {
            self.entries.push_back(NearAnchor { anchor: number, before: *latest });
            *latest = EntryNumber(self.dropped + self.entries.len());
        }
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
                let before = (at.saturating_sub(MAX_LOOK_BACK)..at).rev();
                let expected =
                    best_link(before, anchors[at], &anchors, &links[..at], Costs::IDEOGRAPHS);
                prop_assert_eq!((link.score, link.predecessor), (expected.score, expected.predecessor));
            }
        }
    }
}
