//! Precision, recall and F1: how they are computed and serialized.

use serde::Serializer;

use crate::document::rounded_share;

/// `part` divided by `whole`; `None` if `whole` is 0.
pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Harmonic mean of precision and recall; 0 if nothing was found, `None` if there is nothing to
/// find.
pub(super) fn f1(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    let recall = recall?;
    let precision = precision.unwrap_or(0.0);
    let sum = precision + recall;
    Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}

/// Serializes a share rounded to four decimal places.
#[expect(clippy::ref_option, reason = "serde asks for this form")]
pub(super) fn rounded<S: Serializer>(
    share: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match share {
        Some(share) => serializer.serialize_some(&rounded_share(*share)),
        None => serializer.serialize_none(),
    }
}
