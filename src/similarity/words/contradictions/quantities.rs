//! Numbers with their units, and the parts of dates, by their values: 3月 and 三月 are equal, and so are
//! 20% and 百分之二十.

use std::ops::Range;

use super::bounds::bound;
use super::dates::{date_word, days_with_parts, era_of, month};
use super::measures::{Unit, currency, is_measure_word, unit, unit_at};
use super::numerals::{Numeral, NumeralKind, is_part_of_word, numeral_at};
use super::quantity::{DatePart, Measure, Quantity};
use super::tokenized_text::Running;

/// Words that say that a number is about right, before or behind it.
const ABOUT_WORDS: [&str; 27] = [
    "近",
    "约",
    "大约",
    "左右",
    "多",
    "余",
    "来",
    "上下",
    "将近",
    "接近",
    "逾",
    "超过",
    "不到",
    "仅",
    "about",
    "around",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "some",
    "over",
    "than",
    "close",
    "under",
    "exceeding",
    "circa",
];
/// Words for a half.
const HALVES: [&str; 6] = ["一半", "半数", "对半", "过半", "大半", "半数以上"];
/// Words for becoming twice as much.
const DOUBLINGS: [&str; 4] = ["翻一番", "翻了一番", "翻番", "翻倍"];
/// Words before the number of a year.
const BEFORE_YEARS: [&str; 9] = ["in", "since", "of", "from", "until", "by", "year", "to", "and"];
/// Characters after which 倍 counts what was added: 增加一倍 is 两倍.
const INCREASES: &str = "增高多涨升加大快长";

/// The numbers and parts of dates of a text, in order.
pub(super) fn quantities(text: &Running) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.chars.len() {
        let start = at;
        at += 1;
        if let Some(quantity) = half(text, start).or_else(|| date_word(text, start, found.last())) {
            at = quantity.range.end.max(at);
            found.push(quantity);
            continue;
        }
        let Some(numeral) = numeral_at(text, start) else { continue };
        at = numeral.range.end.max(at);
        if let Some(quantity) = measured(text, &numeral, &found) {
            at = quantity.range.end.max(at);
            found.push(quantity);
        }
    }
    found.extend(days_with_parts(text));
    found
}

/// A word for a half or for twice as much: 一半, 半数, 翻番.
fn half(text: &Running, at: usize) -> Option<Quantity> {
    let chars = &text.chars;
    if let Some(word) = DOUBLINGS.iter().find(|word| text.has_at(at, word)) {
        let range = at..at + word.chars().count();
        return Some(Quantity {
            number: 2.0,
            measure: Measure::Count(None),
            is_about: false,
            bound: None,
            range,
        });
    }
    if !matches!(chars[at], '一' | '半' | '对' | '过' | '大') {
        return None;
    }
    if let Some(word) = HALVES.iter().rev().find(|word| text.has_at(at, word)) {
        let range = at..at + word.chars().count();
        return Some(Quantity {
            number: 0.5,
            measure: Measure::Share,
            is_about: false,
            bound: None,
            range,
        });
    }
    // 半年, 半小时, 半个月
    let (unit, len) = (chars[at] == '半').then(|| unit_behind(text, at + 1))??;
    let is_whole = !at
        .checked_sub(1)
        .is_some_and(|before| matches!(chars[before], '上' | '下' | '大' | '前' | '后'));
    let range = at..at + 1 + len;
    is_whole.then_some(Quantity {
        number: 0.5,
        measure: Measure::Unit(unit),
        is_about: false,
        bound: None,
        range,
    })
}

/// A unit of time or another unit, perhaps behind 个, and its length.
fn unit_behind(text: &Running, at: usize) -> Option<(Unit, usize)> {
    let chars = &text.chars[at.min(text.chars.len())..];
    let found = unit_at(chars);
    if found.is_none() && chars.first() == Some(&'个') {
        return unit_at(&chars[1..]).map(|(unit, len)| (unit, len + 1));
    }
    found
}

