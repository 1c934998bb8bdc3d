//! The search for paraphrases: vectors propose pairs of texts, and the words of both decide.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::candidates::candidates;
use super::paraphrase_pairs::{ParaphrasePair, passage_paraphrases};
use super::score::{ParaphraseScorer, WeighedSpan, may_be_paraphrases};
use super::speeches::speech_paraphrases;
use super::window::{ComparedSpans, SpanPair};
use super::word_span::WordSpanPair;
use crate::document::Level;
use crate::index::Candidates;
use crate::scan::level_pairs::LevelPairs;
use crate::scan::pair_filter::PairFilter;
use crate::scan::paraphrase::Paraphrase;
use crate::scan::sections::ParagraphRef;
use crate::scan::settings::{ScanSettings, Semantic};
use crate::scan::tokenized::TokenizedSections;
use crate::similarity::WordBag;
use crate::sketch::Vector;

/// A search for paraphrases of paragraphs, passages and speeches.
pub(in crate::scan) struct ParaphraseSearch<'s> {
    /// Settings of the scan.
    pub(in crate::scan) settings: &'s ScanSettings,
    /// Settings of this search.
    pub(in crate::scan) semantic: &'s Semantic,
    /// The sections that are searched.
    pub(in crate::scan) sections: TokenizedSections<'s>,
    /// Filter of the document pairs.
    pub(in crate::scan) filter: &'s PairFilter,
    /// The paragraphs that are searched.
    pub(in crate::scan) paragraphs: &'s [ParagraphRef],
}

/// Paraphrases of all levels.
#[derive(Default)]
pub(in crate::scan) struct Paraphrases<'u> {
    /// Pairs of paragraphs, those with paraphrases added.
    pub(in crate::scan) paragraphs: LevelPairs<'u>,
    /// Pairs of passages, in order of their sections.
    pub(in crate::scan) passages: Vec<ParaphrasePair>,
    /// Pairs of speeches, in order of their sections.
    pub(in crate::scan) speeches: Vec<ParaphrasePair>,
}

/// Pairs of spans that are similar.
#[derive(Default)]
struct SimilarSpans {
    /// Pairs of paragraphs, ascending.
    paragraphs: Vec<((u32, u32), Paraphrase)>,
    /// Pairs of spans that passages are made of.
    windows: Vec<SpanPair>,
    /// Number of pairs that were not compared.
    capped: u64,
}

/// A pair of spans that is similar.
enum SimilarPair {
    /// A paraphrase that is reported at the level of paragraphs.
    Paragraphs(Paraphrase),
    /// Two spans that a passage is made of.
    Windows,
}

impl ParaphraseSearch<'_> {
    /// Adds paraphrases to the pairs of paragraphs, and finds those of passages and speeches.
    pub(in crate::scan) fn run<'u>(&self, paragraphs: LevelPairs<'u>) -> Paraphrases<'u> {
        let compared =
            ComparedSpans::new(self.sections, self.paragraphs, self.settings.has(Level::Passage));
        let scorer = ParaphraseScorer::new(self.semantic, self.sections, &compared.spans);
        let similar = self.similar_spans(&scorer, &compared, &paragraphs);
        let paragraphs = paragraphs.with_paraphrases(similar.paragraphs, similar.capped);
        let mut windows = similar.windows;
        windows.retain(|&pair| !compared.lie_in(pair, |a, b| paragraphs.are_paraphrases(a, b)));
        let windows = windows.into_iter().map(|pair| compared.pair(pair));
        let passages = passage_paraphrases(&scorer, windows, self.settings.min_chars);
        let speeches = if self.settings.has(Level::Speech) {
            speech_paraphrases(&scorer, answered_pairs(&compared, &paragraphs, &passages))
        } else {
            Vec::new()
        };
        Paraphrases { paragraphs, passages, speeches }
    }

    /// Pairs of similar spans.
    fn similar_spans(
        &self,
        scorer: &ParaphraseScorer<'_>,
        compared: &ComparedSpans,
        paragraphs: &LevelPairs<'_>,
    ) -> SimilarSpans {
        let span_comparer = SpanComparer {
            scorer,
            compared,
            vectors: vectors(scorer, compared, paragraphs),
            bags: compared.spans.iter().map(|_| OnceLock::new()).collect(),
            reported_paragraphs: if self.settings.has(Level::Paragraph) {
                compared.paragraphs
            } else {
                0
            },
        };
        let accepts = |a, b| self.accepts(compared, SpanPair { a, b }, paragraphs);
        span_comparer.similar(&candidates(&span_comparer.vectors, accepts))
    }

    /// Whether two spans are compared: they lie apart, in documents that are compared, and not in
    /// two paragraphs that match by their shingles.
    fn accepts(
        &self,
        compared: &ComparedSpans,
        pair: SpanPair,
        paragraphs: &LevelPairs<'_>,
    ) -> bool {
        let WordSpanPair { a, b } = compared.pair(pair);
        let [of_a, of_b] = [&a, &b].map(|span| self.sections.collection.document_of(span.section));
        !a.overlaps(&b)
            && self.filter.accepts(of_a, of_b)
            && !compared.lie_in(pair, |a, b| paragraphs.are_alike(a, b))
    }
}

/// Pairs of paragraphs and passages that show which parts of two speeches match.
fn answered_pairs(
    compared: &ComparedSpans,
    paragraphs: &LevelPairs<'_>,
    passages: &[ParaphrasePair],
) -> impl Iterator<Item = WordSpanPair> {
    let of_paragraphs = paragraphs.pairs.iter();
    let of_paragraphs =
        of_paragraphs.map(|pair| compared.pair(SpanPair { a: pair.a as u32, b: pair.b as u32 }));
    of_paragraphs.chain(passages.iter().map(ParaphrasePair::spans))
}

