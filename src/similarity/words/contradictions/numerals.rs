//! Numerals in a text: digits, Chinese numerals and English number words, with their values.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::tokenized_text::Running;
use crate::text::{NumberPart, NumberWord, han_digit, number_parts, number_word};

/// Chinese numerals in running text. Those of cheques are words there: 队伍, 大陆.
const HAN_NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿";
/// Runs of numerals that are adverbs or nouns where no unit follows.
const NO_NUMBERS: [&str; 6] = ["千万", "万千", "百万", "万一", "一一", "三三两两"];
/// Chinese scales behind digits: 1.2万, 3千万.
const HAN_SCALES: [(&str, f64); 7] = [
    ("千万", 1e7),
    ("百万", 1e6),
    ("万亿", 1e12),
    ("十亿", 1e9),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
];
/// English ordinals, from the first on.
const ORDINALS: &str = "\
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";
/// Words before a third or a quarter that is a part of a whole.
const PARTIAL: [&str; 14] = [
    "than",
    "about",
    "nearly",
    "almost",
    "roughly",
    "over",
    "by",
    "only",
    "just",
    "to",
    "around",
    "some",
    "under",
    "approximately",
];
/// Words for numbers of times or things.
const MULTIPLES: [(&str, f64); 10] = [
    ("twice", 2.0),
    ("double", 2.0),
    ("doubled", 2.0),
    ("doubles", 2.0),
    ("doubling", 2.0),
    ("triple", 3.0),
    ("tripled", 3.0),
    ("threefold", 3.0),
    ("twofold", 2.0),
    ("dozen", 12.0),
];

static ORDINAL: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| {
    let words = ORDINALS.split_ascii_whitespace();
    words.zip(0_u32..).map(|(word, value)| (word, f64::from(value))).collect()
});

/// A numeral in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    pub(super) value: f64,
    pub(super) kind: NumeralKind,
    /// Where it is in the characters of the text.
    pub(super) range: Range<usize>,
    /// Its digits, if it has nothing else.
    pub(super) digits: usize,
}

/// What a numeral is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumeralKind {
    Number,
    Ordinal,
    Share,
    /// A number for one, which may be an article: 一, one.
    Article,
}

/// The numeral that begins at a character.
pub(super) fn numeral_at(text: &Running, at: usize) -> Option<Numeral> {
    let first = text.chars[at];
    if first.is_ascii_digit() {
        Some(digits(text, at))
    } else if is_han_numeral(first) {
        han(text, at)
    } else if first.is_ascii_alphabetic() {
        english(text, text.word_from(at)?)
    } else {
        None
    }
}

fn is_han_numeral(char: char) -> bool {
    HAN_NUMERALS.contains(char)
}

/// Digits with separators and a scale: 1,200, 3.5, 1.2万, 3 million.
fn digits(text: &Running, at: usize) -> Numeral {
    let chars = &text.chars;
    let mut end = at;
    let mut written = String::new();
    while let Some(&char) = chars.get(end) {
        let is_digit_next = chars.get(end + 1).is_some_and(char::is_ascii_digit);
        match char {
            '0'..='9' => written.push(char),
            '.' if is_digit_next && !written.contains('.') => written.push('.'),
            ',' if is_digit_next && is_group(&chars[end + 1..]) => {}
            _ => break,
        }
        end += 1;
    }
    let mut value = written.parse().unwrap_or(0.0);
    let has_only_digits = written.bytes().all(|byte| byte.is_ascii_digit());
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|ending| text.has_at(end, ending));
    if ordinal && !chars.get(end + 2).is_some_and(char::is_ascii_alphabetic) {
        return Numeral { value, kind: NumeralKind::Ordinal, range: at..end + 2, digits: 0 };
    }
    let mut scaled = end;
    while let Some((scale, behind)) = scale_at(text, scaled) {
        value *= scale;
        scaled = behind;
    }
    let digits = if scaled == end && has_only_digits { written.len() } else { 0 };
    Numeral { value, kind: NumeralKind::Number, range: at..scaled, digits }
}

