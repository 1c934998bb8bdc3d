//! The order of the work: deduplicate at each threshold, sample, compare, and read the examples.

use super::close_pairs::ClosePair;
use super::histogram::{Histogram, PairCounts, steps_from};
use super::pair_pass::{FoundPairs, PairPass};
use super::queries::SampleRule;
use crate::corpus::ReadOptions;
use crate::dedup::output_error::refuse;
use crate::dedup::record_units::RecordUnits;
use crate::dedup::{Dedup, DedupSettings, Inputs, Monitor, Others, Outputs, Removals, Summary};
use crate::document::{Level, SourceId, rounded_share};
use crate::error::{Result, SkippedInput};

/// The lowest threshold whose removals are counted: below it half of the shingles of two texts
/// differ.
const LOWEST_THRESHOLD: f64 = 0.5;

/// Shows what a threshold decides on a collection.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use leitong::corpus::ReadOptions;
/// use leitong::dedup::{DedupSettings, Inputs, Monitor, Tune};
///
/// # let folder = tempfile::tempdir()?;
/// let all = folder.path().join("all.jsonl");
/// std::fs::write(&all, "{\"text\": \"床前明月光，疑是地上霜。\"}\n{\"text\": \"窗前明月光，疑是地上霜!\"}\n")?;
///
/// let tune = Tune::new(DedupSettings::default(), ReadOptions::default())?;
/// let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
/// let tuning = tune.run(&Inputs::find(&[all], &[], &ReadOptions::default())?, monitor)?;
/// let removed: Vec<usize> = tuning.thresholds.iter().map(|counts| counts.removed).collect();
/// assert_eq!(removed, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tune {
    settings: DedupSettings,
    options: ReadOptions,
    sample: usize,
    examples: usize,
}

/// What thresholds decide on a collection.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tuning {
    /// The threshold that was asked about.
    pub similarity: f64,
    /// The level that was compared.
    pub level: Level,
    /// Number of records that were read.
    pub records: usize,
    /// Number of these that are in the sample, each of which was compared with all records.
    pub sampled: usize,
    /// The pairs by their similarity.
    pub histogram: Histogram,
    /// What each threshold would remove, in ascending order.
    pub thresholds: Vec<ThresholdCounts>,
    /// Pairs whose similarities are closest to the threshold: first those that reach it, then
    /// those that do not, each time the closest first.
    pub close_pairs: Removals,
    /// How many of these pairs reach the threshold.
    pub above: usize,
    /// Records and files that could not be read.
    pub skips: Vec<SkippedInput>,
    /// Characters that could not be read, and were compared as U+FFFD.
    pub replaced: usize,
}

/// What a deduplication would remove at a threshold.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ThresholdCounts {
    /// The threshold.
    pub similarity: f64,
    /// Records that it would remove.
    pub removed: usize,
    /// Their share of all records that were read.
    pub share: f64,
    /// Of these records, those whose content equals that of the kept record.
    pub removed_equal: usize,
    /// Parts that it would remove from records.
    pub parts_removed: usize,
    /// Records that would come out changed.
    pub changed: usize,
    /// Clusters: a kept record or part, and all that goes for it.
    pub clusters: usize,
    /// Pairs that were not compared, because too many records are alike.
    pub capped: u64,
}

impl Tune {
    /// Checks the settings, of which the similarity is the threshold that is asked about.
    ///
    /// # Errors
    /// If a setting is invalid.
    pub fn new(settings: DedupSettings, options: ReadOptions) -> Result<Self> {
        // Nothing is written, so that files which are not read need not be found.
        let settings = settings.others(Others::Skip);
        if settings.level == Level::Passage {
            return refuse(
                "level",
                "passages have no pairs; choose document, speech or paragraph".into(),
            );
        }
        let options = Dedup::new(settings.clone(), options)?.options().clone();
        Ok(Self { settings, options, sample: 20_000, examples: 3 })
    }

    /// The settings of the deduplication.
    #[must_use]
    pub fn settings(&self) -> &DedupSettings {
        &self.settings
    }

    /// Sets the records from which on a sample of about so many is compared instead of all; 20,000
    /// by default.
    #[must_use]
    pub fn sample(self, sample: usize) -> Self {
        Self { sample, ..self }
    }

    /// Sets the number of pairs that are shown on each side of the threshold; 3 by default.
    #[must_use]
    pub fn examples(self, examples: usize) -> Self {
        Self { examples, ..self }
    }

