//! Titles of speeches, inferred from the document itself.
//!
//! A line that may be a title gets points for what stands after it (a date, a note on time and
//! place, a byline, a salutation, a dialogue), for what stands before it (the end of a text, a
//! signature), for its own form, and for the families of lines that it belongs to: a numbered
//! series, lines in brackets, titles that end alike, entries of a table of contents, titles that
//! blank lines or an indent set apart. Lines with enough points are titles, if there are several.

mod candidate;
mod layout;
mod line_form;
mod numbering;
mod series;
mod signal;
mod support;

pub(super) use numbering::chapter;
pub use signal::Signal;

use super::lines::TextLine;
use super::page_lines::is_page_debris;
use crate::document::Span;
use candidate::{Candidate, LEAST_TEXT, Speakers, candidates};
use layout::Layout;
use series::{add_lines, bracketed_lines, stem_series, weigh_numbered};
use support::{weigh_closings, weigh_contents, weigh_endings, weigh_layout, weigh_plain};

/// Points that make a line a title: what a salutation gives, or a date after an unfinished line.
const LEAST_POINTS: i32 = 3;
/// A title within this width below another one belongs to its heading, in thirds of an ideograph.
const ONE_HEADING: u64 = 3 * 60;
/// Width of the text between two titles, if there are only two, in thirds of an ideograph.
const LEAST_OF_TWO: u64 = 3 * 300;
/// Two speeches have at least so many lines: two titles, and a paragraph below each.
const LEAST_LINES: usize = 4;
/// A text of more lines, of which this share in tenths have the form of a title, has no titles: it
/// is a list, a roster or a log.
const MOST_LINES_OF_LIST: usize = 1_000;
/// See [`MOST_LINES_OF_LIST`].
const MOST_TITLES_IN_TEN: usize = 8;

/// Longest page number, in bytes; longer lines are not examined.
const LONGEST_PAGE_LINE: usize = 40;
/// A long text of shorter lines on average, in bytes, is a list too.
const LEAST_BYTES_OF_LINE: usize = 12;

/// A title that was inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// The span of the line, or of the lines that a long title was wrapped into.
    pub(super) span: Span,
    pub(super) signal: Signal,
}

/// The titles of speeches in a text, in order; none if they are not sure enough.
pub(super) fn titles(text: &str, lines: &[TextLine<'_>]) -> Vec<Title> {
    // A third of an ideograph has at least one byte.
    let is_short = (text.len() as u64) < LEAST_OF_TWO || lines.len() < LEAST_LINES;
    let is_narrow =
        lines.len() > MOST_LINES_OF_LIST && text.len() < lines.len() * LEAST_BYTES_OF_LINE;
    if is_short || is_narrow {
        return Vec::new();
    }
    let lines: Vec<TextLine<'_>> =
        lines.iter().filter(|line| !is_page_line(line)).copied().collect();
    let layout = Layout::new(text, &lines);
    if layout.lines.is_empty() || is_list(&layout) {
        return Vec::new();
    }
    let mut chosen = chosen(&layout, &weighed(&layout, Speakers::Inside));
    if chosen.is_empty() {
        chosen = self::chosen(&layout, &weighed(&layout, Speakers::Outside));
    }
    let title = |candidate: Candidate| Title {
        span: layout.lines[candidate.line].span,
        signal: candidate.signal(),
    };
    chosen.into_iter().map(title).collect()
}

/// Whether a line is a page number or the like, which may stand anywhere.
fn is_page_line(line: &TextLine<'_>) -> bool {
    line.text.len() <= LONGEST_PAGE_LINE && is_page_debris(line.text)
}

/// Whether nearly all lines of a long text have the form of a title.
fn is_list(layout: &Layout<'_>) -> bool {
    let titles = layout.lines.iter().filter(|line| line.is_title).count();
    layout.lines.len() > MOST_LINES_OF_LIST && titles * 10 > layout.lines.len() * MOST_TITLES_IN_TEN
}

/// All candidates with their points.
fn weighed(layout: &Layout<'_>, speakers: Speakers) -> Vec<Candidate> {
    let mut candidates = candidates(layout, speakers);
    add_lines(&mut candidates, &bracketed_lines(layout), Signal::Bracketed);
    add_lines(&mut candidates, &stem_series(layout), Signal::Stem);
    weigh_numbered(layout, &mut candidates);
    weigh_closings(layout, &mut candidates);
    weigh_layout(layout, &mut candidates);
    weigh_contents(layout, &mut candidates);
    weigh_endings(layout, &mut candidates);
    if speakers == Speakers::Outside {
        weigh_plain(layout, &mut candidates);
    }
    add_start(&mut candidates);
    candidates
}

/// Gives points to a title at the start of the document, where a speech begins if others begin
/// below.
fn add_start(candidates: &mut [Candidate]) {
    let strong = candidates.iter().filter(|candidate| candidate.is_strong()).count();
    if let Some(first) = candidates.first_mut().filter(|first| first.line == 0 && strong >= 2) {
        first.points += 2;
    }
}

/// The candidates that are titles.
fn chosen(layout: &Layout<'_>, candidates: &[Candidate]) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    for &candidate in candidates.iter().filter(|candidate| candidate.points >= LEAST_POINTS) {
        let is_below = chosen
            .last()
            .is_some_and(|last| layout.between(last.line, candidate.line) < ONE_HEADING);
        if !is_below {
            chosen.push(candidate);
        }
    }
    let lines: Vec<usize> = chosen.iter().map(|candidate| candidate.line).collect();
    let strong = chosen.iter().filter(|candidate| candidate.is_strong()).count();
    let are_apart = match lines[..] {
        // A page may name its text twice: above the notes of the site, and below them.
        [first, second] => layout.between(first, second) >= LEAST_OF_TWO,
        _ => true,
    };
    let are_sure = strong >= 2 && are_apart && layout.median_gap(&lines) >= LEAST_TEXT;
    if are_sure { chosen } else { Vec::new() }
}
