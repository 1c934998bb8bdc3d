//! Cutting and folding a document's text.

mod content;
mod debris;
mod entry;
mod fold;
mod frequency;
mod heading;
mod ideograph;
mod jieba;
mod line;
mod names;
mod places;
mod script;
mod sentences;
mod speech;
mod variant;
mod words;

pub use content::{BREAK, Content, Gathered, Gathering};
pub(crate) use fold::is_blank;
pub use fold::{fold, fold_chars};
pub use frequency::frequency;
pub use heading::HeadingRule;
pub use ideograph::{is_ideographic, thirds, weight};
pub(crate) use jieba::knows as is_chinese;
pub use line::paragraphs;
pub use names::{Named, is_family_name, is_numeral, names, open_words};
pub use script::Script;
pub use sentences::{Stop, stops};
pub use speech::{Outline, Speech};
pub use variant::are_variants;
pub(crate) use words::between;
pub use words::{simplified_words, words};
