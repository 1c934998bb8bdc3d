//! What two units that say nearly the same differ in so that they do not: numbers, dates, names, yes and no.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::antonyms::are_antonyms;
use super::{WordBag, WordSimilarity};
use crate::document::Span;
use crate::text::{Content, EntityKind, between, is_numeral, names};

/// Why two units are not the same in other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contradiction {
    /// Each has a number that the other lacks.
    Numbers,
    /// Each has a name or a date that the other lacks.
    Names,
    /// One denies what the other says.
    Negation,
    /// A word of one says the opposite of what stands in the other.
    Opposites,
}

impl Contradiction {
    /// The guard's name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Names => "names",
            Self::Negation => "negation",
            Self::Opposites => "opposites",
        }
    }

    /// Whether a template leaves open what differs.
    #[must_use]
    pub fn is_slot(self) -> bool {
        matches!(self, Self::Numbers | Self::Names)
    }
}

/// A unit whose words were read.
#[derive(Debug, Clone, Copy)]
pub struct TokenizedText<'u> {
    /// What the content was made of.
    pub text: &'u str,
    /// The content that was read.
    pub content: &'u Content,
    /// Its words.
    pub gist: &'u WordBag,
}

impl TokenizedText<'_> {
    /// Where a word of the unit stands.
    ///
    /// # Panics
    /// If the unit has fewer words.
    #[must_use]
    pub fn place(&self, word: usize) -> Span {
        self.content.span(self.text, self.gist.words()[word].range.clone())
    }

    fn word(&self, range: Range<usize>) -> String {
        self.content.chars()[range].iter().collect()
    }
}

/// Words that deny.
const DENIALS: &str = "\
    不 没 没有 未 无 非 勿 莫 别 不是 不会 不能 不能够 不要 不可 不可以 不得 不再 不用 不必 不该 不应 不应该 不准 不许 不予 不宜 不肯 不愿 \
    不愿意 不想 不敢 不曾 不太 不大 不怎么 不至于 并非 并不 并不是 并未 并没有 从未 从不 尚未 还没 还没有 无法 无从 毫无 毫不 决不 \
    绝不 绝非 未必 未能 未曾 未有 没能 没法 没人 不存在 not no never none neither nor cannot without";
static DENIAL: LazyLock<HashSet<&str>> = LazyLock::new(|| DENIALS.split_ascii_whitespace().collect());
/// Characters that deny.
const DENYING: [char; 7] = ['不', '没', '未', '无', '非', '勿', '莫'];
/// What is counted: behind a single numeral it makes a number.
const COUNTED: &str = "个名次年月日天人位件种项条家倍成岁度元块亿万千百号级届批座台辆艘架所间套份场起章节";

/// The guards that two units set off, of which words answer each other as `resemblance` says; each is looked at when it is asked for.
pub fn contradictions<'g>(
    a: TokenizedText<'g>,
    b: TokenizedText<'g>,
    resemblance: &'g WordSimilarity,
) -> impl Iterator<Item = Contradiction> + 'g {
    let left = LazyCell::new(move || {
        let left_a = left(a, resemblance.same().map(|answer| answer.a));
        (left_a, left(b, resemblance.same().map(|answer| answer.b)))
    });
    let is_set_off = move |guard: &Contradiction| match guard {
        Contradiction::Numbers => differ(numbers(a), numbers(b)),
        Contradiction::Names => differ_in_names(a, b),
        Contradiction::Negation => denies_otherwise(a, b) || is_denied(&left.0, &left.1) || is_denied(&left.1, &left.0),
        Contradiction::Opposites => has_opposites((a, &left.0), (b, &left.1), resemblance),
    };
    [Contradiction::Numbers, Contradiction::Names, Contradiction::Negation, Contradiction::Opposites]
        .into_iter()
        .filter(is_set_off)
}

/// Whether each of two lists has something that the other lacks, or has less often.
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

