//! Commands that set up the program: completions, manual pages, and a configuration file.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use clap_complete::Shell;
use leitong::error::{Error, Result};

use super::Outcome;
use super::args::{CONFIG, command, write_template};

/// Prints the completions of a shell.
pub(crate) fn completions(shell: Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "leitong", &mut script);
    print(&script)
}

/// Prints the manual page of the program, or writes those of all commands to `directory`.
pub(crate) fn man(directory: Option<&Path>) -> Result<Outcome> {
    let command = command().disable_help_subcommand(true);
    let Some(directory) = directory else {
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut page);
        rendered.map_err(|source| Error::Write { path: "-".into(), source })?;
        return print(&page);
    };
    let written = clap_mangen::generate_to(command, directory);
    written.map_err(|source| Error::Write { path: directory.into(), source })?;
    Ok(Outcome::Complete)
}

/// Writes a configuration file to the working directory, unless there is one.
pub(crate) fn init() -> Result<Outcome> {
    let path = Path::new(CONFIG);
    let mut template = Vec::new();
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| {
        write_template(&mut template)?;
        file.write_all(&template)
    });
    written.map(|()| Outcome::Complete).map_err(|source| {
        let source = match source.kind() {
            ErrorKind::AlreadyExists => {
                io::Error::new(source.kind(), "it exists, and is not replaced")
            }
            _ => source,
        };
        Error::Write { path: path.into(), source }
    })
}

fn print(bytes: &[u8]) -> Result<Outcome> {
    let written = io::stdout().write_all(bytes);
    written.map(|()| Outcome::Complete).map_err(|source| Error::Write { path: "-".into(), source })
}
