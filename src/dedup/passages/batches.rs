//! Records in the order of rank, a batch at a time, and how they are sampled.

use std::ops::Range;

use super::sampling::{sample_bytes, winnow};
use crate::dedup::DedupSettings;
use crate::dedup::output_error::refuse;
use crate::dedup::record_table::RecordTable;
use crate::document::RecordId;
use crate::error::Result;
use crate::index::RunTable;
use crate::sketch::Winnow;

/// Bytes of records that are compared at the same time, at most.
const BATCH_BYTES: u64 = 4 << 20;

/// Records in the order of rank.
pub(super) struct Ranked<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) table: &'r RecordTable,
    pub(super) order: &'r [u32],
}

impl Ranked<'_> {
    /// The ranks of the records of each batch.
    pub(super) fn batches(&self) -> Vec<Range<u32>> {
        let most = BATCH_BYTES.min(self.settings.memory / 32);
        let (mut batches, mut start, mut bytes) = (Vec::new(), 0, 0);
        for (rank, &record) in (0..).zip(self.order) {
            bytes += u64::from(self.table.location(RecordId(record)).length);
            if bytes >= most {
                batches.push(start..rank + 1);
                (start, bytes) = (rank + 1, 0);
            }
        }
        batches.push(start..self.order.len() as u32);
        batches
    }

    /// How texts are sampled.
    pub(super) fn winnow(&self, min_chars: usize) -> Winnow {
        winnow(min_chars, self.bytes(), self.settings.run_budget())
    }

    /// Bytes of all records.
    fn bytes(&self) -> u64 {
        let records = self.order.iter().map(|&record| self.table.location(RecordId(record)).length);
        records.map(u64::from).sum()
    }

    /// Refuses samples that take more than half of the memory.
    pub(super) fn check_memory(&self, runs: &RunTable, winnow: Winnow) -> Result<()> {
        let most = self.settings.run_budget();
        if runs.bytes() <= most {
            return Ok(());
        }
        let needed = 2 * sample_bytes(self.bytes(), winnow.window).max(2 * most);
        let reason = format!(
            "the samples of passages take more than {} MiB, half of the memory; allow more, such as {}M",
            most >> 20,
            needed.div_ceil(1 << 20)
        );
        refuse("memory", reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::record_table::{NewRecord, TableBudget};
    use crate::document::{Level, SourceId};
    use crate::index::RunPlace;

    /// A table of records of these lengths.
    fn table(lengths: &[usize]) -> RecordTable {
        let mut table = RecordTable::new(Level::Document, 1, TableBudget::UNLIMITED);
        table.begin_source(SourceId(0));
        for &length in lengths {
            table.add(NewRecord { offset: 0, length, is_read: true, rank_key: None });
        }
        table
    }

    #[test]
    fn samples_beyond_half_of_the_memory_are_refused_with_what_would_do() {
        let (table, order) = (table(&[3 << 20; 2]), [0, 1]);
        let mut runs = RunTable::new(1);
        for at in 0..1 << 18 {
            runs.add(
                u64::from(at).wrapping_mul(0x9E37_79B9_7F4A_7C15),
                RunPlace { text: 0, at },
                |_| true,
            );
        }
        let refused = |memory| {
            let settings = DedupSettings { memory, ..DedupSettings::default() };
            let ranked = Ranked { settings: &settings, table: &table, order: &order };
            let checked = ranked.check_memory(&runs, Winnow { gram: 8, window: 7 });
            checked.err().map(|error| error.to_string())
        };
        assert_eq!(refused(2 * runs.bytes()), None);
        let said = refused(2 * runs.bytes() - 2).expect("the samples take more");
        assert!(said.starts_with("memory: the samples of passages take more than "), "{said}");
        // Two mebi-ideographs have half a mebi of samples of 24 bytes: twelve MiB, of half of the memory.
        assert!(refused(2 << 20).is_some_and(|said| {
            said.ends_with("more than 1 MiB, half of the memory; allow more, such as 24M")
        }));
        // Where there are more samples than that, twice the memory.
        assert!(
            said.ends_with(&format!("such as {}M", (4 * runs.bytes()).div_ceil(1 << 20))),
            "{said}"
        );
    }

    #[test]
    fn a_batch_ends_where_it_is_large_enough() {
        let mebi = 1 << 20;
        let table = table(&[mebi, mebi, mebi, 3 * mebi, 1, 1]);
        let batches = |memory| {
            let settings = DedupSettings { memory, ..DedupSettings::default() };
            Ranked { settings: &settings, table: &table, order: &[0, 1, 2, 3, 4, 5] }.batches()
        };
        assert_eq!(batches(64 << 20), [0..2, 2..4, 4..6]);
        assert_eq!(batches(4 << 30), [0..4, 4..6]);
    }
}
