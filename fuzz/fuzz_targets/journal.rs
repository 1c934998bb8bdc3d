//! The journal of `dedup --resume`: whatever stands in it, a run never panics. A journal that was
//! damaged is refused, or the run comes to the same as one without a journal.
//!
//! Input: a byte for the settings, then what is done to the journal of a stopped run: it is cut and
//! overwritten, or replaced altogether; or, with a true checksum, an entry is overwritten. Of such a
//! entry only the first half of the law holds, since nothing tells it from one that a run wrote.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use leitong::corpus::ReadOptions;
use leitong::dedup::{Dedup, DedupSettings, Inputs, Keep, Monitor, Outputs, Phase, Summary};
use leitong::document::Level;
use leitong::error::{Error, Result};
use leitong::scan::ScanSettings;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes before the first entry.
const MAGIC: usize = 16;
/// Bytes before what an entry holds: its length and its checksum.
const HEAD: usize = 12;

/// A run with its inputs, and what it comes to.
struct Case {
    dedup: Dedup,
    inputs: Inputs,
    journal: PathBuf,
    /// The journal of a run that was stopped when all was read.
    whole: Vec<u8>,
    expected: Summary,
    _folder: TempDir,
}

static CASES: LazyLock<[Case; 3]> = LazyLock::new(|| {
    [
        Case::new(Level::Document, Keep::First),
        Case::new(Level::Document, Keep::Smallest("n".into())),
        Case::new(Level::Paragraph, Keep::Longest),
    ]
});

fuzz_target!(|data: &[u8]| {
    let Some((&[choice, what], bytes)) = data.split_first_chunk() else { return };
    let case = &CASES[usize::from(choice) % CASES.len()];
    match what % 4 {
        0 => case.comes_to_the_same(bytes),
        1 => case.comes_to_the_same(&[&case.whole[..MAGIC + case.entry(0).len()], bytes].concat()),
        2 => case.comes_to_the_same(&overwritten(&case.whole, bytes)),
        _ => drop(case.run_with(&case.with_entry(usize::from(choice >> 4), bytes))),
    }
});

/// Some bytes replaced: each edit is a place of two bytes and a new byte; a place behind the end
/// cuts.
fn overwritten(whole: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]]));
        match bytes.get_mut(at) {
            Some(byte) => *byte = edit[2],
            None => bytes.truncate(at % (whole.len() + 1)),
        }
    }
    bytes
}

impl Case {
    fn new(level: Level, keep: Keep) -> Self {
        let folder = tempfile::tempdir().expect("a target may write temporary files");
        let (one, two) = (folder.path().join("one.jsonl"), folder.path().join("two.jsonl"));
        let (poem, other) = (
            "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
            "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
        );
        let line = |n: u32, text: &str| format!("{{\"n\": {n}, \"text\": \"{text}\"}}\n");
        fs::write(&one, line(3, poem) + "broken\n" + &line(2, other) + &line(1, poem))
            .expect("the folder is new");
        fs::write(
            &two,
            line(0, &format!("{poem}\\n{other}")) + "{}\n" + &line(5, &poem.replace('，', ",")),
        )
        .expect("the folder is new");
        let journal = folder.path().join("journal");
        let settings = DedupSettings::default()
            .matching(ScanSettings::default().min_chars(5))
            .level(level)
            .keep(keep)
            .resume(&journal);
        let dedup = Dedup::new(settings, ReadOptions::default()).expect("the settings are sound");
        let inputs =
            Inputs::find(&[two], &[one], &ReadOptions::default()).expect("the files exist");
        let mut case = Self {
            dedup,
            inputs,
            journal,
            whole: Vec::new(),
            expected: Summary::default(),
            _folder: folder,
        };
        assert!(matches!(case.run(Some(Phase::Bucketing)), Err(Error::Stopped)));
        case.whole = fs::read(&case.journal).expect("the journal of a stopped run stays");
        fs::remove_file(&case.journal).expect("the journal is there");
        case.expected = case.run(None).expect("the run is sound");
        case
    }

    fn run(&self, stop_at: Option<Phase>) -> Result<Summary> {
        let stop = AtomicBool::new(false);
        let begin = |phase| stop_if(&stop, Some(phase) == stop_at);
        let watch = Monitor { bytes: &|_| (), phase: &begin, stop: &stop };
        self.dedup.run(&self.inputs, &Outputs::Nowhere, None, watch)
    }

    fn run_with(&self, journal: &[u8]) -> Result<Summary> {
        fs::write(&self.journal, journal).expect("the folder can be written to");
        self.run(None)
    }

    fn comes_to_the_same(&self, journal: &[u8]) {
        match self.run_with(journal) {
            Ok(summary) => assert_eq!(summary, self.expected),
            Err(error) => {
                assert!(matches!(error, Error::Setting { setting: "resume", .. }), "{error}");
                let left = fs::read(&self.journal).expect("a refused journal stays");
                assert_eq!(left, journal, "a refused journal is left alone");
            }
        }
    }

    /// The journal in which the entry of this number, but not the first, is overwritten.
    fn with_entry(&self, number: usize, edits: &[u8]) -> Vec<u8> {
        let mut journal = self.whole[..MAGIC].to_vec();
        let entries = 1 + number % 6;
        for at in 0..=entries {
            let entry = self.entry(at);
            match entry.get(HEAD..) {
                Some(inner) if at == entries => append(&mut journal, &overwritten(inner, edits)),
                Some(_) => journal.extend_from_slice(entry),
                None => append(&mut journal, edits),
            }
        }
        journal
    }

    /// An entry of the whole journal with its head; nothing if there are not so many.
    fn entry(&self, number: usize) -> &[u8] {
        let mut rest = &self.whole[MAGIC..];
        for _ in 0..number {
            rest = &rest[entry_len(rest)..];
        }
        &rest[..entry_len(rest)]
    }
}

/// Stops a run, for good.
fn stop_if(stop: &AtomicBool, is_due: bool) {
    stop.fetch_or(is_due, Ordering::Relaxed);
}

fn entry_len(entries: &[u8]) -> usize {
    let length = entries.first_chunk().map(|length| HEAD + u32::from_le_bytes(*length) as usize);
    length.unwrap_or(0)
}

fn append(journal: &mut Vec<u8>, inner: &[u8]) {
    journal.extend((inner.len() as u32).to_le_bytes());
    journal.extend(xxh3_64(inner).to_le_bytes());
    journal.extend(inner);
}
