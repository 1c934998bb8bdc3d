//! Reads a report back from its JSON.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::model::{
    Report, ReportedCluster, ReportedMatch, ReportedMember, ReportedPair, ReportedSide, SCHEMA,
};
use crate::corpus::read_text;
use crate::error::{Error, Result, SkippedInput};

/// Reads a report that `scan --format json` wrote, compressed or not.
///
/// # Errors
/// If it cannot be read, is no report of this schema, or refers to documents, matches or places
/// that it does not have.
pub fn read_report(path: &Path) -> Result<Report<'static>> {
    parse_report(&read_text(path)?, path)
}

/// Reads a report from the text that `scan --format json` wrote; errors name `path`.
///
/// # Errors
/// If the text is no report of this schema, or refers to documents, matches or places that it does
/// not have.
pub fn parse_report(text: &str, path: &Path) -> Result<Report<'static>> {
    parse(text)
        .map_err(|Fault { line, reason }| Error::Unreadable(SkippedInput::new(path, line, reason)))
}

/// What is wrong with a report, and the line if there is one to blame.
#[derive(Debug)]
struct Fault {
    line: Option<u64>,
    reason: String,
}

fn parse(text: &str) -> std::result::Result<Report<'static>, Fault> {
    let report: Report<'static> =
        serde_json::from_str(text).map_err(|error| syntax_fault(text, &error))?;
    if report.schema != SCHEMA {
        return Err(Fault { line: None, reason: wrong_schema(&report.schema) });
    }
    check(&report)
        .map_err(|reason| Fault { line: None, reason: format!("no sound report: {reason}") })?;
    Ok(report)
}

/// The fault of a text that is no report. Another schema explains more than the first field that
/// is missing.
fn syntax_fault(text: &str, error: &serde_json::Error) -> Fault {
    #[derive(Deserialize)]
    struct Header {
        schema: String,
    }
    match serde_json::from_str(text) {
        Ok(Header { schema }) if schema != SCHEMA => {
            Fault { line: None, reason: wrong_schema(&schema) }
        }
        _ => {
            let reason = format!("no report of scan --format json: {error}");
            Fault { line: Some(error.line() as u64), reason }
        }
    }
}

fn wrong_schema(schema: &str) -> String {
    format!("its schema is {schema:?}, and {SCHEMA:?} is what can be read")
}

/// Checks that everything that the report refers to exists, and that places lie in their documents.
fn check(report: &Report<'_>) -> std::result::Result<(), String> {
    let lengths: HashMap<&str, usize> =
        report.documents.iter().map(|document| (&*document.id, document.chars)).collect();
    report.matches.iter().try_for_each(|found| check_match(found, &lengths))?;
    report
        .document_pairs
        .iter()
        .try_for_each(|pair| check_pair(pair, report.matches.len(), &lengths))?;
    report.reused_documents.iter().try_for_each(|reused| {
        let partners = reused.partners.iter().map(|partner| &*partner.document);
        let names = std::iter::once(&*reused.document).chain(partners);
        let mut places = names.map(|document| PlaceInDocument { document, start: 0, end: 0 });
        places.try_for_each(|place| place.check(&lengths))
    })?;
    report.clusters.iter().enumerate().try_for_each(|(number, cluster)| {
        let members = cluster.members.iter();
        members.map(PlaceInDocument::of_member).try_for_each(|place| place.check(&lengths))?;
        check_cluster(cluster, report.matches.len())
            .map_err(|what| format!("cluster {number} names {what} that it does not have"))
    })
}

/// Checks the sides of a match and its edits.
fn check_match(
    found: &ReportedMatch<'_>,
    lengths: &HashMap<&str, usize>,
) -> std::result::Result<(), String> {
    PlaceInDocument::of_side(&found.a).check(lengths)?;
    PlaceInDocument::of_side(&found.b).check(lengths)?;
    found.edits().iter().try_for_each(|edit| {
        let [a, b] = [(&found.a, &edit.a), (&found.b, &edit.b)].map(|(side, text)| {
            PlaceInDocument { document: &side.document, start: text.start, end: text.end }
        });
        a.check(lengths).and_then(|()| b.check(lengths))
    })
}

/// Checks the documents and matches of a pair.
fn check_pair(
    pair: &ReportedPair<'_>,
    matches: usize,
    lengths: &HashMap<&str, usize>,
) -> std::result::Result<(), String> {
    let documents = [&pair.a, &pair.b].map(|paired| &*paired.document);
    let whole = documents.map(|document| PlaceInDocument { document, start: 0, end: 0 });
    whole.iter().try_for_each(|document| document.check(lengths))?;
    match pair.matches.iter().find(|&&number| number >= matches) {
        Some(number) => {
            Err(format!("a pair of documents names match {number}, which does not exist"))
        }
        None => Ok(()),
    }
}

/// A range of characters in a document of a report.
struct PlaceInDocument<'r> {
    document: &'r str,
    start: usize,
    end: usize,
}

impl<'r> PlaceInDocument<'r> {
    fn of_side(side: &'r ReportedSide<'_>) -> Self {
        Self { document: &side.document, start: side.place.start, end: side.place.end }
    }

    fn of_member(member: &'r ReportedMember<'_>) -> Self {
        Self { document: &member.document, start: member.start, end: member.end }
    }

    fn check(&self, lengths: &HashMap<&str, usize>) -> std::result::Result<(), String> {
        let Self { document, start, end } = *self;
        match lengths.get(document) {
            None => Err(format!("document {document:?} is not among its documents")),
            Some(&chars) if start > end || end > chars => {
                Err(format!("characters {start} to {end} do not lie in document {document:?}"))
            }
            Some(_) => Ok(()),
        }
    }
}

fn check_cluster(
    cluster: &ReportedCluster<'_>,
    matches: usize,
) -> std::result::Result<(), &'static str> {
    let members = cluster.members.len();
    if cluster.representative >= members
        || cluster.earliest.is_some_and(|earliest| earliest >= members)
    {
        return Err("a member");
    }
    let mut all = cluster.matches.iter().chain(&cluster.related);
    if cluster.matches.is_empty() || all.any(|&at| at >= matches) {
        return Err("a match");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        parse(text).expect_err("the text is no report")
    }

    #[test]
    fn another_schema_explains_more_than_missing_fields() {
        let fault = fault("{\"schema\": \"leitong/dedup/1\", \"read\": 3}");
        assert!(fault.reason.starts_with("its schema is \"leitong/dedup/1\""), "{fault:?}");
        assert_eq!(fault.line, None);
    }

    #[test]
    fn a_syntax_error_has_its_line() {
        let fault = fault("{\n\"schema\": \"leitong/report/1\",\n}");
        assert!(fault.reason.starts_with("no report of scan --format json: "), "{fault:?}");
        assert_eq!(fault.line, Some(3));
    }

    #[test]
    fn a_partial_report_is_no_report() {
        let fault = fault("{\"schema\": \"leitong/report/1\", \"documents\": [], \"matches\": []}");
        assert!(fault.reason.contains("missing field"), "{fault:?}");
    }
}
