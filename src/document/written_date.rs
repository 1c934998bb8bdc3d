//! The unambiguous formats of a date and a time.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use regex::{Captures, Regex};

/// Unambiguous date formats. A format with a day also accepts a time after it.
static FORMS: LazyLock<[Regex; 9]> = LazyLock::new(|| {
    [
        "YYYY",
        "YYYY-M",
        "YYYY-M-D",
        "YYYY/M/D",
        r"YYYY\.M\.D",
        "YYYYMMDD",
        "YYYY *年",
        "YYYY *年 *M *月",
        "YYYY *年 *M *月 *D *日",
    ]
    .map(compile)
});

/// Pattern of an optional time with an optional offset from UTC.
const TIME: &str = concat!(
    r"(?:[Tt ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?",
    r"(?: ?(?<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?",
);

/// Digits of a fraction of a second that count.
const FRACTION_DIGITS: usize = 9;

/// Compiles a format, in which `YYYY`, `MM`, `DD`, `M` and `D` stand for digits, into a pattern.
fn compile(form: &str) -> Regex {
    let time = if form.contains('D') { TIME } else { "" };
    // Group names are in lower case, so that later replacements do not match them.
    let parts = [
        ("YYYY", r"(?<y>\d{4})"),
        ("MM", r"(?<m>\d{2})"),
        ("DD", r"(?<d>\d{2})"),
        ("M", r"(?<m>\d{1,2})"),
        ("D", r"(?<d>\d{1,2})"),
    ];
    let pattern =
        parts.iter().fold(form.to_owned(), |pattern, (part, digits)| pattern.replace(part, digits));
    Regex::new(&format!(r"(?-u)^{pattern}{time}$")).expect("every format is a valid pattern")
}

/// A date and a time as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenDate {
    pub(super) year: u16,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) time: Option<WrittenTime>,
}

/// A time of day as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct WrittenTime {
    /// Seconds since midnight; a leap second counts as the first of the next minute.
    pub(super) seconds: u32,
    pub(super) nanoseconds: u32,
    /// Seconds that the clock is ahead of UTC; 0 where no zone is written.
    pub(super) ahead: i32,
}

impl WrittenDate {
    /// Parses a date, with a time or without. Years outside 1000 to 2999 are rejected, because four
    /// digits outside this range are rarely a year.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // Every other format begins with the year, so that most texts need no pattern.
        let is_numeric = text.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
        let date = if is_numeric { Self::of_numbers(text) } else { Self::of_mail(text) }?;
        date.is_real().then_some(date)
    }

    fn of_numbers(text: &str) -> Option<Self> {
        let parts = FORMS.iter().find_map(|form| form.captures(text))?;
        let time = match number(&parts, "hour") {
            Some(hour) => Some(WrittenTime::of(hour, &parts)?),
            None => None,
        };
        Some(Self {
            year: number(&parts, "y")? as u16,
            month: number(&parts, "m").map(|month| month as u8),
            day: number(&parts, "d").map(|day| day as u8),
            time,
        })
    }

    /// Parses the format of mail and feeds (RFC 2822).
    fn of_mail(text: &str) -> Option<Self> {
        // The shortest has 20 characters; most texts are not tried.
        if !text.is_ascii() || !text.contains(':') {
            return None;
        }
        let parsed = DateTime::parse_from_rfc2822(text).ok()?;
        Some(Self {
            year: u16::try_from(parsed.year()).ok()?,
            month: Some(parsed.month() as u8),
            day: Some(parsed.day() as u8),
            time: Some(WrittenTime {
                seconds: parsed.num_seconds_from_midnight(),
                nanoseconds: 0,
                ahead: parsed.offset().local_minus_utc(),
            }),
        })
    }

    /// Whether the date exists in the calendar.
    fn is_real(self) -> bool {
        (1000..3000).contains(&self.year) && self.first_day().is_some()
    }

    /// The first day of the period.
    pub(super) fn first_day(self) -> Option<NaiveDate> {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        NaiveDate::from_ymd_opt(self.year.into(), month.into(), day.into())
    }
}

impl WrittenTime {
    fn of(hour: u32, parts: &Captures<'_>) -> Option<Self> {
        let minute = number(parts, "minute")?;
        let second = number(parts, "second").unwrap_or(0);
        let is_real =
            hour < 24 && minute < 60 && second <= 60 || (hour, minute, second) == (24, 0, 0);
        let digits = parts.name("fraction").map_or("", |digits| digits.as_str());
        let digits = &digits[..digits.len().min(FRACTION_DIGITS)];
        let nanoseconds = format!("{digits:0<FRACTION_DIGITS$}").parse().ok()?;
        let zone = parts.name("zone").map_or("", |zone| zone.as_str());
        let seconds = (hour * 60 + minute) * 60 + second;
        is_real.then_some(Self { seconds, nanoseconds, ahead: seconds_ahead(zone) })
    }
}

/// Seconds that a zone such as `+08:00` is ahead of UTC.
fn seconds_ahead(zone: &str) -> i32 {
    let Some(digits) = zone.strip_prefix(['+', '-']) else { return 0 };
    let digits = digits.replace(':', "");
    let part = |range| digits.get(range).and_then(|part: &str| part.parse().ok()).unwrap_or(0);
    let ahead = part(0..2) * 3600 + part(2..4) * 60;
    if zone.starts_with('-') { -ahead } else { ahead }
}

/// The value of the group `name`, if it took part in the match.
fn number(parts: &Captures<'_>, name: &str) -> Option<u32> {
    parts.name(name)?.as_str().parse().ok()
}
