//! A limit on how often recurring text is aligned.
//!
//! A text that recurs `k` times in two sequences has `k²` pairs of places, and most of them have a
//! chain of their own. In logs, tables and other text of recurring lines that is the square of the
//! length. The chains of a pair of sequences are counted before any of them is aligned; chains of
//! text that more of them cover than the limit allows are aligned only while they come first. They
//! come best first, so a copy of many lines is aligned before the lines that have the same form.

use std::ops::Range;

/// Characters that are counted together.
const BLOCK: usize = 16;
/// A chain is in recurring text if more than this share of both of its sides is.
const MOST: f64 = 0.5;
/// Number of times that recurring text is aligned. The second time is for the text that a copy of
/// recurring text is inside of. Not measured by itself: time grows with it, and what is shown of
/// recurring text is cut down afterwards.
const MAX_ALIGNED: usize = 2;

/// The places of a chain or of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// Characters of the first sequence.
    pub(super) a: Range<usize>,
    /// Characters of the second sequence, or of the same one.
    pub(super) b: Range<usize>,
}

/// Counts of the blocks of two sequences.
pub(super) struct RepeatLimit {
    limit: usize,
    /// The blocks of the first sequence, and of the second one unless it is the same.
    sides: Vec<Vec<Block>>,
}

/// Number of chains and alignments that cover a block of characters.
#[derive(Clone, Copy, Default)]
struct Block {
    chains: u32,
    aligned: u32,
}

impl RepeatLimit {
    /// Counts for a sequence of `a` characters, and for another one of `b` if there is one, with
    /// all chains that may be aligned.
    pub(super) fn new<'p>(
        limit: usize,
        a: usize,
        b: Option<usize>,
        chains: impl IntoIterator<Item = &'p Places>,
    ) -> Self {
        let sides = std::iter::once(a).chain(b);
        let sides = sides.map(|len| vec![Block::default(); len.div_ceil(BLOCK)]).collect();
        let mut counts = Self { limit, sides };
        for places in chains {
            counts.count(places, |block| block.chains += 1);
        }
        counts
    }

    /// Whether a chain is to be aligned. Its text may be known to be recurring by other evidence.
    pub(super) fn admits(&self, chain: &Places, is_recurring: bool) -> bool {
        !self.most_are(chain, |block| {
            let is_recurring = is_recurring || self.is_recurring(block);
            block.aligned as usize
                >= if is_recurring { MAX_ALIGNED.min(self.limit) } else { self.limit }
        })
    }

    /// Counts an alignment.
    pub(super) fn add_aligned(&mut self, places: &Places) {
        self.count(places, |block| block.aligned += 1);
    }

    /// Whether most of both places is recurring text.
    pub(super) fn are_recurring(&self, places: &Places) -> bool {
        self.most_are(places, |block| self.is_recurring(block))
    }

    fn is_recurring(&self, block: Block) -> bool {
        block.chains as usize > self.limit
    }

    fn most_are(&self, places: &Places, holds: impl Fn(Block) -> bool) -> bool {
        let most = |side: &[Block], range: &Range<usize>| {
            let blocks = &side[blocks(range)];
            let count = blocks.iter().filter(|&&block| holds(block)).count();
            count as f64 > MOST * blocks.len() as f64
        };
        most(&self.sides[0], &places.a) && most(&self.sides[self.sides.len() - 1], &places.b)
    }

    fn count(&mut self, places: &Places, add: impl Fn(&mut Block)) {
        let second = self.sides.len() - 1;
        self.sides[0][blocks(&places.a)].iter_mut().for_each(&add);
        self.sides[second][blocks(&places.b)].iter_mut().for_each(&add);
    }
}

/// The blocks that hold a range, which is not empty.
fn blocks(range: &Range<usize>) -> Range<usize> {
    range.start / BLOCK..range.end.div_ceil(BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(a: usize, b: usize) -> Places {
        Places { a: a..a + 160, b: b..b + 160 }
    }

    /// Aligns the chains that are admitted, and returns their numbers.
    fn aligned(limit: usize, b: Option<usize>, chains: &[Places]) -> Vec<usize> {
        let mut counts = RepeatLimit::new(limit, 1600, b, chains);
        let numbered = chains.iter().enumerate().filter(|(_, chain)| {
            let is_admitted = counts.admits(chain, false);
            if is_admitted {
                counts.add_aligned(chain);
            }
            is_admitted
        });
        numbered.map(|(number, _)| number).collect()
    }

    #[test]
    fn text_that_few_chains_cover_is_always_aligned() {
        let chains = [places(0, 0), places(160, 0), places(0, 160), places(160, 160)];
        assert_eq!(aligned(2, Some(1600), &chains), [0, 1, 2, 3]);
    }

    #[test]
    fn recurring_text_is_aligned_twice() {
        let chains = vec![places(0, 320); 5];
        assert_eq!(aligned(4, Some(1600), &chains), [0, 1]);
        assert_eq!(aligned(5, Some(1600), &chains), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_chain_with_one_place_outside_of_recurring_text_is_aligned() {
        let mut chains = vec![places(0, 320); 5];
        chains.push(places(0, 640));
        assert_eq!(aligned(4, Some(1600), &chains), [0, 1, 5]);
    }

    #[test]
    fn both_places_of_one_sequence_count() {
        let chains = [places(0, 160), places(160, 320), places(0, 320), places(320, 480)];
        assert_eq!(aligned(1, None, &chains), [0, 1, 3]);
    }

    #[test]
    fn places_are_recurring_if_most_of_both_is() {
        let chains = [places(0, 800), places(80, 800)];
        let counts = RepeatLimit::new(1, 1001, Some(1600), &chains);
        assert!(counts.are_recurring(&Places { a: 80..160, b: 800..960 }));
        assert!(!counts.are_recurring(&Places { a: 0..160, b: 0..160 }));
    }
}
