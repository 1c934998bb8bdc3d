//! Shares: how they come about, and how they are written.

use serde::Serializer;

/// `part` of `whole`; nothing of nothing is no share.
pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Harmonic mean of precision and recall; 0 if nothing true was found, none if there is no truth.
pub(super) fn f1(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    let recall = recall?;
    let precision = precision.unwrap_or(0.0);
    let sum = precision + recall;
    Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}

/// Writes a share with four digits: as many as a share has to say.
#[expect(clippy::ref_option, reason = "serde asks for this form")]
pub(super) fn rounded<S: Serializer>(share: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match share {
        Some(share) => serializer.serialize_some(&((share * 1e4).round() / 1e4)),
        None => serializer.serialize_none(),
    }
}
