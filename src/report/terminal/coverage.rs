//! Text that was reported as boilerplate, or not searched completely.

use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, folded, grouped};
use super::options::TerminalOptions;
use crate::report::model::Report;
use crate::report::model::{PassageCoverage, ReportedBoilerplate, ReportedRecurring};

/// Boilerplate texts that are listed.
const LISTED: usize = 10;

/// Writes the boilerplate, and for how much of the text all passages were searched.
pub(super) fn write_coverage(
    report: &Report<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let boilerplate = List {
        name: "Boilerplate",
        place: "in more documents than --common",
        texts: &report.boilerplate,
        line: boilerplate_line,
    };
    boilerplate.write(options, out)?;
    let recurring = List {
        name: "Recurring text",
        place: "of lines or phrases that one document repeats",
        texts: &report.recurring,
        line: recurring_line,
    };
    recurring.write(options, out)?;
    let coverage = report.coverage.as_ref().filter(|coverage| coverage.proved < 1.0);
    coverage.map_or(Ok(()), |coverage| write_shares(coverage, options, out))
}

/// Texts, of which the first are listed with a line each.
struct List<'l, T> {
    /// What the texts are.
    name: &'static str,
    /// Where they stand, behind their number.
    place: &'static str,
    texts: &'l [T],
    line: fn(&T) -> String,
}

impl<T> List<'_, T> {
    fn write(&self, options: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
        let Self { name, place, texts, line } = self;
        if texts.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{name}: {} {place}", counted(texts.len(), "stretch"))?;
        let width = options.width.saturating_sub(2);
        for text in texts.iter().take(LISTED) {
            writeln!(out, "  {}", truncate_str(&line(text), width, "…"))?;
        }
        if texts.len() > LISTED {
            let more = grouped(texts.len() - LISTED);
            writeln!(out, "  … and {more} more: --format json lists them")?;
        }
        Ok(())
    }
}

fn boilerplate_line(text: &ReportedBoilerplate<'_>) -> String {
    let (documents, chars) = (grouped(text.documents), grouped(text.content_chars));
    format!("{documents} documents, {chars} characters: {}", clean(&text.text))
}

fn recurring_line(text: &ReportedRecurring<'_>) -> String {
    let times = grouped(text.occurrences);
    format!("{times} times in {}: {}", clean(&text.place.document), clean(&text.text))
}

fn write_shares(
    coverage: &PassageCoverage<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shares = [coverage.proved, coverage.measured, coverage.too_frequent].map(tenths);
    let [proved, measured, too_frequent] = shares;
    let text = format!(
        "Passages: all were looked at for {proved} of the text; {measured} is common text, \
         {too_frequent} too common"
    );
    writeln!(out, "\n{}", folded(&text, 2, options.width))?;
    if coverage.boilerplate > 0.0 {
        let share = tenths(coverage.boilerplate);
        writeln!(out, "  {share} is boilerplate (--common) and counts nothing")?;
    }
    if !coverage.too_frequent_places.is_empty() {
        let places = counted(coverage.too_frequent_places.len(), "stretch");
        writeln!(out, "  {places} too common; --exhaustive looks at them")?;
    }
    Ok(())
}

/// A share as a percentage with one digit after the point: the shares of a whole should add up.
fn tenths(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
