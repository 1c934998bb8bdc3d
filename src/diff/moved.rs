//! Blocks at another position.

use std::collections::HashMap;

use super::aligned_text::{AlignedPair, AlignedText};
use super::edit::{Edit, EditKind};
use crate::align::Alignment;
use crate::document::Span;
use crate::text::Content;

/// Content characters of the shortest block that can have moved. Shorter runs are deleted at one
/// position and inserted at another one by chance; eight is the length of a formula.
const MIN_MOVED_CHARS: usize = 8;

/// Replaces each deletion and insertion of the same content by one edit, a moved block.
pub(super) fn join_moved(mut edits: Vec<Edit>, pair: AlignedPair<'_>) -> Vec<Edit> {
    if !(has_kind(&edits, EditKind::Deleted) && has_kind(&edits, EditKind::Inserted)) {
        return edits;
    }
    let mut insertions = insertions_by_content(&edits, pair.b);
    let mut joined = Vec::new();
    for edit in edits.iter_mut().filter(|edit| edit.kind == EditKind::Deleted) {
        let block = content(edit.a, pair.a);
        if block.len() < MIN_MOVED_CHARS {
            continue;
        }
        if let Some(b) = insertions.get_mut(&block).and_then(Vec::pop) {
            *edit = Edit { kind: EditKind::Moved, a: edit.a, b };
            joined.push(b);
        }
    }
    edits.retain(|edit| edit.kind != EditKind::Inserted || !joined.contains(&edit.b));
    edits
}

fn has_kind(edits: &[Edit], kind: EditKind) -> bool {
    edits.iter().any(|edit| edit.kind == kind)
}

/// Spans of the insertions of each content, the last one first.
fn insertions_by_content(edits: &[Edit], text: AlignedText<'_>) -> HashMap<Vec<char>, Vec<Span>> {
    let mut insertions: HashMap<Vec<char>, Vec<Span>> = HashMap::new();
    for edit in edits.iter().rev().filter(|edit| edit.kind == EditKind::Inserted) {
        insertions.entry(content(edit.b, text)).or_default().push(edit.b);
    }
    insertions
}

fn content(span: Span, text: AlignedText<'_>) -> Vec<char> {
    Content::of(text.text, span, text.content.script()).chars().to_vec()
}

/// The best of the subsequences that end at one piece.
struct Subsequence {
    /// Number of equal characters in its pieces.
    equal: usize,
    predecessor: Option<usize>,
}

/// The pieces outside of the heaviest subsequence that rises on both sides, that is, the blocks
/// that moved. Pieces must be in the order of their first sides; they weigh by their equal
/// characters.
pub(super) fn out_of_order(pieces: &[Alignment]) -> Vec<&Alignment> {
    let mut best: Vec<Subsequence> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let earlier = (0..at).filter(|&earlier| pieces[earlier].b < piece.b);
        let predecessor = earlier.max_by_key(|&earlier| (best[earlier].equal, at - earlier));
        let before = predecessor.map_or(0, |predecessor| best[predecessor].equal);
        best.push(Subsequence { equal: piece.equal() + before, predecessor });
    }
    let last = (0..pieces.len()).max_by_key(|&at| best[at].equal);
    let in_order: Vec<usize> = std::iter::successors(last, |&at| best[at].predecessor).collect();
    let moved = pieces.iter().enumerate().filter(|(at, _)| !in_order.contains(at));
    moved.map(|(_, piece)| piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Script;

    #[test]
    fn the_smallest_block_is_the_one_that_moved() {
        let pieces = [
            Alignment::equal_run(0, 20, 30),
            Alignment::equal_run(30, 0, 20),
            Alignment::equal_run(50, 50, 9),
        ];
        assert_eq!(out_of_order(&pieces), [&pieces[1]]);
        assert!(out_of_order(&pieces[1..]).is_empty() && out_of_order(&[]).is_empty());
    }

    /// The kinds of a deletion of `deleted` and an insertion of `inserted` after joining.
    fn joined(deleted: &str, inserted: &str) -> Vec<EditKind> {
        let [a, b] = [deleted, inserted]
            .map(|text| Content::of(text, Span::new(0, text.len()), Script::AsWritten));
        let pair = AlignedPair {
            a: AlignedText { text: deleted, content: &a },
            b: AlignedText { text: inserted, content: &b },
        };
        let (all_a, all_b) = (Span::new(0, deleted.len()), Span::new(0, inserted.len()));
        let edits = vec![
            Edit { kind: EditKind::Deleted, a: all_a, b: Span::new(0, 0) },
            Edit { kind: EditKind::Inserted, a: Span::new(deleted.len(), deleted.len()), b: all_b },
        ];
        join_moved(edits, pair).iter().map(|edit| edit.kind).collect()
    }

    #[test]
    fn a_deletion_and_an_insertion_of_the_same_long_content_are_a_moved_block() {
        assert_eq!(joined("天地玄黄，宇宙洪荒。", "天地玄黄宇宙洪荒"), [EditKind::Moved]);
        assert_eq!(
            joined("天地玄黄宇宙洪", "天地玄黄宇宙洪"),
            [EditKind::Deleted, EditKind::Inserted]
        );
        assert_eq!(
            joined("天地玄黄宇宙洪荒", "日月盈昃辰宿列张"),
            [EditKind::Deleted, EditKind::Inserted]
        );
    }
}
