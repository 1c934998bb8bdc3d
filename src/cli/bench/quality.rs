//! Precision and recall of settings.

use std::path::{Path, PathBuf};

use leitong::corpus::{Collection, ReadOptions};
use leitong::document::rounded_share;
use leitong::error::Result;
use leitong::eval::{DocumentNames, Found, Scores, Truth, evaluate};
use leitong::scan::Scan;
use serde::{Deserialize, Serialize};

use super::super::eval::levels_of;
use super::setting::{Setting, SettingName};

/// The scores of one setting, as `leitong eval` computes them: for passages, by characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Score {
    #[serde(flatten)]
    pub(crate) setting: SettingName,
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
}

impl Score {
    /// Cells of a table.
    pub(super) fn cells(&self) -> String {
        let cell = |score: Option<f64>| match score {
            Some(score) => format!("  {score:>9.4}"),
            None => format!("  {:>9}", "?"),
        };
        [self.precision, self.recall, self.f1].map(cell).concat()
    }
}

/// A collection with known pairs.
pub(super) struct Known {
    collection: Collection,
    names: DocumentNames,
    truth: Truth,
}

impl Known {
    /// Reads a truth file and the collection that it is about.
    pub(super) fn read(truth: &Path, paths: &[PathBuf], options: &ReadOptions) -> Result<Self> {
        let mut collection = leitong::corpus::read(paths, options)?;
        collection.sort_by_id();
        let mut names = DocumentNames::of_collection(&collection);
        let truth = Truth::read(truth, &mut names)?;
        truth.check_inside(&collection)?;
        truth.unknown(&names)?;
        Ok(Self { collection, names, truth })
    }

    /// The scores of a setting; `None` at levels that the truth says nothing of.
    pub(super) fn score(&self, setting: &Setting) -> Result<Option<Score>> {
        if !setting.is_of_documents() {
            return Ok(None);
        }
        let settings = setting.scan().levels(levels_of(&self.truth).to_vec());
        let findings = Scan::new(settings)?.run(&self.collection, &|_| ())?;
        let found = Found::of_findings(&self.collection, &findings);
        let similarity = setting.name().similarity;
        let outcome = evaluate(&self.truth, &found, &self.names, similarity)?;
        let (precision, recall, f1) = match outcome.scores() {
            Scores::Pairs(scores) => (scores.pairs.precision, scores.pairs.recall, scores.pairs.f1),
            Scores::Passages(scores) => {
                let by = &scores.by_character;
                (by.precision, by.recall, by.f1)
            }
        };
        // As `eval` prints them.
        let [precision, recall, f1] = [precision, recall, f1].map(|score| score.map(rounded_share));
        Ok(Some(Score { setting: setting.name().clone(), precision, recall, f1 }))
    }
}
