//! One finding in full.

use std::collections::BTreeSet;
use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, folded};
use super::options::TerminalOptions;
use super::places::{Place, write_places};
use super::printer::{Printer, differences, paraphrase};
use super::side_by_side::write_columns;
use crate::report::finding::{Finding, FindingNumber, findings};
use crate::report::model::Report;
use crate::report::model::{
    ReportedCluster, ReportedEdit, ReportedMatch, ReportedMember, ReportedSide,
};
use crate::scan::Side;

/// Writes one finding in full: all its places, their texts in two columns, and every difference
/// with its class. `number` counts from 1, as in the list of findings and on the page; nothing is
/// written if there is no such finding. Of a cluster each variant is shown once, beside the
/// representative.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_explained(
    report: &Report<'_>,
    number: FindingNumber,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings = findings(report);
    let Some(finding) = number.index().and_then(|at| findings.get(at)) else {
        return Ok(());
    };
    Printer::new(options).places(number, finding, usize::MAX, out)?;
    for found in explained_matches(report, finding) {
        writeln!(out)?;
        write_columns(found, options, out)?;
        write_differences(found, options, out)?;
    }
    write_further_matches(report, finding, options, out)
}

/// Writes the places of the matches of a cluster with places that are no members.
fn write_further_matches(
    report: &Report<'_>,
    finding: &Finding<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let related = finding.cluster.map_or(&[][..], |numbered| &numbered.cluster.related);
    if !related.is_empty() {
        writeln!(out, "\n{} with other places:", counted(related.len(), "further match"))?;
    }
    for &at in related {
        let found = &report.matches[at];
        let chars = counted(found.a.content_chars, "content character");
        writeln!(out, "\n{chars}, similarity {:.2}", found.similarity)?;
        let places = [&found.a, &found.b].map(|side| Place::of_side(side, found.level));
        write_places(&places, options, out)?;
    }
    Ok(())
}

/// The match of a finding, or for each variant of its cluster the first match of the
/// representative with a member of that variant.
fn explained_matches<'v>(
    report: &'v Report<'v>,
    finding: &Finding<'v>,
) -> Vec<&'v ReportedMatch<'v>> {
    let Some(numbered) = finding.cluster else {
        return vec![finding.found];
    };
    let cluster = numbered.cluster;
    let own = cluster.members[cluster.representative].variant;
    let mut seen = BTreeSet::new();
    let mut matches = Vec::new();
    for &at in &cluster.matches {
        let found = &report.matches[at];
        // The first match of a variant has the longest text, since matches are in this order.
        if let Some(variant) = variant_of(cluster, found).filter(|&variant| seen.insert(variant)) {
            matches.push((variant, found));
        }
    }
    if matches.len() > 1 {
        // Text that is equal to the representative's explains nothing where other text differs.
        matches.retain(|&(variant, _)| variant != own);
    }
    matches.into_iter().map(|(_, found)| found).collect()
}

/// The variant with which a match compares the representative; `None` for a match of two other
/// members.
fn variant_of(cluster: &ReportedCluster<'_>, found: &ReportedMatch<'_>) -> Option<usize> {
    let representative = cluster.representative;
    let own = side_of(&cluster.members[representative], found)?;
    let mut members = cluster.members.iter().enumerate().filter(|&(at, _)| at != representative);
    let member = members.find(|(_, member)| side_of(member, found).is_some_and(|side| side != own));
    member.map(|(_, member)| member.variant)
}

/// The side of a match that overlaps a member of a cluster.
fn side_of(member: &ReportedMember<'_>, found: &ReportedMatch<'_>) -> Option<Side> {
    let sides = [(Side::A, &found.a), (Side::B, &found.b)];
    sides.into_iter().find(|(_, side)| overlaps(member, side)).map(|(name, _)| name)
}

fn overlaps(member: &ReportedMember<'_>, side: &ReportedSide<'_>) -> bool {
    let (start, end) = (side.place.start, side.place.end);
    side.document == member.document && start < member.end && member.start < end
}

/// Writes every difference with its class.
fn write_differences(
    found: &ReportedMatch<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(text) = paraphrase(found, usize::MAX) {
        return writeln!(out, "\n{}", folded(&text, 2, options.width));
    }
    if found.edits().is_empty() {
        return writeln!(out, "\nno differences");
    }
    writeln!(out, "\ndiffers: {}", differences(found))?;
    for edit in found.edits() {
        writeln!(out, "{}", truncate_str(&line(edit), options.width, "…"))?;
    }
    Ok(())
}

fn line(edit: &ReportedEdit<'_>) -> String {
    format!("  {:<11}  {} → {}", edit.kind.name(), quoted(&edit.a.text), quoted(&edit.b.text))
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "∅".to_owned() } else { format!("“{}”", clean(text)) }
}
