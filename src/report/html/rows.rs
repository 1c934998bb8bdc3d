//! Rows of the page's data: the rows of a report with numbers in place of ids and texts.

use std::collections::HashMap;

use serde::Serialize;

use super::document_index::DocumentIndex;
use super::texts::{DocumentText, DocumentTexts, TextTable};
use crate::diff::EditKind;
use crate::document::{Date, Level, Location};
use crate::report::finding::Finding;
use crate::report::model::{
    PassageCoverage, Report, ReportedBoilerplate, ReportedCluster, ReportedDocument, ReportedMatch,
    ReportedMember, ReportedParaphrase, ReportedRecurring, ReportedSide, ReportedSpeech,
};
use crate::scan::{Kind, Relation, Side};

/// A document, with the texts of it that the page has.
#[derive(Serialize)]
pub(super) struct Document<'v> {
    id: &'v str,
    path: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    chars: usize,
    speeches: &'v [ReportedSpeech<'v>],
    /// Whether the page has the whole text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole: bool,
    #[serde(rename = "stretches")]
    texts: Vec<DocumentText>,
}

#[derive(Serialize)]
pub(super) struct Match<'v> {
    level: Level,
    kind: Kind,
    similarity: f64,
    a: MatchPlace,
    b: MatchPlace,
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contained: Option<Side>,
    /// In the order of `edit_kinds`.
    counts: [usize; EditKind::ALL.len()],
    #[serde(rename = "rewording", skip_serializing_if = "Option::is_none")]
    paraphrase: Option<&'v ReportedParaphrase<'v>>,
}

/// Characters and line of a place, with the numbers of its document and of the speech there.
#[derive(Serialize)]
struct NumberedPlace {
    document: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    speech: Option<usize>,
    start: usize,
    end: usize,
    line: usize,
}

#[derive(Serialize)]
struct MatchPlace {
    #[serde(flatten)]
    place: NumberedPlace,
    coverage: f64,
    chars: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    quoted: bool,
}

#[derive(Serialize)]
pub(super) struct Cluster<'v> {
    level: Level,
    lowest_similarity: f64,
    documents: usize,
    variants: usize,
    representative: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<usize>,
    members: Vec<Member>,
    matches: &'v [usize],
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    related: &'v [usize],
}

#[derive(Serialize)]
struct Member {
    #[serde(flatten)]
    place: NumberedPlace,
    variant: usize,
}

/// A finding, in the order in which all reports number them.
#[derive(Serialize)]
pub(super) struct FindingRow {
    #[serde(rename = "match")]
    found: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<usize>,
    /// The kind of form, or else of match.
    kind: &'static str,
}

impl FindingRow {
    pub(super) fn new(finding: &Finding<'_>) -> Self {
        let cluster = finding.cluster.map(|numbered| numbered.at);
        Self { found: finding.at, cluster, kind: finding.label() }
    }
}

/// Two documents, and how much of each lies in matches with the other one.
#[derive(Serialize)]
pub(super) struct Pair {
    relation: Relation,
    documents: [usize; 2],
    coverage: [f64; 2],
    matches: usize,
}

/// Numbers of two documents, the share of each that lies in matches with the other one, and the
/// number of matches.
#[derive(Serialize)]
pub(super) struct PairShares(usize, usize, f64, f64, usize);

/// A document that is reused: its number, the share in all and within itself, the partners that
/// share most of it, and the number of all partners.
#[derive(Serialize)]
pub(super) struct Reused(usize, f64, f64, Vec<ReusedPartner>, usize);

/// The number of a partner, its share, and whether it is earlier.
#[derive(Serialize)]
struct ReusedPartner(usize, f64, Option<bool>);

#[derive(Serialize)]
pub(super) struct Boilerplate<'v> {
    documents: usize,
    chars: usize,
    places: usize,
    text: &'v str,
}

impl<'v> Boilerplate<'v> {
    pub(super) fn new(boilerplate: &'v ReportedBoilerplate<'v>) -> Self {
        Self {
            documents: boilerplate.documents,
            chars: boilerplate.content_chars,
            places: boilerplate.places.len(),
            text: &boilerplate.text,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Recurring<'v> {
    occurrences: usize,
    document: &'v str,
    text: &'v str,
}

impl<'v> Recurring<'v> {
    pub(super) fn new(recurring: &'v ReportedRecurring<'v>) -> Self {
        Self {
            occurrences: recurring.occurrences,
            document: &recurring.place.document,
            text: &recurring.text,
        }
    }
}

/// The shares of the report's coverage; of its places the number is enough.
#[derive(Serialize)]
pub(super) struct CoverageShares {
    proved: f64,
    measured: f64,
    blind: f64,
    boilerplate: f64,
    blind_places: usize,
}

impl CoverageShares {
    pub(super) fn new(coverage: &PassageCoverage<'_>) -> Self {
        Self {
            proved: coverage.proved,
            measured: coverage.measured,
            blind: coverage.too_frequent,
            boilerplate: coverage.boilerplate,
            blind_places: coverage.too_frequent_places.len(),
        }
    }
}

/// Turns the rows of a report into rows of the page.
pub(super) struct Numbering<'v> {
    report: &'v Report<'v>,
    documents: &'v DocumentIndex<'v>,
}

impl<'v> Numbering<'v> {
    pub(super) fn new(report: &'v Report<'v>, documents: &'v DocumentIndex<'v>) -> Self {
        Self { report, documents }
    }

