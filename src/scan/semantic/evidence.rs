//! Evidence that a text is a paraphrase of another one.

use super::params::CONTRADICTION_PENALTY;
use super::score::{Comparison, ParaphraseScorer, WeighedSpan};
use super::word_span::{WordSpan, WordSpanPair};
use crate::document::Span;
use crate::scan::findings::ParaphraseEvidence;
use crate::scan::paraphrase::Paraphrase;
use crate::similarity::{Contradiction, TokenizedText, WordBag, contradictions};
use crate::text::Content;

impl ParaphraseScorer<'_> {
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
        if comparison.score < self.min_score {
            return None;
        }
        let (of_a, of_b) = (a.span.simplified(self.sections), b.span.simplified(self.sections));
        let (of_a, of_b) = (self.tokenized(a, &of_a), self.tokenized(b, &of_b));
        let contradictions = self.tolerated_contradictions(of_a, of_b, comparison)?;
        Some(Paraphrase {
            score: comparison.score,
            evidence: ParaphraseEvidence {
                meaning: comparison.cosine,
                words: f64::from(comparison.words.words),
                reworded: replaced_words(of_a, of_b, comparison),
                contradictions,
            },
            covered_a: covered(a.bag, comparison.words.answers.iter().map(|pair| pair.a)),
            covered_b: covered(b.bag, comparison.words.answers.iter().map(|pair| pair.b)),
        })
    }

    /// All contradictions; `None`, if there are some and the score is too low for that.
    fn tolerated_contradictions(
        &self,
        a: TokenizedText<'_>,
        b: TokenizedText<'_>,
        comparison: &Comparison,
    ) -> Option<Vec<Contradiction>> {
        // Contradictions are found one by one, and the first one decides most pairs.
        let mut found = contradictions(a, b, &comparison.words).peekable();
        let is_tolerated = comparison.score >= self.min_score + CONTRADICTION_PENALTY;
        (found.peek().is_none() || is_tolerated).then(|| found.collect())
    }

    fn tokenized<'t>(&'t self, weighed: WeighedSpan<'t>, content: &'t Content) -> TokenizedText<'t> {
        TokenizedText { text: self.text(weighed.span), content, gist: weighed.bag }
    }

    fn text(&self, span: &WordSpan) -> &str {
        let collection = self.sections.collection;
        collection.text(collection.section(span.section))
    }
}

/// Spans of aligned words that differ.
fn replaced_words(a: TokenizedText<'_>, b: TokenizedText<'_>, comparison: &Comparison) -> Vec<(Span, Span)> {
    let replaced = comparison.words.answers.iter().filter(|pair| !pair.is_same);
    replaced.map(|pair| (a.place(pair.a), b.place(pair.b))).collect()
}

/// Share of a text's content that these of its words cover.
fn covered(bag: &WordBag, words: impl Iterator<Item = usize>) -> f64 {
    let covered: usize = words.map(|word| bag.words()[word].range.len()).sum();
    let all = bag.words().last().map_or(0, |word| word.range.end);
    covered as f64 / all.max(1) as f64
}
