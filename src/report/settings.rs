//! The settings of a run as reports spell them.

use serde::{Deserialize, Serialize};

use crate::document::{Level, rounded_share};
use crate::error::Result;
use crate::scan::{Settings, WithinDocument};
use crate::text::Script;

/// The settings of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SettingsModel {
    /// Minimum Jaccard similarity of documents, speeches and paragraphs.
    pub similarity: f64,
    /// Levels that were compared.
    pub levels: Vec<Level>,
    /// `char:N` or `word:N`.
    pub shingle: String,
    /// Minimum length of paragraphs and passages, in ideographs.
    pub min_chars: usize,
    /// Text that occurs in more documents than this is boilerplate; `null` if there is no limit.
    pub common: Option<usize>,
    /// Whether every shared run was compared, however frequent.
    pub exhaustive: bool,
    /// Whether places of one document were compared with each other.
    pub within_document: WithinDocument,
    /// Whether traditional characters count as their simplified variants.
    pub fold_script: bool,
    /// Slots of a signature.
    pub slots: usize,
    /// Bands of a signature.
    pub bands: usize,
    /// Slots of a band.
    pub rows: usize,
    /// Predicted recall of pairs at exactly `similarity`.
    pub predicted_recall: f64,
    /// Seed of the signatures.
    pub seed: u64,
}

impl SettingsModel {
    /// The settings as reports spell them.
    ///
    /// # Errors
    /// If no bands suit the similarity; [`Scan::new`](crate::scan::Scan::new) refuses such
    /// settings too.
    pub fn new(settings: &Settings) -> Result<Self> {
        let bands = settings.bands()?;
        Ok(Self {
            similarity: settings.similarity,
            levels: settings.levels.clone(),
            shingle: settings.shingling.to_string(),
            min_chars: settings.min_chars,
            common: Some(settings.seeds.common).filter(|&common| common != usize::MAX),
            exhaustive: settings.seeds.occurrences == usize::MAX,
            within_document: settings.within,
            fold_script: settings.script == Script::Simplified,
            slots: settings.slots,
            bands: bands.bands,
            rows: bands.rows,
            predicted_recall: rounded_share(bands.recall_at(settings.similarity)),
            seed: settings.seed,
        })
    }
}
