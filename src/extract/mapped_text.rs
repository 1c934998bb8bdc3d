//! Text that is copied from an original, with the places of its parts.

use crate::document::Span;

use super::{Piece, Places};

/// Text with the place of each of its parts in the original.
#[derive(Debug, Default)]
pub(super) struct MappedText {
    text: String,
    pieces: Vec<Piece>,
}

impl MappedText {
    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Appends `source[place]`.
    pub(super) fn push_copy(&mut self, source: &str, place: Span) {
        if !self.is_continued_at(place.start) {
            self.push_piece(place);
        } else if let Some(last) = self.pieces.last_mut() {
            last.end = offset(place.end);
        }
        self.text.push_str(&source[place.start..place.end]);
    }

    /// Appends text that the original spells otherwise at `place`, such as an entity.
    pub(super) fn push_replacement(&mut self, text: &str, mut place: Span) {
        // A part as long as its text would count as a copy.
        if place.len() == text.len() {
            place.end = place.end.saturating_sub(1).max(place.start);
        }
        self.push_piece(place);
        self.text.push_str(text);
    }

    /// Appends text that the original does not have.
    pub(super) fn push_separator(&mut self, text: &str) {
        let end = self.pieces.last().map_or(0, |last| last.end as usize);
        self.push_piece(Span::new(end, end));
        self.text.push_str(text);
    }

    /// Appends the part `span` of another text from the same original.
    pub(super) fn push_part(&mut self, from: &Self, span: Span) {
        let first = from.pieces.partition_point(|piece| piece.text as usize <= span.start);
        let first = first.saturating_sub(1);
        let shift = self.text.len();
        for (index, piece) in from.pieces.iter().enumerate().skip(first) {
            let start = (piece.text as usize).max(span.start);
            if start >= span.end {
                break;
            }
            let skipped = if from.is_copy(index) { start - piece.text as usize } else { 0 };
            self.pieces.push(Piece {
                text: offset(shift + start - span.start),
                start: piece.start + offset(skipped),
                end: piece.end.min(from.end_in_original(index, span.end)),
            });
        }
        self.text.push_str(&from.text[span.start..span.end]);
    }

    /// Removes white space at the end, back to the byte `start` at most.
    pub(super) fn trim_end(&mut self, start: usize) {
        let kept = start + self.text[start..].trim_ascii_end().len();
        while let Some(removed) = self.pieces.pop_if(|last| last.text as usize >= kept) {
            self.text.truncate(removed.text as usize);
        }
        if let Some(index) = self.pieces.len().checked_sub(1) {
            self.pieces[index].end = self.pieces[index].end.min(self.end_in_original(index, kept));
        }
        self.text.truncate(kept);
    }

    /// The text, and its places. A last piece without text ends them.
    pub(super) fn finish(mut self) -> (String, Places) {
        self.push_separator("");
        (self.text, Places::Offsets(self.pieces))
    }

    fn push_piece(&mut self, place: Span) {
        let (start, end) = (offset(place.start), offset(place.end));
        self.pieces.push(Piece { text: offset(self.text.len()), start, end });
    }

    /// Whether the last piece is a copy that a copy from `start` continues.
    fn is_continued_at(&self, start: usize) -> bool {
        let Some(last) = self.pieces.last() else { return false };
        last.end as usize == start && self.is_copy(self.pieces.len() - 1)
    }

    fn is_copy(&self, index: usize) -> bool {
        let piece = self.pieces[index];
        let next = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.text as usize);
        next - piece.text as usize == (piece.end - piece.start) as usize
    }

    /// One past the last byte in the original of what a piece has before the byte `end` of the
    /// text.
    fn end_in_original(&self, index: usize, end: usize) -> u32 {
        let piece = self.pieces[index];
        if !self.is_copy(index) {
            return piece.end;
        }
        piece.start + offset(end.saturating_sub(piece.text as usize))
    }
}

/// An offset as it is stored. The original of a longer text has no places behind 4 GiB.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: MappedText) -> Vec<(u32, u32, u32)> {
        let Places::Offsets(pieces) = text.finish().1 else { panic!("offsets are known") };
        pieces.iter().map(|piece| (piece.text, piece.start, piece.end)).collect()
    }

    #[test]
    fn adjacent_copies_are_one_piece() {
        let mut text = MappedText::default();
        text.push_copy("abc def", Span::new(0, 2));
        text.push_copy("abc def", Span::new(2, 3));
        text.push_copy("abc def", Span::new(4, 7));
        assert_eq!(text.text(), "abcdef");
        assert_eq!(places(text), [(0, 0, 3), (3, 4, 7), (6, 7, 7)]);
    }

    #[test]
    fn a_replacement_is_never_taken_for_a_copy() {
        let mut text = MappedText::default();
        text.push_replacement(" ", Span::new(3, 4));
        text.push_copy("abc\ndef", Span::new(4, 7));
        assert_eq!(places(text), [(0, 3, 3), (1, 4, 7), (4, 7, 7)]);
    }

    #[test]
    fn a_part_keeps_the_places_of_its_pieces() {
        let mut whole = MappedText::default();
        whole.push_copy("abc&lt;def", Span::new(0, 3));
        whole.push_replacement("<", Span::new(3, 7));
        whole.push_copy("abc&lt;def", Span::new(7, 10));
        let mut part = MappedText::default();
        part.push_separator("\n");
        part.push_part(&whole, Span::new(1, 6));
        assert_eq!(part.text(), "\nbc<de");
        assert_eq!(places(part), [(0, 0, 0), (1, 1, 3), (3, 3, 7), (4, 7, 9), (6, 9, 9)]);
    }

    #[test]
    fn white_space_at_the_end_is_removed_with_its_places() {
        let mut text = MappedText::default();
        text.push_copy("ab \n", Span::new(0, 4));
        text.push_replacement("\n", Span::new(4, 9));
        text.trim_end(0);
        assert_eq!(text.text(), "ab");
        assert_eq!(places(text), [(0, 0, 2), (2, 2, 2)]);
    }
}
