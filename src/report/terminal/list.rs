//! The list of all findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::clean::clean;
use super::coverage::write_coverage;
use super::documents::write_documents;
use super::layout::{counted, folded};
use super::options::TerminalOptions;
use super::pairs::write_pairs;
use super::printer::Printer;
use crate::report::finding::{Finding, FindingNumber, findings};
use crate::report::model::Report;
use crate::scan::Forms;

/// Skipped files and records that are listed: what fits on a screen.
const SKIPPED: usize = 20;

/// Writes the report for a terminal: counts, then the findings, the best first, then what was not
/// read.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_terminal(
    report: &Report<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings = findings(report);
    let printer = Printer::new(options);
    printer.overview(report, &findings, out)?;
    write_documents(report, options, out)?;
    write_pairs(report, options, out)?;
    for (number, finding) in (1..).map(FindingNumber).zip(findings.iter().take(options.limit)) {
        writeln!(out)?;
        printer.finding(number, finding, out)?;
    }
    if findings.len() > options.limit {
        let more = findings.len() - options.limit;
        writeln!(out, "\n… and {more} more: --limit N shows more")?;
    }
    write_coverage(report, options, out)?;
    write_omissions(report, out)?;
    printer.skipped(report, out)
}

impl Printer {
    fn overview(
        &self,
        report: &Report<'_>,
        findings: &[Finding<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let stats = report.stats;
        let counts = [
            counted(stats.documents, "document"),
            counted(stats.speeches, "speech"),
            counted(stats.chars, "character"),
        ];
        writeln!(out, "{}", folded(&counts.join(" · "), 2, self.width()))?;
        if let Some(note) = report.settings.folding_note() {
            writeln!(out, "{}", folded(note, 2, self.width()))?;
        }
        let forms = findings.iter().filter(|finding| finding.form.is_some()).count();
        let forms =
            if forms > 0 { format!("; {} last", counted(forms, "form")) } else { String::new() };
        let headline = match findings.len() {
            0 => "Nothing reappears.".to_owned(),
            1 => format!("{}: {}", counted(1, "finding"), by_level(findings)),
            count => format!(
                "{}: {} (largest units first, then the longest{forms})",
                counted(count, "finding"),
                by_level(findings)
            ),
        };
        let headline = self.style().bold().apply_to(headline).to_string();
        writeln!(out, "{}", folded(&headline, 2, self.width()))
    }

    fn skipped(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        if report.skipped.is_empty() {
            return Ok(());
        }
        let title = format!("Not read: {}", report.skipped.len());
        writeln!(out, "\n{}", self.style().yellow().apply_to(title))?;
        for skip in report.skipped.iter().take(SKIPPED) {
            writeln!(out, "     {}", clean(&skip.to_string()))?;
        }
        if report.skipped.len() > SKIPPED {
            let more = report.skipped.len() - SKIPPED;
            writeln!(out, "     … and {more} more: --format json lists all")?;
        }
        Ok(())
    }
}

/// Writes how much was not compared or not read on purpose.
fn write_omissions(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let stats = report.stats;
    if stats.capped > 0 {
        let capped = counted(stats.capped as usize, "pair or place");
        writeln!(out, "\nNot looked at, because too common: {capped}")?;
    }
    if stats.quoted > 0 {
        let matches = counted(stats.quoted, "match");
        writeln!(out, "\nLeft out, because they are quotations: {matches}")?;
    }
    if stats.forms > 0 && report.settings.forms == Forms::Hide {
        let matches = counted(stats.forms, "match");
        writeln!(out, "\nLeft out, because they are forms: {matches}")?;
    }
    if stats.unknown_words > 0 {
        let paragraphs = counted(stats.unknown_words, "paragraph");
        writeln!(out, "\nNot compared by meaning, because of unknown words: {paragraphs}")?;
    }
    if stats.not_prose > 0 {
        let paragraphs = counted(stats.not_prose, "paragraph");
        writeln!(out, "\nNot compared by meaning, because they are no prose: {paragraphs}")?;
    }
    if stats.one_language > 0 {
        let paragraphs = counted(stats.one_language, "paragraph");
        writeln!(out, "\nNo translations, because all is of one language: {paragraphs}")?;
    }
    if stats.ignored_files > 0 {
        let files = counted(stats.ignored_files, "file");
        writeln!(out, "\nPassed over, because of a kind that is not read: {files}")?;
    }
    Ok(())
}

/// The number of findings at each level.
fn by_level(findings: &[Finding<'_>]) -> String {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.found.level).or_insert(0) += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(level, &count)| counted(count, level.name())).collect();
    counts.join(", ")
}
