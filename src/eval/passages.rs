//! Scores of passages: the measures of the PAN competitions.
//!
//! Potthast, Stein, Barrón-Cedeño, Rosso: *An Evaluation Framework for Plagiarism Detection*,
//! COLING 2010. A pair of places is the set of its characters, of both sides. A detection detects a
//! case if each of its sides shares a character with another side of the case. The sides have no
//! order here, and both may lie in one document.

use serde::Serialize;

use super::overlaps::{Overlap, overlaps};
use super::place::{PassagePair, Place, chars};
use super::ratio::{f1, ratio, rounded};

/// Share of each side of a case that one detection must cover for the case to be covered: the
/// found@80 of the schema. A detection that is shorter by a fifth still shows the passage.
const COVERED: f64 = 0.8;

/// How well passages were found. In JSON the counts keep the names of the schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PassageScores {
    /// True passages.
    #[serde(rename = "listed")]
    pub relevant: u64,
    /// True passages that share characters with a detection on both sides.
    #[serde(rename = "hits")]
    pub true_positives: u64,
    /// True passages that share characters with no detection.
    #[serde(rename = "missed")]
    pub false_negatives: u64,
    /// Detections.
    pub found: u64,
    /// Detections that share characters with no true passage.
    #[serde(rename = "unlisted")]
    pub false_positives: u64,
    /// Averages in which every passage counts the same, long or short.
    #[serde(rename = "macro")]
    pub by_passage: Averages,
    /// Averages in which every character counts the same, and once.
    #[serde(rename = "micro")]
    pub by_character: Averages,
    /// Detections for each true passage that has one: 1 is best.
    #[serde(serialize_with = "rounded")]
    pub granularity: Option<f64>,
    /// True passages of which one detection covers at least 80 % of both sides.
    #[serde(rename = "held")]
    pub covered: u64,
    /// Share of the true passages that are covered.
    #[serde(rename = "found@80", serialize_with = "rounded")]
    pub found_at_80: Option<f64>,
    /// Distance of the ends of the best detection, in characters; `None` if nothing was detected.
    pub boundary_error: Option<BoundaryError>,
}

/// Precision, recall, and what is computed from them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Averages {
    /// Share of detected characters that are true.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Share of true characters that were detected.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// F1 divided by the binary logarithm of 1 + granularity.
    #[serde(serialize_with = "rounded")]
    pub plagdet: Option<f64>,
}

/// How far the ends of detections are off. The error of a true passage is the largest distance of
/// its four ends from those of a detection, for the detection where that is least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BoundaryError {
    /// Median of the errors.
    pub median: usize,
    /// Largest error.
    pub worst: usize,
}

/// Scores, and the result of each passage and detection.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PassageOutcome {
    /// The scores.
    pub scores: PassageScores,
    /// For each true passage the share of its characters that was detected.
    pub recall: Vec<f64>,
    /// For each true passage whether one detection covers at least 80 % of both sides.
    pub covered: Vec<bool>,
    /// For each detection the share of its characters that is true.
    pub precision: Vec<f64>,
}

/// Scores detections against known passages, each given once.
///
/// ```
/// use leitong::eval::{DocumentNames, PassagePair, Place, score_passages};
/// let document = DocumentNames::default().number("a.txt");
/// let place = |start, end| Place { document, start, end };
/// let truth = [PassagePair::new(place(0, 100), place(500, 600))];
/// let scores = score_passages(&truth, &[PassagePair::new(place(500, 550), place(0, 50))]).scores;
/// assert_eq!((scores.by_passage.precision, scores.by_passage.recall), (Some(1.0), Some(0.5)));
/// ```
#[must_use]
pub fn score_passages(cases: &[PassagePair], detections: &[PassagePair]) -> PassageOutcome {
    let overlaps = Overlaps { cases, detections, pairs: overlaps(cases, detections) };
    let (recall, precision, best) = (overlaps.recall(), overlaps.precision(), overlaps.best_fits());
    let covered = best.iter().map(BestFit::is_covered).collect();
    let scores = overlaps.scores(&recall, &precision, &best);
    PassageOutcome { scores, recall, covered, precision }
}

