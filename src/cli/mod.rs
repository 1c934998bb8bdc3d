//! The command line: parses options and calls the library.

mod args;
mod bench;
mod compare;
mod dedup;
mod eval;
mod outline;
mod output;
mod progress;
mod report;
mod scan;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use leitong::error::{Error, Result};

use args::{Args, Command, message};

/// Exit code for a run that failed.
const FAILED: u8 = 1;
/// Exit code for invalid options, the one that clap uses.
const WRONG_USAGE: u8 = 2;
/// Exit code of a run that the user stopped: what shells give for Ctrl-C.
const STOPPED: u8 = 130;

/// Runs the command of the command line.
pub(crate) fn run() -> ExitCode {
    match work(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(Error::Stopped) => {
            eprint("leitong: stopped; nothing was written\n");
            ExitCode::from(STOPPED)
        }
        Err(error) => {
            eprint(&format!("leitong: {}\n", message(&error)));
            let wrong_usage = matches!(error, Error::Setting { .. } | Error::Memory { .. });
            ExitCode::from(if wrong_usage { WRONG_USAGE } else { FAILED })
        }
    }
}

fn work(args: &Args) -> Result<()> {
    match &args.command {
        Command::Scan(args) => scan::run(args),
        Command::Dedup(args) => dedup::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Outline(args) => outline::run(args),
        Command::Report(args) => report::run(args),
        Command::Eval(args) => eval::run(args),
    }
}

/// Writes to standard error; a run does not fail because nobody reads its messages.
fn eprint(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whether the reader of the output has closed the pipe, which is no failure.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
