//! Options for reading a collection.

use super::encoding::Encoding;
use super::source::LONGEST_TEXT;

/// Callback that is called with the number of bytes that were read since its last call.
pub type ByteProgress<'a> = &'a (dyn Fn(u64) + Sync);

/// Options for reading a collection.
///
/// ```
/// use leitong::corpus::{OnError, ReadOptions};
/// let options = ReadOptions { on_error: OnError::Fail, ..ReadOptions::default() };
/// assert_eq!((options.text_field.as_str(), options.id_field.as_str()), ("text", "id"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Field of a JSON record, or column of a table, that holds the text; `text` by default.
    pub text_field: String,
    /// Field of a JSON record, or column of a table, that holds the id, a string or a number; `id`
    /// by default. The id of a record without this field is its file and line (for a table,
    /// its row), as in `news.jsonl:7`.
    pub id_field: String,
    /// Other fields to read; `None` for all. Columns of a table that are not listed are not
    /// decoded.
    pub fields: Option<Vec<String>>,
    /// Encoding of all files; `None` to detect the encoding of each file.
    pub encoding: Option<Encoding>,
    /// Action for files and records that cannot be read.
    pub on_error: OnError,
    /// Most bytes of a record; longer ones are skipped. The default is 2³² - 1, the largest length
    /// whose offsets fit 32 bits.
    pub longest: u64,
}

impl ReadOptions {
    /// All options that influence the documents, as one line of text.
    pub(crate) fn fingerprint(&self) -> String {
        let Self { text_field, id_field, fields, encoding, on_error, longest } = self;
        let encoding = encoding.map_or_else(|| "detected".into(), |encoding| encoding.to_string());
        let on_error = match on_error {
            OnError::Skip => "skip",
            OnError::Fail => "fail",
        };
        format!(
            "text {text_field:?}, id {id_field:?}, fields {fields:?}, encoding {encoding}, on error {on_error}, longest {longest}"
        )
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            text_field: "text".into(),
            id_field: "id".into(),
            fields: None,
            encoding: None,
            on_error: OnError::default(),
            longest: LONGEST_TEXT,
        }
    }
}

/// Action for a file or record that cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnError {
    /// Skip and report it.
    #[default]
    Skip,
    /// Stop with an error.
    Fail,
}
