//! The words of a collection, tokenized once for all comparisons that need them.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::sections::{ParagraphRef, Section, SectionedCollection};
use crate::document::{RowEnds, SectionId};
use crate::sketch::{IdfWeights, Vocabulary, WordId};

/// Sections that share a vocabulary before it is merged with the others.
///
/// Each batch is tokenized in parallel; merging is serial, so that batches should repeat most of
/// their words.
const BATCH: usize = 512;

/// The words of all sections, and their weights.
#[derive(Default)]
pub(super) struct TokenizedCollection {
    /// IDF weight of each word.
    pub(super) weights: Arc<IdfWeights>,
    sections: Vec<SectionWords>,
}

/// The words of a section.
struct SectionWords {
    ids: Box<[WordId]>,
    /// Ranges of the headings and paragraphs in `ids`.
    paragraphs: RowEnds,
}

/// A collection with its words.
#[derive(Clone, Copy)]
pub(super) struct TokenizedSections<'c> {
    /// The sections.
    pub(super) collection: &'c SectionedCollection<'c>,
    /// The words of the sections.
    pub(super) tokens: &'c TokenizedCollection,
}

impl TokenizedCollection {
    /// Tokenizes all sections of a collection.
    pub(super) fn new(collection: &SectionedCollection<'_>) -> Self {
        let batches = collection.sections.par_chunks(BATCH);
        let batches: Vec<(Vocabulary, Vec<SectionWords>)> =
            batches.map(|sections| tokenize(sections, collection)).collect();
        let mut vocabulary = Vocabulary::default();
        let merged: Vec<Vec<WordId>> =
            batches.iter().map(|(own, _)| vocabulary.merge(own)).collect();
        let batches = batches.into_par_iter().zip(merged);
        let sections = batches
            .flat_map_iter(|((_, sections), merged)| renumbered(sections, &merged))
            .collect();
        Self { sections, weights: Arc::new(IdfWeights::new(vocabulary)) }
    }

    /// Words of a section.
    pub(super) fn section(&self, section: SectionId) -> &[WordId] {
        &self.sections[section.index()].ids
    }

    /// Range of a heading or paragraph among the words of its section.
    pub(super) fn paragraph(&self, paragraph: ParagraphRef) -> Range<usize> {
        self.sections[paragraph.section.index()].paragraphs.range(paragraph.number)
    }
}

/// Tokenizes sections with a vocabulary of their own.
fn tokenize(
    sections: &[Section],
    collection: &SectionedCollection<'_>,
) -> (Vocabulary, Vec<SectionWords>) {
    let mut vocabulary = Vocabulary::default();
    let words = sections
        .iter()
        .map(|section| SectionWords::new(section, collection, &mut vocabulary))
        .collect();
    (vocabulary, words)
}

/// Replaces the ids of a batch by those of the merged vocabulary.
fn renumbered(mut sections: Vec<SectionWords>, merged: &[WordId]) -> Vec<SectionWords> {
    for id in sections.iter_mut().flat_map(|words| &mut words.ids) {
        *id = merged[id.index()];
    }
    sections
}

impl SectionWords {
    fn new(
        section: &Section,
        collection: &SectionedCollection<'_>,
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let text = collection.text(section);
        let (mut ids, mut paragraphs) =
            (Vec::with_capacity(section.content.len() / 2), RowEnds::default());
        for paragraph in section.paragraphs() {
            vocabulary.add(text, &section.content, paragraph, &mut ids);
            paragraphs.push(ids.len());
        }
        Self { ids: ids.into(), paragraphs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::scan::settings::ScanSettings;

    #[test]
    fn equal_words_have_equal_ids_in_all_batches() {
        let document = || Document {
            text: "加强社区建设工作。\n\n社区建设。".into(),
            ..Document::default()
        };
        let documents: Vec<Document> = (0..=BATCH).map(|_| document()).collect();
        let collection = SectionedCollection::new(&documents, &ScanSettings::default());
        let tokens = TokenizedCollection::new(&collection);
        let [first, last] = [0, BATCH].map(SectionId::new);
        assert_eq!(tokens.section(first), tokens.section(last));
        let paragraph = |number| tokens.paragraph(ParagraphRef { section: last, number });
        assert_eq!(paragraph(0).end, paragraph(1).start);
        assert_eq!(paragraph(1).end, tokens.section(last).len());
        let words = &tokens.section(last)[paragraph(1)];
        assert!(words.iter().all(|word| tokens.section(last)[paragraph(0)].contains(word)));
    }
}
