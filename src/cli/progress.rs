//! Progress of a run, on standard error if that is a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use leitong::dedup;
use leitong::document::Level;
use leitong::scan::Phase;

use super::args::RunningArgs;

/// A line with the phase of a scan and its time; hidden unless standard error is a terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(args: &RunningArgs) -> Self {
        if !is_shown(args) {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {bytes} [{elapsed}]");
        let bar = ProgressBar::new_spinner()
            .with_style(style.expect("the template is written correctly"));
        bar.enable_steady_tick(Duration::from_millis(120));
        bar.set_message("reading");
        Self(bar)
    }

    /// Counts bytes that were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    pub(crate) fn phase(&self, phase: Phase) {
        self.0.set_message(match phase {
            Phase::Cutting => "cutting into speeches",
            Phase::Comparing(Level::Document) => "comparing documents",
            Phase::Comparing(Level::Speech) => "comparing speeches",
            Phase::Comparing(Level::Paragraph) => "comparing paragraphs",
            Phase::Comparing(Level::Passage) => "looking for passages",
            Phase::Reporting => "aligning",
            _ => "scanning",
        });
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A bar for each phase of a deduplication with bytes, speed and time left; hidden unless standard
/// error is a terminal.
pub(crate) struct Phases(ProgressBar);

impl Phases {
    pub(crate) fn new(args: &RunningArgs, bytes: u64) -> Self {
        if !is_shown(args) {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(bytes);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Counts bytes that were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    pub(crate) fn begin(&self, phase: dedup::Phase) {
        let (message, reads) = match phase {
            dedup::Phase::Counting => ("counting paragraphs", true),
            dedup::Phase::Reading => ("reading and sketching", true),
            dedup::Phase::Bucketing => ("sorting into buckets", false),
            dedup::Phase::Comparing => ("comparing what is alike", false),
            dedup::Phase::Writing => ("writing what stays", true),
            _ => ("deduplicating", false),
        };
        let rest = if reads {
            "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
        } else {
            "[{elapsed}]"
        };
        let style = ProgressStyle::with_template(&format!("{{spinner}} {{msg}} {rest}"));
        self.0.set_style(style.expect("the template is written correctly"));
        self.0.set_position(0);
        self.0.reset_eta();
        self.0.set_message(message);
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn is_shown(args: &RunningArgs) -> bool {
    !args.quiet && !args.no_progress && io::stderr().is_terminal()
}
