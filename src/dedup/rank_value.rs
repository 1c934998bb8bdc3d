//! The values by which records are ranked, and the order that a field's values have.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::version::Version;
use crate::corpus::FieldValue;
use crate::document::Moment;

/// The value by which `--keep longest|FIELD:min|FIELD:max` ranks a record, as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum RankValue {
    Integer(i128),
    /// Another number, as it is written: 1.10 may be a version.
    Number(Box<str>),
    Text(Box<str>),
    Nothing,
}

impl RankValue {
    pub(super) fn of(value: Option<&FieldValue>) -> Self {
        match value {
            Some(FieldValue::Number(number)) => match number.parse() {
                Ok(integer) => Self::Integer(integer),
                Err(_) => Self::Number(number.as_str().into()),
            },
            Some(FieldValue::Text(text)) if text.trim().is_empty() => Self::Nothing,
            Some(FieldValue::Text(text)) => Self::Text(text.as_str().into()),
            Some(FieldValue::List(_) | FieldValue::Other) | None => Self::Nothing,
        }
    }

    /// The value as it is written, without blanks and in ASCII digits; `None` for no value.
    fn written(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Integer(integer) => Some(integer.to_string().into()),
            Self::Number(number) => Some(number.as_ref().into()),
            Self::Text(text) if text.is_ascii() => Some(text.trim().into()),
            Self::Text(text) => {
                Some(text.trim().nfkc().map(|c| if c == '−' { '-' } else { c }).collect())
            }
            Self::Nothing => None,
        }
    }
}

/// What the values of a field are, which decides their order. It is decided once for all records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ValueKind {
    /// Numbers, also those in strings: `"1,200"`, `"１２"`, `"1.5e3"`.
    Number,
    /// Dates and times, and beside them seconds or milliseconds since 1970.
    Date,
    /// Numbers of versions: 1.10 comes after 1.9, and 2.0-rc1 before 2.0.
    Version,
    /// Anything else: numbers, then strings by their characters.
    Text,
}

impl ValueKind {
    /// The name of one value of this kind, as a summary prints it.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Version => "version",
            Self::Text => "value",
        }
    }
}

/// How the records of a run were ranked by a field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Ranking {
    /// The field.
    pub field: String,
    /// What its values are.
    pub kind: ValueKind,
    /// Values of this kind.
    pub of_kind: usize,
    /// Values of no such kind, which come behind all others.
    pub unlike: usize,
    /// Records without a value, which come last.
    pub missing: usize,
}

/// A value as one of the kind of its field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RankKey {
    Integer(i128),
    Number(f64),
    Date(Moment),
    Version(Version),
    /// A value of no such kind.
    Text(Box<str>),
    Nothing,
}

impl RankKey {
    /// The key of a value, as one of a kind.
    fn new(value: &RankValue, kind: ValueKind) -> Self {
        let Some(written) = value.written() else { return Self::Nothing };
        let key = match (kind, value) {
            (ValueKind::Number, _)
            | (ValueKind::Text, RankValue::Integer(_) | RankValue::Number(_)) => number(&written),
            (ValueKind::Date, _) => date(&written).map(Self::Date),
            (ValueKind::Version, _) => Version::parse(&written).map(Self::Version),
            (ValueKind::Text, _) => None,
        };
        key.unwrap_or_else(|| match value {
            RankValue::Text(text) => Self::Text(text.clone()),
            _ => Self::Text(written.as_ref().into()),
        })
    }

    /// Compares two keys of one field; `is_reversed` holds for the largest first. A value of another
    /// kind than that of the field comes behind the others either way, and no value last.
    pub(super) fn compare(&self, other: &Self, is_reversed: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Integer(a), Self::Number(b)) => compare_mixed(*a, *b),
            (Self::Number(a), Self::Integer(b)) => compare_mixed(*b, *a).reverse(),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Version(a), Self::Version(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => return self.class().cmp(&other.class()),
        };
        if is_reversed { order.reverse() } else { order }
    }

    fn class(&self) -> u8 {
        match self {
            Self::Integer(_) | Self::Number(_) | Self::Date(_) | Self::Version(_) => 0,
            Self::Text(_) => 1,
            Self::Nothing => 2,
        }
    }
}

