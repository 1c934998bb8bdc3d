//! How well two texts of two languages answer each other word by word.

use std::collections::{BTreeMap, HashMap};

use super::word_space::WordSpace;
use crate::sketch::WordId;
use crate::text::WordScript;

/// How rare the words of each language are in its texts.
#[derive(Debug, Default)]
pub(crate) struct Rarities {
    of: BTreeMap<WordScript, Rarity>,
}

/// The texts of one language.
#[derive(Debug, Default)]
struct Rarity {
    texts: usize,
    /// Number of texts with each word.
    having: HashMap<WordId, usize>,
}

/// The distinct words of a text of one language.
#[derive(Debug, Clone)]
pub(crate) struct TranslatedText {
    /// The words, ascending.
    words: Vec<WordId>,
    /// Share of each word in the weight of the text.
    shares: Vec<f32>,
}

/// A word of one text and the one of the other text that answers it best, as it does the other way
/// round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AnsweredWord {
    pub(crate) a: WordId,
    pub(crate) b: WordId,
    pub(crate) cosine: f32,
}

impl Rarities {
    /// Counts the words of a text.
    pub(crate) fn count(&mut self, language: WordScript, words: &[WordId]) {
        let rarity = self.of.entry(language).or_default();
        rarity.texts += 1;
        for word in distinct(words) {
            *rarity.having.entry(word).or_default() += 1;
        }
    }

    /// Number of pairs of two texts of two languages.
    pub(crate) fn pairs(&self) -> f64 {
        let (mut all, mut squares) = (0.0, 0.0);
        for rarity in self.of.values() {
            let texts = rarity.texts as f64;
            (all, squares) = (all + texts, squares + texts * texts);
        }
        (all * all - squares) / 2.0
    }

    /// The words of a text that was counted, weighed by the logarithm of the share of the texts of the
    /// language that have them.
    pub(crate) fn text(&self, language: WordScript, words: &[WordId]) -> TranslatedText {
        let rarity = &self.of[&language];
        let words = distinct(words);
        let weights: Vec<f32> = words.iter().map(|word| rarity.weight(*word)).collect();
        let sum: f32 = weights.iter().sum();
        let shares =
            weights.into_iter().map(|weight| weight / sum.max(f32::MIN_POSITIVE)).collect();
        TranslatedText { words, shares }
    }
}

impl Rarity {
    fn weight(&self, word: WordId) -> f32 {
        ((self.texts + 1) as f32 / self.having[&word] as f32).ln()
    }
}

fn distinct(words: &[WordId]) -> Vec<WordId> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// For each word of a text the best answer of the other text: its place there and the cosine.
type Answers = Vec<Option<(usize, f32)>>;

impl TranslatedText {
    /// How well two texts answer each other, from 0 to 1: the mean over the words of both, by their
    /// rarity, of the cosine of each with the nearest one of the other text. Equal words have 1, and
    /// words that the model does not know are answered by equal ones only.
    pub(crate) fn score(&self, other: &Self, space: &WordSpace) -> f64 {
        let (of_self, of_other) = self.answers(other, space);
        f64::from(self.answered(&of_self) + other.answered(&of_other)) / 2.0
    }

    /// The words that are the best answer of each other.
    pub(crate) fn answered_words(&self, other: &Self, space: &WordSpace) -> Vec<AnsweredWord> {
        let (of_self, of_other) = self.answers(other, space);
        let best = of_self.iter().enumerate().filter_map(|(at, answer)| {
            let (there, cosine) = (*answer)?;
            let back = of_other[there].is_some_and(|(back, _)| back == at);
            let (a, b) = (self.words[at], other.words[there]);
            back.then_some(AnsweredWord { a, b, cosine })
        });
        best.collect()
    }

    /// Share of the words of two texts that both have, by weight (Jaccard).
    pub(crate) fn shared(&self, other: &Self) -> f64 {
        let shared = self.words.iter().zip(&self.shares).map(|(word, share)| {
            let there = other.words.binary_search(word).map_or(0.0, |at| other.shares[at]);
            f64::from(share.min(there))
        });
        let shared: f64 = shared.sum();
        shared / (2.0 - shared)
    }

