//! Relative frequencies of words in the language.

use super::jieba;

/// Sum of the counts in the dictionary of jieba.
const COUNTED: f64 = 60_101_967.0;
/// The most frequent words of English, which make up about half of a text. The dictionary lacks
/// them.
const COMMON_ENGLISH: &str = "\
    the of and to a in is that for it as was with be by on not he i this are or his from at which but have an had they you \
    were their one all we can her has there been if more when will would who so no out up into them do what some could than \
    its two may then other only any new these such our also after over where most should about did use used using";
/// Approximate relative frequency of each of these words.
const SHARE_OF_COMMON: f64 = 0.005;
/// Count that is given to words which the dictionary lacks.
const UNSEEN: f64 = 3.0;

/// Relative frequency of `word` among the words of the language. The word is given in content
/// characters.
///
/// ```
/// use leitong::text::frequency;
/// assert!(frequency("我们") > 100.0 * frequency("雷同"));
/// assert!(frequency("the") > 100.0 * frequency("detector"));
/// ```
#[must_use]
pub fn frequency(word: &str) -> f64 {
    let is_common =
        || word.is_ascii() && COMMON_ENGLISH.split_ascii_whitespace().any(|common| common == word);
    match jieba::occurrences(word) {
        0 if is_common() => SHARE_OF_COMMON,
        counted => (counted as f64).max(UNSEEN) / COUNTED,
    }
}

/// Whether the dictionary lacks a word, or has it no more often than [`frequency`] takes for such a one.
pub(crate) fn is_unseen(word: &str) -> bool {
    frequency(word) <= UNSEEN / COUNTED
}
