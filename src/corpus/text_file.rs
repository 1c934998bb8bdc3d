//! Reading a text file as one document.

use std::io::Read;

use super::detect_encoding;
use super::format::{Format, FormatEntry};
use super::options::ReadOptions;
use super::source::{Entry, Source, reason, short_enough};
use crate::document::Document;

/// The format of text files. No content is certain to be text, so that the other formats and
/// kinds are tried first.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Text,
    name: "text",
    option: "text",
    extensions: &["txt", "text", "md", "markdown"],
    may_be_compressed: true,
    is_content: |_| false,
};

/// Reads `source` as one text.
pub(super) fn document(source: &Source, reader: impl Read, options: &ReadOptions) -> Entry {
    let text = text(reader, options).map_err(|reason| source.skip(None, reason))?;
    Ok(Document {
        id: source.id.clone(),
        path: source.path.clone(),
        line: None,
        text,
        ..Document::default()
    })
}

/// Reads and decodes a text.
fn text(reader: impl Read, options: &ReadOptions) -> Result<String, String> {
    let bytes = whole(reader, options.longest)?;
    let text = match options.encoding {
        Some(encoding) => encoding.decode(bytes).map_err(|malformed| malformed.to_string())?,
        None => detect_encoding::decode(bytes)?,
    };
    let mut text = short_enough(text)?;
    text.shrink_to_fit();
    Ok(text)
}

/// Reads all bytes. More than `longest` bytes are an error.
pub(super) fn whole(reader: impl Read, longest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(longest + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > longest {
        return Err(format!("more than {longest} bytes"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_long_is_an_error() {
        assert_eq!(whole(&b"12345"[..], 5), Ok(b"12345".to_vec()));
        assert_eq!(whole(&b"123456"[..], 5), Err("more than 5 bytes".into()));
    }
}
