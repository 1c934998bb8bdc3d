//! Stretches: runs of words that are compared by their meaning.

use std::ops::Range;

use super::tokenized::TokenizedCollection;
use crate::scan::sections::SectionedCollection;
use crate::sketch::WordId;
use crate::text::{Boundary, Content, Script, boundaries, width};

/// Length of a window, in ideographs.
const WINDOW: f64 = 60.0;
/// What is longer by this factor has windows.
const LONGER: f64 = 1.5;
/// A piece that is cut at the end of a sentence has at least so much.
const SENTENCE: f64 = 12.0;
/// A piece that is cut at the end of a clause has at least so much.
const CLAUSE: f64 = 30.0;

/// A run of words in a strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scan) struct WordSpan {
    pub(in crate::scan) section: usize,
    /// Which of the strand's words they are.
    pub(in crate::scan) words: Range<usize>,
    /// Which of the strand's content they make.
    pub(in crate::scan) content: Range<usize>,
}

impl WordSpan {
    /// A heading or paragraph of a strand.
    pub(in crate::scan) fn paragraph(
        cuts: &SectionedCollection<'_>,
        wording: &TokenizedCollection,
        (section, number): (usize, usize),
    ) -> Self {
        let content = cuts.sections[section].paragraph(number);
        Self { section, words: wording.paragraph(section, number), content }
    }

    /// The paragraphs of a strand; nothing, if it has none.
    pub(in crate::scan) fn body(
        cuts: &SectionedCollection<'_>,
        wording: &TokenizedCollection,
        section: usize,
    ) -> Option<Self> {
        let numbers = cuts.sections[section].body_paragraphs();
        let paragraph = |number| Self::paragraph(cuts, wording, (section, number));
        (!numbers.is_empty()).then(|| paragraph(numbers.start).hull(&paragraph(numbers.end - 1)))
    }

    /// From the first to the last of two stretches of one strand.
    pub(in crate::scan) fn hull(&self, other: &Self) -> Self {
        let hull = |x: &Range<usize>, y: &Range<usize>| x.start.min(y.start)..x.end.max(y.end);
        Self {
            section: self.section,
            words: hull(&self.words, &other.words),
            content: hull(&self.content, &other.content),
        }
    }

    /// The words.
    pub(in crate::scan) fn ids<'w>(&self, wording: &'w TokenizedCollection) -> &'w [WordId] {
        &wording.section(self.section)[self.words.clone()]
    }

    /// The content, in simplified characters.
    pub(in crate::scan) fn simplified(&self, cuts: &SectionedCollection<'_>) -> Content {
        let section = &cuts.sections[self.section];
        let text = cuts.text(section);
        let mut content = Content::new(Script::Simplified);
        for part in section.paragraphs_in(&self.content) {
            content.push_span(text, section.content.span(text, part));
        }
        content
    }

    /// How long it is, in ideographs.
    pub(in crate::scan) fn weight(&self, cuts: &SectionedCollection<'_>) -> f64 {
        width(&cuts.sections[self.section].content.chars()[self.content.clone()])
    }

    /// Sentences, short ones with the next, and long ones cut at their commas.
    pub(in crate::scan) fn pieces(&self, cuts: &SectionedCollection<'_>, wording: &TokenizedCollection) -> Vec<Self> {
        self.cut(cuts, wording, |stop| if stop == Boundary::Sentence { SENTENCE } else { CLAUSE })
    }

    /// Clauses, however short.
    pub(in crate::scan) fn clauses(&self, cuts: &SectionedCollection<'_>, wording: &TokenizedCollection) -> Vec<Self> {
        self.cut(cuts, wording, |_| 0.0)
    }

    /// Cuts at stops, where there is so much since the last cut.
    fn cut(
        &self,
        cuts: &SectionedCollection<'_>,
        wording: &TokenizedCollection,
        least: impl Fn(Boundary) -> f64,
    ) -> Vec<Self> {
        let section = &cuts.sections[self.section];
        let text = cuts.text(section);
        let parts = section.paragraphs_in(&self.content);
        let boundaries = parts.flat_map(|part| boundaries(text, &section.content, part));
        let (mut pieces, mut rest) = (Vec::new(), self.clone());
        let (mut word, mut end) = (self.words.start, self.content.start);
        let ids = wording.section(self.section);
        for (at, stop) in boundaries {
            while word < self.words.end && end < at {
                end += wording.weights.vocabulary().word(ids[word]).len();
                word += 1;
            }
            let piece = Self { words: rest.words.start..word, content: rest.content.start..end, ..*self };
            // A stop inside a word of letters is none.
            if end == at && (piece.weight(cuts) >= least(stop) || at == self.content.end) {
                (rest.words.start, rest.content.start) = (word, end);
                pieces.push(piece);
            }
        }
        pieces
    }

    /// Runs of pieces of about the length of a [`WINDOW`], one from each piece on.
    fn runs(&self, cuts: &SectionedCollection<'_>, wording: &TokenizedCollection) -> Vec<Self> {
        let pieces = self.pieces(cuts, wording);
        let run = |first: usize| {
            let mut runs = pieces[first..].iter().map(|last| pieces[first].hull(last));
            runs.find(|run| run.weight(cuts) >= WINDOW)
        };
        (0..pieces.len()).map_while(run).collect()
    }

    /// Whether another one lies in it.
    fn holds(&self, other: &Self) -> bool {
        self.section == other.section && self.words.start <= other.words.start && other.words.end <= self.words.end
    }

    /// Whether the two share words.
    pub(in crate::scan) fn overlaps(&self, other: &Self) -> bool {
        self.section == other.section && self.words.start < other.words.end && other.words.start < self.words.end
    }
}

/// The windows of a strand, of which the paragraphs are given, and the number of the first; each with the number of the one that
/// it lies in. What is not much longer than a window has none.
pub(in crate::scan) fn windows(
    (cuts, wording): (&SectionedCollection<'_>, &TokenizedCollection),
    first: usize,
    paragraphs: &[WordSpan],
) -> Vec<(WordSpan, Option<u32>)> {
    let body = paragraphs.first().and_then(|first| WordSpan::body(cuts, wording, first.section));
    let Some(body) = body.filter(|body| body.weight(cuts) >= LONGER * WINDOW) else {
        return Vec::new();
    };
    let weights: Vec<f64> = paragraphs.iter().map(|paragraph| paragraph.weight(cuts)).collect();
    let windows = body.runs(cuts, wording).into_iter().filter_map(|window| {
        let start = paragraphs.partition_point(|paragraph| paragraph.words.end <= window.words.start);
        if paragraphs.get(start).is_some_and(|paragraph| paragraph.holds(&window)) {
            return (weights[start] >= LONGER * WINDOW).then(|| (window, Some((first + start) as u32)));
        }
        // Long paragraphs stand for themselves; short lines make windows together.
        let from = paragraphs[start..].iter().zip(&weights[start..]);
        let mut touched = from.take_while(|(paragraph, _)| paragraph.overlaps(&window));
        touched.all(|(_, &weight)| weight < WINDOW).then_some((window, None))
    });
    windows.collect()
}
