//! Cutting and folding a document's text.

mod content;
mod debris;
mod entry;
mod fold;
mod heading;
mod ideograph;
mod jieba;
mod line;
mod script;
mod speech;
mod words;

pub use content::Content;
pub use fold::{fold, fold_chars};
pub use heading::HeadingRule;
pub use ideograph::{is_ideographic, thirds, weight};
pub use line::paragraphs;
pub use script::Script;
pub use speech::{Outline, Speech};
pub use words::words;
