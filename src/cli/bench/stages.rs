//! Times the stages, each added to those before it, and then a whole run.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use rayon::prelude::*;

use super::figures::Figure;
use super::memory::reset_peak;
use super::rounds::{Measured, Rounds};
use super::scan;
use super::setting::Setting;
use leitong::corpus::{Block, ReadOptions, Source};
use leitong::dedup::{Dedup, Inputs, Monitor, Outputs, Phase};
use leitong::detector::{Detector, Scratch};
use leitong::error::{Error, Result, SkippedInput};

/// Bytes of a block, as a run of `dedup` takes them.
pub(super) const BLOCK: usize = 1 << 19;
/// Bytes of the collection on which the single stages are measured.
const SAMPLE: usize = 1 << 28;

/// The name of a whole deduplication.
pub(super) const WHOLE: &str = "dedup, whole";

/// Measures the stages of runs with some settings.
pub(crate) struct Bench<'b> {
    pub(crate) setting: &'b Setting,
    /// Options of reading.
    pub(crate) options: &'b ReadOptions,
    /// The files of the collection.
    pub(crate) inputs: &'b Inputs,
    /// Their paths.
    pub(crate) paths: &'b [PathBuf],
    /// Measurements of each stage.
    pub(crate) repeats: u16,
    /// Whether the stages of a scan are measured too.
    pub(crate) has_scan: bool,
}

/// Figures of all stages of a setting.
pub(crate) struct Stages {
    pub(crate) figures: Vec<Figure>,
    /// What could not be read.
    pub(crate) skips: Vec<SkippedInput>,
}

/// Blocks to measure on.
#[derive(Default)]
struct Sample {
    blocks: Vec<Block>,
    bytes: usize,
}

impl Sample {
    fn add(&mut self, block: Block) {
        self.bytes += block.bytes().len();
        self.blocks.push(block);
    }

    fn is_full(&self) -> bool {
        self.bytes >= SAMPLE
    }
}

/// The stages that are measured, each as what it adds to those before it.
const STAGES: [&str; 5] = ["parse", "normalise", "shingle", "sketch", "band keys"];