/// The numbers of a unit: digits, and Chinese numerals that count something. Signs part two numbers, but for those inside one.
fn numbers(unit: TokenizedText<'_>) -> Vec<String> {
    let chars = unit.content.chars();
    let places: Vec<u32> = unit.content.places().collect();
    let goes_on = |at: usize| counts_in(chars[at]) && matches!(between(unit.text, &places, at), "" | "." | "．" | ",");
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        at += 1;
        if !counts_in(chars[start]) {
            continue;
        }
        while at < chars.len() && goes_on(at) {
            at += 1;
        }
        let counts = || chars.get(at).is_some_and(|&next| COUNTED.contains(next));
        if at - start > 1 || chars[start].is_ascii_digit() || counts() {
            numbers.push(unit.word(start..at));
        }
    }
    numbers
}

/// Whether a character is a numeral in running text, where those of cheques are words: 队伍, 大陆.
fn counts_in(char: char) -> bool {
    is_numeral(char) && !"壹贰叁肆伍陆柒捌玖拾佰仟".contains(char)
}

/// Whether each unit has a name or a date that the other lacks, or has less often.
fn differ_in_names(a: TokenizedText<'_>, b: TokenizedText<'_>) -> bool {
    has_names_alone(a, b) && has_names_alone(b, a)
}

/// Whether a unit has names that stand less often in the other, wherever that one's words end.
fn has_names_alone(unit: TokenizedText<'_>, other: TokenizedText<'_>) -> bool {
    let [text, other] = [unit, other].map(|unit| unit.word(0..unit.content.len()));
    let is_alone = |name: &str| text.matches(name).count() > other.matches(name).count();
    let names = names(unit.content.chars()).into_iter();
    let mut names = names.filter(|(range, named)| range.len() > 1 && *named != EntityKind::Number);
    names.any(|(range, _)| is_alone(&unit.word(range)))
}

/// Whether one unit denies more than the other, by its words and by its characters: 不同 and 不等 deny as much.
fn denies_otherwise(a: TokenizedText<'_>, b: TokenizedText<'_>) -> bool {
    let [(words_a, chars_a), (words_b, chars_b)] = [a, b].map(denials);
    words_a != words_b && words_a.cmp(&words_b) == chars_a.cmp(&chars_b)
}

/// How many words deny, and how many characters do; words of ASCII letters, which have no such characters, count there too.
fn denials(unit: TokenizedText<'_>) -> (usize, usize) {
    let words = unit.gist.words().iter().map(|word| unit.word(word.range.clone()));
    let denials: Vec<String> = words.filter(|word| DENIAL.contains(word.as_str())).collect();
    let chars = unit.content.chars().iter().filter(|char| DENYING.contains(char)).count();
    (denials.len(), chars + denials.iter().filter(|word| word.is_ascii()).count())
}

/// Whether a word is one of the others denied: 不支持 and 支持.
fn is_denied(words: &[String], others: &[String]) -> bool {
    let mut denied = words.iter().filter_map(|word| word.strip_prefix(DENYING));
    denied.any(|rest| others.iter().any(|other| other == rest))
}

/// The words that have not the same word for an answer.
fn left(unit: TokenizedText<'_>, same: impl Iterator<Item = usize>) -> Vec<String> {
    let same: HashSet<usize> = same.collect();
    let left = unit.gist.words().iter().enumerate().filter(|(at, _)| !same.contains(at));
    left.map(|(_, word)| unit.word(word.range.clone())).collect()
}

/// Whether words of the two units, not both of which have a better answer, say the opposite.
fn has_opposites(
    (a, left_a): (TokenizedText<'_>, &[String]),
    (b, left_b): (TokenizedText<'_>, &[String]),
    how: &WordSimilarity,
) -> bool {
    let near = how.answers.iter().filter(|answer| !answer.is_same && answer.is_close());
    let word = |unit: TokenizedText<'_>, at: usize| unit.word(unit.gist.words()[at].range.clone());
    let answered: Vec<(String, String)> = near.map(|answer| (word(a, answer.a), word(b, answer.b))).collect();
    let is_answered = |x: &String, y: &String| {
        let of_x = answered.iter().any(|(one, other)| one == x && other != y);
        of_x && answered.iter().any(|(one, other)| other == y && one != x)
    };
    left_a.iter().any(|x| left_b.iter().any(|y| are_antonyms(x, y) && !is_answered(x, y)))
}
