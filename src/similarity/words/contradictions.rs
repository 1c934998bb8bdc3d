//! Contradictions between two paraphrase candidates: numbers, dates, names, negation, antonyms.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::antonyms::are_antonyms;
use super::word_alignment::WordSimilarity;
use super::word_bag::WordBag;
use crate::document::Span;
use crate::text::{Content, EntityKind, between, entities, is_numeral};

/// Why two texts with similar words do not have the same meaning.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Contradiction {
    /// Each text has a number that the other one does not have.
    Numbers,
    /// Each text has a name or a date that the other one does not have.
    Names,
    /// One text negates what the other one states.
    Negation,
    /// A word of one text is an antonym of a word of the other one.
    Opposites,
}

impl Contradiction {
    /// All contradictions, those first that take the least time to find.
    const ALL: [Self; 4] = [Self::Numbers, Self::Names, Self::Negation, Self::Opposites];

    /// The name of the contradiction in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Names => "names",
            Self::Negation => "negation",
            Self::Opposites => "opposites",
        }
    }

    /// Whether two places of one template may differ in this way.
    #[must_use]
    pub fn is_allowed_in_template(self) -> bool {
        matches!(self, Self::Numbers | Self::Names)
    }
}

/// A text and its words.
#[derive(Debug, Clone, Copy)]
pub struct TokenizedText<'u> {
    /// The text that the content was made from.
    pub text: &'u str,
    /// The content characters.
    pub content: &'u Content,
    /// The words of the content.
    pub bag: &'u WordBag,
}

impl TokenizedText<'_> {
    /// The span of a word, by its index.
    ///
    /// # Panics
    /// If the text has fewer words.
    #[must_use]
    pub fn span_of(&self, word: usize) -> Span {
        self.content.span(self.text, self.bag.words()[word].range.clone())
    }

    fn chars(&self, range: Range<usize>) -> String {
        self.content.chars()[range].iter().collect()
    }

    fn word(&self, at: usize) -> String {
        self.chars(self.bag.words()[at].range.clone())
    }

    /// The words whose indices are not among `aligned`.
    fn words_without(&self, aligned: &HashSet<usize>) -> Vec<String> {
        (0..self.bag.words().len())
            .filter(|at| !aligned.contains(at))
            .map(|at| self.word(at))
            .collect()
    }
}

/// Negations.
const NEGATIONS: &str = "\
    不 没 没有 未 无 非 勿 莫 别 不是 不会 不能 不能够 不要 不可 不可以 不得 不再 不用 不必 不该 不应 不应该 不准 不许 不予 不宜 不肯 不愿 \
    不愿意 不想 不敢 不曾 不太 不大 不怎么 不至于 并非 并不 并不是 并未 并没有 从未 从不 尚未 还没 还没有 无法 无从 毫无 毫不 决不 \
    绝不 绝非 未必 未能 未曾 未有 没能 没法 没人 不存在 not no never none neither nor cannot without";
static NEGATION: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NEGATIONS.split_ascii_whitespace().collect());
/// Characters that negate the word that they are part of.
const NEGATION_CHARS: [char; 7] = ['不', '没', '未', '无', '非', '勿', '莫'];
/// Measure words and other characters that make a number of a single Chinese numeral before them.
const MEASURE_WORDS: &str =
    "个名次年月日天人位件种项条家倍成岁度元块亿万千百号级届批座台辆艘架所间套份场起章节";
/// Numerals of cheques, which are words in running text: 队伍, 大陆.
const CHEQUE_NUMERALS: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";

/// Whether a word, in lower case, negates: it is one of the [`NEGATIONS`] or ends with n't.
pub(crate) fn is_negation(word: &str) -> bool {
    NEGATION.contains(word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// Finds the contradictions between two texts whose words are aligned as `similarity` says. Each
/// one is looked for when the iterator gets to it.
pub fn contradictions<'t>(
    a: TokenizedText<'t>,
    b: TokenizedText<'t>,
    similarity: &'t WordSimilarity,
) -> impl Iterator<Item = Contradiction> + 't {
    let pair = TextPair { a, b, similarity, different: OnceCell::new() };
    Contradiction::ALL.into_iter().filter(move |&contradiction| pair.has(contradiction))
}

/// Two texts with aligned words.
struct TextPair<'t> {
    a: TokenizedText<'t>,
    b: TokenizedText<'t>,
    similarity: &'t WordSimilarity,
    different: OnceCell<DifferentWords>,
}

/// Words of two texts that are not aligned with the same word.
struct DifferentWords {
    a: Vec<String>,
    b: Vec<String>,
}

