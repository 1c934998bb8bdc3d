//! Speeches that are paraphrases: their paragraphs and passages match, in whatever order.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::params::{COPIED_WORDS, MIN_SPEECH_COVERED};
use super::paraphrase_pairs::ParaphrasePair;
use super::span_scorer::SpanScorer;
use super::word_span::{WordSpan, WordSpanPair};
use crate::document::{SectionId, union};
use crate::scan::sections::SectionPair;
use crate::scan::tokenized::TokenizedSections;

/// Ranges of two sections that match each other, in the contents of both.
#[derive(Default)]
struct MatchedRanges {
    a: Vec<Range<usize>>,
    b: Vec<Range<usize>>,
}

/// Speeches of several paragraphs that are paraphrases of each other, given pairs of their
/// paragraphs and passages that match. A speech of one paragraph is compared as a paragraph.
pub(super) fn speech_paraphrases(
    scorer: &SpanScorer<'_>,
    pairs: impl Iterator<Item = WordSpanPair>,
) -> Vec<ParaphrasePair> {
    let by_sections: Vec<(SectionPair, MatchedRanges)> =
        matched_ranges(pairs).into_iter().collect();
    let by_sections = by_sections.into_par_iter();
    by_sections
        .filter_map(|(sections, matched)| speech_paraphrase(scorer, sections, matched))
        .collect()
}

fn matched_ranges(
    pairs: impl Iterator<Item = WordSpanPair>,
) -> BTreeMap<SectionPair, MatchedRanges> {
    let mut by_sections: BTreeMap<SectionPair, MatchedRanges> = BTreeMap::new();
    for pair in pairs.filter(|pair| pair.a.section != pair.b.section) {
        let pair = if pair.a.section < pair.b.section { pair } else { pair.swapped() };
        let matched = by_sections.entry(pair.sections()).or_default();
        matched.a.push(pair.a.content);
        matched.b.push(pair.b.content);
    }
    by_sections
}

fn speech_paraphrase(
    scorer: &SpanScorer<'_>,
    sections: SectionPair,
    matched: MatchedRanges,
) -> Option<ParaphrasePair> {
    let (a, b) = (speech(scorer.sections, sections.a)?, speech(scorer.sections, sections.b)?);
    if !is_covered(&a, matched.a) || !is_covered(&b, matched.b) {
        return None;
    }
    let spans = WordSpanPair { a, b };
    let paraphrase = scorer.paraphrase_of(&spans)?;
    let is_copied = paraphrase.evidence.words >= COPIED_WORDS;
    (!is_copied).then(|| ParaphrasePair::new(spans, paraphrase))
}

/// The paragraphs of a section, if it is a speech of several.
fn speech(sections: TokenizedSections<'_>, id: SectionId) -> Option<WordSpan> {
    let section = sections.collection.section(id);
    let is_long = section.speech.is_some() && section.body_paragraphs().len() > 1;
    is_long.then(|| WordSpan::body(sections, id))?
}

/// Whether matched ranges cover most of a speech.
fn is_covered(speech: &WordSpan, matched: Vec<Range<usize>>) -> bool {
    let covered: usize = union(matched).iter().map(Range::len).sum();
    covered as f64 >= MIN_SPEECH_COVERED * speech.content.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(section: u32, content: Range<usize>) -> WordSpan {
        WordSpan { section: SectionId(section), words: content.clone(), content }
    }

    #[test]
    fn ranges_are_gathered_for_each_pair_of_different_sections() {
        let pair = |a, b| WordSpanPair { a, b };
        let pairs = [
            pair(span(2, 0..5), span(1, 7..9)),
            pair(span(1, 3..4), span(2, 8..9)),
            pair(span(3, 0..5), span(3, 5..9)),
        ];
        let matched = matched_ranges(pairs.into_iter());
        let [(sections, matched)] = &matched.into_iter().collect::<Vec<_>>()[..] else {
            panic!("one pair differs")
        };
        assert_eq!(*sections, SectionPair::new(SectionId(1), SectionId(2)));
        assert_eq!((&matched.a[..], &matched.b[..]), (&[7..9, 3..4][..], &[0..5, 8..9][..]));
    }

    #[test]
    fn overlapping_ranges_cover_a_speech_once() {
        let speech = span(0, 0..100);
        assert!(is_covered(&speech, vec![0..40, 30..70]));
        assert!(!is_covered(&speech, vec![0..40, 10..69]));
    }
}
