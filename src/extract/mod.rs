//! Extraction of the text of documents that are not plain text.
//!
//! An extractor takes the content of one file and returns an [`Extracted`]: the text as a reader
//! sees it, with one paragraph a line and an empty line around headings, what the file says about
//! itself, and where the text stands in the original.

pub use crate::document::{PageStart, Piece, Places};

/// The text of a file, and what the file says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extracted {
    /// The text as a reader sees it. Each paragraph is a line, and a blank line stands before and
    /// after a heading.
    pub text: String,
    /// What the file says about itself, under the names `title`, `author`, `date`, `language` and
    /// `url`. Values that are not given are absent.
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// Where the text stands in the original.
    pub places: Places,
    /// Characters that could not be read, and were replaced by U+FFFD.
    pub replaced: usize,
}

/// The part of an HTML page that is its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HtmlPart {
    /// The main text: the article, without navigation, advertisements and comments.
    #[default]
    Main,
    /// All visible text.
    All,
}
