//! True overlap of two shingle sets.

use std::cmp::Ordering;

/// The distinct shingles of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShingleSet(Box<[u64]>);

/// How much two shingle sets have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Shingles of the first set.
    pub a: usize,
    /// Shingles of the second set.
    pub b: usize,
    /// Shingles in both.
    pub shared: usize,
}

impl ShingleSet {
    /// The set of these shingles, in any order and however often repeated.
    #[must_use]
    pub fn new(mut shingles: Vec<u64>) -> Self {
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles.into_boxed_slice())
    }

    /// Number of distinct shingles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares two sets.
    ///
    /// ```
    /// use leitong::verify::ShingleSet;
    /// let overlap = ShingleSet::new(vec![1, 2, 3]).overlap(&ShingleSet::new(vec![3, 2]));
    /// assert_eq!((overlap.jaccard(), overlap.containment_b()), (2.0 / 3.0, 1.0));
    /// ```
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Overlap {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            let order = x.cmp(y);
            a += usize::from(order != Ordering::Greater);
            b += usize::from(order != Ordering::Less);
            shared += usize::from(order == Ordering::Equal);
        }
        Overlap { a: self.len(), b: other.len(), shared }
    }
}

impl Overlap {
    /// Jaccard similarity: shared shingles as a share of all shingles; 0 for two empty sets.
    #[must_use]
    pub fn jaccard(self) -> f64 {
        share(self.shared, self.a + self.b - self.shared)
    }

    /// Share of the first set that stands in the second.
    #[must_use]
    pub fn containment_a(self) -> f64 {
        share(self.shared, self.a)
    }

    /// Share of the second set that stands in the first.
    #[must_use]
    pub fn containment_b(self) -> f64 {
        share(self.shared, self.b)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
