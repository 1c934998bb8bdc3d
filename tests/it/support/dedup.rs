//! A run of `dedup` over files in a temporary folder.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use leitong::corpus::ReadOptions;
use leitong::dedup::{Dedup, DedupSettings, Inputs, Measure, Monitor, Outputs, Phase, Summary};
use leitong::error::Result;
use leitong::scan::ScanSettings;
use leitong::text::width;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{content_chars, on_threads, temporary_folder};

/// Settings by which every record goes that is similar to a kept one by the Jaccard similarity, and no
/// other.
pub(crate) fn by_jaccard(settings: DedupSettings) -> DedupSettings {
    settings.by([Measure::Jaccard]).guard(false)
}

/// A folder of files to read and written ones, and how they are deduplicated.
pub(crate) struct Case {
    folder: TempDir,
    pub(crate) settings: DedupSettings,
    pub(crate) options: ReadOptions,
    pub(crate) threads: usize,
    /// Names of what is read.
    pub(crate) inputs: Vec<&'static str>,
    pub(crate) against: Vec<&'static str>,
    pub(crate) output: &'static str,
}

/// What came of a run.
pub(crate) struct Outcome {
    pub(crate) summary: Summary,
    /// The list of duplicates.
    pub(crate) list: Vec<Value>,
}

/// The name of the list of duplicates.
pub(crate) const LIST: &str = "list.jsonl";

impl Case {
    pub(crate) fn new() -> Self {
        Self {
            folder: temporary_folder(),
            settings: DedupSettings::default(),
            options: ReadOptions::default(),
            threads: 2,
            inputs: vec!["in.jsonl"],
            against: Vec::new(),
            output: "out.jsonl",
        }
    }

    /// A case that reads `bytes` from `in.jsonl`.
    pub(crate) fn of(bytes: impl AsRef<[u8]>) -> Self {
        let case = Self::new();
        case.write("in.jsonl", bytes);
        case
    }

    /// Changes how texts are compared.
    pub(crate) fn compare_with(&mut self, change: impl FnOnce(ScanSettings) -> ScanSettings) {
        let matching = change(self.settings.get_matching().clone());
        self.set(|settings| settings.matching(matching));
    }

    /// Changes the settings of the run.
    pub(crate) fn set(&mut self, change: impl FnOnce(DedupSettings) -> DedupSettings) {
        self.settings = change(std::mem::take(&mut self.settings));
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("made anew");
        fs::write(&path, bytes).expect("written into a folder of ours");
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What the output holds, as text.
    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.read(self.output)).expect("UTF-8 went in")
    }

    /// Names of all files and folders that stand in a folder.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn paths(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.path(name)).collect()
    }

    /// Runs, and removes what stood at the outputs before.
    pub(crate) fn run(&self) -> Outcome {
        for old in [self.output, LIST] {
            let _ = fs::remove_dir_all(self.path(old)).or_else(|_| fs::remove_file(self.path(old)));
        }
        self.try_run(|_, _| ()).expect("the run is sound")
    }

    /// Runs, and calls `at` with each phase as it begins, and what stops the run.
    pub(crate) fn try_run(&self, at: impl Fn(Phase, &AtomicBool) + Sync) -> Result<Outcome> {
        let stop = AtomicBool::new(false);
        self.run_with(Monitor { bytes: &|_| (), phase: &|phase| at(phase, &stop), stop: &stop })
    }

    fn run_with(&self, watch: Monitor<'_>) -> Result<Outcome> {
        let inputs =
            Inputs::find(&self.paths(&self.inputs), &self.paths(&self.against), &self.options)?;
        let summary =
            self.run_watched(&inputs, &self.path(self.output), Some(&self.path(LIST)), watch)?;
        let list = String::from_utf8(self.read(LIST)).expect("JSON is UTF-8");
        let list = list.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        Ok(Outcome { summary, list })
    }

    /// Runs, and tells how many bytes were read before texts were compared.
    pub(crate) fn run_counting(&self) -> (Outcome, u64) {
        let (stop, read, is_read) =
            (AtomicBool::new(false), AtomicU64::new(0), AtomicBool::new(false));
        let count = |bytes| {
            if !is_read.load(Ordering::Relaxed) {
                read.fetch_add(bytes, Ordering::Relaxed);
            }
        };
        let phase = |phase| {
            is_read.store(!matches!(phase, Phase::Counting | Phase::Reading), Ordering::Relaxed);
        };
        let watch = Monitor { bytes: &count, phase: &phase, stop: &stop };
        (self.run_with(watch).expect("the run is sound"), read.into_inner())
    }

    /// Runs without a list.
    pub(crate) fn run_unlisted(&self) -> Summary {
        let watch = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
        let inputs =
            Inputs::find(&self.paths(&self.inputs), &self.paths(&self.against), &self.options)
                .expect("it is all there");
        self.run_watched(&inputs, &self.path(self.output), None, watch).expect("the run is sound")
    }

    fn run_watched(
        &self,
        inputs: &Inputs,
        out: &Path,
        list: Option<&Path>,
        watch: Monitor<'_>,
    ) -> Result<Summary> {
        let dedup = Dedup::new(self.settings.clone(), self.options.clone())?;
        let outputs = Outputs::at(out, inputs)?;
        on_threads(self.threads, || dedup.run(inputs, &outputs, list, watch))
    }

    /// Names of what stands in the folder after a run that `at` makes fail, and what it said.
    pub(crate) fn failure(&self, at: impl Fn(Phase, &AtomicBool) + Sync) -> (String, Vec<String>) {
        let said = match self.try_run(at) {
            Ok(outcome) => panic!("the run must fail, but came to {:?}", outcome.summary),
            Err(error) => error.to_string(),
        };
        (said, self.names(""))
    }
}

/// Stops a run when `phase` begins.
pub(crate) fn stop_at(phase: Phase) -> impl Fn(Phase, &AtomicBool) + Sync {
    move |begun, stop| stop.store(begun == phase || stop.load(Ordering::Relaxed), Ordering::Relaxed)
}

/// A line of JSON Lines.
pub(crate) fn line(id: &str, text: &str) -> String {
    format!("{}\n", json!({"id": id, "text": text}))
}

pub(crate) fn lines<T: AsRef<str>>(texts: &[T]) -> String {
    texts.iter().enumerate().map(|(at, text)| line(&at.to_string(), text.as_ref())).collect()
}

/// The text of a line.
pub(crate) fn text_of(line: &str) -> String {
    let record: Value = serde_json::from_str(line).expect("JSON");
    record["text"].as_str().expect("a string").to_owned()
}

/// The shortest runs of content characters that are wider than four ideographs, of which a letter
/// or digit counts a third; the whole, if it is not so wide.
pub(crate) fn grams(text: &str) -> HashSet<Vec<char>> {
    let chars = content_chars(text);
    let from = |start| (start..=chars.len()).map(move |end| start..end);
    let runs = (0..chars.len())
        .filter_map(|start| from(start).map(|run| &chars[run]).find(|run| width(run) > 4.2));
    let runs: HashSet<Vec<char>> = runs.map(<[char]>::to_vec).collect();
    if runs.is_empty() { HashSet::from([chars]) } else { runs }
}

/// Jaccard similarity, as its definition has it.
pub(crate) fn jaccard(a: &str, b: &str) -> f64 {
    let (a, b) = (grams(a), grams(b));
    let shared = a.intersection(&b).count();
    shared as f64 / (a.len() + b.len() - shared) as f64
}
