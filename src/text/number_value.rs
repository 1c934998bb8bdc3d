//! Values of numbers, so that 二〇〇八年 and 2008年 are known to be equal.

use super::numbering::han_digit;

/// A part of a number or date.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NumberPart {
    /// A number with this value.
    Value(u64),
    /// Digits that are no number by themselves: those behind a decimal point, and numbers that
    /// are too large or not well formed.
    Digits(Vec<char>),
    /// A character between numbers: a sign, or a unit of time.
    Other(char),
}

/// The parts of a number or date, in the characters of content, with the value of each number.
pub(crate) fn number_parts(chars: &[char]) -> Vec<NumberPart> {
    let mut parts: Vec<NumberPart> = Vec::new();
    for run in chars.chunk_by(|&x, &y| is_han(x) == is_han(y) && is_digit(x) == is_digit(y)) {
        let is_fraction = matches!(parts.last(), Some(NumberPart::Other('.')));
        if !is_digit(run[0]) {
            parts.extend(run.iter().map(|&c| NumberPart::Other(c)));
        } else if is_fraction {
            parts.push(NumberPart::Digits(run.to_vec()));
        } else {
            parts.push(
                value(run).map_or_else(|| NumberPart::Digits(run.to_vec()), NumberPart::Value),
            );
        }
    }
    parts
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_han(c)
}

fn is_han(c: char) -> bool {
    han_digit(c).is_some() || unit(c).is_some()
}

/// The value of digits of one script.
fn value(run: &[char]) -> Option<u64> {
    if run.iter().any(|&c| unit(c).is_some()) { value_with_units(run) } else { positional(run) }
}

/// The value of digits without units: 2008, 二零零八.
fn positional(run: &[char]) -> Option<u64> {
    run.iter().try_fold(0_u64, |value, &c| {
        let digit = c.to_digit(10).or_else(|| han_digit(c))?;
        value.checked_mul(10)?.checked_add(digit.into())
    })
}

/// The value of digits with units, of which each is smaller than the one before: 一万二千零五.
/// Shortened numbers (一百二 for 120) have no value, since they may stand for two numbers.
fn value_with_units(run: &[char]) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    let (mut last_large, mut last_small) = (u64::MAX, u64::MAX);
    for &c in run {
        match (han_digit(c), unit(c)) {
            (Some(0), _) => digit = None,
            (Some(value), _) if digit.is_none() => digit = Some(u64::from(value)),
            (None, Some(unit)) if unit >= 10_000 && unit < last_large => {
                let count = section + digit.take().unwrap_or(0);
                total += (count > 0).then_some(count)?.checked_mul(unit)?;
                (section, last_large, last_small) = (0, unit, u64::MAX);
            }
            (None, Some(unit)) if unit < 10_000 && unit < last_small => {
                section += digit.take().unwrap_or(1) * unit;
                last_small = unit;
            }
            _ => return None,
        }
    }
    let is_shortened = digit.is_some() && last_small.min(last_large) > 10 && !ends_behind_zero(run);
    if is_shortened { None } else { Some(total + section + digit.unwrap_or(0)) }
}

fn ends_behind_zero(run: &[char]) -> bool {
    run.len() > 1 && han_digit(run[run.len() - 2]) == Some(0)
}

fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(number: &str) -> Vec<NumberPart> {
        number_parts(&number.chars().collect::<Vec<_>>())
    }

    /// A number up to 99,999,999 as it is written out in Chinese.
    fn written(number: u64) -> String {
        if number >= 10_000 {
            let rest = number % 10_000;
            let zero = if rest > 0 && rest < 1000 { "零" } else { "" };
            let rest = if rest > 0 { written(rest) } else { String::new() };
            return format!("{}万{zero}{rest}", written(number / 10_000));
        }
        let mut text = String::new();
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / unit % 10;
            if digit > 0 {
                text.push("零一二三四五六七八九".chars().nth(digit as usize).expect("a digit"));
                text.push_str(name);
            } else if !text.is_empty() && !text.ends_with('零') && !number.is_multiple_of(unit) {
                text.push('零');
            }
        }
        text
    }

    #[test]
    fn numbers_of_equal_value_are_equal() {
        for (a, b) in [
            ("2008", "二零零八"),
            ("2008年5月", "二零零八年五月"),
            ("25", "二十五"),
            ("10", "十"),
            ("120", "一百二十"),
            ("12005", "一万二千零五"),
            ("30", "叁拾"),
            ("08月", "8月"),
            ("3.50", "3.50"),
        ] {
            assert_eq!(parts(a), parts(b), "{a} {b}");
        }
    }

    #[test]
    fn other_numbers_differ() {
        for (a, b) in [
            ("2008", "二零零九"),
            ("1.5", "1.05"),
            ("1.5", "15"),
            ("120", "一百二"),
            ("-5", "5"),
            ("25", "二五十"),
            ("5月8日", "8月5日"),
        ] {
            assert_ne!(parts(a), parts(b), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_equal_to_its_name(number in 1_u64..99_999_999) {
            prop_assert_eq!(parts(&written(number)), [NumberPart::Value(number)]);
        }

        #[test]
        fn any_characters_have_parts(chars in "[0-9零一二三十百千万亿年.]{0,24}") {
            let mut joined = 0;
            for part in parts(&chars) {
                joined += usize::from(!matches!(part, NumberPart::Digits(_)));
            }
            prop_assert!(joined <= chars.chars().count());
        }
    }
}
