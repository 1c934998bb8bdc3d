//! Options for reading a collection.

use super::encoding::Encoding;
use super::format::Format;
use super::skip_limit::SkipLimit;
use super::source::LONGEST_TEXT;
use crate::extract::HtmlPart;

/// Callback that is called with the number of bytes that were read since its last call.
pub type ByteProgress<'a> = &'a (dyn Fn(u64) + Sync);

/// Options for reading a collection.
///
/// ```
/// use leitong::corpus::{OnError, ReadOptions};
///
/// let options = ReadOptions::default().text_field("content").on_error(OnError::Fail);
/// assert_eq!(options.get_on_error(), OnError::Fail);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOptions {
    pub(crate) text_field: String,
    pub(crate) id_field: String,
    pub(crate) fields: Option<Vec<String>>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) on_error: OnError,
    pub(crate) longest: u64,
    pub(crate) input_format: Option<Format>,
    pub(crate) globs: Vec<String>,
    pub(crate) max_skipped: Option<SkipLimit>,
    pub(crate) archives: bool,
    pub(crate) html_part: HtmlPart,
}

impl ReadOptions {
    /// Sets the field of a JSON record, or the column of a table, that holds the text; `text` by
    /// default.
    ///
    /// A nested field is given by a path, as in `data.body` or, as a JSON Pointer, `/data/body`. Of
    /// several names with commas between them, as in `title,body`, the texts are joined by a blank
    /// line; fields that a record lacks are left out. A field whose name is the whole path counts
    /// first.
    #[must_use]
    pub fn text_field(self, text_field: impl Into<String>) -> Self {
        Self { text_field: text_field.into(), ..self }
    }

    /// Sets the field of a JSON record, or the column of a table, that holds the id, a string or a
    /// number; `id` by default. The id of a record without this field is its file and line (for a
    /// table, its row), as in `news.jsonl:7`.
    #[must_use]
    pub fn id_field(self, id_field: impl Into<String>) -> Self {
        Self { id_field: id_field.into(), ..self }
    }

    /// Sets the other fields to read; all fields are read by default. Columns of a table that are
    /// not listed are not decoded.
    #[must_use]
    pub fn fields(self, fields: impl IntoIterator<Item: Into<String>>) -> Self {
        Self { fields: Some(fields.into_iter().map(Into::into).collect()), ..self }
    }

    /// Sets the encoding of all files; `None`, the default, detects the encoding of each file.
    #[must_use]
    pub fn encoding(self, encoding: impl Into<Option<Encoding>>) -> Self {
        Self { encoding: encoding.into(), ..self }
    }

    /// Sets the action for files and records that cannot be read; they are skipped by default.
    #[must_use]
    pub fn on_error(self, on_error: OnError) -> Self {
        Self { on_error, ..self }
    }

    /// Sets the most bytes of a record; longer records are skipped. The default is 2³² - 1, the
    /// largest length whose offsets fit 32 bits.
    #[must_use]
    pub fn longest(self, longest: u64) -> Self {
        Self { longest, ..self }
    }

    /// Sets the format of all files; `None`, the default, detects the format of each file.
    #[must_use]
    pub fn input_format(self, format: impl Into<Option<Format>>) -> Self {
        Self { input_format: format.into(), ..self }
    }

    /// Sets globs of the files of folders, in the syntax of `.gitignore`: only files that match one
    /// of them are read, and none that match a glob that begins with `!`. A later glob overrides
    /// earlier ones.
    #[must_use]
    pub fn globs(self, globs: impl IntoIterator<Item: Into<String>>) -> Self {
        Self { globs: globs.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets how many records may be skipped. With `None`, the default, what was read is not checked:
    /// any number may be skipped, and it is no error if a set has no document, or if no record has
    /// the field by which `dedup` ranks records.
    #[must_use]
    pub fn max_skipped(self, limit: impl Into<Option<SkipLimit>>) -> Self {
        Self { max_skipped: limit.into(), ..self }
    }

    /// Sets whether the members of archives are read; they are by default. They are unpacked to
    /// temporary files, so that they cannot be written back.
    #[must_use]
    pub fn archives(self, archives: bool) -> Self {
        Self { archives, ..self }
    }

    /// Sets which part of an HTML page is read; the main text by default.
    #[must_use]
    pub fn html_part(self, html_part: HtmlPart) -> Self {
        Self { html_part, ..self }
    }

    /// The encoding of all files; `None` if the encoding of each file is detected.
    #[must_use]
    pub fn get_encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// The action for files and records that cannot be read.
    #[must_use]
    pub fn get_on_error(&self) -> OnError {
        self.on_error
    }

    /// All options that influence the documents, as one line of text.
    pub(crate) fn fingerprint(&self) -> String {
        // The globs and the limit decide which files are read and whether the run fails, but not
        // what is read of a file.
        let Self {
            text_field,
            id_field,
            fields,
            encoding,
            on_error,
            longest,
            input_format,
            globs: _,
            max_skipped: _,
            archives: _,
            html_part,
        } = self;
        let encoding = encoding.map_or_else(|| "detected".into(), |encoding| encoding.to_string());
        let on_error = match on_error {
            OnError::Skip => "skip",
            OnError::Fail => "fail",
        };
        format!(
            "text {text_field:?}, id {id_field:?}, fields {fields:?}, encoding {encoding}, on error {on_error}, longest {longest}, format {input_format:?}, html {html_part:?}"
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
            input_format: None,
            globs: Vec::new(),
            max_skipped: None,
            archives: true,
            html_part: HtmlPart::default(),
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
