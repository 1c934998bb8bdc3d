//! Where a report goes: standard output, or a file that is complete or not there.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use console::Term;
use leitong::error::{Error, Result};
use leitong::report::{Look, View, write_csv, write_json, write_jsonl, write_terminal};
use tempfile::Builder;

use super::args::{Color, Format, OutputArgs};

/// Columns of a report that does not go to a terminal.
const WIDTH: usize = 100;

impl OutputArgs {
    /// Writes a report in the form that was asked for.
    pub(crate) fn write(&self, view: &View<'_>, limit: usize, head: &[u8]) -> Result<()> {
        let look = self.look(limit);
        self.deliver(|out| match self.format {
            Format::Text => {
                out.write_all(head)?;
                write_terminal(view, look, out)
            }
            Format::Json => write_json(view, out),
            Format::Jsonl => write_jsonl(view, out),
            Format::Csv => write_csv(view, out),
        })
    }

    /// What the reader of a text report sees it on.
    pub(crate) fn look(&self, limit: usize) -> Look {
        let terminal = self.output.is_none() && io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match self.color {
            Color::Auto => terminal && !no_color,
            Color::Always => true,
            Color::Never => false,
        };
        let width = if terminal { usize::from(Term::stdout().size().1) } else { WIDTH };
        Look { color, width, limit }
    }

    /// Lets `write` write to standard output or, by way of a temporary file, to the file asked for.
    pub(crate) fn deliver(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let (path, result) = match &self.output {
            None => (PathBuf::from("-"), to_standard_output(write)),
            Some(path) => (path.clone(), to_file(path, write)),
        };
        result.map_err(|source| Error::Write { path, source })
    }
}

fn to_standard_output(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

/// Writes a file under its name only when it is complete. Links are followed; what is no regular file,
/// such as a pipe, is written as it is.
fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = path.metadata().ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&path)?);
        write(&mut out)?;
        return out.flush();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file =
        Builder::new().permissions(old.map_or_else(usual_permissions, |old| old.permissions())).tempfile_in(folder)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// What a new file may be used for, before the user's mask.
#[cfg(unix)]
fn usual_permissions() -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}