    pub(super) fn documents(&self, texts: &TextTable<'_>) -> Vec<Document<'v>> {
        let dates = self.dates();
        let documents = self.report.documents.iter().enumerate();
        documents.map(|(at, row)| document(row, dates.get(&at), texts.of_document(at))).collect()
    }

    /// The dates of documents, which the sides of matches have.
    fn dates(&self) -> HashMap<usize, Date> {
        let sides = self.report.matches.iter().flat_map(|found| [&found.a, &found.b]);
        sides.filter_map(|side| Some((self.documents.of(&side.document), side.date?))).collect()
    }

    pub(super) fn matches(&self) -> Vec<Match<'v>> {
        self.report.matches.iter().map(|found| self.found(found)).collect()
    }

    pub(super) fn clusters(&self) -> Vec<Cluster<'v>> {
        self.report.clusters.iter().map(|cluster| self.cluster(cluster)).collect()
    }

    /// The pairs of documents that share several places.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair> {
        let pairs = self.report.document_pairs.iter().filter(|pair| pair.shares_several());
        pairs.map(|pair| Pair {
            relation: pair.relation,
            documents: [&pair.a, &pair.b].map(|paired| self.documents.of(&paired.document)),
            coverage: [pair.a.coverage, pair.b.coverage],
            matches: pair.matches.len(),
        })
    }

    /// All pairs of documents that have matches.
    pub(super) fn shares(&self) -> impl Iterator<Item = PairShares> {
        self.report.document_pairs.iter().map(|pair| {
            let [a, b] = [&pair.a, &pair.b].map(|paired| self.documents.of(&paired.document));
            PairShares(a, b, pair.a.coverage, pair.b.coverage, pair.matches.len())
        })
    }

    /// How much of each document is reused.
    pub(super) fn reused(&self) -> impl Iterator<Item = Reused> {
        self.report.reused_documents.iter().map(|reused| {
            let partners = reused.partners.iter().map(|partner| {
                let document = self.documents.of(&partner.document);
                ReusedPartner(document, partner.share, partner.is_earlier)
            });
            let document = self.documents.of(&reused.document);
            let (share, within) = (reused.share, reused.within);
            Reused(document, share, within, partners.collect(), reused.partner_count)
        })
    }

    fn found(&self, found: &'v ReportedMatch<'v>) -> Match<'v> {
        Match {
            level: found.level,
            kind: found.kind,
            similarity: found.similarity,
            a: self.side(&found.a),
            b: self.side(&found.b),
            earlier: found.earlier,
            contained: found.contained,
            counts: found.edit_counts.unwrap_or_default().each().map(|(_, count)| count),
            paraphrase: found.paraphrase.as_ref(),
        }
    }

    fn side(&self, side: &ReportedSide<'_>) -> MatchPlace {
        let document = self.documents.of(&side.document);
        let Location { start, end, line, .. } = side.place;
        let speech = self.speech(document, side.speech.as_deref(), start);
        MatchPlace {
            place: NumberedPlace { document, speech, start, end, line },
            coverage: side.coverage,
            chars: side.content_chars,
            quoted: side.quoted,
        }
    }

    fn cluster(&self, cluster: &'v ReportedCluster<'v>) -> Cluster<'v> {
        Cluster {
            level: cluster.level,
            lowest_similarity: cluster.lowest_similarity,
            documents: cluster.documents,
            variants: cluster.variants,
            representative: cluster.representative,
            earliest: cluster.earliest,
            members: cluster.members.iter().map(|member| self.member(member)).collect(),
            matches: &cluster.matches,
            related: &cluster.related,
        }
    }

    fn member(&self, member: &ReportedMember<'_>) -> Member {
        let document = self.documents.of(&member.document);
        let speech = self.speech(document, member.speech.as_deref(), member.start);
        let (start, end, line) = (member.start, member.end, member.line);
        let place = NumberedPlace { document, speech, start, end, line };
        Member { place, variant: member.variant }
    }

    /// The index of the speech with this title that contains character `at`; `None` if the title
    /// is only the id of the document.
    fn speech(&self, document: usize, title: Option<&str>, at: usize) -> Option<usize> {
        let document = &self.report.documents[document];
        let title = title.filter(|&title| title != document.id)?;
        let contains = |speech: &ReportedSpeech<'_>| (speech.start..speech.end).contains(&at);
        document.speeches.iter().position(|speech| speech.title == title && contains(speech))
    }
}

fn document<'v>(
    row: &'v ReportedDocument<'v>,
    date: Option<&Date>,
    texts: &DocumentTexts,
) -> Document<'v> {
    Document {
        id: &row.id,
        path: &row.path,
        line: row.line,
        date: date.copied(),
        chars: row.chars,
        speeches: &row.speeches,
        whole: texts.is_whole,
        texts: texts.texts.clone(),
    }
}
