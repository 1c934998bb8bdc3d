//! Evidence that a text is a paraphrase of another one.

use super::span_scorer::{SpanScorer, WeighedSpan};
use super::word_span::{WordSpan, WordSpanPair};
use crate::document::Span;
use crate::paraphrase::{
    CONTRADICTED_SCORE, CONTRADICTION_PENALTY, Comparison, LONG_TEXT, OwnTextLimits, Writing,
    say_the_same,
};
use crate::scan::findings::ParaphraseEvidence;
use crate::scan::paraphrase::{Paraphrase, Wording};
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
            wording: Wording::Other,
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

/// Contradictions that a long text may have by chance.
const MOST_BY_CHANCE: usize = 2;

/// All contradictions; `None`, if there are some, the score is too low for that, and they are not there
/// by chance.
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
    let is_long = a.bag.words().len().min(b.bag.words().len()) >= LONG_TEXT;
    if found.peek().is_none() || is_tolerated {
        return Some(found.collect());
    }
    if !is_long {
        return None;
    }
    let found: Vec<Contradiction> = found.collect();
    let are_by_chance = found.len() <= MOST_BY_CHANCE
        && found.iter().all(|contradiction| contradiction.may_be_chance());
    are_by_chance.then_some(found)
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

    /// Two texts that say the same, and share few words.
    const ANEW: [&str; 2] = [
        "清晨的渡口还笼着薄雾，老船工解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇里的白鹭。\
         太阳出来以后，雾慢慢散了，河面上的船越来越多，两岸的茶馆也开了门。",
        "天刚亮，薄雾罩住了码头，摆渡的老人松开绳子，先将赶集的村民运到河对面，摇橹的声音吓飞了苇丛中的白鹭。\
         日头升起，雾气渐渐消散，河上船只多了起来，岸边的茶馆也开门了。",
    ];

    #[test]
    fn a_long_text_may_have_a_contradiction_by_chance() {
        let [a, b] = ANEW;
        let same = paraphrase(a, b, 0.2).expect("the score is above the threshold");
        assert!(same.score < CONTRADICTED_SCORE && same.evidence.contradictions.is_empty());
        let negated = b.replace("也开门了", "没有开门");
        let found = paraphrase(a, &negated, 0.2).expect("it is long");
        assert!(found.score < CONTRADICTED_SCORE, "{}", found.score);
        assert_eq!(found.evidence.contradictions, [Contradiction::Negation]);
        // Another number is no chance, also beside another contradiction.
        let [a, b] =
            [a, b].map(|text| text.replace("太阳", "八点钟太阳").replace("日头", "九点钟日头"));
        assert_eq!(paraphrase(&a, &b, 0.2), None);
        assert_eq!(paraphrase(&a, &b.replace("也开门了", "没有开门"), 0.2), None);
    }

    #[test]
    fn a_short_text_with_a_contradiction_needs_a_higher_score() {
        let [a, b] = ANEW.map(|text| text.split_once('。').expect("two sentences").1);
        assert!(paraphrase(a, b, 0.2).is_some());
        assert_eq!(paraphrase(a, &b.replace("也开门了", "没有开门"), 0.2), None);
    }

    #[test]
    fn a_negation_is_one_with_each_apostrophe() {
        let says = "The committee said on Monday that the new bridge does not need further inspection, \
                    because the engineers had tested every part of the structure.";
        for apostrophe in ["'", "’"] {
            let said = format!(
                "On Monday the committee stated that the new bridge doesn{apostrophe}t need more \
                 inspection, since the engineers had tested each part of the structure."
            );
            let found = paraphrase(says, &said, 0.2).expect("they say the same");
            assert_eq!(found.evidence.contradictions, [], "{said}");
        }
    }
}
