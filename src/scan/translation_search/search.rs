//! The search for translations: vectors propose pairs of texts of two languages, and the words of both
//! decide.

use rayon::prelude::*;

use super::differences::differences;
use super::params::TOLD_WORDS;
use super::rivals::{Lead, Rivals, ScoredPair};
use crate::document::Span;
use crate::paraphrase::{
    ChanceScores, PCA_SAMPLE, Rarities, TranslatedText, WordSpace, Writing, knows_words,
    nearest_candidates,
};
use crate::scan::findings::ParaphraseEvidence;
use crate::scan::level_pairs::LevelPairs;
use crate::scan::pair_filter::PairFilter;
use crate::scan::paraphrase::{Paraphrase, Wording};
use crate::scan::sections::ParagraphRef;
use crate::scan::settings::Semantic;
use crate::scan::tokenized::TokenizedSections;
use crate::similarity::WordEmbedder;
use crate::sketch::{Pca, Vector, WordId};
use crate::text::WordScript;

/// A search for translations of paragraphs.
pub(in crate::scan) struct TranslationSearch<'s> {
    /// Settings of this search.
    pub(in crate::scan) settings: &'s Semantic,
    /// The sections that are searched.
    pub(in crate::scan) sections: TokenizedSections<'s>,
    /// Filter of the document pairs.
    pub(in crate::scan) filter: &'s PairFilter,
    /// The paragraphs that are searched.
    pub(in crate::scan) paragraphs: &'s [ParagraphRef],
}

/// What a search found.
#[derive(Default)]
pub(in crate::scan) struct Translations<'u> {
    /// Pairs of paragraphs, those with translations added.
    pub(in crate::scan) paragraphs: LevelPairs<'u>,
    /// Number of paragraphs that were not compared because the model knows too few of their words.
    pub(in crate::scan) unknown: usize,
    /// Number of paragraphs, if all are of one language, so that nothing was compared.
    pub(in crate::scan) one_language: usize,
}

/// The words of a paragraph.
struct Text<'s> {
    words: &'s [WordId],
    /// The language; `None` if no word has letters.
    language: Option<WordScript>,
}

/// What pairs of texts are compared by.
struct Comparison<'r> {
    space: &'r WordSpace,
    texts: Vec<Option<TranslatedText>>,
    vectors: Vec<Vector>,
    chance: ChanceScores,
    min_score: f64,
}

