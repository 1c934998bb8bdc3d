//! The texts of a page: whole documents, or the parts of them that matches cover, each text once.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use super::document_index::DocumentIndex;
use crate::report::model::{Report, ReportedSide};

/// Bytes of the texts that the page parses together: few blocks in a page, and little to parse when
/// a text is opened.
const BLOCK: usize = 1 << 20;

/// Texts by index, and where they stand in the documents.
pub(super) struct TextTable<'v> {
    /// Each text once, in the order of documents and places.
    texts: Vec<Cow<'v, str>>,
    /// For each document the texts of it.
    documents: Vec<DocumentTexts>,
}

/// The texts of a document that a page has.
pub(super) struct DocumentTexts {
    /// The texts in order; no two overlap.
    pub(super) texts: Vec<DocumentText>,
    /// Whether they are one, which is the whole document.
    pub(super) is_whole: bool,
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
struct JoinedPart<'v> {
    start: usize,
    end: usize,
    text: Cow<'v, str>,
}

impl<'v> TextTable<'v> {
    /// The texts of all matches, in whole documents of up to `whole_texts` bytes together.
    pub(super) fn new(
        report: &'v Report<'v>,
        index: &DocumentIndex<'_>,
        whole_texts: usize,
    ) -> Self {
        let mut parts: Vec<Vec<Part<'_>>> = vec![Vec::new(); report.documents.len()];
        for side in report.matches.iter().flat_map(|found| [&found.a, &found.b]) {
            parts[index.of(&side.document)].push(Part::of(side));
        }
        let whole = WholeTexts::new(report, index, whole_texts);
        let mut interner = Interner::default();
        let documents = parts.into_iter().zip(whole.0).map(|(parts, whole)| DocumentTexts {
            is_whole: whole.is_some(),
            texts: interner.intern_all(whole.map_or_else(|| joined(parts), |part| vec![part])),
        });
        Self { documents: documents.collect(), texts: interner.texts }
    }

    /// The texts of a document, in order.
    pub(super) fn of_document(&self, at: usize) -> &DocumentTexts {
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
    pub(super) fn blocks(&self) -> Vec<&[Cow<'v, str>]> {
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
fn texts_of_block(texts: &[Cow<'_, str>]) -> usize {
    let mut bytes = 0;
    let fitting = texts.iter().take_while(|text| {
        bytes += text.len();
        bytes <= BLOCK
    });
    fitting.count().max(1)
}

/// The whole texts that a page holds, for each document of the report.
struct WholeTexts<'v>(Vec<Option<JoinedPart<'v>>>);

impl<'v> WholeTexts<'v> {
    /// The whole texts of documents that have matches, up to so many bytes. The report lists the
    /// largest matches first, so their documents are taken first.
    fn new(report: &'v Report<'v>, index: &DocumentIndex<'_>, mut bytes: usize) -> Self {
        let mut whole: Vec<_> = report.documents.iter().map(|_| None).collect();
        for side in report.matches.iter().flat_map(|found| [&found.a, &found.b]) {
            let at = index.of(&side.document);
            let document = &report.documents[at];
            let Some(text) = document.text.as_deref() else { continue };
            if whole[at].is_none() && text.len() <= bytes {
                bytes -= text.len();
                whole[at] = Some(JoinedPart { start: 0, end: document.chars, text: text.into() });
            }
        }
        Self(whole)
    }
}

/// Gives each different text an index.
#[derive(Default)]
struct Interner<'v> {
    texts: Vec<Cow<'v, str>>,
    indices: HashMap<Cow<'v, str>, usize>,
}

impl<'v> Interner<'v> {
    fn intern_all(&mut self, parts: Vec<JoinedPart<'v>>) -> Vec<DocumentText> {
        parts.into_iter().map(|part| self.intern(part)).collect()
    }

    fn intern(&mut self, part: JoinedPart<'v>) -> DocumentText {
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
fn joined(mut parts: Vec<Part<'_>>) -> Vec<JoinedPart<'_>> {
    parts.sort_by_key(|part| (part.start, Reverse(part.end)));
    let mut joined: Vec<JoinedPart<'_>> = Vec::new();
    for Part { start, end, text } in parts {
        match joined.last_mut() {
            Some(last) if start < last.end => {
                last.text.to_mut().push_str(without_first(text, last.end - start));
                last.end = end.max(last.end);
            }
            _ => joined.push(JoinedPart { start, end, text: text.into() }),
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
    use crate::corpus::Collection;
    use crate::document::Document;
    use crate::scan::{Scan, ScanSettings};

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
        let part = |start: usize, text: &'static str| JoinedPart {
            start,
            end: start + 2,
            text: text.into(),
        };
        let texts = interner.intern_all(vec![part(0, "雷同"), part(5, "不同"), part(9, "雷同")]);
        assert_eq!(texts.iter().map(|text| text.text).collect::<Vec<_>>(), [0, 1, 0]);
    }

    /// For each of three documents, of which the last two have a match, whether its whole text is
    /// held within so many bytes.
    fn whole(bytes: usize) -> Vec<bool> {
        let texts = ["无关的文字", "甲乙丙丁戊己庚辛壬癸子丑", "前言甲乙丙丁戊己庚辛壬癸子丑"];
        let documents = texts.iter().zip(0..).map(|(text, id): (_, u32)| Document {
            id: id.to_string(),
            text: (*text).to_owned(),
            ..Document::default()
        });
        let collection = Collection { documents: documents.collect(), ..Collection::default() };
        let settings = ScanSettings { min_chars: 8, ..ScanSettings::default() };
        let scan = Scan::new(settings.clone()).expect("valid settings");
        let found = scan.run(&collection, &|_| ()).expect("it is in memory");
        let report = Report::new(&collection, &found, &settings).expect("valid settings");
        assert!(!report.matches.is_empty());
        let table = TextTable::new(&report, &DocumentIndex::new(&report), bytes);
        (0..texts.len()).map(|at| table.of_document(at).is_whole).collect()
    }

    #[test]
    fn whole_texts_are_those_of_documents_with_matches_and_fit_in_the_limit() {
        assert_eq!(whole(1000), [false, true, true]);
        assert_eq!(whole(36 + 42), [false, true, true]);
        assert_eq!(whole(36 + 41), [false, true, false]);
        assert_eq!(whole(0), [false, false, false]);
    }

    #[test]
    fn a_text_that_is_longer_than_a_block_is_alone() {
        let texts = ["a".repeat(BLOCK - 1), "b".into(), "c".repeat(BLOCK + 1), "d".into()];
        let texts = texts.into_iter().map(Cow::from).collect();
        let table = TextTable { texts, documents: Vec::new() };
        assert_eq!(table.blocks().iter().map(|block| block.len()).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(table.first_of_blocks(), [0, 2, 3]);
    }
}
