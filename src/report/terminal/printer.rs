//! One finding as the list shows it.

use std::io::{self, Write};

use console::Style;

use super::clean::clean;
use super::excerpt::{Marks, excerpt};
use super::layout::{counted, folded, wrapped};
use super::options::TerminalOptions;
use super::places::{Place, write_places};
use crate::report::counts::further_matches;
use crate::report::finding::{Finding, FindingNumber};
use crate::report::model::{ReportedCluster, ReportedMatch, ReportedMember};
use crate::scan::Kind;

/// Differences shown of one finding: what fits in a few lines.
const DIFFERENCES: usize = 4;
/// Members shown of one cluster: what fits on half a screen.
const MEMBERS: usize = 12;
/// Pairs of similar words shown of one finding: about a line.
const SIMILAR_WORDS: usize = 8;
/// Columns that an excerpt gets on the narrowest terminal.
const NARROWEST: usize = 20;

/// Prints findings with certain options.
pub(super) struct Printer {
    options: TerminalOptions,
    marks: Marks,
}

impl Printer {
    pub(super) fn new(options: TerminalOptions) -> Self {
        Self { options, marks: Marks::new(options.color) }
    }

    /// The style of plain text, in which colours are on or off as the options say.
    pub(super) fn style(&self) -> Style {
        self.options.style()
    }

    /// Columns of the terminal.
    pub(super) fn width(&self) -> usize {
        self.options.width
    }

    /// A finding with its places, an excerpt and its differences.
    pub(super) fn finding(
        &self,
        number: FindingNumber,
        finding: &Finding<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.places(number, finding, MEMBERS, out)?;
        self.body(finding.found, out)
    }

    /// The heading of a finding and up to `limit` of its places.
    pub(super) fn places(
        &self,
        number: FindingNumber,
        finding: &Finding<'_>,
        limit: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(numbered) = finding.cluster else {
            let found = finding.found;
            let similarity = format!("similarity {:.2}", found.similarity);
            self.heading(number, finding, &similarity, out)?;
            let places = [&found.a, &found.b].map(|side| Place::of_side(side, found.level));
            return self.table(&places, out);
        };
        self.heading(number, finding, &cluster_counts(numbered.cluster), out)?;
        self.members(numbered.cluster, limit, out)
    }

    fn heading(
        &self,
        number: FindingNumber,
        finding: &Finding<'_>,
        similarity: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let found = finding.found;
        let title = format!("{:>3}  {}, {}", number.0, found.level.name(), finding.label());
        let title = self.style().bold().apply_to(title);
        let chars = counted(found.a.content_chars, "content character");
        let line = format!("{title}  {chars}, {similarity}");
        writeln!(out, "{}", folded(&line, 5, self.width()))
    }

    pub(super) fn table(&self, places: &[Place], out: &mut dyn Write) -> io::Result<()> {
        write_places(places, self.options, out)
    }

    fn members(
        &self,
        cluster: &ReportedCluster<'_>,
        limit: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let members = earliest_first(cluster).into_iter().take(limit);
        self.table(&members.map(Place::of_member).collect::<Vec<_>>(), out)?;
        match cluster.members.len().saturating_sub(limit) {
            0 => Ok(()),
            more => writeln!(out, "     … and {more} more places"),
        }
    }

    /// An excerpt of a match, and its differences.
    pub(super) fn body(&self, found: &ReportedMatch<'_>, out: &mut dyn Write) -> io::Result<()> {
        let excerpt = excerpt(found, &self.marks, DIFFERENCES);
        for line in wrapped(&excerpt.text, self.width().saturating_sub(7).max(NARROWEST)) {
            writeln!(out, "     │ {line}")?;
        }
        let differences = differences(found);
        if !differences.is_empty() {
            let hidden = match excerpt.hidden {
                0 => String::new(),
                hidden => format!(" ({hidden} not shown)"),
            };
            let line = format!("     differs: {differences}{hidden}");
            writeln!(out, "{}", folded(&line, 7, self.width()))?;
        }
        let Some(words) = paraphrase(found, SIMILAR_WORDS) else {
            return Ok(());
        };
        let line = format!("     {words}");
        writeln!(out, "{}", folded(&line, 7, self.width()))
    }
}

/// The members of a cluster by date; members without a date come last.
fn earliest_first<'v>(cluster: &'v ReportedCluster<'v>) -> Vec<&'v ReportedMember<'v>> {
    let mut members: Vec<&ReportedMember<'_>> = cluster.members.iter().collect();
    members.sort_by_key(|member| (member.date.is_none(), member.date));
    members
}

/// How many places and variants a cluster has, and how similar they are.
fn cluster_counts(cluster: &ReportedCluster<'_>) -> String {
    let places = cluster.members.len();
    let variants = match cluster.variants {
        0 | 1 => String::new(),
        variants => format!("{variants} variants, "),
    };
    let similarity = cluster.lowest_similarity;
    let related = further_matches(cluster);
    format!("in {places} places, {variants}lowest similarity {similarity:.2}{related}")
}

/// The number of differences of each kind; of translations nothing, since no character stays.
pub(super) fn differences(found: &ReportedMatch<'_>) -> String {
    if found.kind == Kind::Translation {
        return String::new();
    }
    let counts =
        found.edit_counts.unwrap_or_default().each().into_iter().filter(|&(_, count)| count > 0);
    let counts: Vec<String> =
        counts.map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    counts.join(", ")
}

/// Up to `limit` pairs of words that stand for each other, and the contradictions between the two
/// texts, if their words were compared.
pub(super) fn paraphrase(found: &ReportedMatch<'_>, limit: usize) -> Option<String> {
    let evidence = found.paraphrase.as_ref()?;
    let pairs = evidence.similar_words.iter().take(limit);
    let pairs: Vec<String> = pairs.map(|(a, b)| format!("{} ↔ {}", clean(a), clean(b))).collect();
    let pairs = if pairs.is_empty() { "nothing but order".to_owned() } else { pairs.join(", ") };
    let more = match evidence.similar_words.len().saturating_sub(limit) {
        0 => String::new(),
        hidden => format!(" ({hidden} more)"),
    };
    let contradictions: Vec<&str> = evidence.contradictions.iter().map(|one| one.name()).collect();
    let but = match contradictions.as_slice() {
        [] => String::new(),
        contradictions => format!("; not the same: {}", contradictions.join(", ")),
    };
    let chance = evidence.pairs_by_chance();
    let chance = chance.map_or(String::new(), |pairs| format!("; {pairs} by chance"));
    let how = if found.kind == Kind::Translation { "translated" } else { "reworded" };
    Some(format!("{how}: {pairs}{more}{but}{chance}"))
}
