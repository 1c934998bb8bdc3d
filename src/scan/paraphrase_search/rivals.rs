//! Pairs among those of their spans. Of several texts of one topic all are about equally similar, and a
//! paraphrase is more similar than they are; what many texts say in about the same words is a form.

use std::collections::HashMap;

use super::params::{CLOSE_SCORE, MIN_LEAD, RECURRING_TEXTS, STRONG_SCORE};
use super::window::{ComparedSpans, SpanPair};
use crate::scan::level_pairs::LevelPairs;

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

/// A text that a span is similar to.
#[derive(Debug, Clone, Copy)]
struct Rival {
    host: Host,
    score: f64,
}

/// For each span the texts that it is similar to.
pub(super) struct Rivals<'c> {
    compared: &'c ComparedSpans,
    paragraphs: &'c LevelPairs<'c>,
    of: HashMap<u32, Vec<Rival>>,
}

impl<'c> Rivals<'c> {
    /// The rivals among these pairs; of the paragraphs is known which are alike.
    pub(super) fn new(
        compared: &'c ComparedSpans,
        paragraphs: &'c LevelPairs<'c>,
        pairs: impl IntoIterator<Item = ScoredPair>,
    ) -> Self {
        let mut rivals = Self { compared, paragraphs, of: HashMap::new() };
        for ScoredPair { pair: SpanPair { a, b }, score } in pairs {
            for (span, with) in [(a, b), (b, a)] {
                let rival = Rival { host: rivals.host(with), score };
                rivals.of.entry(span).or_default().push(rival);
            }
        }
        rivals
    }

    fn host(&self, span: u32) -> Host {
        let at = span as usize;
        let section = self.compared.spans[at].section.0;
        self.compared.paragraph_of[at].map_or(Host::Section(section), Host::Paragraph)
    }

    /// Whether a pair stands out, or its score is so high that it needs no comparison.
    pub(super) fn stands_out(&self, scored: ScoredPair) -> bool {
        let ScoredPair { pair: SpanPair { a, b }, score } = scored;
        let rival = self.rival(a, b).max(self.rival(b, a));
        score >= STRONG_SCORE || score >= rival + MIN_LEAD
    }

    /// Whether several other texts are about as similar to one of the two: what both say recurs.
    pub(super) fn recurs(&self, scored: ScoredPair) -> bool {
        let ScoredPair { pair: SpanPair { a, b }, score } = scored;
        [(a, b), (b, a)].into_iter().any(|(span, with)| {
            let with = self.host(with);
            let close = self.of.get(&span).into_iter().flatten();
            let close = close.filter(|rival| rival.score >= score - CLOSE_SCORE);
            // Copies of one text count once.
            let mut others: Vec<Host> = Vec::new();
            for rival in close {
                let is_new = |other: &Host| !self.are_copies(*other, rival.host);
                if is_new(&with) && others.iter().all(is_new) {
                    others.push(rival.host);
                }
                if others.len() >= RECURRING_TEXTS {
                    return true;
                }
            }
            false
        })
    }

    fn are_copies(&self, a: Host, b: Host) -> bool {
        match (a, b) {
            (Host::Paragraph(x), Host::Paragraph(y)) => {
                x == y || self.paragraphs.are_of_one_family(x as usize, y as usize)
            }
            _ => a == b,
        }
    }

    /// The greatest score of a span with spans of other hosts than this one's.
    fn rival(&self, span: u32, with: u32) -> f64 {
        let host = self.host(with);
        let others = self.of.get(&span).into_iter().flatten().filter(|rival| rival.host != host);
        others.map(|rival| rival.score).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SectionId;
    use crate::scan::level_pairs::Pair;
    use crate::scan::paraphrase_search::word_span::WordSpan;
    use crate::similarity::Overlap;

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
        let paragraphs = LevelPairs::default();
        let rivals = Rivals::new(&compared, &paragraphs, pairs.iter().copied());
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

    /// Whether the first pair recurs; some pairs of paragraphs are copies.
    fn recurs(paragraphs: &[u32], pairs: &[(u32, u32, f64)], copies: &[(usize, usize)]) -> bool {
        let compared = spans(paragraphs);
        let pairs: Vec<ScoredPair> = pairs
            .iter()
            .map(|&(a, b, score)| ScoredPair { pair: SpanPair { a, b }, score })
            .collect();
        let copies = copies.iter().map(|&(a, b)| Pair {
            a,
            b,
            overlap: Overlap::NONE,
            equal: false,
            paraphrase: None,
        });
        let mut paragraphs = LevelPairs::default();
        paragraphs.add_pairs(copies.collect());
        Rivals::new(&compared, &paragraphs, pairs.iter().copied()).recurs(pairs[0])
    }

    #[test]
    fn what_several_other_texts_say_recurs() {
        let own = [0, 1, 2, 3, 4];
        let four = [(0, 1, 0.6), (0, 2, 0.5), (3, 0, 0.7), (0, 4, 0.46)];
        assert!(recurs(&own, &four, &[]));
        assert!(!recurs(&own, &four[..3], &[]));
        // Of the other one of the pair too.
        assert!(recurs(&own, &[(1, 0, 0.6), (0, 2, 0.5), (3, 0, 0.7), (0, 4, 0.46)], &[]));
        let less_similar = [(0, 1, 0.6), (0, 2, 0.5), (3, 0, 0.7), (0, 4, 0.44)];
        assert!(!recurs(&own, &less_similar, &[]));
        // Three texts that say something of both each are none that recurs.
        assert!(!recurs(&own, &[(0, 1, 0.6), (0, 2, 0.6), (0, 3, 0.6), (1, 4, 0.6)], &[]));
    }

    #[test]
    fn copies_and_windows_of_one_text_count_once() {
        let own = [0, 1, 2, 3, 4];
        let four = [(0, 1, 0.6), (0, 2, 0.6), (0, 3, 0.6), (0, 4, 0.6)];
        assert!(recurs(&own, &four, &[]));
        assert!(!recurs(&own, &four, &[(2, 3)]));
        assert!(!recurs(&own, &four, &[(1, 4)]), "it is a copy of the other one of the pair");
        assert!(!recurs(&[0, 1, 2, 2, 4], &four, &[]));
    }

    #[test]
    fn windows_of_one_paragraph_are_no_rivals() {
        let pairs = [(0, 1, 0.4), (0, 2, 0.41)];
        assert_eq!(standing_out(&[0, 7, 7], &pairs), [(0, 1), (0, 2)]);
        assert_eq!(standing_out(&[0, 7, 8], &pairs), []);
    }
}
