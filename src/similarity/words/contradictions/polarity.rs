//! Negations, and the words that they negate.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::antonyms::are_antonyms;
use super::super::series::is_function_word;
use super::aligned_words::Side;
use super::tokenized_text::Running;

/// Negations.
const NEGATIONS: &str = "\
    不 没 没有 未 无 非 勿 莫 别 不是 不会 不能 不能够 不要 不可 不可以 不得 不再 不用 不必 不该 不应 不应该 不准 不许 不予 不宜 不肯 不愿 \
    不愿意 不想 不敢 不曾 不太 不大 不怎么 不至于 并非 并不 并不是 并未 并没有 从未 从不 尚未 还没 还没有 无法 无从 毫无 毫不 决不 \
    绝不 绝非 未必 未能 未曾 未有 没能 没法 没人 不存在 未经 not no never none neither nor cannot without \
    dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt mustnt neednt \
    mightnt oughtnt shant aint hardly barely scarcely fail failed fails failing unable 难以 拒绝 拒不";
/// Other words that negate what follows, or say that something is not so.
const IMPLICIT: &str = "\
    拒绝 禁止 反对 缺乏 缺少 取消 避免 防止 缺席 停止 否认 否决 否定 失败 难以 难 免 免于 免除 放弃 停 杜绝 谢绝 驳回 排除 除 除外 除非 以外 之外 \
    免收 免票 免交 豁免 例外 谢绝 拒 单身 照常 依旧 照旧 空白 落空 告吹 解除 中止 终止 暂停 拖欠 罢 少 很少 极少 鲜有 才 只有 仅 除了 撤销 失去 丧失 靠不住 严禁 无需 无须 \
    refuse refused refuses refusal deny denied denies forbid forbidden forbids prohibited prohibits prohibit ban \
    banned fail failed fails failure failing lack lacks lacked lacking prevent prevented prevents avoid avoided avoids absent absence \
    untrue false stop stopped stops cancel cancelled canceled except hardly barely scarcely rarely seldom little \
    few unable impossible nobody nothing nowhere instead less reject rejected until unless too out off against free \
    unwilling reluctant decline declined declines dismiss dismissed disagree disagreed doubt ignored missed lost loss \
    exempt waive waived waives spared sober single goalless minus apart rather contrary stay stays stayed away still remain remained \
    remains zero nil unchanged usual outside dispute disputed disputes exclude excluded excludes keep keeps far than only aside before barred";
/// Words with a negation in them that negate nothing.
const NEUTRAL: &str = "\
    不断 不仅 不但 不过 不少 不同 不管 不论 不久 未来 无论 非常 别人 别的 不得不 不错 不妨 不禁 不愧 不光 不单 不只 不止 不一 不等 不料 不惜 \
    不时 不由得 不由 不停 不已 不休 不法 不良 不可或缺 不动产 不锈钢 是不是 能不能 会不会 要不要 有没有 差不多 了不起 对不起 无数 无线 无非 莫非 未免 \
    无疑 毫无疑问 无不 非洲 非法 非典 无比 无私 无偿 无限 未婚 无奈 不幸 别墅 没收 没落 不足 不息 不曾 不得了 不得已 不可避免 无论是 无论如何 不管是 不久前 没多久 \
    无人机 无锡 不限于 不愧为 不仅仅 非遗 不约而同 无形 不能不 不可不 无机 不及 不如";
/// Words between a negation and the word that it negates.
const SKIPPED: &str = "\
    能 会 可以 可 想 要 应 应该 应当 被 把 将 对 给 在 向 再 太 大 很 也 都 完全 全部 得到 受到 进行 予以 加以 作出 有 人 任何 什么 一个 必须 能够 还 这样 直接 \
    与 和 及时 按 按照 为 由 从 让 使 令 因 因为 以 \
    be been being have has had do does did any yet ever to able fully really very quite even only just all \
    always get got all more so much many going evidence sign one longer t";
/// Words that ask whether something is so.
const QUESTIONS: [&str; 6] = ["是否", "能否", "可否", "whether", "if", "与否"];
/// Words behind a negation that may come before the word that it negates.
const REACH: usize = 4;
/// Words around a word in which a negation may belong to it.
const NEAR: usize = 7;
/// Words of a text that is so short that the place of a word shows nothing.
const SHORT: usize = 6;
/// Characters that negate the word that they begin.
const NEGATION_CHARS: [char; 7] = ['不', '没', '未', '无', '非', '勿', '莫'];

static NEGATION: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NEGATIONS.split_ascii_whitespace().collect());
static NEGATIVE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| IMPLICIT.split_ascii_whitespace().chain(QUESTIONS).collect());
static NO_NEGATION: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NEUTRAL.split_ascii_whitespace().collect());
static SKIP: LazyLock<HashSet<&str>> = LazyLock::new(|| SKIPPED.split_ascii_whitespace().collect());

