//! Settings of a deduplication.

use std::path::PathBuf;

use super::Keep;
use crate::document::Level;
use crate::error::{Error, Result};
use crate::scan::ScanSettings;

/// All settings of a [`Dedup`](super::Dedup); the defaults are those of the command line.
#[derive(Debug, Clone)]
pub struct DedupSettings {
    /// How texts are compared; its levels are not used.
    pub matching: ScanSettings,
    /// What is removed: whole documents, or speeches or paragraphs inside them.
    pub level: Level,
    /// Which of several similar records is kept.
    pub keep: Keep,
    /// Lines that more records hold than this are left out when documents are compared.
    pub common: Option<usize>,
    /// Bytes of memory that the run may take; band keys that exceed it are written to disk.
    pub memory: u64,
    /// A journal of what was read. The run continues from it, or begins it if the file does not
    /// exist. It is removed when the run is complete, and stays when the run is stopped.
    pub resume: Option<PathBuf>,
}

impl Default for DedupSettings {
    fn default() -> Self {
        let matching = ScanSettings::default();
        Self {
            matching,
            level: Level::Document,
            keep: Keep::First,
            common: None,
            memory: 4 << 30,
            resume: None,
        }
    }
}

impl DedupSettings {
    pub(super) fn check(&self) -> Result<()> {
        self.matching.bands()?;
        let wrong = |setting, reason: &str| Err(Error::Setting { setting, reason: reason.into() });
        if self.level == Level::Passage {
            return wrong(
                "level",
                "passages cannot be removed; choose document, speech or paragraph",
            );
        }
        if self.common.is_some() && self.level != Level::Document {
            return wrong("common", "paragraphs are left out of the comparison of documents only");
        }
        if self.matching.semantic.is_some() {
            return wrong(
                "semantic",
                "nothing is removed for saying the same in other words; look at it with scan",
            );
        }
        if self.memory < LEAST_MEMORY {
            return wrong("memory", "less than 64M is not enough");
        }
        Ok(())
    }

    /// Everything that decides what is kept, except the settings of the detector.
    pub(super) fn fingerprint(&self) -> String {
        let Self { matching, level, keep, common, memory, resume: _ } = self;
        let (min_chars, headings) =
            (matching.min_chars, matching.headings.pattern().unwrap_or_default());
        let common = common.map_or_else(String::new, |common| common.to_string());
        format!(
            "level {level}, keep {keep}, common {common}, min_chars {min_chars}, memory {memory}, headings {headings}"
        )
    }

    /// Bytes that the band keys may take.
    pub(super) fn key_budget(&self) -> u64 {
        self.memory / 2
    }

    /// Bytes that the shingles of the kept texts of one component may take.
    pub(super) fn set_budget(&self) -> u64 {
        self.memory / 4
    }

    /// Bytes of the longest record that is read: its content, shingles and hash table take about
    /// sixteen times as much.
    pub(super) fn longest(&self) -> u64 {
        self.memory / 20
    }
}

/// Least memory: the buffers of a run on 16 threads take about half of it.
const LEAST_MEMORY: u64 = 64 << 20;
