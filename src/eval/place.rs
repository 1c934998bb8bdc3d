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
