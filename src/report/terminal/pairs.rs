//! Pairs of documents that share several places.

use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, grouped, percent};
use super::options::TerminalOptions;
use crate::report::model::{PairedDocument, Report, ReportedPair};

/// Pairs that are listed: the findings should begin on the first screen.
const LISTED: usize = 5;

/// Writes the pairs of documents that share several places, if there are any.
pub(super) fn write_pairs(
    report: &Report<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pairs: Vec<&ReportedPair<'_>> =
        report.document_pairs.iter().filter(|pair| pair.shares_several()).collect();
    if pairs.is_empty() {
        return Ok(());
    }
    let title = format!("Documents that share several places: {}", counted(pairs.len(), "pair"));
    writeln!(out, "\n{}", options.style().bold().apply_to(title))?;
    for pair in pairs.iter().take(LISTED) {
        for line in lines(pair) {
            writeln!(out, "{}", truncate_str(&line, options.width, "…"))?;
        }
    }
    if pairs.len() > LISTED {
        let more = grouped(pairs.len() - LISTED);
        writeln!(out, "  … and {more} more: --format csv --table pairs lists them")?;
    }
    Ok(())
}

/// A line for the pair and one for each document.
fn lines(pair: &ReportedPair<'_>) -> [String; 3] {
    let of = |document: &PairedDocument<'_>| {
        format!("     {:>5} of {}", percent(document.coverage), clean(&document.document))
    };
    let matches = counted(pair.matches.len(), "match");
    [format!("  {}, {matches}", pair.relation.name()), of(&pair.a), of(&pair.b)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Relation;

    #[test]
    fn a_line_says_how_much_of_which_document() {
        let paired = |document: &'static str, coverage| PairedDocument {
            document: document.into(),
            coverage,
        };
        let (a, b) = (paired("甲\u{1b}[1m.txt", 0.3), paired("乙.txt", 0.02));
        let pair = ReportedPair { relation: Relation::Partial, a, b, matches: vec![0, 4] };
        let expected =
            ["  partial, 2 matches", "      30 % of 甲\u{fffd}[1m.txt", "     2.0 % of 乙.txt"];
        assert_eq!(lines(&pair), expected);
    }
}
