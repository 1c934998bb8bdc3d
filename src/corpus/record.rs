//! One record, as it is stored in a source.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::{Value, json};

use super::detect_encoding;
use super::encoding::Encoding;
use super::format::Format;
use super::json::{self, FieldValue, Fields, text_range};
use super::options::ReadOptions;
use super::record_form::{Bytes, RecordEncoding};
use super::{extracted, web_archive};
use crate::document::Span;
use crate::extract::Extracted;

/// One record of a [`Block`](super::Block), such as a line of JSON Lines, or a whole text.
#[derive(Debug, Clone, Copy)]
pub struct Record<'b> {
    form: RecordEncoding,
    line: Option<u64>,
    offset: u64,
    bytes: &'b [u8],
}

impl<'b> Record<'b> {
    pub(super) fn new(
        form: RecordEncoding,
        line: Option<u64>,
        offset: u64,
        bytes: &'b [u8],
    ) -> Self {
        Self { form, line, offset, bytes }
    }

    /// Line of the record, or its number in a file of another form, counted from 1; `None` for a
    /// whole text.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Offset of the record in the decompressed bytes of its source, or for a table in the JSON
    /// Lines of its rows.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes of the record, including the line feed.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// Length of a UTF-16 byte order mark before the record, which belongs to the whole file.
    #[must_use]
    pub fn mark(&self) -> usize {
        match self.form.0 {
            Bytes::Line(encoding) if self.offset == 0 => encoding.byte_offsets(self.bytes, &[0])[0],
            _ => 0,
        }
    }

    /// Whether the record is a blank line.
    pub(super) fn is_blank(&self) -> bool {
        match self.form.0 {
            Bytes::Line(encoding) if encoding.is_utf_16() => encoding
                .decode(self.bytes.to_vec())
                .is_ok_and(|line| unmarked(&line).trim_ascii().is_empty()),
            Bytes::Line(_) => {
                self.bytes.strip_prefix(MARK).unwrap_or(self.bytes).trim_ascii().is_empty()
            }
            _ => false,
        }
    }

