//! Extraction of the text of documents that are not plain text.
//!
//! An extractor takes the content of one file and returns an [`Extracted`]: the text as a reader
//! sees it, with one paragraph a line and an empty line around headings, what the file says about
//! itself, and where the text stands in the original.

#[cfg(feature = "formats")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod docx;
#[cfg(feature = "formats")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod epub;
#[cfg(feature = "formats")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod mail;
#[cfg(feature = "formats")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod odt;
#[cfg(feature = "formats")]
mod office_text;
#[cfg(feature = "formats")]
mod office_xml;
#[cfg(feature = "formats")]
mod package;
#[cfg(feature = "pdf")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod pdf;
mod places;
#[cfg(feature = "formats")]
mod plain_html;
#[cfg(feature = "formats")]
#[cfg_attr(not(test), expect(dead_code, reason = "no format calls it yet"))]
pub(crate) mod rtf;
#[cfg(all(test, feature = "formats"))]
mod tests_of_hostile_input;

pub use places::{PageStart, Piece, Places};

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
}
