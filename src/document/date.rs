//! The publication date of a document, read from its record.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::written_date::WrittenDate;

/// Record fields that may hold the publication date, in order of preference.
const FIELDS: [&str; 17] = [
    "date",
    "published",
    "published_at",
    "publish_date",
    "publish_time",
    "publication_date",
    "pub_date",
    "pubdate",
    "time",
    "created",
    "created_at",
    "year",
    "日期",
    "发布日期",
    "发布时间",
    "时间",
    "年份",
];

/// A day, a month or a year.
///
/// ```
/// use leitong::document::Date;
/// let [year, day] = ["2024", "2024年3月5日"].map(|text| Date::parse(text).expect("a valid date"));
/// assert_eq!(day.to_string(), "2024-03-05");
/// assert!(!year.is_before(day) && !day.is_before(year)); // they overlap
/// assert!(day.is_before(Date::parse("2024-03-06T08:00:00+08:00").expect("a valid date")));
/// ```
///
/// The order (`<`) sorts a year before its months, and a month before its days. It does not say
/// which of two dates is earlier; [`Date::is_before`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// Parses a date in an unambiguous format: `2024`, `2024-03`, `2024-03-05`, `2024/3/5`,
    /// `2024.3.5`, `20240305`, `2024年3月5日`, or that of mail (`Tue, 5 Mar 2024 08:00:00 +0800`). A
    /// time may follow a day.
    ///
    /// The day is taken as written; the offset from UTC is ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let WrittenDate { year, month, day, .. } = WrittenDate::parse(text)?;
        Some(Self { year, month, day })
    }

    /// The publication date in the fields of a record.
    ///
    /// Only the first date field that is not empty counts, even if it cannot be parsed: a later
    /// field may say when the text was stored.
    pub(super) fn from_metadata(metadata: &Map<String, Value>) -> Option<Self> {
        let mut values = FIELDS.iter().filter_map(|&field| metadata.get(field));
        Self::from_value(values.find(|value| !is_empty(value))?)
    }

    /// Parses the value of a field, which is a string or a number.
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::parse(text),
            Value::Number(number) => Self::parse(&number.to_string()),
            _ => None,
        }
    }

    /// Whether every day in this date's period is before every day in the period of `other`.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        let last = (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31));
        last < (other.year, other.month.unwrap_or(1), other.day.unwrap_or(1))
    }
}

/// Formats the date as in ISO 8601, without the parts that are missing.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        let rest = [self.month, self.day];
        rest.iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no date")))
    }
}

/// Whether a field has no value: null or an empty string.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a valid date")
    }

    fn date_of(metadata: Value) -> Option<String> {
        let Value::Object(metadata) = metadata else { panic!("the value is an object") };
        Date::from_metadata(&metadata).map(|date| date.to_string())
    }

    fn parsed(text: &str) -> Option<String> {
        Date::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn unambiguous_formats_are_parsed() {
        for text in [
            "2024-03-05",
            "2024-3-5",
            "2024/03/05",
            "2024.3.5",
            "20240305",
            "2024年03月05日",
            " 2024 年 3 月 5 日 ",
            "2024-03-05T23:59:59Z",
            "2024-03-05t23:59:59.123+08:00",
            "2024-03-05 08:00",
            "2024年3月5日 08:00:00",
            "2024/3/5 8:05",
            "2024-03-05T08:00:00+08",
            "2024-03-05 23:59:60 UTC",
            "Tue, 5 Mar 2024 23:00:00 -0800",
            "05 Mar 2024 08:00 GMT",
        ] {
            assert_eq!(parsed(text).as_deref(), Some("2024-03-05"), "{text}");
        }
        assert_eq!(["2024", "2024年"].map(|text| parsed(text).expect("a year")), ["2024"; 2]);
        assert_eq!(
            ["2024-03", "2024年3月"].map(|text| parsed(text).expect("a month")),
            ["2024-03"; 2]
        );
    }

    #[test]
    fn invalid_and_ambiguous_formats_are_rejected() {
        for text in [
            "",
            "2024-13-01",
            "2024-00-10",
            "2024-02-31",
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-01-00",
            "20241301",
            "202403",
            "2024105",
            "1709596800",
            "0000",
            "9999",
            "24-03-05",
            "05/03/2024",
            "2024-03/05",
            "2024.3",
            "2024-03T08:00",
            "2024-03-05T",
            "2024-03-05 8 o'clock",
            "2024-03-05 25:00",
            "2024-03-05 08:60",
            "Mon, 5 Mar 2024 08:00:00 +0800",
            "5 Mar 2024",
            "2024-03-05 08:00 or later",
            "三月五日",
            "二〇二四年",
            "２０２４",
            "last week",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
        assert!(
            ["2024-02-29", "2000-02-29", "1999-12-31"].iter().all(|text| parsed(text).is_some())
        );
    }

    #[test]
    fn a_date_is_before_another_only_if_their_periods_do_not_overlap() {
        for (early, late) in [
            ("2023", "2024"),
            ("2023-12-31", "2024"),
            ("2023", "2024-01-01"),
            ("2024-03", "2024-04-01"),
        ] {
            assert!(
                date(early).is_before(date(late)) && !date(late).is_before(date(early)),
                "{early} {late}"
            );
        }
        for (x, y) in [
            ("2024", "2024-12-31"),
            ("2024-03", "2024-03-05"),
            ("2024", "2024"),
            ("2024-03-05", "20240305"),
        ] {
            assert!(!date(x).is_before(date(y)) && !date(y).is_before(date(x)), "{x} {y}");
        }
    }

    #[test]
    fn only_the_first_date_field_with_a_value_counts() {
        assert_eq!(
            date_of(json!({"created_at": "2024-03-05", "date": "2019"})).as_deref(),
            Some("2019")
        );
        assert_eq!(
            date_of(json!({"date": null, "published": "", "year": 2018})).as_deref(),
            Some("2018")
        );
        assert_eq!(date_of(json!({"发布时间": "2018年5月4日"})).as_deref(), Some("2018-05-04"));
        assert_eq!(date_of(json!({"date": "yesterday", "created_at": "2024-03-05"})), None);
        assert_eq!(date_of(json!({"time": 1_709_596_800})), None);
        assert_eq!(date_of(json!({"date": ["2024"]})), None);
        assert_eq!(date_of(json!({})), None);
    }

    proptest! {
        #[test]
        fn a_formatted_date_parses_to_itself(year in 1000_u16..3000, month in 1_u8..=12, day in 1_u8..=28) {
            let date = Date { year, month: Some(month), day: Some(day) };
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            prop_assert_eq!(Date::parse(&format!("{year}年{month}月{day}日")), Some(date));
        }

        #[test]
        fn is_before_agrees_with_the_sort_order(x in "20[0-9]{2}(-0[1-9](-[0-2][1-9])?)?", y in "20[0-9]{2}(-0[1-9](-[0-2][1-9])?)?") {
            let (x, y) = (Date::parse(&x), Date::parse(&y));
            if let (Some(x), Some(y)) = (x, y) {
                prop_assert!(!x.is_before(y) || (x < y && !y.is_before(x)));
            }
        }
    }
}
