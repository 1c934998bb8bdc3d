//! What a run is doing, on standard error when somebody is looking.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use leitong::pipeline::{Level, Stage};

use super::args::RunningArgs;

/// A line that tells the stage and the time it takes; empty unless standard error is a terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(args: &RunningArgs) -> Self {
        if args.quiet || args.no_progress || !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {bytes} [{elapsed}]");
        let bar = ProgressBar::new_spinner().with_style(style.expect("the template is written correctly"));
        bar.enable_steady_tick(Duration::from_millis(120));
        bar.set_message("reading");
        Self(bar)
    }

    /// So many more bytes were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    pub(crate) fn stage(&self, stage: Stage) {
        self.0.set_message(match stage {
            Stage::Cutting => "cutting into speeches",
            Stage::Comparing(Level::Document) => "comparing documents",
            Stage::Comparing(Level::Speech) => "comparing speeches",
            Stage::Comparing(Level::Paragraph) => "comparing paragraphs",
            Stage::Comparing(Level::Passage) => "looking for passages",
            Stage::Telling => "aligning",
        });
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
