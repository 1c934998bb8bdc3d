//! Records in the order of rank, a batch at a time, and how they are sampled.

use std::ops::Range;

use super::sampling::winnow;
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
        let records = self.order.iter().map(|&record| self.table.location(RecordId(record)).length);
        let bytes = records.map(u64::from).sum();
        winnow(min_chars, bytes, self.settings.run_budget())
    }

    pub(super) fn check_memory(&self, runs: &RunTable) -> Result<()> {
        let (bytes, most) = (runs.bytes(), self.settings.run_budget());
        if bytes > most {
            return refuse(
                "memory",
                format!(
                    "the samples of passages take more than {} MiB, half of the memory; allow more",
                    most >> 20
                ),
            );
        }
        Ok(())
    }
}
