//! What is known of two texts of which one is a paraphrase of the other.

use super::findings::ParaphraseEvidence;

/// How two texts are paraphrases of each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paraphrase {
    /// Score, from 0 to 1.
    pub(super) score: f64,
    /// Aligned words and contradictions.
    pub(super) evidence: ParaphraseEvidence,
    /// Share of the first text's content whose words are aligned.
    pub(super) covered_a: f64,
    /// Share of the second text's content whose words are aligned.
    pub(super) covered_b: f64,
    /// Whether several other texts say about the same, so that it is a form.
    pub(super) recurs: bool,
    /// In what words they say it.
    pub(super) wording: Wording,
}

/// In what words two texts say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// In other words of one language.
    Other,
    /// In words of another language.
    OfOtherLanguage,
}
