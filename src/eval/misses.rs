//! What went wrong, one line each.

use std::io::{self, Write};

use serde::Serialize;

use super::outcome::Outcome;
use super::pairs::ThroughCopies;
use super::rounding::rounded;
use super::truth::Column;
use super::{Names, Pair, Place};
use crate::corpus::Collection;

/// Characters of a passage that are shown.
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
    a: SideView<'r>,
    b: SideView<'r>,
}

/// What is wrong with a pair.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    /// In the truth, and not found.
    Missed,
    /// Found, and not in the truth.
    Unlisted,
    /// Found, and in the truth with a lower similarity.
    Below,
    /// Found, and in the truth with label 0.
    Negative,
}

/// One side of a pair: a document, or a place in it.
#[derive(Serialize)]
struct SideView<'r> {
    document: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Writes one JSON object a line for each true pair that was missed, then for each found pair that is not
/// true; texts are from the collection, if it has them.
///
/// A true pair of documents is missed if neither the found pairs nor what follows from them for exact copies
/// tell it. A true passage is missed if no detection covers 80 % of both its sides; a detection is unlisted if it
/// shares characters with no true passage.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_misses(
    outcome: &Outcome<'_>,
    names: &Names,
    collection: &Collection,
    out: &mut dyn Write,
) -> io::Result<()> {
    let teller = Teller { names, collection };
    let mut write = |miss: Miss<'_>| {
        serde_json::to_writer(&mut *out, &miss)?;
        writeln!(out)
    };
    match outcome {
        Outcome::Pairs { .. } => teller.pairs(outcome).try_for_each(&mut write),
        Outcome::Passages { .. } => teller.passages(outcome).try_for_each(&mut write),
    }
}

struct Teller<'r> {
    names: &'r Names,
    collection: &'r Collection,
}

impl<'r> Teller<'r> {
    fn pairs(&self, outcome: &'r Outcome<'_>) -> impl Iterator<Item = Miss<'r>> {
        let Outcome::Pairs { truth, found, similarity, .. } = outcome else {
            unreachable!("called for documents only");
        };
        let wanted = |value: f64| truth.is_wanted(value, *similarity);
        let is_similarity = truth.column == Column::Similarity;
        let copies = ThroughCopies::new(found);
        let told =
            move |pair| found.pairs.contains_key(&pair) || copies.as_ref().is_some_and(|copies| copies.tell(pair));
        let missed = truth.values.iter().filter(move |&(&pair, &value)| wanted(value) && !told(pair));
        let missed = missed.map(move |(&pair, &value)| self.pair(What::Missed, pair, is_similarity.then_some(value)));
        let wrong = found.pairs.iter().filter_map(move |(&pair, &found)| {
            let what = match truth.values.get(&pair) {
                None => What::Unlisted,
                Some(&value) if wanted(value) => return None,
                Some(_) if is_similarity => What::Below,
                Some(_) => What::Negative,
            };
            Some(self.pair(what, pair, found))
        });
        missed.chain(wrong)
    }

    fn pair(&self, what: What, pair: Pair, similarity: Option<f64>) -> Miss<'r> {
        let side = |id| SideView { document: self.names.id(id), start: None, end: None, text: None };
        Miss { what, similarity, covered: None, a: side(pair.a), b: side(pair.b) }
    }

    fn passages(&self, outcome: &'r Outcome<'_>) -> impl Iterator<Item = Miss<'r>> {
        let Outcome::Passages { cases, detections, outcome } = outcome else {
            unreachable!("called for passages only");
        };
        let missed = cases.iter().zip(&outcome.recall).zip(&outcome.held).filter(|&(_, &held)| !held);
        let missed = missed.map(|((case, &covered), _)| self.passage(What::Missed, case.sides(), None, covered));
        let wrong = detections.iter().zip(&outcome.precision).filter(|&(_, &covered)| covered <= 0.0);
        let wrong = wrong
            .map(|((found, similarity), &covered)| self.passage(What::Unlisted, found.sides(), *similarity, covered));
        missed.chain(wrong)
    }

    fn passage(&self, what: What, [a, b]: [Place; 2], similarity: Option<f64>, covered: f64) -> Miss<'r> {
        Miss { what, similarity, covered: Some(covered), a: self.side(a), b: self.side(b) }
    }

    fn side(&self, place: Place) -> SideView<'r> {
        let document = self.collection.documents.get(place.document.index());
        SideView {
            document: self.names.id(place.document),
            start: Some(place.start),
            end: Some(place.end),
            text: document.map(|document| clipped(&document.text, place)),
        }
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
        let shown = |start, end| clipped(&text, Place { document: Names::at(0), start, end });
        assert_eq!(shown(3, 5), text.chars().skip(3).take(2).collect::<String>());
        let long = shown(10, 90);
        assert_eq!(long.chars().count(), SHOWN + 1);
        assert!(long.starts_with(&shown(10, 12)) && long.ends_with(&shown(88, 90)));
    }
}