    fn answered(&self, answers: &Answers) -> f32 {
        let cosines = answers.iter().map(|answer| answer.map_or(0.0, |(_, cosine)| cosine));
        self.shares.iter().zip(cosines).map(|(share, cosine)| share * cosine).sum()
    }

    /// The best answers to the words of both texts.
    fn answers(&self, other: &Self, space: &WordSpace) -> (Answers, Answers) {
        let mut of_self: Answers = vec![None; self.words.len()];
        let mut of_other: Answers = vec![None; other.words.len()];
        for (at, &word) in self.words.iter().enumerate() {
            for (there, &answer) in other.words.iter().enumerate() {
                let cosine = if word == answer { 1.0 } else { space.cosine(word, answer) };
                if cosine > 0.0 {
                    keep_best(&mut of_self[at], there, cosine);
                    keep_best(&mut of_other[there], at, cosine);
                }
            }
        }
        (of_self, of_other)
    }
}

/// Keeps the answer with the higher cosine; of equal ones the first.
fn keep_best(best: &mut Option<(usize, f32)>, place: usize, cosine: f32) {
    if best.is_none_or(|(_, known)| cosine > known) {
        *best = Some((place, cosine));
    }
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::embedding::Model;
    use crate::similarity::WordEmbedder;
    use crate::sketch::{IdfWeights, Vocabulary};
    use crate::text::Content;

    const ZH: [&str; 3] =
        ["医生建议病人多喝水 12 qzvx", "银行提高了贷款利率", "法院判决被告赔偿全部损失"];
    const EN: [&str; 3] = [
        "the doctor told the patient to drink water 12 qzvx",
        "the bank raised its interest rates",
        "the court ordered the defendant to pay for all losses",
    ];

    /// Calls `test` with the words of three texts of each language.
    fn with_texts(test: impl Fn(&WordSpace, &Vocabulary, [[TranslatedText; 3]; 2])) {
        let mut vocabulary = Vocabulary::default();
        let words = [ZH, EN].map(|texts| {
            texts.map(|text| {
                let content = Content::whole(text);
                let mut words = Vec::new();
                vocabulary.add(text, &content, 0..content.len(), &mut words);
                words
            })
        });
        let weights = IdfWeights::new(vocabulary);
        let space = WordSpace::new(&WordEmbedder::new(Model::embedded(), &weights));
        let languages = [WordScript::Han, WordScript::Latin];
        let mut rarities = Rarities::default();
        for (language, texts) in languages.into_iter().zip(&words) {
            for text in texts {
                rarities.count(language, text);
            }
        }
        assert!((rarities.pairs() - 9.0).abs() < 1e-9);
        let mut texts = languages
            .into_iter()
            .zip(&words)
            .map(|(language, texts)| texts.each_ref().map(|text| rarities.text(language, text)));
        let texts = [texts.next(), texts.next()].map(|texts| texts.expect("there are two"));
        test(&space, weights.vocabulary(), texts);
    }

    #[test]
    fn neither_text_comes_first_and_translations_are_nearest() {
        with_texts(|space, _, [zh, en]| {
            for (at, text) in zh.iter().enumerate() {
                for (there, other) in en.iter().enumerate() {
                    let score = text.score(other, space);
                    assert!((score - other.score(text, space)).abs() < 1e-6);
                    assert!((text.shared(other) - other.shared(text)).abs() < 1e-9);
                    assert!((0.0..=1.0).contains(&score), "{score}");
                    assert!(at == there || score < text.score(&en[at], space));
                }
                assert!((text.score(text, space) - 1.0).abs() < 1e-5);
            }
        });
    }

    #[test]
    fn unknown_words_and_numbers_are_answered_by_equal_ones_only() {
        with_texts(|space, vocabulary, [zh, en]| {
            let answered = zh[0].answered_words(&en[0], space);
            let written = |word: WordId| vocabulary.word(word).iter().collect::<String>();
            let words: Vec<(String, String)> =
                answered.iter().map(|word| (written(word.a), written(word.b))).collect();
            let has = |a: &str, b: &str| words.contains(&(a.to_owned(), b.to_owned()));
            assert!(has("qzvx", "qzvx") && has("12", "12") && has("医生", "doctor"), "{words:?}");
            let other = zh[0].answered_words(&en[1], space);
            assert!(other.iter().all(|word| !["qzvx", "12"].contains(&&*written(word.a))));
        });
    }
}
