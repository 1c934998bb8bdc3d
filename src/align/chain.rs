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
    predecessor: Option<usize>,
}

/// Groups anchors into chains, the best chain first; each anchor is in one chain.
///
/// `anchors` must be in rising order.
pub(crate) fn chains(anchors: &[Anchor], costs: Costs) -> Vec<Vec<Anchor>> {
    let links = link(anchors, costs);
    let mut ends: Vec<usize> = (0..anchors.len()).collect();
    ends.sort_by_key(|&at| (-links[at].score, at));
    let mut is_taken = vec![false; anchors.len()];
    let mut chains = Vec::new();
    for end in ends {
        let chain = trace_back(end, &links, &mut is_taken);
        if !chain.is_empty() {
            chains.push(chain.into_iter().rev().map(|at| anchors[at]).collect());
        }
    }
    chains
}

fn link(anchors: &[Anchor], costs: Costs) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(anchors.len());
    for at in 0..anchors.len() {
        links.push(best_link(at, anchors, &links, costs));
    }
    links
}

/// The best of the chains that end at one anchor; of equal ones the first.
fn best_link(at: usize, anchors: &[Anchor], links: &[Link], costs: Costs) -> Link {
    let mut best =
        Link { score: costs.equal_score() * i64::from(anchors[at].len), predecessor: None };
    for before in at.saturating_sub(MAX_LOOK_BACK)..at {
        let Some(gain) = gain(anchors[before], anchors[at], costs) else { continue };
        if links[before].score + gain > best.score {
            best = Link { score: links[before].score + gain, predecessor: Some(before) };
        }
    }
    best
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
fn trace_back(end: usize, links: &[Link], is_taken: &mut [bool]) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = Some(end);
    while let Some(at) = next.filter(|&at| !is_taken[at]) {
        is_taken[at] = true;
        chain.push(at);
        next = links[at].predecessor;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(a: u32, b: u32, len: u32) -> Anchor {
        Anchor { a, b, len }
    }

    #[test]
    fn an_inserted_note_does_not_break_a_chain() {
        let anchors = [anchor(0, 100, 30), anchor(30, 190, 30), anchor(61, 221, 40)];
        assert_eq!(chains(&anchors, Costs::IDEOGRAPHS), [anchors.to_vec()]);
    }

    #[test]
    fn far_and_crossing_anchors_are_chains_of_their_own() {
        let (far, crossing) = (anchor(1_000, 1_000, 30), anchor(40, 0, 20));
        let found = chains(&[anchor(0, 100, 30), crossing, far], Costs::IDEOGRAPHS);
        assert_eq!(found, [vec![anchor(0, 100, 30)], vec![far], vec![crossing]]);
    }

    #[test]
    fn overlapping_anchors_count_once() {
        assert_eq!(anchor(5, 8, 10).new_after(anchor(0, 0, 10)), 5);
        assert_eq!(gain(anchor(0, 0, 10), anchor(2, 3, 6), Costs::IDEOGRAPHS), None);
    }
}
