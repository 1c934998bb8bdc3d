//! A vocabulary as a trie, for finding all words that begin at a place.

/// The words of a vocabulary, character by character.
///
/// All edges lie in one open-addressed table, keyed by the node that they leave and their character.
#[derive(Debug, Clone)]
pub(super) struct Trie {
    edges: Box<[Edge]>,
    /// Bits to drop of a hash.
    shift: u32,
    nodes: u32,
    used: usize,
}

/// Where the words of a kind begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node(u32);

impl Node {
    /// Root of what stands anywhere.
    pub(super) const ANYWHERE: Self = Self(0);
    /// Root of what begins a run, or is all of it.
    pub(super) const FIRST: Self = Self(1);
}

/// An edge, its child, and the word that ends there.
#[derive(Debug, Clone, Copy)]
struct Edge {
    key: u64,
    child: u32,
    word: u32,
}

/// No word ends there.
const NONE: u32 = u32::MAX;
const FREE: Edge = Edge { key: u64::MAX, child: 0, word: NONE };
/// Bits of a character.
const CHAR_BITS: u32 = 21;

impl Trie {
    /// A trie without words, with room for so many edges before it must grow.
    pub(super) fn with_room(edges: usize) -> Self {
        let size = (edges.max(8) * 2).next_power_of_two();
        Self { edges: vec![FREE; size].into(), shift: 64 - size.ilog2(), nodes: 2, used: 0 }
    }

    /// Adds `word` below `root` as number `id`, unless it is there.
    pub(super) fn add(&mut self, root: Node, word: &str, id: u32) {
        let mut node = root;
        let mut last = None;
        for c in word.chars() {
            if self.used * 2 >= self.edges.len() {
                self.grow();
            }
            let at = self.slot(key(node, c));
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

    /// The child of `node` along `c`, and the word that ends there.
    #[inline]
    pub(super) fn step(&self, node: Node, c: char) -> Option<(Node, Option<u32>)> {
        let key = key(node, c);
        let edge = &self.edges[self.slot(key)];
        (edge.key == key).then(|| (Node(edge.child), (edge.word != NONE).then_some(edge.word)))
    }

    /// The word below `root` that is all of `chars`.
    pub(super) fn whole(&self, root: Node, chars: &[char]) -> Option<u32> {
        let mut steps = (root, None);
        for &c in chars {
            steps = self.step(steps.0, c)?;
        }
        steps.1
    }

    /// Where the edge `key` is, or would go.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let mask = self.edges.len() - 1;
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        while self.edges[at].key != key && self.edges[at].key != u64::MAX {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let mut larger = Self::with_room(self.edges.len());
        for edge in self.edges.iter().filter(|edge| edge.key != u64::MAX) {
            let at = larger.slot(edge.key);
            larger.edges[at] = *edge;
        }
        *self = Self { nodes: self.nodes, used: self.used, ..larger };
    }
}

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
        fn knows_its_words_and_no_others(words: BTreeSet<String>, others: Vec<String>) {
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