impl Bench<'_> {
    /// Figures of all stages, in order, on the threads of the current rayon pool. Single stages are
    /// those of whole documents.
    ///
    /// # Errors
    /// If the collection cannot be read, or a whole run fails.
    pub(crate) fn measure(&self) -> Result<Stages> {
        let (mut rounds, mut runs) = (Rounds::default(), Rounds::default());
        let mut skips = Vec::new();
        // A run tells what cannot be read, or fails.
        for _ in 0..self.repeats {
            reset_peak();
            skips = self.whole(&mut runs)?;
        }
        if self.setting.is_of_documents() {
            self.single_stages(&mut rounds)?;
        }
        rounds.append(runs);
        for _ in 0..if self.has_scan { self.repeats } else { 0 } {
            reset_peak();
            scan::measure(self.setting, self.paths, self.options, &mut rounds)?;
        }
        Ok(Stages { figures: rounds.figures(self.setting), skips })
    }

    /// Measures each stage on a sample in memory.
    fn single_stages(&self, rounds: &mut Rounds) -> Result<()> {
        reset_peak();
        let mut seconds = Vec::new();
        let mut blocks = Vec::new();
        for _ in 0..self.repeats {
            drop(std::mem::take(&mut blocks));
            let begin = Instant::now();
            blocks = self.sample();
            seconds.push(begin.elapsed().as_secs_f64());
        }
        self.check_records(&blocks)?;
        let measured = self.run_to_depth(&blocks, 0)?;
        for seconds in seconds {
            rounds.add("read", seconds, measured);
        }
        for _ in 0..self.repeats {
            let mut before = 0.0;
            for (depth, stage) in STAGES.into_iter().enumerate() {
                reset_peak();
                let begin = Instant::now();
                let measured = self.run_to_depth(&blocks, depth)?;
                let whole = begin.elapsed().as_secs_f64();
                rounds.add(stage, (whole - before).max(0.0), measured);
                before = whole;
            }
        }
        Ok(())
    }

    /// Returns an error if no record of the sample can be read: speeds would be those of nothing.
    fn check_records(&self, blocks: &[Block]) -> Result<()> {
        let records = blocks.iter().flat_map(Block::records);
        let mut reads = records.map(|record| {
            record.read(self.options, &[], |_| ()).map_err(|reason| (record.line(), reason))
        });
        match reads.next() {
            Some(Err((line, reason))) if reads.all(|read| read.is_err()) => {
                let source = self.inputs.sources().first();
                let path = source.map_or_else(PathBuf::new, |source| source.path.clone());
                Err(Error::Unreadable(SkippedInput::new(&path, line, reason)))
            }
            _ => Ok(()),
        }
    }

    /// The first blocks of the collection, without what could not be read in a run before.
    fn sample(&self) -> Vec<Block> {
        let mut sample = Sample::default();
        for source in self.inputs.sources() {
            self.read_source(source, &mut sample);
            if sample.is_full() {
                break;
            }
        }
        sample.blocks
    }

    /// Adds blocks of a source until the sample is full.
    fn read_source(&self, source: &Source, sample: &mut Sample) {
        for block in source.blocks(self.options, &|_| (), BLOCK).flatten() {
            sample.add(block);
            if sample.is_full() {
                break;
            }
        }
    }

    /// Runs all stages up to a depth, and counts bytes of text and documents.
    fn run_to_depth(&self, blocks: &[Block], depth: usize) -> Result<Measured> {
        let detector = self.setting.scan().detector().build()?;
        let counts =
            blocks.par_iter().with_max_len(1).map_init(Scratch::default, |scratch, block| {
                let mut counts = Measured::default();
                for record in block.records() {
                    let read = record.read(self.options, &[], |fields| {
                        prepare(&detector, &fields.text, depth, scratch);
                        fields.text.len() as u64
                    });
                    counts.bytes += read.as_ref().unwrap_or(&0);
                    counts.documents += u64::from(read.is_ok());
                }
                counts
            });
        Ok(counts.reduce(Measured::default, |a, b| Measured {
            bytes: a.bytes + b.bytes,
            documents: a.documents + b.documents,
        }))
    }

    /// Measures the phases of a whole run, and the run. Returns what could not be read.
    fn whole(&self, rounds: &mut Rounds) -> Result<Vec<SkippedInput>> {
        let folder = tempfile::tempdir().map_err(|source| Error::Spill { source })?;
        let dedup = Dedup::new(self.setting.dedup(), self.options.clone())?;
        let phases: Mutex<Vec<(Phase, Instant)>> = Mutex::default();
        let stop = AtomicBool::new(false);
        let on_phase = |phase| {
            phases
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push((phase, Instant::now()));
        };
        let watch = Monitor { bytes: &|_| (), phase: &on_phase, stop: &stop };
        let begin = Instant::now();
        // A folder holds records and texts alike.
        let outputs = Outputs::Folder(folder.path().join("kept"));
        let summary = dedup.run(self.inputs, &outputs, None, watch)?;
        let end = Instant::now();
        let phases = phases.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ends = phases.iter().skip(1).map(|(_, instant)| *instant).chain([end]);
        let measured = Measured { bytes: summary.bytes_read, documents: summary.read as u64 };
        for ((phase, begin), end) in phases.iter().zip(ends) {
            rounds.add(name(*phase), (end - *begin).as_secs_f64(), measured);
        }
        rounds.add(WHOLE, (end - begin).as_secs_f64(), measured);
        Ok(summary.skips)
    }
}

/// Does the stages up to a depth on one text.
fn prepare(detector: &Detector, text: &str, depth: usize, scratch: &mut Scratch) {
    if depth == 0 {
        black_box(text);
        return;
    }
    let mut prepared = detector.prepare(text, scratch);
    match depth {
        1 => drop(black_box(prepared.chars().len())),
        2 => drop(black_box(prepared.shingles().len())),
        3 => drop(black_box(prepared.slots().map(<[u32]>::len))),
        _ => drop(black_box(prepared.band_keys().fold(0, |all, key| all ^ key))),
    }
}

/// The name of a phase of a whole run.
fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Counting => "dedup: counting paragraphs",
        Phase::Reading => "dedup: reading to keys",
        Phase::Bucketing => "dedup: sorting keys",
        Phase::Comparing => "dedup: verifying",
        Phase::Writing => "dedup: writing",
        _ => "dedup: other",
    }
}
