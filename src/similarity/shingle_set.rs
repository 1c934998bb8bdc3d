//! Exact overlap of two shingle sets.

/// Greatest number of cells of a new set. A set with more shingles grows, so that a long text that
/// repeats a few shingles takes no more memory than these need.
const MAX_INITIAL_CELLS: usize = 1 << 16;

/// The distinct shingles of a text.
///
/// The set is a hash table with linear probing. Shingles are hashes, so their low bits are their
/// cells.
#[derive(Debug, Clone, Default)]
pub struct ShingleSet {
    /// Cells of the table, a power of two in number; 0 is an empty cell.
    cells: Vec<u64>,
    /// The shingles in the order in which they were inserted.
    distinct: Vec<u64>,
    /// Whether shingle 0, which cannot be in a cell, is in the set.
    holds_zero: bool,
}

/// Number of shingles that two sets have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Number of shingles of the first set.
    pub a: usize,
    /// Number of shingles of the second set.
    pub b: usize,
    /// Number of shingles in both sets.
    pub shared: usize,
}

impl ShingleSet {
    /// Builds the set of these shingles; their order and repetitions do not matter.
    #[must_use]
    pub fn new(shingles: &[u64]) -> Self {
        let mut set = Self::default();
        set.refill(shingles);
        set
    }

    /// Replaces the contents of the set, and reuses its memory.
    pub fn refill(&mut self, shingles: &[u64]) {
        // At most half full as long as the text is not very long, so that probes stay short.
        let cells = (shingles.len() * 2).next_power_of_two().clamp(2, MAX_INITIAL_CELLS);
        self.cells.clear();
        self.cells.resize(cells, 0);
        self.distinct.clear();
        self.holds_zero = false;
        for &shingle in shingles {
            self.insert(shingle);
        }
    }

    /// Number of distinct shingles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.distinct.len()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.distinct.is_empty()
    }

    /// Counts the shingles that two sets have in common.
    ///
    /// ```
    /// use leitong::similarity::ShingleSet;
    /// let overlap = ShingleSet::new(&[1, 2, 3]).overlap(&ShingleSet::new(&[3, 2]));
    /// assert_eq!((overlap.jaccard(), overlap.containment_b()), (2.0 / 3.0, 1.0));
    /// ```
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Overlap {
        let (small, large) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let shared = small.distinct.iter().filter(|&&shingle| large.contains(shingle)).count();
        Overlap { a: self.len(), b: other.len(), shared }
    }

    /// Counts the shingles that the set has in common with another one, whose shingles are
    /// `distinct`. Returns `None`, as early as that is certain, if the Jaccard similarity is below
    /// `similarity`.
    ///
    /// ```
    /// use leitong::similarity::ShingleSet;
    /// let (a, b) = (ShingleSet::new(&[1, 2, 3]), ShingleSet::new(&[3, 2]));
    /// assert_eq!(a.overlap_of(b.distinct(), 0.6), Some(a.overlap(&b)));
    /// assert_eq!(a.overlap_of(b.distinct(), 0.7), None);
    /// ```
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "a negative number becomes 0, which is correct")]
    pub fn overlap_of(&self, distinct: &[u64], similarity: f64) -> Option<Overlap> {
        let least = (similarity / (1.0 + similarity) * (self.len() + distinct.len()) as f64 - 1e-6)
            .floor() as usize;
        if least > self.len() {
            return None;
        }
        let mut misses_left = distinct.len().checked_sub(least)?;
        for &shingle in distinct {
            if !self.contains(shingle) {
                misses_left = misses_left.checked_sub(1)?;
            }
        }
        let overlap = Overlap { a: self.len(), b: distinct.len(), shared: least + misses_left };
        (overlap.jaccard() >= similarity).then_some(overlap)
    }

    /// The shingles, each once, in the order in which they were inserted; the most compact form of
    /// a set.
    #[must_use]
    pub fn distinct(&self) -> &[u64] {
        &self.distinct
    }

    #[inline]
    fn insert(&mut self, shingle: u64) {
        if shingle == 0 {
            if !self.holds_zero {
                self.distinct.push(0);
            }
            self.holds_zero = true;
            return;
        }
        let cell = self.cell(shingle);
        if self.cells[cell] == 0 {
            self.cells[cell] = shingle;
            self.distinct.push(shingle);
            if self.distinct.len() * 4 > self.cells.len() * 3 {
                self.grow();
            }
        }
    }

    /// Whether the set has a shingle.
    #[must_use]
    pub fn contains(&self, shingle: u64) -> bool {
        if shingle == 0 {
            return self.holds_zero;
        }
        !self.cells.is_empty() && self.cells[self.cell(shingle)] != 0
    }

    /// The cell of `shingle`, or the empty cell where it would be inserted.
    #[inline]
    fn cell(&self, shingle: u64) -> usize {
        let last = self.cells.len() - 1;
        let mut cell = shingle as usize & last;
        while self.cells[cell] != 0 && self.cells[cell] != shingle {
            cell = (cell + 1) & last;
        }
        cell
    }

    fn grow(&mut self) {
        let cells = self.cells.len() * 2;
        self.cells.clear();
        self.cells.resize(cells, 0);
        for at in 0..self.distinct.len() {
            let shingle = self.distinct[at];
            if shingle != 0 {
                let cell = self.cell(shingle);
                self.cells[cell] = shingle;
            }
        }
    }
}

impl Overlap {
    /// The overlap of two empty sets, which also stands for sets that were not compared.
    pub const NONE: Self = Self { a: 0, b: 0, shared: 0 };

    /// Jaccard similarity: shared shingles as a share of all distinct shingles; 0 for two empty
    /// sets (Broder, "On the resemblance and containment of documents", 1997).
    #[must_use]
    pub fn jaccard(self) -> f64 {
        share(self.shared, self.a + self.b - self.shared)
    }

    /// Containment of the first set in the second: the share of its shingles that both sets have.
    #[must_use]
    pub fn containment_a(self) -> f64 {
        share(self.shared, self.a)
    }

    /// Containment of the second set in the first.
    #[must_use]
    pub fn containment_b(self) -> f64 {
        share(self.shared, self.b)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn overlaps_are_those_of_ordered_sets(
            a in prop::collection::vec(0_u64..300, 0..400),
            b in prop::collection::vec(0_u64..300, 0..400),
            similarity in 0.0_f64..1.0,
        ) {
            // Multiples collide in the low bits, where the cells are chosen.
            let spread = |all: &[u64]| all.iter().map(|x| x << 9).collect::<Vec<_>>();
            let overlap = ShingleSet::new(&spread(&a)).overlap(&ShingleSet::new(&spread(&b)));
            let (x, y): (BTreeSet<_>, BTreeSet<_>) = (a.iter().collect(), b.iter().collect());
            let shared = x.intersection(&y).count();
            prop_assert_eq!(overlap, Overlap { a: x.len(), b: y.len(), shared });
            let asked = ShingleSet::new(&a).overlap_of(ShingleSet::new(&b).distinct(), similarity);
            prop_assert_eq!(asked, (overlap.jaccard() >= similarity).then_some(overlap));
        }
    }

    #[test]
    fn a_set_grows_by_its_distinct_shingles() {
        let shingles: Vec<u64> = (0..100_000).map(|n| n % 20_000).collect();
        let set = ShingleSet::new(&shingles);
        assert_eq!(set.len(), 20_000);
        assert!(set.cells.len() <= 1 << 16, "{}", set.cells.len());
    }
}
