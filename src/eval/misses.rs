//! Missed and false pairs, one line each.

use std::io::{self, Write};

use serde::Serialize;

use super::found::Found;
use super::names::DocumentNames;
use super::outcome::Outcome;
use super::pairs::ThroughCopies;
use super::passages::PassageOutcome;
use super::place::{Pair, PassagePair, Place};
use super::ratio::rounded;
use super::truth::{Column, TruePairs};
use crate::corpus::Collection;
use crate::document::DocId;

/// Characters of a passage that are shown: enough to find it.
const SHOWN: usize = 40;

/// A pair that was missed, or found and is not true.
#[derive(Serialize)]
struct Miss<'r> {
    what: What,
    #[serde(serialize_with = "rounded")]
    similarity: Option<f64>,
    /// Share of a passage that was detected.
    #[serde(serialize_with = "rounded", skip_serializing_if = "Option::is_none")]
    covered: Option<f64>,
    a: MissSide<'r>,
    b: MissSide<'r>,
}

/// The fault of a pair.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    /// A pair of the truth that was not found.
    Missed,
    /// A found pair that is not in the truth.
    Unlisted,
    /// A found pair that the truth has with a lower similarity.
    Below,
    /// A found pair that the truth has with label 0.
    Negative,
}

/// One side of a pair: a document, or a place in it.
#[derive(Serialize)]
struct MissSide<'r> {
    document: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Writes one JSON object a line for each true pair that was missed, then for each found pair that
/// is not true; texts are from the collection, if the collection is known.
///
/// A true pair of documents is missed if neither the found pairs nor what follows from them for
/// exact copies contain it. A true passage is missed if no detection covers 80 % of both its sides;
/// a detection is unlisted if it shares characters with no true passage.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_misses(
    outcome: &Outcome<'_>,
    names: &DocumentNames,
    collection: &Collection,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = MissRows { names, collection };
    let misses = match outcome {
        Outcome::Pairs { truth, found, similarity, .. } => rows.of_pairs(truth, found, *similarity),
        Outcome::Passages { cases, detections, outcome } => {
            rows.of_passages(cases, detections, outcome)
        }
    };
    for miss in misses {
        serde_json::to_writer(&mut *out, &miss)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Makes the rows of misses.
struct MissRows<'r> {
    names: &'r DocumentNames,
    collection: &'r Collection,
}

impl<'r> MissRows<'r> {
    fn of_pairs(&self, truth: &TruePairs, found: &Found, similarity: f64) -> Vec<Miss<'r>> {
        let copies = ThroughCopies::new(found);
        let follows = |pair| copies.as_ref().is_some_and(|copies| copies.contains(pair));
        let mut misses = Vec::new();
        for (&pair, &value) in &truth.values {
            let is_found = found.pairs.contains_key(&pair) || follows(pair);
            if truth.is_wanted(value, similarity) && !is_found {
                let value = (truth.column == Column::Similarity).then_some(value);
                misses.push(self.pair(What::Missed, pair, value));
            }
        }
        for (&pair, &found) in &found.pairs {
            let fault = fault(truth, pair, similarity);
            misses.extend(fault.map(|what| self.pair(what, pair, found)));
        }
        misses
    }

    fn pair(&self, what: What, pair: Pair, similarity: Option<f64>) -> Miss<'r> {
        Miss { what, similarity, covered: None, a: self.document(pair.a), b: self.document(pair.b) }
    }

    fn document(&self, id: DocId) -> MissSide<'r> {
        MissSide { document: self.names.id(id), start: None, end: None, text: None }
    }

    fn of_passages(
        &self,
        cases: &[PassagePair],
        detections: &[(PassagePair, Option<f64>)],
        outcome: &PassageOutcome,
    ) -> Vec<Miss<'r>> {
        let mut misses = Vec::new();
        for (at, &case) in cases.iter().enumerate() {
            if !outcome.covered[at] {
                misses.push(self.passage(What::Missed, case, None, outcome.recall[at]));
            }
        }
        for (&(pair, similarity), &true_share) in detections.iter().zip(&outcome.precision) {
            if true_share <= 0.0 {
                misses.push(self.passage(What::Unlisted, pair, similarity, true_share));
            }
        }
        misses
    }

    fn passage(
        &self,
        what: What,
        pair: PassagePair,
        similarity: Option<f64>,
        covered: f64,
    ) -> Miss<'r> {
        let (a, b) = (self.place(pair.a), self.place(pair.b));
        Miss { what, similarity, covered: Some(covered), a, b }
    }

    fn place(&self, place: Place) -> MissSide<'r> {
        let document = self.collection.documents.get(place.document.index());
        MissSide {
            document: self.names.id(place.document),
            start: Some(place.start),
            end: Some(place.end),
            text: document.map(|document| clipped(&document.text, place)),
        }
    }
}

/// Why a found pair is not true; `None` if it is.
fn fault(truth: &TruePairs, pair: Pair, similarity: f64) -> Option<What> {
    match truth.values.get(&pair) {
        None => Some(What::Unlisted),
        Some(&value) if truth.is_wanted(value, similarity) => None,
        Some(_) if truth.column == Column::Similarity => Some(What::Below),
        Some(_) => Some(What::Negative),
    }
}

/// The text of a place, without its middle if it is long.
fn clipped(text: &str, place: Place) -> String {
    let inside = text.chars().skip(place.start).take(place.chars());
    if place.chars() <= SHOWN {
        return inside.collect();
    }
    let tail = text.chars().skip(place.end - SHOWN / 2).take(SHOWN / 2);
    inside.take(SHOWN / 2).chain(['…']).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_loses_its_middle() {
        let text: String = ('一'..='龥').take(100).collect();
        let shown = |start, end| clipped(&text, Place { document: DocId::new(0), start, end });
        assert_eq!(shown(3, 5), text.chars().skip(3).take(2).collect::<String>());
        let long = shown(10, 90);
        assert_eq!(long.chars().count(), SHOWN + 1);
        assert!(long.starts_with(&shown(10, 12)) && long.ends_with(&shown(88, 90)));
    }
}
