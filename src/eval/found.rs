//! What a run has found, by this program or another.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::truth::unreadable;
use super::{Names, Pair, Partition, PassagePair, Place};
use crate::corpus::{Collection, read_text};
use crate::document::Level;
use crate::document::LineIndex;
use crate::error::Result;
use crate::scan::{Findings, Kind, MatchSide};

/// Findings in the form in which they are scored, each once.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Pairs of documents, with their similarity where it is known.
    pub pairs: BTreeMap<Pair, Option<f64>>,
    /// Documents with the same content characters; `None` if nothing tells which they are.
    pub copies: Option<Partition>,
    /// Clusters of documents; `None` if nothing tells of clusters.
    pub clusters: Option<Partition>,
    /// Pairs of places, of whatever level; `None` if nothing tells of places.
    pub passages: Option<BTreeMap<PassagePair, Option<f64>>>,
}

impl Found {
    /// What a scan has found.
    #[must_use]
    pub fn of_findings(collection: &Collection, findings: &Findings) -> Self {
        let rulers: Vec<LineIndex<'_>> =
            collection.documents.iter().map(|document| LineIndex::new(&document.text)).collect();
        let place = |side: &MatchSide| {
            let place = rulers[side.document].location(side.span);
            Place { document: Names::at(side.document), start: place.start, end: place.end }
        };
        let mut found = Self { passages: Some(BTreeMap::new()), ..Self::default() };
        for told in &findings.matches {
            found.add(told.level == Level::Document, place(&told.a), place(&told.b), Some(told.similarity));
        }
        let of_documents = findings.matches.iter().filter(|told| told.level == Level::Document);
        let exact = of_documents.filter(|told| told.kind == Kind::Exact);
        let copies = exact.map(|told| Pair::new(Names::at(told.a.document), Names::at(told.b.document)));
        found.copies = Some(Partition::of_links(copies));
        let clusters = findings.clusters.iter().filter(|cluster| cluster.level == Level::Document);
        found.clusters = Some(Partition::of_links(clusters.flat_map(|cluster| {
            let first = Names::at(cluster.members[0].document);
            cluster.members.iter().map(move |member| Pair::new(first, Names::at(member.document)))
        })));
        found
    }

    /// Reads what an earlier run has found: a report of `scan --format json` or `--format jsonl`, or the
    /// duplicates that `dedup` lists.
    ///
    /// Documents that only the file names get a number; if nothing is known of the collection, those
    /// that the report lists are the collection.
    ///
    /// # Errors
    /// If the file cannot be read, or is none of these: file and line.
    pub fn read(path: &Path, names: &mut Names) -> Result<Self> {
        let text = read_text(path)?;
        if is_report(&text) { Self::report(path, &text, names) } else { Self::lines(path, &text, names) }
    }

    fn report(path: &Path, text: &str, names: &mut Names) -> Result<Self> {
        let report: Report = serde_json::from_str(text).map_err(|error| {
            let line = (error.line() > 0).then_some(error.line() as u64);
            unreadable(path, line, format!("no report of scan: {error}"))
        })?;
        if names.documents().is_none() {
            *names = Names::of_documents(report.documents.iter().map(|document| document.id.as_str()));
        }
        let mut found = Self { passages: Some(BTreeMap::new()), ..Self::default() };
        for told in &report.matches {
            found.add_told(told, names).map_err(|reason| unreadable(path, None, reason))?;
        }
        found.copies = Some(Partition::of_links(report.matches.iter().filter_map(|told| told.copy(names))));
        let clusters = report.clusters.iter().filter(|cluster| is_document(&cluster.level));
        let links = clusters.flat_map(|cluster| {
            let members: Vec<_> = cluster.members.iter().map(|member| names.number(&member.document)).collect();
            members.windows(2).map(|two| Pair::new(two[0], two[1])).collect::<Vec<_>>()
        });
        found.clusters = Some(Partition::of_links(links));
        Ok(found)
    }

    fn lines(path: &Path, text: &str, names: &mut Names) -> Result<Self> {
        let (mut matches, mut copies, mut duplicates) = (Self::default(), Vec::new(), Duplicates::default());
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let fault = |reason| unreadable(path, Some(number), reason);
            match serde_json::from_str(line) {
                Ok(Line::Match(told)) => {
                    matches.add_told(&told, names).map_err(fault)?;
                    copies.extend(told.copy(names));
                }
                Ok(Line::Duplicate(row)) => duplicates.add(&row, names).map_err(fault)?,
                Err(_) => {
                    let known = "neither a match of scan --format jsonl nor a duplicate that dedup lists";
                    return Err(fault(known.into()));
                }
            }
        }
        Ok(if duplicates.pairs.is_empty() { matches.with_copies(copies) } else { duplicates.into() })
    }

    /// These matches, which may be none, and which of them are of copies.
    fn with_copies(mut self, copies: Vec<Pair>) -> Self {
        self.passages.get_or_insert_default();
        self.copies = Some(Partition::of_links(copies));
        self
    }

    fn add_told(&mut self, told: &MatchRow, names: &mut Names) -> std::result::Result<(), String> {
        let [a, b] = [&told.a, &told.b].map(|side| {
            let inside = side.start < side.end || is_document(&told.level);
            inside.then(|| Place { document: names.number(&side.document), start: side.start, end: side.end })
        });
        let (Some(a), Some(b)) = (a, b) else {
            return Err(format!("a match from {} to {} is empty", told.a.start, told.a.end));
        };
        self.add(is_document(&told.level), a, b, told.similarity);
        Ok(())
    }

    fn add(&mut self, document: bool, a: Place, b: Place, similarity: Option<f64>) {
        if document && a.document != b.document {
            self.pairs.insert(Pair::new(a.document, b.document), similarity);
        }
        if a.start < a.end && b.start < b.end {
            self.passages.get_or_insert_default().insert(PassagePair::new(a, b), similarity);
        }
    }
}

