//! A match as one text with its differences marked.

use console::Style;

use super::clean::clean;
use crate::diff::EditKind;
use crate::report::model::{ReportedEdit, ReportedMatch};

/// Characters of equal text shown on each side of a difference: about a clause.
const CONTEXT: usize = 16;
/// Characters of a longer difference that are shown, half of them from each end.
const LONGEST_DIFFERENCE: usize = 40;

/// How differences are marked.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    removed: Style,
    added: Style,
    signs: bool,
}

/// A piece of two aligned texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'c> {
    /// In both texts.
    Equal(&'c str),
    /// In the first text only.
    Removed(&'c str),
    /// In the second text only.
    Added(&'c str),
}

impl<'c> Piece<'c> {
    pub(super) fn text(self) -> &'c str {
        match self {
            Self::Equal(text) | Self::Removed(text) | Self::Added(text) => text,
        }
    }

    fn is_equal(self) -> bool {
        matches!(self, Self::Equal(_))
    }
}

impl Marks {
    /// Colours, or signs as in `[-removed-]{+added+}`.
    pub(super) fn new(color: bool) -> Self {
        let style = Style::new().force_styling(color);
        Self {
            removed: style.clone().red().strikethrough(),
            added: style.green().bold(),
            signs: !color,
        }
    }

    /// The cleaned text of a piece with its marks.
    pub(super) fn show(&self, piece: Piece<'_>, clean: &str) -> String {
        match piece {
            Piece::Equal(_) => clean.to_owned(),
            Piece::Removed(_) if self.signs => format!("[-{clean}-]"),
            Piece::Added(_) if self.signs => format!("{{+{clean}+}}"),
            Piece::Removed(_) => self.removed.apply_to(clean).to_string(),
            Piece::Added(_) => self.added.apply_to(clean).to_string(),
        }
    }
}

/// The first text of a match with its differences from the second. A moved block counts as equal
/// text, in its position in the first text.
pub(super) fn pieces<'v>(found: &'v ReportedMatch<'_>) -> Vec<Piece<'v>> {
    let mut pieces = Vec::new();
    let mut cursor = Cursor { rest: &found.a.text, at: found.a.place.start };
    for edit in found.edits().iter().filter(|edit| is_shown(edit, found.a.place.start)) {
        if let Some(equal) = cursor.take_to(edit.a.start) {
            let removed = cursor.take_to(edit.a.end).unwrap_or_default();
            let [equal, removed] = [Piece::Equal(equal), Piece::Removed(removed)];
            pieces.extend([equal, removed, Piece::Added(&edit.b.text)]);
        } else if edit.a.text.is_empty() {
            pieces.push(Piece::Added(&edit.b.text));
        }
    }
    pieces.push(Piece::Equal(cursor.rest));
    pieces.retain(|piece| !piece.text().is_empty());
    pieces
}

/// Whether an edit is marked in a match that begins at character `start` of its first text.
fn is_shown(edit: &ReportedEdit<'_>, start: usize) -> bool {
    edit.a.start >= start && edit.kind != EditKind::Moved
}

/// A position in a text that only moves forward.
struct Cursor<'c> {
    rest: &'c str,
    at: usize,
}

impl<'c> Cursor<'c> {
    /// Moves to character `to` and returns the text before it; `None` if the cursor is past it.
    fn take_to(&mut self, to: usize) -> Option<&'c str> {
        let chars = to.checked_sub(self.at)?;
        let byte = self.rest.char_indices().nth(chars).map_or(self.rest.len(), |(byte, _)| byte);
        let (taken, rest) = self.rest.split_at(byte);
        (self.rest, self.at) = (rest, to);
        Some(taken)
    }
}

/// The beginning of a match and its first differences.
pub(super) struct Excerpt {
    /// The text, with marks.
    pub(super) text: String,
    /// Differences after those that are shown.
    pub(super) hidden: usize,
}

/// The beginning of a match, then each of the first `limit` differences with a little context.
pub(super) fn excerpt(found: &ReportedMatch<'_>, marks: &Marks, limit: usize) -> Excerpt {
    let pieces = pieces(found);
    let mut text = String::new();
    let mut differences = 0;
    for (at, &piece) in pieces.iter().enumerate() {
        let begins = !piece.is_equal() && (at == 0 || pieces[at - 1].is_equal());
        differences += usize::from(begins);
        if differences > limit {
            break;
        }
        text.push_str(&marks.show(piece, &shortened(piece, at == 0)));
    }
    Excerpt { text, hidden: count_differences(&pieces).saturating_sub(limit) }
}

/// The cleaned text of a piece without its middle, where that is long.
fn shortened(piece: Piece<'_>, is_first: bool) -> String {
    let (head, tail) = match (piece.is_equal(), is_first) {
        (false, _) => (LONGEST_DIFFERENCE / 2, LONGEST_DIFFERENCE / 2),
        (true, true) => (2 * CONTEXT, CONTEXT),
        (true, false) => (CONTEXT, CONTEXT),
    };
    elide_middle(&clean(piece.text()), head, tail)
}

/// The number of differences; removed text and the added text that replaces it count as one.
fn count_differences(pieces: &[Piece<'_>]) -> usize {
    pieces.chunk_by(|x, y| x.is_equal() == y.is_equal()).filter(|run| !run[0].is_equal()).count()
}

/// The first `head` and the last `tail` characters of `text`, or all of it if that is no longer.
fn elide_middle(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let (head, tail) = (&chars[..head], &chars[chars.len() - tail..]);
    head.iter().chain(['…'].iter()).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_elided_only_if_that_saves_something() {
        assert_eq!(elide_middle("一二三四五", 2, 2), "一二三四五");
        assert_eq!(elide_middle("一二三四五六", 2, 2), "一二…五六");
    }

    #[test]
    fn a_replacement_is_one_difference() {
        use Piece::{Added, Equal, Removed};
        let pieces = [Removed("a"), Added("b"), Equal("c"), Added("d")];
        assert_eq!(count_differences(&pieces), 2);
    }

    #[test]
    fn a_cursor_does_not_go_back() {
        let mut cursor = Cursor { rest: "雷同雷同", at: 10 };
        assert_eq!(cursor.take_to(12), Some("雷同"));
        assert_eq!(cursor.take_to(11), None);
        assert_eq!((cursor.take_to(99), cursor.rest), (Some("雷同"), ""));
    }
}
