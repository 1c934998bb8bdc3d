//! A point in time, for an order of dates that are written in different ways.

use super::written_date::{WrittenDate, WrittenTime};

/// How far back and ahead a number of seconds is a date: 1973 to 2286. Smaller numbers are rarely
/// seconds.
const EPOCH_SECONDS: std::ops::Range<i128> = 100_000_000..10_000_000_000;

/// The beginning of a year, a month or a day, or a time of a day, in UTC.
///
/// A date without a time is its first moment, and a time without a zone is one in UTC. Of two that
/// begin at the same moment the longer period comes first: a year, its January, its first day.
///
/// ```
/// use leitong::document::Moment;
/// let moment = |text| Moment::parse(text).expect("a valid date");
/// assert!(moment("2024-9-30") < moment("2024年10月1日"));
/// assert!(moment("Tue, 5 Mar 2024 23:00:00 -0800") > moment("2024-03-06 06:59Z"));
/// assert_eq!(moment("2024-03-05T08:00:00+08:00"), moment("2024-03-05 00:00"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Nanoseconds since 1970.
    nanoseconds: i128,
    precision: Precision,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Year,
    Month,
    Day,
    Time,
}

impl Moment {
    /// Parses a date as [`Date::parse`](super::Date::parse) does, with its time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = WrittenDate::parse(text)?;
        let precision = match date {
            WrittenDate { time: Some(_), .. } => Precision::Time,
            WrittenDate { day: Some(_), .. } => Precision::Day,
            WrittenDate { month: Some(_), .. } => Precision::Month,
            _ => Precision::Year,
        };
        let WrittenTime { seconds, nanoseconds, ahead } = date.time.unwrap_or_default();
        let midnight = date.first_day()?.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let whole = midnight + i64::from(seconds) - i64::from(ahead);
        let nanoseconds = i128::from(whole) * 1_000_000_000 + i128::from(nanoseconds);
        Some(Self { nanoseconds, precision })
    }

    /// The moment of a number of seconds since 1970, or of milliseconds, microseconds or
    /// nanoseconds: the unit by which the number is one of the years 1973 to 2286.
    ///
    /// ```
    /// use leitong::document::Moment;
    /// let moment = Moment::parse("2024-03-05 00:00");
    /// assert_eq!(Moment::of_epoch("1709596800"), moment);
    /// assert_eq!(Moment::of_epoch("1709596800000"), moment);
    /// assert_eq!(Moment::of_epoch("1709596800.0"), moment);
    /// assert_eq!(Moment::of_epoch("20240305"), None);
    /// ```
    #[must_use]
    pub fn of_epoch(number: &str) -> Option<Self> {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if ![whole, fraction].concat().bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let mut unit = 1_000_000_000;
        let mut seconds = whole;
        while seconds >= EPOCH_SECONDS.end && unit > 1 {
            (seconds, unit) = (seconds / 1000, unit / 1000);
        }
        let fraction: i128 = format!("{fraction:0<9.9}").parse().ok()?;
        let nanoseconds = whole * unit + fraction * unit / 1_000_000_000;
        let is_date = EPOCH_SECONDS.contains(&seconds);
        is_date.then_some(Self { nanoseconds, precision: Precision::Time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).or_else(|| Moment::of_epoch(text)).expect("a valid date")
    }

    #[test]
    fn dates_in_different_formats_are_in_order_of_time() {
        let rising = [
            "1970",
            "1973-03-03T09:46:40Z",
            "1998.12.31",
            "2023",
            "2023-01",
            "2023-1-1",
            "2023-1-1 0:00",
            "2023年2月",
            "2024-9-30",
            "2024-09-30T23:59:59.5",
            "2024-09-30T23:59:59.75",
            "2024/10/1",
            "20241002",
            "Thu, 3 Oct 2024 08:00:00 +0800",
            "2024-10-03T00:00:01Z",
            "1727913602",
            "1727913602.5",
            "1727913603000",
            "1727913604000000",
            "2024-10-03T08:00:05+08:00",
            "2024年10月4日 08:00",
        ];
        for pair in rising.windows(2) {
            assert!(moment(pair[0]) < moment(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn numbers_that_are_no_times_are_refused() {
        for text in ["", "7", "2024", "99999999", "-1709596800", "1.5e9", "1709596800s"] {
            assert_eq!(Moment::of_epoch(text), None, "{text}");
        }
        assert_eq!(Moment::of_epoch("99999999999999999999999"), None);
    }

    proptest! {
        #[test]
        fn the_unit_of_a_number_does_not_matter(seconds in 100_000_000_u64..10_000_000_000) {
            let of = |unit: &str| Moment::of_epoch(&format!("{seconds}{unit}"));
            prop_assert!(of("").is_some());
            for unit in ["000", "000000", "000000000", ".0"] {
                prop_assert_eq!(of(unit), of(""));
            }
        }

        #[test]
        fn a_zone_moves_the_time(hour in 0_u32..24, ahead in -12_i32..=14) {
            let [sign, other] = if ahead < 0 { ["-", "+"] } else { ["+", "-"] };
            let zoned = |sign: &str| moment(&format!("2024-03-05T{hour:02}:00:00{sign}{:02}:00", ahead.abs()));
            let difference = zoned(other).nanoseconds - zoned(sign).nanoseconds;
            prop_assert_eq!(difference, i128::from(ahead) * 2 * 3600 * 1_000_000_000);
        }
    }
}