/// Cases, detections, and which of them overlap.
struct Overlaps<'p> {
    cases: &'p [PassagePair],
    detections: &'p [PassagePair],
    /// In rising order.
    pairs: Vec<Overlap>,
}

impl Overlaps<'_> {
    /// The share of each case that was detected.
    fn recall(&self) -> Vec<f64> {
        let mut shared = vec![Vec::new(); self.cases.len()];
        for &Overlap { case, detection } in &self.pairs {
            shared[case].extend(common(self.cases[case], self.detections[detection]));
        }
        shares(self.cases, shared)
    }

    /// The share of each detection that is true.
    fn precision(&self) -> Vec<f64> {
        let mut shared = vec![Vec::new(); self.detections.len()];
        for &Overlap { case, detection } in &self.pairs {
            shared[detection].extend(common(self.detections[detection], self.cases[case]));
        }
        shares(self.detections, shared)
    }

    fn best_fits(&self) -> Vec<BestFit> {
        let mut best = vec![BestFit::default(); self.cases.len()];
        for &Overlap { case, detection } in &self.pairs {
            best[case].update(self.cases[case], self.detections[detection]);
        }
        best
    }

    fn scores(&self, recall: &[f64], precision: &[f64], best: &[BestFit]) -> PassageScores {
        let errors: Vec<usize> = best.iter().filter_map(|fit| fit.error).collect();
        let (relevant, true_positives) = (self.cases.len() as u64, errors.len() as u64);
        let covered = best.iter().filter(|fit| fit.is_covered()).count() as u64;
        let granularity = ratio(self.pairs.len() as u64, true_positives);
        PassageScores {
            relevant,
            true_positives,
            false_negatives: relevant - true_positives,
            found: self.detections.len() as u64,
            false_positives: precision.iter().filter(|&&share| share <= 0.0).count() as u64,
            by_passage: Averages::new(mean(precision), mean(recall), granularity),
            by_character: self.by_character(granularity),
            granularity,
            covered,
            found_at_80: ratio(covered, relevant),
            boundary_error: BoundaryError::of(errors),
        }
    }

    fn by_character(&self, granularity: Option<f64>) -> Averages {
        let mut shared = Vec::new();
        for &Overlap { case, detection } in &self.pairs {
            shared.extend(common(self.cases[case], self.detections[detection]));
        }
        let shared = chars(shared) as u64;
        let precision = ratio(shared, all_chars(self.detections));
        let recall = ratio(shared, all_chars(self.cases));
        Averages::new(precision, recall, granularity)
    }
}

impl Averages {
    fn new(precision: Option<f64>, recall: Option<f64>, granularity: Option<f64>) -> Self {
        let f1 = f1(precision, recall);
        let plagdet = f1.map(|f1| f1 / (1.0 + granularity.unwrap_or(1.0)).log2());
        Self { precision, recall, f1, plagdet }
    }
}

impl BoundaryError {
    fn of(mut errors: Vec<usize>) -> Option<Self> {
        errors.sort_unstable();
        let worst = *errors.last()?;
        Some(Self { median: errors[(errors.len() - 1) / 2], worst })
    }
}

/// How well the best detections fit a case.
#[derive(Debug, Clone, Copy, Default)]
struct BestFit {
    /// The largest share of the case that one detection covers, of the side where it covers less.
    coverage: f64,
    /// The smallest distance of the worst end of one detection.
    error: Option<usize>,
}

impl BestFit {
    /// Takes over what is better of another detection.
    fn update(&mut self, case: PassagePair, detection: PassagePair) {
        for [first, second] in case.alignments(detection) {
            let coverage = first.coverage().min(second.coverage());
            let error = first.distance().max(second.distance());
            self.coverage = self.coverage.max(coverage);
            self.error = Some(self.error.map_or(error, |least| least.min(error)));
        }
    }

    fn is_covered(&self) -> bool {
        self.coverage >= COVERED
    }
}

/// The characters that two pairs share, on whichever sides.
fn common(one: PassagePair, other: PassagePair) -> impl Iterator<Item = Place> {
    one.sides()
        .into_iter()
        .flat_map(move |mine| other.sides().map(|theirs| mine.common(theirs)))
        .flatten()
}