/// The keys of numbers.
pub(super) fn rank_numbers(values: &[&RankValue]) -> Vec<RankKey> {
    values.par_iter().map(|value| RankKey::new(value, ValueKind::Number)).collect()
}

/// The keys of the values of a field, and what they are.
pub(super) fn rank(field: &str, values: &[&RankValue]) -> (Vec<RankKey>, Ranking) {
    let tally = values.par_iter().map(|value| Tally::of(value));
    let kind = tally.reduce(Tally::default, Tally::and).kind(field);
    let keys: Vec<RankKey> = values.par_iter().map(|value| RankKey::new(value, kind)).collect();
    let missing = keys.iter().filter(|key| **key == RankKey::Nothing).count();
    let unlike = keys.iter().filter(|key| matches!(key, RankKey::Text(_))).count();
    let unlike = if kind == ValueKind::Text { 0 } else { unlike };
    let of_kind = keys.len() - missing - unlike;
    (keys, Ranking { field: field.into(), kind, of_kind, unlike, missing })
}

/// How many values of a field can be read as what. Counts can be added in any order.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    values: usize,
    numbers: usize,
    /// Dates, among them numbers that may be dates.
    dates: usize,
    /// Dates that are no numbers.
    clear_dates: usize,
    /// Years, and days of eight digits.
    years: usize,
    compact_days: usize,
    versions: usize,
    decimals: Decimals,
}

/// Numbers with a point: how many digits are behind it.
#[derive(Debug, Clone, Copy)]
struct Decimals {
    fewest: usize,
    most: usize,
    /// Whether two digits or more end in a zero.
    is_padded: bool,
}

impl Default for Decimals {
    fn default() -> Self {
        Self { fewest: usize::MAX, most: 0, is_padded: false }
    }
}

