//! Memory that a scan needs, estimated before the work begins.
//!
//! The figures were fitted to peak memory (`/usr/bin/time -v leitong scan`) of Chinese text of all
//! kinds, from 1 to 111 million characters; `docs/results/passages.md` lists the runs.

use super::settings::ScanSettings;
use crate::document::{Document, Level};
use crate::error::{Error, Result};

/// Bytes per character while passages are sought, without those of [`LOOKUP`]: 5 for content and
/// offsets, 1.4 for the length of each run and the bits of boilerplate, and some for the allocator.
const PASSAGE_CHAR: u64 = 8;
/// Bytes per character of the part that is searched: 8 for the position of each character in the
/// groups of equal runs, and some for the passages of the part.
const LOOKUP: u64 = 9;
/// Bytes per character while matches are built: 5 for content and offsets, and some for the
/// allocator.
const REPORTED_CHAR: u64 = 6;
/// Bytes per passage with its edits and its report: measured on 840,000 passages.
const PASSAGE: u64 = 1_700;
/// Bytes per character whose runs are sorted, [`MAX_SORTED`] at a time: a 64-bit hash and a 32-bit
/// position, padded to 16 bytes, and the groups that are made of them.
const SORTED_CHAR: u64 = 30;
/// Number of characters whose runs are sorted at a time, as in `seeds`.
const MAX_SORTED: u64 = 1 << 22;
/// Bytes per document, for its name, its fields and its outline: 482,000 short documents took
/// 0.7 GB.
const DOCUMENT: u64 = 1_500;
/// Maximum number of parts. Every part reads the groups of equal runs again, and the text that
/// later sections share with a part stays in memory, so that more parts cost time and save little:
/// 111 million characters took 3.1 GB in one part and 2.4 GB in four.
const MAX_PARTS: usize = 16;
/// Bytes per character while documents, speeches and paragraphs are compared, for shingles and
/// signatures. Half of it is still in use while passages are sought, if documents are compared.
const UNIT_CHAR: u64 = 26;
/// Bytes per character while windows are compared by meaning: measured on 9 million characters. On
/// 30 MB of text with all levels the estimate was 583 MB, and the peak 554 MB.
const WINDOW_CHAR: u64 = 48;
/// Bytes for the dictionary and the embedding model.
const MODEL: u64 = 80_000_000;

/// Estimate of the memory that a scan of a collection needs, against a limit.
pub(super) struct MemoryModel<'s> {
    settings: &'s ScanSettings,
    limit: u64,
    size: CollectionSize,
}

impl<'s> MemoryModel<'s> {
    /// The estimate for these documents; `None`, if the settings set no limit.
    pub(super) fn new(settings: &'s ScanSettings, documents: &[Document]) -> Option<Self> {
        settings.memory.map(|limit| Self { settings, limit, size: CollectionSize::of(documents) })
    }

    /// The smallest number of parts in which passages can be sought within the limit.
    ///
    /// # Errors
    /// If the limit is too low for any number of parts.
    pub(super) fn parts(&self) -> Result<usize> {
        let fitting = (1..=MAX_PARTS).find(|&parts| self.needed(parts) <= self.limit);
        fitting.ok_or_else(|| Error::Memory {
            need: "this collection needs".into(),
            bytes: self.needed(MAX_PARTS),
        })
    }

    /// Checks that this number of passages can be reported within the limit.
    ///
    /// # Errors
    /// If they need more memory.
    pub(super) fn check_passages(&self, passages: usize) -> Result<()> {
        let needed = self.documents() + REPORTED_CHAR * self.size.chars + PASSAGE * passages as u64;
        if needed <= self.limit {
            Ok(())
        } else {
            Err(Error::Memory {
                need: format!("{passages} passages were found, which need"),
                bytes: needed,
            })
        }
    }

    /// Bytes needed if passages are sought in this number of parts.
    fn needed(&self, parts: usize) -> u64 {
        let compared =
            if self.settings.has(Level::Passage) { self.passages(parts) } else { self.units() };
        // The words and windows are dropped before passages are sought.
        self.documents() + compared.max(self.paraphrases())
    }

    /// Bytes of the texts, names, fields and outlines.
    fn documents(&self) -> u64 {
        self.size.bytes + DOCUMENT * self.size.documents
    }

    fn units(&self) -> u64 {
        UNIT_CHAR * self.size.chars
    }

    fn passages(&self, parts: usize) -> u64 {
        let chars = self.size.chars;
        let unit_char = if self.settings.has(Level::Document) { UNIT_CHAR / 2 } else { 0 };
        // Half of the text that is shared with a part is shared with later sections.
        let lookup = LOOKUP * chars * (parts as u64 + 1) / (2 * parts as u64);
        (PASSAGE_CHAR + unit_char) * chars + lookup + SORTED_CHAR * chars.min(MAX_SORTED)
    }

    fn paraphrases(&self) -> u64 {
        if !self.settings.needs_words() {
            return 0;
        }
        // Only paraphrases are sought in windows.
        let has_windows = self.settings.semantic.is_some() && self.settings.has(Level::Passage);
        let per_char = if has_windows { WINDOW_CHAR } else { UNIT_CHAR };
        MODEL + per_char * self.size.chars
    }
}

/// Size of a collection.
struct CollectionSize {
    documents: u64,
    bytes: u64,
    chars: u64,
}

impl CollectionSize {
    fn of(documents: &[Document]) -> Self {
        let texts = || documents.iter().map(|document| &document.text);
        Self {
            documents: documents.len() as u64,
            bytes: texts().map(|text| text.len() as u64).sum(),
            chars: texts().map(|text| text.chars().count() as u64).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(memory: u64) -> ScanSettings {
        ScanSettings::default().memory(memory)
    }

    #[test]
    fn less_memory_makes_more_parts_until_none_are_enough() {
        let documents = [Document { text: "雷同".repeat(9_000), ..Document::default() }];
        let parts = |memory| {
            let settings = limited(memory);
            let model = MemoryModel::new(&settings, &documents).expect("memory is limited");
            model.parts().map_err(|error| error.to_string())
        };
        let tried: Vec<_> = (0..8_000).map(|part| parts((8_000 - part) * 150)).collect();
        let made: Vec<usize> = tried.iter().map_while(|parts| parts.clone().ok()).collect();
        assert!(made.is_sorted() && made[0] == 1 && made.ends_with(&[MAX_PARTS]), "{made:?}");
        let refused =
            tried.last().and_then(|last| last.clone().err()).expect("150 bytes are not enough");
        assert!(refused.contains("memory: ") && refused.contains("MB"), "{refused}");
        assert!(tried[made.len()..].iter().all(std::result::Result::is_err));
    }

    #[test]
    fn passages_that_need_too_much_memory_are_refused() {
        let settings = limited(100_000);
        let model = MemoryModel::new(&settings, &[]).expect("memory is limited");
        assert!(model.check_passages(50).is_ok());
        let refused = model.check_passages(60).expect_err("they need 102,000 bytes").to_string();
        assert!(refused.contains("60 passages were found"), "{refused}");
    }

    #[test]
    fn without_a_limit_there_is_no_estimate() {
        assert!(MemoryModel::new(&ScanSettings::default(), &[]).is_none());
    }
}
