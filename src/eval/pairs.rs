//! Scores of pairs of documents.

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;

use super::found::Found;
use super::partition::{Agreement, Partition};
use super::place::Pair;
use super::ratio::{f1, ratio, rounded};
use super::truth::{Column, TruePairs};

/// Bands of similarity of which the recall is given: the usual thresholds of near-duplicate
/// detection. The last band includes its upper end.
const BANDS: [Range<f64>; 4] = [0.5..0.7, 0.7..0.8, 0.8..0.9, 0.9..1.0];

/// How well pairs of documents were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PairScores {
    /// Minimum similarity of the rows to be found; `None` if the rows have no similarity.
    pub similarity_from: Option<f64>,
    /// Score of the pairs that were found as matches.
    pub pairs: PairScore,
    /// Score of those pairs and all that follow from exact copies: what is similar to a document
    /// is similar to its copies. `None` if the result does not say which documents are copies.
    pub copies: Option<PairScore>,
    /// Score of the pairs that were found as matches and all pairs of two members of a cluster;
    /// `None` if the result has no clusters.
    pub clusters: Option<PairScore>,
    /// Agreement of the clusters with the groups of documents that the truth links.
    pub groups: Option<Agreement>,
}

/// The score of one reading of the findings. In JSON the counts keep the names of the schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PairScore {
    /// True pairs: those to be found.
    #[serde(rename = "listed")]
    pub relevant: u64,
    /// Pairs that were found.
    pub found: u64,
    /// True pairs that were found.
    #[serde(rename = "hits")]
    pub true_positives: u64,
    /// True pairs that were not found.
    #[serde(rename = "missed")]
    pub false_negatives: u64,
    /// Found pairs that the truth does not list.
    #[serde(rename = "unlisted")]
    pub false_positives: u64,
    /// Found pairs that the truth lists with a lower similarity; `None` if it has no similarities.
    pub below: Option<u64>,
    /// Rows with label 0; `None` if the rows have no labels.
    pub negatives: Option<Negatives>,
    /// Share of the found pairs that are true. Found pairs that are not listed, below the
    /// similarity, or labelled 0 are false.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Share of the true pairs that were found.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// Recall by similarity; empty if the rows have no similarities.
    pub bands: Vec<Band>,
}

/// Pairs that are known not to be similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Negatives {
    /// Rows with label 0.
    pub listed: u64,
    /// Those that were found: certain errors.
    pub found: u64,
}

/// Recall among the rows of one band of similarity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Band {
    /// Lower end, inclusive.
    pub from: f64,
    /// Upper end, exclusive but for 1.
    pub to: f64,
    /// Rows of the band.
    #[serde(rename = "listed")]
    pub relevant: u64,
    /// Those that were found.
    #[serde(rename = "hits")]
    pub true_positives: u64,
    /// Share of the rows that were found.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
}

/// Scores findings among `documents` documents against known pairs; of pairs with similarities
/// those from `similarity` on are to be found.
#[must_use]
pub fn score_pairs(
    truth: &TruePairs,
    found: &Found,
    similarity: f64,
    documents: usize,
) -> PairScores {
    let scorer = Scorer { truth, similarity };
    let pairs = &found.pairs;
    let through_copies = ThroughCopies::new(found);
    let clusters = found.clusters.as_ref();
    PairScores {
        similarity_from: (truth.column == Column::Similarity).then_some(similarity),
        pairs: scorer.score(pairs.len() as u64, &|pair| pairs.contains_key(&pair)),
        copies: through_copies
            .map(|copies| scorer.score(copies.pairs(), &|pair| copies.contains(pair))),
        clusters: clusters.map(|clusters| scorer.score_clusters(found, clusters)),
        groups: clusters.map(|clusters| {
            let linked = Partition::of_links(truth.wanted(similarity));
            clusters.agreement(&linked, documents)
        }),
    }
}

/// Pairs that follow from the found ones because documents are exact copies of each other.
pub(super) struct ThroughCopies<'f> {
    copies: &'f Partition,
    /// Found pairs, each document replaced by the first of its copies.
    similar: HashSet<Pair>,
}

