//! Shares between 0 and 1, as they are typed.

/// Numbers from this one on are taken for percentages in messages: 1.5 rather is a mistake.
const PERCENT: f64 = 2.0;

/// The value of a likeness that follows from the number of texts.
pub(super) const COMPUTED: &str = "computed";

/// A likeness; `None`, if it follows from the number of texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness(pub(super) Option<f64>);

/// Parses a likeness, which is a share that may be 0.
pub(super) fn likeness(text: &str) -> std::result::Result<Likeness, String> {
    match text.trim() {
        COMPUTED => Ok(Likeness(None)),
        text if text.parse() == Ok(0.0) => Ok(Likeness(Some(0.0))),
        text => share(text).map(|share| Likeness(Some(share))),
    }
}

/// Parses a share such as 0.8. The message of an error says how `80%`, `80` and `0,8` are written.
pub(super) fn share(text: &str) -> std::result::Result<f64, String> {
    let share = text.trim().parse::<f64>();
    if let Ok(share) = share.as_ref().copied()
        && (share <= 1.0 || share.is_nan())
    {
        return checked(share);
    }
    let percent = text.trim().trim_end_matches(['%', '％']).trim_end().parse::<f64>();
    match percent {
        Ok(percent)
            if (0.0..=100.0).contains(&percent) && (percent >= PERCENT || share.is_err()) =>
        {
            Err(format!("a share from 0 to 1 is needed; {percent} % is {}", percent / 100.0))
        }
        _ => Err(with_comma(text)),
    }
}

/// Returns an error unless a number is above 0 and up to 1.
fn checked(share: f64) -> std::result::Result<f64, String> {
    if share > 0.0 && share <= 1.0 {
        return Ok(share);
    }
    Err("a share above 0 and up to 1 is needed, such as 0.7".into())
}

/// The message for what is no number, or a number with a decimal comma.
fn with_comma(text: &str) -> String {
    let pointed = text.trim().replace([',', '，'], ".");
    match pointed.parse::<f64>() {
        Ok(share) if pointed != text && share <= 1.0 => {
            format!("a share is written with a point: {share}")
        }
        _ => "a share above 0 and up to 1 is needed, such as 0.7".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_read_and_other_notations_are_explained() {
        assert_eq!(share("0.7"), Ok(0.7));
        assert_eq!(share("1"), Ok(1.0));
        for (text, part) in [
            ("80%", "80 % is 0.8"),
            ("80", "80 % is 0.8"),
            ("0.5%", "0.5 % is 0.005"),
            ("0,8", "with a point: 0.8"),
            ("-0.5", "above 0"),
            ("0", "above 0"),
            ("nan", "above 0"),
            ("1.5", "above 0"),
            ("800", "above 0"),
            ("much", "above 0"),
        ] {
            let error = share(text).expect_err(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
