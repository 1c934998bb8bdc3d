//! Scores of pairs of documents.

use std::collections::HashSet;

use serde::Serialize;

use super::rounding::{f1, ratio, rounded};
use super::truth::{Column, TruePairs};
use super::{Agreement, Found, Pair, Partition};

/// Bands of similarity in which recall is told apart: from, and below which (the last: up to and with 1).
const BANDS: [(f64, f64); 4] = [(0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0)];

/// How well pairs of documents were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairScores {
    /// Least similarity of the rows that are to be found; `null` if the rows tell none.
    pub similarity_from: Option<f64>,
    /// Of the pairs that were found as matches.
    pub pairs: PairScore,
    /// Of those and all that follow from them because of exact copies: what is like a document is like its
    /// copies; `null` if nothing tells of copies.
    pub copies: Option<PairScore>,
    /// Of those that were found as matches and all pairs of two members of a cluster; `null` if nothing tells of clusters.
    pub clusters: Option<PairScore>,
    /// How far the clusters agree with the groups of documents that the truth links.
    pub groups: Option<Agreement>,
}

/// How well one way to read the findings tells the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairScore {
    /// True pairs: those that are to be found.
    pub listed: u64,
    /// Pairs that were found.
    pub found: u64,
    /// True pairs that were found.
    pub hits: u64,
    /// True pairs that were not found.
    pub missed: u64,
    /// Found pairs that the truth does not list.
    pub unlisted: u64,
    /// Found pairs that the truth lists with a lower similarity; `null` if it tells none.
    pub below: Option<u64>,
    /// Rows with label 0; `null` if the rows have no labels.
    pub negatives: Option<Negatives>,
    /// `hits` of `found`: `unlisted`, `below` and found negatives count as false.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// `hits` of `listed`.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// Recall by similarity; empty if the rows tell none.
    pub bands: Vec<Band>,
}

/// Pairs that are known to be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Negatives {
    /// Rows with label 0.
    pub listed: u64,
    /// Those that were found: certain errors.
    pub found: u64,
}

/// Recall among the rows of one band of similarity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// Least similarity.
    pub from: f64,
    /// The similarity that lies above; 1 lies in the last band.
    pub to: f64,
    /// Rows of the band.
    pub listed: u64,
    /// Those that were found.
    pub hits: u64,
    /// `hits` of `listed`.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
}

/// Scores findings against known pairs, among so many documents.
#[must_use]
pub fn score_pairs(truth: &TruePairs, found: &Found, similarity: f64, documents: usize) -> PairScores {
    let (pairs, among) =
        (&found.pairs, |told, is_found: &dyn Fn(Pair) -> bool| score(truth, similarity, told, is_found));
    let by_cluster = |clusters: &Partition| {
        let beyond = pairs.keys().filter(|&&pair| !clusters.together(pair)).count() as u64;
        among(clusters.pairs() + beyond, &|pair| clusters.together(pair) || pairs.contains_key(&pair))
    };
    let groups = |clusters: &Partition| {
        let linked = Partition::of_links(truth.wanted(similarity));
        clusters.agreement(&linked, documents)
    };
    PairScores {
        similarity_from: (truth.column == Column::Similarity).then_some(similarity),
        pairs: among(pairs.len() as u64, &|pair| pairs.contains_key(&pair)),
        copies: ThroughCopies::new(found).map(|copies| among(copies.pairs(), &|pair| copies.tell(pair))),
        clusters: found.clusters.as_ref().map(by_cluster),
        groups: found.clusters.as_ref().map(groups),
    }
}

/// What pairs of documents say about the exact copies of those documents.
pub(super) struct ThroughCopies<'f> {
    copies: &'f Partition,
    /// Pairs that are alike, each document replaced by the first that is equal to it.
    alike: HashSet<Pair>,
}

