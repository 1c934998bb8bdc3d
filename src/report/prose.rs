//! A report as a document for reading: headings, sentences, tables and pairs of texts. Markdown and
//! Word have these in common; each of them writes the parts in its own form.

use std::io;

use serde_json::Value;

use super::counts::{counted, further_matches, grouped, percent};
use super::finding::{Finding, FindingNumber, findings};
use super::marked::{Piece, marked};
use super::model::{
    Report, ReportedCluster, ReportedMatch, ReportedMember, ReportedPair, ReportedParaphrase,
    ReusedDocument,
};
use crate::scan::Side;

/// Partners that are named of a reused document.
const PARTNERS: usize = 3;
/// Files and records that are listed of those that could not be read.
const SKIPPED: usize = 1000;

/// Names of settings, as the report page has them.
const SETTINGS: [(&str, &str); 20] = [
    ("similarity", "least similarity"),
    ("levels", "levels"),
    ("shingle", "shingles"),
    ("weight", "weight of words"),
    ("likeness", "least score of paraphrases"),
    ("translated", "least score of translations"),
    ("model", "embedding model"),
    ("min_chars", "least length in ideographs"),
    ("common", "boilerplate above … documents"),
    ("exhaustive", "exhaustive"),
    ("within_document", "inside one document"),
    ("quotes", "quotations"),
    ("forms", "forms"),
    ("fold_script", "traditional = simplified"),
    ("regional_words", "words of Taiwan = words of the mainland"),
    ("slots", "slots"),
    ("bands", "bands"),
    ("rows", "rows of a band"),
    ("predicted_recall", "predicted recall"),
    ("seed", "seed"),
];

