//! Pairs that stand out among those of their spans: of several texts of one topic all are about equally
//! similar, and a paraphrase is more similar than they are.

use std::collections::HashMap;

use super::params::{MIN_LEAD, STRONG_SCORE};
use super::window::{ComparedSpans, SpanPair};

/// A pair and its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredPair {
    pub(super) pair: SpanPair,
    pub(super) score: f64,
}

/// Where a span lies: the number of a paragraph, or of a section if it lies in several paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Paragraph(u32),
    Section(u32),
}

/// The two greatest scores of a span with spans of different hosts.
#[derive(Debug, Clone, Copy)]
struct Best {
    host: Host,
    score: f64,
    /// The greatest score with another host.
    other: f64,
}

/// For each span the greatest scores of its pairs.
pub(super) struct Rivals<'c> {
    compared: &'c ComparedSpans,
    best: HashMap<u32, Best>,
}

impl<'c> Rivals<'c> {
    /// The rivals among these pairs.
    pub(super) fn new(
        compared: &'c ComparedSpans,
        pairs: impl IntoIterator<Item = ScoredPair>,
    ) -> Self {
        let mut rivals = Self { compared, best: HashMap::new() };
        for ScoredPair { pair: SpanPair { a, b }, score } in pairs {
            rivals.add(a, b, score);
            rivals.add(b, a, score);
        }
        rivals
    }

    fn host(&self, span: u32) -> Host {
        let at = span as usize;
        let section = self.compared.spans[at].section.0;
        self.compared.paragraph_of[at].map_or(Host::Section(section), Host::Paragraph)
    }

    fn add(&mut self, span: u32, with: u32, score: f64) {
        let host = self.host(with);
        let best = self.best.entry(span).or_insert(Best { host, score, other: 0.0 });
        if best.host == host {
            best.score = best.score.max(score);
        } else if score > best.score {
            *best = Best { host, score, other: best.score };
        } else {
            best.other = best.other.max(score);
        }
    }

    /// Whether a pair stands out, or its score is so high that it needs no comparison.
    pub(super) fn stands_out(&self, scored: ScoredPair) -> bool {
        let ScoredPair { pair: SpanPair { a, b }, score } = scored;
        let rival = self.rival(a, b).max(self.rival(b, a));
        score >= STRONG_SCORE || score >= rival + MIN_LEAD
    }

    /// The greatest score of a span with spans of other hosts than this one's.
    fn rival(&self, span: u32, with: u32) -> f64 {
        self.best
            .get(&span)
            .map_or(0.0, |best| if best.host == self.host(with) { best.other } else { best.score })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SectionId;
    use crate::scan::paraphrase_search::word_span::WordSpan;

    /// Spans in the paragraphs of these numbers.
    fn spans(paragraphs: &[u32]) -> ComparedSpans {
        let span = |section| WordSpan { section: SectionId(section), words: 0..9, content: 0..9 };
        ComparedSpans {
            spans: paragraphs.iter().map(|&paragraph| span(paragraph)).collect(),
            paragraph_of: paragraphs.iter().copied().map(Some).collect(),
            paragraphs: paragraphs.len(),
        }
    }

    /// The pairs that stand out.
    fn standing_out(paragraphs: &[u32], pairs: &[(u32, u32, f64)]) -> Vec<(u32, u32)> {
        let compared = spans(paragraphs);
        let pairs: Vec<ScoredPair> = pairs
            .iter()
            .map(|&(a, b, score)| ScoredPair { pair: SpanPair { a, b }, score })
            .collect();
        let rivals = Rivals::new(&compared, pairs.iter().copied());
        let found = pairs.iter().filter(|pair| rivals.stands_out(**pair));
        found.map(|found| (found.pair.a, found.pair.b)).collect()
    }

    #[test]
    fn of_texts_of_one_topic_none_stands_out() {
        let topic = [(0, 1, 0.4), (0, 2, 0.38), (1, 2, 0.41)];
        assert_eq!(standing_out(&[0, 1, 2], &topic), []);
        let with_paraphrase = [(0, 1, 0.48), (0, 2, 0.3), (1, 2, 0.31)];
        assert_eq!(standing_out(&[0, 1, 2], &with_paraphrase), [(0, 1)]);
    }

    #[test]
    fn a_high_score_has_no_rivals() {
        let family = [(0, 1, 0.6), (0, 2, 0.61), (1, 2, 0.59)];
        assert_eq!(standing_out(&[0, 1, 2], &family), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn windows_of_one_paragraph_are_no_rivals() {
        let pairs = [(0, 1, 0.4), (0, 2, 0.41)];
        assert_eq!(standing_out(&[0, 7, 7], &pairs), [(0, 1), (0, 2)]);
        assert_eq!(standing_out(&[0, 7, 8], &pairs), []);
    }
}
