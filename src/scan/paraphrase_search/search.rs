//! The search for paraphrases: vectors propose pairs of texts, and the words of both decide.

use std::sync::OnceLock;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::not_prose::not_prose;
use super::paraphrase_pairs::{ParaphrasePair, WindowPair, passage_paraphrases};
use super::recurring_words::RecurringWords;
use super::rivals::{Rivals, ScoredPair};
use super::span_scorer::{SpanScorer, WeighedSpan};
use super::speeches::speech_paraphrases;
use super::window::{ComparedSpans, SpanPair};
use super::word_span::WordSpanPair;
use crate::document::Level;
use crate::index::Candidates;
use crate::paraphrase::{Comparison, candidates, may_be_paraphrases};
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
    /// Number of paragraphs that were not compared because the model knows too few of their words.
    pub(in crate::scan) unknown: usize,
    /// Number of paragraphs that were not compared because they are code, links or data.
    pub(in crate::scan) not_prose: usize,
}

/// Pairs of spans that are similar.
#[derive(Default)]
struct SimilarSpans {
    /// Pairs of paragraphs, ascending.
    paragraphs: Vec<((u32, u32), Paraphrase)>,
    /// Pairs of spans that passages are made of.
    windows: Vec<SimilarWindows>,
    /// Number of pairs that were not compared.
    capped: u64,
}

/// Two spans that a passage is made of.
struct SimilarWindows {
    pair: SpanPair,
    /// Whether several other texts say about the same.
    recurs: bool,
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
        let scorer = SpanScorer::new(self.semantic, self.sections, &compared.spans);
        let not_prose = not_prose(self.sections.collection, &compared.spans);
        let similar = self.similar_spans(&scorer, &compared, &paragraphs, &not_prose);
        let paragraphs = paragraphs.with_paraphrases(similar.paragraphs, similar.capped);
        let mut windows = similar.windows;
        windows.retain(|windows| {
            !compared.lie_in(windows.pair, |a, b| paragraphs.are_paraphrases(a, b))
        });
        let windows = windows.into_iter().map(|windows| WindowPair {
            spans: compared.pair(windows.pair),
            recurs: windows.recurs,
        });
        let passages = passage_paraphrases(&scorer, windows, self.settings.min_chars);
        let speeches = if self.settings.has(Level::Speech) {
            speech_paraphrases(&scorer, answered_pairs(&compared, &paragraphs, &passages))
        } else {
            Vec::new()
        };
        let unknown = unknown_paragraphs(&scorer, &compared, &not_prose);
        let not_prose = not_prose.count_ones(..compared.paragraphs);
        Paraphrases { paragraphs, passages, speeches, unknown, not_prose }
    }

    /// Pairs of similar spans, of those that are prose.
    fn similar_spans(
        &self,
        scorer: &SpanScorer<'_>,
        compared: &ComparedSpans,
        paragraphs: &LevelPairs<'_>,
        not_prose: &FixedBitSet,
    ) -> SimilarSpans {
        let recurring = RecurringWords::new(self.sections, self.settings.seeds.repeats);
        let represented = self.represented(compared, paragraphs, &recurring);
        let mut left_out = represented.clone();
        left_out.union_with(not_prose);
        let span_comparer = SpanComparer {
            scorer,
            compared,
            vectors: vectors(scorer, compared, paragraphs, &left_out),
            bags: compared.spans.iter().map(|_| OnceLock::new()).collect(),
            reported_paragraphs: if self.settings.has(Level::Paragraph) {
                compared.paragraphs
            } else {
                0
            },
        };
        let accepts = |a, b| self.accepts(compared, SpanPair { a, b }, paragraphs, &recurring);
        let mut candidates = candidates(&span_comparer.vectors, accepts);
        candidates.capped += represented.count_ones(..) as u64;
        span_comparer.similar(&candidates, paragraphs)
    }

    /// The spans that other ones represent: spans of one form in one section, and spans in
    /// paragraphs that are alike to many others.
    fn represented(
        &self,
        compared: &ComparedSpans,
        paragraphs: &LevelPairs<'_>,
        recurring: &RecurringWords,
    ) -> FixedBitSet {
        let mut represented = recurring.repeated(self.sections, &compared.spans);
        let spans = compared.paragraph_of.iter().enumerate();
        let in_families = spans.filter(|(_, paragraph)| {
            paragraph.is_some_and(|number| paragraphs.is_represented(number as usize))
        });
        represented.extend(in_families.map(|(at, _)| at));
        represented
    }

    /// Whether two spans are compared: they lie apart, in documents that are compared, and neither
    /// in two paragraphs of which shingles show that they are alike nor in text that recurs in one
    /// section.
    fn accepts(
        &self,
        compared: &ComparedSpans,
        pair: SpanPair,
        paragraphs: &LevelPairs<'_>,
        recurring: &RecurringWords,
    ) -> bool {
        let WordSpanPair { a, b } = compared.pair(pair);
        let [of_a, of_b] = [&a, &b].map(|span| self.sections.collection.document_of(span.section));
        !a.overlaps(&b)
            && self.filter.accepts(of_a, of_b)
            && !compared.lie_in(pair, |a, b| paragraphs.are_of_one_family(a, b))
            && !recurring.cover_both(&a, &b)
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

/// Number of paragraphs of prose of which the model knows too few words.
fn unknown_paragraphs(
    scorer: &SpanScorer<'_>,
    compared: &ComparedSpans,
    not_prose: &FixedBitSet,
) -> usize {
    let paragraphs = compared.spans[..compared.paragraphs].par_iter().enumerate();
    paragraphs.filter(|(at, span)| !not_prose.contains(*at) && !scorer.is_known(span)).count()
}

/// Vectors of the spans. Spans that are left out, in paragraphs that equal an earlier one, and of
/// whose words the model knows too few have none, so that they are candidates of no pair.
fn vectors(
    scorer: &SpanScorer<'_>,
    compared: &ComparedSpans,
    paragraphs: &LevelPairs<'_>,
    left_out: &FixedBitSet,
) -> Vec<Vector> {
    let spans = compared.spans.par_iter().zip(&compared.paragraph_of).enumerate();
    let vectors = spans.map(|(at, (span, paragraph))| {
        let is_first = paragraph
            .is_none_or(|number| paragraphs.first_equal(number as usize) == number as usize);
        if is_first && !left_out.contains(at) && scorer.is_known(span) {
            scorer.vector(span)
        } else {
            Vector::new(&[])
        }
    });
    vectors.collect()
}

/// Compares pairs of spans by their words.
struct SpanComparer<'r> {
    scorer: &'r SpanScorer<'r>,
    compared: &'r ComparedSpans,
    vectors: Vec<Vector>,
    /// Words of each span, once they were needed.
    bags: Vec<OnceLock<WordBag>>,
    /// Number of paragraphs whose pairs are reported as such: all or none.
    reported_paragraphs: usize,
}

