//! Two documents side by side.

use std::io::{self, Write};
use std::ops::Range;

use console::{Alignment, measure_text_width, pad_str, truncate_str};

use super::View;
use super::excerpt::{Marks, Piece, clean, pieces};
use super::model::{MatchView, SideView};
use super::terminal::TerminalOptions;
use crate::document::union;

/// Writes what two documents have in common: how much of each, then every match in two columns, equal
/// text beside equal text.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_side_by_side(view: &View<'_>, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    if view.matches.is_empty() {
        return writeln!(out, "The two documents have nothing in common.");
    }
    for (document, side) in view.documents.iter().zip([|found| &found.a, |found| &found.b] as [SideOf; 2]) {
        let places = view.matches.iter().map(|found| side(found).place.start..side(found).place.end);
        let share = union(places).iter().map(Range::len).sum::<usize>() as f64 / document.chars.max(1) as f64;
        writeln!(out, "{}: {:.1} % of {} characters in common", clean(&document.id), share * 100.0, document.chars)?;
    }
    for (number, found) in view.matches.iter().enumerate() {
        let (level, kind, similarity) = (found.level, found.kind.name(), found.similarity);
        writeln!(out, "\n{:>3}  {level}, {kind}, similarity {similarity:.2}\n", number + 1)?;
        columns(found, look, out)?;
    }
    Ok(())
}

/// One of the two sides of a match.
type SideOf = for<'m, 'c> fn(&'m MatchView<'c>) -> &'m SideView<'c>;

/// Writes both sides of a match in two columns.
pub(super) fn columns(found: &MatchView<'_>, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    let width = (look.width.saturating_sub(3) / 2).max(10);
    let marks = Marks::new(look.color);
    let mut rows = Rows { width, marks, left: Cell::default(), right: Cell::default(), out };
    rows.write(&title(&found.a, width), &title(&found.b, width))?;
    rows.write(&"─".repeat(width), &"─".repeat(width))?;
    for piece in pieces(found) {
        rows.take(piece)?;
    }
    rows.flush()
}

fn title(side: &SideView<'_>, width: usize) -> String {
    let title = clean(&format!("{}:{} {}", side.document, side.place.line, side.title()));
    truncate_str(&title, width, "…").into_owned()
}

/// One half of a row in the making.
#[derive(Default)]
struct Cell {
    shown: String,
    columns: usize,
}

struct Rows<'o> {
    width: usize,
    marks: Marks,
    left: Cell,
    right: Cell,
    out: &'o mut dyn Write,
}

impl Rows<'_> {
    fn take(&mut self, piece: Piece<'_>) -> io::Result<()> {
        let text = clean(piece.text());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (fits, after) = rest.split_at(self.fitting(piece, rest));
            if fits.is_empty() {
                self.flush()?;
                continue;
            }
            self.add(piece, fits);
            rest = after;
        }
        Ok(())
    }

    /// Bytes of `text` that fit in what is left of the row.
    fn fitting(&self, piece: Piece<'_>, text: &str) -> usize {
        let free = |cell: &Cell| self.width.saturating_sub(cell.columns);
        let free = match piece {
            Piece::Same(_) => free(&self.left).min(free(&self.right)),
            Piece::Gone(_) => free(&self.left),
            Piece::New(_) => free(&self.right),
        };
        // Marks made of signs take four columns of their own.
        let marks = measure_text_width(&self.marks.show(piece, ""));
        let mut columns = marks;
        let fitting = text.char_indices().find(|(_, char)| {
            columns += measure_text_width(char.encode_utf8(&mut [0; 4]));
            columns > free
        });
        fitting.map_or(text.len(), |(byte, _)| byte)
    }

    fn add(&mut self, piece: Piece<'_>, text: &str) {
        let shown = self.marks.show(piece, text);
        let columns = measure_text_width(&shown);
        let cells: &mut [&mut Cell] = match piece {
            Piece::Same(_) => &mut [&mut self.left, &mut self.right],
            Piece::Gone(_) => &mut [&mut self.left],
            Piece::New(_) => &mut [&mut self.right],
        };
        for cell in cells {
            cell.shown.push_str(&shown);
            cell.columns += columns;
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let (left, right) = (std::mem::take(&mut self.left), std::mem::take(&mut self.right));
        if left.columns + right.columns == 0 {
            return Ok(());
        }
        self.write(&left.shown, &right.shown)
    }

    fn write(&mut self, left: &str, right: &str) -> io::Result<()> {
        let line = format!("{} │ {right}", pad_str(left, self.width, Alignment::Left, None));
        writeln!(self.out, "{}", line.trim_end())
    }
}
