//! The findings of a run, by this program or another.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::names::DocumentNames;
use super::partition::Partition;
use super::place::{Pair, PassagePair, Place};
use super::truth::unreadable;
use crate::corpus::{Collection, read_text};
use crate::document::{DocId, Level, LineIndex};
use crate::error::Result;
use crate::report::{PartialCluster, PartialMatch, PartialReport, PartialSide, is_report};
use crate::scan::{Cluster, Findings, Kind, MatchSide};

/// Findings in the form in which they are scored, each once.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Pairs of documents, with their similarity where it is known.
    pub pairs: BTreeMap<Pair, Option<f64>>,
    /// Documents with equal content characters; `None` if the result does not say which they are.
    pub copies: Option<Partition>,
    /// Clusters of documents; `None` if the result has no clusters.
    pub clusters: Option<Partition>,
    /// Pairs of places of any level; `None` if the result has no places.
    pub passages: Option<BTreeMap<PassagePair, Option<f64>>>,
}

impl Found {
    /// The findings of a scan.
    #[must_use]
    pub fn of_findings(collection: &Collection, findings: &Findings) -> Self {
        let documents = collection.documents.iter();
        let lines: Vec<LineIndex<'_>> =
            documents.map(|document| LineIndex::new(&document.text)).collect();
        let mut matches = MatchCollector::default();
        for found in &findings.matches {
            matches.add(&FoundMatch {
                is_of_documents: found.level == Level::Document,
                is_exact: found.kind == Kind::Exact,
                similarity: Some(found.similarity),
                a: place(&lines, &found.a),
                b: place(&lines, &found.b),
            });
        }
        let clusters = findings.clusters.iter().filter(|cluster| cluster.level == Level::Document);
        Self { clusters: Some(Partition::of_links(clusters.flat_map(links))), ..matches.finish() }
    }

    /// Reads the findings of an earlier run: a report of `scan --format json` or `--format jsonl`,
    /// or the duplicates that `dedup` lists.
    ///
    /// Documents that only the file names get an id; if the collection is not known, the documents
    /// that the report lists are the collection.
    ///
    /// # Errors
    /// If the file cannot be read, or is none of these: file and line.
    pub fn read(path: &Path, names: &mut DocumentNames) -> Result<Self> {
        let text = read_text(path)?;
        if is_report(&text) {
            Self::of_report(path, &text, names)
        } else {
            Self::of_lines(path, &text, names)
        }
    }

    fn of_report(path: &Path, text: &str, names: &mut DocumentNames) -> Result<Self> {
        let report: PartialReport = serde_json::from_str(text).map_err(|error| {
            let line = (error.line() > 0).then_some(error.line() as u64);
            unreadable(path, line, format!("no report of scan: {error}"))
        })?;
        if names.documents().is_none() {
            let ids = report.documents.iter().map(|document| document.id.as_str());
            *names = DocumentNames::of_documents(ids);
        }
        let mut matches = MatchCollector::default();
        for row in &report.matches {
            let found = FoundMatch::of_row(row, names);
            matches.add(&found.map_err(|reason| unreadable(path, None, reason))?);
        }
        let clusters = report.clusters.iter().filter(|cluster| cluster.is_of_documents());
        let links = clusters.flat_map(|cluster| links_of_row(cluster, names));
        Ok(Self { clusters: Some(Partition::of_links(links)), ..matches.finish() })
    }

    fn of_lines(path: &Path, text: &str, names: &mut DocumentNames) -> Result<Self> {
        let mut matches = MatchCollector::default();
        let mut duplicates = DuplicateCollector::default();
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        for (number, line) in lines {
            let added = match serde_json::from_str(line) {
                Ok(Line::Match(row)) => {
                    FoundMatch::of_row(&row, names).map(|found| matches.add(&found))
                }
                Ok(Line::Duplicate(row)) => duplicates.add(&row, names),
                Err(_) => Err(UNKNOWN_LINE.into()),
            };
            added.map_err(|reason| unreadable(path, Some(number), reason))?;
        }
        Ok(if duplicates.pairs.is_empty() { matches.finish() } else { duplicates.finish() })
    }
}