/// Writes the parts of a document. Every text is as the report has it, so that the form has to
/// escape it.
pub(super) trait Prose {
    /// Writes the title of the document.
    fn title(&mut self, text: &str) -> io::Result<()>;
    /// Writes a heading.
    fn heading(&mut self, text: &str) -> io::Result<()>;
    /// Writes a paragraph.
    fn paragraph(&mut self, text: &str) -> io::Result<()>;
    /// Writes a list of places.
    fn list(&mut self, places: &[PlaceLine<'_>]) -> io::Result<()>;
    /// Writes a table, whose rows are as long as its head.
    fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> io::Result<()>;
    /// Writes two texts, the first with what is only in it, the second with what is only there.
    fn texts(&mut self, sides: &[TextOfPlace<'_>; 2]) -> io::Result<()>;
}

/// How much of a report a document holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Bytes of texts. A finding whose texts do not fit has its places only.
    pub(super) bytes: usize,
    /// Rows of a table.
    pub(super) rows: usize,
}

impl Room {
    /// A form that holds everything.
    pub(super) const ENDLESS: Self = Self { bytes: usize::MAX, rows: usize::MAX };
}

/// A place in words.
pub(super) struct PlaceLine<'v> {
    pub(super) document: &'v str,
    /// What follows the document: line, page, date and title.
    pub(super) rest: String,
}

impl<'v> PlaceLine<'v> {
    fn new(document: &'v str, facts: &[String], title: &str) -> Self {
        let colon = if title.is_empty() { "" } else { ": " };
        Self { document, rest: format!(", {}{colon}{title}", facts.join(", ")) }
    }
}

/// A place with its text.
pub(super) struct TextOfPlace<'v> {
    pub(super) place: PlaceLine<'v>,
    pub(super) pieces: Vec<Piece<'v>>,
}

/// Writes a report. Returns the number of findings whose texts are left out.
pub(super) fn write_prose(
    report: &Report<'_>,
    title: &str,
    room: Room,
    out: &mut impl Prose,
) -> io::Result<usize> {
    let findings = findings(report);
    out.title(title)?;
    out.paragraph(&headline(report, findings.len()))?;
    write_settings(report, out)?;
    write_reused(report, room, out)?;
    write_pairs(report, room, out)?;
    let mut writer = FindingWriter { room: room.bytes, left_out: 0 };
    for (number, finding) in (1..).map(FindingNumber).zip(&findings) {
        writer.write(number, finding, out)?;
    }
    if writer.left_out > 0 {
        out.paragraph(&format!(
            "The texts of {} are left out, because the document would be too long: the JSON of the \
             report has them.",
            counted(writer.left_out, "finding")
        ))?;
    }
    write_skipped(report, out)?;
    Ok(writer.left_out)
}

/// What was scanned, and how much was found.
fn headline(report: &Report<'_>, found: usize) -> String {
    let stats = report.stats;
    let scanned = [
        counted(stats.documents, "document"),
        counted(stats.speeches, "speech"),
        counted(stats.chars, "character"),
    ];
    let found = if found == 0 { "Nothing reappears".into() } else { counted(found, "finding") };
    format!("{found}. {}.", scanned.join(", "))
}

fn write_settings(report: &Report<'_>, out: &mut impl Prose) -> io::Result<()> {
    out.heading("Settings")?;
    out.table(&["setting", "value"], &settings(report)?)
}

/// The settings of a report, as pairs of a name and a value.
pub(super) fn settings(report: &Report<'_>) -> io::Result<Vec<Vec<String>>> {
    let settings = serde_json::to_value(&report.settings)?;
    let value = |field: &str| settings.get(field).map(value_in_words);
    let rows =
        SETTINGS.iter().filter_map(|(field, name)| Some(vec![(*name).into(), value(field)?]));
    Ok(rows.collect())
}

fn value_in_words(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Null => "none".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(value_in_words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn write_reused(report: &Report<'_>, room: Room, out: &mut impl Prose) -> io::Result<()> {
    let documents = &report.reused_documents;
    if documents.is_empty() {
        return Ok(());
    }
    out.heading("Reused in all")?;
    let rows: Vec<Vec<String>> = documents.iter().take(room.rows).map(reused_row).collect();
    out.table(&["document", "reused", "characters", "with"], &rows)?;
    write_more(documents.len() - rows.len(), "document", out)
}

fn reused_row(reused: &ReusedDocument<'_>) -> Vec<String> {
    let partners = reused.partners.iter().take(PARTNERS);
    let mut with: Vec<String> = partners
        .map(|partner| {
            let (share, with) = (percent(partner.share), partner.preposition());
            format!("{share} {with} {}", partner.document)
        })
        .collect();
    let more = reused.partner_count.saturating_sub(with.len());
    if reused.within > 0.0 {
        with.push(format!("{} within itself", percent(reused.within)));
    }
    if more > 0 {
        with.push(counted(more, "more document"));
    }
    let chars = format!("{} of {}", grouped(reused.reused_chars), grouped(reused.content_chars));
    vec![reused.document.to_string(), percent(reused.share), chars, with.join(", ")]
}

fn write_pairs(report: &Report<'_>, room: Room, out: &mut impl Prose) -> io::Result<()> {
    let pairs = report.document_pairs.iter().filter(|pair| pair.shares_several());
    let mut rows: Vec<Vec<String>> = pairs.map(pair_row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    out.heading("Documents that share several places")?;
    let more = rows.len().saturating_sub(room.rows);
    rows.truncate(room.rows);
    out.table(&["relation", "share", "of", "share", "of", "matches"], &rows)?;
    write_more(more, "pair", out)
}

fn pair_row(pair: &ReportedPair<'_>) -> Vec<String> {
    let [a, b] = [&pair.a, &pair.b].map(|one| [percent(one.coverage), one.document.to_string()]);
    let relation = [pair.relation.name().to_owned()];
    relation.into_iter().chain(a).chain(b).chain([grouped(pair.matches.len())]).collect()
}

fn write_more(more: usize, noun: &str, out: &mut impl Prose) -> io::Result<()> {
    if more == 0 {
        return Ok(());
    }
    out.paragraph(&format!("… and {} that the JSON of the report has.", counted(more, noun)))
}

fn write_skipped(report: &Report<'_>, out: &mut impl Prose) -> io::Result<()> {
    if report.skipped.is_empty() {
        return Ok(());
    }
    out.heading("Not read")?;
    for skip in report.skipped.iter().take(SKIPPED) {
        out.paragraph(&skip.to_string())?;
    }
    write_more(report.skipped.len().saturating_sub(SKIPPED), "item", out)
}

/// Writes findings while there is room for their texts.
struct FindingWriter {
    /// Bytes of texts that there is room for.
    room: usize,
    /// Findings whose texts did not fit.
    left_out: usize,
}

impl FindingWriter {
    fn write(
        &mut self,
        number: FindingNumber,
        finding: &Finding<'_>,
        out: &mut impl Prose,
    ) -> io::Result<()> {
        let found = finding.found;
        let (level, kind) = (found.level.name(), finding.label());
        out.heading(&format!("Finding {}: {level}, {kind}", grouped(number.0)))?;
        out.paragraph(&facts(finding))?;
        if let Some(numbered) = finding.cluster {
            out.list(&members(numbered.cluster))?;
        }
        let sides = [Side::A, Side::B].map(|which| side(found, which));
        let pieces = sides.iter().flat_map(|side| &side.pieces);
        let bytes: usize = pieces.map(|piece| piece.text.len()).sum();
        if bytes <= self.room {
            self.room -= bytes;
            out.texts(&sides)?;
        } else {
            self.left_out += 1;
            out.list(&sides.map(|side| side.place))?;
            out.paragraph("The texts are left out here, because the document would be too long.")?;
        }
        write_differences(found, out)
    }
}

/// A place of a match, and its text.
fn side<'v>(found: &'v ReportedMatch<'_>, which: Side) -> TextOfPlace<'v> {
    let side = if which == Side::A { &found.a } else { &found.b };
    let mut facts = vec![format!("line {}", grouped(side.place.line))];
    facts.extend(side.original.page.map(|page| format!("page {page}")));
    facts.extend(side.date.map(|date| date.to_string()));
    facts.extend((found.earlier == Some(which)).then(|| "earlier".to_owned()));
    facts.extend(side.quoted.then(|| "quoted".to_owned()));
    facts.push(format!("{} of the {}", percent(side.coverage), side.whole(found.level)));
    let place = PlaceLine::new(&side.document, &facts, side.title());
    TextOfPlace { place, pieces: marked(found, which) }
}

/// The length of a finding, and how similar its places are.
fn facts(finding: &Finding<'_>) -> String {
    let found = finding.found;
    let chars = counted(found.a.content_chars, "content character");
    let Some(numbered) = finding.cluster else {
        return format!("{chars}, similarity {:.2}", found.similarity);
    };
    let cluster = numbered.cluster;
    let (places, variants) = (cluster.members.len(), cluster.variants);
    let variants = counted(variants.max(1), "variant");
    let lowest = cluster.lowest_similarity;
    let further = further_matches(cluster);
    format!("{chars}, {places} places, {variants}, lowest similarity {lowest:.2}{further}")
}

/// The places of a cluster, the earliest first.
fn members<'v>(cluster: &'v ReportedCluster<'v>) -> Vec<PlaceLine<'v>> {
    let mut members: Vec<(usize, &ReportedMember<'_>)> =
        cluster.members.iter().enumerate().collect();
    members.sort_by_key(|(_, member)| (member.date.is_none(), member.date));
    let places = members.into_iter().map(|(number, member)| {
        let mut facts = vec![format!("line {}", grouped(member.line))];
        facts.extend(member.date.map(|date| date.to_string()));
        facts.extend((cluster.earliest == Some(number)).then(|| "earliest".to_owned()));
        PlaceLine::new(&member.document, &facts, member.title())
    });
    places.collect()
}

/// Writes how many differences of each kind there are, and which words stand for each other.
fn write_differences(found: &ReportedMatch<'_>, out: &mut impl Prose) -> io::Result<()> {
    let counts = found.edit_counts.unwrap_or_default().each();
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|&(_, count)| count > 0)
        .map(|(kind, count)| format!("{} {}", grouped(count), kind.name()))
        .collect();
    if !counts.is_empty() {
        out.paragraph(&format!("Differences: {}", counts.join(", ")))?;
    }
    found.paraphrase.as_ref().map_or(Ok(()), |evidence| out.paragraph(&rewording(evidence)))
}

fn rewording(evidence: &ReportedParaphrase<'_>) -> String {
    let pairs: Vec<String> =
        evidence.similar_words.iter().map(|(a, b)| format!("{a} ↔ {b}")).collect();
    let pairs = if pairs.is_empty() { "none".to_owned() } else { pairs.join(", ") };
    let contradictions: Vec<&str> = evidence.contradictions.iter().map(|one| one.name()).collect();
    let but = match contradictions.as_slice() {
        [] => String::new(),
        some => format!(". Not the same: {}", some.join(", ")),
    };
    let chance = evidence.pairs_by_chance().map_or(String::new(), |pairs| {
        format!(". By chance, {pairs} pairs of this collection would be as similar")
    });
    format!("Words that stand for each other: {pairs}{but}{chance}")
}

#[cfg(test)]
mod tests {
    use super::SETTINGS;

    #[test]
    fn settings_have_the_names_that_they_have_on_the_page() {
        let words = include_str!("html/script/words.js");
        for (field, name) in SETTINGS {
            assert!(words.contains(&format!("{field}: '{name}'")), "{field} is not {name}");
        }
    }
}