/// Whether a word, in lower case, negates: it is listed, where apostrophes are no content, or ends with
/// n't.
pub(crate) fn is_negation(word: &str) -> bool {
    NEGATION.contains(word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// What a word does to the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// It negates what follows.
    Negation,
    /// It negates the rest of itself: 不同意.
    Negated,
    /// It may say that something is not so.
    Implicit,
}

fn mark(word: &str) -> Mark {
    if NO_NEGATION.contains(word) {
        Mark::None
    } else if is_negation(word) {
        Mark::Negation
    } else if NEGATIVE.contains(word) || is_prefixed(word) {
        Mark::Implicit
    } else if word.starts_with(NEGATION_CHARS) {
        Mark::Negated
    } else if word.contains(NEGATION_CHARS) {
        Mark::Implicit
    } else {
        Mark::None
    }
}

/// Whether a word, in lower case, has the negative prefix un-, as untreated has.
fn is_prefixed(word: &str) -> bool {
    word.len() > 6
        && word.starts_with("un")
        && !["under", "unit", "unif", "univ", "uniq", "union"]
            .iter()
            .any(|other| word.starts_with(other))
}

/// The negations of a text.
pub(super) struct Polarity {
    marks: Vec<Mark>,
    /// For each word whether a negation before it negates it.
    is_negated: Vec<bool>,
}

impl Polarity {
    pub(super) fn of(text: &Running) -> Self {
        let marks: Vec<Mark> = (0..text.words.len()).map(|at| mark_in(text, at)).collect();
        let mut is_negated = vec![false; marks.len()];
        for at in (0..marks.len()).filter(|&at| marks[at] == Mark::Negation) {
            if let Some(target) = target(text, at) {
                // Two negations of one word cancel each other out.
                is_negated[target] ^= true;
            }
        }
        Self { marks, is_negated }
    }

    /// Whether a word is negated, by another word or by its own beginning.
    pub(super) fn is_negated(&self, word: usize) -> bool {
        self.is_negated[word] != (self.marks[word] == Mark::Negated)
    }

    /// Whether a negation before a word negates it.
    pub(super) fn is_negated_before(&self, word: usize) -> bool {
        self.is_negated[word]
    }

    /// Whether a word begins with a negation of the rest of it.
    pub(super) fn negates_itself(&self, word: usize) -> bool {
        self.marks[word] == Mark::Negated
    }

    /// Number of words that may say that something is not so.
    fn negative(&self) -> usize {
        self.marks.iter().filter(|&&mark| mark != Mark::None).count()
    }

    /// Number of words near this one, in the same sentence, that may say that something is not so.
    fn negative_near(&self, text: &Running, word: usize) -> usize {
        let sentence = text.words[word].sentence;
        let near = word.saturating_sub(NEAR)..(word + NEAR).min(text.words.len());
        near.filter(|&at| text.words[at].sentence == sentence && self.marks[at] != Mark::None)
            .count()
    }

    /// Number of words in the clause of this one that may say that something is not so.
    fn negative_in_clause(&self, text: &Running, word: usize) -> usize {
        let clause = text.words[word].clause;
        let all = text.words.iter().zip(&self.marks);
        all.filter(|(other, mark)| other.clause == clause && **mark != Mark::None).count()
    }
}

/// What a word does to the words after it in its place.
fn mark_in(text: &Running, at: usize) -> Mark {
    if asks(text, at) || excludes_others(text, at) {
        Mark::Implicit
    } else if is_cut(text, at) {
        Mark::Negation
    } else {
        mark(text.word(at))
    }
}

/// Whether a word is a negation that a grave accent in place of the apostrophe divides.
fn is_cut(text: &Running, at: usize) -> bool {
    let Some(next) = text.words.get(at + 1) else { return false };
    let found = &text.words[at];
    next.text == "t"
        && found.text.ends_with('n')
        && matches!(text.chars[found.range.end..next.range.start], ['`' | '´'])
}

/// Whether a negation says that there is no other one of this kind, as first and only do: no other, none before.
fn excludes_others(text: &Running, at: usize) -> bool {
    matches!(text.word(at), "no" | "none" | "never" | "nobody")
        && (at + 1..text.words.len())
            .take_while(|&word| text.words[word].clause == text.words[at].clause)
            .any(|word| matches!(text.word(word), "before" | "other" | "else"))
}

/// Whether a negation is a part of a question: 是不是, 有没有.
fn asks(text: &Running, at: usize) -> bool {
    let start = text.words[at].range.start;
    let around =
        [start.checked_sub(1), Some(start + 1)].map(|at| at.and_then(|at| text.chars.get(at)));
    around[0].is_some() && around[0] == around[1]
        || (at > 0 && QUESTIONS.contains(&text.word(at - 1)))
}

/// The word that the word at `at` is said of: the next one with a meaning of its own in the same clause.
pub(super) fn target(text: &Running, at: usize) -> Option<usize> {
    // 不等 and 不同 are words that negate nothing.
    if matches!(text.word(at + 1), "等" | "同") {
        return None;
    }
    let clause = text.words[at].clause;
    let behind = at + 1..(at + 1 + REACH).min(text.words.len());
    behind.take_while(|&word| text.words[word].clause == clause).find(|&word| {
        !SKIP.contains(text.word(word))
            && !is_function_word(text.word(word))
            && (!text.words[word].has_numeral() || text.word(word) == "一定")
    })
}

/// A text with its negations.
#[derive(Clone, Copy)]
struct Negated<'t> {
    side: &'t Side,
    polarity: &'t Polarity,
}