/// Whether the characters begin with three digits and no more.
fn is_group(chars: &[char]) -> bool {
    chars.iter().take_while(|char| char.is_ascii_digit()).count() == 3
}

/// The scale that follows at a character, and where it ends.
fn scale_at(text: &Running, at: usize) -> Option<(f64, usize)> {
    let at = at + usize::from(text.has_at(at, " "));
    let han = HAN_SCALES.iter().find(|(name, _)| text.has_at(at, name));
    if let Some((name, scale)) = han {
        return Some((*scale, at + name.chars().count()));
    }
    let word = text.word_from(at)?;
    let scale = match text.word(word) {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "millions" | "mn" | "mln" | "m" => 1e6,
        "billion" | "bn" | "bln" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    };
    Some((scale, text.words[word].range.end))
}

/// Chinese numerals: 三百二十, 三点五, 三分之一, 百分之八.
fn han(text: &Running, at: usize) -> Option<Numeral> {
    let mut end = han_end(text, at);
    let run = &text.chars[at..end];
    if text.has_at(end, "分之") && text.chars.get(end + 2).is_some() {
        let number = numeral_at(text, end + 2)?;
        let of = if run == ['百'] { 100.0 } else { han_value(run)? };
        let range = at..number.range.end;
        return Some(Numeral {
            value: number.value / of,
            kind: NumeralKind::Share,
            range,
            digits: 0,
        });
    }
    let mut value = han_value(run)?;
    let is_point = text.chars.get(end) == Some(&'点');
    if is_point && text.chars.get(end + 1).is_some_and(|&char| han_digit(char).is_some()) {
        let decimals = &text.chars[end + 1..han_end(text, end + 1)];
        let places = decimals.iter().take_while(|&&char| han_digit(char).is_some());
        let mut place = 1.0;
        for &char in places.clone() {
            place /= 10.0;
            value += place * f64::from(han_digit(char)?);
        }
        end += 1 + places.count();
        while let Some((scale, behind)) = scale_at(text, end) {
            value *= scale;
            end = behind;
        }
    }
    let is_one = run == ['一'];
    let kind = if is_one { NumeralKind::Article } else { NumeralKind::Number };
    let digits = if run.iter().all(|&char| han_digit(char).is_some()) { run.len() } else { 0 };
    Some(Numeral { value, kind, range: at..end, digits })
}

fn han_end(text: &Running, at: usize) -> usize {
    at + text.chars[at..].iter().take_while(|&&char| is_han_numeral(char)).count()
}

/// The value of Chinese numerals. 一万五 is 15,000; 二三 for two or three has no value.
fn han_value(run: &[char]) -> Option<f64> {
    if let [NumberPart::Value(value)] = number_parts(run).as_slice() {
        return Some(*value as f64);
    }
    let (&last, rest) = run.split_last()?;
    let (digit, unit) = (han_digit(last)?, rest.last()?);
    let [NumberPart::Value(value)] = number_parts(rest)[..] else { return None };
    let tenth = match unit {
        '百' => 10.0,
        '千' => 100.0,
        '万' => 1e3,
        '亿' => 1e7,
        _ => return None,
    };
    Some(value as f64 + tenth * f64::from(digit))
}

/// Whether Chinese numerals that begin at a character and end at another are no number by themselves,
/// but a part of a word such as 十分 or 四川, as the words of the text show.
pub(super) fn is_part_of_word(text: &Running, range: &Range<usize>, is_counted: bool) -> bool {
    if !is_han_numeral(text.chars[range.start]) {
        return false;
    }
    let run: String = text.chars[range.clone()].iter().collect();
    if !is_counted && NO_NUMBERS.contains(&run.as_str()) {
        return true;
    }
    let word = text.word_at(range.start);
    let Some(found) = text.words.get(word) else { return false };
    let begins_word = found.range.start == range.start
        || "第约近共达每逾仅超满".contains(text.chars[range.start.saturating_sub(1)])
        || found.text.starts_with("分之");
    let ends_word = text.words.iter().skip(word).any(|word| word.range.end == range.end);
    let is_range = text.chars.get(range.end).is_some_and(|&char| "到至".contains(char))
        && text.chars.get(range.end + 1).is_some_and(|&char| is_han_numeral(char));
    let is_whole = ends_word || is_counted || is_range;
    !begins_word || !is_whole
}

