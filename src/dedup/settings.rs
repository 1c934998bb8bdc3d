//! What a run is asked to do.

use std::path::PathBuf;

use super::Keep;
use crate::document::Level;
use crate::error::{Error, Result};
use crate::scan::ScanSettings;

/// All settings of a [`Dedup`](super::Dedup); the defaults are those of the command line.
#[derive(Debug, Clone)]
pub struct DedupSettings {
    /// How texts are compared; its levels are not looked at.
    pub matching: ScanSettings,
    /// What is removed: whole documents, or speeches or paragraphs inside them.
    pub level: Level,
    /// Which of several that are alike stays.
    pub keep: Keep,
    /// Paragraphs that stand in more documents than this are left out when documents are compared.
    pub common: Option<usize>,
    /// Bytes of memory to do with; the band keys that do not fit lie on disk.
    pub memory: u64,
    /// A journal of what was read: begun if it is not there, else the run goes on from it. It is removed when the run is
    /// done, and stays when it is stopped.
    pub resume: Option<PathBuf>,
}

impl Default for DedupSettings {
    fn default() -> Self {
        let matching = ScanSettings::default();
        Self { matching, level: Level::Document, keep: Keep::First, common: None, memory: 4 << 30, resume: None }
    }
}

impl DedupSettings {
    pub(super) fn check(&self) -> Result<()> {
        self.matching.bands()?;
        let wrong = |setting, reason: &str| Err(Error::Setting { setting, reason: reason.into() });
        if self.level == Level::Passage {
            return wrong("level", "passages cannot be removed; choose document, speech or paragraph");
        }
        if self.common.is_some() && self.level != Level::Document {
            return wrong("common", "paragraphs are left out of the comparison of documents only");
        }
        if self.matching.semantic.is_some() {
            return wrong("semantic", "nothing is removed for saying the same in other words; look at it with scan");
        }
        if self.memory < LEAST_MEMORY {
            return wrong("memory", "less than 64M is not enough");
        }
        Ok(())
    }

    /// Bytes that the band keys may take.
    pub(super) fn key_budget(&self) -> u64 {
        self.memory / 2
    }

    /// Bytes that the shingles of documents kept in one family may take.
    pub(super) fn set_budget(&self) -> u64 {
        self.memory / 4
    }

    /// Bytes of a record that is still read: content, shingles and tables take about sixteen times as much.
    pub(super) fn longest(&self) -> u64 {
        self.memory / 20
    }
}

/// Less is not worth trying.
const LEAST_MEMORY: u64 = 64 << 20;
