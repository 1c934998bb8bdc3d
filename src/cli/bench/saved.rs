//! Saved runs, and the comparison with them.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use leitong::corpus::ReadOptions;
use leitong::dedup::Inputs;
use leitong::error::{Error, Result, SkippedInput};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::figures::{Comparison, Figure, SHORTEST};
use super::quality::Score;
use super::setting::{Setting, SettingName};
use super::stages::BLOCK;

/// Name and version of the schema.
const SCHEMA: &str = "leitong/bench/1";

/// All figures of a run, and what they were measured on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Run {
    schema: String,
    version: String,
    pub(crate) machine: Machine,
    pub(crate) input: Input,
    pub(crate) repeats: u16,
    pub(crate) figures: Vec<Figure>,
    /// Precision and recall of each setting, if a truth was given.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) scores: Vec<Score>,
}

/// The machine of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    os: String,
    architecture: String,
    /// The name of the processor, where the system tells it.
    processor: Option<String>,
    cores: usize,
}

/// The collection of a run, by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// Uncompressed bytes of the records.
    bytes: u64,
    /// A hash of these bytes.
    hash: String,
}

impl Machine {
    pub(super) fn this() -> Self {
        let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = info.lines().find_map(|line| line.strip_prefix("model name"));
        Self {
            os: std::env::consts::OS.into(),
            architecture: std::env::consts::ARCH.into(),
            processor: processor.map(|name| name.trim_start_matches([':', ' ', '\t']).to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    fn name(&self) -> String {
        let processor = self.processor.as_deref().unwrap_or(&self.architecture);
        format!("{processor}, {} cores, {}", self.cores, self.os)
    }
}

impl Input {
    /// Reads all records once. The first figures then are not those of a cold disk.
    pub(super) fn of(inputs: &Inputs, options: &ReadOptions) -> Self {
        let (mut hash, mut bytes) = (Xxh3::new(), 0);
        for source in inputs.sources() {
            // What cannot be read is told, or passed over, when it is measured.
            for block in source.blocks(options, &|_| (), BLOCK).flatten() {
                hash.update(block.bytes());
                bytes += block.bytes().len() as u64;
            }
        }
        Self { bytes, hash: format!("{:032x}", hash.digest128()) }
    }
}

impl Run {
    pub(super) fn new(input: Input, repeats: u16) -> Self {
        Self {
            schema: SCHEMA.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            machine: Machine::this(),
            input,
            repeats,
            figures: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// Reads a saved run.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(|source| Error::Read { path: path.into(), source })?;
        let run: serde_json::Result<Self> = serde_json::from_slice(&bytes);
        let wrong = |reason| Error::Unreadable(SkippedInput::new(path, None, reason));
        let run = run.map_err(|error| wrong(format!("it is no saved run of bench: {error}")))?;
        if run.schema == SCHEMA { Ok(run) } else { Err(wrong(format!("it is not {SCHEMA}"))) }
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }

    /// Returns an error if a saved run is one of another input.
    pub(super) fn check_input(&self, baseline: &Self) -> Result<()> {
        if self.input == baseline.input {
            return Ok(());
        }
        let [own, other] = [self, baseline].map(|run| run.input.bytes);
        refused(if own == other {
            "the saved run measured another input of the same size".into()
        } else {
            format!("the saved run measured another input, of {other} bytes; this one has {own}")
        })
    }

    /// Returns an error if a saved run has other settings, or other numbers of threads.
    pub(super) fn check_settings(&self, settings: &[Setting], threads: &[u16]) -> Result<()> {
        let mut asked = Vec::new();
        for setting in settings {
            asked.extend(
                threads
                    .iter()
                    .map(|&threads| Measuring { setting: setting.name(), threads: threads.into() }),
            );
        }
        let saved: Vec<Measuring<'_>> = self.figures.iter().map(Measuring::of).collect();
        if let Some(lacking) = asked.iter().find(|measuring| !saved.contains(measuring)) {
            return refused(format!("the saved run lacks {lacking}"));
        }
        match saved.iter().find(|measuring| !asked.contains(measuring)) {
            Some(more) => refused(format!("the saved run also has {more}")),
            None => Ok(()),
        }
    }

    /// Sets the ratio of each figure to that of a saved run. A stage that the saved run lacks has
    /// none.
    pub(super) fn compare(&mut self, baseline: &Self) {
        for figure in &mut self.figures {
            let same = |saved: &&Figure| {
                saved.stage == figure.stage && Measuring::of(saved) == Measuring::of(figure)
            };
            figure.baseline = baseline.figures.iter().find(same).map(|saved| Comparison {
                ratio: figure.seconds.median / saved.seconds.median.max(SHORTEST),
                overlaps: figure.seconds.overlaps(saved.seconds),
            });
        }
    }

    /// A line that says what a saved run is.
    pub(super) fn description(&self) -> String {
        let Self { version, machine, repeats, .. } = self;
        format!("leitong {version}, {}, {repeats} repeats", machine.name())
    }
}

/// A setting and a number of threads.
#[derive(PartialEq)]
struct Measuring<'m> {
    setting: &'m SettingName,
    threads: usize,
}

impl<'m> Measuring<'m> {
    fn of(figure: &'m Figure) -> Self {
        Self { setting: &figure.setting, threads: figure.threads }
    }
}

impl fmt::Display for Measuring<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { setting, threads } = self;
        let threads = if *threads == 1 { "1 thread".into() } else { format!("{threads} threads") };
        write!(f, "{setting}, on {threads}")
    }
}

fn refused<T>(reason: String) -> Result<T> {
    Err(Error::Setting { setting: "baseline", reason })
}

#[cfg(test)]
mod tests {
    use super::super::figures::Spread;
    use super::*;
    use leitong::document::Level;

