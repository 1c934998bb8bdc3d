//! The texts of a page: what is shown of each document, each text once.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use crate::report::View;
use crate::report::model::SideView;

/// Texts of about so many bytes are parsed by the page together.
const BLOCK: usize = 1 << 20;

/// Texts by number, and where in the documents they stand.
pub(super) struct Pool {
    /// Each text once, in the order of the places.
    pub(super) texts: Vec<String>,
    /// For each document its stretches, in order; no two overlap.
    pub(super) stretches: Vec<Vec<Stretch>>,
}

/// A stretch of a document of which the page has the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Stretch {
    /// First character.
    pub(super) start: usize,
    /// Number of the text.
    pub(super) text: usize,
}

/// One place of a match, in characters of its document.
#[derive(Clone, Copy)]
struct Piece<'v> {
    start: usize,
    end: usize,
    text: &'v str,
}

impl Pool {
    /// The texts of all matches; `documents` tells the number of a document.
    pub(super) fn new(view: &View<'_>, documents: &HashMap<&str, usize>) -> Self {
        let mut pieces: Vec<Vec<Piece<'_>>> = vec![Vec::new(); view.documents.len()];
        for side in view.matches.iter().flat_map(|found| [&found.a, &found.b]) {
            pieces[documents[&*side.document]].push(piece(side));
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut texts = Vec::new();
        let mut number = |(start, text): (usize, String)| {
            let text = *known.entry(text).or_insert_with_key(|text| {
                texts.push(text.clone());
                texts.len() - 1
            });
            Stretch { start, text }
        };
        let stretches =
            pieces.into_iter().map(|pieces| joined(pieces).into_iter().map(&mut number).collect()).collect();
        Self { texts, stretches }
    }

    /// Number of the first text of each block.
    pub(super) fn first_of_blocks(&self) -> Vec<usize> {
        let before = |next: &mut usize, block: &[String]| {
            *next += block.len();
            Some(*next - block.len())
        };
        self.blocks().into_iter().scan(0, before).collect()
    }

    /// Runs of texts, each of about a mebibyte; a longer text is alone.
    pub(super) fn blocks(&self) -> Vec<&[String]> {
        let mut blocks = Vec::new();
        let mut rest = &self.texts[..];
        while !rest.is_empty() {
            let mut bytes = 0;
            let most = rest.iter().take_while(|text| {
                bytes += text.len();
                bytes <= BLOCK
            });
            let (block, after) = rest.split_at(most.count().max(1));
            blocks.push(block);
            rest = after;
        }
        blocks
    }
}

fn piece<'v>(side: &'v SideView<'_>) -> Piece<'v> {
    Piece { start: side.place.start, end: side.place.end, text: &side.text }
}

/// What some pieces of one document cover, as stretches that do not overlap, with their texts.
fn joined(mut pieces: Vec<Piece<'_>>) -> Vec<(usize, String)> {
    pieces.sort_by_key(|piece| (piece.start, Reverse(piece.end)));
    let mut stretches: Vec<(usize, usize, String)> = Vec::new();
    for piece in pieces {
        match stretches.last_mut() {
            Some((_, end, text)) if piece.start < *end => {
                text.push_str(after(piece.text, *end - piece.start));
                *end = piece.end.max(*end);
            }
            _ => stretches.push((piece.start, piece.end, piece.text.to_owned())),
        }
    }
    stretches.into_iter().map(|(start, _, text)| (start, text)).collect()
}

/// `text` without its first `chars` characters.
fn after(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or("", |(byte, _)| &text[byte..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_overlap_are_told_once() {
        let text = "零一二三四五六七八九";
        let piece = |start: usize, end: usize| Piece { start, end, text: &text[3 * start..3 * end] };
        let joined = joined(vec![piece(4, 7), piece(1, 3), piece(2, 5), piece(8, 9), piece(2, 3)]);
        assert_eq!(joined, [(1, "一二三四五六".to_owned()), (8, "八".to_owned())]);
    }
}
