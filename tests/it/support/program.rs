//! Runs of the program.

use std::io::Write;
use std::process::{Command, Stdio};

use super::dedup::Case;

/// What came of a run of the program.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program in the folder of `case`.
pub(crate) fn leitong(case: &Case, args: &[&str]) -> Run {
    leitong_with(case, args, b"")
}

/// Runs the program in the folder of `case`, with `input` on standard input.
pub(crate) fn leitong_with(case: &Case, args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leitong"))
        .args(args)
        .current_dir(case.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    // A run that is refused does not read its input.
    let _ = stdin.write_all(input);
    drop(stdin);
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("messages are UTF-8");
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}
