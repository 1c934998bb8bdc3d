//! Text that is shared with ignored documents: laws, quotations, templates.

use std::ops::Range;

use super::pair_filter::PairFilter;
use super::sections::SectionedCollection;
use crate::align::Passage;
use crate::document::{DocId, SectionId, shared, union};

/// A unit is ignored if at least this share of it lies in ignored text.
///
/// The rest may be the ends of a passage that alignment cut short. The value is that of
/// [`SUBSUMED_SHARE`](super::roll_up::SUBSUMED_SHARE); it has not been measured by itself.
const IGNORED_SHARE: f64 = 0.8;

/// The ranges of each section that occur in ignored documents.
#[derive(Default)]
pub(super) struct IgnoredText {
    /// For each section disjoint ranges of its content, ascending. The list is empty if no
    /// document is ignored.
    ranges: Vec<Vec<Range<usize>>>,
}

impl IgnoredText {
    /// Collects the sides of passages that sections share with ignored documents.
    pub(super) fn new(
        passages: &[Passage],
        collection: &SectionedCollection<'_>,
        filter: &PairFilter,
    ) -> Self {
        let mut ranges = vec![Vec::new(); collection.sections.len()];
        for passage in passages {
            let sides = [
                (passage.a, passage.alignment.range_a()),
                (passage.b, passage.alignment.range_b()),
            ];
            for (section, range) in sides.map(|(section, range)| (SectionId::from(section), range))
            {
                if !filter.is_ignored(collection.document_of(section)) {
                    ranges[section.index()].push(range);
                }
            }
        }
        Self { ranges: ranges.into_iter().map(union).collect() }
    }

    /// Ignored ranges of a section, disjoint and ascending.
    pub(super) fn ranges(&self, section: SectionId) -> &[Range<usize>] {
        self.ranges.get(section.index()).map_or(&[], Vec::as_slice)
    }

    /// Whether a range of a section is ignored.
    pub(super) fn covers(&self, section: SectionId, range: &Range<usize>) -> bool {
        let covered: usize =
            self.ranges(section).iter().map(|ignored| shared(ignored, range)).sum();
        // An empty range is not ignored: there is nothing in it that an ignored document has.
        covered as f64 >= IGNORED_SHARE * range.len().max(1) as f64
    }

    /// Whether a document is ignored.
    pub(super) fn covers_document(
        &self,
        document: DocId,
        collection: &SectionedCollection<'_>,
    ) -> bool {
        let sections = &collection.sections;
        let first = sections.partition_point(|section| section.document < document);
        let own = sections[first..].iter().take_while(|section| section.document == document);
        let (mut covered, mut all) = (0, 0);
        for (number, section) in own.enumerate() {
            let ranges = self.ranges(SectionId::new(first + number));
            covered += ranges.iter().map(Range::len).sum::<usize>();
            all += section.content.len();
        }
        all > 0 && covered as f64 >= IGNORED_SHARE * all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Alignment;
    use crate::document::{Document, Role};
    use crate::scan::pair_filter::WithinDocument;
    use crate::scan::settings::ScanSettings;
    use crate::seeds::SequenceId;

    const TEXT: &str = "床前明月光疑是地上霜";

    #[test]
    fn a_range_is_ignored_if_most_of_it_is() {
        let ignored = IgnoredText { ranges: vec![vec![0..8, 20..30]] };
        let covers = |section, range: Range<usize>| ignored.covers(SectionId(section), &range);
        assert!(covers(0, 0..10) && covers(0, 20..30));
        assert!(!covers(0, 0..20) && !covers(1, 0..10));
    }

    #[test]
    fn only_the_side_outside_of_the_ignored_document_is_collected() {
        let document = |role| Document { text: TEXT.into(), role, ..Document::default() };
        let documents = [document(Role::Collection), document(Role::Ignored)];
        let collection = SectionedCollection::new(&documents, &ScanSettings::default());
        let filter = PairFilter::new(&documents, WithinDocument::Yes);
        let passage = |len| Passage {
            a: SequenceId(0),
            b: SequenceId(1),
            alignment: Alignment::equal_run(0, 0, len),
            score: f64::from(len),
        };
        let of = |len| IgnoredText::new(&[passage(len)], &collection, &filter);
        assert!(of(8).ranges(SectionId(0)).iter().cloned().eq(std::iter::once(0..8)));
        assert!(of(8).ranges(SectionId(1)).is_empty());
        assert!(
            of(8).covers_document(DocId(0), &collection)
                && !of(8).covers_document(DocId(1), &collection)
        );
        assert!(!of(7).covers_document(DocId(0), &collection));
    }
}
