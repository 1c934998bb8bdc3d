//! Pairs of documents, and pairs of places.

use crate::document::DocId;

/// An unordered pair of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The document with the lower number.
    pub a: DocId,
    /// The document with the higher number.
    pub b: DocId,
}

impl Pair {
    /// The pair of two documents, in either order.
    #[must_use]
    pub fn new(a: DocId, b: DocId) -> Self {
        Self { a: a.min(b), b: a.max(b) }
    }
}

/// A half-open range of characters of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: DocId,
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
}

impl Place {
    /// The number of characters.
    #[must_use]
    pub fn chars(self) -> usize {
        self.end - self.start
    }

    /// The characters that two places share.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (self.document == other.document && start < end).then_some(Self {
            document: self.document,
            start,
            end,
        })
    }
}

/// An unordered pair of places with the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassagePair {
    /// The first place, by document and character.
    pub a: Place,
    /// The second place.
    pub b: Place,
}

impl PassagePair {
    /// The pair of two places, in either order.
    #[must_use]
    pub fn new(a: Place, b: Place) -> Self {
        Self { a: a.min(b), b: a.max(b) }
    }

    pub(super) fn documents(self) -> Pair {
        Pair { a: self.a.document, b: self.b.document }
    }

    pub(super) fn is_inside_one_document(self) -> bool {
        self.a.document == self.b.document
    }

    pub(super) fn sides(self) -> [Place; 2] {
        [self.a, self.b]
    }

    /// The ways to align the sides of a detection with the sides of this case: each side of the
    /// case with a side in the same document.
    pub(super) fn alignments(self, detection: Self) -> impl Iterator<Item = [AlignedSide; 2]> {
        let Self { a, b } = detection;
        let ways = [(a, b), (b, a)].into_iter();
        let sides = ways.map(move |(first, second)| {
            // Both ways, since inside one document either side may be the earlier one.
            [AlignedSide::new(self.a, first), AlignedSide::new(self.b, second)]
        });
        sides.filter(|sides| sides.iter().all(AlignedSide::is_in_one_document))
    }
}

/// A side of a case and the side of a detection that is compared with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct AlignedSide {
    case: Place,
    detection: Place,
}

impl AlignedSide {
    fn new(case: Place, detection: Place) -> Self {
        Self { case, detection }
    }

    fn is_in_one_document(&self) -> bool {
        self.case.document == self.detection.document
    }

    /// Share of the case's side that the detection covers.
    pub(super) fn coverage(self) -> f64 {
        let common = self.case.common(self.detection);
        common.map_or(0.0, |common| common.chars() as f64 / self.case.chars() as f64)
    }

    /// Distance of the ends, the larger of the two.
    pub(super) fn distance(self) -> usize {
        let Self { case, detection } = self;
        case.start.abs_diff(detection.start).max(case.end.abs_diff(detection.end))
    }
}

/// The union of some places: places that touch or overlap are joined.
pub(super) fn union(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    let mut union: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        match union.last_mut() {
            Some(last) if last.document == place.document && place.start <= last.end => {
                last.end = last.end.max(place.end);
            }
            _ => union.push(place),
        }
    }
    union
}

/// The number of different characters of some places.
pub(super) fn chars(places: Vec<Place>) -> usize {
    union(places).into_iter().map(Place::chars).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn place(document: u32, start: usize, end: usize) -> Place {
        Place { document: DocId(document), start, end }
    }

    #[test]
    fn places_share_what_lies_in_both() {
        assert_eq!(place(0, 2, 8).common(place(0, 5, 12)), Some(place(0, 5, 8)));
        assert_eq!(place(0, 2, 8).common(place(0, 8, 12)), None);
        assert_eq!(place(0, 2, 8).common(place(1, 2, 8)), None);
    }

    #[test]
    fn characters_in_several_places_count_once() {
        let places = vec![place(1, 0, 4), place(0, 8, 10), place(0, 2, 6), place(0, 6, 7)];
        assert_eq!(union(places.clone()), [place(0, 2, 7), place(0, 8, 10), place(1, 0, 4)]);
        assert_eq!(chars(places), 11);
        assert_eq!(chars(Vec::new()), 0);
    }

    #[test]
    fn a_pair_has_the_same_order_either_way() {
        let (a, b) = (place(2, 0, 5), place(0, 3, 9));
        assert_eq!(PassagePair::new(a, b), PassagePair::new(b, a));
        assert_eq!(PassagePair::new(a, b).documents(), Pair::new(DocId(2), DocId(0)));
    }

    #[test]
    fn inside_one_document_a_detection_can_be_aligned_both_ways() {
        let case = PassagePair::new(place(0, 0, 10), place(0, 20, 30));
        let detection = PassagePair::new(place(0, 1, 10), place(0, 20, 35));
        let ways: Vec<[AlignedSide; 2]> = case.alignments(detection).collect();
        assert_eq!(ways.len(), 2);
        assert!((ways[0][0].coverage() - 0.9).abs() < 1e-9);
        assert!((ways[1][0].coverage()).abs() < 1e-9);
        assert_eq!(ways[0].map(AlignedSide::distance), [1, 5]);
        let across = PassagePair::new(place(0, 0, 10), place(1, 0, 10));
        assert_eq!(across.alignments(across).count(), 1);
        assert_eq!(across.alignments(detection).count(), 0);
    }
}