impl<'s> TranslationSearch<'s> {
    /// Adds translations to the pairs of paragraphs.
    pub(in crate::scan) fn run<'u>(&self, paragraphs: LevelPairs<'u>) -> Translations<'u> {
        let languages = self.paragraphs.par_iter().map(|&paragraph| self.language(paragraph));
        let languages: Vec<Option<WordScript>> = languages.collect();
        if !has_two(&languages) {
            let one_language = languages.iter().flatten().count();
            return Translations { paragraphs, one_language, unknown: 0 };
        }
        let model = self.settings.loaded_model().expect("settings without a model are refused");
        let embedder = WordEmbedder::new(model, &self.sections.tokens.weights);
        let mut texts: Vec<Text<'_>> = self.texts(&languages);
        let mut unknown = 0;
        for text in texts.iter_mut().filter(|text| text.language.is_some()) {
            if !knows_words(&embedder, text.words) {
                (text.language, unknown) = (None, unknown + 1);
            }
        }
        let space = WordSpace::new(&embedder);
        let comparison = self.comparison(&embedder, &space, &texts, &paragraphs);
        let found = self.translations(&comparison, &texts, &paragraphs);
        Translations { paragraphs: paragraphs.with_paraphrases(found, 0), unknown, one_language: 0 }
    }

    fn words(&self, paragraph: ParagraphRef) -> &'s [WordId] {
        let words = self.sections.tokens.paragraph(paragraph);
        &self.sections.tokens.section(paragraph.section)[words]
    }

    /// The language of a paragraph: the script of most of its words.
    fn language(&self, paragraph: ParagraphRef) -> Option<WordScript> {
        let vocabulary = self.sections.tokens.weights.vocabulary();
        let words = self.words(paragraph).iter();
        WordScript::of_most(
            words.map(|&word| WordScript::of(vocabulary.word(word).iter().copied())),
        )
    }

    fn texts(&self, languages: &[Option<WordScript>]) -> Vec<Text<'s>> {
        let paragraphs = self.paragraphs.iter().zip(languages);
        paragraphs
            .map(|(&paragraph, &language)| Text { words: self.words(paragraph), language })
            .collect()
    }

    /// The words and vectors of all texts that are compared: of equal ones the first.
    fn comparison<'r>(
        &self,
        embedder: &WordEmbedder<'_>,
        space: &'r WordSpace,
        texts: &[Text<'_>],
        paragraphs: &LevelPairs<'_>,
    ) -> Comparison<'r> {
        let mut rarities = Rarities::default();
        for text in texts {
            if let Some(language) = text.language {
                rarities.count(language, text.words);
            }
        }
        let vectors = text_vectors(embedder, texts);
        let compared = texts.par_iter().zip(vectors).enumerate().map(|(at, (text, vector))| {
            let is_first = paragraphs.first_equal(at) == at;
            let language = text.language.filter(|_| is_first);
            language.map(|language| (rarities.text(language, text.words), vector))
        });
        let compared: Vec<Option<(TranslatedText, Vector)>> = compared.collect();
        let (texts_of, vectors) = compared
            .into_iter()
            .map(|compared| match compared {
                Some((text, vector)) => (Some(text), vector),
                None => (None, Vector::new(&[])),
            })
            .unzip();
        let chance = ChanceScores::of_pairs(rarities.pairs());
        let threshold = chance.threshold(Writing::Translated);
        let min_score = self.settings.min_score.unwrap_or(threshold);
        Comparison { space, texts: texts_of, vectors, chance, min_score }
    }

    /// The pairs that are translations.
    fn translations(
        &self,
        comparison: &Comparison<'_>,
        texts: &[Text<'_>],
        paragraphs: &LevelPairs<'_>,
    ) -> Vec<((u32, u32), Paraphrase)> {
        let languages: Vec<Option<WordScript>> = texts.iter().map(|text| text.language).collect();
        let candidates = nearest_candidates(&comparison.vectors, |a, b| {
            languages[a as usize] != languages[b as usize]
                && self.accepts(a, b)
                && !paragraphs.are_alike(a as usize, b as usize)
        });
        let scored = candidates.pairs.into_par_iter().map(|(a, b)| comparison.score(a, b));
        let scored: Vec<ScoredPair> = scored.collect();
        let rivals = Rivals::new(&scored);
        let lead = |a: u32, b: u32| {
            if languages[a as usize] != languages[b as usize] {
                Lead::Any
            } else if paragraphs.are_of_one_family(a as usize, b as usize) {
                Lead::First
            } else {
                Lead::Clear
            }
        };
        let found = scored
            .par_iter()
            .filter(|pair| pair.score >= comparison.min_score && rivals.stands_out(**pair, lead));
        found.map(|pair| ((pair.a, pair.b), self.translation(comparison, *pair))).collect()
    }

    fn accepts(&self, a: u32, b: u32) -> bool {
        let [a, b] = [a, b]
            .map(|at| self.sections.collection.document_of(self.paragraphs[at as usize].section));
        self.filter.accepts(a, b)
    }

    /// What is known of two texts that are translations of each other.
    fn translation(&self, comparison: &Comparison<'_>, pair: ScoredPair) -> Paraphrase {
        let ScoredPair { a, b, score } = pair;
        let [of_a, of_b] = [a, b].map(|at| comparison.text(at));
        let [spans_a, spans_b] = [a, b].map(|at| self.word_spans(self.paragraphs[at as usize]));
        let answered = of_a.answered_words(of_b, comparison.space).into_iter();
        let mut similar_words: Vec<(Span, Span)> = answered
            .filter(|word| word.a != word.b && word.cosine >= TOLD_WORDS)
            .map(|word| (spans_a.of(word.a), spans_b.of(word.b)))
            .collect();
        similar_words.sort_unstable();
        let vocabulary = self.sections.tokens.weights.vocabulary();
        let [words_a, words_b] = [a, b].map(|at| self.words(self.paragraphs[at as usize]));
        let evidence = ParaphraseEvidence {
            meaning: comparison.vectors[a as usize].cosine(&comparison.vectors[b as usize]),
            words: of_a.shared(of_b),
            similar_words,
            contradictions: differences(vocabulary, words_a, words_b),
            by_chance: comparison.chance.expected(score, Writing::Translated),
        };
        // Each paragraph says what the other one says as a whole.
        Paraphrase {
            score,
            evidence,
            covered_a: 1.0,
            covered_b: 1.0,
            recurs: false,
            wording: Wording::OfOtherLanguage,
        }
    }

    /// Where the words of a paragraph stand first.
    fn word_spans(&self, paragraph: ParagraphRef) -> WordSpans {
        let collection = self.sections.collection;
        let section = collection.section(paragraph.section);
        let vocabulary = self.sections.tokens.weights.vocabulary();
        let mut start = collection.paragraph_range(paragraph).start;
        let mut spans = Vec::new();
        for &word in self.words(paragraph) {
            let end = start + vocabulary.word(word).len();
            spans.push((word, collection.span(section, start..end)));
            start = end;
        }
        spans.sort_unstable_by_key(|&(word, span)| (word, span.start));
        spans.dedup_by_key(|&mut (word, _)| word);
        WordSpans(spans)
    }
}

