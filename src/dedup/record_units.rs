//! Units of a record: the parts of its text that are compared with those of other records.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::DedupSettings;
use super::guard::ComparedText;
use crate::detector::{Detector, Prepared, Scratch};
use crate::document::{Level, RecordId, Span, TextId};
use crate::error::Result;
use crate::sketch::content_hash;
use crate::text::{Content, Outline, fold_chars, line_spans};

/// Texts that are held because another of their units may be asked for next: neighbours in a
/// component are often neighbours in the collection.
const RECENT_TEXTS: usize = 4;
/// A longer text, in bytes, is not held.
const MAX_RECENT_BYTES: usize = 1 << 24;
/// Texts that are held for comparisons character by character.
const COMPARED_TEXTS: usize = 64;
/// Bytes of these texts beside the last one. They take two or three times as much with their content.
const COMPARED_BYTES: usize = 1 << 20;

/// Cuts texts into units, and prepares units for comparison.
pub(super) struct RecordUnits<'s> {
    settings: &'s DedupSettings,
    detector: Detector,
    /// Hashes of the lines that are left out of the comparison of documents.
    common: HashSet<u64>,
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct UnitScratch {
    detector: Scratch,
    chars: Vec<char>,
    /// The spans of the last text, whose memory serves for the next one.
    spans: Vec<Span>,
    outline: Option<CachedOutline>,
    recent: VecDeque<RecentText>,
    /// The last texts that were compared character by character: the kept one is compared with others.
    compared: VecDeque<(TextId, Arc<ComparedText>)>,
}

/// The outline of the text with this hash.
struct CachedOutline {
    hash: u64,
    outline: Arc<Outline>,
}

struct RecentText {
    record: RecordId,
    text: Arc<str>,
}

impl UnitScratch {
    /// Takes the list of [units](RecordUnits::units) of a text back, so that its memory serves for
    /// the next one.
    pub(super) fn recycle(&mut self, units: Vec<Span>) {
        self.spans = units;
    }

    /// The text of a record, if it was [remembered](Self::remember) lately.
    pub(super) fn recent(&self, record: RecordId) -> Option<Arc<str>> {
        self.recent
            .iter()
            .find(|recent| recent.record == record)
            .map(|recent| Arc::clone(&recent.text))
    }

    /// A text that was compared lately.
    pub(super) fn compared(&mut self, text: TextId) -> Option<Arc<ComparedText>> {
        let at = self.compared.iter().position(|(other, _)| *other == text)?;
        let found = self.compared.remove(at)?;
        let compared = Arc::clone(&found.1);
        self.compared.push_front(found);
        Some(compared)
    }

    pub(super) fn remember_compared(&mut self, text: TextId, compared: &Arc<ComparedText>) {
        if compared.record.len() > MAX_RECENT_BYTES {
            return;
        }
        let mut bytes = 0;
        let held = self.compared.iter().take(COMPARED_TEXTS - 1).take_while(|(_, other)| {
            bytes += other.record.len();
            bytes <= COMPARED_BYTES
        });
        let held = held.count();
        self.compared.truncate(held);
        self.compared.push_front((text, Arc::clone(compared)));
    }

    pub(super) fn remember(&mut self, record: RecordId, text: &str) {
        if text.len() <= MAX_RECENT_BYTES {
            self.recent.truncate(RECENT_TEXTS - 1);
            self.recent.push_front(RecentText { record, text: text.into() });
        }
    }
}

impl<'s> RecordUnits<'s> {
    pub(super) fn new(settings: &'s DedupSettings) -> Result<Self> {
        Ok(Self {
            settings,
            detector: settings.matching.detector().build()?,
            common: HashSet::new(),
        })
    }

    /// Sets which lines are left out of the comparison of documents, by their
    /// [hashes](Self::line_hashes).
    pub(super) fn leave_out(&mut self, common: HashSet<u64>) {
        self.common = common;
    }