/// English number words: sixty-three, two hundred and five, two thirds, the third.
fn english(text: &Running, first: usize) -> Option<Numeral> {
    let start = text.words[first].range.start;
    let found = |value, kind, last: usize| {
        Some(Numeral { value, kind, range: start..text.words[last].range.end, digits: 0 })
    };
    let word = text.word(first);
    if let Some(&(_, value)) = MULTIPLES.iter().find(|(name, _)| *name == word) {
        return found(value, NumeralKind::Number, first);
    }
    let (mut total, mut section, mut last) = (0.0, 0.0, None);
    let mut at = first;
    while at < text.words.len() && (at == first || is_joined(text, at)) {
        match number_word(text.word(at)) {
            Some(NumberWord::Value(value))
                if last.is_none() || section == 0.0 || can_add(section, value) =>
            {
                section += value as f64;
            }
            Some(NumberWord::Scale(100)) if last.is_some() => section *= 100.0,
            Some(NumberWord::Scale(scale)) if last.is_some() => {
                total += section * scale as f64;
                section = 0.0;
            }
            Some(NumberWord::Part(of)) if is_part(text, first, at, of) => {
                let number = if last.is_some() { total + section } else { 1.0 };
                return found(number / of as f64, NumeralKind::Share, at);
            }
            None if text.word(at) == "and" && last.is_some() => {
                at += 1;
                continue;
            }
            _ => break,
        }
        last = Some(at);
        at += 1;
    }
    match last {
        Some(last) if last == first && word == "one" => found(1.0, NumeralKind::Article, last),
        Some(last) => found(total + section, NumeralKind::Number, last),
        None => ORDINAL.get(word).and_then(|&value| found(value, NumeralKind::Ordinal, first)),
    }
}

/// Whether only a space or hyphen is before a word.
fn is_joined(text: &Running, at: usize) -> bool {
    let gap = &text.chars[text.words[at - 1].range.end..text.words[at].range.start];
    gap.iter().all(|&char| matches!(char, ' ' | '-'))
}

/// Whether a number word goes on: sixty three, hundred five.
fn can_add(section: f64, value: u64) -> bool {
    (section % 100.0 == 0.0) || (section % 10.0 == 0.0 && value < 10)
}

/// Whether a word such as third or quarter is a part of a whole: one third, a quarter, half.
fn is_part(text: &Running, first: usize, at: usize, of: u64) -> bool {
    let before = if at == first { first.checked_sub(1) } else { Some(at - 1) };
    let before = before.map_or("", |before| text.word(before));
    let is_plural = text.word(at).ends_with('s');
    match of {
        2 => true,
        _ if at > first => before == "one" || is_plural,
        _ => {
            matches!(before, "a" | "one")
                && (text.word(at + 1) == "of"
                    || first.checked_sub(2).is_some_and(|at| PARTIAL.contains(&text.word(at))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn numerals_have_values() {
        for (text, value) in [
            ("三百二十五", 325.0),
            ("一万五", 15_000.0),
            ("1.2万", 12_000.0),
            ("1,200", 1_200.0),
            ("三分之一", 1.0 / 3.0),
            ("sixty-three", 63.0),
            ("two thirds", 2.0 / 3.0),
            ("3 million", 3e6),
        ] {
            let found = numeral_at(&running(text), 0).expect("a numeral").value;
            assert!((found - value).abs() < 1e-9 * value, "{text}: {found}");
        }
        assert_eq!(numeral_at(&running("会议"), 0), None);
    }
}
