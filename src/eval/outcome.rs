//! Scores of a run against a truth file.

use serde::Serialize;

use super::found::Found;
use super::names::DocumentNames;
use super::pairs::{PairScores, score_pairs};
use super::passages::{PassageOutcome, PassageScores, score_passages};
use super::place::PassagePair;
use super::truth::{Rows, TruePairs, Truth, unreadable};
use crate::error::Result;

/// The scores of an evaluation, with the true and found pairs that they were computed from.
#[derive(Debug)]
pub enum Outcome<'r> {
    /// For pairs of documents.
    Pairs {
        /// The truth.
        truth: &'r TruePairs,
        /// The findings.
        found: &'r Found,
        /// Minimum similarity of rows to be found.
        similarity: f64,
        /// The scores.
        scores: Box<PairScores>,
    },
    /// For passages.
    Passages {
        /// True passages.
        cases: Vec<PassagePair>,
        /// Found passages, with their similarity where it is known.
        detections: Vec<(PassagePair, Option<f64>)>,
        /// The scores.
        outcome: Box<PassageOutcome>,
    },
}

/// The scores for either kind of truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scores<'r> {
    /// For pairs of documents.
    Pairs(&'r PairScores),
    /// For passages.
    Passages(&'r PassageScores),
}

/// Scores findings against a truth file. Of rows with similarities those from `similarity` on are
/// to be found.
///
/// # Errors
/// If the truth lists passages and the findings have documents only.
pub fn evaluate<'r>(
    truth: &'r Truth,
    found: &'r Found,
    names: &DocumentNames,
    similarity: f64,
) -> Result<Outcome<'r>> {
    match &truth.rows {
        Rows::Pairs(truth) => {
            // An earlier result may name documents that the truth does not, and the other way round;
            // the adjusted Rand index needs the number of all.
            let documents =
                names.documents().map_or(names.len(), |known| known.max(named(truth, found)));
            let scores = Box::new(score_pairs(truth, found, similarity, documents));
            Ok(Outcome::Pairs { truth, found, similarity, scores })
        }
        Rows::Passages(rows) => {
            let detections = found.passages.as_ref().ok_or_else(|| {
                unreadable(
                    &truth.path,
                    None,
                    "it lists passages, and the findings tell of documents only".into(),
                )
            })?;
            let cases: Vec<PassagePair> = rows.iter().map(|row| row.places).collect();
            let detections: Vec<_> =
                detections.iter().map(|(&pair, &similarity)| (pair, similarity)).collect();
            let places: Vec<PassagePair> = detections.iter().map(|&(pair, _)| pair).collect();
            let outcome = Box::new(score_passages(&cases, &places));
            Ok(Outcome::Passages { cases, detections, outcome })
        }
    }
}

/// The number of documents up to the last one of a pair.
fn named(truth: &TruePairs, found: &Found) -> usize {
    let pairs = truth.values.keys().chain(found.pairs.keys());
    pairs.map(|pair| pair.b.index() + 1).max().unwrap_or(0)
}

impl Outcome<'_> {
    /// The scores.
    #[must_use]
    pub fn scores(&self) -> Scores<'_> {
        match self {
            Self::Pairs { scores, .. } => Scores::Pairs(scores),
            Self::Passages { outcome, .. } => Scores::Passages(&outcome.scores),
        }
    }
}
