//! Words that exclude the word that stands for them in the other text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::antonyms::antonyms_of;
use super::super::poles::{Pole, is_ambiguous, poles_of};
use super::super::series::excluded_by;
use super::aligned_words::Side;
use super::polarity::{Polarity, affirmed, is_negation};
use super::tokenized_text::RunningWord;
use crate::text::is_ideographic;

/// Words that compare or relate two things, and that exchange them: A is higher than B, B is lower than A.
const CONVERSES: &str = "\
    高于 低于 多于 少于 大于 小于 优于 劣于 强于 弱于 早于 晚于 超过 不足 高 低 之前 之后 以前 以后 前 后 买 卖 买入 卖出 购买 出售 借 借入 借出 \
    战胜 击败 打败 输给 不敌 败给 领先 落后 higher lower more less larger smaller bigger older younger faster slower longer shorter \
    before after above below over under ahead behind better worse bought sold buy sell lend borrow lent borrowed \
    parent child husband wife father son mother daughter teacher student import imported export exported exports imports \
    stronger weaker cheaper richer poorer warmer colder heavier lighter earlier later upper lower east west north south left right beat lost defeated";
/// Words that turn the comparison after them round: less expensive is cheaper.
const LESSENING: [&str; 6] = ["less", "least", "lower", "reduced", "不太", "不够"];
/// Words on either side that are looked at for a word that two texts have in common.
const NEAR: usize = 3;
/// The same for words of one meaning.
const FAR: usize = 7;
/// Words on either side that change places with those of the other side.
const EXCHANGED: usize = 8;

static CONVERSE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| CONVERSES.split_ascii_whitespace().collect());

/// Whether a word of one text excludes a word in the same place of the other text.
pub(super) fn have_opposites(sides: &[Side; 2], polarities: &[Polarity; 2]) -> bool {
    has_antonyms(sides, polarities) || has_opposite_poles(sides, polarities)
}

/// Whether the texts have two words that are antonyms or exclude each other.
fn has_antonyms(sides: &[Side; 2], polarities: &[Polarity; 2]) -> bool {
    let [a, b] = sides;
    let mut in_b: HashMap<&str, Vec<usize>> = HashMap::new();
    for word in (0..b.text.words.len()).filter(|&word| b.is_different(word)) {
        if !is_negation(b.text.word(word)) && !is_in_phrase(b, word) {
            in_b.entry(b.text.word(word)).or_default().push(word);
        }
    }
    let mut different =
        (0..a.text.words.len()).filter(|&word| a.is_different(word) && !is_in_phrase(a, word));
    different.any(|x| {
        let word = a.text.word(x);
        if is_negation(word) {
            return false;
        }
        antonyms_of(word).into_iter().chain(excluded_by(word)).any(|other| {
            in_b.get(other.as_str()).is_some_and(|found| {
                found.iter().any(|&y| {
                    let is_same =
                        is_turned(a, x, &polarities[0]) == is_turned(b, y, &polarities[1]);
                    let reach = if is_particle(word) { 1 } else { NEAR };
                    is_same && !is_balanced(a, b, x, y) && is_in_place(a, x, b, y, reach)
                })
            })
        })
    })
}

/// Whether a word only makes sense beside another one: on, off.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "on" | "off" | "in" | "out" | "up" | "down" | "over" | "under" | "for" | "against"
    )
}

/// Whether what the two words say is said by another word in the other text too.
fn is_balanced(a: &Side, b: &Side, x: usize, y: usize) -> bool {
    let (of_x, of_y) = (poles_of(a.text.word(x)), poles_of(b.text.word(y)));
    !of_x.is_empty() && !of_y.is_empty() && says(b, of_x) && says(a, of_y)
}

/// Whether a text has a word of one of these groups.
fn says(side: &Side, poles: &[Pole]) -> bool {
    let mut words = side.text.words.iter();
    words.any(|word| poles_of(&word.text).iter().any(|pole| poles.contains(pole)))
}

/// Whether a word is turned into its opposite by a negation or by a word such as less.
fn is_turned(side: &Side, word: usize, polarity: &Polarity) -> bool {
    let is_lessened = word > 0 && LESSENING.contains(&side.text.word(word - 1));
    polarity.is_negated(word) != is_lessened
}

/// How often a text says what a group of words means, and the words.
type Said = HashMap<Pole, Vec<usize>>;

