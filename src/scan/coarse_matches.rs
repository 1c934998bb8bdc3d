//! [`CoarseMatches`]: the matches of documents and speeches, the coarse levels. Roll-up drops the
//! matches of their parts.

use super::level_pairs::LevelPairs;
use super::paraphrase_search::ParaphrasePair;
use super::sections::{SectionPair, SectionedCollection};

/// Matches of documents and speeches.
pub(super) struct CoarseMatches<'c, 'u> {
    /// The collection.
    pub(super) collection: &'c SectionedCollection<'c>,
    /// Pairs of documents.
    pub(super) documents: LevelPairs<'u>,
    /// Pairs of speeches, with a unit for each section.
    pub(super) speeches: LevelPairs<'u>,
    /// Speeches that are paraphrases, in order of their sections.
    pub(super) paraphrases: Vec<ParaphrasePair>,
}

impl CoarseMatches<'_, '_> {
    /// Whether documents or speeches were compared at all.
    pub(super) fn has_units(&self) -> bool {
        !(self.documents.units.is_empty() && self.speeches.units.is_empty())
    }

    /// Whether the documents of two sections match.
    pub(super) fn documents_match(&self, sections: SectionPair) -> bool {
        let [a, b] =
            [sections.a, sections.b].map(|section| self.collection.document_of(section).index());
        self.documents.are_alike(a, b)
    }

    /// Whether two sections match as speeches.
    pub(super) fn speeches_match(&self, sections: SectionPair) -> bool {
        self.speeches.are_alike(sections.a.index(), sections.b.index())
            || self.are_paraphrases(sections)
    }

    fn are_paraphrases(&self, sections: SectionPair) -> bool {
        let key = sections.in_order();
        self.paraphrases.binary_search_by_key(&key, ParaphrasePair::sections).is_ok()
    }
}