/// Whether a text is one object with a schema, and not one object a line.
fn is_report(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match serde_json::from_str::<Schema>(first) {
        Ok(line) => line.schema.is_some(),
        Err(_) => first.trim() == "{",
    }
}

fn is_document(level: &str) -> bool {
    level == Level::Document.name()
}

/// Duplicates that were removed, and what each was a duplicate of.
#[derive(Default)]
struct Duplicates {
    pairs: BTreeMap<Pair, Option<f64>>,
    links: Vec<Pair>,
    /// One document of each cluster.
    clusters: HashMap<String, super::Id>,
}

impl Duplicates {
    fn add(&mut self, row: &DuplicateRow, names: &mut Names) -> std::result::Result<(), String> {
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
}

impl From<Duplicates> for Found {
    fn from(duplicates: Duplicates) -> Self {
        let clusters = Some(Partition::of_links(duplicates.links));
        Self { pairs: duplicates.pairs, copies: None, clusters, passages: None }
    }
}

#[derive(Deserialize)]
struct Schema {
    schema: Option<String>,
}

#[derive(Deserialize)]
struct Report {
    documents: Vec<DocumentRow>,
    matches: Vec<MatchRow>,
    clusters: Vec<ClusterRow>,
}

#[derive(Deserialize)]
struct DocumentRow {
    id: String,
}

#[derive(Deserialize)]
struct ClusterRow {
    level: String,
    members: Vec<MemberRow>,
}

#[derive(Deserialize)]
struct MemberRow {
    document: String,
}

/// A line of a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Match(MatchRow),
    Duplicate(DuplicateRow),
}

#[derive(Deserialize)]
struct MatchRow {
    level: String,
    kind: Option<String>,
    similarity: Option<f64>,
    a: SideRow,
    b: SideRow,
}

impl MatchRow {
    /// Two documents that are equal.
    fn copy(&self, names: &mut Names) -> Option<Pair> {
        let equal = is_document(&self.level) && self.kind.as_deref() == Some(Kind::Exact.name());
        equal.then(|| Pair::new(names.number(&self.a.document), names.number(&self.b.document)))
    }
}

#[derive(Deserialize)]
struct SideRow {
    document: String,
    start: usize,
    end: usize,
}

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

    fn found(text: &str) -> (Result<Found>, Names) {
        let file = tempfile::NamedTempFile::new().expect("there is room");
        std::fs::write(file.path(), text).expect("there is room");
        let mut names = Names::default();
        (Found::read(file.path(), &mut names), names)
    }

    const MATCH: &str = r#"{"level": "LEVEL", "kind": "near", "similarity": 0.9, "a": {"document": "x", "start": 0, "end": 5, "text": "…"}, "b": {"document": "y", "start": 2, "end": 7}}"#;

    #[test]
    fn matches_are_read_line_by_line() {
        let text = [MATCH.replace("LEVEL", "document"), MATCH.replace("LEVEL", "passage").replace("0,", "1,")];
        let (found, names) = found(&text.join("\n\n"));
        let found = found.expect("the lines are sound");
        assert_eq!((names.len(), found.pairs.len(), found.passages.map(|all| all.len())), (2, 1, Some(2)));
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
            assert_eq!((names.documents(), found.pairs.keys().collect::<Vec<_>>()), (Some(3), vec![&Pair::new(x, y)]));
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
        assert!(
            said(&format!("{good}\n{{\"a\": 5}}\n"))
                .ends_with(":2: neither a match of scan --format jsonl nor a duplicate that dedup lists")
        );
        assert!(said("{\n\"schema\": 5,\n\"documents\": 7}").contains(":3: no report of scan: invalid type"));
        assert!(said(r#"{"id": "a", "duplicate_of": "a"}"#).ends_with(":1: \"a\" is a duplicate of itself"));
        assert!(said(&good.replace("\"end\": 5", "\"end\": 0")).ends_with(":1: a match from 0 to 0 is empty"));
    }
}
