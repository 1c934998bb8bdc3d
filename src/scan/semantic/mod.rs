//! Paraphrases: units and windows that say the same in other words.

mod paraphrase_pairs;
mod search;
mod speeches;
mod tokenized;
mod word_span;

pub(super) use paraphrase_pairs::{ParaphrasePair, regions};
pub(super) use search::{Paraphrase, ParaphraseSearch};
pub(super) use speeches::speeches;
pub(super) use tokenized::TokenizedCollection;
pub(super) use word_span::WordSpan;
