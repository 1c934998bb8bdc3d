//! Flags in errors, and the parsing of their values.

use std::str::FromStr;

use leitong::error::Error;

/// Fields of settings whose flags have other names than the fields; all other flags are named as
/// the field.
const FLAGS: [(&str, &str); 4] = [
    ("headings", "--speech-heading"),
    ("levels", "--level"),
    ("shingling", "--shingle"),
    ("within", "--within-document"),
];

/// The message of an error, in which settings are called by their flags.
pub(crate) fn message(error: &Error) -> String {
    match error {
        Error::Setting { setting: setting @ ("compare" | "signals"), reason } => {
            format!("{setting}: {reason}")
        }
        Error::Setting { setting, reason } => format!("{}: {reason}", flag(setting)),
        Error::TooManySkipped { skipped, all, .. } if skipped < all => {
            format!("{error} (--max-skipped; with 100%, --skipped FILE lists them)")
        }
        Error::TooMuchRemoved { .. } => format!("{error} (--max-removed)"),
        Error::Memory { .. } => format!("--{error} (--against)"),
        _ => error.to_string(),
    }
}

/// The flag that sets a field of the settings.
pub(super) fn flag(setting: &str) -> String {
    let named =
        FLAGS.iter().find(|(field, _)| *field == setting).map(|(_, flag)| (*flag).to_owned());
    named.unwrap_or_else(|| format!("--{}", setting.replace('_', "-")))
}

/// Parses the value of a flag; an error names the flag.
pub(super) fn parsed<T: FromStr<Err = Error>>(text: &str) -> std::result::Result<T, String> {
    text.parse().map_err(|error| message(&error))
}

/// A number of bytes with an optional unit.
pub(super) fn bytes(text: &str) -> std::result::Result<u64, String> {
    let wrong = || format!("{text:?} is not a size such as 500M or 4G");
    let upper = text.trim().to_ascii_uppercase();
    let number =
        upper.trim_end_matches('B').trim_end_matches('I').trim_end_matches(['K', 'M', 'G', 'T']);
    let unit = match upper[number.len()..].chars().next() {
        Some('K') => 1 << 10,
        Some('M') => 1 << 20,
        Some('G') => 1 << 30,
        Some('T') => 1 << 40,
        _ => 1,
    };
    let number: Option<u64> = number.trim().parse().ok();
    number.and_then(|number| number.checked_mul(unit)).ok_or_else(wrong)
}
