//! Measurements of stages over several rounds.

use super::figures::{Figure, Spread};
use super::memory::peak;
use super::setting::Setting;

/// How much a stage has worked on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Bytes of text.
    pub(super) bytes: u64,
    /// Number of documents.
    pub(super) documents: u64,
}

/// The measurements of each stage, in the order in which the stages were first measured.
#[derive(Default)]
pub(super) struct Rounds(Vec<Stage>);

struct Stage {
    name: String,
    seconds: Vec<f64>,
    measured: Measured,
    peak_memory: Option<u64>,
}

impl Rounds {
    /// Adds a measurement of a stage.
    pub(super) fn add(&mut self, name: &str, seconds: f64, measured: Measured) {
        let peak_memory = peak();
        match self.0.iter_mut().find(|stage| stage.name == name) {
            Some(stage) => {
                stage.seconds.push(seconds);
                stage.peak_memory = stage.peak_memory.max(peak_memory);
            }
            None => self.0.push(Stage {
                name: name.to_owned(),
                seconds: vec![seconds],
                measured,
                peak_memory,
            }),
        }
    }

    /// Adds measurements of other stages.
    pub(super) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// The figures of a setting on the threads of the current pool.
    pub(super) fn figures(self, setting: &Setting) -> Vec<Figure> {
        let figures = self.0.into_iter().map(|stage| Figure {
            stage: stage.name,
            setting: setting.name().clone(),
            threads: rayon::current_num_threads(),
            seconds: Spread::of(stage.seconds),
            bytes: stage.measured.bytes,
            documents: stage.measured.documents,
            peak_memory: stage.peak_memory,
            baseline: None,
        });
        figures.collect()
    }
}
