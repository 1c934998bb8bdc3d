//! What a format has to define.

use super::format::Format;
use super::record_form::RecordEncoding;
use super::splitter::Splitter;

/// What is known about a format that is read.
pub(super) struct FormatEntry {
    pub(super) format: Format,
    /// The name in messages.
    pub(super) name: &'static str,
    /// The value of `--input-format`.
    pub(super) option: &'static str,
    /// Extensions in lower case, without the dot.
    pub(super) extensions: &'static [&'static str],
    /// Whether the extension of a compression may follow.
    pub(super) may_be_compressed: bool,
    /// Whether a file that begins with these bytes is in this format, whatever its name.
    pub(super) is_content: fn(&[u8]) -> bool,
    pub(super) layout: Layout,
}

/// How the documents lie in a file of a format.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// The file is one document.
    Text,
    /// Each line is a document.
    Lines,
    /// Each document is some bytes of the file.
    Records(RecordLayout),
    /// The documents are rows of a table of characters, which are converted to JSON Lines.
    Rows,
    /// The documents are rows of Parquet, which is not read from its beginning to its end.
    Table,
    /// The file is one document, whose text is extracted.
    Extracted,
}

/// Records that are some bytes of a file.
#[derive(Clone, Copy)]
pub(super) struct RecordLayout {
    pub(super) form: RecordEncoding,
    /// Makes what finds the records of a file.
    pub(super) splitter: fn() -> Box<dyn Splitter>,
}