/// Whether a word of one text is negated and its partner in the other text is not, and the one text
/// negates more than the other one does.
pub(super) fn differ_in_negation(sides: &[Side; 2], polarities: &[Polarity; 2]) -> bool {
    let [a, b] = [0, 1].map(|at| Negated { side: &sides[at], polarity: &polarities[at] });
    // Where both negate equally often, clauses were moved, or words replaced beside the negations: of 900
    // reworded paragraphs of laws, newspapers and reviews 19 would contradict their sources.
    match polarities[0].negative().cmp(&polarities[1].negative()) {
        Ordering::Equal => a.has_denied_alone(b) || b.has_denied_alone(a),
        Ordering::Greater => a.has_negated_alone(b) || b.has_denied_alone(a),
        Ordering::Less => b.has_negated_alone(a) || a.has_denied_alone(b),
    }
}

impl Negated<'_> {
    /// Whether a word is negated that stands for one which the other text does not negate.
    fn has_negated_alone(self, other: Self) -> bool {
        let text = &self.side.text;
        let mut negated = (0..text.words.len()).filter(|&word| self.polarity.is_negated(word));
        negated.any(|word| {
            self.partner(word, other).is_some_and(|partner| {
                let others = &other.side.text;
                let near = [
                    other.polarity.negative_near(others, partner),
                    self.polarity.negative_near(text, word),
                ];
                // A single ideograph has so many meanings that both may say it twice.
                let is_short = text.words[word].range.len() == 1;
                near[0] <= near[1]
                    && (near[0] == 0 || !is_short)
                    && other.polarity.negative_in_clause(others, partner) == 0
                    && !other.polarity.is_negated(partner)
                    && !are_antonyms(affirmed(text.word(word)), other.side.text.word(partner))
                    && (self.side.has_common_neighbour(word, partner, NEAR)
                        || text.words.len() < SHORT)
            })
        })
    }

    /// Whether a word is negated which the other text has too, in a sentence without a negation.
    fn has_denied_alone(self, other: Self) -> bool {
        let text = &self.side.text;
        let mut negated = (0..text.words.len()).filter(|&word| self.polarity.is_negated(word));
        negated.any(|word| {
            let is_long = text.words[word].range.len() > 1 && !is_function_word(text.word(word));
            let partner = self.side.same_partner(word).filter(|_| is_long);
            partner.is_some_and(|partner| {
                let others = &other.side.text;
                let sentence = others.words[partner].sentence;
                let all = others.words.iter().zip(&other.polarity.marks);
                !all.clone().any(|(at, mark)| at.sentence == sentence && *mark != Mark::None)
                    && self.side.has_common_neighbour(word, partner, NEAR)
            })
        })
    }

    /// The word of the other text that stands for a negated word.
    fn partner(self, word: usize, other: Self) -> Option<usize> {
        let text = &self.side.text;
        if self.polarity.marks[word] == Mark::Negated {
            let rest = affirmed(text.word(word));
            let others = &other.side.text;
            return (0..others.words.len())
                .find(|&at| others.word(at) == rest && other.side.is_different(at));
        }
        self.side.like_partner(word).or_else(|| {
            // In Chinese what is denied may stand behind: 没有通过检验.
            let next = if text.words[word].is_latin() { None } else { target(text, word) }?;
            let is_apart = (word + 1..next).any(|between| text.word(between) == "的");
            if is_apart { None } else { self.side.like_partner(next) }
        })
    }
}

/// A word without the negation that it begins with.
pub(super) fn affirmed(word: &str) -> &str {
    word.strip_prefix(NEGATION_CHARS).filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::super::Contradiction::Negation;
    use super::super::tests::{found, running};
    use super::*;

    #[test]
    fn a_grave_accent_may_stand_for_the_apostrophe() {
        let text = running("it doesn`t change");
        assert!(is_cut(&text, 1) && !is_cut(&text, 0));
        assert_eq!(target(&text, 1).map(|word| text.word(word)), Some("change"));
        assert!(!is_cut(&running("it doesn t"), 1));
    }

    #[test]
    fn what_one_text_negates_the_other_one_states() {
        assert_eq!(found("方法 是 可靠 的", "方法 不是 可靠 的"), [Negation]);
        assert_eq!(found("结果 不断 变化", "结果 一直 变化"), []);
        let (a, b) = ("材料 不 符合 条件 通知 代表", "材料 符合 要求 不 通知 代表");
        assert_eq!(found(a, b), [], "both negate once");
    }
}