impl TextPair<'_> {
    fn has(&self, contradiction: Contradiction) -> bool {
        match contradiction {
            Contradiction::Numbers => differ(numbers(self.a), numbers(self.b)),
            Contradiction::Names => {
                has_names_alone(self.a, self.b) && has_names_alone(self.b, self.a)
            }
            Contradiction::Negation => self.differ_in_negation(),
            Contradiction::Opposites => self.has_antonyms(),
        }
    }

    fn different(&self) -> &DifferentWords {
        self.different.get_or_init(|| DifferentWords {
            a: self.a.words_without(&self.similarity.same().map(|pair| pair.a).collect()),
            b: self.b.words_without(&self.similarity.same().map(|pair| pair.b).collect()),
        })
    }

    fn differ_in_negation(&self) -> bool {
        Negations::of(self.a).differ_from(Negations::of(self.b))
            || has_negated(&self.different().a, &self.different().b)
            || has_negated(&self.different().b, &self.different().a)
    }

    /// Whether different words are antonyms, except where both words are aligned with other,
    /// similar words.
    fn has_antonyms(&self) -> bool {
        let similar = self.similar_words();
        let DifferentWords { a, b } = self.different();
        a.iter().any(|x| {
            b.iter().any(|y| are_antonyms(x, y) && !are_aligned_with_others(x, y, &similar))
        })
    }

    /// Pairs of different words with a similar meaning.
    fn similar_words(&self) -> Vec<(String, String)> {
        let similar = self.similarity.pairs.iter().filter(|pair| !pair.is_same && pair.is_close());
        similar.map(|pair| (self.a.word(pair.a), self.b.word(pair.b))).collect()
    }
}

/// Whether both `x`, of the first text, and `y`, of the second one, are in pairs, but not with each
/// other.
fn are_aligned_with_others(x: &str, y: &str, pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(a, b)| a == x && b != y) && pairs.iter().any(|(a, b)| b == y && a != x)
}

/// Whether each of two lists has an item that the other does not have, or has less often.
fn differ(mut a: Vec<String>, mut b: Vec<String>) -> bool {
    a.retain(|one| match b.iter().position(|other| other == one) {
        Some(at) => {
            b.swap_remove(at);
            false
        }
        None => true,
    });
    !a.is_empty() && !b.is_empty()
}

/// The numbers of a text: digits, and Chinese numerals that count something. Punctuation divides
/// two numbers, except for decimal points and thousands separators.
fn numbers(text: TokenizedText<'_>) -> Vec<String> {
    let chars = text.content.chars();
    let offsets: Vec<u32> = text.content.offsets().collect();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        at += 1;
        if !is_numeral_in_text(chars[start]) {
            continue;
        }
        while at < chars.len() && continues_number(text, &offsets, at) {
            at += 1;
        }
        let is_counted = chars.get(at).is_some_and(|&next| MEASURE_WORDS.contains(next));
        if at - start > 1 || chars[start].is_ascii_digit() || is_counted {
            numbers.push(text.chars(start..at));
        }
    }
    numbers
}

/// Whether content character `at` is in one number with the numeral before it.
fn continues_number(text: TokenizedText<'_>, offsets: &[u32], at: usize) -> bool {
    is_in_number(text, at) && matches!(between(text.text, offsets, at), "" | "." | "．" | ",")
}

/// Whether content character `at` is a numeral, or a point or colon before one.
fn is_in_number(text: TokenizedText<'_>, at: usize) -> bool {
    let [char, next] = [at, at + 1].map(|at| text.content.chars().get(at).copied());
    match char {
        Some('.' | ',' | ':' | '/') => next.is_some_and(is_numeral_in_text),
        _ => char.is_some_and(is_numeral_in_text),
    }
}

fn is_numeral_in_text(char: char) -> bool {
    is_numeral(char) && !CHEQUE_NUMERALS.contains(char)
}

/// Whether a text has names or dates more often than the other one, wherever words of that one end.
fn has_names_alone(text: TokenizedText<'_>, other: TokenizedText<'_>) -> bool {
    let [all, other] = [text, other].map(|text| text.chars(0..text.content.len()));
    let names = entities(text.content.chars()).into_iter();
    let mut names = names.filter(|(range, kind)| range.len() > 1 && *kind != EntityKind::Number);
    names.any(|(range, _)| {
        let name = text.chars(range);
        all.matches(&name).count() > other.matches(&name).count()
    })
}

