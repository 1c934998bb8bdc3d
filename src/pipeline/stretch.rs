//! Stretches: runs of words that are compared by their meaning.

use std::ops::Range;

use super::cut::Cuts;
use super::wording::Wording;
use crate::sketch::WordId;
use crate::text::{Content, Script, Stop, stops, weight};

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
pub(super) struct Stretch {
    pub(super) strand: usize,
    /// Which of the strand's words they are.
    pub(super) words: Range<usize>,
    /// Which of the strand's content they make.
    pub(super) content: Range<usize>,
}

impl Stretch {
    /// A heading or paragraph of a strand.
    pub(super) fn paragraph(cuts: &Cuts<'_>, wording: &Wording, (strand, number): (usize, usize)) -> Self {
        let content = cuts.strands[strand].paragraph(number);
        Self { strand, words: wording.paragraph(strand, number), content }
    }

    /// The paragraphs of a strand; nothing, if it has none.
    pub(super) fn body(cuts: &Cuts<'_>, wording: &Wording, strand: usize) -> Option<Self> {
        let mut numbers = cuts.strands[strand].body_paragraphs();
        let first = Self::paragraph(cuts, wording, (strand, numbers.next()?));
        let last = numbers.next_back().map(|last| Self::paragraph(cuts, wording, (strand, last)));
        Some(last.map_or_else(|| first.clone(), |last| first.hull(&last)))
    }

    /// From the first to the last of two stretches of one strand.
    pub(super) fn hull(&self, other: &Self) -> Self {
        let hull = |x: &Range<usize>, y: &Range<usize>| x.start.min(y.start)..x.end.max(y.end);
        Self {
            strand: self.strand,
            words: hull(&self.words, &other.words),
            content: hull(&self.content, &other.content),
        }
    }

    /// The words.
    pub(super) fn ids<'w>(&self, wording: &'w Wording) -> &'w [WordId] {
        &wording.strand(self.strand)[self.words.clone()]
    }

    /// The content, in simplified characters.
    pub(super) fn simplified(&self, cuts: &Cuts<'_>) -> Content {
        let strand = &cuts.strands[self.strand];
        let text = &cuts.documents[strand.document].text;
        let mut content = Content::new(Script::Simplified);
        for part in strand.paragraphs_in(&self.content) {
            content.push_span(text, strand.content.span(text, part));
        }
        content
    }

    /// How long it is, in ideographs.
    pub(super) fn weight(&self, cuts: &Cuts<'_>) -> f64 {
        weight(&cuts.strands[self.strand].content.chars()[self.content.clone()])
    }

    /// Sentences, short ones with the next, and long ones cut at their commas.
    pub(super) fn pieces(&self, cuts: &Cuts<'_>, wording: &Wording) -> Vec<Self> {
        self.cut(cuts, wording, |stop| if stop == Stop::Sentence { SENTENCE } else { CLAUSE })
    }

    /// Clauses, however short.
    pub(super) fn clauses(&self, cuts: &Cuts<'_>, wording: &Wording) -> Vec<Self> {
        self.cut(cuts, wording, |_| 0.0)
    }

    /// Cuts at stops, where there is so much since the last cut.
    fn cut(&self, cuts: &Cuts<'_>, wording: &Wording, least: impl Fn(Stop) -> f64) -> Vec<Self> {
        let strand = &cuts.strands[self.strand];
        let text = &cuts.documents[strand.document].text;
        let parts = strand.paragraphs_in(&self.content);
        let stops = parts.flat_map(|part| stops(text, &strand.content, part));
        let (mut pieces, mut rest) = (Vec::new(), self.clone());
        let (mut word, mut end) = (self.words.start, self.content.start);
        let ids = wording.strand(self.strand);
        for (at, stop) in stops {
            while word < self.words.end && end < at {
                end += wording.weights.lexicon().word(ids[word]).len();
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

    /// Runs of pieces of about the length of a [`WINDOW`], one from each piece on; none if the stretch is not much longer.
    pub(super) fn windows(&self, cuts: &Cuts<'_>, wording: &Wording) -> Vec<Self> {
        if !self.has_windows(cuts) {
            return Vec::new();
        }
        let pieces = self.pieces(cuts, wording);
        let window = |first: usize| {
            let mut runs = pieces[first..].iter().map(|last| pieces[first].hull(last));
            runs.find(|run| run.weight(cuts) >= WINDOW)
        };
        (0..pieces.len()).map_while(window).collect()
    }

    /// Whether it is so much longer than a window that these tell more than the stretch itself.
    pub(super) fn has_windows(&self, cuts: &Cuts<'_>) -> bool {
        self.weight(cuts) >= LONGER * WINDOW
    }

    /// Whether it is shorter than a window.
    pub(super) fn is_short(&self, cuts: &Cuts<'_>) -> bool {
        self.weight(cuts) < WINDOW
    }

    /// Whether another one lies in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.strand == other.strand && self.words.start <= other.words.start && other.words.end <= self.words.end
    }

    /// Whether the two share words.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.strand == other.strand && self.words.start < other.words.end && other.words.start < self.words.end
    }
}
