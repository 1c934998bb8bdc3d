//! The format of Parquet, which is recognised by builds that cannot read it, too.

use super::format::Format;
use super::format_entry::{FormatEntry, Layout};

/// The format of Parquet.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Parquet,
    name: "Parquet",
    option: "parquet",
    extensions: &["parquet"],
    may_be_compressed: false,
    is_content: is_parquet,
    layout: Layout::Table,
};

/// Whether a file that begins with `head` is Parquet. After the magic number, Parquet has the first
/// byte of a header, where a text has no control character.
fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") && head.get(4).is_some_and(|byte| matches!(byte, 0..=8 | 14..=31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_table_is_no_table() {
        assert!(is_parquet(b"PAR1\x15\x04"));
        for head in [&b"PAR1"[..], b"PAR1 is the name", b"PAR1\nline", b"PARE\x15"] {
            assert!(!is_parquet(head), "{head:?}");
        }
    }
}
