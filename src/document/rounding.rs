//! Shares as reports print them.

/// Decimal places of a share in reports: a hundredth of a percent tells any two results apart that
/// differ in more than chance.
const PLACES: f64 = 1e4;

/// A share or similarity rounded to four decimal places.
///
/// ```
/// assert_eq!(leitong::document::rounded_share(2.0 / 3.0), 0.6667);
/// ```
#[must_use]
pub fn rounded_share(share: f64) -> f64 {
    (share * PLACES).round() / PLACES
}
