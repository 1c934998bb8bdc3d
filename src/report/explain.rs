//! One finding in full.

use std::collections::BTreeSet;
use std::io::{self, Write};

use console::truncate_str;

use super::View;
use super::excerpt::clean;
use super::finding_text::{Finding, findings};
use super::model::{ClusterView, EditView, MatchView};
use super::side_by_side::columns;
use super::terminal::{Page, TerminalOptions, differences, folded, said};

/// Writes finding `number`, counted from 1 as on the terminal and the page: all its places, their texts in two columns, and every
/// difference by its class. Of a family each variant stands once beside the place that all are compared with. Nothing, if there is no
/// such finding.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_explained(view: &View<'_>, number: usize, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(view);
    let Some(finding) = number.checked_sub(1).and_then(|at| findings.get(at)) else {
        return Ok(());
    };
    Page::new(look).places(number, finding, usize::MAX, out)?;
    for found in shown(view, finding) {
        writeln!(out)?;
        columns(found, look, out)?;
        list(found, look, out)?;
    }
    Ok(())
}

/// The match, or for each variant of a family the first match of a member with the representative.
fn shown<'v>(view: &'v View<'v>, finding: &Finding<'v>) -> Vec<&'v MatchView<'v>> {
    let Some((_, cluster)) = finding.cluster else {
        return vec![finding.found];
    };
    let own = cluster.members[cluster.representative].variant;
    let mut told = BTreeSet::new();
    let matches = cluster.matches.iter().map(|&at| &view.matches[at]);
    let new = |found: &&MatchView<'_>| variant(cluster, found).is_some_and(|variant| told.insert(variant));
    let mut shown: Vec<_> = matches.filter(new).collect();
    if shown.len() > 1 {
        // What is equal to the representative tells nothing where others differ.
        shown.retain(|found| variant(cluster, found) != Some(own));
    }
    shown
}

/// Which variant a match of the representative is with; `None` for a match of two others.
fn variant(cluster: &ClusterView<'_>, found: &MatchView<'_>) -> Option<usize> {
    let sides = [&found.a, &found.b];
    let place = |at: usize| {
        let member = &cluster.members[at];
        sides.iter().position(|side| {
            side.document == member.document && side.place.start < member.end && member.start < side.place.end
        })
    };
    let other = 1 - place(cluster.representative)?;
    let members = 0..cluster.members.len();
    let is_there = |&at: &usize| at != cluster.representative && place(at) == Some(other);
    members.into_iter().find(is_there).map(|at| cluster.members[at].variant)
}

/// Every difference with its class.
fn list(found: &MatchView<'_>, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    if let Some(rewording) = &found.rewording {
        return writeln!(out, "\n{}", folded(&said(rewording, usize::MAX), 2, look.width));
    }
    if found.edits.is_empty() {
        return writeln!(out, "\nno differences");
    }
    writeln!(out, "\ndiffers: {}", differences(found))?;
    for edit in &found.edits {
        writeln!(out, "{}", truncate_str(&line(edit), look.width, "…"))?;
    }
    Ok(())
}

fn line(edit: &EditView<'_>) -> String {
    let shown = |text: &str| if text.is_empty() { "∅".to_owned() } else { format!("“{}”", clean(text)) };
    format!("  {:<11}  {} → {}", edit.kind.name(), shown(&edit.a.text), shown(&edit.b.text))
}
