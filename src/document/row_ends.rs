//! Ends of the rows of a flat list, which replaces a list of lists.

use std::ops::Range;

/// Ends of the rows of a flat list (compressed sparse rows), which replaces a list of lists.
///
/// ```
/// use leitong::document::RowEnds;
/// let mut ends = RowEnds::default();
/// for end in [2, 2, 5] {
///     ends.push(end);
/// }
/// assert_eq!(ends.iter().collect::<Vec<_>>(), [0..2, 2..2, 2..5]);
/// assert_eq!(ends.row_of(3), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowEnds {
    ends: Vec<u32>,
}

impl RowEnds {
    /// Creates an empty list with capacity for `rows` rows.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self { ends: Vec::with_capacity(rows) }
    }

    /// Appends a row that ends before position `end` of the flat list.
    ///
    /// # Panics
    /// If the list has 2³² items or more.
    pub fn push(&mut self, end: usize) {
        debug_assert!(end >= self.total(), "a row does not end before the previous row");
        self.ends.push(u32::try_from(end).expect("fewer than 2^32 items"));
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Positions of the items of `row`.
    ///
    /// # Panics
    /// If `row` is out of bounds.
    #[must_use]
    pub fn range(&self, row: usize) -> Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[row] as usize
    }

    /// Positions of the items of every row, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        (0..self.len()).map(|row| self.range(row))
    }

    /// The first row that ends after `position`; the number of rows if there is none.
    #[must_use]
    pub fn row_of(&self, position: usize) -> usize {
        self.ends.partition_point(|&end| end as usize <= position)
    }

    /// Number of items in all rows.
    #[must_use]
    pub fn total(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_those_of_a_list_of_lists(lengths in prop::collection::vec(0_usize..4, 0..12)) {
            let mut ends = RowEnds::with_capacity(lengths.len());
            let mut row_of = Vec::new();
            for (row, length) in lengths.iter().enumerate() {
                row_of.extend(std::iter::repeat_n(row, *length));
                ends.push(row_of.len());
            }
            prop_assert_eq!((ends.len(), ends.total()), (lengths.len(), row_of.len()));
            prop_assert_eq!(ends.iter().map(|row| row.len()).collect::<Vec<_>>(), lengths);
            for (position, row) in row_of.iter().enumerate() {
                prop_assert_eq!(ends.row_of(position), *row);
                prop_assert!(ends.range(*row).contains(&position));
            }
            prop_assert_eq!(ends.row_of(row_of.len()), ends.len());
        }
    }

    #[test]
    fn an_empty_list_has_no_rows() {
        let ends = RowEnds::default();
        assert_eq!((ends.is_empty(), ends.total(), ends.row_of(0)), (true, 0, 0));
    }
}
