//! Who does what to whom: two words that change places around a third one.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::series::is_function_word;
use super::aligned_words::Side;
use super::dates::date_word;
use crate::text::{has_predicate, is_family_name, is_ideographic, is_proper_noun, is_unseen};

/// Words between a verb and its subject or object, at most.
const REACH: usize = 6;
/// Function words that tell the subject from the object: 张三对李四, 甲比乙.
const PARTICLES: [&str; 12] =
    ["对", "向", "从", "把", "被", "比", "给", "让", "使", "替", "than", "to"];
/// Words that say that the object comes first.
const PASSIVES: [&str; 17] = [
    "被",
    "由",
    "受",
    "受到",
    "遭",
    "遭到",
    "得到",
    "获",
    "获得",
    "获得了",
    "收到",
    "来自",
    "by",
    "from",
    "received",
    "receive",
    "为",
];
/// Verbs whose subject and object may change places.
const SYMMETRIC_VERBS: &str = "\
    和 与 同 跟 及 会见 会面 见面 会谈 会晤 结婚 合作 交谈 对话 相邻 毗邻 等于 联合 签署 签订 比赛 交手 并列 相同 一起 共同 是 为 好 还是 绑定 离婚 同步 下载 比较 包括 有 在 到 至 以及 签 \
    meets met meet married marry equals equal resembles borders joins joined and or with is are was were be between versus \
    plays played against talks talked spoke discussed said says in of at for on as";

static SYMMETRIC: LazyLock<HashSet<&str>> =
    LazyLock::new(|| SYMMETRIC_VERBS.split_ascii_whitespace().collect());

/// Whether two words that both texts have change places around a word between them, or two names in a
/// clause with the same verb.
pub(super) fn exchange_roles(sides: &[Side; 2]) -> bool {
    let [a, b] = sides;
    exchange_names(a, b)
        || (0..a.text.words.len()).any(|verb| {
            let Some(other) = a.partner(verb) else { return false };
            // Few words are passed by others, and what they can be takes long to look up.
            is_passed(a, verb, other)
                && relates(a, verb)
                && relates(b, other)
                && are_exchanged(a, verb, b, other)
        })
}

/// Whether two names that follow each other in a clause of both texts change places there.
fn exchange_names(a: &Side, b: &Side) -> bool {
    let words = 0..a.text.words.len();
    let is_in_order = words.clone().filter_map(|word| a.partner(word)).is_sorted();
    if is_in_order {
        return false;
    }
    let names: Vec<usize> = words.filter(|&word| is_name(a, word)).collect();
    names.windows(2).any(|pair| {
        let [x, y] = [pair[0], pair[1]];
        let (Some(of_x), Some(of_y)) = (a.partner(x), a.partner(y)) else { return false };
        let is_one_name = y == x + 1;
        !is_one_name
            && of_y < of_x
            && y - x <= 2 * REACH
            && of_x - of_y <= 2 * REACH
            && is_in_clause(a, x, y)
            && is_in_clause(b, of_x, of_y)
            && !are_joined(a, x, y)
            && !are_joined(b, of_y, of_x)
            && is_same_voice(a, x, y, b, of_y, of_x)
            && has_common_verb(a, x, y, b, of_y, of_x)
    })
}

fn is_name(side: &Side, word: usize) -> bool {
    let found = &side.text.words[word];
    if side.is_different(word) {
        return false;
    }
    if found.is_latin() {
        return found.is_capitalized && !is_function_word(&found.text) && found.text.len() > 1;
    }
    let len = found.text.chars().count();
    (2..=4).contains(&len)
        && !found.has_numeral()
        && found.text.chars().all(is_ideographic)
        && (is_unseen(&found.text)
            || is_proper_noun(&found.text)
            || is_behind_family_name(side, word))
}

/// Whether a word is a given name that is cut from its family name.
fn is_behind_family_name(side: &Side, word: usize) -> bool {
    let before = word.checked_sub(1).map(|before| &side.text.words[before]);
    before.is_some_and(|before| {
        before.range.len() == 1
            && before.text.starts_with(is_family_name)
            && before.range.end == side.text.words[word].range.start
    })
}

/// Whether only words that join two equal names are between them.
fn are_joined(side: &Side, x: usize, y: usize) -> bool {
    (x + 1..y).all(|word| {
        SYMMETRIC.contains(side.text.word(word)) || side.text.words[word].is_capitalized
    }) || (x + 1..y)
        .any(|word| matches!(side.text.word(word), "和" | "与" | "及" | "同" | "and" | "or"))
}

/// Whether both texts have as many words between and around the names that put the object first.
fn is_same_voice(a: &Side, x: usize, y: usize, b: &Side, first: usize, last: usize) -> bool {
    passives(a, x, y) % 2 == passives(b, first, last) % 2
}

