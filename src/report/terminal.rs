//! The report as a person reads it on a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use console::{Alignment, Style, measure_text_width, pad_str, truncate_str};

use super::View;
use super::boilerplate::write_untold;
use super::excerpt::{Marks, clean, excerpt};
use super::finding_text::{Finding, findings};
use super::model::{ClusterView, MatchView, MemberView, RewordingView, SideView};
use crate::document::Date;
use crate::index::Bands;
use crate::scan::Kind;

/// Differences that are shown of one finding.
const DIFFERENCES: usize = 4;
/// Members that are shown of one cluster.
const MEMBERS: usize = 12;
/// Words that stand for each other, of which the list of findings shows so many.
const REWORDED: usize = 8;
/// What could not be read: so much of it is listed.
const SKIPPED: usize = 20;

/// What the reader's terminal can do, and how much he wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Most findings that are shown.
    pub limit: usize,
}

/// Writes the report for a terminal: counts, then the findings, the best first, then what was not read.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_terminal(view: &View<'_>, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(view);
    let page = Page::new(look);
    page.summary(view, &findings, out)?;
    for (number, finding) in findings.iter().take(look.limit).enumerate() {
        writeln!(out)?;
        page.finding(number + 1, finding, out)?;
    }
    if findings.len() > look.limit {
        writeln!(out, "\n… and {} more: --limit N shows more", findings.len() - look.limit)?;
    }
    write_untold(view, look.width, out)?;
    page.skipped(view, out)
}

/// Writes findings for a reader with a certain look.
pub(super) struct Page {
    look: TerminalOptions,
    marks: Marks,
}

/// Which words stand for each other, up to `most` of them, and what differs nevertheless.
pub(super) fn said(rewording: &RewordingView<'_>, most: usize) -> String {
    let pairs = rewording.reworded.iter().take(most);
    let pairs: Vec<String> = pairs.map(|(a, b)| format!("{} ↔ {}", clean(a), clean(b))).collect();
    let hidden = rewording.reworded.len().saturating_sub(most);
    let more = if hidden > 0 { format!(" ({hidden} more)") } else { String::new() };
    let guards: Vec<&str> = rewording.guards.iter().map(|guard| guard.name()).collect();
    let but = if guards.is_empty() { String::new() } else { format!("; not the same: {}", guards.join(", ")) };
    let pairs = if pairs.is_empty() { "nothing but order".to_owned() } else { pairs.join(", ") };
    format!("reworded: {pairs}{more}{but}")
}

impl Page {
    pub(super) fn new(look: TerminalOptions) -> Self {
        Self { look, marks: Marks::new(look.color) }
    }

    fn style(&self) -> Style {
        Style::new().force_styling(self.look.color)
    }

