//! The texts of a match, each with what differs from the other one.

use std::ops::Range;

use super::model::{EditedText, ReportedMatch};
use crate::diff::EditKind;
use crate::document::union;
use crate::scan::Side;

/// A piece of the text of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'v> {
    pub(super) text: &'v str,
    /// Whether the other text has something else there, or nothing.
    pub(super) is_different: bool,
}

/// The text of one side of a match in pieces. A moved block counts as equal text, and so does a
/// difference of which nothing can be seen.
pub(super) fn marked<'v>(found: &'v ReportedMatch<'_>, side: Side) -> Vec<Piece<'v>> {
    let place = if side == Side::A { &found.a } else { &found.b };
    let edits = found.edits().iter().filter(|edit| edit.kind != EditKind::Moved);
    let ranges = edits
        .map(|edit| range(if side == Side::A { &edit.a } else { &edit.b }))
        .filter(|range| range.start >= place.place.start && !range.is_empty());
    let mut pieces = Vec::new();
    let mut rest = Rest { text: &place.text, at: place.place.start };
    for range in union(ranges) {
        pieces.push(Piece { text: rest.take_to(range.start), is_different: false });
        let text = rest.take_to(range.end);
        pieces.push(Piece { text, is_different: !text.trim().is_empty() });
    }
    pieces.push(Piece { text: rest.text, is_different: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn range(text: &EditedText<'_>) -> Range<usize> {
    text.start..text.end
}

/// What is left of a text, and the number of its first character.
struct Rest<'v> {
    text: &'v str,
    at: usize,
}

impl<'v> Rest<'v> {
    /// Takes the text before character `to`.
    fn take_to(&mut self, to: usize) -> &'v str {
        let mut chars = self.text.char_indices();
        let byte = chars.nth(to - self.at).map_or(self.text.len(), |(byte, _)| byte);
        let (taken, rest) = self.text.split_at(byte);
        (self.text, self.at) = (rest, to);
        taken
    }
}
