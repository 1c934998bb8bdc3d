//! Passages that are paraphrases: windows that are similar, joined, and trimmed to what matches.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::params::{
    DUPLICATE_SHARE, MAX_EXTENSION, MAX_GAP, MAX_TRIM_ROUNDS, MIN_ALIGNED, MIN_PASSAGE,
};
use super::span_scorer::{AlignedWord, SpanScorer};
use super::window::{clauses, segments};
use super::word_span::{WordSpan, WordSpanPair};
use crate::document::share_within;
use crate::scan::paraphrase::Paraphrase;
use crate::scan::sections::{ParagraphRef, SectionPair};
use crate::scan::tokenized::TokenizedSections;

/// Two passages or speeches that are paraphrases of each other.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scan) struct ParaphrasePair {
    /// The first text.
    pub(in crate::scan) a: WordSpan,
    /// The second text.
    pub(in crate::scan) b: WordSpan,
    /// Score and evidence.
    pub(in crate::scan) paraphrase: Paraphrase,
}

impl ParaphrasePair {
    pub(super) fn new(spans: WordSpanPair, paraphrase: Paraphrase) -> Self {
        Self { a: spans.a, b: spans.b, paraphrase }
    }

    /// The sections of the two texts.
    pub(in crate::scan) fn sections(&self) -> SectionPair {
        SectionPair::new(self.a.section, self.b.section)
    }

    /// The two texts.
    pub(super) fn spans(&self) -> WordSpanPair {
        WordSpanPair { a: self.a.clone(), b: self.b.clone() }
    }
}

/// Two similar windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WindowPair {
    pub(super) spans: WordSpanPair,
    /// Whether several other texts say about the same.
    pub(super) recurs: bool,
}

/// The passages that similar windows are parts of, in order of their sections.
pub(super) fn passage_paraphrases(
    scorer: &SpanScorer<'_>,
    windows: impl Iterator<Item = WindowPair>,
    min_chars: usize,
) -> Vec<ParaphrasePair> {
    let min_weight = MIN_PASSAGE.max(min_chars as f64);
    let by_sections = by_sections(windows);
    let joined = by_sections.par_iter().flat_map_iter(|(_, windows)| {
        joined(windows.iter().map(|window| window.spans.clone()).collect())
    });
    let trimmed: Vec<WordSpanPair> =
        joined.filter_map(|pair| trimmed(scorer, &pair, min_weight)).collect();
    let passages = without_duplicates(trimmed).into_par_iter();
    passages
        .filter_map(|pair| {
            let paraphrase = scorer.paraphrase_of(&pair)?;
            let recurs = recurs(&pair, &by_sections[&pair.sections()]);
            Some(ParaphrasePair::new(pair, Paraphrase { recurs, ..paraphrase }))
        })
        .collect()
}

/// Whether all similar windows of a passage recur; `windows` are those of its sections.
fn recurs(passage: &WordSpanPair, windows: &[WindowPair]) -> bool {
    let is_part = |window: &&WindowPair| {
        passage.a.overlaps(&window.spans.a) && passage.b.overlaps(&window.spans.b)
    };
    let mut parts = windows.iter().filter(is_part).peekable();
    parts.peek().is_some() && parts.all(|window| window.recurs)
}

/// Pairs of windows by their sections, each with the earlier window first.
fn by_sections(
    windows: impl Iterator<Item = WindowPair>,
) -> BTreeMap<SectionPair, Vec<WindowPair>> {
    let mut by_sections: BTreeMap<SectionPair, Vec<WindowPair>> = BTreeMap::new();
    for WindowPair { spans, recurs } in windows {
        let start = |span: &WordSpan| (span.section, span.words.start);
        let spans = if start(&spans.a) <= start(&spans.b) { spans } else { spans.swapped() };
        by_sections.entry(spans.sections()).or_default().push(WindowPair { spans, recurs });
    }
    by_sections
}

/// Joins pairs of windows that lie side by side, until no two do.
fn joined(mut pairs: Vec<WordSpanPair>) -> Vec<WordSpanPair> {
    loop {
        pairs.sort_by_key(|pair| (pair.a.content.start, pair.b.content.start));
        let joined = joined_once(&pairs);
        if joined.len() == pairs.len() {
            return joined;
        }
        pairs = joined;
    }
}

