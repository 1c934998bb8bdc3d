//! Paraphrases: paragraphs, passages and speeches that say the same in other words.

mod evidence;
mod not_prose;
mod params;
mod paraphrase_pairs;
mod recurring_words;
mod rivals;
mod search;
mod span_scorer;
mod speeches;
mod window;
mod word_span;

pub(super) use paraphrase_pairs::ParaphrasePair;
pub(super) use search::{ParaphraseSearch, Paraphrases};
pub(super) use word_span::WordSpan;
