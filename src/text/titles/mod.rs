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
mod pages;
mod series;
mod signal;
mod support;
mod weights;

pub use signal::Signal;
pub use weights::{TitleFeature, TitleWeights};

use super::lines::TextLine;
use crate::document::Span;
use candidate::{Candidate, LEAST_TEXT, Speakers, candidates};
use layout::Layout;
use line_form::is_of_listing;
use pages::without_page_lines;
use series::{add_lines, bracketed_lines, stem_series, weigh_numbered};
use support::{
    mark_contents, weigh_contents, weigh_endings, weigh_layout, weigh_plain, weigh_surroundings,
};

/// Points that make a line a title, whatever the weights: they are in proportion to these.
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
/// At most this share of a text in hundredths stands in short lines that end no sentence. It is 2 in
/// the development books, 11 or more in nineteen of twenty manual pages.
const MOST_OPEN: u64 = 15;
/// At most so many lines in a hundred are of lists, tables or code. It is 1 in the development books,
/// 10 or more in three of four manual pages.
const MOST_LISTED: usize = 12;
/// So many titles above dates are told from the lines of a manual, of which one or two may be dated.
const LEAST_DATED: usize = 5;
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
pub(super) fn titles(text: &str, lines: &[TextLine<'_>], weights: &TitleWeights) -> Vec<Title> {
    // A third of an ideograph has at least one byte.
    let is_short = (text.len() as u64) < LEAST_OF_TWO || lines.len() < LEAST_LINES;
    let is_narrow =
        lines.len() > MOST_LINES_OF_LIST && text.len() < lines.len() * LEAST_BYTES_OF_LINE;
    if is_short || is_narrow {
        return Vec::new();
    }
    let lines = without_page_lines(lines);
    let mut layout = Layout::new(text, &lines);
    mark_contents(&mut layout);
    if layout.lines.is_empty() || is_list(&layout) {
        return Vec::new();
    }
    let mut chosen = chosen(&layout, &weighed(&layout, Speakers::Inside, weights));
    if chosen.is_empty() {
        chosen = self::chosen(&layout, &weighed(&layout, Speakers::Outside, weights));
    }
    let title = |candidate: Candidate| Title {
        span: Span::new(
            layout.lines[candidate.top].span.start,
            layout.lines[candidate.line].span.end,
        ),
        signal: candidate.signal(),
    };
    chosen.into_iter().map(title).collect()
}

/// Whether nearly all lines of a long text have the form of a title.
fn is_list(layout: &Layout<'_>) -> bool {
    let titles = layout.lines.iter().filter(|line| line.is_title()).count();
    layout.lines.len() > MOST_LINES_OF_LIST && titles * 10 > layout.lines.len() * MOST_TITLES_IN_TEN
}

/// Whether a text is no prose: much of it stands in short lines that end no sentence, or many lines
/// are of lists, tables or code, as in manuals.
fn is_technical(layout: &Layout<'_>) -> bool {
    let open = layout.lines.iter().filter(|line| !line.is_body && !line.is_closed);
    let width: u64 = open.map(|line| u64::from(line.width)).sum();
    let short = layout.lines.iter().filter(|line| !line.is_body);
    let listed = short.filter(|line| is_of_listing(line.text)).count();
    width * 100 > layout.width() * MOST_OPEN || listed * 100 > layout.lines.len() * MOST_LISTED
}

/// All candidates with their points.
fn weighed(layout: &Layout<'_>, speakers: Speakers, weights: &TitleWeights) -> Vec<Candidate> {
    let mut candidates = candidates(layout, speakers, weights);
    add_lines(&mut candidates, &bracketed_lines(layout), Signal::Bracketed, weights);
    add_lines(&mut candidates, &stem_series(layout), Signal::Stem, weights);
    weigh_numbered(layout, &mut candidates, weights);
    weigh_surroundings(layout, &mut candidates, weights);
    weigh_layout(layout, &mut candidates, weights);
    weigh_contents(layout, &mut candidates, weights);
    weigh_endings(layout, &mut candidates, weights);
    weigh_plain(layout, &mut candidates, weights);
    if is_technical(layout) {
        retain_sure(&mut candidates);
    }
    add_start(&mut candidates, weights);
    candidates
}

/// Keeps those candidates that are told from short lines of all kinds: those of series, and those
/// above dates and notes if there are several.
fn retain_sure(candidates: &mut Vec<Candidate>) {
    let dated = candidates.iter().filter(|candidate| candidate.is_dated()).count();
    candidates.retain(|candidate| {
        candidate.is_of_series() || (candidate.is_dated() && dated >= LEAST_DATED)
    });
}

/// Gives points to a title at the start of the document, where a speech begins if others begin
/// below.
fn add_start(candidates: &mut [Candidate], weights: &TitleWeights) {
    let strong = candidates.iter().filter(|candidate| candidate.is_strong()).count();
    if let Some(first) = candidates.first_mut().filter(|first| first.line == 0 && strong >= 2) {
        first.points += weights.of(TitleFeature::OfFamily);
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
