//! Words that recur within one section, such as those of the lines of a log or of a form.

use std::collections::HashSet;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::params::{RECURRING_RUN, RECURRING_SHARE};
use super::word_span::WordSpan;
use crate::document::SectionId;
use crate::scan::tokenized::TokenizedSections;
use crate::sketch::WordId;

/// The words of each section that are in runs that recur there.
pub(super) struct RecurringWords {
    of_sections: Vec<FixedBitSet>,
}

impl RecurringWords {
    /// Finds the runs that occur more than `repeats` times in a section.
    pub(super) fn new(sections: TokenizedSections<'_>, repeats: usize) -> Self {
        let ids = (0..sections.collection.sections.len()).into_par_iter().map(SectionId::new);
        let of_sections = ids.map(|id| recurring(sections.tokens.section(id), repeats));
        Self { of_sections: of_sections.collect() }
    }

    /// Whether most of the words of a span recur in its section.
    pub(super) fn cover(&self, span: &WordSpan) -> bool {
        let words = &self.of_sections[span.section.index()];
        // Most sections have no text that recurs.
        !words.is_empty()
            && words.count_ones(span.words.clone()) as f64
                > RECURRING_SHARE * span.words.len() as f64
    }

    /// Whether two spans are recurring text of one section.
    pub(super) fn cover_both(&self, a: &WordSpan, b: &WordSpan) -> bool {
        a.section == b.section && self.cover(a) && self.cover(b)
    }

    /// The words of a span that recur in its section, in the order of the text.
    fn form(&self, sections: TokenizedSections<'_>, span: &WordSpan) -> Vec<WordId> {
        let recurring = &self.of_sections[span.section.index()];
        let words = span.words.clone().zip(span.words(sections));
        words.filter(|(at, _)| recurring.contains(*at)).map(|(_, &word)| word).collect()
    }

    /// The spans of recurring text of which an earlier one in the same section has the same words
    /// that recur.
    pub(super) fn repeated(
        &self,
        sections: TokenizedSections<'_>,
        spans: &[WordSpan],
    ) -> FixedBitSet {
        let mut seen = HashSet::new();
        let covered = spans.iter().enumerate().filter(|(_, span)| self.cover(span));
        let repeated =
            covered.filter(|(_, span)| !seen.insert((span.section, self.form(sections, span))));
        repeated.map(|(at, _)| at).collect()
    }
}

/// The words that are in runs that occur more than `repeats` times; without any, no words.
fn recurring(words: &[WordId], repeats: usize) -> FixedBitSet {
    let runs = words.len().saturating_sub(RECURRING_RUN - 1);
    if runs <= repeats {
        return FixedBitSet::new();
    }
    let run = |&start: &u32| &words[start as usize..start as usize + RECURRING_RUN];
    let mut starts: Vec<u32> = (0..runs as u32).collect();
    starts.sort_unstable_by(|x, y| run(x).cmp(run(y)));
    let mut recurring = FixedBitSet::new();
    for equal in starts.chunk_by(|x, y| run(x) == run(y)).filter(|equal| equal.len() > repeats) {
        recurring.grow(words.len());
        for &start in equal {
            recurring.insert_range(start as usize..start as usize + RECURRING_RUN);
        }
    }
    recurring
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::scan::sections::SectionedCollection;
    use crate::scan::settings::ScanSettings;
    use crate::scan::tokenized::TokenizedCollection;

    #[test]
    fn runs_that_occur_more_often_than_the_limit_recur() {
        let words: Vec<WordId> = [1, 2, 3, 4, 9, 1, 2, 3, 4, 8, 1, 2, 3, 4].map(WordId).into();
        assert_eq!(recurring(&words, 3).count_ones(..), 0);
        let found: Vec<usize> = recurring(&words, 2).ones().collect();
        assert_eq!(found, [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13]);
        assert!(recurring(&words[..3], 0).is_empty());
    }

    #[test]
    fn lines_of_one_form_are_compared_through_the_first() {
        let fruits = ["苹果", "香蕉", "葡萄", "西瓜"];
        let form = "我们要努力提高领导干部的工作能力和水平，会后吃了";
        let mut lines = fruits.map(|fruit| format!("{form}{fruit}。")).to_vec();
        lines.push("全市各级部门必须加强社区服务，解决居民生活中的困难。".to_owned());
        let documents = [lines.join("\n\n"), lines[0].clone()]
            .map(|text| Document { text, ..Document::default() });
        let settings = ScanSettings::default().min_chars(1);
        let collection = SectionedCollection::new(&documents, &settings);
        let tokens = TokenizedCollection::new(&collection);
        let sections = TokenizedSections { collection: &collection, tokens: &tokens };
        let paragraphs = collection.paragraphs(|_| true).into_iter();
        let spans: Vec<WordSpan> =
            paragraphs.map(|paragraph| WordSpan::paragraph(sections, paragraph)).collect();
        let recurring = RecurringWords::new(sections, 3);
        let covered: Vec<bool> = spans.iter().map(|span| recurring.cover(span)).collect();
        assert_eq!(covered, [true, true, true, true, false, false]);
        assert!(recurring.repeated(sections, &spans).ones().eq(1..4));
        assert!(recurring.cover_both(&spans[0], &spans[3]));
        assert!(!recurring.cover_both(&spans[0], &spans[5]));
    }
}