    /// Decodes the record.
    pub(super) fn decode(&self, options: &ReadOptions) -> Result<Decoded<'b>, String> {
        match self.form.0 {
            Bytes::Line(encoding) => line(encoding, self.bytes).map(Decoded::Json),
            Bytes::Value => value(self.bytes).map(Decoded::Json),
            Bytes::Text(encoding) => {
                let text = self.encoding(encoding, options)?.decode_slice(self.bytes);
                text.map(Decoded::Text).map_err(|malformed| malformed.to_string())
            }
            Bytes::File(format) => {
                extracted::extract(format, self.bytes, options).map(Decoded::Extracted)
            }
            Bytes::WebRecord => web_archive::extract(self.bytes, options).map(Decoded::Extracted),
            Bytes::Message => {
                extracted::extract(Format::Mail, self.bytes, options).map(Decoded::Extracted)
            }
        }
    }

    /// The encoding of a whole text: this one, that of `options`, or one that is detected.
    fn encoding(
        &self,
        encoding: Option<Encoding>,
        options: &ReadOptions,
    ) -> Result<Encoding, String> {
        let known = encoding.or(options.encoding);
        known.map_or_else(|| detect_encoding::of_text(self.bytes), Ok)
    }

    /// The bytes of the record with only these parts of its text, which are in ascending order. All
    /// other bytes are unchanged.
    ///
    /// # Errors
    /// If the record cannot be read, or its text is not part of it.
    pub fn keeping(&self, options: &ReadOptions, parts: &[Span]) -> Result<Vec<u8>, String> {
        let encoding = match self.form.0 {
            Bytes::Text(encoding) => {
                return self.text_keeping(self.encoding(encoding, options)?, parts);
            }
            Bytes::Line(encoding) => encoding,
            Bytes::Value => Encoding::UTF_8,
            Bytes::File(_) | Bytes::WebRecord | Bytes::Message => {
                return Err("its text was extracted, so that no part can be removed".into());
            }
        };
        let text = self.read(options, &[], |fields| joined(&fields.text, parts))?;
        self.json_with(encoding, options, &text)
    }

    /// Parses only the text and the fields `wanted`, and calls `see` with them. A whole text has no
    /// other fields.
    ///
    /// # Errors
    /// If the record cannot be read; the error is the reason.
    pub fn read<T>(
        &self,
        options: &ReadOptions,
        wanted: &[&str],
        see: impl FnOnce(Fields<'_>) -> T,
    ) -> Result<T, String> {
        let decoded = self.decode(options)?;
        let fields = match &decoded {
            Decoded::Json(json) => json::fields(json, &options.text_field, wanted)?,
            Decoded::Text(text) => {
                Fields { text: text.as_ref().into(), values: vec![None; wanted.len()], replaced: 0 }
            }
            Decoded::Extracted(extracted) => Fields {
                text: extracted.text.as_str().into(),
                values: json::values_of(&extracted.metadata, wanted),
                replaced: 0,
            },
        };
        if fields.text.len() as u64 > options.longest {
            return Err(format!("the text has more than {} bytes", options.longest));
        }
        Ok(see(fields))
    }

    /// Parses only the fields `wanted`. The text, which takes longest, is skipped. A whole text has
    /// no fields.
    ///
    /// # Errors
    /// If the record cannot be read; the error is the reason.
    pub fn values(
        &self,
        options: &ReadOptions,
        wanted: &[&str],
    ) -> Result<Vec<Option<FieldValue>>, String> {
        match self.decode(options)? {
            Decoded::Json(json) => json::values(&json, &options.text_field, wanted),
            Decoded::Text(_) => Ok(vec![None; wanted.len()]),
            Decoded::Extracted(extracted) => Ok(json::values_of(&extracted.metadata, wanted)),
        }
    }

    /// The bytes of a record of JSON with more fields behind its own; all that it has is unchanged.
    ///
    /// # Errors
    /// If the record is not an object of JSON.
    pub(crate) fn with_fields(&self, fields: &[(String, Value)]) -> Result<Vec<u8>, String> {
        let encoding = match self.form.0 {
            Bytes::Line(encoding) => encoding,
            Bytes::Value => Encoding::UTF_8,
            _ => return Err("it is no record of JSON, to which fields can be added".into()),
        };
        let line = encoding.decode_slice(self.bytes).map_err(|malformed| malformed.to_string())?;
        let object = line.trim_end().strip_suffix('}').ok_or("it does not end with `}`")?;
        let at = encoding.byte_offsets(self.bytes, &[object.len()])[0];
        let mut added = String::new();
        for (name, value) in fields {
            write!(added, ",{}:{value}", json!(name)).expect("writing to a string does not fail");
        }
        let added = if encoding == Encoding::UTF_8 {
            added.into_bytes()
        } else {
            encoding.encode(&in_ascii(&added), self.bytes)
        };
        Ok([&self.bytes[..at], &added, &self.bytes[at..]].concat())
    }

    /// The names of the fields of a record that can be read; a whole text has none.
    pub(crate) fn field_names(&self, options: &ReadOptions) -> Vec<String> {
        match self.decode(options) {
            Ok(Decoded::Json(json)) => json::names(&json),
            Ok(Decoded::Extracted(extracted)) => extracted.metadata.keys().cloned().collect(),
            Ok(Decoded::Text(_)) | Err(_) => Vec::new(),
        }
    }

    /// The bytes of a whole text with only these parts.
    fn text_keeping(&self, encoding: Encoding, parts: &[Span]) -> Result<Vec<u8>, String> {
        // The bytes of a part mean something else without the escape sequence before it.
        if encoding.is_stateful() {
            let text =
                encoding.decode_slice(self.bytes).map_err(|malformed| malformed.to_string())?;
            return Ok(encoding.encode(&joined(&text, parts), self.bytes));
        }
        let bounds: Vec<usize> = parts.iter().flat_map(|part| [part.start, part.end]).collect();
        let offsets = encoding.byte_offsets(self.bytes, &bounds);
        let mark = &self.bytes[..encoding.byte_offsets(self.bytes, &[0])[0]];
        let kept = offsets.chunks_exact(2).map(|bounds| &self.bytes[bounds[0]..bounds[1]]);
        Ok(std::iter::once(mark).chain(kept).flatten().copied().collect())
    }

    /// The bytes of a record of JSON with `text` in place of its text.
    fn json_with(
        &self,
        encoding: Encoding,
        options: &ReadOptions,
        text: &str,
    ) -> Result<Vec<u8>, String> {
        let line = encoding.decode_slice(self.bytes).map_err(|malformed| malformed.to_string())?;
        let mark = line.len() - bare_json(&line).len();
        let range = text_range(bare_json(&line), &options.text_field)?;
        let offsets = encoding.byte_offsets(self.bytes, &[mark + range.start, mark + range.end]);
        // In another encoding the text may have characters that it lacks, from `\u` escapes.
        let text = if encoding == Encoding::UTF_8 {
            json!(text).to_string().into_bytes()
        } else {
            encoding.encode(&ascii_json(text), self.bytes)
        };
        Ok([&self.bytes[..offsets[0]], &text, &self.bytes[offsets[1]..]].concat())
    }
}

