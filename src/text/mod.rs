//! Texts: normalisation to content characters, outlines, words, and boundaries of sentences.

mod arena;
mod boundaries;
mod char_offsets;
mod content;
mod entities;
mod fold;
mod fold_entry;
mod frequency;
mod heading_lines;
mod headings;
mod jieba;
mod lines;
mod outline;
mod page_lines;
mod script;
mod titles;
mod variants;
mod width;
mod words;

pub use arena::{SEPARATOR, TextArena, TextArenaBuilder};
pub use boundaries::{Boundary, boundaries};
pub use content::Content;
pub use entities::{EntityKind, entities, entity_ranges, is_family_name, is_numeral};
pub(crate) use fold::is_blank;
pub use fold::{fold, fold_chars};
pub use frequency::frequency;
pub use headings::HeadingRule;
pub(crate) use jieba::is_han;
pub use lines::line_spans;
pub use outline::{Outline, Speech};
pub use script::Script;
pub use titles::Signal;
pub use variants::are_variants;
pub use width::{is_ideographic, width, width_thirds};
pub(crate) use words::between;
pub use words::{simplified_words, words};
