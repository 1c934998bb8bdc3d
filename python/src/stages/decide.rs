//! Decides about the texts of groups.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{Array, Float64Array, Int64Array, RecordBatch};
use leitong::corpus::ReadOptions;
use leitong::dedup::{
    Dedup, DedupSettings, GroupDecisions, GroupDuplicate, GroupPair, Measure, TextGroup,
};
use leitong::detector::{Detector, Scratch};
use leitong::index::ShingleSample;
use leitong::{Error, Result};

use super::Work;
use super::columns::{Columns, KeyedRows, batch, bits_of, numbers};

/// Bytes of the texts of the groups that are decided at once. Their shingles take some twenty times as
/// much.
const GROUP_BYTES: usize = 2 << 20;

/// Decides about the texts of groups.
///
/// Reads `group`, `place`, which numbers the rows of a group in the order in which they are kept, `text`, `check`, `content` and `recurring`, the samples that recur; for pairs also
/// `kept` and `similarity`, the decision before, and `longer`, a list of texts. Writes `text`, `kept`,
/// `similarity` and `capped`; a row without `kept` has a count only.
pub(super) struct Decide {
    dedup: Dedup,
    detector: Detector,
    scratch: Scratch,
    level: u32,
    rows: KeyedRows,
    held: Held,
}

/// Texts that wait for a decision.
#[derive(Default)]
struct Held {
    /// For each text its number here.
    numbers: HashMap<i64, usize>,
    texts: Vec<i64>,
    contents: Vec<String>,
    bytes: usize,
    recurring: Vec<ShingleSample>,
    /// For each text that was removed before, the kept one.
    decided: Vec<(usize, i64, f32)>,
    /// Pairs of a shorter and a longer text.
    pairs: Vec<(usize, i64)>,
    /// Texts whose content was not found yet.
    missing: Vec<i64>,
}

impl Decide {
    pub(super) fn new(settings: &DedupSettings, level: u32) -> Result<Self> {
        Ok(Self {
            dedup: Dedup::new(settings.clone(), ReadOptions::default())?,
            detector: settings.get_matching().detector().build()?,
            scratch: Scratch::default(),
            level,
            rows: KeyedRows::default(),
            held: Held::default(),
        })
    }

    /// Whether a content is that of a text: an id may stand for several records.
    fn is_of(&mut self, content: &str, text: i64, check: i64) -> bool {
        let hash = self.detector.prepare(content, &mut self.scratch).content_hash();
        hash as i64 == text && (hash >> 64) as i64 == check
    }

    fn decide(&mut self, rows: &mut DecidedRows) -> Result<()> {
        let mut held = std::mem::take(&mut self.held);
        held.missing.retain(|text| !held.numbers.contains_key(text));
        if let Some(text) = held.missing.first() {
            let reason = format!("the text of a record has changed meanwhile ({text:x})");
            return Err(Error::Setting { setting: "data", reason });
        }
        if held.texts.is_empty() {
            return Ok(());
        }
        let number = |text: i64| {
            held.numbers.get(&text).copied().ok_or_else(|| Error::Setting {
                setting: "data",
                reason: format!("a record is missing that was there before ({text:x})"),
            })
        };
        let group = TextGroup::of(std::mem::take(&mut held.contents))
            .recurring(std::mem::take(&mut held.recurring))
            .level(self.level);
        let found = if held.pairs.is_empty() {
            self.dedup.decide_similar(&group)?
        } else {
            let decided = held.decided.iter().map(|&(text, kept, similarity)| {
                let kept = number(kept)?;
                Ok(GroupDuplicate { text, kept, similarity, measure: Measure::Jaccard })
            });
            let decided = decided.collect::<Result<Vec<_>>>()?;
            let pairs = held
                .pairs
                .iter()
                .map(|&(shorter, longer)| Ok(GroupPair { longer: number(longer)?, shorter }));
            let pairs = pairs.collect::<Result<Vec<_>>>()?;
            self.dedup.decide_pairs(&group, &decided, &pairs)?
        };
        rows.add(&held.texts, &found);
        Ok(())
    }
}

/// Decisions as rows.
#[derive(Default)]
struct DecidedRows {
    texts: Vec<i64>,
    kept: Vec<Option<i64>>,
    similarities: Vec<Option<f64>>,
    capped: Vec<i64>,
}

impl DecidedRows {
    fn add(&mut self, texts: &[i64], found: &GroupDecisions) {
        for duplicate in &found.duplicates {
            self.texts.push(texts[duplicate.text]);
            self.kept.push(Some(texts[duplicate.kept]));
            self.similarities.push(Some(f64::from(duplicate.similarity)));
            self.capped.push(0);
        }
        if found.capped > 0 {
            self.texts.push(texts[0]);
            self.kept.push(None);
            self.similarities.push(None);
            self.capped.push(found.capped as i64);
        }
    }

    fn batch(self) -> Result<Option<RecordBatch>> {
        batch(vec![
            ("text", numbers(self.texts)),
            ("kept", Arc::new(Int64Array::from(self.kept))),
            ("similarity", Arc::new(Float64Array::from(self.similarities))),
            ("capped", numbers(self.capped)),
        ])
    }
}

impl Work for Decide {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(rows);
        let (groups, texts) = (columns.numbers("group")?, columns.numbers("text")?);
        let (checks, contents) = (columns.numbers("check")?, columns.texts("content")?);
        let (recurring, places) = (columns.lists("recurring")?, columns.numbers("place")?);
        let kept = columns.numbers("kept")?;
        let (similarities, longer) = (columns.shares("similarity")?, columns.lists("longer")?);
        let mut decided = DecidedRows::default();
        for row in 0..columns.rows() {
            let text = texts.value(row);
            let is_first = self.rows.is_first(groups.value(row), places.value(row))?;
            if is_first && self.held.bytes > GROUP_BYTES {
                self.decide(&mut decided)?;
            }
            if self.held.numbers.contains_key(&text) {
                continue;
            }
            let content = if contents.is_valid(row) { contents.value(row) } else { "" };
            if contents.is_null(row) || !self.is_of(content, text, checks.value(row)) {
                self.held.missing.push(text);
                continue;
            }
            let held = &mut self.held;
            let number = held.texts.len();
            held.numbers.insert(text, number);
            held.texts.push(text);
            held.bytes += content.len();
            held.contents.push(content.to_owned());
            let recurring = recurring.of(row).into_iter();
            held.recurring.extend(recurring.map(|bits| ShingleSample::from_bits(bits_of(bits))));
            if kept.is_valid(row) {
                held.decided.push((number, kept.value(row), similarities.value(row) as f32));
            }
            held.pairs.extend(longer.of(row).into_iter().map(|longer| (number, longer)));
        }
        decided.batch()
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        let mut decided = DecidedRows::default();
        self.decide(&mut decided)?;
        decided.batch()
    }
}
