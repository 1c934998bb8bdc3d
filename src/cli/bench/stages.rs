//! Times the stages, each added to those before it, and then a whole run.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use rayon::prelude::*;

use super::memory::{peak, reset_peak};
use leitong::corpus::{Block, OnError, ReadOptions, Source, find};
use leitong::dedup::{Dedup, DedupSettings, Inputs, Monitor, Outputs, Phase};
use leitong::detector::{Detector, Scratch};
use leitong::error::{Error, Result, SkippedInput};

/// Bytes of a block, as a run of `dedup` takes them.
const BLOCK: usize = 1 << 19;
/// Bytes of the collection on which the single stages are measured.
const SAMPLE: usize = 1 << 28;
/// Measurements of each stage, of which the median counts.
const ROUNDS: usize = 3;

/// The figures of one stage.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub(crate) struct Figure {
    /// Name of the stage.
    pub(crate) stage: &'static str,
    /// Number of threads.
    pub(crate) threads: usize,
    /// Seconds; for a single stage the median of three, less that of the stages before it.
    pub(crate) seconds: f64,
    /// Bytes of text in UTF-8.
    pub(crate) bytes: u64,
    /// Number of documents.
    pub(crate) documents: u64,
    /// Peak memory of the process meanwhile, in bytes; `None` where the system does not report it.
    pub(crate) peak_memory: Option<u64>,
}

/// Measures the stages of a deduplication of whole documents.
pub(crate) struct Bench {
    /// Settings of the deduplication.
    pub(crate) settings: DedupSettings,
    /// Options of reading.
    pub(crate) options: ReadOptions,
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

impl Bench {
    /// Figures of all stages, in order, on the threads of the current rayon pool.
    ///
    /// # Errors
    /// If the collection cannot be read, or a whole run fails.
    pub(crate) fn measure(&self, paths: &[PathBuf]) -> Result<Vec<Figure>> {
        let (blocks, read) = self.sample(paths)?;
        self.check_records(paths, &blocks)?;
        let mut figures = vec![read];
        let mut before = 0.0;
        for (depth, stage) in STAGES.into_iter().enumerate() {
            let (mut rounds, mut bytes, mut documents) = (Vec::new(), 0, 0);
            reset_peak();
            for _ in 0..ROUNDS {
                let begin = Instant::now();
                (bytes, documents) = self.run_to_depth(&blocks, depth)?;
                rounds.push(begin.elapsed().as_secs_f64());
            }
            rounds.sort_by(f64::total_cmp);
            let whole = rounds[ROUNDS / 2];
            figures.push(figure(stage, (whole - before).max(0.0), bytes, documents));
            before = whole;
        }
        let (bytes, documents) = (figures[1].bytes, figures[1].documents);
        figures[0] = Figure { bytes, documents, ..figures[0] };
        drop(blocks);
        figures.extend(self.whole(paths)?);
        Ok(figures)
    }

    /// Returns an error if no record of the sample can be read: speeds would be those of nothing.
    fn check_records(&self, paths: &[PathBuf], blocks: &[Block]) -> Result<()> {
        let records = blocks.iter().flat_map(Block::records);
        let mut reads = records.map(|record| {
            record.read(&self.options, &[], |_| ()).map_err(|reason| (record.line(), reason))
        });
        match reads.next() {
            Some(Err((line, reason))) if reads.all(|read| read.is_err()) => {
                let source = find(paths, &self.options)?.sources.into_iter().flatten().next();
                let path = source.map_or_else(PathBuf::new, |source| source.path);
                Err(Error::Unreadable(SkippedInput::new(&path, line, reason)))
            }
            Some(_) => Ok(()),
            None => Err(no_record(paths)),
        }
    }

    /// The first blocks of the collection, and the time of reading them. What cannot be read inside
    /// a source is left out, unless the options say that it is an error.
    fn sample(&self, paths: &[PathBuf]) -> Result<(Vec<Block>, Figure)> {
        reset_peak();
        let begin = Instant::now();
        let mut sample = Sample::default();
        for source in find(paths, &self.options)?.sources {
            self.read_source(&source.map_err(Error::Unreadable)?, &mut sample)?;
            if sample.is_full() {
                break;
            }
        }
        let seconds = begin.elapsed().as_secs_f64();
        Ok((sample.blocks, figure("read", seconds, 0, 0)))
    }

    /// Adds blocks of a source until the sample is full.
    fn read_source(&self, source: &Source, sample: &mut Sample) -> Result<()> {
        for block in source.blocks(&self.options, &|_| (), BLOCK) {
            match block {
                Ok(block) => sample.add(block),
                Err(skip) => self.skip(skip)?,
            }
            if sample.is_full() {
                break;
            }
        }
        Ok(())
    }

    /// Passes over what cannot be read, or fails, as the options say.
    fn skip(&self, skip: SkippedInput) -> Result<()> {
        match self.options.get_on_error() {
            OnError::Skip => Ok(()),
            OnError::Fail => Err(Error::Unreadable(skip)),
        }
    }

    /// Runs all stages up to a depth, and counts bytes of text and documents.
    fn run_to_depth(&self, blocks: &[Block], depth: usize) -> Result<(u64, u64)> {
        let detector = self.settings.get_matching().detector().build()?;
        let counts =
            blocks.par_iter().with_max_len(1).map_init(Scratch::default, |scratch, block| {
                let mut counts = (0, 0);
                for record in block.records() {
                    let read = record.read(&self.options, &[], |fields| {
                        prepare(&detector, &fields.text, depth, scratch);
                        fields.text.len() as u64
                    });
                    counts = (
                        counts.0 + read.as_ref().unwrap_or(&0),
                        counts.1 + u64::from(read.is_ok()),
                    );
                }
                counts
            });
        Ok(counts.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1)))
    }

    /// The figures of the phases of a whole run, and of the run.
    fn whole(&self, paths: &[PathBuf]) -> Result<Vec<Figure>> {
        let folder = tempfile::tempdir().map_err(|source| Error::Spill { source })?;
        let dedup = Dedup::new(self.settings.clone(), self.options.clone())?;
        let inputs = Inputs::find(paths, &[], &self.options)?;
        let phases: Mutex<Vec<(Phase, Instant)>> = Mutex::default();
        let stop = AtomicBool::new(false);
        let on_phase = |phase| {
            phases
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push((phase, Instant::now()));
        };
        let watch = Monitor { bytes: &|_| (), phase: &on_phase, stop: &stop };
        reset_peak();
        let begin = Instant::now();
        // A folder holds records and texts alike.
        let outputs = Outputs::Folder(folder.path().join("kept"));
        let summary = dedup.run(&inputs, &outputs, None, watch)?;
        let end = Instant::now();
        let phases = phases.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ends = phases.iter().skip(1).map(|(_, instant)| *instant).chain([end]);
        let (bytes, documents) = (summary.bytes_read, summary.read as u64);
        let mut figures: Vec<Figure> = phases
            .iter()
            .zip(ends)
            .map(|((phase, begin), end)| {
                figure(name(*phase), (end - *begin).as_secs_f64(), bytes, documents)
            })
            .collect();
        figures.push(figure("dedup, whole", (end - begin).as_secs_f64(), bytes, documents));
        Ok(figures)
    }
}

fn no_record(paths: &[PathBuf]) -> Error {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    Error::NoDocument { paths: paths.join(", "), reason: "no record and no file is in it".into() }
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

fn figure(stage: &'static str, seconds: f64, bytes: u64, documents: u64) -> Figure {
    Figure {
        stage,
        threads: rayon::current_num_threads(),
        seconds,
        bytes,
        documents,
        peak_memory: peak(),
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
