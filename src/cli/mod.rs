//! The command line: parses options and calls the library.

mod args;
mod bench;
mod collection;
mod compare;
mod dedup;
mod devices;
mod eval;
mod fields;
mod interrupts;
mod outline;
mod output;
mod output_guard;
mod overlap;
mod plan;
mod progress;
mod report;
mod scan;
mod setup;
mod tune;

use std::ffi::OsString;
use std::io::{self, Write};

use leitong::error::{Error, Result, SkippedInput};

use args::{Args, Command, Invocation, Refusal, message, parse};

/// Exit code of a complete run.
const COMPLETE: u8 = 0;
/// Exit code for a run that failed.
const FAILED: u8 = 1;
/// Exit code for invalid options, the one that clap uses.
const WRONG_USAGE: u8 = 2;
/// Exit code of a run that is complete, but for records or files that could not be read.
const SKIPPED: u8 = 3;
/// Exit code of a scan that found something, if that is asked for.
const FOUND: u8 = 4;
/// Exit code of a run that the user stopped: what shells give for Ctrl-C.
const STOPPED: u8 = 130;

/// Runs the command of a command line, whose first word is the program, and returns its exit code.
pub(crate) fn run(words: Vec<OsString>) -> u8 {
    let Invocation { args, configuration } = match parse(words) {
        Ok(invocation) => invocation,
        Err(Refusal::Parser(error)) => {
            // As clap does it: nobody can be told that the message could not be printed.
            let _ = error.print();
            return if error.use_stderr() { WRONG_USAGE } else { COMPLETE };
        }
        Err(Refusal::Message(message)) => {
            eprint(&format!("leitong: {message}\n"));
            return WRONG_USAGE;
        }
    };
    if let (Some(path), true) = (configuration, args.command.is_verbose()) {
        eprint(&format!("leitong: configuration: {}\n", path.display()));
    }
    match work(&args) {
        Ok(outcome) => outcome.exit_code(),
        Err(error) if is_closed_pipe(&error) => COMPLETE,
        Err(Error::Stopped) => {
            eprint("leitong: stopped; nothing was written\n");
            STOPPED
        }
        Err(error) => {
            eprint(&format!("leitong: {}\n", message(&error)));
            let wrong_usage = matches!(error, Error::Setting { .. } | Error::Memory { .. });
            if wrong_usage { WRONG_USAGE } else { FAILED }
        }
    }
}

/// How a run ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything was read.
    Complete,
    /// Something could not be read.
    Skipped,
    /// Something was found, which the user takes for a failure.
    Found,
}

impl Outcome {
    /// The outcome of a run that skipped these records and files.
    fn of_skips(skips: &[SkippedInput]) -> Self {
        if skips.is_empty() { Self::Complete } else { Self::Skipped }
    }

    fn exit_code(self) -> u8 {
        match self {
            Self::Complete => COMPLETE,
            Self::Skipped => SKIPPED,
            Self::Found => FOUND,
        }
    }
}

fn work(args: &Args) -> Result<Outcome> {
    let interrupts = interrupts::Interrupts::handle()?;
    match &args.command {
        Command::Scan(args) => scan::run(args),
        Command::Dedup(args) => dedup::run(args, &interrupts),
        Command::Compare(args) => compare::run(args),
        Command::Tune(args) => tune::run(args, &interrupts),
        Command::Bench(args) => bench::run(args),
        Command::Outline(args) => outline::run(args),
        Command::Report(args) => report::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Init => setup::init(),
        Command::Completions { shell } => setup::completions(*shell),
        Command::Man { directory } => setup::man(directory.as_deref()),
    }
}

/// Writes to standard error; a run does not fail because nobody reads its messages. Control
/// characters, which names of files may have, are escaped: a terminal would obey them.
fn eprint(text: &str) {
    let _ = io::stderr().write_all(escaped(text).as_bytes());
}

/// `text` with escapes for control characters other than tabs and ends of lines.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() && !matches!(char, '\n' | '\t') {
            escaped.extend(char.escape_default());
        } else {
            escaped.push(char);
        }
    }
    escaped
}

/// Whether the reader of the output has closed the pipe, which is no failure.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