/// What a record holds.
pub(super) enum Decoded<'b> {
    /// A text.
    Text(Cow<'b, str>),
    /// An object of JSON.
    Json(Cow<'b, str>),
    /// A text that was extracted.
    Extracted(Extracted),
}

/// Decodes a line. A byte order mark is removed.
fn line(encoding: Encoding, bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    match encoding.decode_slice(bytes) {
        Ok(line) => Ok(without_mark(line)),
        Err(bad) => Err(format!("invalid {} at byte {} of the line", bad.encoding, bad.byte)),
    }
}

/// The JSON of a value, without what separates it from the one before it.
fn value(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let value = simdutf8::compat::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {} of the record", error.valid_up_to()))?;
    Ok(Cow::Borrowed(bare_json(value)))
}

/// The concatenation of parts of a text.
fn joined(text: &str, parts: &[Span]) -> String {
    parts.iter().map(|part| part.of(text)).collect()
}

/// A JSON string in ASCII, which every encoding can represent.
fn ascii_json(text: &str) -> String {
    in_ascii(&json!(text).to_string())
}

/// JSON with `\u` escapes for what is not ASCII, which stands in strings only.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::new();
    for c in json.chars() {
        if c.is_ascii() {
            ascii.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(ascii, "\\u{unit:04x}").expect("writing to a string does not fail");
        }
    }
    ascii
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// The line without a byte order mark.
fn unmarked(line: &str) -> &str {
    line.strip_prefix('\u{FEFF}').unwrap_or(line)
}

/// A record of JSON without the byte order mark, or the comma, before it.
fn bare_json(record: &str) -> &str {
    unmarked(record).trim_start_matches([' ', '\t', '\r', '\n', ','])
}

/// Removes a byte order mark from a line.
fn without_mark(line: Cow<'_, str>) -> Cow<'_, str> {
    match line {
        Cow::Borrowed(line) => Cow::Borrowed(unmarked(line)),
        Cow::Owned(mut line) => {
            if line.starts_with('\u{FEFF}') {
                line.remove(0);
            }
            Cow::Owned(line)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn line(bytes: &[u8]) -> Record<'_> {
        Record::new(RecordEncoding::line(Encoding::UTF_8), Some(1), 0, bytes)
    }

    #[test]
    fn only_the_text_of_a_line_changes() {
        let bytes = "\u{FEFF}{ \"n\":1.0, \"text\" : \"甲\\n乙丙\",\"z\":null}\r\n".as_bytes();
        let options = ReadOptions::default();
        let kept = line(bytes).keeping(&options, &[Span::new(0, 3), Span::new(7, 10)]);
        let expected = "\u{FEFF}{ \"n\":1.0, \"text\" : \"甲丙\",\"z\":null}\r\n";
        assert_eq!(kept.as_deref(), Ok(expected.as_bytes()));
    }

    #[test]
    fn a_line_in_another_encoding_stays_in_it() {
        let encoding: Encoding = "GB18030".parse().expect("it is known");
        let bytes = encoding.encode("{\"text\": \"甲乙\", \"名\": \"丙\"}\n", b"");
        let record = Record::new(RecordEncoding::line(encoding), Some(1), 0, &bytes);
        let kept =
            record.keeping(&ReadOptions::default(), &[Span::new(3, 6)]).expect("it is sound");
        let read = encoding.decode(kept).expect("it is in this encoding");
        assert_eq!(read, "{\"text\": \"\\u4e59\", \"名\": \"丙\"}\n");
    }

    #[test]
    fn parts_of_a_text_keep_its_byte_order_mark() {
        let bytes = "\u{FEFF}甲乙丙".as_bytes();
        let record = Record::new(RecordEncoding::text(Some(Encoding::UTF_8)), None, 0, bytes);
        let text = record.read(&ReadOptions::default(), &[], |fields| fields.text.into_owned());
        let start = text.expect("it is UTF-8").find('乙').expect("it stands there");
        let kept = record.keeping(&ReadOptions::default(), &[Span::new(start, start + 3)]);
        let kept = String::from_utf8(kept.expect("it is sound")).expect("it is UTF-8");
        assert_eq!(kept.trim_start_matches('\u{FEFF}'), "乙");
    }

    #[test]
    fn records_of_different_forms_share_no_file() {
        let [utf_8, utf_16]: [Encoding; 2] =
            ["UTF-8", "UTF-16LE"].map(|name| name.parse().expect("it is known"));
        let [utf_8, utf_16] = [utf_8, utf_16].map(RecordEncoding::line);
        assert!(utf_8.joins(utf_8) && !utf_8.joins(utf_16));
        // Every file in UTF-16 begins with a mark of its own.
        assert!(!utf_16.joins(utf_16));
        let text = RecordEncoding::text(None);
        assert!(!text.joins(text) && !text.joins(utf_8));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused() {
        let options = ReadOptions { longest: 5, ..ReadOptions::default() };
        let read = |text: &str| {
            let bytes = format!("{{\"text\": \"{text}\"}}");
            line(bytes.as_bytes()).read(&options, &[], |fields| fields.text.len())
        };
        assert_eq!(read("12345"), Ok(5));
        assert!(read("123456").is_err_and(|reason| reason.contains("more than 5 bytes")));
    }

    #[test]
    fn a_blank_line_is_no_record() {
        assert!(line(b" \t\r\n").is_blank() && line("\u{FEFF}\n".as_bytes()).is_blank());
        assert!(!line(b"{}\n").is_blank());
        let text = Record::new(RecordEncoding::text(None), None, 0, b" ");
        assert!(!text.is_blank(), "a text file of blanks is a document");
    }
}