/// The place of a side of a match.
fn place(lines: &[LineIndex<'_>], side: &MatchSide) -> Place {
    let place = lines[side.document].location(side.span);
    Place { document: DocId::new(side.document), start: place.start, end: place.end }
}

/// Pairs that connect the documents of a cluster.
fn links(cluster: &Cluster) -> impl Iterator<Item = Pair> {
    let first = DocId::new(cluster.members[0].document);
    cluster.members.iter().map(move |member| Pair::new(first, DocId::new(member.document)))
}

/// Pairs that connect the documents of a cluster of a report.
fn links_of_row(cluster: &PartialCluster, names: &mut DocumentNames) -> Vec<Pair> {
    let members: Vec<DocId> =
        cluster.members.iter().map(|member| names.number(&member.document)).collect();
    members.windows(2).map(|two| Pair::new(two[0], two[1])).collect()
}

/// A match as it is scored.
struct FoundMatch {
    is_of_documents: bool,
    is_exact: bool,
    similarity: Option<f64>,
    a: Place,
    b: Place,
}

impl FoundMatch {
    /// The match of a row; only whole documents may be empty.
    fn of_row(row: &PartialMatch, names: &mut DocumentNames) -> std::result::Result<Self, String> {
        let is_of_documents = row.is_of_documents();
        let is_empty = |side: &PartialSide| side.start >= side.end;
        if !is_of_documents && (is_empty(&row.a) || is_empty(&row.b)) {
            return Err(format!("a match from {} to {} is empty", row.a.start, row.a.end));
        }
        let [a, b] = [&row.a, &row.b].map(|side| Place {
            document: names.number(&side.document),
            start: side.start,
            end: side.end,
        });
        let is_exact = row.is_exact();
        Ok(Self { is_of_documents, is_exact, similarity: row.similarity, a, b })
    }
}

/// Collects matches.
#[derive(Default)]
struct MatchCollector {
    pairs: BTreeMap<Pair, Option<f64>>,
    passages: BTreeMap<PassagePair, Option<f64>>,
    copies: Vec<Pair>,
}

impl MatchCollector {
    fn add(&mut self, found: &FoundMatch) {
        let FoundMatch { a, b, similarity, .. } = *found;
        let documents = Pair::new(a.document, b.document);
        if found.is_of_documents && a.document != b.document {
            self.pairs.insert(documents, similarity);
        }
        if found.is_of_documents && found.is_exact {
            self.copies.push(documents);
        }
        if a.start < a.end && b.start < b.end {
            self.passages.insert(PassagePair::new(a, b), similarity);
        }
    }

    fn finish(self) -> Found {
        Found {
            pairs: self.pairs,
            copies: Some(Partition::of_links(self.copies)),
            clusters: None,
            passages: Some(self.passages),
        }
    }
}

/// Collects removed duplicates and what each is a duplicate of.
#[derive(Default)]
struct DuplicateCollector {
    pairs: BTreeMap<Pair, Option<f64>>,
    links: Vec<Pair>,
    /// One document of each cluster.
    clusters: HashMap<String, DocId>,
}

impl DuplicateCollector {
    fn add(
        &mut self,
        row: &DuplicateRow,
        names: &mut DocumentNames,
    ) -> std::result::Result<(), String> {
        let pair = Pair::new(names.number(&row.id), names.number(&row.duplicate_of));
        if pair.a == pair.b {
            return Err(format!("{:?} is a duplicate of itself", row.id));
        }
        self.pairs.insert(pair, row.similarity);
        self.links.push(pair);
        if let Some(cluster) = &row.cluster {
            let first = *self.clusters.entry(cluster.to_string()).or_insert(pair.a);
            self.links.push(Pair::new(first, pair.a));
        }
        Ok(())
    }

    fn finish(self) -> Found {
        let clusters = Some(Partition::of_links(self.links));
        Found { pairs: self.pairs, copies: None, clusters, passages: None }
    }
}

/// The error about a line that is no finding.
const UNKNOWN_LINE: &str =
    "neither a match of scan --format jsonl nor a duplicate that dedup lists";

/// A line of a list of findings.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Match(PartialMatch),
    Duplicate(DuplicateRow),
}