/// A numeral with what is behind and before it.
fn measured(text: &Running, numeral: &Numeral, before: &[Quantity]) -> Option<Quantity> {
    let Range { start, end } = numeral.range;
    if let Some((unit, end)) = part_of_unit(text, numeral) {
        return Some(quantity_at(text, numeral.value, Measure::Unit(unit), start..end));
    }
    if numeral.kind == NumeralKind::Share {
        // The second half of a game is no share.
        let before = text.word_at(start).checked_sub(1).map_or("", |word| text.word(word));
        if matches!(before, "first" | "second" | "other" | "better") {
            return None;
        }
        return Some(quantity_at(text, numeral.value, Measure::Share, start..end));
    }
    if let Some((measure, number, end)) = date_part(text, numeral, before) {
        return Some(quantity_at(text, number, measure, start..end));
    }
    if let Some(unit) = start.checked_sub(1).and_then(|at| currency(text.chars[at])) {
        return Some(quantity_at(text, numeral.value, Measure::Unit(unit), start..end));
    }
    let is_ordinal = numeral.kind == NumeralKind::Ordinal
        || start.checked_sub(1).is_some_and(|at| text.chars[at] == '第');
    if is_ordinal || text.has_at(end, "季度") {
        return Some(quantity_at(text, numeral.value, Measure::Ordinal, start..end));
    }
    counted(text, numeral)
}

fn quantity_at(text: &Running, number: f64, measure: Measure, range: Range<usize>) -> Quantity {
    let Range { start, end } = range;
    let (is_about, bound) = (is_about(text, start, end), bound(text, start, end));
    Quantity { number, measure, is_about, bound, range }
}

/// A numeral with the unit or measure word that follows it: 三百多名, 2 万余元.
fn counted(text: &Running, numeral: &Numeral) -> Option<Quantity> {
    let Range { start, end } = numeral.range;
    let mut behind = end;
    behind += usize::from(text.has_at(behind, " ") || text.has_at(behind, "-"));
    behind += usize::from(["多", "余", "来", "几"].iter().any(|more| text.has_at(behind, more)));
    let (measure, measured_end) = measure_at(text, behind);
    let number =
        if text.has_at(behind, "倍") { times(text, start, numeral.value) } else { numeral.value };
    let is_counted = measured_end > behind;
    let is_whole = (is_counted || behind > end) && fits_word(text, start, measured_end);
    if is_part_of_word(text, &numeral.range, is_whole) {
        return None;
    }
    let is_article = numeral.kind == NumeralKind::Article && !text.has_at(behind, "倍");
    let measure = match measure {
        Measure::Count(counter) if is_article => Measure::Article(counter),
        other => other,
    };
    if is_article && matches!(measure, Measure::Article(None)) {
        return None;
    }
    let is_about = is_about(text, start, end);
    let range = start..if is_counted { measured_end } else { end };
    let bound = bound(text, start, range.end);
    let mut quantity = Quantity { number, measure, is_about, bound, range };
    if matches!(measure, Measure::Unit(_)) && is_half_behind(text, end, measured_end) {
        quantity.number += 0.5;
    }
    if measure == Measure::Share {
        quantity.number /= if text.has_at(behind, "成") { 10.0 } else { 100.0 };
    }
    Some(quantity)
}

/// The unit that a share is of, and its end: half an hour, a quarter of a mile.
fn part_of_unit(text: &Running, numeral: &Numeral) -> Option<(Unit, usize)> {
    if numeral.kind != NumeralKind::Share || !text.chars[numeral.range.start].is_ascii_alphabetic()
    {
        return None;
    }
    let next = text.word_at(numeral.range.end);
    let next = if text.word(next) == "of" { next + 1 } else { next };
    let unit = matches!(text.word(next), "a" | "an").then(|| unit(text.word(next + 1)))??;
    Some((unit, text.words[next + 1].range.end))
}

