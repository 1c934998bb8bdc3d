//! Scores of passages: the measures of the PAN competitions.
//!
//! Potthast, Stein, Barrón-Cedeño, Rosso: *An Evaluation Framework for Plagiarism Detection*, COLING 2010. A pair of places is
//! the set of its characters, of both sides. A detection detects a case if each of its sides shares a character with another side of
//! the case. The sides have no order here, and both may lie in one document.

use serde::Serialize;

use super::PassagePair;
use super::overlaps::overlaps;
use super::place::{Place, chars};
use super::rounding::{f1, ratio, rounded};

/// A case is held by a detection that covers so much of each of its sides.
const HELD: f64 = 0.8;

/// How well passages were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PassageScores {
    /// True passages.
    pub listed: u64,
    /// True passages of which a detection shares characters on both sides.
    pub hits: u64,
    /// True passages of which there is no such detection.
    pub missed: u64,
    /// Detections.
    pub found: u64,
    /// Detections that share characters with no true passage.
    pub unlisted: u64,
    /// Every passage counts the same, long or short.
    #[serde(rename = "macro")]
    pub by_passage: Averages,
    /// Every character counts the same, and once.
    #[serde(rename = "micro")]
    pub by_character: Averages,
    /// Detections for each true passage that has one: 1 is best.
    #[serde(serialize_with = "rounded")]
    pub granularity: Option<f64>,
    /// True passages of which one detection covers at least 80 % of both sides.
    pub held: u64,
    /// `held` of `listed`.
    #[serde(rename = "found@80", serialize_with = "rounded")]
    pub found_at_80: Option<f64>,
    /// How far the ends of the best detection are off, in characters; `null` if nothing was hit.
    pub boundary_error: Option<BoundaryError>,
}

/// Precision, recall, and what is made of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Averages {
    /// Share of detected characters that are true.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Share of true characters that were detected.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// F1 divided by the binary logarithm of 1 + granularity.
    #[serde(serialize_with = "rounded")]
    pub plagdet: Option<f64>,
}

/// The worst of the four ends, of the detection where that is least, over all hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BoundaryError {
    /// Of half of the hits it is no more.
    pub median: usize,
    /// Of no hit is it more.
    pub worst: usize,
}

/// Scores, and what is said of each passage.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageOutcome {
    /// The scores.
    pub scores: PassageScores,
    /// For each true passage the share of its characters that was detected.
    pub recall: Vec<f64>,
    /// For each true passage whether one detection covers at least 80 % of both sides.
    pub held: Vec<bool>,
    /// For each detection the share of its characters that is true.
    pub precision: Vec<f64>,
}

/// Scores detections against known passages, each given once.
///
/// ```
/// use leitong::eval::{Names, PassagePair, Place, score_passages};
/// let document = |id| Names::default().number(id);
/// let place = |start, end| Place { document: document("a.txt"), start, end };
/// let truth = [PassagePair::new(place(0, 100), place(500, 600))];
/// let scores = score_passages(&truth, &[PassagePair::new(place(500, 550), place(0, 50))]).scores;
/// assert_eq!((scores.by_passage.precision, scores.by_passage.recall), (Some(1.0), Some(0.5)));
/// ```
#[must_use]
pub fn score_passages(cases: &[PassagePair], detections: &[PassagePair]) -> PassageOutcome {
    let laid = Laid { cases, detections, hits: overlaps(cases, detections) };
    let (recall, precision, fits) = (laid.recall(), laid.precision(), laid.fits());
    let held = fits.iter().map(Fit::is_held).collect();
    PassageOutcome { scores: laid.scores(&recall, &precision, &fits), recall, held, precision }
}

/// Detections laid upon the cases that they hit.
struct Laid<'p> {
    cases: &'p [PassagePair],
    detections: &'p [PassagePair],
    /// Cases and the detections that hit them, in rising order.
    hits: Vec<(usize, usize)>,
}

impl Laid<'_> {
    fn recall(&self) -> Vec<f64> {
        shares(self.cases, self.detections, &self.hits)
    }

    fn precision(&self) -> Vec<f64> {
        let mut turned: Vec<(usize, usize)> = self.hits.iter().map(|&(case, detection)| (detection, case)).collect();
        turned.sort_unstable();
        shares(self.detections, self.cases, &turned)
    }

    fn fits(&self) -> Vec<Fit> {
        let mut fits = vec![Fit::default(); self.cases.len()];
        for &(case, detection) in &self.hits {
            fits[case].try_on(self.cases[case], self.detections[detection]);
        }
        fits
    }

    fn scores(&self, recall: &[f64], precision: &[f64], fits: &[Fit]) -> PassageScores {
        let errors: Vec<usize> = fits.iter().filter_map(|fit| fit.error).collect();
        let (listed, hits) = (self.cases.len() as u64, errors.len() as u64);
        let held = fits.iter().filter(|fit| fit.is_held()).count() as u64;
        let granularity = ratio(self.hits.len() as u64, hits);
        PassageScores {
            listed,
            hits,
            missed: listed - hits,
            found: self.detections.len() as u64,
            unlisted: precision.iter().filter(|&&share| share <= 0.0).count() as u64,
            by_passage: Averages::new(mean(precision), mean(recall), granularity),
            by_character: self.by_character(granularity),
            granularity,
            held,
            found_at_80: ratio(held, listed),
            boundary_error: BoundaryError::of(errors),
        }
    }

    fn by_character(&self, granularity: Option<f64>) -> Averages {
        let hits = self.hits.iter().map(|&(case, detection)| (self.cases[case], self.detections[detection]));
        let shared = chars(hits.flat_map(|(case, detection)| common(case, detection)).collect());
        let all = |pairs: &[PassagePair]| chars(pairs.iter().flat_map(|pair| pair.sides()).collect());
        let share = |pairs| ratio(shared as u64, all(pairs) as u64);
        Averages::new(share(self.detections), share(self.cases), granularity)
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

/// How well the best detection lies upon a case.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    /// The most that one detection covers of both sides: the share of the side of which it is less.
    covered: f64,
    /// The least that the worst end of one detection is off.
    error: Option<usize>,
}

