//! Progress of a run on standard error: a line that is drawn again and again on a terminal, and a
//! line from time to time elsewhere.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use leitong::dedup;
use leitong::document::Level;
use leitong::scan::Phase;

use super::args::RunningArgs;
use super::eprint;

/// Time between two drawings on a terminal: the eye takes a faster spinner for noise.
const TICK: Duration = Duration::from_millis(120);

/// Time between two lines where there is no terminal: a log of an hour has 360 of them, and short
/// runs have none.
const LINE: Duration = Duration::from_secs(10);

/// Parts into which the share of a phase is divided: a tenth of a percent each.
const PARTS: u64 = 1000;

/// Least share of a stage after which the time that is left is estimated.
const MIN_SHARE: f64 = 0.01;

/// The state of a run, drawn on a terminal or printed from time to time.
pub(crate) struct Progress {
    bar: ProgressBar,
    lines: Option<Lines>,
}

impl Progress {
    /// The progress of a run that begins with reading this many bytes, if they are known.
    pub(crate) fn new(args: &RunningArgs, bytes: Option<u64>) -> Self {
        let progress = if args.quiet || args.no_progress {
            Self { bar: ProgressBar::hidden(), lines: None }
        } else if io::stderr().is_terminal() {
            let bar = ProgressBar::no_length();
            bar.enable_steady_tick(TICK);
            Self { bar, lines: None }
        } else {
            let bar = ProgressBar::hidden();
            Self { lines: Some(Lines::new(bar.clone())), bar }
        };
        progress.begin(Stage { name: "reading", bytes });
        progress
    }

    /// Counts bytes that were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// Shows the share of the phase that is done.
    pub(crate) fn share(&self, share: f64) {
        if self.bar.length().is_none() {
            self.bar.set_length(PARTS);
            let style = ProgressStyle::with_template("{spinner} {msg}: {percent} %, {eta} left");
            self.bar.set_style(style.expect("the template is written correctly"));
        }
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        self.bar.set_position((share * PARTS as f64) as u64);
    }

    /// Begins a phase of a scan.
    pub(crate) fn phase(&self, phase: Phase) {
        let name = match phase {
            Phase::Cutting => "dividing into speeches",
            Phase::Comparing(Level::Document) => "comparing documents",
            Phase::Comparing(Level::Speech) => "comparing speeches",
            Phase::Comparing(Level::Paragraph) => "comparing paragraphs",
            Phase::Comparing(Level::Passage) => "searching for passages",
            Phase::Pairing(_) => "pairing candidates",
            Phase::Verifying(_) => "verifying candidates",
            Phase::Reporting => "aligning",
            _ => "scanning",
        };
        self.begin(Stage { name, bytes: None });
    }

    /// Begins a phase of a deduplication of files of this many bytes.
    pub(crate) fn dedup_phase(&self, phase: dedup::Phase, bytes: u64) {
        let (name, reads) = match phase {
            dedup::Phase::Counting => ("counting lines", true),
            dedup::Phase::Reading => ("reading and sketching", true),
            dedup::Phase::Bucketing => ("sorting into buckets", false),
            dedup::Phase::Comparing => ("verifying candidates", false),
            dedup::Phase::Writing => ("writing what is kept", true),
            _ => ("deduplicating", false),
        };
        self.begin(Stage { name, bytes: reads.then_some(bytes) });
    }

    fn begin(&self, stage: Stage) {
        let rest = if stage.bytes.is_some() {
            "{percent} % of {total_bytes}, {bytes_per_sec}, {eta} left"
        } else {
            "{elapsed}"
        };
        let style = ProgressStyle::with_template(&format!("{{spinner}} {{msg}}: {rest}"));
        self.bar.set_style(style.expect("the template is written correctly"));
        match stage.bytes {
            Some(bytes) => self.bar.set_length(bytes),
            None => self.bar.unset_length(),
        }
        self.bar.set_message(stage.name);
        self.bar.reset();
    }

    /// Ends the display.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
        if let Some(lines) = self.lines {
            lines.finish();
        }
    }
}

/// A stage of a run.
#[derive(Clone, Copy)]
struct Stage {
    name: &'static str,
    /// Bytes that the stage reads, if they are known.
    bytes: Option<u64>,
}

/// A thread that prints the state of a bar from time to time.
struct Lines {
    /// Dropped to end the thread.
    end: Sender<()>,
    thread: JoinHandle<()>,
}

impl Lines {
    fn new(bar: ProgressBar) -> Self {
        let (end, ended) = channel();
        let thread = thread::spawn(move || {
            while ended.recv_timeout(LINE) == Err(RecvTimeoutError::Timeout) {
                eprint(&line(&State::of(&bar)));
            }
        });
        Self { end, thread }
    }

    fn finish(self) {
        drop(self.end);
        // A thread that only prints has no result; a panic in it was printed already.
        let _ = self.thread.join();
    }
}

/// How far a stage has come.
struct State {
    stage: String,
    elapsed: Duration,
    /// Share of the stage that is done, if it is known.
    share: Option<f64>,
}

impl State {
    fn of(bar: &ProgressBar) -> Self {
        let share = bar.length().filter(|&length| length > 0);
        let share = share.map(|length| (bar.position() as f64 / length as f64).min(1.0));
        Self { stage: bar.message(), elapsed: bar.elapsed(), share }
    }
}

/// The line for a state, such as `leitong: reading: 40 %, 20 s, about 30 s left`.
fn line(state: &State) -> String {
    let seconds = state.elapsed.as_secs_f64();
    let time = format!("{seconds:.0} s");
    match state.share {
        Some(share) if share >= MIN_SHARE => {
            let left = seconds * (1.0 - share) / share;
            let percent = share * 100.0;
            format!("leitong: {}: {percent:.0} %, {time}, about {left:.0} s left\n", state.stage)
        }
        _ => format!("leitong: {}: {time}\n", state.stage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_share_and_the_time_left_where_they_are_known() {
        let line_at = |share| {
            let elapsed = Duration::from_secs(20);
            line(&State { stage: "reading".into(), elapsed, share })
        };
        assert_eq!(line_at(Some(0.4)), "leitong: reading: 40 %, 20 s, about 30 s left\n");
        assert_eq!(line_at(Some(0.0)), "leitong: reading: 20 s\n");
        assert_eq!(line_at(None), "leitong: reading: 20 s\n");
    }

    #[test]
    fn a_stage_begins_at_its_beginning() {
        let progress = Progress { bar: ProgressBar::hidden(), lines: None };
        progress.dedup_phase(dedup::Phase::Reading, 100);
        progress.read(50);
        assert_eq!(State::of(&progress.bar).share, Some(0.5));
        progress.dedup_phase(dedup::Phase::Writing, 100);
        let state = State::of(&progress.bar);
        assert_eq!((state.share, state.stage.as_str()), (Some(0.0), "writing what is kept"));
        progress.phase(Phase::Comparing(Level::Passage));
        assert_eq!(State::of(&progress.bar).share, None);
        progress.share(0.25);
        assert_eq!(State::of(&progress.bar).share, Some(0.25));
        progress.phase(Phase::Reporting);
        assert_eq!(State::of(&progress.bar).share, None);
    }
}
