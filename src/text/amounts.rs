//! Amounts, however they are written: 51.2%, 百分之五十一点二, sixty-three, two thirds.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::entities::is_numeral;
use super::number_value::{NumberPart, number_parts};
use super::numbering::han_digit;

/// Numbers below twenty, and words for one.
const SMALL: &str = "\
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen";
const TENS: &str = "zero ten twenty thirty forty fifty sixty seventy eighty ninety";
/// Parts of a whole, each behind the number of parts that make it.
const PARTS: [(u64, &str); 10] = [
    (2, "half halves"),
    (3, "third thirds"),
    (4, "quarter quarters fourth fourths"),
    (5, "fifth fifths"),
    (6, "sixth sixths"),
    (7, "seventh sevenths"),
    (8, "eighth eighths"),
    (9, "ninth ninths"),
    (10, "tenth tenths"),
    (100, "hundredth hundredths"),
];
/// What an English word is in an amount.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NumberWord {
    /// A number below a hundred.
    Value(u64),
    /// One of so many parts of a whole.
    Part(u64),
    /// What the number before it is multiplied by.
    Scale(u64),
}

static NUMBER_WORDS: LazyLock<HashMap<&'static str, NumberWord>> = LazyLock::new(|| {
    let values = (0..).zip(SMALL.split_ascii_whitespace());
    let tens = (0..).step_by(10).zip(TENS.split_ascii_whitespace()).skip(2);
    let values = values.chain(tens).map(|(value, word)| (word, NumberWord::Value(value)));
    let parts = PARTS.iter().flat_map(|&(of, words)| {
        words.split_ascii_whitespace().map(move |word| (word, NumberWord::Part(of)))
    });
    let scales = SCALES.map(|(scale, word)| (word, NumberWord::Scale(scale)));
    values.chain(parts).chain(scales).collect()
});

/// What an English word, in lower case, is in an amount.
pub(crate) fn number_word(word: &str) -> Option<NumberWord> {
    NUMBER_WORDS.get(word).copied()
}

const SCALES: [(u64, &str); 4] =
    [(100, "hundred"), (1_000, "thousand"), (1_000_000, "million"), (1_000_000_000, "billion")];
const PERCENT: [&str; 4] = ["%", " percent", " per cent", "％"];

/// An amount that a text names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    Number {
        parts: Vec<NumberPart>,
        is_percent: bool,
    },
    /// This number of so many parts of a whole.
    Fraction {
        number: u64,
        of: u64,
    },
}

impl Amount {
    /// The amount that a run of text, in lower case, consists of.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        // Most runs have neither a numeral nor a word in letters.
        if !text.chars().any(|char| is_numeral(char) || char.is_ascii_alphabetic()) {
            return None;
        }
        if let Some((of, number)) = text.split_once("分之") {
            return chinese_share(of, number);
        }
        let percent = PERCENT.iter().find_map(|sign| text.strip_suffix(sign));
        let number = percent.unwrap_or(text).trim();
        english(number).map_or_else(
            || numeral(number, percent.is_some()),
            |amount| match amount {
                Self::Number { parts, .. } => {
                    Some(Self::Number { parts, is_percent: percent.is_some() })
                }
                fraction @ Self::Fraction { .. } => Some(fraction),
            },
        )
    }
}

/// The amounts of two runs of text, in lower case, if both are amounts; an article stands for one beside
/// a number.
pub(crate) fn amounts(a: &str, b: &str) -> Option<[Amount; 2]> {
    let [a, b] = [a, b].map(|text| if matches!(text, "a" | "an") { "one" } else { text });
    Some([Amount::of(a)?, Amount::of(b)?])
}

/// Whether both are signs or words for hundredths.
pub(crate) fn are_percent_signs(a: &str, b: &str) -> bool {
    [a, b].iter().all(|text| PERCENT.iter().any(|sign| sign.trim() == text.trim()))
}

