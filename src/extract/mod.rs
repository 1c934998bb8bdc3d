//! Extraction of the text of documents that are not plain text.
//!
//! An extractor takes the content of one file and returns an [`Extracted`]: the text as a reader
//! sees it, with one paragraph a line and an empty line around headings, what the file says about
//! itself, and where the text stands in the original.

#[cfg(feature = "formats")]
pub(crate) mod docx;
#[cfg(feature = "formats")]
pub(crate) mod epub;
#[cfg(feature = "formats")]
mod flow;
#[cfg(feature = "formats")]
pub(crate) mod front_matter;
#[cfg(feature = "formats")]
pub(crate) mod html;
#[cfg(feature = "formats")]
pub(crate) mod mail;
#[cfg(feature = "formats")]
mod mapped_text;
#[cfg(feature = "formats")]
pub(crate) mod odt;
#[cfg(feature = "formats")]
mod office_text;
#[cfg(feature = "formats")]
mod office_xml;
#[cfg(feature = "formats")]
mod package;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
#[cfg(feature = "formats")]
pub(crate) mod rtf;
#[cfg(feature = "formats")]
pub(crate) mod subtitles;
#[cfg(all(test, feature = "formats"))]
mod tests_of_hostile_input;
#[cfg(all(test, feature = "formats"))]
mod tests_of_places;
#[cfg(feature = "formats")]
pub(crate) mod xml;

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
    /// The article with its headings, without navigation, notices, links to other pages, comments
    /// and the like.
    #[default]
    Main,
    /// All visible text.
    All,
}