impl<'f> ThroughCopies<'f> {
    /// The pairs that follow from the found ones, if the copies are known.
    pub(super) fn new(found: &'f Found) -> Option<Self> {
        let copies = found.copies.as_ref()?;
        let firsts = found.pairs.keys().map(|&pair| firsts(copies, pair));
        Some(Self { copies, alike: firsts.filter(|pair| pair.a != pair.b).collect() })
    }

    /// Whether a pair follows.
    pub(super) fn tell(&self, pair: Pair) -> bool {
        self.copies.together(pair) || self.alike.contains(&firsts(self.copies, pair))
    }

    /// How many pairs follow.
    fn pairs(&self) -> u64 {
        let sizes = self.copies.sizes();
        let size = |id| sizes.get(&id).copied().unwrap_or(1);
        self.copies.pairs() + self.alike.iter().map(|pair| size(pair.a) * size(pair.b)).sum::<u64>()
    }
}

fn firsts(copies: &Partition, pair: Pair) -> Pair {
    Pair::new(copies.first(pair.a), copies.first(pair.b))
}

fn score(truth: &TruePairs, similarity: f64, found: u64, is_found: &dyn Fn(Pair) -> bool) -> PairScore {
    // Found or not, wanted or not.
    let mut counts = [[0_u64; 2]; 2];
    for (&pair, &value) in &truth.values {
        counts[usize::from(is_found(pair))][usize::from(truth.is_wanted(value, similarity))] += 1;
    }
    let [[others, missed], [false_hits, hits]] = counts;
    let (precision, recall) = (ratio(hits, found), ratio(hits, hits + missed));
    let negatives = Negatives { listed: others + false_hits, found: false_hits };
    PairScore {
        listed: hits + missed,
        found,
        hits,
        missed,
        unlisted: found - hits - false_hits,
        below: (truth.column == Column::Similarity).then_some(false_hits),
        negatives: (truth.column == Column::Label).then_some(negatives),
        precision,
        recall,
        f1: f1(precision, recall),
        bands: if truth.column == Column::Similarity { bands(truth, is_found) } else { Vec::new() },
    }
}