/// Joins each pair with the first earlier one beside it. `pairs` ascend.
fn joined_once(pairs: &[WordSpanPair]) -> Vec<WordSpanPair> {
    let mut joined: Vec<WordSpanPair> = Vec::with_capacity(pairs.len());
    // The joined pairs that do not end so far before the next pair that no further pair joins them.
    let mut open: Vec<usize> = Vec::new();
    for pair in pairs {
        open.retain(|&at| joined[at].a.content.end + MAX_GAP >= pair.a.content.start);
        if let Some(&at) = open.iter().find(|&&at| are_adjacent(&joined[at], pair)) {
            joined[at] = joined[at].hull(pair);
        } else {
            open.push(joined.len());
            joined.push(pair.clone());
        }
    }
    joined
}

/// Whether two pairs have no gap above [`MAX_GAP`] on either side.
fn are_adjacent(x: &WordSpanPair, y: &WordSpanPair) -> bool {
    is_near(&x.a.content, &y.a.content) && is_near(&x.b.content, &y.b.content)
}

fn is_near(x: &Range<usize>, y: &Range<usize>) -> bool {
    x.start <= y.end + MAX_GAP && y.start <= x.end + MAX_GAP
}

/// Extends a pair over the next segments, and drops segments, then clauses, at the ends that have
/// no match on the other side. `None`, if too little is left.
fn trimmed(scorer: &SpanScorer<'_>, pair: &WordSpanPair, min_weight: f64) -> Option<WordSpanPair> {
    let sections = scorer.sections;
    let extended = [&pair.a, &pair.b].map(|span| segments_around(sections, span));
    let pair = without_unaligned_ends(scorer, extended)?;
    let cut = [&pair.a, &pair.b].map(|span| clauses(sections, span));
    let pair = without_unaligned_ends(scorer, cut)?;
    let is_long = [&pair.a, &pair.b].iter().all(|span| span.width(sections) >= min_weight);
    (is_long && !pair.a.overlaps(&pair.b)).then_some(pair)
}

/// The segments of a span, and up to [`MAX_EXTENSION`] more before and behind it.
fn segments_around(sections: TokenizedSections<'_>, span: &WordSpan) -> Vec<WordSpan> {
    let section = sections.collection.section(span.section);
    let (around, body) = (section.paragraphs_around(&span.content), section.body_paragraphs());
    let start = around.start.saturating_sub(MAX_EXTENSION).max(body.start);
    let numbers = start..body.end.min(around.end + MAX_EXTENSION);
    let paragraphs = numbers.map(|number| ParagraphRef { section: span.section, number });
    let paragraphs = paragraphs.map(|paragraph| WordSpan::paragraph(sections, paragraph));
    let all: Vec<WordSpan> =
        paragraphs.flat_map(|paragraph| segments(sections, &paragraph)).collect();
    let first = all.partition_point(|segment| segment.words.end <= span.words.start);
    let last = all.partition_point(|segment| segment.words.start < span.words.end);
    all[first.saturating_sub(MAX_EXTENSION)..all.len().min(last + MAX_EXTENSION)].to_vec()
}

/// Drops segments at the ends of both sides, as long as they have no match on the other side.
fn without_unaligned_ends(
    scorer: &SpanScorer<'_>,
    [mut a, mut b]: [Vec<WordSpan>; 2],
) -> Option<WordSpanPair> {
    for _ in 0..MAX_TRIM_ROUNDS {
        let [words_a, words_b] = scorer.aligned_words(&hull_of(&a, &b)?);
        let before = a.len() + b.len();
        trim_ends(&mut a, &words_a);
        trim_ends(&mut b, &words_b);
        if a.len() + b.len() == before {
            break;
        }
    }
    hull_of(&a, &b)
}

fn hull_of(a: &[WordSpan], b: &[WordSpan]) -> Option<WordSpanPair> {
    Some(WordSpanPair { a: WordSpan::hull_of(a)?, b: WordSpan::hull_of(b)? })
}

/// Drops segments without a match at both ends; `words` are those of all segments.
fn trim_ends(segments: &mut Vec<WordSpan>, words: &[AlignedWord]) {
    let Some(first) = segments.first().map(|segment| segment.words.start) else { return };
    let is_aligned = |segment: &WordSpan| {
        is_aligned(&words[segment.words.start - first..segment.words.end - first])
    };
    let start = segments.iter().position(is_aligned).unwrap_or(segments.len());
    let end = segments.iter().rposition(is_aligned).map_or(start, |last| last + 1);
    segments.truncate(end);
    segments.drain(..start);
}

/// Whether enough of these words, by weight, are aligned.
fn is_aligned(words: &[AlignedWord]) -> bool {
    let all: f32 = words.iter().map(|word| word.weight).sum();
    let aligned: f32 = words.iter().filter(|word| word.is_aligned).map(|word| word.weight).sum();
    aligned >= MIN_ALIGNED * all
}