/// A number in digits or Chinese numerals.
fn numeral(text: &str, is_percent: bool) -> Option<Amount> {
    let mut chars: Vec<char> = Vec::new();
    let mut is_behind_point = false;
    for char in text.chars().filter(|char| !matches!(char, ',' | '，' | ' ')) {
        is_behind_point |= matches!(char, '.' | '点' | '點' | '．');
        let digit = han_digit(char).filter(|_| is_behind_point);
        chars.push(match (char, digit) {
            ('点' | '點' | '．', _) => '.',
            (_, Some(digit)) => char::from_digit(digit, 10)?,
            (other, None) => other,
        });
    }
    let parts = number_parts(&chars);
    let has_digits = parts.iter().any(|part| !matches!(part, NumberPart::Other(_)));
    let is_number =
        !parts.iter().any(|part| matches!(part, NumberPart::Other(char) if *char != '.'));
    (has_digits && is_number).then_some(Amount::Number { parts, is_percent })
}

/// So many parts of a whole, or a percentage: 三分之一, 百分之五.
fn chinese_share(of: &str, number: &str) -> Option<Amount> {
    if of == "百" {
        return numeral(number, true);
    }
    Some(Amount::Fraction { number: whole_number(number)?, of: whole_number(of)? })
}

fn whole_number(text: &str) -> Option<u64> {
    match numeral(text, false)? {
        Amount::Number { parts, .. } => match parts.as_slice() {
            [NumberPart::Value(value)] => Some(*value),
            _ => None,
        },
        Amount::Fraction { .. } => None,
    }
}

/// A number or fraction in English words.
fn english(text: &str) -> Option<Amount> {
    let (mut total, mut section, mut number) = (0_u64, 0_u64, None);
    for word in text.split([' ', '-']).filter(|word| !word.is_empty()) {
        if word == "and" {
            continue;
        }
        let word = if matches!(word, "a" | "an") { "one" } else { word };
        match number_word(word)? {
            NumberWord::Part(of) => {
                let number = number.map_or(1, |()| total + section);
                return Some(Amount::Fraction { number, of });
            }
            NumberWord::Value(value) => {
                section = section.checked_add(value)?;
                number = Some(());
            }
            NumberWord::Scale(100) => {
                number?;
                section = section.checked_mul(100)?;
            }
            NumberWord::Scale(scale) => {
                number?;
                total = total.checked_add(section.checked_mul(scale)?)?;
                section = 0;
            }
        }
    }
    number?;
    let is_article = matches!(text, "a" | "an");
    let parts = vec![NumberPart::Value(total + section)];
    (!is_article).then_some(Amount::Number { parts, is_percent: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_amounts_are_equal_however_they_are_written() {
        for (x, y) in [
            ("51.2%", "百分之五十一点二"),
            ("1,200", "1200"),
            ("sixty-three", "63"),
            ("two hundred and five", "205"),
            ("two thirds", "三分之二"),
            ("a third", "三分之一"),
            ("half", "二分之一"),
            ("12 percent", "12%"),
            ("二十五", "25"),
            ("three million", "3000000"),
        ] {
            let amounts = [x, y].map(Amount::of);
            assert!(amounts[0].is_some() && amounts[0] == amounts[1], "{x} {y}: {amounts:?}");
        }
    }

    #[test]
    fn other_amounts_differ() {
        for (x, y) in [
            ("51.2%", "51.2"),
            ("51.2", "51.3"),
            ("sixty", "sixteen"),
            ("a third", "a quarter"),
            ("三分之一", "二分之一"),
        ] {
            assert_ne!(Amount::of(x), Amount::of(y), "{x} {y}");
        }
    }

    #[test]
    fn other_words_are_no_amounts() {
        for text in
            ["", "a", "an", "and", "hundred", "the third man", "weekend", "5 men", ".", "分之"]
        {
            assert_eq!(Amount::of(text), None, "{text}");
        }
    }
}
