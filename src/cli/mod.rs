//! The command line: options are read here, once, and work is called.

mod args;
mod bench;
mod compare;
mod dedup;
mod eval;
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
/// Exit code for options that cannot be; the same that clap uses.
const WRONG_USAGE: u8 = 2;
/// Exit code of a run that the user stopped, as shells have it for Ctrl-C.
const STOPPED: u8 = 130;

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    match work(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(Error::Stopped) => {
            say("leitong: stopped; nothing was written\n");
            ExitCode::from(STOPPED)
        }
        Err(error) => {
            say(&format!("leitong: {}\n", message(&error)));
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
        Command::Report(args) => report::run(args),
        Command::Eval(args) => eval::run(args),
    }
}

/// Tells something on standard error; whether anybody hears it does not change the run.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whoever reads our output has seen enough.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
