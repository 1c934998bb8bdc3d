//! Detections that overlap cases.

use super::place::{Pair, PassagePair, Place};

/// One side of a pair, in the order of where it begins, and the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    documents: Pair,
    here: Place,
    there: Place,
    kind: Kind,
    /// Index of the pair.
    number: usize,
}

/// A case and a detection that share characters on both sides, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Overlap {
    pub(super) case: usize,
    pub(super) detection: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Case,
    Detection,
}

/// All overlaps of cases and detections, in rising order.
///
/// For every two documents a sweep goes over the first sides by where they begin; only pairs whose
/// first sides overlap are compared.
pub(super) fn overlaps(cases: &[PassagePair], detections: &[PassagePair]) -> Vec<Overlap> {
    let mut overlaps = Vec::new();
    for events in events(cases, detections).chunk_by(|x, y| x.documents == y.documents) {
        sweep(events, &mut overlaps);
    }
    overlaps.sort_unstable();
    // Inside one document a detection may overlap a case in both directions.
    overlaps.dedup();
    overlaps
}

/// Adds the overlaps of the events of two documents.
fn sweep(events: &[Event], overlaps: &mut Vec<Overlap>) {
    let (mut cases, mut detections) = (Vec::new(), Vec::new());
    for &event in events {
        let (same, others) = match event.kind {
            Kind::Case => (&mut cases, &mut detections),
            Kind::Detection => (&mut detections, &mut cases),
        };
        others.retain(|other: &Event| other.here.end > event.here.start);
        let both = others.iter().filter(|other| other.there.common(event.there).is_some());
        overlaps.extend(both.map(|other| event.overlap(other)));
        same.push(event);
    }
}

impl Event {
    fn overlap(&self, other: &Self) -> Overlap {
        match self.kind {
            Kind::Case => Overlap { case: self.number, detection: other.number },
            Kind::Detection => Overlap { case: other.number, detection: self.number },
        }
    }
}

/// The sides of all pairs in the order of documents and places. A detection inside one document
/// has two, since either of its sides may overlap the first side of a case.
fn events(cases: &[PassagePair], detections: &[PassagePair]) -> Vec<Event> {
    let cases = cases.iter().enumerate().map(|(number, pair)| Event::new(Kind::Case, number, pair));
    let mut events: Vec<Event> = cases.collect();
    for (number, pair) in detections.iter().enumerate() {
        let event = Event::new(Kind::Detection, number, pair);
        events.push(event);
        if pair.is_inside_one_document() {
            events.push(Event { here: pair.b, there: pair.a, ..event });
        }
    }
    events.sort_unstable();
    events
}

impl Event {
    fn new(kind: Kind, number: usize, pair: &PassagePair) -> Self {
        Self { documents: pair.documents(), here: pair.a, there: pair.b, kind, number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;

    fn pair(a: (u32, usize, usize), b: (u32, usize, usize)) -> PassagePair {
        let place = |(document, start, end)| Place { document: DocId(document), start, end };
        PassagePair::new(place(a), place(b))
    }

    #[test]
    fn both_sides_must_overlap() {
        let cases = [pair((0, 0, 10), (1, 0, 10)), pair((0, 50, 60), (2, 0, 10))];
        let detections = [
            pair((0, 9, 20), (1, 9, 20)),
            pair((0, 9, 20), (1, 10, 20)),
            pair((0, 10, 20), (1, 0, 10)),
            pair((2, 5, 6), (0, 40, 51)),
        ];
        let expected = [Overlap { case: 0, detection: 0 }, Overlap { case: 1, detection: 3 }];
        assert_eq!(overlaps(&cases, &detections), expected);
    }

    #[test]
    fn inside_one_document_either_side_may_come_first() {
        let cases = [pair((0, 10, 20), (0, 50, 60))];
        let detections = [pair((0, 55, 70), (0, 0, 15)), pair((0, 10, 60), (0, 10, 60))];
        let expected = [Overlap { case: 0, detection: 0 }, Overlap { case: 0, detection: 1 }];
        assert_eq!(overlaps(&cases, &detections), expected);
    }
}