impl<'f> ThroughCopies<'f> {
    /// The pairs that follow from the found ones, if the copies are known.
    pub(super) fn new(found: &'f Found) -> Option<Self> {
        let copies = found.copies.as_ref()?;
        let firsts = found.pairs.keys().map(|&pair| first_copies(copies, pair));
        Some(Self { copies, similar: firsts.filter(|pair| pair.a != pair.b).collect() })
    }

    /// Whether a pair follows.
    pub(super) fn contains(&self, pair: Pair) -> bool {
        self.copies.together(pair) || self.similar.contains(&first_copies(self.copies, pair))
    }

    /// The number of pairs that follow.
    fn pairs(&self) -> u64 {
        let sizes = self.copies.sizes();
        let size = |id| sizes.get(&id).copied().unwrap_or(1);
        let between = self.similar.iter().map(|pair| size(pair.a) * size(pair.b));
        self.copies.pairs() + between.sum::<u64>()
    }
}

fn first_copies(copies: &Partition, pair: Pair) -> Pair {
    Pair::new(copies.first(pair.a), copies.first(pair.b))
}

/// Scores readings of the findings against known pairs.
struct Scorer<'t> {
    truth: &'t TruePairs,
    /// Minimum similarity of rows to be found.
    similarity: f64,
}

impl Scorer<'_> {
    /// The score of the found pairs and all pairs of two members of a cluster.
    fn score_clusters(&self, found: &Found, clusters: &Partition) -> PairScore {
        let pairs = &found.pairs;
        let outside = pairs.keys().filter(|&&pair| !clusters.together(pair)).count() as u64;
        let is_found = |pair| clusters.together(pair) || pairs.contains_key(&pair);
        self.score(clusters.pairs() + outside, &is_found)
    }

    /// The score of `found` pairs, of which `is_found` decides.
    fn score(&self, found: u64, is_found: &dyn Fn(Pair) -> bool) -> PairScore {
        let counts = Confusion::count(self, is_found);
        let (true_positives, relevant) = (counts.true_positives, counts.relevant());
        let (precision, recall) = (ratio(true_positives, found), ratio(true_positives, relevant));
        let column = self.truth.column;
        let bands = column == Column::Similarity;
        PairScore {
            relevant,
            found,
            true_positives,
            false_negatives: counts.false_negatives,
            false_positives: found - true_positives - counts.found_negatives,
            below: (column == Column::Similarity).then_some(counts.found_negatives),
            negatives: (column == Column::Label).then(|| counts.negatives()),
            precision,
            recall,
            f1: f1(precision, recall),
            bands: if bands { self.bands(is_found) } else { Vec::new() },
        }
    }

    fn bands(&self, is_found: &dyn Fn(Pair) -> bool) -> Vec<Band> {
        BANDS.map(|band| self.band(&band, is_found)).to_vec()
    }

    fn band(&self, band: &Range<f64>, is_found: &dyn Fn(Pair) -> bool) -> Band {
        let rows = self.truth.values.iter().filter(|&(_, &value)| is_in_band(value, band));
        let pairs: Vec<Pair> = rows.map(|(&pair, _)| pair).collect();
        let relevant = pairs.len() as u64;
        let true_positives = pairs.into_iter().filter(|&pair| is_found(pair)).count() as u64;
        let recall = ratio(true_positives, relevant);
        Band { from: band.start, to: band.end, relevant, true_positives, recall }
    }
}

fn is_in_band(value: f64, band: &Range<f64>) -> bool {
    band.contains(&value) || (band.end >= 1.0 && value >= band.start)
}

/// Rows of the truth, found or not, to be found or not.
#[derive(Default)]
struct Confusion {
    true_positives: u64,
    false_negatives: u64,
    found_negatives: u64,
    other_negatives: u64,
}

impl Confusion {
    fn count(scorer: &Scorer<'_>, is_found: &dyn Fn(Pair) -> bool) -> Self {
        let mut counts = Self::default();
        for (&pair, &value) in &scorer.truth.values {
            let is_wanted = scorer.truth.is_wanted(value, scorer.similarity);
            *match (is_wanted, is_found(pair)) {
                (true, true) => &mut counts.true_positives,
                (true, false) => &mut counts.false_negatives,
                (false, true) => &mut counts.found_negatives,
                (false, false) => &mut counts.other_negatives,
            } += 1;
        }
        counts
    }

