//! The format of text files.

use super::format::Format;
use super::format_entry::{FormatEntry, Layout};

/// The format of text files. No content is certain to be text, so that the other formats and
/// kinds are tried first.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Text,
    name: "text",
    option: "text",
    extensions: &["txt", "text", "md", "markdown"],
    may_be_compressed: true,
    is_content: |_| false,
    layout: Layout::Text,
};
