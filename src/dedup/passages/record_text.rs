//! Texts of records with their contents, read again and held for a while.

use std::ops::Range;
use std::sync::Arc;

use crate::align::Alignment;
use crate::dedup::DedupSettings;
use crate::dedup::record_reader::RecordReader;
use crate::dedup::text_cache::{CacheSize, TextCache};
use crate::diff::{AlignedText, meaning_changes};
use crate::document::{RecordId, Span};
use crate::error::Result;
use crate::text::{Clause, Content, Script, clauses};

/// The text of a record.
pub(super) struct RecordText {
    pub(super) text: String,
    pub(super) content: Content,
}

impl RecordText {
    pub(super) fn new(text: &str, script: Script) -> Self {
        let content = Content::of(text, Span::new(0, text.len()), script);
        Self { text: text.to_owned(), content }
    }

    pub(super) fn clauses(&self) -> Vec<Clause> {
        clauses(&self.text, &self.content)
    }

    /// Where the text says something else than one that it is aligned with as the second one, in some
    /// parts of the text.
    pub(super) fn changes(
        &self,
        other: &Self,
        alignment: &Alignment,
        within: &[Range<usize>],
    ) -> Vec<Range<usize>> {
        meaning_changes(alignment, other.aligned(), self.aligned(), within)
    }

    fn aligned(&self) -> AlignedText<'_> {
        AlignedText { text: &self.text, content: &self.content }
    }
}

impl CacheSize for RecordText {
    fn bytes(&self) -> u64 {
        (self.text.len() + 5 * self.content.len()) as u64
    }
}

/// The texts of records by rank.
pub(super) struct RecordTexts<'r> {
    reader: &'r RecordReader<'r>,
    order: &'r [u32],
    script: Script,
    held: TextCache<RecordText>,
}

impl<'r> RecordTexts<'r> {
    pub(super) fn new(
        reader: &'r RecordReader<'r>,
        order: &'r [u32],
        settings: &DedupSettings,
    ) -> Self {
        let held = TextCache::new(settings.text_budget());
        Self { reader, order, script: settings.matching.script, held }
    }

    /// Whether the record of a rank could be read by the first pass.
    pub(super) fn is_read(&self, rank: u32) -> bool {
        self.reader.is_read(RecordId(self.order[rank as usize]))
    }

    /// The text of the record of a rank, which is not held.
    pub(super) fn read_once(&self, rank: u32) -> Result<RecordText> {
        let record = RecordId(self.order[rank as usize]);
        self.reader.read(record, |text| RecordText::new(text, self.script))
    }

    /// The text of the record of a rank, which may be asked for again.
    pub(super) fn read(&self, rank: u32) -> Result<Arc<RecordText>> {
        self.held.get(rank, || self.read_once(rank))
    }
}
