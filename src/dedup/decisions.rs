//! The decisions of a run as values in memory: nothing is written.

use super::block_stream::Monitor;
use super::decided_records::{ChangedText, DecidedRecords};
use super::duplicates_file::{RemovedRecord, removed_records};
use super::inputs::Inputs;
use super::output::{Outputs, Writer};
use super::run::{Dedup, RunTask};
use super::summary::Summary;
use crate::error::Result;

/// What a run decides about a collection.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Decisions {
    /// The counts.
    pub summary: Summary,
    /// For each record of the collection, in its order, whether it is kept. A record that cannot be
    /// read is not kept, as it would not be written.
    pub kept: Vec<bool>,
    /// The kept records of which parts are removed.
    pub changed: Vec<ChangedText>,
    /// The lines of the list of duplicates.
    pub duplicates: Vec<RemovedRecord<'static>>,
}

impl Dedup {
    /// Finds the duplicates as [`run`](Self::run) does, and returns what becomes of each record
    /// instead of writing the records.
    ///
    /// ```
    /// use std::sync::atomic::AtomicBool;
    /// use leitong::corpus::ReadOptions;
    /// use leitong::dedup::{Dedup, DedupSettings, Inputs, Monitor};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// let all = folder.path().join("all.jsonl");
    /// std::fs::write(&all, "{\"text\": \"床前明月光，疑是地上霜。\"}\n{\"text\": \"床前明月光,疑是地上霜!\"}\n")?;
    ///
    /// let dedup = Dedup::new(DedupSettings::default(), ReadOptions::default())?;
    /// let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
    /// let inputs = Inputs::find(&[all], &[], &ReadOptions::default())?;
    /// assert_eq!(dedup.decide(&inputs, monitor)?.kept, [true, false]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn decide(&self, inputs: &Inputs, monitor: Monitor<'_>) -> Result<Decisions> {
        let outputs = &Outputs::Nowhere;
        let mut decisions = Decisions::default();
        let task = RunTask { inputs, outputs, list: None, monitor };
        decisions.summary = self.run_task(task, |pass, _, summary| {
            let mut writer = Writer::new(outputs, &[], pass.options, Vec::new())?;
            writer.decided = Some(DecidedRecords::default());
            let names = pass.run(&mut writer, true, summary)?;
            decisions.duplicates = removed_records(pass, &names);
            if let Some(DecidedRecords { kept, changed }) = writer.decided {
                (decisions.kept, decisions.changed) = (kept, changed);
            }
            pass.complete(summary)
        })?;
        Ok(decisions)
    }
}
