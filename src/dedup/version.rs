//! Numbers of versions, such as `1.10` or `v2.0-rc1`.

use std::cmp::Ordering;

/// Words of versions before a release, which may follow the number without a hyphen.
const BEFORE_RELEASE: [&str; 10] =
    ["a", "alpha", "b", "beta", "c", "rc", "pre", "preview", "dev", "snapshot"];

/// A version, in the order of semantic versioning: by its numbers, and a version before a release,
/// such as `2.0-rc1`, before the release. What stands behind a `+` does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// Without zeros at the end, so that 1.0 and 1 are equal.
    numbers: Vec<u64>,
    /// Empty for a release.
    before_release: Vec<Part>,
}

/// A run of digits, or of other characters; digits come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Version {
    /// Parses a version: numbers with points between them, after a `v` or not, and what comes before
    /// a release. Numbers without a point or `v` have nothing behind them: `2024-09` is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let bare = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let end = bare.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'.');
        let end = end.unwrap_or(bare.len());
        let (core, rest) = bare.split_at(end);
        // The point of 1.0.dev1 belongs to what follows.
        let (core, rest) = core.strip_suffix('.').map_or((core, rest), |core| (core, rest));
        let is_version = core.len() < text.len().min(bare.len()) || rest.is_empty();
        let is_marked = bare.len() < text.len() || core.contains('.');
        if !is_version || (!rest.is_empty() && !is_marked) || bare.ends_with('.') {
            return None;
        }
        let numbers = core.split('.').map(str::parse).collect::<Result<Vec<u64>, _>>();
        let mut numbers = numbers.ok()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(Self { numbers, before_release: before_release(rest)? })
    }
}

/// The parts of what is before a release; `None` if it is something else.
fn before_release(rest: &str) -> Option<Vec<Part>> {
    if rest.is_empty() {
        return Some(Vec::new());
    }
    if rest.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')) {
        return None;
    }
    let parts: Vec<Part> =
        rest.to_ascii_lowercase().split(['.', '-', '_']).flat_map(runs).collect();
    let is_known = match parts.first()? {
        Part::Word(word) => BEFORE_RELEASE.contains(&word.as_str()),
        Part::Number(_) => false,
    };
    (rest.starts_with('-') || is_known).then_some(parts)
}

/// The runs of digits and of other characters of a text.
fn runs(text: &str) -> Vec<Part> {
    let runs = text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    runs.map(part).collect()
}

fn part(run: &[u8]) -> Part {
    let run = String::from_utf8_lossy(run);
    run.parse().map_or_else(|_| Part::Word(run.into_owned()), Part::Number)
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let is_release = |version: &Self| version.before_release.is_empty();
        self.numbers
            .cmp(&other.numbers)
            .then(is_release(self).cmp(&is_release(other)))
            .then_with(|| self.before_release.cmp(&other.before_release))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    #[test]
    fn versions_are_in_order_of_their_numbers_and_before_their_releases() {
        let rising = [
            "0.9",
            "1.0a2",
            "1.0.0-alpha",
            "1.0-beta.2",
            "1.0-beta.11",
            "1.0.dev1",
            "1.0-rc9",
            "1.0rc10",
            "v1",
            "1.9",
            "1.9.1",
            "1.10",
            "v2.0-rc1",
            "V2.0",
            "10",
        ];
        for pair in rising.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.0.0+build7"), version("v1"));
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in ["", "v", "1.", ".1", "1..2", "-1", "0000-00-00", "1.2 3", "1.5e3", "3rd", "x1"]
        {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
