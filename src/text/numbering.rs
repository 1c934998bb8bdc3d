//! Numbers at the start of a line: `15．`, `3、`, `（四）`, `第三回`, `IV.`.

/// Longest numeral of a numbering, in characters: four digits, or 一百二十一.
const LONGEST_NUMERAL: usize = 5;
/// Marks between the number and the title.
const MARKS: [char; 10] = ['．', '.', '、', '，', ',', ')', '）', ':', '：', '。'];
/// Units that stand behind an ordinal number: 第三章, 第十二回.
const UNITS: [char; 13] =
    ['章', '节', '節', '回', '卷', '讲', '講', '条', '條', '部', '编', '編', '篇'];

/// The script of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Numerals {
    Arabic,
    Han,
    Roman,
}

/// How numbers are written: numbers of one series have one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Style {
    numerals: Numerals,
    /// Whether the number stands in brackets.
    bracketed: bool,
    /// The mark or unit behind the number; a blank for white space, `None` for a number alone.
    mark: Option<char>,
    /// Whether the number is an ordinal: 第三章.
    pub(super) ordinal: bool,
}

/// A number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbering<'t> {
    pub(super) style: Style,
    pub(super) value: u32,
    /// The line behind the number and its mark; empty if the number stands alone.
    pub(super) rest: &'t str,
}

/// A line behind the number that it starts with; the whole line, if it has none or nothing else.
pub(super) fn without_number<'t>(line: &'t str, number: Option<Numbering<'t>>) -> &'t str {
    number.map(|found| found.rest).filter(|rest| !rest.is_empty()).unwrap_or(line)
}

/// A numeral, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) value: u32,
    pub(super) numerals: Numerals,
    /// Its length in bytes.
    pub(super) len: usize,
}

/// The number that a line starts with, if it is followed by a mark, white space or nothing.
pub(super) fn numbering(line: &str) -> Option<Numbering<'_>> {
    ordinal(line).or_else(|| bracketed(line)).or_else(|| marked(line))
}

/// `第三章 …`
fn ordinal(line: &str) -> Option<Numbering<'_>> {
    let rest = line.strip_prefix('第')?.trim_start();
    let numeral = leading_numeral(rest)?;
    let rest = rest[numeral.len..].trim_start();
    let unit = rest.chars().next().filter(|char| UNITS.contains(char))?;
    let rest = rest[unit.len_utf8()..].trim_start();
    let style =
        Style { numerals: numeral.numerals, bracketed: false, mark: Some(unit), ordinal: true };
    Some(Numbering { style, value: numeral.value, rest })
}

/// The number of a chapter: 3 of 第三章 or 【第三回】.
pub(in super::super) fn chapter(line: &str) -> Option<u32> {
    let line = line.trim_start_matches(['【', '[', '(', '（', ' ']);
    let found = ordinal(line).filter(|found| found.style.mark != Some('篇'))?;
    Some(found.value)
}

/// `（四）…`
fn bracketed(line: &str) -> Option<Numbering<'_>> {
    let rest = line.strip_prefix(['(', '（'])?;
    let numeral = leading_numeral(rest).filter(|numeral| numeral.numerals != Numerals::Roman)?;
    let rest = rest[numeral.len..].strip_prefix([')', '）'])?;
    let rest = rest.strip_prefix(['、', '．', '.']).unwrap_or(rest).trim_start();
    let style = Style { numerals: numeral.numerals, bracketed: true, mark: None, ordinal: false };
    Some(Numbering { style, value: numeral.value, rest })
}

/// `15．…`, `3 …`, or a number alone.
fn marked(line: &str) -> Option<Numbering<'_>> {
    let numeral = leading_numeral(line)?;
    let behind = &line[numeral.len..];
    let mut style =
        Style { numerals: numeral.numerals, bracketed: false, mark: None, ordinal: false };
    if behind.is_empty() {
        return Some(Numbering { style, value: numeral.value, rest: "" });
    }
    let mark = behind.trim_start().chars().next().filter(|char| MARKS.contains(char));
    let rest = match mark {
        Some(mark) => &behind.trim_start()[mark.len_utf8()..],
        None if behind.starts_with(char::is_whitespace) => behind,
        None => return None,
    };
    // `3.5` is a number, and `I ` a word.
    let goes_on = mark == Some('.') && rest.starts_with(|char: char| char.is_ascii_digit());
    if goes_on || rest.trim().is_empty() || (numeral.numerals == Numerals::Roman && mark.is_none())
    {
        return None;
    }
    style.mark = mark.or(Some(' '));
    Some(Numbering { style, value: numeral.value, rest: rest.trim_start() })
}

