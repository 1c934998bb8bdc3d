//! Texts of records with their contents, read again and held for a while.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::align::Alignment;
use crate::dedup::DedupSettings;
use crate::dedup::record_reader::RecordReader;
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

    /// Where the text says something else than one that it is aligned with as the second one.
    pub(super) fn changes(&self, other: &Self, alignment: &Alignment) -> Vec<Range<usize>> {
        meaning_changes(alignment, other.aligned(), self.aligned())
    }

    fn aligned(&self) -> AlignedText<'_> {
        AlignedText { text: &self.text, content: &self.content }
    }

    /// Bytes that the text and its content take.
    fn bytes(&self) -> u64 {
        (self.text.len() + 5 * self.content.len()) as u64
    }
}

/// The texts of records by rank.
pub(super) struct RecordTexts<'r> {
    reader: &'r RecordReader<'r>,
    order: &'r [u32],
    script: Script,
    held: Mutex<Held>,
    /// Bytes of the texts that are held, at most.
    budget: u64,
}

/// Texts that were asked for lately: when half of the budget is used, those go that were not asked
/// for since the last time.
#[derive(Default)]
struct Held {
    young: HashMap<u32, Arc<RecordText>>,
    old: HashMap<u32, Arc<RecordText>>,
    /// Bytes of the young ones.
    bytes: u64,
}

impl Held {
    fn find(&mut self, rank: u32) -> Option<Arc<RecordText>> {
        if let Some(text) = self.young.get(&rank) {
            return Some(Arc::clone(text));
        }
        self.old.remove(&rank)
    }

    fn add(&mut self, rank: u32, text: &Arc<RecordText>, budget: u64) {
        if self.young.insert(rank, Arc::clone(text)).is_none() {
            self.bytes += text.bytes();
        }
        if self.bytes > budget / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
    }
}

impl<'r> RecordTexts<'r> {
    pub(super) fn new(
        reader: &'r RecordReader<'r>,
        order: &'r [u32],
        settings: &DedupSettings,
    ) -> Self {
        let (script, budget) = (settings.matching.script, settings.memory / 8);
        Self { reader, order, script, held: Mutex::default(), budget }
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
        let found = self.held(|held| held.find(rank));
        let text = match found {
            Some(text) => text,
            None => Arc::new(self.read_once(rank)?),
        };
        self.held(|held| held.add(rank, &text, self.budget));
        Ok(text)
    }

    fn held<T>(&self, see: impl FnOnce(&mut Held) -> T) -> T {
        see(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_asked_for_stay() {
        let text = Arc::new(RecordText::new("甲乙丙丁", Script::AsWritten));
        let mut held = Held::default();
        // Each takes 32 bytes, so that the third makes the first two old.
        for rank in 0..3 {
            held.add(rank, &text, 128);
        }
        let first = held.find(0).expect("it is old, and there");
        held.add(0, &first, 128);
        held.add(3, &text, 128);
        held.add(4, &text, 128);
        assert!(held.find(0).is_some() && held.find(4).is_some());
        assert!(held.find(1).is_none(), "it was not asked for");
    }
}
