//! Where a report goes: standard output, or a file that is complete or not there.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use console::Term;
use leitong::error::{Error, Result};
use leitong::report::{
    HAS_PARQUET, Language, Page, Report, Rows, Task, TerminalOptions, findings, write_csv, write_explained, write_html,
    write_json, write_jsonl, write_parquet, write_terminal,
};
use leitong::storage::AtomicFile;

use super::args::{Color, Format, OutputArgs, PageArgs, TableOf, Tongue};

/// Columns of a report that does not go to a terminal.
const WIDTH: usize = 100;

impl OutputArgs {
    /// Checks before the work begins what can be known then.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |setting, reason: &str| Err(Error::Setting { setting, reason: reason.into() });
        match self.format {
            Format::Parquet if !HAS_PARQUET => {
                wrong("format", "parquet is not built in; build with `--features parquet`")
            }
            Format::Text | Format::Json if self.table.is_some() => {
                wrong("table", "is for --format csv, jsonl or parquet")
            }
            _ => Ok(()),
        }
    }

    /// What a table has a row for.
    fn rows(&self) -> Rows {
        match self.table {
            None | Some(TableOf::Matches) => Rows::Matches,
            Some(TableOf::Clusters) => Rows::Clusters,
            Some(TableOf::Members) => Rows::Members,
        }
    }

    /// Writes one finding in full.
    pub(crate) fn explain(&self, report: &Report<'_>, number: usize) -> Result<()> {
        let look = self.look(usize::MAX);
        let all = findings(report).len();
        if number > all {
            let reason = format!("there is no finding {number}; the last is {all}");
            return Err(Error::Setting { setting: "explain", reason });
        }
        self.deliver(|out| write_explained(report, number, look, out))
    }

    /// Writes a report in the form that was asked for.
    pub(crate) fn write(&self, report: &Report<'_>, limit: usize, head: &[u8]) -> Result<()> {
        let look = self.look(limit);
        let rows = self.rows();
        self.deliver(|out| match self.format {
            Format::Text => {
                out.write_all(head)?;
                write_terminal(report, look, out)
            }
            Format::Json => write_json(report, out),
            Format::Jsonl => write_jsonl(report, rows, out),
            Format::Csv => write_csv(report, rows, out),
            Format::Parquet => write_parquet(report, rows, out),
        })
    }

    /// What the reader of a text report sees it on.
    pub(crate) fn look(&self, limit: usize) -> TerminalOptions {
        let terminal = self.output.is_none() && io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match self.color {
            Color::Auto => terminal && !no_color,
            Color::Always => true,
            Color::Never => false,
        };
        let width = if terminal { usize::from(Term::stdout().size().1) } else { WIDTH };
        TerminalOptions::new(width).color(color).limit(limit)
    }

    /// Lets `write` write to where the user wants the report.
    pub(crate) fn deliver(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        deliver(self.output.as_deref(), write)
    }
}

impl PageArgs {
    /// Checks before the work begins that the page does not go where the report goes.
    pub(crate) fn check(&self) -> Result<()> {
        let is_piped = self.html.as_deref() == Some(Path::new("-"));
        let reason = "standard output is for the report; name a file".into();
        if is_piped { Err(Error::Setting { setting: "html", reason }) } else { Ok(()) }
    }

    /// Writes the page, if one was asked for.
    pub(crate) fn write(&self, report: &Report<'_>, task: Task<'_>) -> Result<()> {
        let language = match self.lang {
            Tongue::En => Language::English,
            Tongue::Zh => Language::Chinese,
        };
        let page = Page::new(task).language(language);
        self.html.as_deref().map_or(Ok(()), |path| deliver(Some(path), |out| write_html(report, page, out)))
    }
}

/// Lets `write` write to standard output or, by way of a draft, to the file asked for.
pub(crate) fn deliver(output: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let path = output.unwrap_or(Path::new("-"));
    let written = AtomicFile::new(path).and_then(|mut draft| {
        write(&mut draft)?;
        draft.finish()
    });
    written.map_err(|source| Error::Write { path: path.into(), source })
}