/// The first span of each word of a paragraph, in order of the words.
struct WordSpans(Vec<(WordId, Span)>);

impl WordSpans {
    fn of(&self, word: WordId) -> Span {
        let at = self.0.binary_search_by_key(&word, |&(word, _)| word);
        self.0[at.expect("the word is in the paragraph")].1
    }
}

impl Comparison<'_> {
    fn score(&self, a: u32, b: u32) -> ScoredPair {
        let score = self.text(a).score(self.text(b), self.space);
        ScoredPair { a, b, score }
    }

    fn text(&self, at: u32) -> &TranslatedText {
        self.texts[at as usize].as_ref().expect("only texts with words have a vector")
    }
}

fn has_two(languages: &[Option<WordScript>]) -> bool {
    let mut known = languages.iter().flatten();
    known.next().is_some_and(|first| known.any(|language| language != first))
}

/// The vectors of the texts along the principal components of all, each less the mean of the texts of its
/// language; zero for texts without a language.
fn text_vectors(embedder: &WordEmbedder<'_>, texts: &[Text<'_>]) -> Vec<Vector> {
    let vectors = texts.par_iter().map(|text| match text.language {
        Some(_) => embedder.embed(text.words.iter().copied()),
        None => Vec::new(),
    });
    let mut vectors: Vec<Vec<f32>> = vectors.collect();
    for language in WordScript::ALL {
        let own: Vec<usize> =
            (0..texts.len()).filter(|&at| texts[at].language == Some(language)).collect();
        let mean = mean(embedder.dims(), own.iter().map(|&at| vectors[at].as_slice()));
        for at in own {
            vectors[at].iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
        }
    }
    let known = vectors.iter().filter(|vector| !vector.is_empty());
    let step = vectors.len().div_ceil(PCA_SAMPLE).max(1);
    let sample: Vec<Vec<f32>> = known.step_by(step).cloned().collect();
    let pca = Pca::fit(embedder.dims(), &sample);
    vectors.par_iter().map(|vector| pca.project(vector)).collect()
}

/// Pseudo-count of the zero vector in the mean of the texts of a language, as in [`Pca`]: what a few texts
/// have in common is not what all texts of the language have in common.
const MEAN_PRIOR: f64 = 100.0;

fn mean<'v>(dims: usize, vectors: impl Iterator<Item = &'v [f32]>) -> Vec<f32> {
    let (mut sums, mut count) = (vec![0.0_f64; dims], MEAN_PRIOR);
    for vector in vectors {
        sums.iter_mut().zip(vector).for_each(|(sum, &value)| *sum += f64::from(value));
        count += 1.0;
    }
    sums.into_iter().map(|sum| (sum / count) as f32).collect()
}