/// Whether a numeral with its measure ends where a word ends: 一米 and 三名, but not 一定.
fn fits_word(text: &Running, start: usize, end: usize) -> bool {
    let word = text.word_at(start);
    let Some(found) = text.words.get(word) else { return false };
    found.range.end <= end || text.words.iter().skip(word).take(4).any(|word| word.range.end == end)
}

/// What is measured or counted in the words at a character, and where they end.
fn measure_at(text: &Running, at: usize) -> (Measure, usize) {
    let chars = &text.chars[at.min(text.chars.len())..];
    let percent = [
        ("%", 1),
        ("％", 1),
        ("percentage points", 17),
        ("percentage point", 16),
        ("percent", 7),
        ("per cent", 8),
        ("个百分点", 4),
        ("pct", 3),
    ];
    if let Some((_, len)) = percent.iter().find(|(sign, _)| text.has_at(at, sign)) {
        return (Measure::Share, at + len);
    }
    if chars.first() == Some(&'成') && text.words[text.word_at(at)].range.end == at + 1 {
        return (Measure::Share, at + 1);
    }
    if chars.first() == Some(&'倍') {
        return (Measure::Count(None), at + 1);
    }
    if let Some((unit, len)) =
        latin_unit(text, at).or_else(|| half_unit(text, at)).or_else(|| unit_behind(text, at))
    {
        return (Measure::Unit(unit), at + len);
    }
    match chars.first() {
        Some(&counter) if is_measure_word(counter) => {
            (Measure::Count(Some(merged(counter))), at + 1)
        }
        _ => (Measure::Count(None), at),
    }
}

/// One character for those that count the same.
fn merged(counter: char) -> char {
    match counter {
        '名' | '位' | '人' | '口' | '国' | '家' | '所' | '间' => '个',
        '匹' | '头' => '只',
        '列' => '趟',
        '次' | '遍' => '次',
        '架' | '辆' | '台' => '台',
        other => other,
    }
}

/// An English unit: hours, square metres, US dollars.
fn latin_unit(text: &Running, at: usize) -> Option<(Unit, usize)> {
    let first = text.word_from(at)?;
    match text.word(first) {
        power @ ("square" | "cubic") => {
            let mut found = unit(text.word(first + 1))?;
            let exponent = if power == "square" { 2 } else { 3 };
            found.dimension = if power == "square" { "area" } else { "volume" };
            found.factor = found.factor.powi(exponent);
            Some((found, text.words[first + 1].range.end - at))
        }
        "us" | "american" | "more" | "additional" | "further" | "full" | "whole"
        | "consecutive" | "of" => {
            unit(text.word(first + 1)).map(|found| (found, text.words[first + 1].range.end - at))
        }
        "pounds" | "pound" => {
            let dimension = "pounds";
            Some((Unit { dimension, factor: 1.0 }, text.words[first].range.end - at))
        }
        word if text.words[first].is_latin() => {
            unit(word).map(|found| (found, text.words[first].range.end - at))
        }
        _ => None,
    }
}

/// 个半小时: the half is added by the caller.
fn half_unit(text: &Running, at: usize) -> Option<(Unit, usize)> {
    if !text.has_at(at, "个半") {
        return None;
    }
    let rest = &text.chars[at + 2..];
    let named = unit_at(rest).or_else(|| {
        rest.first().filter(|&&char| char == '月').and_then(|_| unit("个月").map(|unit| (unit, 1)))
    });
    named.map(|(unit, len)| (unit, len + 2))
}

/// Whether a half is behind the number or the unit: 一个半小时, 三年半.
fn is_half_behind(text: &Running, number_end: usize, unit_end: usize) -> bool {
    text.has_at(number_end, "个半") || text.has_at(unit_end, "半")
}

/// How many times something is, where 倍 is behind the number: 增加两倍 is 三倍.
fn times(text: &Running, at: usize, number: f64) -> f64 {
    let before = &text.chars[at.saturating_sub(3)..at];
    let is_increase =
        before.iter().any(|&char| INCREASES.contains(char)) && !before.contains(&'到');
    if is_increase { number + 1.0 } else { number }
}

