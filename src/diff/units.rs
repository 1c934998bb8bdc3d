//! Differences between two whole units, some pieces of which were aligned.

use std::ops::Range;

use super::aligned_text::{AlignedPair, AlignedText};
use super::edit::{Edit, EditKind};
use super::edits::edits;
use super::moved::{join_moved, out_of_order};
use crate::align::Alignment;
use crate::document::{Span, gaps, union};
use crate::text::Content;

/// One side of a comparison of units: a document, a speech, a paragraph, or a run of one.
#[derive(Debug, Clone)]
pub struct AlignedUnit<'t> {
    /// The text of the document, and the content that holds the content characters of the unit.
    pub text: AlignedText<'t>,
    /// The content characters of the unit.
    pub range: Range<usize>,
    /// The byte of the text at which the unit starts; the first content character may lie behind
    /// it.
    pub start: usize,
}

impl<'t> AlignedUnit<'t> {
    /// The unit that consists of a whole text.
    #[must_use]
    pub fn whole(text: &'t str, content: &'t Content) -> Self {
        Self { text: AlignedText { text, content }, range: 0..content.len(), start: 0 }
    }

    /// The empty span behind content character `at - 1` of the unit.
    fn position(&self, at: usize) -> Span {
        if at == self.range.start {
            Span::new(self.start, self.start)
        } else {
            self.text.span_or_position(at..at)
        }
    }
}

/// Lists the differences between two units: those inside the aligned pieces, the pieces that moved,
/// and what only one unit has between the pieces.
///
/// The pieces count content characters as the two contents do, as those of
/// [`align_units`](crate::align::align_units) do for whole contents; they rise in unit `a`, and no
/// two of them overlap. The edits are in the order of `a`.
///
/// ```
/// use leitong::align::align_units;
/// use leitong::diff::{AlignedUnit, EditKind, unit_edits};
/// use leitong::document::Span;
/// use leitong::text::{Content, Script};
/// let texts = ["天地玄黄，宇宙洪荒。", "天地玄黄，宇宙洪荒。日月盈昃。"];
/// let [a, b] = texts.map(|text| Content::of(text, Span::new(0, text.len()), Script::AsWritten));
/// let pieces = align_units(a.chars(), b.chars(), 8);
/// let [a, b] = [AlignedUnit::whole(texts[0], &a), AlignedUnit::whole(texts[1], &b)];
/// let edits = unit_edits(&pieces, &a, &b);
/// assert_eq!((edits[0].kind, edits[0].b.of(texts[1])), (EditKind::Inserted, "日月盈昃"));
/// ```
#[must_use]
pub fn unit_edits(pieces: &[Alignment], a: &AlignedUnit<'_>, b: &AlignedUnit<'_>) -> Vec<Edit> {
    let swapped: Vec<Alignment> = pieces.iter().map(Alignment::swapped).collect();
    let mut all: Vec<Edit> =
        out_of_order(pieces).into_iter().map(|piece| moved(piece, a, b)).collect();
    all.extend(pieces.iter().flat_map(|piece| edits(piece, a.text, b.text)));
    all.extend(deletions(pieces, a, b));
    all.extend(deletions(&swapped, b, a).map(Edit::swapped));
    all.sort_by_key(|edit| (edit.a.start, edit.b.start));
    join_moved(all, AlignedPair { a: a.text, b: b.text })
}

fn moved(piece: &Alignment, a: &AlignedUnit<'_>, b: &AlignedUnit<'_>) -> Edit {
    Edit {
        kind: EditKind::Moved,
        a: a.text.span_or_position(piece.range_a()),
        b: b.text.span_or_position(piece.range_b()),
    }
}

/// A deletion for each run of `a` that no piece covers, with the position in `b` where that run is
/// missing.
fn deletions(
    pieces: &[Alignment],
    a: &AlignedUnit<'_>,
    b: &AlignedUnit<'_>,
) -> impl Iterator<Item = Edit> {
    let covered = union(pieces.iter().map(Alignment::range_a));
    gaps(&a.range, &covered).into_iter().map(move |gap| Edit {
        kind: EditKind::Deleted,
        b: b.position(end_of_piece_before(&gap, pieces).unwrap_or(b.range.start)),
        a: a.text.span_or_position(gap),
    })
}

/// Where the last piece before a gap in the first unit ends in the second unit.
fn end_of_piece_before(gap: &Range<usize>, pieces: &[Alignment]) -> Option<usize> {
    let before = pieces.iter().filter(|piece| piece.range_a().end <= gap.start);
    before.max_by_key(|piece| piece.range_a().end).map(|piece| piece.range_b().end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Script;

    const HEAD: &str = "根据上级的统一部署和要求，";
    const TAIL: &str = "会议开得圆满成功。";

    fn content(text: &str) -> Content {
        Content::of(text, Span::new(0, text.len()), Script::AsWritten)
    }

    /// The kind and both sides of each difference between two texts, of which `pieces` are equal.
    fn differences(a: &str, b: &str, pieces: &[Alignment]) -> Vec<(EditKind, String, String)> {
        let (of_a, of_b) = (content(a), content(b));
        let edits =
            unit_edits(pieces, &AlignedUnit::whole(a, &of_a), &AlignedUnit::whole(b, &of_b));
        edits
            .iter()
            .map(|edit| (edit.kind, edit.a.of(a).to_owned(), edit.b.of(b).to_owned()))
            .collect()
    }

    #[test]
    fn what_no_piece_covers_is_deleted_or_inserted() {
        let (a, b) = (format!("{HEAD}我们讨论了。{TAIL}"), format!("{HEAD}{TAIL}"));
        let head = content(HEAD).len() as u32;
        let tail = content(TAIL).len() as u32;
        let pieces = [Alignment::equal_run(0, 0, head), Alignment::equal_run(head + 5, head, tail)];
        assert_eq!(
            differences(&a, &b, &pieces),
            [(EditKind::Deleted, "我们讨论了".into(), String::new())]
        );
        let swapped = pieces.map(|piece| piece.swapped());
        assert_eq!(
            differences(&b, &a, &swapped),
            [(EditKind::Inserted, String::new(), "我们讨论了".into())]
        );
    }

    #[test]
    fn pieces_in_another_order_are_moved() {
        let (a, b) = (format!("{HEAD}{TAIL}"), format!("{TAIL}{HEAD}"));
        let (head, tail) = (content(HEAD).len() as u32, content(TAIL).len() as u32);
        let pieces = [Alignment::equal_run(0, tail, head), Alignment::equal_run(head, 0, tail)];
        let found = differences(&a, &b, &pieces);
        assert_eq!(
            found,
            [(EditKind::Moved, "会议开得圆满成功".into(), "会议开得圆满成功".into())]
        );
    }

    #[test]
    fn units_without_a_common_piece_are_deleted_and_inserted_as_a_whole() {
        let found = differences("甲乙。", "丙丁。", &[]);
        assert_eq!(
            found,
            [
                (EditKind::Deleted, "甲乙".into(), String::new()),
                (EditKind::Inserted, String::new(), "丙丁".into())
            ]
        );
    }

    #[test]
    fn gaps_are_what_is_left_between_ranges() {
        assert_eq!(gaps(&(2..9), &[3..5, 5..6]), [2..3, 6..9]);
        assert_eq!(gaps(&(2..9), &[]).first(), Some(&(2..9)));
        assert!(gaps(&(2..9), std::slice::from_ref(&(2..9))).is_empty());
    }
}
