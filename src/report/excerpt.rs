//! A match as one text in which the differences are marked.

use console::Style;

use super::model::{EditView, MatchView};
use crate::diff::EditKind;

/// Characters shown around a difference.
const AROUND: usize = 16;
/// Longest difference that is shown in full, in characters.
const LONGEST: usize = 40;

/// How marks are shown.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    gone: Style,
    new: Style,
    signs: bool,
}

/// A piece of two texts laid upon each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'c> {
    /// In both texts.
    Same(&'c str),
    /// In the first text only.
    Gone(&'c str),
    /// In the second text only.
    New(&'c str),
}

impl<'c> Piece<'c> {
    pub(super) fn text(self) -> &'c str {
        match self {
            Self::Same(text) | Self::Gone(text) | Self::New(text) => text,
        }
    }
}

impl Marks {
    /// Colours, or signs as in `[-gone-]{+new+}`.
    pub(super) fn new(color: bool) -> Self {
        let style = || Style::new().force_styling(color);
        Self { gone: style().red().strikethrough(), new: style().green().bold(), signs: !color }
    }

    /// A piece of cleaned text as it is shown.
    pub(super) fn show(&self, piece: Piece<'_>, clean: &str) -> String {
        match piece {
            Piece::Same(_) => clean.to_owned(),
            Piece::Gone(_) if self.signs => format!("[-{clean}-]"),
            Piece::New(_) if self.signs => format!("{{+{clean}+}}"),
            Piece::Gone(_) => self.gone.apply_to(clean).to_string(),
            Piece::New(_) => self.new.apply_to(clean).to_string(),
        }
    }
}

/// The first text of a match with its differences to the second; a moved block is shown where it stands in the first.
pub(super) fn pieces<'v>(found: &'v MatchView<'_>) -> Vec<Piece<'v>> {
    let mut pieces = Vec::new();
    let mut rest = Walk { text: &found.a.text, at: found.a.place.start };
    let stays = |edit: &&EditView<'_>| edit.kind != EditKind::Moved;
    for edit in found.edits.iter().filter(|edit| edit.a.start >= found.a.place.start).filter(stays) {
        if let Some(same) = rest.take_to(edit.a.start) {
            let gone = rest.take_to(edit.a.end).unwrap_or_default();
            pieces.extend([Piece::Same(same), Piece::Gone(gone), Piece::New(&edit.b.text)]);
        } else if edit.a.text.is_empty() {
            pieces.push(Piece::New(&edit.b.text));
        }
    }
    pieces.push(Piece::Same(rest.text));
    pieces.retain(|piece| !piece.text().is_empty());
    pieces
}

/// A text that is taken piece by piece.
struct Walk<'c> {
    text: &'c str,
    at: usize,
}

impl<'c> Walk<'c> {
    /// What stands before character `to`; `None` if that lies behind already.
    fn take_to(&mut self, to: usize) -> Option<&'c str> {
        let chars = to.checked_sub(self.at)?;
        let byte = self.text.char_indices().nth(chars).map_or(self.text.len(), |(byte, _)| byte);
        let (taken, rest) = self.text.split_at(byte);
        (self.text, self.at) = (rest, to);
        Some(taken)
    }
}

/// The beginning of a match, then each difference with a little around it, up to `most` of them;
/// with the number of differences that are not shown.
pub(super) fn excerpt(found: &MatchView<'_>, marks: &Marks, most: usize) -> (String, usize) {
    let pieces = pieces(found);
    let mut shown = String::new();
    let mut differences = 0;
    for (at, &piece) in pieces.iter().enumerate() {
        let same = matches!(piece, Piece::Same(_));
        differences += usize::from(!same && (at == 0 || matches!(pieces[at - 1], Piece::Same(_))));
        if differences > most {
            break;
        }
        let (head, tail) = match (same, at) {
            (false, _) => (LONGEST / 2, LONGEST / 2),
            (true, 0) => (2 * AROUND, AROUND),
            (true, _) => (AROUND, AROUND),
        };
        shown.push_str(&marks.show(piece, &middle_left_out(&clean(piece.text()), head, tail)));
    }
    (shown, count(&pieces).saturating_sub(most))
}

/// Differences; what is gone and what is new in its place are one.
fn count(pieces: &[Piece<'_>]) -> usize {
    let same = |piece: &Piece<'_>| matches!(piece, Piece::Same(_));
    pieces.chunk_by(|x, y| same(x) == same(y)).filter(|run| !same(&run[0])).count()
}

fn middle_left_out(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let (head, tail) = (&chars[..head], &chars[chars.len() - tail..]);
    head.iter().chain(['…'].iter()).chain(tail).collect()
}

/// Text that can do a terminal no harm: blanks with a line break among them become `↵`, other blanks
/// one space, and control characters and overrides of direction `�`.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = &rest[..rest.len() - rest.trim_start().len()];
        let taken = if blank.is_empty() { first.len_utf8() } else { blank.len() };
        clean.push(match (blank.is_empty(), is_harmful(first)) {
            (true, true) => '\u{FFFD}',
            (true, false) => first,
            (false, _) if blank.contains('\n') => '↵',
            (false, _) => ' ',
        });
        rest = &rest[taken..];
    }
    clean
}

/// Control characters, and what changes the direction of the text that follows.
fn is_harmful(char: char) -> bool {
    char.is_control() || matches!(char, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_control_characters() {
        assert_eq!(clean("红\u{1b}[31m字\r\n\n 行\t尾\u{202e}"), "红\u{fffd}[31m字↵行 尾\u{fffd}");
    }

    #[test]
    fn the_middle_is_left_out_only_if_that_saves_something() {
        assert_eq!(middle_left_out("一二三四五", 2, 2), "一二三四五");
        assert_eq!(middle_left_out("一二三四五六", 2, 2), "一二…五六");
    }
}
