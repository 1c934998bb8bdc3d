//! Paraphrases: which texts of a collection may say the same in other words, and how similar two are.

mod candidates;
mod chance;
mod own_text;
mod params;
mod scorer;
mod translation;
mod word_space;

pub(crate) use candidates::{candidates, nearest_candidates};
pub(crate) use chance::{ChanceScores, Writing};
pub(crate) use own_text::{OwnTextLimits, may_say_the_same, say_the_same};
pub(crate) use params::{CONTRADICTED_SCORE, CONTRADICTION_PENALTY, LONG_TEXT, PCA_SAMPLE};
pub(crate) use scorer::{Comparison, ParaphraseScorer, knows_words, may_be_paraphrases};
pub(crate) use translation::{Rarities, TranslatedText};
pub(crate) use word_space::WordSpace;