fn bands(truth: &TruePairs, is_found: &dyn Fn(Pair) -> bool) -> Vec<Band> {
    let band = |(from, to): (f64, f64)| {
        let inside = |value: f64| value >= from && (value < to || to >= 1.0);
        let rows: Vec<Pair> = truth.values.iter().filter(|&(_, &value)| inside(value)).map(|(&pair, _)| pair).collect();
        let (listed, hits) = (rows.len() as u64, rows.iter().filter(|&&pair| is_found(pair)).count() as u64);
        Band { from, to, listed, hits, recall: ratio(hits, listed) }
    };
    BANDS.map(band).to_vec()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::eval::{Names, Rows, Truth};

    fn scores(truth: &str, found: &[(&str, &str)], clusters: &[&[&str]]) -> PairScores {
        let mut names = Names::default();
        let truth = Truth::parse(Path::new("t"), truth, &mut names).expect("the file is sound");
        let Rows::Pairs(truth) = truth.rows else { panic!("these are documents") };
        let mut pair = |a: &str, b: &str| Pair::new(names.number(a), names.number(b));
        let pairs = found.iter().map(|(a, b)| (pair(a, b), None)).collect();
        let links: Vec<Pair> =
            clusters.iter().flat_map(|group| group.windows(2)).map(|two| pair(two[0], two[1])).collect();
        let found = Found { pairs, clusters: Some(Partition::of_links(links)), ..Found::default() };
        score_pairs(&truth, &found, 0.7, names.len())
    }

    fn near(share: Option<f64>, wanted: f64) {
        assert!(share.is_some_and(|share| (share - wanted).abs() < 1e-9), "{share:?} is not {wanted}");
    }

    #[test]
    fn by_hand() {
        let found = [("a", "b"), ("c", "b"), ("x", "y"), ("d", "e")];
        let scores = scores("a\tb\t0.95\nb\tc\t0.7\na\tc\t0.75\nd\te\t0.6\n", &found, &[&["a", "b", "c"]]);
        assert_eq!(scores.similarity_from, Some(0.7));
        let pairs = &scores.pairs;
        assert_eq!((pairs.listed, pairs.found, pairs.hits, pairs.missed, pairs.unlisted), (3, 4, 2, 1, 1));
        assert_eq!((pairs.below, pairs.negatives), (Some(1), None));
        near(pairs.precision, 0.5);
        near(pairs.recall, 2.0 / 3.0);
        near(pairs.f1, 4.0 / 7.0);
        let bands: Vec<_> = pairs.bands.iter().map(|band| (band.listed, band.hits)).collect();
        assert_eq!(bands, [(1, 1), (2, 1), (0, 0), (1, 1)]);
        assert_eq!(pairs.bands[2].recall, None);
        let clusters = scores.clusters.expect("there are clusters");
        assert_eq!((clusters.found, clusters.hits, clusters.missed, clusters.unlisted), (5, 3, 0, 1));
        let groups = scores.groups.expect("there are clusters");
        assert_eq!((groups.listed, groups.found, groups.both), (3, 3, 3));
        near(groups.adjusted_rand, 1.0);
    }

    #[test]
    fn what_is_like_a_document_is_like_its_copies() {
        let mut names = Names::default();
        let truth = "a\ta2\na3\tb\na2\tb\na2\tb2\na\tc\nb\tb2\n";
        let truth = Truth::parse(Path::new("t"), truth, &mut names).expect("the file is sound");
        let Rows::Pairs(truth) = truth.rows else { panic!("these are documents") };
        let mut pair = |a: &str, b: &str| Pair::new(names.number(a), names.number(b));
        let copies = [pair("a", "a2"), pair("a", "a3"), pair("b2", "b")];
        let pairs = copies.into_iter().chain([pair("a", "b")]).map(|pair| (pair, None)).collect();
        let found = Found { pairs, copies: Some(Partition::of_links(copies)), ..Found::default() };
        let scores = score_pairs(&truth, &found, 0.7, names.len());
        let copies = scores.copies.expect("the copies are known");
        // Three pairs of a's, one of b's, and six of an a and a b: all but a and c are told.
        assert_eq!((copies.found, copies.hits, copies.missed, copies.unlisted), (10, 5, 1, 5));
        assert_eq!((scores.pairs.found, scores.pairs.hits), (4, 2));
    }

    #[test]
    fn a_found_negative_is_told() {
        let scores = scores("a\tb\t1\na\tc\t0\na\td\t0\n", &[("a", "b"), ("c", "a")], &[]);
        assert_eq!(scores.pairs.negatives, Some(Negatives { listed: 2, found: 1 }));
        assert_eq!((scores.pairs.listed, scores.pairs.unlisted, scores.pairs.below), (1, 0, None));
        assert_eq!((scores.similarity_from, scores.pairs.bands.len()), (None, 0));
        near(scores.pairs.precision, 0.5);
    }

    #[test]
    fn nothing_found_has_no_precision() {
        let scores = scores("a\tb\n", &[], &[]);
        assert_eq!((scores.pairs.precision, scores.pairs.recall, scores.pairs.f1), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn adjusted_rand_by_hand() {
        // Truth {a,b,c}{d,e,f}, clusters {a,b}{c,d}{e,f}, from Hubert and Arabie's formula:
        // both 2, listed 6, found 3, of 15 pairs: (2 - 1.2) / (4.5 - 1.2).
        let truth = "a\tb\nb\tc\nd\te\ne\tf\n";
        let groups = scores(truth, &[], &[&["a", "b"], &["c", "d"], &["e", "f"]]).groups;
        near(groups.and_then(|groups| groups.adjusted_rand), 0.8 / 3.3);
    }
}