/// The numeral that a text starts with.
pub(super) fn leading_numeral(text: &str) -> Option<Numeral> {
    let numerals = numerals_of(text.chars().next()?)?;
    let mut len = 0;
    for (count, char) in text.chars().enumerate() {
        if numerals_of(char) != Some(numerals) {
            break;
        }
        if count == LONGEST_NUMERAL {
            return None;
        }
        len += char.len_utf8();
    }
    let value = value(&text[..len], numerals);
    Some(Numeral { value, numerals, len })
}

/// The script that a character is a digit of.
pub(super) fn numerals_of(char: char) -> Option<Numerals> {
    match char {
        '0'..='9' | '０'..='９' => Some(Numerals::Arabic),
        'I' | 'V' | 'X' => Some(Numerals::Roman),
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        | '百' | '廿' | '卅' | '两' | '兩' => Some(Numerals::Han),
        _ => None,
    }
}

fn value(text: &str, numerals: Numerals) -> u32 {
    match numerals {
        Numerals::Arabic => text.chars().fold(0, |value, char| value * 10 + digit(char)),
        Numerals::Han => han_value(text),
        Numerals::Roman => roman_value(text),
    }
}

/// The value of a digit of ten.
fn digit(char: char) -> u32 {
    match char {
        '０'..='９' => u32::from(char) - u32::from('０'),
        _ => char.to_digit(10).or_else(|| han_digit(char)).unwrap_or(0),
    }
}

/// The value of a Chinese digit, in its common or financial form.
pub(crate) fn han_digit(char: char) -> Option<u32> {
    const FORMS: [&str; 10] =
        ["零〇", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"];
    FORMS.iter().zip(0..).find(|(forms, _)| forms.contains(char)).map(|(_, value)| value)
}

/// The value of 一百二十一, 廿三 or 一九.
fn han_value(text: &str) -> u32 {
    let (mut sum, mut last) = (0, 0);
    for char in text.chars() {
        match char {
            '百' => (sum, last) = (sum + last.max(1) * 100, 0),
            '十' => (sum, last) = (sum + last.max(1) * 10, 0),
            '廿' => sum += 20,
            '卅' => sum += 30,
            _ => last = last * 10 + digit(char),
        }
    }
    sum + last
}

fn roman_value(text: &str) -> u32 {
    let mut sum = 0;
    let mut highest = 0;
    for char in text.chars().rev() {
        let value = match char {
            'X' => 10,
            'V' => 5,
            _ => 1,
        };
        sum = if value < highest { sum - value } else { sum + value };
        highest = highest.max(value);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_all_styles() {
        let cases = [
            ("15．张三的讲话", 15, "张三的讲话"),
            ("3、讲话", 3, "讲话"),
            ("（四）讲话", 4, "讲话"),
            ("(12) Remarks", 12, "Remarks"),
            ("第十二回 话说", 12, "话说"),
            ("一百二十一、讲话", 121, "讲话"),
            ("廿三．讲话", 23, "讲话"),
            ("IV. Remarks", 4, "Remarks"),
            ("７．講話", 7, "講話"),
            ("二", 2, ""),
            ("3 Remarks", 3, "Remarks"),
        ];
        for (line, value, rest) in cases {
            let numbering = numbering(line).expect(line);
            assert_eq!((numbering.value, numbering.rest), (value, rest), "{line}");
        }
    }

    #[test]
    fn words_and_decimals_are_no_numbers() {
        for line in ["1966年4月", "I am glad", "3.5 metres", "一些问题", "123456、", "讲话", ""]
        {
            assert_eq!(numbering(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_of_different_style_are_of_different_series() {
        let style = |line| numbering(line).expect("it is numbered").style;
        assert_eq!(style("15．甲"), style("16．乙"));
        assert_ne!(style("15．甲"), style("15、甲"));
        assert_ne!(style("一、甲"), style("1、甲"));
        assert_ne!(style("（一）甲"), style("一、甲"));
    }
}
