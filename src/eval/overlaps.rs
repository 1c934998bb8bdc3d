//! Which detections lie upon which cases.

use super::PassagePair;
use super::place::Place;

/// One side of a pair, where it begins in a document, and with it the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    documents: super::Pair,
    here: Place,
    there: Place,
    /// 0 for a case, 1 for a detection.
    kind: usize,
    number: usize,
}

/// Pairs of a case and a detection that share characters on both sides, in rising order.
///
/// Of every two documents the first sides are gone through in order; only what overlaps there is looked at.
pub(super) fn overlaps(cases: &[PassagePair], detections: &[PassagePair]) -> Vec<(usize, usize)> {
    let mut overlaps = Vec::new();
    for events in events(cases, detections).chunk_by(|x, y| x.documents == y.documents) {
        let mut open: [Vec<Event>; 2] = [Vec::new(), Vec::new()];
        for event in events {
            let others = &mut open[1 - event.kind];
            others.retain(|other| other.here.end > event.here.start);
            let both = others.iter().filter(|other| other.there.common(event.there).is_some());
            overlaps.extend(both.map(|other| in_order(event, other)));
            open[event.kind].push(*event);
        }
    }
    overlaps.sort_unstable();
    // Inside one document a detection may lie upon a case in both directions.
    overlaps.dedup();
    overlaps
}

fn in_order(event: &Event, other: &Event) -> (usize, usize) {
    if event.kind == 0 { (event.number, other.number) } else { (other.number, event.number) }
}

fn events(cases: &[PassagePair], detections: &[PassagePair]) -> Vec<Event> {
    let mut events = Vec::with_capacity(cases.len() + detections.len());
    for (kind, pairs) in [cases, detections].into_iter().enumerate() {
        for (number, pair) in pairs.iter().enumerate() {
            let event = Event { documents: pair.documents(), here: pair.a, there: pair.b, kind, number };
            events.push(event);
            if kind == 1 && pair.is_inside_one_document() {
                events.push(Event { here: pair.b, there: pair.a, ..event });
            }
        }
    }
    events.sort_unstable();
    events
}