impl Fit {
    /// Takes what is better of another detection.
    fn try_on(&mut self, case: PassagePair, detection: PassagePair) {
        for sides in case.onto(detection) {
            let covered = sides.map(|(mine, theirs)| mine.covered_by(theirs));
            let error = sides.map(|(mine, theirs)| mine.distance(theirs)).into_iter().max();
            self.covered = self.covered.max(covered[0].min(covered[1]));
            self.error = [self.error, error].into_iter().flatten().min();
        }
    }

    fn is_held(&self) -> bool {
        self.covered >= HELD
    }
}

/// The characters that two pairs share, whichever side they stand on.
fn common(one: PassagePair, other: PassagePair) -> impl Iterator<Item = Place> {
    one.sides().into_iter().flat_map(move |mine| other.sides().map(|theirs| mine.common(theirs))).flatten()
}

/// Of each of mine the share that those of theirs cover which hit it. `hits` rise.
fn shares(mine: &[PassagePair], theirs: &[PassagePair], hits: &[(usize, usize)]) -> Vec<f64> {
    let mut shares = vec![0.0; mine.len()];
    for group in hits.chunk_by(|x, y| x.0 == y.0) {
        let me = mine[group[0].0];
        let covered = chars(group.iter().flat_map(|&(_, other)| common(me, theirs[other])).collect());
        shares[group[0].0] = covered as f64 / chars(me.sides().into()) as f64;
    }
    shares
}

fn mean(shares: &[f64]) -> Option<f64> {
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Id, Names};

    fn pair(names: &mut Names, (a, a_start, a_end): (&str, usize, usize), b: (&str, usize, usize)) -> PassagePair {
        let place = |document: Id, start, end| Place { document, start, end };
        let a = place(names.number(a), a_start, a_end);
        PassagePair::new(a, place(names.number(b.0), b.1, b.2))
    }

    fn near(share: Option<f64>, wanted: f64) {
        assert!(share.is_some_and(|share| (share - wanted).abs() < 1e-9), "{share:?} is not {wanted}");
    }

    #[test]
    fn by_hand() {
        let mut names = Names::default();
        let mut pair = |a, b| pair(&mut names, a, b);
        let truth = [pair(("x", 0, 100), ("y", 0, 100)), pair(("x", 200, 300), ("x", 500, 600))];
        // The first case by two detections of 40 + 40 and 50 + 70 characters; a false one; nothing of the second.
        let found = [
            pair(("y", 0, 40), ("x", 0, 40)),
            pair(("x", 50, 100), ("y", 50, 120)),
            pair(("x", 0, 100), ("z", 0, 100)),
        ];
        let scores = score_passages(&truth, &found).scores;
        assert_eq!((scores.listed, scores.hits, scores.missed, scores.found, scores.unlisted), (2, 1, 1, 3, 1));
        near(scores.by_passage.recall, f64::midpoint(180.0 / 200.0, 0.0));
        near(scores.by_passage.precision, (1.0 + 100.0 / 120.0 + 0.0) / 3.0);
        // x 0-100 and y 0-100 less 40-50 of the true 400; of detected x 0-100, y 0-40 and 50-120, z 0-100.
        near(scores.by_character.recall, 180.0 / 400.0);
        near(scores.by_character.precision, 180.0 / 310.0);
        near(scores.granularity, 2.0);
        let f1 = scores.by_passage.f1.expect("there is truth");
        near(scores.by_passage.plagdet, f1 / 3_f64.log2());
        assert_eq!((scores.held, scores.boundary_error), (0, Some(BoundaryError { median: 50, worst: 50 })));
    }

    #[test]
    fn both_sides_must_be_hit_and_covered() {
        let mut names = Names::default();
        let truth = [pair(&mut names, ("x", 0, 100), ("y", 0, 100))];
        let one_side = [pair(&mut names, ("x", 0, 100), ("y", 100, 200))];
        assert_eq!(score_passages(&truth, &one_side).scores.hits, 0);
        let most = [pair(&mut names, ("x", 10, 95), ("y", 0, 80))];
        assert_eq!(score_passages(&truth, &most).scores.held, 1);
        let less = [pair(&mut names, ("x", 0, 100), ("y", 0, 79))];
        assert_eq!(score_passages(&truth, &less).scores.held, 0);
    }

    #[test]
    fn inside_one_document_the_sides_have_no_order() {
        let mut names = Names::default();
        let truth = [pair(&mut names, ("x", 0, 100), ("x", 50, 150))];
        let found = [pair(&mut names, ("x", 60, 100), ("x", 10, 50))];
        let scores = score_passages(&truth, &found).scores;
        assert_eq!(scores.hits, 1);
        near(scores.by_passage.recall, 80.0 / 150.0);
    }
}
