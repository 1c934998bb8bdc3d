//! Counts and shares as reports for reading print them.

use super::model::ReportedCluster;

/// A share below this many percent is shown with a digit after the point: 0.4 % is not 0 %.
const FEW_PERCENT: f64 = 10.0;

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < FEW_PERCENT { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// A count and its noun, in the plural unless the count is 1, with commas between the thousands.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = match (count, noun) {
        (1, _) => "",
        (_, noun) if noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{} {noun}{plural}", grouped(count))
}

/// How many further matches belong to the finding of a cluster, behind a comma; nothing if none.
pub(super) fn further_matches(cluster: &ReportedCluster<'_>) -> String {
    match cluster.related.len() {
        0 => String::new(),
        more => format!(", {} with other places", counted(more, "further match")),
    }
}

/// A count with commas between the thousands.
///
/// ```
/// assert_eq!(leitong::report::grouped(1_234_567), "1,234,567");
/// ```
#[must_use]
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_shares_read_well() {
        assert_eq!(counted(1, "speech"), "1 speech");
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(1_234_567, "speech"), "1,234,567 speeches");
        assert_eq!([grouped(999), grouped(1000), grouped(100_000)], ["999", "1,000", "100,000"]);
        assert_eq!([percent(0.004), percent(0.0999), percent(0.1)], ["0.4 %", "10.0 %", "10 %"]);
    }
}
