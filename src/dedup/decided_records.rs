//! What is decided about each record, for a program that holds the records itself.

use super::output_error::RowChange;

/// A record of which parts are removed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedText {
    /// Number of the record in the collection, counted from 0.
    pub record: usize,
    /// The text that is left.
    pub text: String,
}

/// What is decided about the records of the collection, in their order.
#[derive(Debug, Default)]
pub(super) struct DecidedRecords {
    /// Whether each record is kept.
    pub(super) kept: Vec<bool>,
    /// The kept records of which parts are removed.
    pub(super) changed: Vec<ChangedText>,
}

impl DecidedRecords {
    /// Adds the next `records` records, with these changes, which rise.
    pub(super) fn add(&mut self, records: usize, changes: impl Iterator<Item = RowChange>) {
        let first = self.kept.len();
        self.kept.resize(first + records, true);
        for RowChange { row, text, .. } in changes {
            let record = first + row;
            match text {
                Some(text) => self.changed.push(ChangedText { record, text }),
                None => self.kept[record] = false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_counted_over_all_blocks() {
        let change = |row, text: Option<&str>| RowChange {
            row,
            text: text.map(str::to_owned),
            cells: Vec::new(),
        };
        let mut decided = DecidedRecords::default();
        decided.add(2, [change(1, None)].into_iter());
        decided.add(2, [change(0, None), change(1, Some("雷"))].into_iter());
        assert_eq!(decided.kept, [true, false, false, true]);
        assert_eq!(decided.changed, [ChangedText { record: 3, text: "雷".into() }]);
    }
}
