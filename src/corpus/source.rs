//! One file of a collection, before it is opened.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::archive::Unpacked;
use super::format::Format;
use super::format_entry::Layout;
use super::rows::RowLines;
use crate::document::Document;
use crate::error::SkippedInput;

/// Most bytes of a text in UTF-8; every offset then fits 32 bits.
pub(super) const LONGEST_TEXT: u64 = u32::MAX as u64;

/// The path that denotes standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// One item of a source: a document, or the reason why it was skipped.
pub type Entry = Result<Document, SkippedInput>;

/// A file of a collection, before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Id of the document of a text file. Records without an id of their own have this id with
    /// their line number. Unique in a [`Listing`](crate::corpus::Listing).
    pub id: String,
    /// Format of the file; `None` to detect it by the first bytes.
    pub(super) format: Option<Format>,
    /// Path of a copy that is read instead of the file.
    pub(super) copy: Option<PathBuf>,
    /// The folder of the copy, if the file is a member of an archive.
    pub(super) unpacked: Option<Unpacked>,
    /// Records in memory, which are read in place of a file.
    pub(super) rows: Option<RowLines>,
}

/// Why a Parquet file is not read.
#[cfg(not(feature = "parquet"))]
pub(crate) const NOT_BUILT_IN: &str = "Parquet is not built in; build with `--features parquet`";

impl Source {
    /// A file whose format is `format`, or is detected when it is read.
    pub(super) fn new(path: &Path, id: String, format: Option<Format>) -> Self {
        Self { path: path.into(), id, format, copy: None, unpacked: None, rows: None }
    }

    /// A file that is read as one text, whatever it is.
    pub(super) fn text(path: &Path) -> Self {
        Self::new(path, file_name(path), Some(Format::Text))
    }

    pub(super) fn standard_input() -> Self {
        Self::new(STANDARD_INPUT.as_ref(), STANDARD_INPUT.into(), None)
    }

    /// The same source, a member of an archive, which was unpacked to `file` in `folder`.
    pub(super) fn unpacked_to(self, file: PathBuf, folder: Unpacked) -> Self {
        Self { copy: Some(file), unpacked: Some(folder), ..self }
    }

    /// Path of the file that is read; `None` for standard input and for records in memory.
    #[must_use]
    pub fn local_path(&self) -> Option<&Path> {
        match &self.copy {
            Some(copy) => Some(copy),
            None => (!self.is_standard_input() && !self.is_in_memory()).then_some(&self.path),
        }
    }

    /// Whether the source has records in memory, and no file.
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.rows.is_some()
    }

    /// Size of the file on disk in bytes, or of the lines that records in memory are read as;
    /// `None` if it is not a regular file.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        if let Some(rows) = &self.rows {
            return Some(rows.size());
        }
        self.local_path()?.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
    }

    /// The id of a record that has no id of its own.
    #[must_use]
    pub fn id_of_line(&self, line: Option<u64>) -> String {
        line.map_or_else(|| self.id.clone(), |line| format!("{}:{line}", self.id))
    }

    /// Whether the file is known to hold records, not one text.
    #[must_use]
    pub fn holds_records(&self) -> bool {
        let layout = self.format.map(Format::layout);
        layout.is_some_and(|layout| !matches!(layout, Layout::Text | Layout::Extracted))
    }

    /// Whether the file is a table, CSV or Parquet, whose rows are the records.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.format.map(Format::layout), Some(Layout::Rows | Layout::Table))
    }

    /// The format of the file; `None` if it is detected when the file is read.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Reports that the source, or a line of it, was skipped.
    pub(super) fn skip(&self, line: Option<u64>, reason: String) -> SkippedInput {
        SkippedInput::new(&self.path, line, reason)
    }

    /// Reports that nothing after some records could be read.
    pub(super) fn skip_rest(&self, records: u64, error: &io::Error) -> SkippedInput {
        let skip = self.skip(Some(records + 1), reason(error));
        SkippedInput { unread_rest: true, ..skip }
    }

    /// Whether the source is standard input.
    #[must_use]
    pub fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == STANDARD_INPUT
    }
}

/// The path of `file` relative to `folder`, with `/` as the separator on every system.
pub(super) fn path_below(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = path.components().map(component_name).collect();
    parts.join("/")
}

fn component_name(component: Component<'_>) -> String {
    component.as_os_str().to_string_lossy().into_owned()
}

/// The last component of a path.
pub(super) fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// The message for an I/O error.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or directory".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// Returns an error if offsets in the text do not fit 32 bits.
pub(super) fn short_enough(text: String) -> Result<String, String> {
    if text.len() as u64 > LONGEST_TEXT {
        return Err(format!("the text has more than {LONGEST_TEXT} bytes"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_io_errors_have_short_messages() {
        let message = |kind: ErrorKind| reason(&io::Error::new(kind, "os error 13"));
        assert_eq!(message(ErrorKind::PermissionDenied), "permission denied");
        assert_eq!(message(ErrorKind::NotFound), "no such file or directory");
        assert_eq!(reason(&io::Error::other("no disk")), "no disk");
    }

    #[test]
    fn a_path_below_a_folder_has_slashes() {
        assert_eq!(path_below(Path::new("./a/"), Path::new("./a/b/c.txt")), "b/c.txt");
        assert_eq!(file_name(Path::new("./a/b/c.txt")), "c.txt");
    }
}
