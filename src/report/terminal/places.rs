//! The places of a finding as a table.

use std::io::{self, Write};

use console::{measure_text_width, truncate_str};

use super::clean::clean;
use super::layout::{padded, percent};
use super::options::TerminalOptions;
use crate::document::{Date, Level};
use crate::report::model::{ReportedMember, ReportedSide};

/// Columns of the indentation and the gaps of a row that has all cells.
const MARGINS: usize = 9;

/// A row of the table: one place.
pub(super) struct Place {
    /// Document and line.
    location: String,
    /// With the gap before it, so that a column without dates takes no space.
    date: String,
    speech: String,
    /// The share of the unit that the match covers.
    share: String,
    /// What it is a share of.
    whole: String,
    /// The share of the document, if that differs.
    of_document: String,
    /// Says that the text is a quotation.
    quoted: &'static str,
}

impl Place {
    pub(super) fn of_side(side: &ReportedSide<'_>, level: Level) -> Self {
        let unit = side.whole(level);
        Self {
            location: format!("{}:{}", clean(&side.document), side.place.line),
            date: date_cell(side.date),
            speech: clean(side.title()),
            share: percent(side.coverage),
            whole: format!(" of the {unit}"),
            of_document: of_document(side, unit),
            quoted: if side.quoted { ", quoted" } else { "" },
        }
    }

    pub(super) fn of_member(member: &ReportedMember<'_>) -> Self {
        Self {
            location: format!("{}:{}", clean(&member.document), member.line),
            date: date_cell(member.date),
            speech: clean(member.title()),
            share: String::new(),
            whole: String::new(),
            of_document: String::new(),
            quoted: "",
        }
    }

    /// The shares, in as many words as there is room for.
    fn coverage(&self, words: Words) -> String {
        let Self { share, whole, of_document, quoted, .. } = self;
        match words {
            Words::All => format!("{share}{whole}{of_document}{quoted}"),
            Words::Unit => format!("{share}{whole}{quoted}"),
            Words::None => format!("{share}{quoted}"),
        }
    }
}

/// How much is said of a share.
#[derive(Debug, Clone, Copy)]
enum Words {
    /// What it is a share of, and the share of the document.
    All,
    /// What it is a share of.
    Unit,
    None,
}

/// The share of the document, if that is not the share that is given already.
fn of_document(side: &ReportedSide<'_>, unit: &str) -> String {
    let share = percent(side.document_coverage);
    if unit == "document" || share == percent(side.coverage) {
        return String::new();
    }
    format!(", {share} of the document")
}

fn date_cell(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| format!("  {date}"))
}

/// Columns of the widest cell.
fn widest(places: &[Place], cell: impl Fn(&Place) -> &str) -> usize {
    places.iter().map(|place| measure_text_width(cell(place))).max().unwrap_or(0)
}

/// Writes places in columns that line up in whatever script they are written.
pub(super) fn write_places(
    places: &[Place],
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let location = widest(places, |place| &place.location);
    let date = widest(places, |place| &place.date);
    let speech = widest(places, |place| &place.speech);
    let taken = MARGINS + location + date + speech;
    let fits = |words: &Words| {
        let widths = places.iter().map(|place| measure_text_width(&place.coverage(*words)));
        taken + widths.max().unwrap_or(0) <= options.width
    };
    // Where there is no room for the whole, its share says enough.
    let words = [Words::All, Words::Unit].into_iter().find(fits).unwrap_or(Words::None);
    for place in places {
        let line = format!(
            "     {}{}  {}  {}",
            options.style().cyan().apply_to(padded(&place.location, location)),
            padded(&place.date, date),
            padded(&place.speech, speech),
            place.coverage(words),
        );
        writeln!(out, "{}", truncate_str(line.trim_end(), options.width, "…"))?;
    }
    Ok(())
}