/// The share of each pair's characters that lie in its places of `shared`.
fn shares(pairs: &[PassagePair], shared: Vec<Vec<Place>>) -> Vec<f64> {
    let shared = pairs.iter().zip(shared);
    shared.map(|(pair, places)| chars(places) as f64 / chars(pair.sides().into()) as f64).collect()
}

/// The number of different characters of all pairs.
fn all_chars(pairs: &[PassagePair]) -> u64 {
    chars(pairs.iter().flat_map(|pair| pair.sides()).collect()) as u64
}

fn mean(shares: &[f64]) -> Option<f64> {
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;
    use crate::eval::DocumentNames;

    fn pair(
        names: &mut DocumentNames,
        (a, a_start, a_end): (&str, usize, usize),
        b: (&str, usize, usize),
    ) -> PassagePair {
        let place = |document: DocId, start, end| Place { document, start, end };
        let a = place(names.number(a), a_start, a_end);
        PassagePair::new(a, place(names.number(b.0), b.1, b.2))
    }

    fn near(share: Option<f64>, wanted: f64) {
        assert!(
            share.is_some_and(|share| (share - wanted).abs() < 1e-9),
            "{share:?} is not {wanted}"
        );
    }

    #[test]
    fn by_hand() {
        let mut names = DocumentNames::default();
        let mut pair = |a, b| pair(&mut names, a, b);
        let truth = [pair(("x", 0, 100), ("y", 0, 100)), pair(("x", 200, 300), ("x", 500, 600))];
        // The first case by two detections of 40 + 40 and 50 + 70 characters; a false one; nothing
        // of the second.
        let found = [
            pair(("y", 0, 40), ("x", 0, 40)),
            pair(("x", 50, 100), ("y", 50, 120)),
            pair(("x", 0, 100), ("z", 0, 100)),
        ];
        let scores = score_passages(&truth, &found).scores;
        assert_eq!(
            (
                scores.relevant,
                scores.true_positives,
                scores.false_negatives,
                scores.found,
                scores.false_positives
            ),
            (2, 1, 1, 3, 1)
        );
        near(scores.by_passage.recall, f64::midpoint(180.0 / 200.0, 0.0));
        near(scores.by_passage.precision, (1.0 + 100.0 / 120.0 + 0.0) / 3.0);
        // x 0-100 and y 0-100 less 40-50 of the true 400; of detected x 0-100, y 0-40 and 50-120, z
        // 0-100.
        near(scores.by_character.recall, 180.0 / 400.0);
        near(scores.by_character.precision, 180.0 / 310.0);
        near(scores.granularity, 2.0);
        let f1 = scores.by_passage.f1.expect("there is truth");
        near(scores.by_passage.plagdet, f1 / 3_f64.log2());
        assert_eq!(
            (scores.covered, scores.boundary_error),
            (0, Some(BoundaryError { median: 50, worst: 50 }))
        );
    }

    #[test]
    fn both_sides_must_be_hit_and_covered() {
        let mut names = DocumentNames::default();
        let truth = [pair(&mut names, ("x", 0, 100), ("y", 0, 100))];
        let one_side = [pair(&mut names, ("x", 0, 100), ("y", 100, 200))];
        assert_eq!(score_passages(&truth, &one_side).scores.true_positives, 0);
        let most = [pair(&mut names, ("x", 10, 95), ("y", 0, 80))];
        assert_eq!(score_passages(&truth, &most).scores.covered, 1);
        let less = [pair(&mut names, ("x", 0, 100), ("y", 0, 79))];
        assert_eq!(score_passages(&truth, &less).scores.covered, 0);
    }

    #[test]
    fn inside_one_document_the_sides_have_no_order() {
        let mut names = DocumentNames::default();
        let truth = [pair(&mut names, ("x", 0, 100), ("x", 50, 150))];
        let found = [pair(&mut names, ("x", 60, 100), ("x", 10, 50))];
        let scores = score_passages(&truth, &found).scores;
        assert_eq!(scores.true_positives, 1);
        near(scores.by_passage.recall, 80.0 / 150.0);
    }
}