    fn summary(&self, view: &View<'_>, findings: &[Finding<'_>], out: &mut dyn Write) -> io::Result<()> {
        let stats = view.stats;
        let parts = [
            counted(stats.documents, "document"),
            counted(stats.speeches, "speech"),
            counted(stats.chars, "character"),
        ];
        writeln!(out, "{}", folded(&parts.join(" · "), 2, self.look.width))?;
        let headline = match findings.len() {
            0 => "Nothing reappears.".to_owned(),
            count => format!("{}: {}", counted(count, "finding"), by_level(findings)),
        };
        writeln!(out, "{}", folded(&self.style().bold().apply_to(headline).to_string(), 2, self.look.width))
    }

    fn finding(&self, number: usize, finding: &Finding<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.places(number, finding, MEMBERS, out)?;
        self.body(finding.found, out)
    }

    /// What a finding is, and up to `most` of its places.
    pub(super) fn places(
        &self,
        number: usize,
        finding: &Finding<'_>,
        most: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let found = finding.found;
        if let Some((_, cluster)) = finding.cluster {
            self.head(number, found, finding.kind, &alike(cluster), out)?;
            self.members(cluster, most, out)
        } else {
            self.head(number, found, finding.kind, &format!("similarity {:.2}", found.similarity), out)?;
            self.sides(&[row(&found.a), row(&found.b)], out)
        }
    }

    fn head(
        &self,
        number: usize,
        found: &MatchView<'_>,
        kind: Kind,
        alike: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let title = format!("{:>3}  {}, {}", number, found.level.name(), kind.name());
        let chars = counted(found.a.content_chars, "content character");
        let line = format!("{}  {chars}, {alike}", self.style().bold().apply_to(title));
        writeln!(out, "{}", folded(&line, 5, self.look.width))
    }

    fn members(&self, cluster: &ClusterView<'_>, most: usize, out: &mut dyn Write) -> io::Result<()> {
        let members: Vec<Row> = earliest_first(cluster).into_iter().take(most).map(member_row).collect();
        self.sides(&members, out)?;
        match cluster.members.len().saturating_sub(most) {
            0 => Ok(()),
            more => writeln!(out, "     … and {more} more places"),
        }
    }

    /// Where the places are, in columns that line up whatever script they are written in.
    fn sides(&self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let widest = |cell: fn(&Row) -> &str| rows.iter().map(|row| measure_text_width(cell(row))).max().unwrap_or(0);
        let (place, date, speech) = (widest(|row| &row.place), widest(|row| &row.date), widest(|row| &row.speech));
        let is_wide = 9 + place + date + speech + widest(|row| &row.coverage) <= self.look.width;
        for row in rows {
            let line = format!(
                "     {}{}  {}  {}",
                self.style().cyan().apply_to(padded(&row.place, place)),
                padded(&row.date, date),
                padded(&row.speech, speech),
                // Where there is no room the share says enough.
                if is_wide { &row.coverage } else { row.coverage.split(" of ").next().unwrap_or_default() }
            );
            writeln!(out, "{}", truncate_str(line.trim_end(), self.look.width, "…"))?;
        }
        Ok(())
    }

    fn body(&self, found: &MatchView<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (text, hidden) = excerpt(found, &self.marks, DIFFERENCES);
        for line in wrapped(&text, self.look.width.saturating_sub(7).max(20)) {
            writeln!(out, "     │ {line}")?;
        }
        let differences = differences(found);
        if !differences.is_empty() {
            let shown = if hidden > 0 { format!(" ({hidden} not shown)") } else { String::new() };
            writeln!(out, "{}", folded(&format!("     differs: {differences}{shown}"), 7, self.look.width))?;
        }
        match &found.rewording {
            Some(rewording) => {
                writeln!(out, "{}", folded(&format!("     {}", said(rewording, REWORDED)), 7, self.look.width))
            }
            None => Ok(()),
        }
    }

    fn skipped(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        if view.stats.capped > 0 {
            let capped = view.stats.capped;
            writeln!(out, "\nNot looked at, because too common: {}", counted(capped as usize, "pair or place"))?;
        }
        if view.stats.ignored_files > 0 {
            writeln!(out, "\nPassed over, because not of a known kind: {}", counted(view.stats.ignored_files, "file"))?;
        }
        if view.skipped.is_empty() {
            return Ok(());
        }
        let title = format!("Not read: {}", view.skipped.len());
        writeln!(out, "\n{}", self.style().yellow().apply_to(title))?;
        for skip in view.skipped.iter().take(SKIPPED) {
            writeln!(out, "     {}", clean(&skip.to_string()))?;
        }
        if view.skipped.len() > SKIPPED {
            writeln!(out, "     … and {} more: --format json lists all", view.skipped.len() - SKIPPED)?;
        }
        Ok(())
    }
}

/// One line that tells a place.
struct Row {
    place: String,
    /// With the gap before it, so that a column without dates takes no room.
    date: String,
    speech: String,
    coverage: String,
}

fn row(side: &SideView<'_>) -> Row {
    let speech = side.title();
    let whole = if speech.is_empty() { "the text" } else { "the speech" };
    Row {
        place: format!("{}:{}", clean(&side.document), side.place.line),
        date: column(side.date),
        speech: clean(speech),
        coverage: format!("{} of {whole}", percent(side.coverage)),
    }
}

fn member_row(member: &MemberView<'_>) -> Row {
    Row {
        place: format!("{}:{}", clean(&member.document), member.line),
        date: column(member.date),
        speech: clean(member.title()),
        coverage: String::new(),
    }
}

fn column(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| format!("  {date}"))
}

/// The members of a cluster by their dates; those without one come last.
fn earliest_first<'v>(cluster: &'v ClusterView<'v>) -> Vec<&'v MemberView<'v>> {
    let mut members: Vec<&MemberView<'_>> = cluster.members.iter().collect();
    members.sort_by_key(|member| (member.date.is_none(), member.date));
    members
}

