//! Disjoint sets of items with any numbers.

use std::collections::HashMap;

use super::Forest;

/// Disjoint sets of items that have any numbers: a [`Forest`] over those that were joined.
///
/// A collection that is divided among machines is joined in parts: the [pairs](Self::roots) of one
/// forest are unions of another one, and the sets do not depend on the division.
///
/// ```
/// use leitong::index::NodeForest;
/// let mut forest = NodeForest::default();
/// forest.union(70, -5);
/// forest.union(70, 9);
/// assert_eq!(forest.roots(), [(-5, -5), (9, -5), (70, -5)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct NodeForest {
    forest: Forest,
    numbers: HashMap<i64, u32>,
}

impl NodeForest {
    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Unites the sets of two items.
    ///
    /// # Panics
    /// If there are 2³² items or more.
    pub fn union(&mut self, a: i64, b: i64) {
        let [a, b] = [a, b].map(|node| self.number(node));
        self.forest.union(a, b);
    }

    fn number(&mut self, node: i64) -> u32 {
        let forest = &mut self.forest;
        *self.numbers.entry(node).or_insert_with(|| forest.add())
    }

    /// The items that were joined, ascending, each with the smallest item of its set.
    #[must_use]
    pub fn roots(mut self) -> Vec<(i64, i64)> {
        let mut smallest = vec![i64::MAX; self.forest.len()];
        for (&node, &number) in &self.numbers {
            let least = &mut smallest[self.forest.root(number) as usize];
            *least = node.min(*least);
        }
        let numbers = std::mem::take(&mut self.numbers);
        let roots = numbers.into_iter();
        let roots = roots.map(|(node, number)| (node, smallest[self.forest.root(number) as usize]));
        let mut roots: Vec<(i64, i64)> = roots.collect();
        roots.sort_unstable();
        roots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn roots(pairs: &[(i64, i64)]) -> Vec<(i64, i64)> {
        let mut forest = NodeForest::default();
        for &(a, b) in pairs {
            forest.union(a, b);
        }
        forest.roots()
    }

    proptest! {
        #[test]
        fn the_sets_do_not_depend_on_how_the_pairs_are_divided(
            pairs in prop::collection::vec((-15_i64..15, -15_i64..15), 0..40), cut in 0_usize..40,
        ) {
            let (one, other) = pairs.split_at(cut.min(pairs.len()));
            let of_parts = [roots(one), roots(other)].concat();
            let of_all = roots(&pairs);
            prop_assert_eq!(roots(&of_parts), &of_all[..]);
            let root = |node| of_all[of_all.binary_search_by_key(&node, |&(node, _)| node).expect("it was joined")].1;
            for &(a, b) in &pairs {
                prop_assert_eq!(root(a), root(b));
                prop_assert!(root(a) <= a);
            }
        }
    }
}
