//! What is compared: pairs of documents, and pairs of places.

use super::Id;

/// Two documents, in no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The one with the lower number.
    pub a: Id,
    /// The other.
    pub b: Id,
}

impl Pair {
    /// The pair of two documents, whichever comes first.
    #[must_use]
    pub fn new(a: Id, b: Id) -> Self {
        Self { a: a.min(b), b: a.max(b) }
    }
}

/// A run of characters in a document, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: Id,
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
}

impl Place {
    /// Characters.
    #[must_use]
    pub fn chars(self) -> usize {
        self.end - self.start
    }

    /// The characters that two places share.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (self.document == other.document && start < end).then_some(Self { document: self.document, start, end })
    }

    /// Share of this place that lies in the other.
    pub(super) fn covered_by(self, other: Self) -> f64 {
        self.common(other).map_or(0.0, |common| common.chars() as f64 / self.chars() as f64)
    }

    /// How far the ends are from those of the other place, the worse of the two.
    pub(super) fn distance(self, other: Self) -> usize {
        self.start.abs_diff(other.start).max(self.end.abs_diff(other.end))
    }
}

/// Two places that hold the same text, in no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassagePair {
    /// The first place, by document and character.
    pub a: Place,
    /// The other.
    pub b: Place,
}

impl PassagePair {
    /// The pair of two places, whichever comes first.
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

    /// The pairs of sides by which another pair can lie upon this one.
    pub(super) fn onto(self, other: Self) -> impl Iterator<Item = [(Place, Place); 2]> {
        let straight = [(self.a, other.a), (self.b, other.b)];
        let crossed = [(self.a, other.b), (self.b, other.a)];
        let both = [straight, crossed].into_iter();
        both.filter(|sides| sides.iter().all(|(mine, theirs)| mine.document == theirs.document))
    }
}

/// Places joined where they touch or overlap, in order.
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

/// How many different characters the places hold.
pub(super) fn chars(places: Vec<Place>) -> usize {
    union(places).into_iter().map(Place::chars).sum()
}