/// How far the members of a cluster are alike.
fn alike(cluster: &ClusterView<'_>) -> String {
    let variants = if cluster.variants > 1 { format!("{} variants, ", cluster.variants) } else { String::new() };
    format!("in {} places, {variants}lowest similarity {:.2}", cluster.members.len(), cluster.lowest_similarity)
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 10.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

fn padded(text: &str, width: usize) -> String {
    pad_str(text, width, Alignment::Left, None).into_owned()
}

/// A count and its noun, with commas between the thousands.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = match (count, noun) {
        (1, _) => "",
        (_, noun) if noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{} {noun}{plural}", grouped(count))
}

/// A count with commas between the thousands.
#[must_use]
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn by_level(findings: &[Finding<'_>]) -> String {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.found.level).or_insert(0) += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(level, &count)| counted(count, level.name())).collect();
    counts.join(", ")
}

/// How many differences of each kind.
pub(super) fn differences(found: &MatchView<'_>) -> String {
    let counts = found.edit_counts.each().into_iter().filter(|&(_, count)| count > 0);
    let counts: Vec<String> = counts.map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    counts.join(", ")
}

/// Prose with line breaks in place of blanks where a line would have more than `width` columns; all lines but the first are indented.
pub(super) fn folded(text: &str, indent: usize, width: usize) -> String {
    let mut folded = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > indent && used + measure_text_width(word.trim_end()) > width {
            folded.truncate(folded.trim_end().len());
            folded.push('\n');
            folded.push_str(&" ".repeat(indent));
            used = indent;
        }
        folded.push_str(word);
        used += measure_text_width(word);
    }
    folded
}

/// Lines of at most `width` columns; a wide character is never cut, a colour goes on.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for (piece, is_escape) in console::AnsiCodeIterator::new(text) {
        if is_escape {
            lines.last_mut().expect("there is a first line").push_str(piece);
            continue;
        }
        for atom in atoms(piece) {
            let columns = measure_text_width(atom);
            if used + columns > width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a first line").push_str(atom);
            used += columns;
        }
    }
    lines
}

/// What a line must not be broken in: a character with the signs of marks that open or close at it.
fn atoms(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let open = if text.starts_with("[-") || text.starts_with("{+") { 2 } else { 0 };
        let char = text[open..].chars().next().map_or(0, char::len_utf8);
        let close = &text[open + char..];
        let close = if close.starts_with("-]") || close.starts_with("+}") { 2 } else { 0 };
        let (atom, rest) = text.split_at(open + char + close);
        text = rest;
        (!atom.is_empty()).then_some(atom)
    })
}

/// Writes what the bands find at each similarity.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_curve(bands: Bands, similarity: f64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} bands of {} rows: predicted recall by Jaccard similarity", bands.bands, bands.rows)?;
    for step in (1..=20).map(|step| f64::from(step) / 20.0) {
        let recall = bands.recall_at(step);
        let bar: String = (0..40).filter(|&block| f64::from(block) + 0.5 < recall * 40.0).map(|_| '█').collect();
        let asked = if (step - similarity).abs() < 0.025 { "  ← asked" } else { "" };
        writeln!(out, "  {step:.2}  {recall:.4}  {bar}{asked}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_wrapped_by_columns() {
        assert_eq!(wrapped("雷同ab", 4), ["雷同", "ab"]);
        assert_eq!(wrapped("a雷同", 4), ["a雷", "同"]);
        assert_eq!(wrapped("雷同[-，-]{+ab+}", 8), ["雷同", "[-，-]", "{+ab+}"]);
    }

    #[test]
    fn prose_is_folded_between_words() {
        assert_eq!(folded("  1  speech, exact  12 characters", 5, 20), "  1  speech, exact\n     12 characters");
        assert_eq!(folded("a\u{1b}[1mb\u{1b}[0m c", 0, 4), "a\u{1b}[1mb\u{1b}[0m c");
        assert_eq!(folded("雷同 雷同雷同", 2, 6), "雷同\n  雷同雷同");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "speech"), "1 speech");
        assert_eq!(counted(1_234_567, "speech"), "1,234,567 speeches");
    }
}
