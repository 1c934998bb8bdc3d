//! What the user may ask of the reading.

use super::Encoding;
use super::source::LONGEST_TEXT;

/// How a collection is to be read.
///
/// ```
/// use leitong::corpus::{OnError, ReadOptions};
/// let options = ReadOptions { on_error: OnError::Fail, ..ReadOptions::default() };
/// assert_eq!((options.text_field.as_str(), options.id_field.as_str()), ("text", "id"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Field of a JSON record, or column of a table, that holds the text; `text` unless told otherwise.
    pub text_field: String,
    /// Field of a JSON record, or column of a table, that holds the id, a string or a number; `id` unless told otherwise.
    /// A record without one is called by its file and line (of a table: row), as in `news.jsonl:7`.
    pub id_field: String,
    /// Further fields that are asked for; `None` for all. Of a table, columns that nobody asks for are not decoded.
    pub fields: Option<Vec<String>>,
    /// Encoding of every file; `None` to recognise it file by file.
    pub encoding: Option<Encoding>,
    /// What to do about what cannot be read.
    pub on_error: OnError,
    /// Most bytes of a record; a longer one is not read. About 4 GB unless told otherwise, the most
    /// for which offsets fit 32 bits.
    pub longest: u64,
}

impl ReadOptions {
    /// Everything that decides what is read, as a line of text.
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

/// What to do about a file or record that cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnError {
    /// List it, and go on without it.
    #[default]
    Skip,
    /// Stop there.
    Fail,
}
