//! Groups of documents, and how far two ways of grouping agree.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use super::rounding::{f1, ratio, rounded};
use super::{Id, Names, Pair};

/// Documents in groups; who is linked to nobody is alone.
#[derive(Debug, Clone, Default)]
pub struct Partition {
    /// For each document the first of its group; whoever stands behind the end is alone.
    homes: Vec<usize>,
}

/// How far two ways of grouping agree: about every two documents, whether they belong together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Pairs that the truth puts together.
    pub listed: u64,
    /// Pairs that the clusters put together.
    pub found: u64,
    /// Pairs that both put together.
    pub both: u64,
    /// `both` of `found`.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// `both` of `listed`.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// Adjusted Rand index: 1 for the same groups, 0 for what chance would give.
    #[serde(serialize_with = "rounded")]
    pub adjusted_rand: Option<f64>,
}

impl Partition {
    /// Connected components: who is linked, by however many links between, is in one group.
    ///
    /// ```
    /// use leitong::eval::{Names, Pair, Partition};
    /// let mut names = Names::default();
    /// let [a, b, c, d] = ["a", "b", "c", "d"].map(|id| names.number(id));
    /// let groups = Partition::of_links([Pair::new(a, b), Pair::new(c, b)]);
    /// assert!(groups.together(Pair::new(a, c)) && !groups.together(Pair::new(a, d)));
    /// assert_eq!(groups.pairs(), 3);
    /// ```
    #[must_use]
    pub fn of_links(links: impl IntoIterator<Item = Pair>) -> Self {
        let mut homes: Vec<usize> = Vec::new();
        for pair in links {
            homes.extend(homes.len()..=pair.a.index().max(pair.b.index()));
            let (a, b) = (root(&mut homes, pair.a.index()), root(&mut homes, pair.b.index()));
            homes[a.max(b)] = a.min(b);
        }
        for at in 0..homes.len() {
            homes[at] = root(&mut homes, at);
        }
        Self { homes }
    }

    /// Whether two documents are in one group.
    #[must_use]
    pub fn together(&self, pair: Pair) -> bool {
        self.home(pair.a) == self.home(pair.b)
    }

    /// How many pairs of documents are in one group.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        pairs_in(self.homes.iter().copied())
    }

    /// The first document of a group.
    pub(super) fn first(&self, id: Id) -> Id {
        Names::at(self.home(id))
    }

    /// How many documents each group has, by its first one; those that are alone are not among them.
    pub(super) fn sizes(&self) -> HashMap<Id, u64> {
        let mut sizes = sizes(self.homes.iter().map(|&home| Names::at(home)));
        sizes.retain(|_, size| *size > 1);
        sizes
    }

    /// How far these clusters agree with the groups of a truth, among so many documents.
    #[must_use]
    pub fn agreement(&self, truth: &Self, documents: usize) -> Agreement {
        let (listed, found) = (truth.pairs(), self.pairs());
        let both = pairs_in(self.homes.iter().zip(&truth.homes).map(|(&mine, &theirs)| (mine, theirs)));
        let (precision, recall) = (ratio(both, found), ratio(both, listed));
        let adjusted_rand = Some(adjusted_rand(listed, found, both, documents));
        Agreement { listed, found, both, precision, recall, f1: f1(precision, recall), adjusted_rand }
    }

    fn home(&self, id: Id) -> usize {
        self.homes.get(id.index()).copied().unwrap_or(id.index())
    }
}

fn root(homes: &mut [usize], mut at: usize) -> usize {
    while homes[at] != at {
        homes[at] = homes[homes[at]];
        at = homes[at];
    }
    at
}

/// How many members each key has.
fn sizes<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    let mut sizes = HashMap::new();
    for key in keys {
        *sizes.entry(key).or_insert(0) += 1;
    }
    sizes
}

/// Pairs of members that share a key.
fn pairs_in<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> u64 {
    sizes(keys).values().map(|&size| size * (size - 1) / 2).sum()
}

/// Hubert and Arabie 1985, from counts of pairs. Groups that are all of one document agree.
fn adjusted_rand(listed: u64, found: u64, both: u64, documents: usize) -> f64 {
    let all = (documents as f64) * (documents as f64 - 1.0) / 2.0;
    let by_chance = if all > 0.0 { listed as f64 * found as f64 / all } else { 0.0 };
    let most = f64::midpoint(listed as f64, found as f64);
    if most - by_chance > 0.0 { (both as f64 - by_chance) / (most - by_chance) } else { 1.0 }
}