/// How often a text negates.
#[derive(Debug, Clone, Copy)]
struct Negations {
    words: usize,
    /// Characters that negate, and negations of ASCII letters, which have no such characters.
    chars: usize,
}

impl Negations {
    fn of(text: TokenizedText<'_>) -> Self {
        let words = (0..text.bag.words().len()).map(|at| text.word(at));
        let negations: Vec<String> = words.filter(|word| is_negation(word)).collect();
        let chars =
            text.content.chars().iter().filter(|char| NEGATION_CHARS.contains(char)).count();
        let ascii = negations.iter().filter(|word| word.is_ascii()).count();
        Self { words: negations.len(), chars: chars + ascii }
    }

    /// Whether one text negates more than the other one, by its words and by its characters: 不同
    /// and 不等 negate equally often.
    fn differ_from(self, other: Self) -> bool {
        self.words != other.words && self.words.cmp(&other.words) == self.chars.cmp(&other.chars)
    }
}

/// Whether a word is one of the others negated: 不支持 and 支持.
fn has_negated(words: &[String], others: &[String]) -> bool {
    let mut negated = words.iter().filter_map(|word| word.strip_prefix(NEGATION_CHARS));
    negated.any(|rest| others.iter().any(|other| other == rest))
}

#[cfg(test)]
mod tests {
    use super::super::word_alignment::WordPair;
    use super::super::word_bag::Word;
    use super::*;
    use crate::sketch::WordId;
    use crate::text::Script;

    /// A text whose words are divided by spaces, with equal ids for equal words.
    struct Words {
        text: String,
        content: Content,
        bag: WordBag,
    }

    impl Words {
        fn new(text: &str, ids: &mut Vec<String>) -> Self {
            let mut words = Vec::new();
            let mut start = 0;
            for word in text.split(' ') {
                let end = start + word.chars().count();
                let at = ids.iter().position(|known| known == word).unwrap_or(ids.len());
                if at == ids.len() {
                    ids.push(word.to_owned());
                }
                words.push(Word { range: start..end, id: WordId(at as u32), weight: 2.0 });
                start = end;
            }
            let text = text.replace(' ', "");
            let content = Content::of(&text, Span::new(0, text.len()), Script::Simplified);
            Self { text, content, bag: WordBag::new(words) }
        }

        fn tokenized(&self) -> TokenizedText<'_> {
            TokenizedText { text: &self.text, content: &self.content, bag: &self.bag }
        }
    }

    /// The contradictions of two texts, of which only equal words are aligned.
    fn found(a: &str, b: &str) -> Vec<Contradiction> {
        let mut ids = Vec::new();
        let (a, b) = (Words::new(a, &mut ids), Words::new(b, &mut ids));
        let pairs = a.bag.same_words(&b.bag).map(WordPair::from).collect();
        let similarity = WordSimilarity { pairs, ..WordSimilarity::default() };
        contradictions(a.tokenized(), b.tokenized(), &similarity).collect()
    }

    #[test]
    fn a_change_of_sense_is_a_contradiction() {
        use Contradiction::{Names, Negation, Numbers, Opposites};
        let cases: [(&str, &str, &[Contradiction]); 11] = [
            ("产量 增长 了", "产量 增加 了", &[]),
            ("共 5 人 到会", "共 6 人 到会", &[Numbers]),
            ("共 三 人 到会", "共 四 人 到会", &[Numbers]),
            ("共 5 人 到会", "共 人 到会", &[]),
            ("在 北京 召开", "在 上海 召开", &[Names]),
            ("我们 支持 方案", "我们 不 支持 方案", &[Negation]),
            ("我们 支持 方案", "我们 不支持 方案", &[Negation]),
            ("看法 不同", "看法 不等", &[]),
            ("股价 上涨 了", "股价 下跌 了", &[Opposites]),
            ("室内 高温", "室内 低温", &[Opposites]),
            ("股价 上涨 了 5 元", "股价 下跌 了 6 元", &[Numbers, Opposites]),
        ];
        for (a, b, expected) in cases {
            assert_eq!(found(a, b), expected, "{a} / {b}");
            assert_eq!(found(b, a), expected, "{b} / {a}");
        }
    }

    #[test]
    fn antonyms_that_are_aligned_with_other_words_do_not_contradict() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let pairs = [pair("上涨", "攀升"), pair("回落", "下跌")];
        assert!(are_aligned_with_others("上涨", "下跌", &pairs));
        assert!(!are_aligned_with_others("上涨", "下跌", &pairs[..1]));
        assert!(!are_aligned_with_others("上涨", "下跌", &[pair("上涨", "下跌")]));
    }
}
