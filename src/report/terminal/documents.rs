//! How much of each document is reused, and with whom.

use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, grouped, percent};
use super::options::TerminalOptions;
use crate::report::model::{Report, ReportedPartner, ReusedDocument};

/// Documents that are listed: the findings should begin on the first screen.
const LISTED: usize = 8;
/// Partners that are named of a document.
const PARTNERS: usize = 3;

/// Writes how much of each document is reused, if any is.
pub(super) fn write_documents(
    report: &Report<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let documents = &report.reused_documents;
    if documents.is_empty() {
        return Ok(());
    }
    let title = format!("Reused: {}", counted(documents.len(), "document"));
    writeln!(out, "\n{}", options.style().bold().apply_to(title))?;
    for reused in documents.iter().take(LISTED) {
        writeln!(out, "{}", truncate_str(&line(reused), options.width, "…"))?;
    }
    if documents.len() > LISTED {
        let more = grouped(documents.len() - LISTED);
        writeln!(out, "  … and {more} more: --format csv --table documents lists them")?;
    }
    Ok(())
}

/// A line such as `a.txt: 62 % reused, 38 % with b.txt, 17 % within itself`.
fn line(reused: &ReusedDocument<'_>) -> String {
    let mut parts: Vec<Part> = reused.partners.iter().take(PARTNERS).map(part).collect();
    let rest = reused.partner_count.saturating_sub(parts.len());
    if reused.within > 0.0 {
        parts.push(Part { share: reused.within, with: "within itself".into() });
    }
    parts.sort_by(|a, b| b.share.total_cmp(&a.share));
    let parts: Vec<String> =
        parts.iter().map(|part| format!("{} {}", percent(part.share), part.with)).collect();
    let more = if rest > 0 { format!(" and {} more", grouped(rest)) } else { String::new() };
    let (document, share) = (clean(&reused.document), percent(reused.share));
    format!("  {document}: {share} reused, {}{more}", parts.join(", "))
}

/// What a document shares with one document.
struct Part {
    share: f64,
    /// The document, behind `with` or `from`.
    with: String,
}

fn part(partner: &ReportedPartner<'_>) -> Part {
    let with = format!("{} {}", partner.preposition(), clean(&partner.document));
    Part { share: partner.share, with }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_partners_that_share_most() {
        let partner = |document: &'static str, share, is_earlier| ReportedPartner {
            document: document.into(),
            share,
            is_earlier,
        };
        let reused = ReusedDocument {
            document: "学生04".into(),
            content_chars: 100,
            reused_chars: 62,
            share: 0.62,
            within: 0.2,
            partners: vec![
                partner("学生21", 0.38, None),
                partner("来源04", 0.17, Some(true)),
                partner("a", 0.1, Some(false)),
                partner("b", 0.1, None),
            ],
            partner_count: 4,
        };
        assert_eq!(
            line(&reused),
            "  学生04: 62 % reused, 38 % with 学生21, 20 % within itself, 17 % from 来源04, 10 % with a and 1 more"
        );
    }
}