    fn figure(stage: &str, seconds: f64) -> Figure {
        let setting =
            SettingName { level: Level::Document, shingle: "char:5".into(), similarity: 0.7 };
        Figure {
            stage: stage.into(),
            setting,
            threads: 1,
            seconds: Spread::of(vec![seconds]),
            bytes: 1,
            documents: 1,
            peak_memory: None,
            baseline: None,
        }
    }

    fn run(figures: &[Figure]) -> Run {
        let input = Input { bytes: 3, hash: "a".into() };
        Run { figures: figures.to_vec(), ..Run::new(input, 1) }
    }

    #[test]
    fn each_figure_is_divided_by_its_own_baseline() {
        let baseline = run(&[figure("b", 2.0), figure("a", 4.0)]);
        let mut now = run(&[figure("a", 2.0), figure("b", 2.0)]);
        now.compare(&baseline);
        let compared: Vec<_> = now.figures.iter().map(|figure| figure.baseline).collect();
        let comparison = |ratio, overlaps| Some(Comparison { ratio, overlaps });
        assert_eq!(compared, [comparison(0.5, false), comparison(1.0, true)]);
    }

    #[test]
    fn a_figure_of_another_setting_is_no_baseline() {
        let mut other = figure("a", 1.0);
        other.setting.similarity = 0.8;
        let mut now = run(&[figure("a", 2.0), figure("b", 2.0)]);
        now.compare(&run(&[other, figure("c", 1.0)]));
        assert!(now.figures.iter().all(|figure| figure.baseline.is_none()));
    }

    #[test]
    fn another_input_is_refused() {
        let run = run(&[]);
        let mut elsewhere = run.clone();
        elsewhere.input.hash = "b".into();
        assert!(run.check_input(&run).is_ok() && run.check_input(&elsewhere).is_err());
    }

    #[test]
    fn a_saved_run_is_read_as_it_was() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("run.json");
        let saved = run(&[figure("a", 0.125)]);
        let mut bytes = Vec::new();
        saved.write(&mut bytes).expect("memory can be written to");
        fs::write(&path, &bytes).expect("there is room");
        let read = Run::read(&path).expect("it is a saved run");
        assert_eq!((read.figures, read.input), (saved.figures, saved.input));
        for wrong in ["{}", "[", "{\"schema\": \"leitong/report/1\"}"] {
            fs::write(&path, wrong).expect("there is room");
            assert!(Run::read(&path).is_err(), "{wrong}");
        }
    }
}
