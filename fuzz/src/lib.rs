//! What the fuzz targets share: a file that takes the bytes of each input, and choices made by one
//! byte.

use std::fs;
use std::path::Path;

use leitong::corpus::{Encoding, Entry, ReadOptions, Source, find};
use leitong::document::Span;
use leitong::text::line_spans;
use tempfile::TempDir;

/// Labels of the encodings that an input can ask for.
const LABELS: [&str; 13] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "utf-16",
    "gb18030",
    "gbk",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "iso-2022-jp",
    "windows-1252",
    "koi8-r",
];

/// The encoding that `choice` stands for; `None`, to recognise it, for every other choice.
///
/// # Panics
/// If the reader does not know one of the labels.
#[must_use]
pub fn encoding(choice: u8) -> Option<Encoding> {
    let label = LABELS.get(usize::from(choice % 32))?;
    Some(label.parse().expect("every label is one of the standard's"))
}

/// A file in a temporary folder that is overwritten by each input.
pub struct InputFile {
    source: Source,
    _folder: TempDir,
}

impl InputFile {
    /// An empty file of this name, whose extension says what it holds.
    ///
    /// # Panics
    /// If the file cannot be written.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a target may write temporary files");
        let paths = [folder.path().join(name)];
        fs::write(&paths[0], b"").expect("the folder is new");
        let listing = find(&paths, &ReadOptions::default()).expect("the file exists");
        let source = listing.sources.into_iter().flatten().next().expect("the file is read");
        Self { source, _folder: folder }
    }

    /// The file with `bytes` in place of what it held.
    ///
    /// # Panics
    /// If the file cannot be written.
    #[must_use]
    pub fn holding(&self, bytes: &[u8]) -> &Self {
        fs::write(self.path(), bytes).expect("the file can be overwritten");
        self
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.source.path
    }

    /// The file as a source of a collection.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// All documents of the file, as `scan` reads them.
    #[must_use]
    pub fn documents(&self, options: &ReadOptions) -> Vec<Entry> {
        self.source.read(options, &|_| ()).collect()
    }

    /// What the first record of the file says when it holds `bytes`.
    ///
    /// # Panics
    /// If the record cannot be read.
    #[must_use]
    pub fn text_of(&self, bytes: &[u8], options: &ReadOptions) -> String {
        let mut entries = self.holding(bytes).documents(options);
        assert!(!entries.is_empty(), "there is a record");
        entries.swap_remove(0).expect("the record can be read").text
    }
}

/// Every paragraph of `text` that its bit of `choice` picks.
#[must_use]
pub fn some_paragraphs(text: &str, choice: u8) -> Vec<Span> {
    let picked = line_spans(text).enumerate().filter(|(at, _)| choice >> (at % 8) & 1 == 1);
    picked.map(|(_, span)| span).collect()
}

/// The text of these spans, one behind the other.
#[must_use]
pub fn joined(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|span| span.of(text)).collect()
}
