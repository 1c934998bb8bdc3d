//! Runs of words that are compared by their meaning.

use std::ops::Range;

use crate::document::SectionId;
use crate::paraphrase::Writing;
use crate::scan::sections::{ParagraphRef, SectionPair};
use crate::scan::tokenized::TokenizedSections;
use crate::sketch::WordId;
use crate::text::{Content, width};

/// A run of words in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scan) struct WordSpan {
    /// The section.
    pub(in crate::scan) section: SectionId,
    /// Range in the words of the section.
    pub(in crate::scan) words: Range<usize>,
    /// Range in the content of the section.
    pub(in crate::scan) content: Range<usize>,
}

impl WordSpan {
    /// The span of a heading or paragraph.
    pub(super) fn paragraph(sections: TokenizedSections<'_>, paragraph: ParagraphRef) -> Self {
        let content = sections.collection.paragraph_range(paragraph);
        Self { section: paragraph.section, words: sections.tokens.paragraph(paragraph), content }
    }

    /// The span of all paragraphs of a section; `None`, if the section has headings only.
    pub(super) fn body(sections: TokenizedSections<'_>, section: SectionId) -> Option<Self> {
        let numbers = sections.collection.section(section).body_paragraphs();
        let last = numbers.clone().last()?;
        let [first, last] = [numbers.start, last]
            .map(|number| Self::paragraph(sections, ParagraphRef { section, number }));
        Some(first.hull(&last))
    }

    /// The smallest span that contains two spans of one section.
    pub(super) fn hull(&self, other: &Self) -> Self {
        Self {
            section: self.section,
            words: hull(&self.words, &other.words),
            content: hull(&self.content, &other.content),
        }
    }

    /// The smallest span that contains all of these spans, which are ascending.
    pub(super) fn hull_of(spans: &[Self]) -> Option<Self> {
        Some(spans.first()?.hull(spans.last()?))
    }

    /// The words.
    pub(super) fn words<'c>(&self, sections: TokenizedSections<'c>) -> &'c [WordId] {
        &sections.tokens.section(self.section)[self.words.clone()]
    }

    /// The content in simplified characters.
    pub(super) fn simplified(&self, sections: TokenizedSections<'_>) -> Content {
        let section = sections.collection.section(self.section);
        let text = sections.collection.text(section);
        // Not folded anew: which signs are content depends on the text before a span.
        section.content.cut_out(text, self.content.clone()).simplified()
    }

    /// Length in ideographs.
    pub(super) fn width(&self, sections: TokenizedSections<'_>) -> f64 {
        width(&sections.collection.section(self.section).content.chars()[self.content.clone()])
    }

    /// How the content is written.
    pub(super) fn writing(&self, sections: TokenizedSections<'_>) -> Writing {
        Writing::of(
            &sections.collection.section(self.section).content.chars()[self.content.clone()],
        )
    }

    /// Whether another span lies inside.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.section == other.section
            && self.words.start <= other.words.start
            && other.words.end <= self.words.end
    }

    /// Whether two spans have words in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.section == other.section
            && self.words.start < other.words.end
            && other.words.start < self.words.end
    }
}

/// Two spans that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordSpanPair {
    pub(super) a: WordSpan,
    pub(super) b: WordSpan,
}

impl WordSpanPair {
    /// The sections of the two spans.
    pub(super) fn sections(&self) -> SectionPair {
        SectionPair::new(self.a.section, self.b.section)
    }

    /// The smallest pair that contains two pairs of the same sections.
    pub(super) fn hull(&self, other: &Self) -> Self {
        Self { a: self.a.hull(&other.a), b: self.b.hull(&other.b) }
    }

    /// Length of both spans, in content characters.
    pub(super) fn len(&self) -> usize {
        self.a.content.len() + self.b.content.len()
    }

    /// The pair with its spans exchanged.
    pub(super) fn swapped(self) -> Self {
        Self { a: self.b, b: self.a }
    }
}

fn hull(x: &Range<usize>, y: &Range<usize>) -> Range<usize> {
    x.start.min(y.start)..x.end.max(y.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::document::Document;
    use crate::scan::sections::SectionedCollection;
    use crate::scan::settings::ScanSettings;
    use crate::scan::tokenized::TokenizedCollection;

    fn span(section: u32, words: Range<usize>) -> WordSpan {
        WordSpan { section: SectionId(section), content: words.start * 2..words.end * 2, words }
    }

    proptest! {
        #[test]
        fn a_part_of_a_text_has_the_characters_that_it_has_in_the_text(
            text in "[a甲會5+$%#°C−./ -]{1,40}",
            start in 0_usize..40,
            len in 1_usize..40,
        ) {
            let documents = [Document { text, ..Document::default() }];
            let collection = SectionedCollection::new(&documents, &ScanSettings::default());
            let tokens = TokenizedCollection::new(&collection);
            let sections = TokenizedSections { collection: &collection, tokens: &tokens };
            for section in 0..collection.sections.len() {
                let all = collection.sections[section].content.len();
                let content = start.min(all)..(start + len).min(all);
                if !content.is_empty() {
                    let expected = content.len();
                    let part = WordSpan { section: SectionId::new(section), words: 0..0, content };
                    prop_assert_eq!(part.simplified(sections).len(), expected);
                }
            }
        }
    }

    #[test]
    fn a_hull_contains_its_spans() {
        let spans = [span(0, 2..5), span(0, 7..9)];
        let hull = WordSpan::hull_of(&spans).expect("there are spans");
        assert_eq!(hull, span(0, 2..9));
        assert!(spans.iter().all(|span| hull.contains(span) && hull.overlaps(span)));
        assert_eq!(WordSpan::hull_of(&[]), None);
    }

    #[test]
    fn spans_overlap_in_one_section_only() {
        assert!(span(0, 2..5).overlaps(&span(0, 4..9)));
        assert!(!span(0, 2..5).overlaps(&span(0, 5..9)) && !span(0, 2..5).overlaps(&span(1, 2..5)));
    }

    #[test]
    fn the_body_of_a_section_has_the_words_of_its_paragraphs() {
        let documents =
            [Document { text: "我們開會。\n\n討論工作。".into(), ..Document::default() }];
        let collection = SectionedCollection::new(&documents, &ScanSettings::default());
        let tokens = TokenizedCollection::new(&collection);
        let sections = TokenizedSections { collection: &collection, tokens: &tokens };
        let body = WordSpan::body(sections, SectionId(0)).expect("there are paragraphs");
        assert_eq!(body.content, 0..8);
        assert_eq!(body.words(sections).len(), tokens.section(SectionId(0)).len());
        assert_eq!(
            body.simplified(sections).chars().iter().collect::<String>(),
            "我们开会讨论工作"
        );
        assert!((body.width(sections) - 8.0).abs() < 1e-9);
    }
}