impl SpanComparer<'_> {
    /// The candidates that are similar.
    fn similar(&self, candidates: &Candidates, paragraphs: &LevelPairs<'_>) -> SimilarSpans {
        let pairs = candidates.pairs.par_iter().map(|&(a, b)| SpanPair { a, b });
        let scored = pairs.filter_map(|pair| {
            let score = self.compare(pair)?.score;
            Some(ScoredPair { pair, score })
        });
        let scored: Vec<ScoredPair> = scored.collect();
        let rivals = Rivals::new(self.compared, paragraphs, scored.iter().copied());
        // Only few pairs stand out, and contradictions take much more time to find than a score.
        let similar = scored.par_iter().filter(|scored| rivals.stands_out(**scored));
        let similar = similar.filter_map(|scored| Some((*scored, self.similar_pair(*scored)?)));
        let mut spans = SimilarSpans { capped: candidates.capped, ..SimilarSpans::default() };
        for (scored, similar) in similar.collect::<Vec<_>>() {
            let (pair, recurs) = (scored.pair, rivals.recurs(scored));
            match similar {
                SimilarPair::Paragraphs(paraphrase) => {
                    spans.paragraphs.push(((pair.a, pair.b), Paraphrase { recurs, ..paraphrase }));
                }
                SimilarPair::Windows => spans.windows.push(SimilarWindows { pair, recurs }),
            }
        }
        spans
    }

    /// Compares the words of a pair, if they are worth an alignment.
    fn compare(&self, pair: SpanPair) -> Option<Comparison> {
        let cosine = self.vectors[pair.a as usize].cosine(&self.vectors[pair.b as usize]);
        let (a, b) = (self.weighed(pair.a), self.weighed(pair.b));
        may_be_paraphrases(a.bag, b.bag, cosine, self.scorer.least_score)
            .then(|| self.scorer.compare(a.bag, b.bag, cosine))
    }

    /// What a pair is whose words were compared, if its score is high enough.
    fn similar_pair(&self, ScoredPair { pair, score }: ScoredPair) -> Option<SimilarPair> {
        let (a, b) = (self.weighed(pair.a), self.weighed(pair.b));
        let min_score = self.scorer.min_score(self.scorer.writing(a.span, b.span));
        if score < min_score {
            return None;
        }
        if self.is_reported_paragraph(pair.a) && self.is_reported_paragraph(pair.b) {
            // Aligned once more: the alignments of all pairs would take too much memory.
            let comparison = self.compare(pair)?;
            self.scorer.paraphrase(a, b, &comparison).map(SimilarPair::Paragraphs)
        } else {
            Some(SimilarPair::Windows)
        }
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

    /// What a search found.
    struct Found {
        /// Numbers of the paragraphs that are paraphrases.
        pairs: Vec<(usize, usize)>,
        passages: usize,
        unknown: usize,
        not_prose: usize,
    }

    fn found(texts: &[String], levels: &[Level], within: WithinDocument) -> Found {
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
        Found {
            pairs: found.paragraphs.pairs.iter().map(|pair| (pair.a, pair.b)).collect(),
            passages: found.passages.len(),
            unknown: found.unknown,
            not_prose: found.not_prose,
        }
    }

    #[test]
    fn paragraphs_that_say_the_same_in_other_words_are_paired() {
        let unrelated =
            "今年夏天雨水很多，江河的水位上涨得很快，乡亲们把粮食和牲口搬到高处，等待洪峰过去。";
        let texts = [PLAIN.concat(), unrelated.to_owned(), SPUN.concat()];
        let paragraphs = [Level::Paragraph];
        let all = found(&texts, &paragraphs, WithinDocument::Yes);
        assert_eq!((all.pairs, all.passages), (vec![(0, 2)], 0));
        assert_eq!(found(&texts, &paragraphs, WithinDocument::Only).pairs, []);
    }

    #[test]
    fn text_of_unknown_words_is_counted_and_not_compared() {
        let log = |number: usize| {
            let line = format!("2024-03-0{number} qzvx status {number}17 wqet 8f3a{number}c, ");
            line.repeat(4)
        };
        let texts = [log(1), log(2), PLAIN.concat(), SPUN.concat()];
        let found = found(&texts, &[Level::Paragraph], WithinDocument::Yes);
        assert_eq!((found.pairs, found.unknown), (vec![(2, 3)], 2));
    }

    #[test]
    fn code_and_rows_of_tables_are_counted_and_not_compared() {
        let [plain, spun] = [PLAIN, SPUN].map(|texts| texts.concat());
        let both = |frame: fn(&str) -> String| [frame(&plain), frame(&spun)];
        let texts = [
            both(|text| format!("```\n{text}\n\nmake all\n```\n")),
            both(|text| format!("| 名称 | {text} |\n")),
            both(|text| format!("[{text}](https://example.org/a)\n")),
        ];
        for texts in texts {
            let levels = [Level::Paragraph, Level::Passage];
            let found = found(&texts, &levels, WithinDocument::Yes);
            let pairs = (found.pairs, found.passages);
            assert_eq!((pairs, found.not_prose, found.unknown), ((vec![], 0), 2, 0), "{texts:?}");
        }
    }

    #[test]
    fn passages_are_found_where_no_paragraphs_are_paired() {
        let texts = [PLAIN.concat(), SPUN.concat()];
        let both = found(&texts, &[Level::Paragraph, Level::Passage], WithinDocument::Yes);
        assert_eq!((both.pairs, both.passages), (vec![(0, 1)], 0));
        let passages = found(&texts, &[Level::Passage], WithinDocument::Yes);
        assert_eq!((passages.pairs, passages.passages), (vec![], 1));
    }
}
