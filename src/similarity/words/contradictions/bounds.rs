//! Whether a number is said to be the least or the greatest one: more than three, 三个以上.

use super::quantity::Bound;
use super::tokenized_text::Running;

/// Words before a number that is less than what is meant, or the least.
const LEAST: &str = "\
    超过 逾 多于 高于 大于 至少 最少 起码 高出 over above least exceeding exceeds exceeded more";
/// Words before a number that is more than what is meant, or the greatest.
const GREATEST: &str = "\
    不足 不到 少于 低于 小于 至多 最多 不超过 不及 under below most within less fewer up";
/// The same behind a number.
const BEHIND: [(&str, Bound); 6] = [
    ("以上", Bound::Least),
    ("以下", Bound::Greatest),
    ("以内", Bound::Greatest),
    ("之内", Bound::Greatest),
    (" or more", Bound::Least),
    (" or less", Bound::Greatest),
];
/// Words that turn a bound before a number round: no more than.
const TURNED: &str = "不 不得 不能 未 没有 no not never";
/// Words before a number that are looked at.
const REACH: usize = 2;

/// Whether words before or behind a number, which is in these characters, say that it is the least or the
/// greatest one.
pub(super) fn bound(text: &Running, start: usize, end: usize) -> Option<Bound> {
    if let Some((_, bound)) = BEHIND.iter().find(|(behind, _)| text.has_at(end, behind)) {
        return Some(*bound);
    }
    let first = text.word_at(start);
    let mut before = (first.saturating_sub(REACH)..first).rev();
    before.find_map(|at| {
        let bound = said(text, at)?;
        let is_turned = at.checked_sub(1).is_some_and(|at| is_in(TURNED, text.word(at)));
        Some(if is_turned { bound.negated() } else { bound })
    })
}

/// The bound that a word says.
fn said(text: &Running, at: usize) -> Option<Bound> {
    match text.word(at) {
        "up" if text.word(at + 1) != "to" => None,
        "more" | "less" | "fewer" if text.word(at + 1) != "than" => None,
        word if is_in(LEAST, word) => Some(Bound::Least),
        word if is_in(GREATEST, word) => Some(Bound::Greatest),
        _ => None,
    }
}

/// Whether a list of words, divided by spaces, has `word`.
fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn bounds_stand_before_or_behind_a_number() {
        for (text, start, end, expected) in [
            ("共有三人以上", 2, 4, Some(Bound::Least)),
            ("at most 3 men", 8, 9, Some(Bound::Greatest)),
            ("no more than 3 men", 13, 14, Some(Bound::Greatest)),
            ("more than 3 men", 10, 11, Some(Bound::Least)),
            ("then 3 men", 5, 6, None),
        ] {
            assert_eq!(bound(&running(text), start, end), expected, "{text}");
        }
    }
}
