//! Destinations of output: standard output, or a file that is written completely or not at all.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use console::Term;
use leitong::error::{Error, Result};
use leitong::report::{
    EditDetail, FindingNumber, HAS_PARQUET, Language, LeftOut, Page, Report, Rows, Task,
    TerminalOptions, findings, grouped, write_csv, write_docx, write_explained, write_html,
    write_json, write_jsonl, write_markdown, write_parquet, write_sarif, write_terminal,
    write_xlsx,
};
use leitong::storage::AtomicFile;

use super::args::{Color, Format, LanguageArg, OutputArgs, PageArgs, ShownArgs, TableOf};
use super::eprint;

/// Columns of a text report that does not go to a terminal: what most editors show.
pub(crate) const WIDTH: usize = 100;

impl OutputArgs {
    /// Checks the options before the work begins, and returns the format of the report.
    pub(crate) fn check(&self, page: &PageArgs) -> Result<Format> {
        let format = self.format()?;
        page.check()?;
        if format == Format::Parquet && !HAS_PARQUET {
            let reason = "parquet is not built in; build with `--features parquet`".into();
            return Err(Error::Setting { setting: "format", reason });
        }
        if format.is_binary() && self.goes_to_terminal() {
            let reason = "is no text that a terminal shows; name a file with --output".into();
            return Err(Error::Setting { setting: "format", reason });
        }
        Ok(format)
    }

    /// The rows of a table.
    fn rows(&self) -> Rows {
        match self.table {
            None | Some(TableOf::Matches) => Rows::Matches,
            Some(TableOf::Clusters) => Rows::Clusters,
            Some(TableOf::Members) => Rows::Members,
            Some(TableOf::Pairs) => Rows::Pairs,
            Some(TableOf::Documents) => Rows::Documents,
        }
    }

    /// Writes one finding in full.
    pub(crate) fn explain(&self, report: &Report<'_>, number: FindingNumber) -> Result<()> {
        let options = self.terminal(usize::MAX);
        let all = findings(report).len();
        if number.0 > all {
            let reason = format!("there is no finding {}; the last is {all}", number.0);
            return Err(Error::Setting { setting: "explain", reason });
        }
        self.deliver(|out| write_explained(report, number, options, out))
    }

    /// Writes a report in the format that was asked for, after `head` if that is text. A page is
    /// `page`.
    pub(crate) fn write(
        &self,
        report: &mut Report<'_>,
        limit: usize,
        head: &[u8],
        page: Page<'_>,
    ) -> Result<()> {
        let options = self.terminal(limit);
        let rows = self.rows();
        let format = self.format()?;
        report.keep_edits(self.edits.map_or(EditDetail::All, EditDetail::from));
        let report = &*report;
        let title = page.task.title();
        let mut note = String::new();
        self.deliver(|out| match format {
            Format::Text => {
                out.write_all(head)?;
                write_terminal(report, options, out)
            }
            Format::Json => write_json(report, out),
            Format::Html => write_html(report, page, out),
            Format::Jsonl => write_jsonl(report, rows, out),
            Format::Csv => write_csv(report, rows, out),
            Format::Parquet => write_parquet(report, rows, out),
            Format::Sarif => write_sarif(report, out),
            Format::Markdown => write_markdown(report, title, out),
            Format::Docx => write_docx(report, title, out).map(|left| note = docx_note(left)),
            Format::Xlsx => write_xlsx(report, title, out).map(|left| note = xlsx_note(left)),
        })?;
        eprint(&note);
        Ok(())
    }

    /// Whether the report is shown as it is written.
    fn goes_to_terminal(&self) -> bool {
        goes_to_terminal(self.output.as_deref())
    }

    /// Options of a text report for where it goes.
    pub(crate) fn terminal(&self, limit: usize) -> TerminalOptions {
        terminal(self.output.as_deref(), self.color).limit(limit)
    }

    /// Lets `write` write to the destination of the report.
    pub(crate) fn deliver(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        deliver(self.output.as_deref(), write)
    }
}

/// What is said of findings without their texts.
fn docx_note(left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        count => format!(
            "leitong: the document would be too long for Word: the texts of {} findings are left \
             out; JSON has all\n",
            grouped(count)
        ),
    }
}

/// What is said of what a workbook leaves out.
fn xlsx_note(left_out: LeftOut) -> String {
    if left_out.is_nothing() {
        return String::new();
    }
    let (texts, rows) = (grouped(left_out.cut_texts), grouped(left_out.rows));
    format!(
        "leitong: Excel has no room for all: {texts} texts are cut, {rows} rows are left out; JSON \
         has all\n"
    )
}

impl ShownArgs {
    /// Writes a report of a scan in the format that was asked for, after `head` if that is text.
    pub(crate) fn write(&self, report: &mut Report<'_>, head: &[u8]) -> Result<()> {
        self.output.write(report, self.limit, head, self.page.page(Task::Scan))
    }
}

impl PageArgs {
    /// Checks before the work begins that the page does not go to standard output, as the report
    /// may.
    pub(crate) fn check(&self) -> Result<()> {
        if self.html.as_deref().is_some_and(|path| path.as_os_str() == "-") {
            let reason = "standard output is for the report; name a file".into();
            return Err(Error::Setting { setting: "html", reason });
        }
        Ok(())
    }

    /// Refuses whole texts in a page that can have none.
    pub(crate) fn refuse_texts(&self) -> Result<()> {
        let reason = "is for the pages of scan and compare".into();
        let refused = Error::Setting { setting: "html_texts", reason };
        self.html_texts.map_or(Ok(()), |_| Err(refused))
    }

    /// How the page of a command is written.
    pub(crate) fn page<'t>(&self, task: Task<'t>) -> Page<'t> {
        let language = match self.lang {
            Some(LanguageArg::Zh) => Language::Chinese,
            Some(LanguageArg::En) | None => Language::English,
        };
        let page = Page::new(task).language(language);
        self.html_texts
            .map_or(page, |megabytes| page.whole_texts(megabytes.saturating_mul(1 << 20)))
    }

    /// Writes the page, if one was asked for.
    pub(crate) fn write(&self, report: &Report<'_>, task: Task<'_>) -> Result<()> {
        let page = self.page(task);
        self.html
            .as_deref()
            .map_or(Ok(()), |path| deliver(Some(path), |out| write_html(report, page, out)))
    }
}

/// Whether a text is shown as it is written.
fn goes_to_terminal(output: Option<&Path>) -> bool {
    output.is_none() && io::stdout().is_terminal()
}

/// Options of a text for where it goes.
pub(crate) fn terminal(output: Option<&Path>, color: Color) -> TerminalOptions {
    let terminal = goes_to_terminal(output);
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Auto => terminal && !no_color,
        Color::Always => true,
        Color::Never => false,
    };
    let width = if terminal { usize::from(Term::stdout().size().1) } else { WIDTH };
    TerminalOptions::new(width).color(color)
}

/// Lets `write` write to standard output, or to a file that replaces an old one when it is
/// complete.
pub(crate) fn deliver(
    output: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let path = output.unwrap_or(Path::new("-"));
    let written = AtomicFile::new(path).and_then(|mut draft| {
        write(&mut draft)?;
        draft.finish()
    });
    written.map_err(|source| Error::Write { path: path.into(), source })
}
