//! Decisions about a part of the texts of a collection, for a program that divides a collection among
//! machines.
//!
//! A run decides in two steps. By the Jaccard similarity a text depends on those that share a bucket
//! with it, directly or through others. By the other measures it depends on the texts that it is
//! paired with, and on those that were removed for these.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::block_stream::Monitor;
use super::guard::Guard;
use super::inputs::Inputs;
use super::keep::ranks;
use super::other_measures::OtherMeasures;
use super::read_pass::{ReadPass, Reading};
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::record_units::RecordUnits;
use super::resolve::CollectionTexts;
use super::run::Dedup;
use super::{DedupSettings, Keep};
use crate::cluster::{DuplicateMap, DuplicateOf};
use crate::corpus::{Listing, ReadOptions, RecordRows};
use crate::document::{Level, RecordId, TextId, UnitId};
use crate::error::{Error, Result};
use crate::index::{
    CandidateGroups, Limits, SamplePair, SharedSamples, ShingleSample, ShingleSamples,
};
use crate::similarity::Measure;

/// Texts that are decided together.
#[derive(Debug, Clone)]
pub struct TextGroup {
    texts: Arc<GroupRows>,
    recurring: Vec<ShingleSample>,
    level: u32,
}

impl TextGroup {
    /// These texts, of which no two have the same content; of two that are similar the first is kept.
    #[must_use]
    pub fn of(texts: Vec<String>) -> Self {
        Self {
            texts: Arc::new(GroupRows(texts)),
            recurring: Vec::new(),
            level: *ShingleSamples::LEVELS.start(),
        }
    }

    /// Sets which samples recur in the collection, those that the texts have at least.
    #[must_use]
    pub fn recurring(self, mut recurring: Vec<ShingleSample>) -> Self {
        recurring.sort_unstable();
        Self { recurring, ..self }
    }

    /// Sets the [level](ShingleSamples::at_level) of the samples of the collection.
    #[must_use]
    pub fn level(self, level: u32) -> Self {
        Self { level, ..self }
    }
}

/// A text of a group, by its number, that is a duplicate of another one that is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupDuplicate {
    /// The text that is removed.
    pub text: usize,
    /// The kept one.
    pub kept: usize,
    /// Similarity of the two.
    pub similarity: f32,
    /// What it measures.
    pub measure: Measure,
}

/// What is decided about a group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupDecisions {
    /// The texts that are removed, ascending.
    pub duplicates: Vec<GroupDuplicate>,
    /// Comparisons that [`Limits`] left out.
    pub capped: u64,
}

/// Two texts of a group, by their numbers, one of which may contain nearly all of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupPair {
    /// The longer text; of two of equal length any.
    pub longer: usize,
    /// The other one.
    pub shorter: usize,
}

impl Dedup {
    /// Everything on which the decisions about texts depend. Machines that divide a collection among
    /// them compare it.
    ///
    /// # Errors
    /// If a setting is invalid, or asks for more than groups of texts decide.
    pub fn fingerprint(&self) -> Result<String> {
        let settings = self.settings();
        check(settings)?;
        let detector = settings.matching.detector().build()?;
        let (version, settings) = (env!("CARGO_PKG_VERSION"), settings.fingerprint());
        Ok(format!("leitong {version}, {settings}, {}", detector.fingerprint()))
    }

    /// Decides by the Jaccard similarity about texts of a collection: with each text those that share
    /// a bucket with it are in the group.
    ///
    /// ```
    /// use leitong::corpus::ReadOptions;
    /// use leitong::dedup::{Dedup, DedupSettings, TextGroup};
    ///
    /// let dedup = Dedup::new(DedupSettings::default(), ReadOptions::default())?;
    /// let poems = ["床前明月光疑是地上霜举头望明月低头思故乡", "窗前明月光疑是地上霜举头望明月低头思故乡"];
    /// let group = TextGroup::of(poems.map(str::to_owned).into());
    /// let decided = dedup.decide_similar(&group)?;
    /// assert_eq!((decided.duplicates[0].text, decided.duplicates[0].kept), (1, 0));
    /// # Ok::<(), leitong::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a text cannot be read, or two have the same content.
    pub fn decide_similar(&self, group: &TextGroup) -> Result<GroupDecisions> {
        self.with_texts(group, |texts, table, limits| {
            let groups = CandidateGroups::of(&table.keys, limits)?;
            self.similar(texts, &groups, limits)
        })
    }