/// Drops pairs that lie in a longer one.
fn without_duplicates(mut pairs: Vec<WordSpanPair>) -> Vec<WordSpanPair> {
    pairs.sort_by_key(|pair| {
        (pair.sections(), Reverse(pair.len()), pair.a.content.start, pair.b.content.start)
    });
    let mut kept = KeptPairs::default();
    for pair in pairs {
        if !kept.over_middle(&pair).any(|longer| is_duplicate(&pair, longer)) {
            kept.push(pair);
        }
    }
    kept.pairs
}

/// Pairs that are kept, each to be found by its place on the first side.
#[derive(Default)]
struct KeptPairs {
    pairs: Vec<WordSpanPair>,
    by_block: HashMap<(SectionPair, usize), Vec<usize>>,
}

impl KeptPairs {
    /// Content characters of a block: about a window, so that a pair lies in few blocks.
    const BLOCK: usize = 64;

    fn push(&mut self, pair: WordSpanPair) {
        let (sections, range) = (pair.sections(), &pair.a.content);
        for block in range.start / Self::BLOCK..=range.end / Self::BLOCK {
            self.by_block.entry((sections, block)).or_default().push(self.pairs.len());
        }
        self.pairs.push(pair);
    }

    /// Pairs of the same sections in the block of the middle of the first side. A longer pair that
    /// contains most of a pair is among them.
    fn over_middle(&self, pair: &WordSpanPair) -> impl Iterator<Item = &WordSpanPair> {
        let middle = usize::midpoint(pair.a.content.start, pair.a.content.end);
        let found = self.by_block.get(&(pair.sections(), middle / Self::BLOCK));
        found.into_iter().flatten().map(|&at| &self.pairs[at])
    }
}

fn is_duplicate(pair: &WordSpanPair, longer: &WordSpanPair) -> bool {
    share_within(&pair.a.content, &longer.a.content) >= DUPLICATE_SHARE
        && share_within(&pair.b.content, &longer.b.content) >= DUPLICATE_SHARE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SectionId;

    fn span(section: u32, content: Range<usize>) -> WordSpan {
        WordSpan { section: SectionId(section), words: content.clone(), content }
    }

    fn pair(a: Range<usize>, b: Range<usize>) -> WordSpanPair {
        WordSpanPair { a: span(0, a), b: span(1, b) }
    }

    #[test]
    fn pairs_side_by_side_are_joined_in_any_order_of_the_second_side() {
        let pairs = vec![pair(0..60, 100..160), pair(80..140, 30..90), pair(400..460, 100..160)];
        assert_eq!(joined(pairs), [pair(0..140, 30..160), pair(400..460, 100..160)]);
        assert_eq!(joined(vec![pair(0..60, 0..60), pair(60..120, 91..150)]).len(), 2);
    }

    #[test]
    fn a_pair_that_two_others_touch_joins_them() {
        let pairs = vec![pair(0..60, 0..60), pair(0..60, 140..200), pair(50..120, 60..140)];
        assert_eq!(joined(pairs), [pair(0..120, 0..200)]);
    }

    #[test]
    fn a_passage_recurs_if_all_its_windows_do() {
        let window = |a, b, recurs| WindowPair { spans: pair(a, b), recurs };
        let passage = pair(10..130, 40..170);
        let recurring = [window(0..60, 30..90, true), window(60..120, 90..150, true)];
        assert!(recurs(&passage, &recurring));
        let with_own = [recurring.as_slice(), &[window(120..180, 150..210, false)]].concat();
        assert!(!recurs(&passage, &with_own));
        let elsewhere = [recurring.as_slice(), &[window(120..180, 500..560, false)]].concat();
        assert!(recurs(&passage, &elsewhere));
        assert!(!recurs(&passage, &[]));
    }

    #[test]
    fn unaligned_segments_are_dropped_at_the_ends_only() {
        let word = |is_aligned| AlignedWord { weight: 1.0, is_aligned };
        let words = [false, false, true, true, false, false, true, false, false, false].map(word);
        let mut segments: Vec<WordSpan> =
            (0..5).map(|at| span(0, 7 + 2 * at..9 + 2 * at)).collect();
        trim_ends(&mut segments, &words);
        assert_eq!(segments, [span(0, 9..11), span(0, 11..13), span(0, 13..15)]);
        trim_ends(&mut segments, &[word(false); 6]);
        assert_eq!(segments, []);
    }

    #[test]
    fn the_longest_of_overlapping_pairs_is_kept() {
        let kept = without_duplicates(vec![
            pair(10..90, 10..90),
            pair(0..100, 0..100),
            pair(10..90, 200..280),
        ]);
        assert_eq!(kept, [pair(0..100, 0..100), pair(10..90, 200..280)]);
    }
}
