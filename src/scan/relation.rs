//! How two documents are related by what they share.

use super::findings::Relation;

/// Minimum share of the shorter document that is shared with the longer one.
const MIN_COVERED: f64 = 0.75;
/// Minimum share of the longer document. A document that is a smaller part of the other one is
/// contained in it, as an article is in the file of its day, and the passage itself shows that.
const MIN_COVERED_OF_LONGER: f64 = 0.4;

/// A document of a pair, and how much of it the other one covers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CoveredDocument {
    /// Number of its content characters.
    pub(super) len: usize,
    /// Share of them that the other document covers.
    pub(super) share: f64,
}

impl CoveredDocument {
    /// Number of characters that the other document covers.
    pub(super) fn chars(self) -> f64 {
        self.share * self.len as f64
    }
}

impl Relation {
    /// How two documents are related.
    pub(super) fn of(a: CoveredDocument, b: CoveredDocument) -> Self {
        let (shorter, longer) = if a.len <= b.len { (a, b) } else { (b, a) };
        if shorter.share < MIN_COVERED {
            Self::Partial
        } else if longer.share < MIN_COVERED_OF_LONGER {
            Self::Contained
        } else {
            Self::Version
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_document_decides_first() {
        let document = |len, share| CoveredDocument { len, share };
        let short = |share| document(10, share);
        for (a, b, relation) in [
            (short(0.75), document(20, 0.4), Relation::Version),
            (short(0.75), document(20, 0.39), Relation::Contained),
            (short(0.74), document(20, 0.9), Relation::Partial),
        ] {
            assert_eq!([Relation::of(a, b), Relation::of(b, a)], [relation; 2]);
        }
    }
}