/// Number of the words from one to another that put the object first.
fn passives(side: &Side, from: usize, to: usize) -> usize {
    let words = from.saturating_sub(1)..(to + 1).min(side.text.words.len());
    words.filter(|&at| is_passive(side, at) || side.text.word(at).starts_with('受')).count()
}

/// Whether a verb between or behind two names stands for one there in the other text.
fn has_common_verb(a: &Side, x: usize, y: usize, b: &Side, first: usize, last: usize) -> bool {
    let in_b = first..(last + REACH).min(b.text.words.len());
    (x + 1..(y + REACH).min(a.text.words.len())).any(|word| {
        word != y
            && is_in_clause(a, word, x)
            && (relates(a, word) || is_short_verb(a, word))
            && a.partner(word)
                .is_some_and(|partner| in_b.contains(&partner) && is_in_clause(b, partner, last))
    })
}

/// Whether a word is a single ideograph that is no particle and joins nothing.
fn is_short_verb(side: &Side, word: usize) -> bool {
    let written = side.text.word(word);
    written.chars().nth(1).is_none()
        && written.starts_with(is_ideographic)
        && !is_function_word(written)
        && !SYMMETRIC.contains(written)
}

/// Whether a word can relate what is before it to what is behind it.
fn relates(side: &Side, word: usize) -> bool {
    let written = side.text.word(word);
    if PARTICLES.contains(&written) {
        return true;
    }
    let found = &side.text.words[word];
    !SYMMETRIC.contains(written)
        && !is_function_word(written)
        && !found.has_numeral()
        && if found.is_latin() { !found.is_capitalized } else { has_predicate(written) }
}

/// Whether a word before this one is behind it in the other text, and one behind it before it.
fn is_passed(a: &Side, word: usize, other: usize) -> bool {
    let passes = |at: usize, is_before: bool| {
        a.partner(at).is_some_and(|partner| partner != other && (partner > other) == is_before)
    };
    let near = near(a, word);
    (near.start..word).any(|at| passes(at, true))
        && (word + 1..near.end).any(|at| passes(at, false))
}

/// Whether a word before the verb is behind it in the other text, and one behind it before it, while the
/// voice is the same.
fn are_exchanged(a: &Side, verb: usize, b: &Side, other: usize) -> bool {
    let (mut forward, mut backward, mut kept) = (0, 0, 0);
    for word in near(a, verb).filter(|&word| word != verb && is_in_clause(a, word, verb)) {
        let Some(partner) = a.partner(word).filter(|&partner| partner != other) else { continue };
        if !is_argument(a, word) || a.is_different(word) {
            continue;
        }
        let is_near = partner.abs_diff(other) <= REACH && is_in_clause(b, partner, other);
        match (word < verb, partner < other) {
            (true, false) if is_near => forward += 1,
            (false, true) if is_near => backward += 1,
            _ => kept += 1,
        }
    }
    let is_same_voice = passives_near(a, verb) % 2 == passives_near(b, other) % 2;
    forward > 0 && backward > 0 && forward + backward > kept && is_same_voice
}

/// The words around one.
fn near(side: &Side, word: usize) -> Range<usize> {
    word.saturating_sub(REACH)..(word + REACH + 1).min(side.text.words.len())
}

/// Number of the words around one in its clause that put the object first.
fn passives_near(side: &Side, word: usize) -> usize {
    let near = near(side, word).filter(|&at| is_in_clause(side, at, word));
    near.filter(|&at| is_passive(side, at)).count()
}

/// Whether a word says that the object comes first. By giving is no such word.
fn is_passive(side: &Side, word: usize) -> bool {
    let is_means = side.text.word(word) == "by" && side.text.word(word + 1).ends_with("ing");
    PASSIVES.contains(&side.text.word(word)) && !is_means
}

fn is_in_clause(side: &Side, word: usize, other: usize) -> bool {
    side.text.words[word].clause == side.text.words[other].clause
}

/// Whether a word can be a subject or an object.
fn is_argument(side: &Side, word: usize) -> bool {
    let found = &side.text.words[word];
    let written = &found.text;
    let is_date = date_word(&side.text, found.range.start, None).is_some();
    !is_date
        && !is_function_word(written)
        && !found.has_numeral()
        && (found.is_latin() || !has_predicate(written))
}

#[cfg(test)]
mod tests {
    use super::super::Contradiction::Roles;
    use super::super::tests::found;

    #[test]
    fn the_passive_keeps_the_roles() {
        assert_eq!(found("会上 王建国 表扬 李志强", "会上 李志强 表扬 王建国"), [Roles]);
        assert_eq!(found("王建国 表扬 李志强", "李志强 被 王建国 表扬"), []);
    }
}
