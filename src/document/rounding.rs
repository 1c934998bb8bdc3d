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

/// A positive number rounded to two significant digits, as estimates are printed.
///
/// ```
/// assert_eq!(leitong::document::rounded_to_two_digits(0.001_234), 0.001_2);
/// ```
#[must_use]
pub fn rounded_to_two_digits(number: f64) -> f64 {
    let digits = format!("{number:.1e}");
    digits.parse().unwrap_or(number)
}