/// The groups of words that a text says, with negations applied.
fn said(side: &Side, polarity: &Polarity) -> Said {
    let mut said = Said::new();
    for word in (0..side.text.words.len()).filter(|&word| !is_in_phrase(side, word)) {
        let written = side.text.word(word);
        let joined = joined(side, word);
        let written = joined.as_deref().unwrap_or(written);
        let own = poles_of(written);
        let (poles, is_turned) = if own.is_empty() {
            (poles_of(affirmed(written)), is_turned(side, word, polarity))
        } else {
            (
                own,
                polarity.is_negated_before(word)
                    || is_turned(side, word, polarity) && !polarity.negates_itself(word),
            )
        };
        for &pole in poles {
            said.entry(if is_turned { pole.opposite() } else { pole }).or_default().push(word);
        }
    }
    said
}

/// An ideograph and the word behind it, as one word: 调 高, 小 部分.
fn joined(side: &Side, word: usize) -> Option<String> {
    let next = side.text.words.get(word + 1)?;
    let found = &side.text.words[word];
    let is_pair = is_single(found)
        && next.range.len() <= 2
        && next.text.starts_with(is_ideographic)
        && found.range.end == next.range.start;
    let joined = is_pair.then(|| [found.text.as_str(), next.text.as_str()].concat());
    joined.filter(|joined| !poles_of(joined).is_empty())
}

fn is_single(word: &RunningWord) -> bool {
    word.range.len() == 1 && word.text.starts_with(is_ideographic)
}

/// Whether one text says more often what a group of words means, and the other one its opposite.
fn has_opposite_poles(sides: &[Side; 2], polarities: &[Polarity; 2]) -> bool {
    let [a, b] = sides;
    let (of_a, of_b) = (said(a, &polarities[0]), said(b, &polarities[1]));
    let mut poles: Vec<Pole> = of_a.keys().copied().collect();
    poles.sort_unstable();
    poles.into_iter().any(|pole| {
        let opposite = pole.opposite();
        count(&of_a, pole) > count(&of_b, pole)
            && count(&of_b, opposite) > count(&of_a, opposite)
            && of_a[&pole].iter().any(|&x| of_b[&opposite].iter().any(|&y| is_opposite(a, x, b, y)))
    })
}

fn count(said: &Said, pole: Pole) -> usize {
    said.get(&pole).map_or(0, Vec::len)
}

fn is_opposite(a: &Side, x: usize, b: &Side, y: usize) -> bool {
    let is_vague = is_ambiguous(a.text.word(x)) || is_ambiguous(b.text.word(y));
    affirmed(a.text.word(x)) != affirmed(b.text.word(y))
        && is_in_place(a, x, b, y, if is_vague { NEAR } else { FAR })
}

/// Whether two words have the same place in their texts.
fn is_in_place(a: &Side, x: usize, b: &Side, y: usize, reach: usize) -> bool {
    let (of_x, of_y) = (a.partner(x), b.partner(y));
    let has_poles = !poles_of(a.text.word(x)).is_empty();
    if !has_poles && of_x.is_some_and(|word| word != y) && of_y.is_some_and(|word| word != x) {
        return false;
    }
    let is_converse = CONVERSE.contains(a.text.word(x));
    (of_x == Some(y) || a.has_common_neighbour(x, y, reach))
        && !(is_converse && are_exchanged(a, x, y))
}

/// Whether what is before `x` in the first text is behind `y` in the second one, and the other way round.
fn are_exchanged(a: &Side, x: usize, y: usize) -> bool {
    let mut near = (x.saturating_sub(EXCHANGED)..=x + EXCHANGED).filter(|&word| word != x);
    let has_moved = |word: usize, is_before: bool| {
        let partner =
            a.partner(word).filter(|&partner| partner != y && partner.abs_diff(y) <= EXCHANGED);
        (word < x) == is_before && partner.is_some_and(|partner| (partner < y) != is_before)
    };
    near.clone().any(|word| has_moved(word, true)) && near.any(|word| has_moved(word, false))
}

/// Whether a word is a part of a phrase in which it has another meaning: close to, up to.
fn is_in_phrase(side: &Side, word: usize) -> bool {
    matches!(
        (side.text.word(word), side.text.word(word + 1)),
        ("close" | "up", "to") | ("like" | "so", _) | ("over" | "under", "the" | "a")
    )
}

#[cfg(test)]
mod tests {
    use super::super::Contradiction::Opposites;
    use super::super::tests::found;

    #[test]
    fn a_negated_opposite_says_the_same() {
        assert_eq!(found("股价 连续 上升", "股价 连续 下滑"), [Opposites]);
        assert_eq!(found("大家 不 同意 方案", "大家 反对 方案"), []);
    }
}