impl Tally {
    fn of(value: &RankValue) -> Self {
        let Some(written) = value.written() else { return Self::default() };
        let is_number = number(&written).is_some();
        let is_date = date(&written).is_some();
        let is_compact = is_date && written.bytes().all(|byte| byte.is_ascii_digit());
        let behind = written.split_once('.').map_or("", |(_, behind)| behind);
        let decimals = (is_number && !behind.is_empty()).then(|| Decimals {
            fewest: behind.len(),
            most: behind.len(),
            is_padded: behind.len() > 1 && behind.ends_with('0'),
        });
        Self {
            values: 1,
            numbers: is_number.into(),
            dates: is_date.into(),
            clear_dates: (is_date && !is_number).into(),
            years: (is_compact && written.len() == 4).into(),
            compact_days: (is_compact && written.len() == 8).into(),
            versions: Version::parse(&written).is_some().into(),
            decimals: decimals.unwrap_or_default(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            values: self.values + other.values,
            numbers: self.numbers + other.numbers,
            dates: self.dates + other.dates,
            clear_dates: self.clear_dates + other.clear_dates,
            years: self.years + other.years,
            compact_days: self.compact_days + other.compact_days,
            versions: self.versions + other.versions,
            decimals: Decimals {
                fewest: self.decimals.fewest.min(other.decimals.fewest),
                most: self.decimals.most.max(other.decimals.most),
                is_padded: self.decimals.is_padded || other.decimals.is_padded,
            },
        }
    }

    /// The kind of which most values are, if it is more than half of them.
    fn kind(self, field: &str) -> ValueKind {
        let Self { numbers, versions, .. } = self;
        // 2024 and 20240305 are numbers too, but not in the order of time.
        let mixes_widths = self.years > 0 && self.compact_days > 0;
        // Numbers alone say nothing: they are seconds only beside dates.
        let has_dates = self.clear_dates > 0 || mixes_widths;
        let dates = if has_dates { self.dates } else { 0 };
        let best = if dates >= versions && (dates > numbers || dates == numbers && mixes_widths) {
            (dates, ValueKind::Date)
        } else if versions > numbers || versions == numbers && self.is_of_versions(field) {
            (versions, ValueKind::Version)
        } else {
            (numbers, ValueKind::Number)
        };
        if best.0 * 2 > self.values { best.1 } else { ValueKind::Text }
    }

    /// Whether numbers that may be versions are: the field is called so, or 1.9 stands beside 1.10,
    /// which nobody writes of a number.
    fn is_of_versions(self, field: &str) -> bool {
        let name = field.to_lowercase();
        let is_named = name == "ver" || name.contains("version") || name.contains("版本");
        is_named || (self.decimals.is_padded && self.decimals.fewest < self.decimals.most)
    }
}

/// A number as it is written: in digits, with an exponent or with commas between the thousands.
fn number(written: &str) -> Option<RankKey> {
    if !written.bytes().all(|byte| byte.is_ascii_digit() || b"+-.,eE".contains(&byte)) {
        return None;
    }
    let digits = ungrouped(written)?;
    if let Ok(integer) = digits.parse() {
        return Some(RankKey::Integer(integer));
    }
    // Adding nothing makes -0 plain 0, so that zeros are equal.
    digits.parse::<f64>().ok().map(|number| RankKey::Number(number + 0.0))
}

/// A number without the commas between its thousands.
fn ungrouped(written: &str) -> Option<Cow<'_, str>> {
    if !written.contains(',') {
        return Some(written.into());
    }
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let is_first =
        groups.next().is_some_and(|first| matches!(first.len(), 1..=3) && is_digits(first));
    let is_grouped = is_first && groups.all(|group| group.len() == 3 && is_digits(group));
    (is_grouped && is_digits(fraction)).then(|| written.replace(',', "").into())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date as it is written, or a number of seconds or milliseconds.
fn date(written: &str) -> Option<Moment> {
    Moment::parse(written).or_else(|| Moment::of_epoch(written))
}

/// Compares without rounding: times in nanoseconds and long ids exceed the 53 bits of an `f64`.
fn compare_mixed(integer: i128, number: f64) -> Ordering {
    // The conversion saturates: a larger number is above or below all integers.
    let whole = number.floor();
    integer.cmp(&(whole as i128)).then(if number > whole {
        Ordering::Less
    } else {
        Ordering::Equal
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(texts: &[&str]) -> Vec<RankValue> {
        texts.iter().map(|&text| RankValue::of(Some(&FieldValue::Text(text.into())))).collect()
    }

    /// The kind of the values of a field, and the values from the smallest to the largest.
    fn sorted<'t>(field: &str, texts: &[&'t str], is_reversed: bool) -> (ValueKind, Vec<&'t str>) {
        let values = values(texts);
        let (keys, ranking) = rank(field, &values.iter().collect::<Vec<_>>());
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by(|&a, &b| keys[a].compare(&keys[b], is_reversed));
        (ranking.kind, order.into_iter().map(|at| texts[at]).collect())
    }

    /// Checks that values are of a kind, and rise as they are given.
    fn check(kind: ValueKind, rising: &[&str]) {
        let mut turned = rising.to_vec();
        turned.reverse();
        assert_eq!(sorted("x", &turned, false), (kind, rising.to_vec()));
        assert_eq!(sorted("x", rising, true), (kind, turned));
    }

    #[test]
    fn the_values_of_a_field_are_in_the_order_of_their_kind() {
        check(ValueKind::Date, &["2024-9-30", "2024-10-01", "1727913602", "2024年10月4日"]);
        check(ValueKind::Date, &["1999", "20240305", "2025"]);
        check(ValueKind::Date, &["Tue, 5 Mar 2024 23:00:00 -0800", "2024-03-06 07:01Z"]);
        check(ValueKind::Number, &["-3", "9", "１２", "100", "1,200", "1.5e3", "1,200,000.5"]);
        check(ValueKind::Number, &["1.0", "1.25", "1.5"]);
        check(ValueKind::Number, &["9.90", "10.00"]);
        check(ValueKind::Number, &["1999", "2024"]);
        check(ValueKind::Version, &["1.9", "1.10"]);
        check(ValueKind::Version, &["1.9", "v2.0-rc1", "v2.0"]);
        check(ValueKind::Number, &["−3", "−2.5", "9"]);
        check(ValueKind::Text, &["a", "b", "c 7"]);
        for field in ["ver", "app_version", "版本号"] {
            assert_eq!(sorted(field, &["1.11", "1.9"], false).1, ["1.9", "1.11"], "{field}");
        }
        assert_eq!(sorted("Version", &["1.11", "1.9"], false).1, ["1.9", "1.11"]);
        assert_eq!(sorted("price", &["1.9", "1.11"], false).1, ["1.11", "1.9"]);
    }

    #[test]
    fn what_is_not_of_the_kind_comes_last_either_way() {
        let texts = ["0000-00-00", "2024-10-01", "", "2024-9-30", "unknown", "2023"];
        let of = |is_reversed| sorted("day", &texts, is_reversed).1;
        assert_eq!(of(false), ["2023", "2024-9-30", "2024-10-01", "0000-00-00", "unknown", ""]);
        assert_eq!(of(true), ["2024-10-01", "2024-9-30", "2023", "unknown", "0000-00-00", ""]);
        let values = values(&texts);
        let ranking = rank("day", &values.iter().collect::<Vec<_>>()).1;
        assert_eq!((ranking.of_kind, ranking.unlike, ranking.missing), (3, 2, 1));
    }

    #[test]
    fn half_of_the_values_do_not_make_a_kind() {
        assert_eq!(sorted("x", &["7", "a"], false).0, ValueKind::Text);
        assert_eq!(sorted("x", &["7", "8", "a"], false).0, ValueKind::Number);
        assert_eq!(sorted("x", &[], false).0, ValueKind::Text);
    }

    #[test]
    fn a_number_in_a_string_is_one_only_in_full() {
        for text in
            ["", "1,20", "1,2000", "1,200.5e3", ",200", "1e", "1.2.3", "nan", "inf", "--1", "5 kg"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn zeros_are_equal_whatever_their_sign() {
        let zeros: Vec<RankKey> =
            ["0", "-0", "0.0", "-0.0"].map(number).into_iter().flatten().collect();
        assert_eq!(zeros.len(), 4);
        for (a, b) in zeros.iter().flat_map(|a| zeros.iter().map(move |b| (a, b))) {
            assert_eq!(a.compare(b, false), Ordering::Equal, "{a:?} {b:?}");
        }
    }

    #[test]
    fn of_texts_no_value_is_of_another_kind() {
        let values = values(&["a", "7", "b", ""]);
        let ranking = rank("x", &values.iter().collect::<Vec<_>>()).1;
        assert_eq!(ranking.kind, ValueKind::Text);
        assert_eq!((ranking.of_kind, ranking.unlike, ranking.missing), (3, 0, 1));
    }

    proptest! {
        #[test]
        fn keys_of_any_values_have_a_total_order(
            texts in prop::collection::vec("[0-9]{1,4}|20[0-2][0-9]-[1-9]-[1-9]|v?[0-3]\\.[0-9]{1,2}(-rc[0-9])?|[ab]?", 1..12),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let values = values(&texts);
            let (keys, ranking) = rank("x", &values.iter().collect::<Vec<_>>());
            let turned: Vec<&RankValue> = values.iter().rev().collect();
            prop_assert_eq!(&rank("x", &turned).1, &ranking);
            for a in &keys {
                for b in &keys {
                    prop_assert_eq!(a.compare(b, false), b.compare(a, false).reverse());
                    for c in &keys {
                        let (first, second) = (a.compare(b, false), b.compare(c, false));
                        prop_assert!(first != second || a.compare(c, false) == first);
                    }
                }
            }
        }
    }
}