/// Vectors of the spans. Spans of paragraphs that equal an earlier one have none, so that they are
/// candidates of no pair.
fn vectors(
    scorer: &ParaphraseScorer<'_>,
    compared: &ComparedSpans,
    paragraphs: &LevelPairs<'_>,
) -> Vec<Vector> {
    let spans = compared.spans.par_iter().zip(&compared.paragraph_of);
    let vectors = spans.map(|(span, paragraph)| {
        let is_first = paragraph
            .is_none_or(|number| paragraphs.first_equal(number as usize) == number as usize);
        if is_first { scorer.vector(span) } else { Vector::new(&[]) }
    });
    vectors.collect()
}

/// Compares pairs of spans by their words.
struct SpanComparer<'r> {
    scorer: &'r ParaphraseScorer<'r>,
    compared: &'r ComparedSpans,
    vectors: Vec<Vector>,
    /// Words of each span, once they were needed.
    bags: Vec<OnceLock<WordBag>>,
    /// Number of paragraphs whose pairs are reported as such: all or none.
    reported_paragraphs: usize,
}

impl SpanComparer<'_> {
    /// The candidates that are similar.
    fn similar(&self, candidates: &Candidates) -> SimilarSpans {
        let pairs = candidates.pairs.par_iter().map(|&(a, b)| SpanPair { a, b });
        let found = pairs.filter_map(|pair| Some((pair, self.compare(pair)?)));
        let mut similar = SimilarSpans { capped: candidates.capped, ..SimilarSpans::default() };
        for (pair, found) in found.collect::<Vec<_>>() {
            match found {
                SimilarPair::Paragraphs(paraphrase) => {
                    similar.paragraphs.push(((pair.a, pair.b), paraphrase));
                }
                SimilarPair::Windows => similar.windows.push(pair),
            }
        }
        similar
    }

    fn compare(&self, pair: SpanPair) -> Option<SimilarPair> {
        let cosine = self.vectors[pair.a as usize].cosine(&self.vectors[pair.b as usize]);
        let (a, b) = (self.weighed(pair.a), self.weighed(pair.b));
        if !may_be_paraphrases(a.bag, b.bag, cosine) {
            return None;
        }
        let comparison = self.scorer.compare(a.bag, b.bag, cosine);
        if comparison.score < self.scorer.min_score {
            return None;
        }
        if self.is_reported_paragraph(pair.a) && self.is_reported_paragraph(pair.b) {
            return self.scorer.paraphrase(a, b, &comparison).map(SimilarPair::Paragraphs);
        }
        Some(SimilarPair::Windows)
    }

    fn is_reported_paragraph(&self, span: u32) -> bool {
        (span as usize) < self.reported_paragraphs
    }

    fn weighed(&self, span: u32) -> WeighedSpan<'_> {
        let (number, span) = (span as usize, &self.compared.spans[span as usize]);
        WeighedSpan { span, bag: self.bags[number].get_or_init(|| self.scorer.bag(span)) }
    }
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::scan::pair_filter::WithinDocument;
    use crate::scan::sections::SectionedCollection;
    use crate::scan::tokenized::TokenizedCollection;

    const PLAIN: [&str; 2] = [
        "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。",
        "全市各级部门必须加强社区服务，解决居民生活中的困难，让大家感到满意。",
    ];
    const SPUN: [&str; 2] = [
        "我们要尽力提升领导干部的工作本事和水准，获得群众的支撑和帮忙。",
        "全市各级部门务必增强社区服务，处理居民生活中的难题，让大伙觉得满意。",
    ];

    /// Numbers of the paragraphs that are paraphrases, and the number of passages.
    fn found(
        texts: &[String],
        levels: &[Level],
        within: WithinDocument,
    ) -> (Vec<(usize, usize)>, usize) {
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document { text: text.clone(), ..Document::default() })
            .collect();
        let settings = ScanSettings::default().levels(levels.iter().copied());
        let collection = SectionedCollection::new(&documents, &settings);
        let tokens = TokenizedCollection::new(&collection);
        let paragraphs = collection.paragraphs(|_| true);
        let search = ParaphraseSearch {
            settings: &settings,
            semantic: &Semantic::default(),
            sections: TokenizedSections { collection: &collection, tokens: &tokens },
            filter: &PairFilter::new(&documents, within),
            paragraphs: &paragraphs,
        };
        let found = search.run(LevelPairs::default());
        (found.paragraphs.pairs.iter().map(|pair| (pair.a, pair.b)).collect(), found.passages.len())
    }

    #[test]
    fn paragraphs_that_say_the_same_in_other_words_are_paired() {
        let unrelated =
            "今年夏天雨水很多，江河的水位上涨得很快，乡亲们把粮食和牲口搬到高处，等待洪峰过去。";
        let texts = [PLAIN.concat(), unrelated.to_owned(), SPUN.concat()];
        let paragraphs = [Level::Paragraph];
        assert_eq!(found(&texts, &paragraphs, WithinDocument::Yes), (vec![(0, 2)], 0));
        assert_eq!(found(&texts, &paragraphs, WithinDocument::Only).0, []);
    }

    #[test]
    fn passages_are_found_where_no_paragraphs_are_paired() {
        let texts = [PLAIN.concat(), SPUN.concat()];
        assert_eq!(
            found(&texts, &[Level::Paragraph, Level::Passage], WithinDocument::Yes),
            (vec![(0, 1)], 0)
        );
        assert_eq!(found(&texts, &[Level::Passage], WithinDocument::Yes), (vec![], 1));
    }
}