    /// Runs a deduplication that writes nothing at each threshold, and counts pairs.
    ///
    /// # Errors
    /// If something cannot be read, a file changes meanwhile, or the run is stopped.
    pub fn run(&self, inputs: &Inputs, monitor: Monitor<'_>) -> Result<Tuning> {
        let similarity = self.settings.get_matching().get_similarity();
        let (mut thresholds, mut summary) = (Vec::new(), Summary::default());
        for threshold in self.thresholds() {
            summary = self.dedup_at(threshold, inputs, monitor)?;
            thresholds.push(ThresholdCounts::of(threshold, &summary));
        }
        let records = summary.read - summary.skipped;
        let Pairs { sampled, histogram, above, below } = self.pairs(records, inputs, monitor)?;
        inputs.check_unchanged()?;
        let path = |source: SourceId| inputs.sources()[source.index()].path.clone();
        let lines: Vec<_> =
            above.iter().chain(&below).map(|pair| pair.line(self.settings.level, path)).collect();
        let mut close_pairs = Removals::of(&lines, inputs, &self.options, &self.settings)?;
        // Pairs only: what they have in common with each other is by chance.
        close_pairs.findings.clusters.clear();
        let Summary { skips, replaced, .. } = summary;
        let (level, above) = (self.settings.level, above.len());
        Ok(Tuning {
            similarity,
            level,
            records,
            sampled,
            histogram,
            thresholds,
            close_pairs,
            above,
            skips,
            replaced,
        })
    }

    /// The settings at another threshold.
    fn at(&self, similarity: f64) -> DedupSettings {
        let matching = self.settings.get_matching().clone().similarity(similarity);
        self.settings.clone().matching(matching)
    }

    /// The threshold that is asked about, and the others whose removals are counted, ascending.
    fn thresholds(&self) -> Vec<f64> {
        let steps = steps_from(LOWEST_THRESHOLD).filter(|&step| self.has_bands(step));
        let mut all: Vec<f64> =
            steps.chain([self.settings.get_matching().get_similarity()]).collect();
        all.sort_by(f64::total_cmp);
        all.dedup_by(|x, y| x.total_cmp(y).is_eq());
        all
    }

    /// Whether signatures have enough slots for a threshold.
    fn has_bands(&self, similarity: f64) -> bool {
        self.at(similarity).get_matching().bands().is_ok()
    }

    fn dedup_at(&self, similarity: f64, inputs: &Inputs, monitor: Monitor<'_>) -> Result<Summary> {
        let dedup = Dedup::new(self.at(similarity), self.options.clone())?;
        dedup.run(inputs, &Outputs::Nowhere, None, monitor)
    }

    /// Counts the pairs of a sample.
    fn pairs(&self, records: usize, inputs: &Inputs, monitor: Monitor<'_>) -> Result<Pairs> {
        let threshold = self.settings.get_matching().get_similarity();
        let steps = steps_from(PairCounts::LOWEST);
        let lowest = steps.into_iter().find(|&step| self.has_bands(step)).unwrap_or(1.0);
        let settings = self.at(lowest);
        let pass = PairPass {
            inputs,
            options: &self.options,
            units: &RecordUnits::new(&settings)?,
            level: self.settings.level,
            monitor,
            rule: SampleRule::new(self.sample, records),
            lowest,
            threshold,
            examples: self.examples,
        };
        let sample = pass.sample()?;
        let FoundPairs { counts, above, below } = pass.compare(&sample.queries)?;
        let share = sample.records as f64 / records.max(1) as f64;
        Ok(Pairs {
            sampled: sample.records,
            histogram: counts.histogram(share, lowest),
            above: above.into_pairs(),
            below: below.into_pairs(),
        })
    }
}

/// What a sample shows of the pairs of a collection.
struct Pairs {
    sampled: usize,
    histogram: Histogram,
    above: Vec<ClosePair>,
    below: Vec<ClosePair>,
}

impl ThresholdCounts {
    fn of(similarity: f64, summary: &Summary) -> Self {
        let read = summary.read - summary.skipped;
        Self {
            similarity,
            removed: summary.removed,
            share: rounded_share(summary.removed as f64 / read.max(1) as f64),
            removed_equal: summary.removed_equal,
            parts_removed: summary.parts_removed,
            changed: summary.changed,
            clusters: summary.clusters,
            capped: summary.capped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_that_is_asked_about_is_counted_once() {
        let thresholds = |similarity| {
            let settings = DedupSettings::default();
            let matching = settings.get_matching().clone().similarity(similarity);
            let tune = Tune::new(settings.matching(matching), ReadOptions::default());
            tune.expect("valid settings").thresholds()
        };
        assert_eq!(thresholds(0.7).len(), 11);
        assert_eq!(thresholds(0.725)[4..7], [0.7, 0.725, 0.75]);
        assert_eq!(thresholds(0.4)[..2], [0.4, 0.5]);
    }
}