/// The part of a date that a numeral is, its number and its end.
fn date_part(
    text: &Running,
    numeral: &Numeral,
    before: &[Quantity],
) -> Option<(Measure, f64, usize)> {
    let Range { start, end } = numeral.range;
    let value = numeral.value;
    let is_year = (1000.0..2200.0).contains(&value) && numeral.digits == 4;
    if let Some(number) = era_of(text, end, value) {
        return Some((Measure::Date(DatePart::Decade), number.0, number.1));
    }
    if let Some(end) = text.end_of(end, "年").filter(|_| is_year) {
        return Some((Measure::Date(DatePart::Year), value, end));
    }
    if let Some(end) = text
        .end_of(end, "月")
        .or_else(|| text.end_of(end, "月份"))
        .filter(|_| (1.0..=12.0).contains(&value) && !is_number_of_months(text, start))
    {
        return Some((Measure::Date(DatePart::Month), value, end));
    }
    let is_behind_month = matches!(before.last(), Some(Quantity { measure: Measure::Date(DatePart::Month), range, .. }) if range.end == start);
    if let Some(end) = text
        .end_of(end, "日")
        .or_else(|| text.end_of(end, "号"))
        .filter(|&end| value <= 31.0 && (is_behind_month || !is_duration(text, end)))
    {
        return Some((Measure::Date(DatePart::Day), value, end));
    }
    let is_hour = value <= 24.0 && numeral.kind != NumeralKind::Ordinal;
    if let Some(end) = text
        .end_of(end, "点")
        .or_else(|| text.end_of(end, "时"))
        .filter(|_| is_hour && !text.has_at(end, "时代"))
    {
        return Some((Measure::Date(DatePart::Hour), hour(value, minutes(text, end)), end));
    }
    clock(text, numeral)
        .map(|(number, end)| (Measure::Date(DatePart::Hour), number, end))
        .or_else(|| latin_date(text, numeral, is_year, before))
}

/// Whether 月 behind a numeral counts months: 两月, 连续三月.
fn is_number_of_months(text: &Running, start: usize) -> bool {
    text.chars[start] == '两'
        || start.checked_sub(1).is_some_and(|at| "连续着近".contains(text.chars[at]))
}

/// Whether what is behind 日 shows that days are counted: 三日内.
fn is_duration(text: &Running, end: usize) -> bool {
    ["内", "之内", "以内", "后", "之后", "间", "游"].iter().any(|word| text.has_at(end, word))
}

/// The hour on a clock of twelve hours.
fn hour(value: f64, minutes: f64) -> f64 {
    let value = if value > 12.0 { value - 12.0 } else { value };
    value + minutes
}

/// The part of an hour that follows: 半, 三十分, 一刻.
fn minutes(text: &Running, at: usize) -> f64 {
    if text.has_at(at, "半") {
        return 0.5;
    }
    let Some(numeral) = text.chars.get(at).and_then(|_| numeral_at(text, at)) else { return 0.0 };
    if text.has_at(numeral.range.end, "分") { numeral.value / 60.0 } else { 0.0 }
}

/// A time such as 8:30, 8 a.m. or eight o'clock.
fn clock(text: &Running, numeral: &Numeral) -> Option<(f64, usize)> {
    let end = numeral.range.end;
    let is_hour = numeral.value <= 24.0 && numeral.kind != NumeralKind::Ordinal;
    if !is_hour {
        return None;
    }
    let minutes = (text.has_at(end, ":") || text.has_at(end, "："))
        .then(|| two_digits(text, end + 1))
        .flatten();
    if let Some(minutes) = minutes.filter(|&minutes| minutes < 60.0) {
        let is_longer = text.chars.get(end + 3).is_some_and(char::is_ascii_digit);
        return (!is_longer).then(|| (hour(numeral.value, minutes / 60.0), end + 3));
    }
    let next = text.word_at(end);
    matches!(text.word(next), "o'clock" | "o’clock" | "am" | "pm" | "a.m" | "p.m")
        .then(|| (hour(numeral.value, 0.0), text.words[next].range.end))
}

