//! Words for parts of dates: months, days of the week, seasons, parts of the day.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::quantity::{DatePart, Measure, Quantity};
use super::tokenized_text::{Running, RunningWord};

const MONTHS: [&str; 12] = [
    "january jan",
    "february feb",
    "march",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept",
    "october oct",
    "november nov",
    "december dec",
];
/// Words for parts of dates, each behind the part and its number.
const WORDS: &[(DatePart, i8, &str)] = &[
    (DatePart::Weekday, 1, "星期一 周一 礼拜一 monday mondays"),
    (DatePart::Weekday, 2, "星期二 周二 礼拜二 tuesday tuesdays"),
    (DatePart::Weekday, 3, "星期三 周三 礼拜三 wednesday wednesdays"),
    (DatePart::Weekday, 4, "星期四 周四 礼拜四 thursday thursdays"),
    (DatePart::Weekday, 5, "星期五 周五 礼拜五 friday fridays"),
    (DatePart::Weekday, 6, "星期六 周六 礼拜六 saturday saturdays"),
    (DatePart::Weekday, 7, "星期日 星期天 周日 礼拜日 礼拜天 sunday sundays"),
    (DatePart::RelativeDay, -2, "前天 前日"),
    (DatePart::RelativeDay, -1, "昨天 昨日 yesterday"),
    (DatePart::RelativeDay, 0, "今天 今日 today"),
    (DatePart::RelativeDay, 1, "明天 明日 tomorrow"),
    (DatePart::RelativeDay, 2, "后天"),
    (DatePart::RelativeYear, -2, "前年"),
    (DatePart::RelativeYear, -1, "去年 上年 上年度"),
    (DatePart::RelativeYear, 0, "今年 本年 本年度"),
    (DatePart::RelativeYear, 1, "明年 来年"),
    (DatePart::RelativeMonth, -1, "上月 上个月"),
    (DatePart::RelativeMonth, 0, "本月 这个月"),
    (DatePart::RelativeMonth, 1, "下月 下个月"),
    (DatePart::RelativeWeek, -1, "上周 上星期 上个星期 上礼拜"),
    (DatePart::RelativeWeek, 0, "本周 这周 本星期 这个星期"),
    (DatePart::RelativeWeek, 1, "下周 下星期 下个星期 下礼拜"),
    (DatePart::PartOfYear, 0, "年初"),
    (DatePart::PartOfYear, 1, "年底 年末 岁末"),
    (DatePart::PartOfYear, 2, "月初"),
    (DatePart::PartOfYear, 3, "月底 月末"),
    (DatePart::HalfOfYear, 0, "上半年"),
    (DatePart::HalfOfYear, 1, "下半年"),
    (DatePart::Season, 0, "春天 春季 spring springtime"),
    (DatePart::Season, 1, "夏天 夏季 summer summers"),
    (DatePart::Season, 2, "秋天 秋季 autumn"),
    (DatePart::Feast, 1, "春节 大年初一"),
    (DatePart::Feast, 2, "清明 清明节"),
    (DatePart::Feast, 3, "端午 端午节"),
    (DatePart::Feast, 4, "中秋 中秋节"),
    (DatePart::Feast, 5, "国庆 国庆节"),
    (DatePart::Feast, 6, "元旦"),
    (DatePart::Feast, 7, "圣诞 圣诞节 christmas"),
    (DatePart::Feast, 8, "复活节 easter"),
    (DatePart::Feast, 9, "元宵 元宵节"),
    (DatePart::Feast, 10, "重阳 重阳节"),
    (DatePart::Season, 3, "冬天 冬季 winter winters"),
    (
        DatePart::PartOfDay,
        0,
        "凌晨 清晨 早晨 早上 上午 清早 拂晓 黎明 morning mornings dawn daybreak sunrise",
    ),
    (DatePart::PartOfDay, 1, "中午 正午 noon midday"),
    (DatePart::PartOfDay, 2, "下午 午后 afternoon afternoons"),
    (
        DatePart::PartOfDay,
        3,
        "傍晚 晚上 晚间 夜晚 夜里 夜间 深夜 黄昏 入夜 evening evenings night nights overnight nightfall dusk sunset",
    ),
];
/// Words that are a day and a part of it.
const DAYS_WITH_PARTS: &[(&str, i8, i8)] = &[
    ("昨晚", -1, 3),
    ("昨夜", -1, 3),
    ("今晚", 0, 3),
    ("今夜", 0, 3),
    ("今晨", 0, 0),
    ("今早", 0, 0),
    ("明早", 1, 0),
    ("明晚", 1, 3),
    ("tonight", 0, 3),
];
/// Characters of the longest Chinese word of these.
const LONGEST: usize = 4;
/// Units of time behind last, this and next.
const RELATIVE: [(&str, DatePart); 3] = [
    ("year", DatePart::RelativeYear),
    ("month", DatePart::RelativeMonth),
    ("week", DatePart::RelativeWeek),
];

static WORD: LazyLock<HashMap<&str, (DatePart, f64)>> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|&(part, number, words)| {
        words.split_ascii_whitespace().map(move |word| (word, (part, f64::from(number))))
    });
    words.collect()
});
/// Characters that these words begin with.
static FIRST_CHARS: LazyLock<BTreeSet<char>> =
    LazyLock::new(|| WORD.keys().filter_map(|word| word.chars().next()).collect());

