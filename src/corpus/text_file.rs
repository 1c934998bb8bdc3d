//! One document from a text file.

use std::io::Read;

use super::source::{Entry, Source, reason, short_enough};
use super::{ReadOptions, detect_encoding};
use crate::document::Document;

/// Reads the whole of `source` as one text.
pub(super) fn document(source: &Source, reader: impl Read, options: &ReadOptions) -> Entry {
    let text = whole(reader, options.longest).and_then(|bytes| match options.encoding {
        Some(encoding) => encoding.decode(bytes).map_err(|malformed| malformed.to_string()),
        None => detect_encoding::decode(bytes),
    });
    match text.and_then(short_enough) {
        Ok(mut text) => {
            text.shrink_to_fit();
            Ok(Document { id: source.id.clone(), path: source.path.clone(), line: None, text, ..Document::default() })
        }
        Err(reason) => Err(source.skip(None, reason)),
    }
}

/// All bytes of `reader`, if they are no more than `longest`.
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
    fn what_is_too_long_is_not_read() {
        assert_eq!(whole(&b"12345"[..], 5), Ok(b"12345".to_vec()));
        assert_eq!(whole(&b"123456"[..], 5), Err("more than 5 bytes".into()));
    }
}
