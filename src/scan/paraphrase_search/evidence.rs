//! Evidence that a text is a paraphrase of another one.

use super::span_scorer::{SpanScorer, WeighedSpan};
use super::word_span::{WordSpan, WordSpanPair};
use crate::document::Span;
use crate::paraphrase::{
    CONTRADICTED_SCORE, CONTRADICTION_PENALTY, Comparison, OwnTextLimits, Writing, say_the_same,
};
use crate::scan::findings::ParaphraseEvidence;
use crate::scan::paraphrase::Paraphrase;
use crate::similarity::{Contradiction, TokenizedText, WordBag, contradictions};
use crate::text::Content;

impl SpanScorer<'_> {
    /// The paraphrase of two spans, if they are one.
    pub(super) fn paraphrase_of(&self, pair: &WordSpanPair) -> Option<Paraphrase> {
        let (x, y) = (self.bag(&pair.a), self.bag(&pair.b));
        let cosine = self.vector(&pair.a).cosine(&self.vector(&pair.b));
        let comparison = self.compare(&x, &y, cosine);
        let [a, b] = [(&pair.a, &x), (&pair.b, &y)].map(|(span, bag)| WeighedSpan { span, bag });
        self.paraphrase(a, b, &comparison)
    }

    /// The paraphrase of two spans that were compared, if their score is high enough. With
    /// contradictions it must be higher.
    pub(super) fn paraphrase(
        &self,
        a: WeighedSpan<'_>,
        b: WeighedSpan<'_>,
        comparison: &Comparison,
    ) -> Option<Paraphrase> {
        let writing = self.writing(a.span, b.span);
        let min_score = self.min_score(writing);
        // The clauses of one text that are alike are rather parallel than reworded.
        let limits = if self.are_of_one_document(a.span, b.span) {
            OwnTextLimits::REWORDING
        } else {
            OwnTextLimits::PARAPHRASE
        };
        if comparison.score < min_score || !say_the_same(a.bag, b.bag, &comparison.words, limits) {
            return None;
        }
        let (of_a, of_b) = (a.span.simplified(self.sections), b.span.simplified(self.sections));
        let (of_a, of_b) = (self.tokenized(a, &of_a), self.tokenized(b, &of_b));
        let contradictions = tolerated_contradictions(of_a, of_b, comparison, min_score)?;
        Some(Paraphrase {
            score: comparison.score,
            evidence: ParaphraseEvidence {
                meaning: comparison.cosine,
                words: f64::from(comparison.words.words),
                similar_words: replaced_words(of_a, of_b, comparison),
                contradictions,
                by_chance: self.expected_by_chance(comparison.score, writing),
            },
            covered_a: covered(a.bag, comparison.words.pairs.iter().map(|pair| pair.a)),
            covered_b: covered(b.bag, comparison.words.pairs.iter().map(|pair| pair.b)),
            recurs: false,
        })
    }

    /// The writing of two spans.
    pub(super) fn writing(&self, a: &WordSpan, b: &WordSpan) -> Writing {
        Writing::of_both(a.writing(self.sections), b.writing(self.sections))
    }

    fn are_of_one_document(&self, a: &WordSpan, b: &WordSpan) -> bool {
        let [a, b] = [a, b].map(|span| self.sections.collection.document_of(span.section));
        a == b
    }

    fn tokenized<'t>(
        &'t self,
        weighed: WeighedSpan<'t>,
        content: &'t Content,
    ) -> TokenizedText<'t> {
        TokenizedText { text: self.text(weighed.span), content, bag: weighed.bag }
    }

    fn text(&self, span: &WordSpan) -> &str {
        let collection = self.sections.collection;
        collection.text(collection.section(span.section))
    }
}

/// All contradictions; `None`, if there are some and the score is too low for that.
fn tolerated_contradictions(
    a: TokenizedText<'_>,
    b: TokenizedText<'_>,
    comparison: &Comparison,
    min_score: f64,
) -> Option<Vec<Contradiction>> {
    // Contradictions are found one by one, and the first one decides most pairs.
    let mut found = contradictions(a, b, &comparison.words).peekable();
    let is_tolerated =
        comparison.score >= CONTRADICTED_SCORE.max(min_score + CONTRADICTION_PENALTY);
    (found.peek().is_none() || is_tolerated).then(|| found.collect())
}

/// Spans of aligned words that differ.
fn replaced_words(
    a: TokenizedText<'_>,
    b: TokenizedText<'_>,
    comparison: &Comparison,
) -> Vec<(Span, Span)> {
    let replaced = comparison.words.pairs.iter().filter(|pair| !pair.is_same);
    replaced.map(|pair| (a.span_of(pair.a), b.span_of(pair.b))).collect()
}

/// Share of a text's content that these of its words cover.
fn covered(bag: &WordBag, words: impl Iterator<Item = usize>) -> f64 {
    let covered: usize = words.map(|word| bag.words()[word].range.len()).sum();
    let all = bag.words().last().map_or(0, |word| word.range.end);
    covered as f64 / all.max(1) as f64
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::document::{Document, SectionId};
    use crate::scan::sections::SectionedCollection;
    use crate::scan::settings::{ScanSettings, Semantic};
    use crate::scan::tokenized::{TokenizedCollection, TokenizedSections};

    const PLAIN: &str = "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。";

    /// The paraphrase of two texts with this minimum score.
    fn paraphrase(a: &str, b: &str, min_score: f64) -> Option<Paraphrase> {
        let documents = [a, b].map(|text| Document { text: text.into(), ..Document::default() });
        let collection = SectionedCollection::new(&documents, &ScanSettings::default());
        let tokens = TokenizedCollection::new(&collection);
        let sections = TokenizedSections { collection: &collection, tokens: &tokens };
        let [a, b] = [0, 1].map(|section| WordSpan::body(sections, SectionId(section)));
        let pair =
            WordSpanPair { a: a.expect("there is a paragraph"), b: b.expect("there is one") };
        let semantic = Semantic::default().min_score(min_score);
        SpanScorer::new(&semantic, sections, &[]).paraphrase_of(&pair)
    }

    #[test]
    fn replaced_words_are_aligned() {
        let spun = PLAIN.replace("帮助", "帮忙");
        let found = paraphrase(PLAIN, &spun, 0.5).expect("one word differs");
        let words = found.evidence.similar_words.iter().map(|(a, b)| (a.of(PLAIN), b.of(&spun)));
        assert!(words.eq([("帮助", "帮忙")]), "{:?}", found.evidence);
        assert!(found.evidence.contradictions.is_empty());
        assert!(found.score < 1.0 && (found.covered_a - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_paraphrase_with_contradictions_needs_a_higher_score() {
        let [a, b] = ["三百", "五百"].map(|number| format!("{PLAIN}参加会议的有{number}人。"));
        let found = paraphrase(&a, &b, 0.0).expect("the score is high");
        assert_eq!(found.evidence.contradictions, [Contradiction::Numbers]);
        assert!(paraphrase(&a, &b, found.score - CONTRADICTION_PENALTY - 0.01).is_some());
        assert!(paraphrase(&a, &b, found.score - CONTRADICTION_PENALTY + 0.01).is_none());
        assert!(paraphrase(PLAIN, PLAIN, 1.01).is_none());
    }
}
