//! Blocks that stand at another place.

use std::collections::HashMap;

use super::{AlignedText, Edit, EditKind};
use crate::align::Alignment;
use crate::document::Span;
use crate::text::Content;

/// Content characters of the shortest block; shorter runs come back by chance.
const SHORTEST: usize = 8;

/// The same edits, but what is deleted here and inserted there is told once, as moved.
#[must_use]
pub fn join_moved(mut edits: Vec<Edit>, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Edit> {
    let has = |kind| edits.iter().any(|edit: &Edit| edit.kind == kind);
    if !(has(EditKind::Deleted) && has(EditKind::Inserted)) {
        return edits;
    }
    let mut arrived: HashMap<Vec<char>, Vec<Span>> = HashMap::new();
    for edit in edits.iter().rev().filter(|edit| edit.kind == EditKind::Inserted) {
        arrived.entry(content(edit.b, b)).or_default().push(edit.b);
    }
    let mut told = Vec::new();
    for edit in edits.iter_mut().filter(|edit| edit.kind == EditKind::Deleted) {
        let block = content(edit.a, a);
        let found = if block.len() < SHORTEST { None } else { arrived.get_mut(&block).and_then(Vec::pop) };
        if let Some(place) = found {
            *edit = Edit { kind: EditKind::Moved, a: edit.a, b: place };
            told.push(place);
        }
    }
    edits.retain(|edit| edit.kind != EditKind::Inserted || !told.contains(&edit.b));
    edits
}

fn content(span: Span, side: AlignedText<'_>) -> Vec<char> {
    Content::of(side.text, span, side.content.script()).chars().to_vec()
}

/// Of pieces in the order of their first sides, those that stand elsewhere in the second: what is left when as much
/// text as possible keeps its order.
#[must_use]
pub fn out_of_order(pieces: &[Alignment]) -> Vec<&Alignment> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let before = (0..at).filter(|&earlier| pieces[earlier].b < piece.b);
        let before = before.max_by_key(|&earlier| (best[earlier].0, at - earlier));
        best.push((piece.equal() + before.map_or(0, |before| best[before].0), before));
    }
    let last = (0..pieces.len()).max_by_key(|&at| best[at].0);
    let kept: Vec<usize> = std::iter::successors(last, |&at| best[at].1).collect();
    let moved = pieces.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    moved.map(|(_, piece)| piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_block_is_the_one_that_moved() {
        let pieces =
            [Alignment::equal_run(0, 20, 30), Alignment::equal_run(30, 0, 20), Alignment::equal_run(50, 50, 9)];
        assert_eq!(out_of_order(&pieces), [&pieces[1]]);
        assert!(out_of_order(&pieces[1..]).is_empty() && out_of_order(&[]).is_empty());
    }
}
