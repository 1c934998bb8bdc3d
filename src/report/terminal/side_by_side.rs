//! Two documents side by side.

use std::io::{self, Write};
use std::ops::Range;

use console::{measure_text_width, truncate_str};

use super::clean::clean;
use super::excerpt::{Marks, Piece, pieces};
use super::layout::padded;
use super::options::TerminalOptions;
use crate::document::union;
use crate::report::model::Report;
use crate::report::model::{ReportedDocument, ReportedMatch, ReportedSide};

/// Columns of each half on the narrowest terminal.
const NARROWEST: usize = 10;

/// Writes what two documents have in common: the share of each, then every match in two columns,
/// equal text beside equal text.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_side_by_side(
    report: &Report<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    if report.matches.is_empty() {
        return writeln!(out, "The two documents have nothing in common.");
    }
    let sides: [SideOf; 2] = [|found| &found.a, |found| &found.b];
    for (document, side) in report.documents.iter().zip(sides) {
        let share = common_chars(report, side) as f64 / document.chars.max(1) as f64;
        write_share(document, share, out)?;
    }
    for (number, found) in (1..).zip(&report.matches) {
        let (level, kind, similarity) = (found.level, found.label(), found.similarity);
        writeln!(out, "\n{number:>3}  {level}, {kind}, similarity {similarity:.2}\n")?;
        write_columns(found, options, out)?;
    }
    Ok(())
}

/// One of the two sides of a match.
type SideOf = for<'m, 'c> fn(&'m ReportedMatch<'c>) -> &'m ReportedSide<'c>;

/// Characters of a document that lie in a match.
fn common_chars(report: &Report<'_>, side: SideOf) -> usize {
    let places = report.matches.iter().map(|found| side(found).place);
    // Matches of one place may overlap; its characters count once.
    union(places.map(|place| place.start..place.end)).iter().map(Range::len).sum()
}

fn write_share(document: &ReportedDocument<'_>, share: f64, out: &mut dyn Write) -> io::Result<()> {
    let (id, chars) = (clean(&document.id), document.chars);
    writeln!(out, "{id}: {:.1} % of {chars} characters in common", share * 100.0)
}

/// Writes both sides of a match in two columns.
pub(super) fn write_columns(
    found: &ReportedMatch<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = (options.width.saturating_sub(3) / 2).max(NARROWEST);
    let marks = Marks::new(options.color);
    let mut rows = Rows { width, marks, left: Half::default(), right: Half::default(), out };
    rows.write(&title(&found.a, width), &title(&found.b, width))?;
    rows.write(&"─".repeat(width), &"─".repeat(width))?;
    for piece in pieces(found) {
        rows.add(piece)?;
    }
    rows.flush()
}

fn title(side: &ReportedSide<'_>, width: usize) -> String {
    let title = clean(&format!("{}:{} {}", side.document, side.place.line, side.title()));
    truncate_str(&title, width, "…").into_owned()
}

/// One half of an unfinished row.
#[derive(Default)]
struct Half {
    shown: String,
    columns: usize,
}

/// Rows of two halves, of which the last is unfinished.
struct Rows<'o> {
    width: usize,
    marks: Marks,
    left: Half,
    right: Half,
    out: &'o mut dyn Write,
}

impl Rows<'_> {
    /// Adds a piece, over as many rows as it needs.
    fn add(&mut self, piece: Piece<'_>) -> io::Result<()> {
        let text = clean(piece.text());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (fits, after) = rest.split_at(self.fitting(piece, rest));
            // Nothing fits in the rest of a row that is almost full; in an empty row something does,
            // since a half has at least ten columns.
            if fits.is_empty() {
                self.flush()?;
                continue;
            }
            self.push(piece, fits);
            rest = after;
        }
        Ok(())
    }

    /// Bytes of `text` that fit in the rest of the row.
    fn fitting(&self, piece: Piece<'_>, text: &str) -> usize {
        let free = self.free_columns(piece);
        // Marks that are signs take four columns of their own.
        let mut columns = measure_text_width(&self.marks.show(piece, ""));
        let fitting = text.char_indices().find(|(_, char)| {
            columns += measure_text_width(char.encode_utf8(&mut [0; 4]));
            columns > free
        });
        fitting.map_or(text.len(), |(byte, _)| byte)
    }

    /// Columns that a piece may still take of the row.
    fn free_columns(&self, piece: Piece<'_>) -> usize {
        let left = self.width.saturating_sub(self.left.columns);
        let right = self.width.saturating_sub(self.right.columns);
        match piece {
            Piece::Equal(_) => left.min(right),
            Piece::Removed(_) => left,
            Piece::Added(_) => right,
        }
    }

    /// Puts text that fits into the halves that it belongs to.
    fn push(&mut self, piece: Piece<'_>, text: &str) {
        let shown = self.marks.show(piece, text);
        let halves: &mut [&mut Half] = match piece {
            Piece::Equal(_) => &mut [&mut self.left, &mut self.right],
            Piece::Removed(_) => &mut [&mut self.left],
            Piece::Added(_) => &mut [&mut self.right],
        };
        for half in halves {
            half.shown.push_str(&shown);
            half.columns += measure_text_width(&shown);
        }
    }

    /// Writes the unfinished row, if anything is in it.
    fn flush(&mut self) -> io::Result<()> {
        let (left, right) = (std::mem::take(&mut self.left), std::mem::take(&mut self.right));
        if left.columns + right.columns == 0 {
            return Ok(());
        }
        self.write(&left.shown, &right.shown)
    }

    fn write(&mut self, left: &str, right: &str) -> io::Result<()> {
        let line = format!("{} │ {right}", padded(left, self.width));
        writeln!(self.out, "{}", line.trim_end())
    }
}
