//! Translations: paragraphs that say the same in another language.

mod differences;
mod params;
mod rivals;
mod search;

pub(super) use search::{TranslationSearch, Translations};
