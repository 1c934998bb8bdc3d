//! An earlier report, read back from its JSON.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use super::model::{Report, ReportedCluster, SCHEMA};
use crate::corpus::read_text;
use crate::error::{Error, Result, Skip};

/// Reads a report that `scan --format json` wrote, packed or not.
///
/// # Errors
/// If it cannot be read, is no report of this schema, or speaks of documents or matches that it does not have.
pub fn read_report(path: &Path) -> Result<Report<'static>> {
    parse(&read_text(path)?).map_err(|(line, reason)| Error::Unreadable(Skip { path: path.to_owned(), line, reason }))
}

/// A line, if there is one to blame, and what is wrong.
type Fault = (Option<u64>, String);

fn parse(text: &str) -> std::result::Result<Report<'static>, Fault> {
    let report: Report<'static> = serde_json::from_str(text).map_err(|error| fault(text, &error))?;
    if report.schema != SCHEMA {
        return Err((None, wrong_schema(&report.schema)));
    }
    check(&report).map_err(|reason| (None, format!("no sound report: {reason}")))?;
    Ok(report)
}

/// What is wrong with a text that is not read: another schema explains more than the first field that is missing.
fn fault(text: &str, error: &serde_json::Error) -> Fault {
    #[derive(Deserialize)]
    struct Schema {
        schema: String,
    }
    match serde_json::from_str(text) {
        Ok(Schema { schema }) if schema != SCHEMA => (None, wrong_schema(&schema)),
        _ => (Some(error.line() as u64), format!("no report of scan --format json: {error}")),
    }
}

fn wrong_schema(schema: &str) -> String {
    format!("its schema is {schema:?}, and {SCHEMA:?} is what can be read")
}

/// That everything that is named is there.
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
