//! Parameters of the search for translations.
//!
//! All values were chosen on the help of `LibreOffice` (`evaluation/translations`, which names what it
//! measures) and then measured on books and manual pages.

/// How much the score of a pair must exceed those of other pairs of its texts, unless these are copies.
///
/// Where half of the pages of the help are in both languages and a quarter is in one each, .912 of the
/// translations are found with a precision of .981; without a lead .953 with .947, with .05 .834 with
/// .996 (near-copies are no copies in these figures).
pub(super) const MIN_LEAD: f64 = 0.02;
/// Least cosine of two words that are told as translations of each other. It decides nothing else, and was
/// chosen by reading findings.
pub(super) const TOLD_WORDS: f32 = 0.3;
