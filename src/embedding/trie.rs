//! A trie over a vocabulary, which finds all words that begin at a position.

/// A trie of the words of a vocabulary.
///
/// All edges are in one open-addressing hash table, keyed by parent node and character.
#[derive(Debug, Clone)]
pub(super) struct Trie {
    edges: Box<[Edge]>,
    /// Bits of a hash that are not part of the cell index.
    shift: u32,
    nodes: u32,
    used: usize,
}

/// A node of the trie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node(u32);

impl Node {
    /// Root of the words that may occur anywhere in a run.
    pub(super) const ANYWHERE: Self = Self(0);
    /// Root of the words that occur only at the start of a run.
    pub(super) const FIRST: Self = Self(1);
}

/// An edge, its child node, and the word that ends there.
#[derive(Debug, Clone, Copy)]
struct Edge {
    key: u64,
    child: u32,
    word: u32,
}

/// Marks an edge at which no word ends.
const NONE: u32 = u32::MAX;
/// An unused cell of the table.
const FREE: Edge = Edge { key: u64::MAX, child: 0, word: NONE };
/// Bits of a Unicode scalar value.
const CHAR_BITS: u32 = 21;

impl Trie {
    /// An empty trie with room for `edges` edges.
    pub(super) fn with_room(edges: usize) -> Self {
        let size = (edges.max(8) * 2).next_power_of_two();
        Self { edges: vec![FREE; size].into(), shift: 64 - size.ilog2(), nodes: 2, used: 0 }
    }

    /// Adds `word` with `id` below `root`, unless it is already there.
    pub(super) fn add(&mut self, root: Node, word: &str, id: u32) {
        let mut node = root;
        let mut last = None;
        for c in word.chars() {
            // At most half of the cells are used, so that probes stay short.
            if self.used * 2 >= self.edges.len() {
                self.grow();
            }
            let at = self.cell(key(node, c));
            if self.edges[at].key == u64::MAX {
                self.edges[at] = Edge { key: key(node, c), child: self.nodes, word: NONE };
                self.nodes += 1;
                self.used += 1;
            }
            node = Node(self.edges[at].child);
            last = Some(at);
        }
        if let Some(at) = last
            && self.edges[at].word == NONE
        {
            self.edges[at].word = id;
        }
    }

    /// The child of `node` for character `c`, and the word that ends there.
    #[inline]
    pub(super) fn step(&self, node: Node, c: char) -> Option<(Node, Option<u32>)> {
        let key = key(node, c);
        let edge = &self.edges[self.cell(key)];
        (edge.key == key).then(|| (Node(edge.child), (edge.word != NONE).then_some(edge.word)))
    }

    /// The word below `root` that consists of exactly `chars`.
    pub(super) fn whole(&self, root: Node, chars: &[char]) -> Option<u32> {
        let (mut node, mut word) = (root, None);
        for &c in chars {
            (node, word) = self.step(node, c)?;
        }
        word
    }

    /// Cell of the edge `key`, or the free cell where it belongs.
    #[inline]
    fn cell(&self, key: u64) -> usize {
        let mask = self.edges.len() - 1;
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        while self.edges[at].key != key && self.edges[at].key != u64::MAX {
            at = (at + 1) & mask;
        }
        at
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let mut larger = Self::with_room(self.edges.len());
        for edge in self.edges.iter().filter(|edge| edge.key != u64::MAX) {
            let at = larger.cell(edge.key);
            larger.edges[at] = *edge;
        }
        *self = Self { nodes: self.nodes, used: self.used, ..larger };
    }
}

/// Key of the edge from `node` for character `c`.
#[inline]
fn key(node: Node, c: char) -> u64 {
    u64::from(node.0) << CHAR_BITS | u64::from(c)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_its_words_and_no_others(words: BTreeSet<String>, others: Vec<String>) {
            let mut trie = Trie::with_room(0);
            let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
            words.iter().zip(0..).for_each(|(word, id)| trie.add(Node::ANYWHERE, word, id));
            let ask = |root, word: &str| trie.whole(root, &word.chars().collect::<Vec<_>>());
            for (word, id) in words.iter().zip(0..) {
                prop_assert_eq!(ask(Node::ANYWHERE, word), Some(id));
                prop_assert_eq!(ask(Node::FIRST, word), None);
            }
            for other in others.iter().filter(|other| !words.contains(other)) {
                prop_assert_eq!(ask(Node::ANYWHERE, other), None);
            }
        }
    }
}