fn two_digits(text: &Running, from: usize) -> Option<f64> {
    text.chars.get(from..from + 2)?.iter().collect::<String>().parse().ok()
}

/// A number beside the English name of a month, or a year by itself.
fn latin_date(
    text: &Running,
    numeral: &Numeral,
    is_year: bool,
    before: &[Quantity],
) -> Option<(Measure, f64, usize)> {
    let Range { start, end } = numeral.range;
    let word = text.word_at(start);
    let last = text.word_at(end.saturating_sub(1));
    let is_day = numeral.value <= 31.0 && numeral.digits <= 2;
    let is_beside = (word > 0 && is_month(text, word - 1))
        || is_month(text, last + 1)
        || (text.word(last + 1) == "of" && is_month(text, last + 2));
    if is_day && is_beside {
        return Some((Measure::Date(DatePart::Day), numeral.value, end));
    }
    let is_bare = unit(text.word(last + 1)).is_none() && !text.has_at(end, "%");
    let is_dated = before.iter().rev().take(2).any(|one| matches!(one.measure, Measure::Date(_)))
        || (word > 0 && BEFORE_YEARS.contains(&text.word(word - 1)));
    let is_modern = (1500.0..2100.0).contains(&numeral.value);
    if is_year
        && is_modern
        && is_bare
        && is_dated
        && !text.has_at(end, "年")
        && measure_at(text, end).1 == end
    {
        return Some((Measure::Date(DatePart::Year), numeral.value, end));
    }
    None
}

fn is_month(text: &Running, at: usize) -> bool {
    at < text.words.len() && month(text, at).is_some()
}

/// Whether a word beside a number says that it is about right.
fn is_about(text: &Running, start: usize, end: usize) -> bool {
    let first = text.word_at(start);
    let last = text.word_at(end.saturating_sub(1));
    (1..=2).any(|step| first >= step && says_about(text, first - step))
        || (last + 1..=last + 2).any(|word| says_about(text, word))
        || text.chars.get(end).is_some_and(|&char| "多余来".contains(char))
        || text.chars[start..end].iter().any(|&char| "多余几".contains(char))
}

fn says_about(text: &Running, word: usize) -> bool {
    ABOUT_WORDS.contains(&text.word(word))
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    fn written(text: &str) -> Vec<Quantity> {
        quantities(&running(text))
    }

    #[test]
    fn quantities_are_equal_by_their_values() {
        for (x, y) in [
            ("长1200米", "长一千二百米"),
            ("占百分之八", "占8%"),
            ("占六成", "占60%"),
            ("过半数", "50%"),
            ("三分之二的人", "two thirds of them"),
            ("半数以上的人", "一半的人"),
            ("付2.3万元", "付两万三千元"),
            ("3月15日", "三月十五日"),
            ("March 5", "5 March"),
            ("two hundred and five men", "205 men"),
            ("half an hour", "30 minutes"),
            ("two decades", "20 years"),
            ("一个半小时", "90分钟"),
            ("3.5 million people", "3,500,000 people"),
            ("$10 million", "ten million dollars"),
            ("twelve percent", "12%"),
            ("下午6点", "下午18时"),
            ("高出一倍", "是两倍"),
            ("周三", "星期三"),
        ] {
            let (a, b) = (written(x), written(y));
            assert!(a.len() == b.len() && !a.is_empty(), "{x} {y}: {a:?} {b:?}");
            assert!(
                a.iter().all(|one| b.iter().any(|other| one.equals(other))),
                "{x} {y}: {a:?} {b:?}"
            );
        }
    }

    #[test]
    fn parts_of_words_are_no_numbers() {
        for text in
            ["十分重要", "一定成功", "四川的山", "统一行动", "一些人", "唯一的", "no one came"]
        {
            assert_eq!(written(text), [], "{text}");
        }
    }
}