    /// The stages that prepare a unit.
    pub(super) fn detector(&self) -> &Detector {
        &self.detector
    }

    /// Whether the shingles of units are sampled.
    pub(super) fn takes_samples(&self) -> bool {
        self.settings.needs_samples()
    }

    /// The units of `text`: the whole text, or the speeches or paragraphs that are long enough.
    pub(super) fn units(&self, text: &str, scratch: &mut UnitScratch) -> Vec<Span> {
        let mut units = std::mem::take(&mut scratch.spans);
        units.clear();
        match self.settings.level {
            Level::Speech => {
                let outline = self.outline(text, scratch);
                let long = outline
                    .speeches
                    .iter()
                    .filter(|speech| self.is_long(text, &speech.paragraphs, scratch));
                units.extend(long.map(|speech| speech.span));
            }
            Level::Paragraph => {
                let outline = self.outline(text, scratch);
                units.extend(
                    outline
                        .paragraphs()
                        .filter(|&paragraph| self.is_long(text, &[paragraph], scratch)),
                );
            }
            Level::Document => units.push(Span::new(0, text.len())),
            // Where passages are is known after all records were compared.
            Level::Passage => {}
        }
        units
    }

    /// Prepares one of the [units](Self::units) of a text.
    pub(super) fn prepare<'p>(
        &'p self,
        text: &'p str,
        unit: Span,
        scratch: &'p mut UnitScratch,
    ) -> Prepared<'p> {
        match self.compared_spans(text, unit, scratch) {
            Some(spans) => self.detector.prepare_spans(text, &spans, &mut scratch.detector),
            None => self.detector.prepare_spans(text, &[unit], &mut scratch.detector),
        }
    }

    /// Prepares the content of a unit.
    pub(super) fn prepare_content<'p>(
        &'p self,
        text: &'p str,
        content: &'p Content,
        scratch: &'p mut UnitScratch,
    ) -> Prepared<'p> {
        self.detector.prepare_content(text, content, 0..content.len(), &mut scratch.detector)
    }

    /// The content of one of the [units](Self::units) of a text.
    pub(super) fn content(&self, text: &str, unit: Span, scratch: &mut UnitScratch) -> Content {
        let mut content = Content::new(self.detector.script());
        for span in self.compared_spans(text, unit, scratch).unwrap_or_else(|| vec![unit]) {
            content.push_span(text, span);
        }
        content
    }

    /// The parts of a unit that are compared; `None` if all of it is.
    fn compared_spans(
        &self,
        text: &str,
        unit: Span,
        scratch: &mut UnitScratch,
    ) -> Option<Vec<Span>> {
        match self.settings.level {
            Level::Speech => {
                let outline = self.outline(text, scratch);
                let at =
                    outline.speeches.binary_search_by_key(&unit.start, |speech| speech.span.start);
                Some(at.map_or(Vec::new(), |at| outline.speeches[at].paragraphs.clone()))
            }
            Level::Document if !self.common.is_empty() => Some(self.uncommon_lines(text, scratch)),
            _ => None,
        }
    }

    fn is_long(&self, text: &str, spans: &[Span], scratch: &mut UnitScratch) -> bool {
        let width = self.detector.prepare_spans(text, spans, &mut scratch.detector).width();
        width >= self.settings.matching.min_chars as f64
    }

    /// The outline of `text`. It is kept until another text comes: making it anew for each unit
    /// would take as long as there are units.
    fn outline(&self, text: &str, scratch: &mut UnitScratch) -> Arc<Outline> {
        // By hash and not by address: a buffer may hold another text at the same address.
        let hash = xxh3_64(text.as_bytes());
        match &scratch.outline {
            Some(cached) if cached.hash == hash => Arc::clone(&cached.outline),
            _ => {
                let outline = Arc::new(Outline::of(text, &self.settings.matching.headings));
                scratch.outline = Some(CachedOutline { hash, outline: Arc::clone(&outline) });
                outline
            }
        }
    }

    /// The lines of a text that are not common; all of the text if nothing else has content.
    fn uncommon_lines(&self, text: &str, scratch: &mut UnitScratch) -> Vec<Span> {
        let mut lines: Vec<Span> = line_spans(text).collect();
        lines.retain(|&line| !self.common.contains(&self.line_hash(text, line, scratch)));
        if self.detector.prepare_spans(text, &lines, &mut scratch.detector).chars().is_empty() {
            lines = vec![Span::new(0, text.len())];
        }
        lines
    }

    fn line_hash(&self, text: &str, line: Span, scratch: &mut UnitScratch) -> u64 {
        scratch.chars.clear();
        fold_chars(line.of(text), self.settings.matching.script, &mut scratch.chars);
        content_hash(&scratch.chars) as u64
    }

    /// Hashes of the lines of `text`, each once.
    pub(super) fn line_hashes(&self, text: &str, scratch: &mut UnitScratch) -> Vec<u64> {
        let mut hashes: Vec<u64> =
            line_spans(text).map(|line| self.line_hash(text, line, scratch)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn units_of(level: Level, min_chars: usize, text: &str) -> Vec<String> {
        let mut settings = DedupSettings { level, ..DedupSettings::default() };
        settings.matching.min_chars = min_chars;
        let units = RecordUnits::new(&settings).expect("valid settings");
        let spans = units.units(text, &mut UnitScratch::default());
        spans.iter().map(|span| span.of(text).to_owned()).collect()
    }

    #[test]
    fn short_paragraphs_are_no_units_and_a_document_always_is() {
        let text = "甲乙丙丁\n甲乙\nabc戊己庚\n";
        assert_eq!(units_of(Level::Paragraph, 4, text), ["甲乙丙丁", "abc戊己庚"]);
        assert_eq!(units_of(Level::Paragraph, 5, text), [""; 0]);
        assert_eq!(units_of(Level::Document, 99, text), [text]);
    }

    #[test]
    fn a_scratch_does_not_mix_up_two_texts() {
        let mut settings = DedupSettings { level: Level::Paragraph, ..DedupSettings::default() };
        settings.matching.min_chars = 2;
        let units = RecordUnits::new(&settings).expect("valid settings");
        let mut scratch = UnitScratch::default();
        // Both have the same length, so that only the outline tells them apart.
        for (text, expected) in
            [("甲乙\n丙丁", [0, 7]), ("甲乙丙\n丁", [0, 0]), ("甲乙\n丙丁", [0, 7])]
        {
            let spans = units.units(text, &mut scratch);
            let starts: Vec<usize> = spans.iter().map(|span| span.start).collect();
            assert_eq!(starts, expected[..starts.len()], "{text}");
            scratch.recycle(spans);
        }
    }

    #[test]
    fn common_lines_do_not_count_unless_a_text_has_no_others() {
        let settings = DedupSettings::default();
        let mut units = RecordUnits::new(&settings).expect("valid settings");
        let mut scratch = UnitScratch::default();
        let common = units.line_hashes("页眉，\n页眉\n……", &mut scratch);
        assert_eq!(common.len(), 2, "lines are equal by their content, and each counts once");
        units.leave_out(common.into_iter().collect());
        let mut chars = |text: &str| {
            let whole = Span::new(0, text.len());
            units.prepare(text, whole, &mut scratch).chars().iter().collect::<String>()
        };
        assert_eq!(chars("页眉\n正文一\n页眉。"), "正文一");
        assert_eq!(chars("页眉\n……"), "页眉");
    }

    #[test]
    fn the_last_few_texts_are_remembered() {
        let mut scratch = UnitScratch::default();
        for record in 0..=RECENT_TEXTS as u32 {
            scratch.remember(RecordId(record), &record.to_string());
        }
        assert_eq!(scratch.recent(RecordId(0)), None);
        for record in 1..=RECENT_TEXTS as u32 {
            assert_eq!(scratch.recent(RecordId(record)).as_deref(), Some(&*record.to_string()));
        }
    }
}
