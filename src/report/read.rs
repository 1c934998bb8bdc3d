//! Reads a report back from its JSON.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use super::model::{Report, ReportedCluster, SCHEMA};
use crate::corpus::read_text;
use crate::error::{Error, Result, SkippedInput};

/// Reads a report that `scan --format json` wrote, compressed or not.
///
/// # Errors
/// If it cannot be read, is no report of this schema, or refers to documents or matches that it
/// does not have.
pub fn read_report(path: &Path) -> Result<Report<'static>> {
    parse(&read_text(path)?)
        .map_err(|Fault { line, reason }| Error::Unreadable(SkippedInput { path: path.to_owned(), line, reason }))
}

/// What is wrong with a report, and the line if there is one to blame.
#[derive(Debug)]
struct Fault {
    line: Option<u64>,
    reason: String,
}

fn parse(text: &str) -> std::result::Result<Report<'static>, Fault> {
    let report: Report<'static> = serde_json::from_str(text).map_err(|error| syntax_fault(text, &error))?;
    if report.schema != SCHEMA {
        return Err(Fault { line: None, reason: wrong_schema(&report.schema) });
    }
    check(&report).map_err(|reason| Fault { line: None, reason: format!("no sound report: {reason}") })?;
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
        Ok(Header { schema }) if schema != SCHEMA => Fault { line: None, reason: wrong_schema(&schema) },
        _ => {
            let reason = format!("no report of scan --format json: {error}");
            Fault { line: Some(error.line() as u64), reason }
        }
    }
}

fn wrong_schema(schema: &str) -> String {
    format!("its schema is {schema:?}, and {SCHEMA:?} is what can be read")
}

/// Checks that all documents and matches that the report refers to are there.
fn check(report: &Report<'_>) -> std::result::Result<(), String> {
    let ids: HashSet<&str> = report.documents.iter().map(|document| &*document.id).collect();
    let sides = report.matches.iter().flat_map(|found| [&found.a, &found.b]).map(|side| &*side.document);
    let members = report.clusters.iter().flat_map(|cluster| &cluster.members).map(|member| &*member.document);
    if let Some(unknown) = sides.chain(members).find(|id| !ids.contains(id)) {
        return Err(format!("document {unknown:?} is not among its documents"));
    }
    report.clusters.iter().enumerate().try_for_each(|(number, cluster)| {
        let wrong = |what| format!("cluster {number} names {what} that it does not have");
        check_cluster(cluster, report.matches.len()).map_err(wrong)
    })
}

fn check_cluster(cluster: &ReportedCluster<'_>, matches: usize) -> std::result::Result<(), &'static str> {
    let members = cluster.members.len();
    if cluster.representative >= members || cluster.earliest.is_some_and(|earliest| earliest >= members) {
        return Err("a member");
    }
    if cluster.matches.is_empty() || cluster.matches.iter().any(|&at| at >= matches) {
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
