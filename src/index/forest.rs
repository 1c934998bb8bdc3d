//! Disjoint sets (union-find).

/// Disjoint sets of items, which are numbered from 0: a forest in which each item points to a
/// smaller item of its set, or to itself.
///
/// The sets do not depend on the order of the unions. Two forests over the same items can be
/// merged, so that parts of a collection can be processed separately.
///
/// ```
/// use leitong::index::Forest;
/// let (mut a, mut b) = (Forest::new(5), Forest::new(5));
/// a.union(0, 3);
/// b.union(3, 4);
/// a.merge(&b);
/// assert_eq!((a.root(4), a.root(2)), (0, 2));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Forest {
    parents: Vec<u32>,
}

impl Forest {
    /// Creates `items` sets of one item each.
    ///
    /// # Panics
    /// If there are 2³² items or more.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self { parents: (0..u32::try_from(items).expect("fewer than 2^32 items")).collect() }
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// The smallest item of the set that contains `item`.
    ///
    /// # Panics
    /// If `item` is out of bounds.
    pub fn root(&mut self, mut item: u32) -> u32 {
        while self.parents[item as usize] != item {
            let parent = self.parents[item as usize];
            self.parents[item as usize] = self.parents[parent as usize];
            item = parent;
        }
        item
    }

    /// Unites the sets of two items.
    ///
    /// # Panics
    /// If an item is out of bounds.
    pub fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// Adds a set of one item, and returns the item.
    ///
    /// # Panics
    /// If there are 2³² items or more.
    pub fn add(&mut self) -> u32 {
        let item = u32::try_from(self.parents.len()).expect("fewer than 2^32 items");
        self.parents.push(item);
        item
    }

    /// Unites all items that are united in `other`, a forest over the same items.
    ///
    /// # Panics
    /// If `other` has more items.
    pub fn merge(&mut self, other: &Self) {
        for (item, &parent) in (0..).zip(&other.parents) {
            if item != parent {
                self.union(item, parent);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn roots(forest: &mut Forest) -> Vec<u32> {
        (0..forest.len() as u32).map(|item| forest.root(item)).collect()
    }

    fn united(pairs: &[(u32, u32)]) -> Forest {
        let mut forest = Forest::new(20);
        for &(a, b) in pairs {
            forest.union(a, b);
        }
        forest
    }

    proptest! {
        #[test]
        fn merged_forests_equal_the_forest_of_all_pairs(pairs in prop::collection::vec((0_u32..20, 0_u32..20), 0..30), cut in 0_usize..30) {
            let (one, other) = pairs.split_at(cut.min(pairs.len()));
            let mut merged = united(other);
            merged.merge(&united(one));
            let roots_of_all = roots(&mut united(&pairs));
            prop_assert_eq!(roots(&mut merged), &roots_of_all[..]);
            prop_assert!((0..).zip(&roots_of_all).all(|(item, &root)| root <= item));
        }
    }
}
