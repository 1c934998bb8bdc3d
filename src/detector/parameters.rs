//! Checked settings, which all stages share.

use std::sync::Arc;

use crate::index::Bands;
use crate::sketch::{IdfWeights, Shingling, Sketcher};
use crate::text::Script;

/// Checked settings.
#[derive(Debug)]
pub(super) struct Parameters {
    pub(super) similarity: f64,
    pub(super) shingling: Shingling,
    pub(super) script: Script,
    pub(super) sketcher: Sketcher,
    pub(super) seed: u64,
    pub(super) recall: f64,
    pub(super) bands: Bands,
    /// Weights of words in the collection; without them words weigh as in the language.
    pub(super) weights: Option<Arc<IdfWeights>>,
}
