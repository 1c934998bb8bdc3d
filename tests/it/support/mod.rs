//! Helpers that several tests share.

pub(crate) mod dedup;
pub(crate) mod generated;
pub(crate) mod program;

use std::io::Write;
use std::path::Path;

use leitong::corpus::Collection;
use leitong::document::{Document, Span};
use leitong::scan::{Findings, Scan, ScanSettings};
use leitong::sketch::Shingling;
use leitong::text::{Content, Script};
use proptest::test_runner::{Config, FileFailurePersistence};
use tempfile::TempDir;

/// The one file for the failures that property tests of this binary have found; those of the
/// library's own tests lie beside it, where proptest puts them.
const REGRESSIONS: &str = "proptest-regressions/it.txt";

/// The number of cases of a property that is quick to check; proptest's own default.
pub(crate) const MANY: u32 = 256;

/// `ScanSettings` of a property test that tries so many cases.
pub(crate) fn cases(cases: u32) -> Config {
    let persistence = FileFailurePersistence::Direct(REGRESSIONS);
    Config { cases, failure_persistence: Some(Box::new(persistence)), ..Config::default() }
}

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A new folder, which is removed when the value is dropped.
pub(crate) fn temporary_folder() -> TempDir {
    tempfile::tempdir().expect("the test may write temporary files")
}

/// Runs `work` on a pool of so many threads.
pub(crate) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads can be started").install(work)
}

/// The collection of these documents.
pub(crate) fn collection(documents: Vec<Document>) -> Collection {
    Collection { documents, ..Collection::default() }
}

/// The collection of these texts, with the ids `d000`, `d001` and so on.
pub(crate) fn numbered(texts: impl IntoIterator<Item = String>) -> Collection {
    let ids = (0..).map(|at| format!("d{at:03}"));
    let texts = ids.zip(texts);
    collection(texts.map(|(id, text)| Document { id, text, ..Document::default() }).collect())
}

/// What a scan with the default settings finds.
pub(crate) fn scan(collection: &Collection) -> Findings {
    scan_with(ScanSettings::default(), collection)
}

/// What a scan finds.
pub(crate) fn scan_with(settings: ScanSettings, collection: &Collection) -> Findings {
    let scan = Scan::new(settings).expect("the settings are valid");
    scan.run(collection, &|_| {}).expect("no limit of memory is set")
}

/// The content of a whole text.
pub(crate) fn content_of(text: &str, script: Script) -> Content {
    Content::of(text, Span::new(0, text.len()), script)
}

/// The content characters of a text, as it is written.
pub(crate) fn content_chars(text: &str) -> Vec<char> {
    content_of(text, Script::AsWritten).chars().to_vec()
}

/// The content characters of a text as a string.
pub(crate) fn content_text(text: &str) -> String {
    content_of(text, Script::AsWritten).chars().iter().collect()
}

/// The default shingles of a whole text.
pub(crate) fn shingles(text: &str) -> Vec<u64> {
    let content = content_of(text, Script::AsWritten);
    Shingling::default().shingles(text, &content, 0..content.len())
}

/// The reasons why input was skipped, each behind its line number where there is one.
pub(crate) fn skip_reasons(collection: &Collection) -> Vec<String> {
    let line = |line: Option<u64>| line.map_or_else(String::new, |line| format!("{line}: "));
    collection.skipped.iter().map(|skip| line(skip.line) + &skip.reason).collect()
}

/// The bytes, compressed by gzip.
pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let written = encoder.write_all(bytes.as_ref()).and_then(|()| encoder.finish());
    written.expect("writing to memory does not fail")
}

/// The bytes, compressed by zstd.
pub(crate) fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 1).expect("writing to memory does not fail")
}

/// The text in UTF-16, without a byte order mark of its own.
pub(crate) fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// A generator of numbers (splitmix64).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + (self.next() % (to - from + 1) as u64) as usize
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.between(0, 99) < percent
    }

    /// A Chinese character; common ones come more often, as in real text.
    pub(crate) fn ideograph(&mut self) -> char {
        let rank = (self.next() % 3_000) * (self.next() % 3_000) / 3_000;
        char::from_u32(0x4E00 + rank as u32).expect("these are all Chinese characters")
    }

    pub(crate) fn text(&mut self, chars: usize) -> Vec<char> {
        (0..chars).map(|_| self.ideograph()).collect()
    }

    /// A copy in which about so many of a hundred characters were replaced, left out or added.
    pub(crate) fn edited(&mut self, text: &[char], percent: usize) -> Vec<char> {
        let mut edited = Vec::with_capacity(text.len());
        for &char in text {
            match (self.percent(percent), self.between(0, 2)) {
                (false, _) => edited.push(char),
                (true, 0) => edited.push(self.ideograph()),
                (true, 1) => {}
                (true, _) => edited.extend([char, self.ideograph()]),
            }
        }
        edited
    }
}
