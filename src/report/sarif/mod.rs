//! Findings as SARIF 2.1.0, the format in which code hosts and editors show the results of an
//! analysis beside the files.

mod log;
mod place;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_128;

use self::log::{
    Driver, Fingerprints, Invocation, LEVEL, LocationProperties, Log, LogicalLocation,
    PhysicalLocation, ResultProperties, Run, SarifLocation, SarifResult, Tool,
};
use self::place::{Place, artifact, region};
use super::finding::{Finding, FindingNumber, NumberedCluster, findings};
use super::model::ReportedDocument;
use super::table::{Sides, sides_by_place};
use crate::report::model::Report;

/// The schema that the standard publishes.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Places of a cluster that its message names; all of them are related locations.
const NAMED: usize = 3;

/// Writes the findings as SARIF 2.1.0: one result for each side of a match, and one for each cluster
/// of three places and more.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_sarif(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let numbered = findings(report);
    let numbered = numbered.iter().zip((1..).map(FindingNumber));
    let results = numbered.flat_map(|(finding, number)| places.results(finding, number)).collect();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver::new() },
            invocations: [Invocation::new(report)],
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What the places of a report refer to.
struct Places<'r> {
    documents: HashMap<&'r str, &'r ReportedDocument<'r>>,
    sides: Sides<'r>,
}

impl<'r> Places<'r> {
    fn new(report: &'r Report<'r>) -> Self {
        let documents = report.documents.iter().map(|document| (&*document.id, document));
        Self { documents: documents.collect(), sides: sides_by_place(report) }
    }

    /// The results of a finding. Each place of a match has a result, since both files may be shown.
    fn results(&self, finding: &Finding<'r>, number: FindingNumber) -> Vec<SarifResult<'r>> {
        if let Some(NumberedCluster { cluster, .. }) = finding.cluster {
            let members = cluster.members.iter();
            let mut places: Vec<Place<'r>> =
                members.map(|member| Place::of_member(member, &self.sides)).collect();
            let representative = places.remove(cluster.representative);
            return vec![self.result(finding, number, representative, &places)];
        }
        let [a, b] = [&finding.found.a, &finding.found.b].map(Place::of_side);
        vec![self.result(finding, number, a, &[b]), self.result(finding, number, b, &[a])]
    }

    fn result(
        &self,
        finding: &Finding<'r>,
        number: FindingNumber,
        place: Place<'r>,
        others: &[Place<'r>],
    ) -> SarifResult<'r> {
        let related = others.iter().zip(1..);
        SarifResult {
            rule_id: finding.kind.name(),
            rule_index: finding.kind as usize,
            level: LEVEL,
            message: message(finding, place, others).into(),
            locations: [self.location(place)],
            related_locations: related
                .map(|(&other, id)| SarifLocation { id: Some(id), ..self.location(other) })
                .collect(),
            partial_fingerprints: fingerprints(place, others),
            properties: ResultProperties {
                finding: number.0,
                unit: finding.found.level.name(),
                similarity: similarity(finding),
            },
        }
    }

    fn location(&self, place: Place<'r>) -> SarifLocation<'r> {
        let document = self.documents.get(place.document);
        let physical = document.and_then(|document| {
            let region = region(document, place);
            artifact(&document.path)
                .map(|artifact_location| PhysicalLocation { artifact_location, region })
        });
        let is_record = physical.is_none() || document.is_some_and(|file| file.line.is_some());
        let original = place.side.map(|side| &side.original);
        SarifLocation {
            id: None,
            physical_location: physical,
            logical_locations: is_record.then_some([LogicalLocation {
                fully_qualified_name: place.document,
                kind: "document",
            }]),
            properties: Some(LocationProperties {
                document: place.document,
                speech: place.speech,
                start: place.start,
                end: place.end,
                line: place.line,
                original_start: original.and_then(|original| original.original_start),
                original_end: original.and_then(|original| original.original_end),
                page: original.and_then(|original| original.page),
            }),
        }
    }
}

/// A sentence that names the places; those of `others` are links to the related locations.
fn message(finding: &Finding<'_>, place: Place<'_>, others: &[Place<'_>]) -> String {
    let level = finding.found.level;
    let mut message = format!("The {level} at {} is also at ", place.name());
    for (other, id) in others.iter().zip(1..).take(NAMED) {
        let comma = if id > 1 { ", " } else { "" };
        let _ = write!(message, "{comma}[{}]({id})", other.name());
    }
    if others.len() > NAMED {
        let _ = write!(message, " and at {} other places", others.len() - NAMED);
    }
    let kind = finding.kind.name();
    let _ = write!(message, " ({kind}, similarity {:.2}).", similarity(finding));
    message
}

/// The similarity of a match, or the lowest one of a cluster.
fn similarity(finding: &Finding<'_>) -> f64 {
    finding.cluster.map_or(finding.found.similarity, |numbered| numbered.cluster.lowest_similarity)
}

/// The hash of the text of a place, followed by that of the other place of a match. White space
/// does not count. A cluster is recognised by its representative alone, so that it stays the same
/// when a place is added.
fn fingerprints(place: Place<'_>, others: &[Place<'_>]) -> Fingerprints {
    let other = if let [other] = others { other.text() } else { "" };
    let words = place.text().split_whitespace().chain(["\0"]).chain(other.split_whitespace());
    let hash = xxh3_128(words.collect::<String>().as_bytes());
    Fingerprints { texts: format!("{hash:032x}") }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::corpus::Collection;
    use crate::document::Document;
    use crate::scan::{Scan, ScanSettings};

    const FERRY: &str =
        "清晨的渡口还笼着薄雾摆渡人解开缆绳把第一批赶集的乡亲送到对岸橹声惊起芦苇丛里的白鹭";

    /// The hashes of the results for texts in these numbers of blank lines.
    fn hashes(texts: &[&str], lines: usize) -> Vec<String> {
        let document = |(at, text): (usize, &&str)| Document {
            id: format!("{lines}-{at}"),
            path: format!("{at}.txt").into(),
            text: format!("{}{text}", "\n".repeat(lines)),
            ..Document::default()
        };
        let documents = texts.iter().enumerate().map(document).collect();
        let collection = Collection { documents, ..Collection::default() };
        let settings = ScanSettings::default();
        let scan = Scan::new(settings.clone()).expect("valid settings");
        let found = scan.run(&collection, &|_| ()).expect("it is in memory");
        let report = Report::new(&collection, &found, &settings).expect("valid settings");
        let mut log = Vec::new();
        write_sarif(&report, &mut log).expect("it is written to memory");
        let log: Value = serde_json::from_slice(&log).expect("it is JSON");
        let results = log["runs"][0]["results"].as_array().expect("a list");
        let hashes = results.iter().map(|one| &one["partialFingerprints"]["leitong/texts/v1"]);
        hashes.map(|hash| hash.as_str().expect("a text").to_owned()).collect()
    }

    #[test]
    fn a_result_is_recognised_wherever_its_texts_stand() {
        let edited = FERRY.replace("第一批", "头一批");
        let two = hashes(&[FERRY, &edited], 0);
        assert_eq!(two.len(), 2);
        assert_ne!(two[0], two[1]);
        assert_eq!(two, hashes(&[FERRY, &edited], 3));
        let other = FERRY.replace("第一批", "又一批");
        assert_ne!(two, hashes(&[FERRY, &other], 0));
    }

    #[test]
    fn a_cluster_is_recognised_when_a_place_is_added() {
        let three = hashes(&[FERRY; 3], 0);
        assert_eq!(three.len(), 1);
        assert_eq!(three, hashes(&[FERRY; 4], 0));
    }
}
