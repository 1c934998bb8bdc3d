//! How many records a run may skip.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, SkippedInput};

/// Skipped records that an error names: enough to tell one broken line from a wrong field or
/// encoding.
pub(crate) const NAMED_SKIPS: usize = 5;

/// How many of the records that a run reads may be skipped because they cannot be read.
///
/// A set of which no record can be read is an error with every limit.
///
/// ```
/// use leitong::corpus::SkipLimit;
/// let limit: SkipLimit = "1%".parse()?;
/// assert!(limit.allows(1, 100) && !limit.allows(2, 100));
/// assert!("10".parse::<SkipLimit>()?.allows(10, 11));
/// # Ok::<(), leitong::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum SkipLimit {
    /// At most this percentage of the records, as it was given: a share would not be exact.
    Percent(f64),
    /// At most this number of records.
    Count(usize),
}

impl SkipLimit {
    /// No limit.
    pub const ANY: Self = Self::Percent(100.0);

    /// Whether `skipped` of `all` records may be skipped.
    #[must_use]
    pub fn allows(self, skipped: usize, all: usize) -> bool {
        match self {
            // The product of a decimal fraction may be rounded down below the whole number it is.
            Self::Percent(percent) => {
                skipped as f64 * 100.0 <= percent * all as f64 * (1.0 + 4.0 * f64::EPSILON)
            }
            Self::Count(count) => skipped <= count,
        }
    }

    /// Returns an error if no record of a set was read, or more were skipped than the limit allows.
    /// `skips` are those that were skipped, or the first of them.
    pub(crate) fn check(self, counts: ReadCounts, skips: &[SkippedInput]) -> Result<()> {
        let ReadCounts { read, skipped, unread_rests } = counts;
        // The number of lost records is unknown, so only the absence of a limit allows them.
        let allows =
            self.allows(skipped, read + skipped) && (unread_rests == 0 || self == Self::ANY);
        // Where nothing can be read, all have the same reason.
        let named = if read == 0 { 1 } else { NAMED_SKIPS };
        if skips.is_empty() || (read > 0 && allows) {
            return Ok(());
        }
        Err(Error::TooManySkipped {
            first: skips.iter().take(named).cloned().collect(),
            skipped,
            all: read + skipped,
            unread_rests,
            limit: self.to_string(),
        })
    }
}

/// How many records of a set were read, and how many were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ReadCounts {
    pub(crate) read: usize,
    pub(crate) skipped: usize,
    /// How many files were not read to their end.
    pub(crate) unread_rests: usize,
}

impl ReadCounts {
    /// Counts a record or file that was skipped.
    pub(crate) fn skip(&mut self, skip: &SkippedInput) {
        self.skipped += 1;
        self.unread_rests += usize::from(skip.unread_rest);
    }
}

impl FromStr for SkipLimit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let share = text.strip_suffix('%').and_then(|percent| percent.trim().parse::<f64>().ok());
        match (share, text.parse()) {
            (Some(percent), _) if (0.0..=100.0).contains(&percent) => Ok(Self::Percent(percent)),
            (None, Ok(count)) => Ok(Self::Count(count)),
            _ => Err(Error::Setting {
                setting: "max_skipped",
                reason: format!("{text:?} is not a share such as 1% or a number such as 10"),
            }),
        }
    }
}

impl fmt::Display for SkipLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "{percent}%"),
            Self::Count(count) => write!(f, "{count}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_share_or_a_number() {
        for (text, allowed, refused) in [("1%", 1, 2), ("0.5%", 0, 1), ("3", 3, 4), ("0", 0, 1)] {
            let limit: SkipLimit = text.parse().expect("it is a limit");
            assert!(limit.allows(allowed, 100) && !limit.allows(refused, 100), "{text}");
            assert_eq!(limit.to_string(), text);
        }
        for text in ["", "%", "0.01", "-1", "101%", "-1%", "nan%", "many"] {
            assert!(text.parse::<SkipLimit>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_exact() {
        for percent in 0..=100 {
            let text = format!("{percent}%");
            let limit: SkipLimit = text.parse().expect("it is a limit");
            assert!(limit.allows(percent, 100) && !limit.allows(percent + 1, 100), "{text}");
            assert_eq!(limit.to_string(), text);
        }
        for hundredths in 0..=10_000 {
            let text = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
            let limit: SkipLimit = text.parse().expect("it is a limit");
            assert!(limit.allows(hundredths, 10_000), "{text}");
            assert!(!limit.allows(hundredths + 1, 10_000), "{text}");
        }
    }

    #[test]
    fn a_set_of_which_nothing_was_read_is_an_error_with_every_limit() {
        let first = SkippedInput::new("a".as_ref(), Some(1), "why".into());
        let check = |read, skipped| {
            let counts = ReadCounts { read, skipped, unread_rests: 0 };
            SkipLimit::ANY.check(counts, std::slice::from_ref(&first)).is_ok()
        };
        assert!(check(1, 99) && !check(0, 1));
        assert!(SkipLimit::Count(0).check(ReadCounts::default(), &[]).is_ok());
    }

    #[test]
    fn the_unread_rest_of_a_file_exceeds_every_limit() {
        let mut skip = SkippedInput::new("a".as_ref(), Some(1), "why".into());
        skip.unread_rest = true;
        let mut counts = ReadCounts { read: 1_000_000, ..ReadCounts::default() };
        counts.skip(&skip);
        for limit in [SkipLimit::Percent(99.0), SkipLimit::Count(10)] {
            assert!(limit.check(counts, std::slice::from_ref(&skip)).is_err(), "{limit}");
        }
        assert!(SkipLimit::ANY.check(counts, &[skip]).is_ok());
    }
}