    /// Decides by the other measures about pairs of kept texts; `decided` are the texts that were
    /// removed for these, which are in the group too. Of texts that are removed now the decision
    /// before does not hold any more.
    ///
    /// # Errors
    /// If a text cannot be read, or two have the same content.
    pub fn decide_pairs(
        &self,
        group: &TextGroup,
        decided: &[GroupDuplicate],
        pairs: &[GroupPair],
    ) -> Result<GroupDecisions> {
        self.with_texts(group, |texts, table, _| {
            let mut duplicates = DuplicateMap::new(table.distinct());
            for &GroupDuplicate { text, kept, similarity, measure } in decided {
                let of = DuplicateOf { kept: TextId(kept as u32), similarity, measure };
                duplicates.set(TextId(text as u32), of);
            }
            let text = |number: usize| TextId(number as u32);
            let pairs = pairs
                .iter()
                .map(|pair| SamplePair { longer: text(pair.longer), shorter: text(pair.shorter) });
            let others = OtherMeasures { settings: self.settings(), texts };
            others.add_to(&mut duplicates, pairs.collect())?;
            Ok(duplicates)
        })
    }

    /// Calls `decide` with the texts of a group, and returns what it decides.
    fn with_texts(
        &self,
        group: &TextGroup,
        decide: impl FnOnce(&CollectionTexts<'_>, &RecordTable, Limits) -> Result<DuplicateMap>,
    ) -> Result<GroupDecisions> {
        check(self.settings())?;
        let (limits, options) = (Limits::default(), ReadOptions::default());
        let rows = Arc::clone(&group.texts);
        let count = rows.count();
        let inputs = Inputs::new(Listing::of_rows("texts", rows), Listing::default())?;
        let units = RecordUnits::new(self.settings())?;
        let stop = AtomicBool::new(false);
        let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
        let pass = ReadPass {
            sample_level: Some(group.level),
            ..self.read_pass(&inputs, &units, monitor)
        };
        let Reading { mut table, .. } = pass.run()?;
        if table.distinct() != count {
            let reason = "two texts of a group have the same content, or one cannot be read";
            return Err(Error::Setting { setting: "texts", reason: reason.into() });
        }
        let samples = SharedSamples::of_part(table.take_samples(), &group.recurring);
        let guard = self.settings().guard.then(|| Guard::new(&samples, limits));
        let table = &table;
        let records: Vec<RecordId> = (0..table.records() as u32).map(RecordId).collect();
        let ranks = ranks(&table.order(&Keep::First, &[]).order);
        let texts = CollectionTexts {
            units: &units,
            table,
            reader: &RecordReader::new(&inputs.sources, table, &options, &records)?,
            keep: &Keep::First,
            best_units: &UnitId::all(table.units()).collect::<Vec<_>>(),
            ranks: &ranks,
            monitor,
            guard: guard.as_ref(),
            priorities: &[],
            capped: AtomicU64::new(0),
        };
        let duplicates = decide(&texts, table, limits)?;
        let capped = duplicates.capped + texts.capped.into_inner();
        Ok(GroupDecisions { duplicates: listed(&duplicates), capped })
    }
}

/// The texts that are removed.
fn listed(duplicates: &DuplicateMap) -> Vec<GroupDuplicate> {
    let texts = (0..duplicates.texts()).filter_map(|text| {
        let DuplicateOf { kept, similarity, measure } = duplicates.kept_for(text)?;
        Some(GroupDuplicate { text, kept: kept.index(), similarity, measure })
    });
    texts.collect()
}

/// Refuses settings by which a decision depends on more than a group.
fn check(settings: &DedupSettings) -> Result<()> {
    let refuse = |setting, reason: &str| Err(Error::Setting { setting, reason: reason.into() });
    if settings.level != Level::Document {
        return refuse("level", "only whole texts are compared where a collection is divided");
    }
    if settings.has_coverage() || settings.has_meaning() {
        return refuse(
            "by",
            "coverage and meaning compare each text with all others; \
             where a collection is divided, only jaccard, containment and edit decide",
        );
    }
    if settings.common.is_some() || settings.across || settings.keep != Keep::First {
        return refuse("keep", "the order of the texts decides where a collection is divided");
    }
    Ok(())
}

/// Texts as records.
#[derive(Debug)]
struct GroupRows(Vec<String>);

impl RecordRows for GroupRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn write_json(&self, row: usize, line: &mut Vec<u8>) {
        line.extend(serde_json::json!({"text": self.0[row]}).to_string().bytes());
    }
}