/// The fields of a [`RemovedRecord`](crate::dedup::RemovedRecord) that scoring needs; lists of other
/// programs may have no more.
#[derive(Deserialize)]
struct DuplicateRow {
    id: String,
    duplicate_of: String,
    similarity: Option<f64>,
    cluster: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Result<Found>, DocumentNames) {
        let file = tempfile::NamedTempFile::new().expect("there is room");
        std::fs::write(file.path(), text).expect("there is room");
        let mut names = DocumentNames::default();
        (Found::read(file.path(), &mut names), names)
    }

    const MATCH: &str = r#"{"level": "LEVEL", "kind": "near", "similarity": 0.9, "a": {"document": "x", "start": 0, "end": 5, "text": "…"}, "b": {"document": "y", "start": 2, "end": 7}}"#;

    #[test]
    fn matches_are_read_line_by_line() {
        let text = [
            MATCH.replace("LEVEL", "document"),
            MATCH.replace("LEVEL", "passage").replace("0,", "1,"),
        ];
        let (found, names) = found(&text.join("\n\n"));
        let found = found.expect("the lines are sound");
        assert_eq!(
            (names.len(), found.pairs.len(), found.passages.map(|all| all.len())),
            (2, 1, Some(2))
        );
        assert!(found.clusters.is_none());
    }

    #[test]
    fn a_report_tells_the_collection_and_clusters() {
        let document = MATCH.replace("LEVEL", "document");
        let text = format!(
            r#"{{"schema": "leitong/report/1", "documents": [{{"id": "z"}}, {{"id": "y"}}, {{"id": "x"}}], "matches": [{document}],
            "clusters": [{{"level": "document", "members": [{{"document": "x"}}, {{"document": "z"}}]}}]}}"#
        );
        for text in [text.replace('\n', " "), text.replacen('{', "{\n", 1)] {
            let (found, mut names) = found(&text);
            let found = found.expect("the report is sound");
            let [x, y, z] = ["x", "y", "z"].map(|id| names.number(id));
            assert_eq!(
                (names.documents(), found.pairs.keys().collect::<Vec<_>>()),
                (Some(3), vec![&Pair::new(x, y)])
            );
            let clusters = found.clusters.expect("the report has clusters");
            assert!(clusters.together(Pair::new(x, z)) && !clusters.together(Pair::new(x, y)));
        }
    }

    #[test]
    fn duplicates_belong_to_what_they_duplicate_and_to_their_cluster() {
        let text = "{\"id\": \"b\", \"duplicate_of\": \"a\", \"cluster\": 1}\n{\"id\": \"d\", \"duplicate_of\": \"c\", \"similarity\": 0.8, \"cluster\": 1}\n";
        let (found, mut names) = found(text);
        let found = found.expect("the lines are sound");
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|id| names.number(id));
        assert_eq!(found.pairs, [(Pair::new(a, b), None), (Pair::new(c, d), Some(0.8))].into());
        assert!(found.clusters.is_some_and(|clusters| clusters.together(Pair::new(b, d))));
        assert!(found.passages.is_none());
    }

    #[test]
    fn says_which_line_is_no_finding() {
        let said = |text: &str| found(text).0.expect_err("the file is broken").to_string();
        let good = MATCH.replace("LEVEL", "passage");
        assert!(said(&format!("{good}\n{{\"a\": 5}}\n")).ends_with(
            ":2: neither a match of scan --format jsonl nor a duplicate that dedup lists"
        ));
        assert!(
            said("{\n\"schema\": 5,\n\"documents\": 7}")
                .contains(":3: no report of scan: invalid type")
        );
        assert!(
            said(r#"{"id": "a", "duplicate_of": "a"}"#)
                .ends_with(":1: \"a\" is a duplicate of itself")
        );
        assert!(
            said(&good.replace("\"end\": 5", "\"end\": 0"))
                .ends_with(":1: a match from 0 to 0 is empty")
        );
    }
}
