//! The texts of a page: the parts of documents that matches cover, each text once.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use super::document_index::DocumentIndex;
use crate::report::model::{Report, ReportedSide};

/// Bytes of the texts that the page parses together: few blocks in a page, and little to parse when
/// a text is opened.
const BLOCK: usize = 1 << 20;

/// Texts by index, and where they stand in the documents.
pub(super) struct TextTable {
    /// Each text once, in the order of documents and places.
    texts: Vec<String>,
    /// For each document the texts of it, in order; no two overlap.
    documents: Vec<Vec<DocumentText>>,
}

/// A text and where it stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct DocumentText {
    /// First character.
    start: usize,
    /// Index of the text.
    text: usize,
}

/// A part of a document, in characters.
#[derive(Clone, Copy)]
struct Part<'v> {
    start: usize,
    end: usize,
    text: &'v str,
}

/// Overlapping parts of a document joined into one.
#[derive(Debug, PartialEq, Eq)]
struct JoinedPart {
    start: usize,
    end: usize,
    text: String,
}

impl TextTable {
    /// The texts of all matches.
    pub(super) fn new(report: &Report<'_>, index: &DocumentIndex<'_>) -> Self {
        let mut parts: Vec<Vec<Part<'_>>> = vec![Vec::new(); report.documents.len()];
        for side in report.matches.iter().flat_map(|found| [&found.a, &found.b]) {
            parts[index.of(&side.document)].push(Part::of(side));
        }
        let mut interner = Interner::default();
        let documents = parts.into_iter().map(|parts| interner.intern_all(joined(parts))).collect();
        Self { texts: interner.texts, documents }
    }

    /// The texts of a document, in order.
    pub(super) fn of_document(&self, at: usize) -> &[DocumentText] {
        &self.documents[at]
    }

    /// Index of the first text of each block.
    pub(super) fn first_of_blocks(&self) -> Vec<usize> {
        let mut first = 0;
        let mut firsts = Vec::new();
        for block in self.blocks() {
            firsts.push(first);
            first += block.len();
        }
        firsts
    }

    /// Runs of texts of at most [`BLOCK`] bytes; a longer text is alone.
    pub(super) fn blocks(&self) -> Vec<&[String]> {
        let mut blocks = Vec::new();
        let mut rest = &self.texts[..];
        while !rest.is_empty() {
            let (block, after) = rest.split_at(texts_of_block(rest));
            blocks.push(block);
            rest = after;
        }
        blocks
    }
}

/// How many of the first `texts` make a block; at least one.
fn texts_of_block(texts: &[String]) -> usize {
    let mut bytes = 0;
    let fitting = texts.iter().take_while(|text| {
        bytes += text.len();
        bytes <= BLOCK
    });
    fitting.count().max(1)
}

/// Gives each different text an index.
#[derive(Default)]
struct Interner {
    texts: Vec<String>,
    indices: HashMap<String, usize>,
}

impl Interner {
    fn intern_all(&mut self, parts: Vec<JoinedPart>) -> Vec<DocumentText> {
        parts.into_iter().map(|part| self.intern(part)).collect()
    }

    fn intern(&mut self, part: JoinedPart) -> DocumentText {
        let text = *self.indices.entry(part.text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.texts.len() - 1
        });
        DocumentText { start: part.start, text }
    }
}

impl<'v> Part<'v> {
    fn of(side: &'v ReportedSide<'_>) -> Self {
        Self { start: side.place.start, end: side.place.end, text: &side.text }
    }
}

/// The union of some parts of one document, as parts that do not overlap.
fn joined(mut parts: Vec<Part<'_>>) -> Vec<JoinedPart> {
    parts.sort_by_key(|part| (part.start, Reverse(part.end)));
    let mut joined: Vec<JoinedPart> = Vec::new();
    for Part { start, end, text } in parts {
        match joined.last_mut() {
            Some(last) if start < last.end => {
                last.text.push_str(without_first(text, last.end - start));
                last.end = end.max(last.end);
            }
            _ => joined.push(JoinedPart { start, end, text: text.to_owned() }),
        }
    }
    joined
}

/// `text` without its first `chars` characters.
fn without_first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or("", |(byte, _)| &text[byte..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_overlap_are_joined() {
        let text = "零一二三四五六七八九";
        let part = |start: usize, end: usize| Part { start, end, text: &text[3 * start..3 * end] };
        let joined = joined(vec![part(4, 7), part(1, 3), part(2, 5), part(8, 9), part(2, 3)]);
        let long = JoinedPart { start: 1, end: 7, text: "一二三四五六".into() };
        let short = JoinedPart { start: 8, end: 9, text: "八".into() };
        assert_eq!(joined, [long, short]);
    }

    #[test]
    fn equal_texts_have_one_index() {
        let mut interner = Interner::default();
        let part =
            |start: usize, text: &str| JoinedPart { start, end: start + 2, text: text.into() };
        let texts = interner.intern_all(vec![part(0, "雷同"), part(5, "不同"), part(9, "雷同")]);
        assert_eq!(texts.iter().map(|text| text.text).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn a_text_that_is_longer_than_a_block_is_alone() {
        let texts = vec!["a".repeat(BLOCK - 1), "b".into(), "c".repeat(BLOCK + 1), "d".into()];
        let table = TextTable { texts, documents: Vec::new() };
        assert_eq!(table.blocks().iter().map(|block| block.len()).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(table.first_of_blocks(), [0, 2, 3]);
    }
}
