//! What thresholds decide on a collection, as one JSON object.

use std::io::{self, Write};

use serde::Serialize;

use super::model::{Report, ReportedMatch};
use super::settings::SettingsModel;
use crate::dedup::{SimilarityBin, ThresholdCounts, Tuning};
use crate::document::Level;
use crate::error::{Result, SkippedInput};
use crate::scan::ScanSettings;

/// Name and version of the schema.
const SCHEMA: &str = "leitong/tune/1";

/// The pairs closest to a threshold, as matches with their texts and differences.
#[derive(Debug)]
pub struct PairReport<'t> {
    report: Report<'t>,
    above: usize,
}

impl<'t> PairReport<'t> {
    /// The pairs of a run with these settings.
    ///
    /// # Errors
    /// If the settings are invalid; [`Tune::new`](crate::dedup::Tune::new) refuses such settings
    /// too.
    pub fn new(tuning: &'t Tuning, settings: &ScanSettings) -> Result<Self> {
        let pairs = &tuning.close_pairs;
        let report = Report::new(&pairs.collection, &pairs.findings, settings)?;
        Ok(Self { report, above: tuning.above })
    }

    /// Pairs that reach the threshold, the closest first.
    #[must_use]
    pub fn above(&self) -> &[ReportedMatch<'t>] {
        &self.report.matches[..self.above]
    }

    /// Pairs that do not reach the threshold, the closest first.
    #[must_use]
    pub fn below(&self) -> &[ReportedMatch<'t>] {
        &self.report.matches[self.above..]
    }
}

/// The result of a run; its JSON is the published schema.
#[derive(Serialize)]
struct TuningModel<'t> {
    schema: &'static str,
    level: Level,
    settings: &'t SettingsModel,
    records: usize,
    sampled: usize,
    /// Whether the numbers of pairs are estimated from a sample.
    estimated: bool,
    capped: u64,
    similarities: &'t [SimilarityBin],
    thresholds: &'t [ThresholdCounts],
    above: &'t [ReportedMatch<'t>],
    below: &'t [ReportedMatch<'t>],
    skipped: &'t [SkippedInput],
}

/// Writes what thresholds decide as one JSON object, the schema `leitong/tune/1`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_tuning_json(
    tuning: &Tuning,
    pairs: &PairReport<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let model = TuningModel {
        schema: SCHEMA,
        level: tuning.level,
        settings: &pairs.report.settings,
        records: tuning.records,
        sampled: tuning.sampled,
        estimated: tuning.sampled < tuning.records,
        capped: tuning.histogram.capped,
        similarities: &tuning.histogram.bins,
        thresholds: &tuning.thresholds,
        above: pairs.above(),
        below: pairs.below(),
        skipped: &tuning.skips,
    };
    serde_json::to_writer_pretty(&mut *out, &model)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::corpus::ReadOptions;
    use crate::dedup::{DedupSettings, Inputs, Monitor, Tune};

    const TEXT: &str = "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸。";

    #[test]
    fn a_pair_is_on_the_side_of_its_similarity() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("in.jsonl");
        let texts = [TEXT, &TEXT.replace("乡亲", "老乡"), &TEXT.replace("摆渡人", "老船工")];
        let lines = texts.map(|text| serde_json::json!({ "text": text }).to_string() + "\n");
        std::fs::write(&path, lines.concat()).expect("there is room");
        let options = ReadOptions::default();
        let inputs = Inputs::find(&[path], &[], &options).expect("it is there");
        let settings = DedupSettings::default();
        let matching = settings.get_matching().clone().similarity(0.6);
        let tune = Tune::new(settings.matching(matching.clone()), options).expect("valid settings");
        let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
        let tuning = tune.run(&inputs, monitor).expect("the run is sound");
        let pairs = PairReport::new(&tuning, &matching).expect("valid settings");
        let similarities = |side: &[ReportedMatch<'_>]| {
            side.iter().map(|found| found.similarity).collect::<Vec<f64>>()
        };
        let (above, below) = (similarities(pairs.above()), similarities(pairs.below()));
        assert!(above.iter().all(|&one| one >= 0.6) && below.iter().all(|&one| one < 0.6));
        assert!(!above.is_empty() && !below.is_empty(), "{above:?} {below:?}");
        let mut json = Vec::new();
        write_tuning_json(&tuning, &pairs, &mut json).expect("memory can be written to");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!((&json["schema"], &json["estimated"]), (&SCHEMA.into(), &false.into()));
        assert_eq!(json["above"].as_array().map(Vec::len), Some(above.len()));
    }
}
