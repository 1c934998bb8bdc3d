//! Partitions of documents, and how far two of them agree.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use super::place::Pair;
use super::ratio::{f1, ratio, rounded};
use crate::document::DocId;
use crate::index::Forest;

/// Disjoint sets of documents. A document without a link is a set of its own.
#[derive(Debug, Clone, Default)]
pub struct Partition {
    /// For each document the first of its set; documents past the end are alone.
    firsts: Vec<usize>,
}

/// How far two partitions agree on which pairs of documents belong together. In JSON the counts
/// keep the names of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Agreement {
    /// Pairs that the truth puts together.
    #[serde(rename = "listed")]
    pub relevant: u64,
    /// Pairs that the clusters put together.
    pub found: u64,
    /// Pairs that both put together.
    pub both: u64,
    /// Share of the found pairs that are true.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Share of the true pairs that were found.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// Adjusted Rand index: 1 for equal partitions, 0 for the agreement of chance.
    #[serde(serialize_with = "rounded")]
    pub adjusted_rand: Option<f64>,
}

impl Partition {
    /// The connected components of the graph of these links.
    ///
    /// ```
    /// use leitong::eval::{DocumentNames, Pair, Partition};
    /// let mut names = DocumentNames::default();
    /// let [a, b, c, d] = ["a", "b", "c", "d"].map(|id| names.number(id));
    /// let groups = Partition::of_links([Pair::new(a, b), Pair::new(c, b)]);
    /// assert!(groups.together(Pair::new(a, c)) && !groups.together(Pair::new(a, d)));
    /// assert_eq!(groups.pairs(), 3);
    /// ```
    #[must_use]
    pub fn of_links(links: impl IntoIterator<Item = Pair>) -> Self {
        let links: Vec<Pair> = links.into_iter().collect();
        let last = links.iter().map(|pair| pair.a.index().max(pair.b.index())).max();
        let documents = last.map_or(0, |last| last + 1);
        let mut forest = Forest::new(documents);
        for pair in links {
            forest.union(pair.a.0, pair.b.0);
        }
        let firsts = DocId::all(documents).map(|document| forest.root(document.0) as usize);
        Self { firsts: firsts.collect() }
    }

    /// Whether two documents are in one set.
    #[must_use]
    pub fn together(&self, pair: Pair) -> bool {
        self.first(pair.a) == self.first(pair.b)
    }

    /// The number of pairs of documents of one set.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        pairs_in(self.firsts.iter().copied())
    }

    /// The first document of the set of a document.
    pub(super) fn first(&self, document: DocId) -> DocId {
        self.firsts.get(document.index()).map_or(document, |&first| DocId::new(first))
    }

    /// The sizes of all sets of two documents or more, by their first document.
    pub(super) fn sizes(&self) -> HashMap<DocId, u64> {
        let mut sizes = sizes(self.firsts.iter().map(|&first| DocId::new(first)));
        sizes.retain(|_, size| *size > 1);
        sizes
    }

    /// How far these clusters agree with the partition of a truth, among `documents` documents.
    #[must_use]
    pub fn agreement(&self, truth: &Self, documents: usize) -> Agreement {
        let (relevant, found) = (truth.pairs(), self.pairs());
        // Documents behind the end of the shorter list are alone in one partition, and so in none
        // of the common pairs.
        let both = pairs_in(self.firsts.iter().zip(&truth.firsts));
        let (precision, recall) = (ratio(both, found), ratio(both, relevant));
        let adjusted_rand = Some(adjusted_rand(relevant, found, both, documents));
        let f1 = f1(precision, recall);
        Agreement { relevant, found, both, precision, recall, f1, adjusted_rand }
    }
}

/// The number of members of each key.
fn sizes<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    let mut sizes = HashMap::new();
    for key in keys {
        *sizes.entry(key).or_insert(0) += 1;
    }
    sizes
}

/// The number of pairs of members that share a key.
fn pairs_in<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> u64 {
    sizes(keys).values().map(|&size| size * (size - 1) / 2).sum()
}

/// The adjusted Rand index of Hubert and Arabie 1985, from counts of pairs. Partitions of single
/// documents agree.
fn adjusted_rand(relevant: u64, found: u64, both: u64, documents: usize) -> f64 {
    let all = (documents as f64) * (documents as f64 - 1.0) / 2.0;
    let by_chance = if all > 0.0 { relevant as f64 * found as f64 / all } else { 0.0 };
    let most = f64::midpoint(relevant as f64, found as f64);
    // The two are equal if both partitions join nothing or everything, and so agree.
    if most - by_chance > 0.0 { (both as f64 - by_chance) / (most - by_chance) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn partition(links: &[(usize, usize)]) -> Partition {
        let links = links.iter().map(|&(a, b)| Pair::new(DocId::new(a), DocId::new(b)));
        Partition::of_links(links)
    }

    fn pairs_of(documents: usize) -> impl Iterator<Item = Pair> {
        let numbers = (0..documents).flat_map(|b| (0..b).map(move |a| (a, b)));
        numbers.map(|(a, b)| Pair::new(DocId::new(a), DocId::new(b)))
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_pairs(
            one in prop::collection::vec((0_usize..12, 0_usize..12), 0..9),
            other in prop::collection::vec((0_usize..12, 0_usize..12), 0..9),
        ) {
            let (found, truth) = (partition(&one), partition(&other));
            let count = |is: &dyn Fn(Pair) -> bool| pairs_of(12).filter(|&pair| is(pair)).count() as u64;
            let agreement = found.agreement(&truth, 12);
            prop_assert_eq!(agreement.found, count(&|pair| found.together(pair)));
            prop_assert_eq!(agreement.relevant, count(&|pair| truth.together(pair)));
            let both = |pair| found.together(pair) && truth.together(pair);
            prop_assert_eq!(agreement.both, count(&both));
            let members: u64 = found.sizes().values().map(|size| size * (size - 1) / 2).sum();
            prop_assert_eq!(members, found.pairs());
            prop_assert_eq!(found.agreement(&found, 12).adjusted_rand, Some(1.0));
        }
    }

    #[test]
    fn documents_without_a_link_are_alone() {
        let groups = partition(&[(1, 3)]);
        assert!(groups.together(Pair::new(DocId(3), DocId(1))));
        assert!(!groups.together(Pair::new(DocId(0), DocId(2))));
        assert!(!groups.together(Pair::new(DocId(7), DocId(8))));
        assert_eq!(groups.first(DocId(9)), DocId(9));
    }

    #[test]
    fn agreement_by_chance_scores_nothing() {
        // Of four documents each partition joins two pairs of six, and they share none.
        let rand = partition(&[(0, 1), (2, 3)]).agreement(&partition(&[(0, 2), (1, 3)]), 4);
        assert!(rand.adjusted_rand.is_some_and(|rand| (rand + 0.5).abs() < 1e-9));
        assert_eq!((rand.precision, rand.recall), (Some(0.0), Some(0.0)));
    }
}