    fn relevant(&self) -> u64 {
        self.true_positives + self.false_negatives
    }

    fn negatives(&self) -> Negatives {
        let found = self.found_negatives;
        Negatives { listed: found + self.other_negatives, found }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::eval::{DocumentNames, Rows, Truth};

    fn scores(truth: &str, found: &[(&str, &str)], clusters: &[&[&str]]) -> PairScores {
        let mut names = DocumentNames::default();
        let truth = Truth::parse(Path::new("t"), truth, &mut names).expect("the file is sound");
        let Rows::Pairs(truth) = truth.rows else { panic!("these are documents") };
        let mut pair = |a: &str, b: &str| Pair::new(names.number(a), names.number(b));
        let pairs = found.iter().map(|(a, b)| (pair(a, b), None)).collect();
        let links: Vec<Pair> = clusters
            .iter()
            .flat_map(|group| group.windows(2))
            .map(|two| pair(two[0], two[1]))
            .collect();
        let found = Found { pairs, clusters: Some(Partition::of_links(links)), ..Found::default() };
        score_pairs(&truth, &found, 0.7, names.len())
    }

    fn near(share: Option<f64>, wanted: f64) {
        assert!(
            share.is_some_and(|share| (share - wanted).abs() < 1e-9),
            "{share:?} is not {wanted}"
        );
    }

    #[test]
    fn by_hand() {
        let found = [("a", "b"), ("c", "b"), ("x", "y"), ("d", "e")];
        let scores =
            scores("a\tb\t0.95\nb\tc\t0.7\na\tc\t0.75\nd\te\t0.6\n", &found, &[&["a", "b", "c"]]);
        assert_eq!(scores.similarity_from, Some(0.7));
        let pairs = &scores.pairs;
        assert_eq!(
            (
                pairs.relevant,
                pairs.found,
                pairs.true_positives,
                pairs.false_negatives,
                pairs.false_positives
            ),
            (3, 4, 2, 1, 1)
        );
        assert_eq!((pairs.below, pairs.negatives), (Some(1), None));
        near(pairs.precision, 0.5);
        near(pairs.recall, 2.0 / 3.0);
        near(pairs.f1, 4.0 / 7.0);
        let bands: Vec<_> =
            pairs.bands.iter().map(|band| (band.relevant, band.true_positives)).collect();
        assert_eq!(bands, [(1, 1), (2, 1), (0, 0), (1, 1)]);
        assert_eq!(pairs.bands[2].recall, None);
        let clusters = scores.clusters.expect("there are clusters");
        assert_eq!(
            (
                clusters.found,
                clusters.true_positives,
                clusters.false_negatives,
                clusters.false_positives
            ),
            (5, 3, 0, 1)
        );
        let groups = scores.groups.expect("there are clusters");
        assert_eq!((groups.relevant, groups.found, groups.both), (3, 3, 3));
        near(groups.adjusted_rand, 1.0);
    }

    #[test]
    fn what_is_like_a_document_is_like_its_copies() {
        let mut names = DocumentNames::default();
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
        assert_eq!(
            (copies.found, copies.true_positives, copies.false_negatives, copies.false_positives),
            (10, 5, 1, 5)
        );
        assert_eq!((scores.pairs.found, scores.pairs.true_positives), (4, 2));
    }

    #[test]
    fn a_found_negative_is_told() {
        let scores = scores("a\tb\t1\na\tc\t0\na\td\t0\n", &[("a", "b"), ("c", "a")], &[]);
        assert_eq!(scores.pairs.negatives, Some(Negatives { listed: 2, found: 1 }));
        assert_eq!(
            (scores.pairs.relevant, scores.pairs.false_positives, scores.pairs.below),
            (1, 0, None)
        );
        assert_eq!((scores.similarity_from, scores.pairs.bands.len()), (None, 0));
        near(scores.pairs.precision, 0.5);
    }

    #[test]
    fn nothing_found_has_no_precision() {
        let scores = scores("a\tb\n", &[], &[]);
        assert_eq!(
            (scores.pairs.precision, scores.pairs.recall, scores.pairs.f1),
            (None, Some(0.0), Some(0.0))
        );
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
