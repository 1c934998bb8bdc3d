//! Co-linear chaining: which shared runs belong to one and the same passage.
//!
//! A chain is a series of runs that rise on both sides with small gaps between them, as in
//! minimap2 (Li, "Minimap2: pairwise alignment for nucleotide sequences", Bioinformatics 2018).

use super::costs::Costs;

/// How many earlier runs are tried as the one before.
const LOOK_BACK: usize = 256;

/// A run of equal characters in two contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Anchor {
    /// First character in the first content.
    pub(crate) a: u32,
    /// First character in the second content.
    pub(crate) b: u32,
    /// Characters that are equal.
    pub(crate) len: u32,
}

impl Anchor {
    /// The character after the last one in the first content.
    pub(crate) fn a_end(self) -> u32 {
        self.a + self.len
    }

    /// Its characters in the first content.
    pub(crate) fn range_a(self) -> std::ops::Range<usize> {
        self.a as usize..self.a_end() as usize
    }

    /// The character after the last one in the second content.
    pub(crate) fn b_end(self) -> u32 {
        self.b + self.len
    }

    /// Characters of this anchor that lie behind `before` on both sides.
    fn new_after(self, before: Self) -> u32 {
        let over = before.a_end().saturating_sub(self.a).max(before.b_end().saturating_sub(self.b));
        self.len.saturating_sub(over)
    }
}

/// The best of the chains that end at one anchor.
#[derive(Debug, Clone, Copy)]
struct Link {
    score: i64,
    before: Option<usize>,
}

/// Groups anchors into chains, the best first; every anchor stands in one chain at most.
///
/// `anchors` must rise.
pub(crate) fn chains(anchors: &[Anchor], costs: Costs) -> Vec<Vec<Anchor>> {
    let links = link(anchors, costs);
    let mut best: Vec<usize> = (0..anchors.len()).collect();
    best.sort_by_key(|&at| (-links[at].score, at));
    let mut taken = vec![false; anchors.len()];
    let mut chains = Vec::new();
    for end in best {
        let chain = trace(end, &links, &mut taken);
        if !chain.is_empty() {
            chains.push(chain.into_iter().rev().map(|at| anchors[at]).collect());
        }
    }
    chains
}

fn link(anchors: &[Anchor], costs: Costs) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(anchors.len());
    for (at, &anchor) in anchors.iter().enumerate() {
        let alone = Link { score: costs.equal() * i64::from(anchor.len), before: None };
        let first = at.saturating_sub(LOOK_BACK);
        let joined = (first..at).filter_map(|before| {
            let gain = gain(anchors[before], anchor, costs)?;
            Some(Link { score: links[before].score + gain, before: Some(before) })
        });
        links.push(joined.fold(alone, |best, link| if link.score > best.score { link } else { best }));
    }
    links
}

/// What an anchor adds to a chain that ends with `before`; `None` if it cannot follow.
fn gain(before: Anchor, anchor: Anchor, costs: Costs) -> Option<i64> {
    let gap_a = anchor.a.saturating_sub(before.a_end());
    let gap_b = anchor.b.saturating_sub(before.b_end());
    let new = anchor.new_after(before);
    let follows = anchor.a > before.a && anchor.b > before.b && new > 0;
    let near = gap_a.max(gap_b) <= costs.widest_gap();
    // Half the cost of a change: a gap between runs still hides equal characters.
    (follows && near).then(|| costs.equal() * i64::from(new) - costs.change(gap_a, gap_b) / 2)
}

fn trace(end: usize, links: &[Link], taken: &mut [bool]) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = Some(end);
    while let Some(at) = next.filter(|&at| !taken[at]) {
        taken[at] = true;
        chain.push(at);
        next = links[at].before;
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
    fn far_and_crossing_runs_are_chains_of_their_own() {
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
