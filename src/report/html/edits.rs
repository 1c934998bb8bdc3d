//! The edits of a page, as numbers.

use std::io;

use super::escape;
use crate::diff::EditKind;
use crate::report::model::{Report, ReportedEdit, ReportedMatch};

/// Matches whose edits the page parses together: few blocks in a page, and little to parse when a
/// match is opened.
pub(super) const BLOCK: usize = 512;

/// Blocks of the edits of [`BLOCK`] matches each, as JSON. For each match there are five numbers
/// an edit: its kind, and for each side where it begins in the match, and its length.
pub(super) fn blocks_of_edits(report: &Report<'_>) -> io::Result<Vec<String>> {
    let blocks = report.matches.chunks(BLOCK);
    blocks.map(|block| escape::json(&block.iter().map(edits).collect::<Vec<_>>())).collect()
}

fn edits(found: &ReportedMatch<'_>) -> Vec<usize> {
    let (a, b) = (found.a.place.start, found.b.place.start);
    let inside = found.edits().iter().filter(|edit| edit.a.start >= a && edit.b.start >= b);
    inside.flat_map(|edit| numbers(edit, a, b)).collect()
}

/// The five numbers of an edit of a match that begins at characters `a` and `b`.
fn numbers(edit: &ReportedEdit<'_>, a: usize, b: usize) -> [usize; 5] {
    let kind = EditKind::ALL.iter().position(|kind| *kind == edit.kind).unwrap_or_default();
    let (in_a, in_b) = (&edit.a, &edit.b);
    [kind, in_a.start - a, in_a.end - in_a.start, in_b.start - b, in_b.end - in_b.start]
}