/// The word for a part of a date that begins at a character.
pub(super) fn date_word(text: &Running, at: usize, before: Option<&Quantity>) -> Option<Quantity> {
    if text.chars[at].is_ascii_digit() {
        return None;
    }
    if text.chars[at].is_ascii() {
        return latin(text, text.word_from(at)?);
    }
    // Characters are collected for few of them.
    if !FIRST_CHARS.contains(&text.chars[at]) {
        return None;
    }
    // A word begins or ends here: 上周 is none in 海上周围.
    let begins = text.word_from(at).is_some()
        || before.is_some_and(|before| before.range.end == at)
        || (at > 0 && "每本下上这一".contains(text.chars[at - 1]));
    if !begins {
        return None;
    }
    (2..=LONGEST).rev().find_map(|len| {
        let chars = text.chars.get(at..at + len)?;
        let word: String = chars.iter().collect();
        let &(part, number) = WORD.get(word.as_str())?;
        let ends_word = text.words[text.word_at(at + len - 1)].range.end == at + len
            || len > 2
            || before.is_some()
            || is_date_word(text, at + len);
        // 上周五 is a day of the week.
        let is_day = part == DatePart::RelativeWeek
            && text.chars.get(at + len).is_some_and(|&char| "一二三四五六日天".contains(char));
        (ends_word && !is_day && !is_compared(text, at, at + len, part))
            .then(|| quantity(part, number, at..at + len))
    })
}

/// Whether a word for a part of a date is in the characters from `at` on: 上午 behind 昨天.
fn is_date_word(text: &Running, at: usize) -> bool {
    text.chars
        .get(at..at + 2)
        .filter(|chars| FIRST_CHARS.contains(&chars[0]))
        .is_some_and(|chars| WORD.contains_key(chars.iter().collect::<String>().as_str()))
}

/// Whether something is only compared with what was then: 比去年, 去年同期, than last year.
fn is_compared(text: &Running, start: usize, end: usize, part: DatePart) -> bool {
    matches!(part, DatePart::RelativeYear | DatePart::RelativeMonth | DatePart::RelativeWeek)
        && (text.has_at(end, "同期")
            || text.has_at(end, "相比")
            || start.checked_sub(1).is_some_and(|at| "比较与同".contains(text.chars[at]))
            || text.word_at(start).checked_sub(1).is_some_and(|at| text.word(at) == "than"))
}

/// Words that are a day and a part of it, as two quantities each.
pub(super) fn days_with_parts(text: &Running) -> Vec<Quantity> {
    let found = text.words.iter().filter_map(|word| {
        let listed = DAYS_WITH_PARTS.iter().find(|(name, ..)| *name == word.text)?;
        let day = quantity(DatePart::RelativeDay, f64::from(listed.1), word.range.clone());
        Some([day, quantity(DatePart::PartOfDay, f64::from(listed.2), word.range.clone())])
    });
    found.flatten().collect()
}

fn quantity(part: DatePart, number: f64, range: std::ops::Range<usize>) -> Quantity {
    Quantity { number, measure: Measure::Date(part), is_about: false, bound: None, range }
}

fn latin(text: &Running, at: usize) -> Option<Quantity> {
    let word = &text.words[at];
    if let Some(number) = month(text, at) {
        return Some(quantity(DatePart::Month, number, word.range.clone()));
    }
    let number = match word.text.as_str() {
        "last" => Some(-1.0),
        "this" => Some(0.0),
        "next" => Some(1.0),
        _ => None,
    };
    if let Some(number) = number {
        let next = text.words.get(at + 1)?;
        let (_, part) = RELATIVE.iter().find(|(name, _)| *name == next.text)?;
        let range = word.range.start..next.range.end;
        let is_compared = is_compared(text, range.start, range.end, *part);
        return (!is_compared).then(|| quantity(*part, number, range));
    }
    let &(part, number) = WORD.get(word.text.as_str())?;
    Some(quantity(part, number, word.range.clone()))
}

/// The number of the month that a word is the English name of. May and March are words too: they are
/// months only with a capital, inside of a sentence.
pub(super) fn month(text: &Running, at: usize) -> Option<f64> {
    let word = &text.words[at];
    if !word.is_capitalized {
        return None;
    }
    let number = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word.text))?;
    let is_dated = text.words.get(at + 1).is_some_and(RunningWord::has_numeral);
    let is_word =
        matches!(word.text.as_str(), "may" | "march") && word.begins_sentence && !is_dated;
    (!is_word).then_some(number as f64 + 1.0)
}

/// The decade of a number that ends at a character, and where its word ends: 九十年代, 1990s.
pub(super) fn era_of(text: &Running, end: usize, value: f64) -> Option<(f64, usize)> {
    if text.has_at(end, "年代") {
        return Some((value % 100.0, end + 2));
    }
    let is_plural =
        text.has_at(end, "s") && !text.chars.get(end + 1).is_some_and(char::is_ascii_alphabetic);
    (is_plural && value % 10.0 == 0.0).then_some((value % 100.0, end + 1))
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn words_for_parts_of_dates_have_numbers() {
        let found =
            |text: &str| date_word(&running(text), 0, None).map(|one| (one.measure, one.number));
        assert_eq!(found("周三开会"), Some((Measure::Date(DatePart::Weekday), 3.0)));
        assert_eq!(found("昨天开会"), Some((Measure::Date(DatePart::RelativeDay), -1.0)));
        assert_eq!(found("last year"), Some((Measure::Date(DatePart::RelativeYear), -1.0)));
        assert_eq!(found("会议开始"), None);
    }
}
