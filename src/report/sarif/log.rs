//! The objects of a SARIF log that Leitong writes, with the names of the standard.

use serde::Serialize;

use super::place::{ArtifactLocation, Region, artifact, escaped};
use crate::report::model::Report;
use crate::scan::Kind;

#[derive(Serialize)]
pub(super) struct Log<'r> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'r> {
    pub(super) tool: Tool,
    pub(super) invocations: [Invocation<'r>; 1],
    pub(super) column_kind: &'static str,
    pub(super) results: Vec<SarifResult<'r>>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: [Rule; 5],
}

impl Driver {
    pub(super) fn new() -> Self {
        let kinds = [Kind::Exact, Kind::Near, Kind::Template, Kind::Paraphrase, Kind::Translation];
        Self {
            name: "Leitong",
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: kinds.map(Rule::of),
        }
    }
}

/// One rule for each kind of match.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) short_description: Message,
    pub(super) full_description: Message,
    pub(super) help: Message,
    pub(super) default_configuration: Configuration,
}

impl Rule {
    pub(super) fn of(kind: Kind) -> Self {
        let (short, full) = match kind {
            Kind::Exact => (
                "The same text occurs in several places",
                "The content is equal; punctuation and layout may differ.",
            ),
            Kind::Near => (
                "Nearly the same text occurs in several places",
                "Most of the text is equal; some of it was edited.",
            ),
            Kind::Template => (
                "The same text occurs in several places, filled in anew",
                "The text is equal except for names, numbers, dates and placeholders.",
            ),
            Kind::Paraphrase => (
                "A text occurs in other words",
                "The text is a paraphrase: words were replaced, clauses and sentences were moved.",
            ),
            Kind::Translation => (
                "A text occurs in another language",
                "The text is a translation: the words of both languages answer each other.",
            ),
        };
        let help = "Compare the places. Text that may occur anywhere can be left out of the scan \
                    with --ignore FILE.";
        Self {
            id: kind.name(),
            short_description: short.to_owned().into(),
            full_description: full.to_owned().into(),
            help: help.to_owned().into(),
            default_configuration: Configuration { level: LEVEL },
        }
    }
}

/// The level of every result: reuse is not a fault by itself.
pub(super) const LEVEL: &str = "note";

#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self { text }
    }
}

/// The run, with what could not be read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'r> {
    pub(super) execution_successful: bool,
    pub(super) tool_execution_notifications: Vec<Notification<'r>>,
}

impl<'r> Invocation<'r> {
    pub(super) fn new(report: &'r Report<'r>) -> Self {
        let notes = report.skipped.iter().map(|skip| Notification {
            level: "warning",
            message: escaped(&skip.to_string()).into_owned().into(),
            locations: artifact(&skip.path.to_string_lossy())
                .map(|artifact_location| SarifLocation {
                    physical_location: Some(PhysicalLocation { artifact_location, region: None }),
                    ..SarifLocation::default()
                })
                .into_iter()
                .collect(),
        });
        Self { execution_successful: true, tool_execution_notifications: notes.collect() }
    }
}

#[derive(Serialize)]
pub(super) struct Notification<'r> {
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: Vec<SarifLocation<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'r> {
    pub(super) rule_id: &'static str,
    pub(super) rule_index: usize,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [SarifLocation<'r>; 1],
    pub(super) related_locations: Vec<SarifLocation<'r>>,
    pub(super) partial_fingerprints: Fingerprints,
    pub(super) properties: ResultProperties,
}

/// What recognises a result in a later run: the texts, wherever they stand.
#[derive(Serialize)]
pub(super) struct Fingerprints {
    #[serde(rename = "leitong/texts/v1")]
    pub(super) texts: String,
}

#[derive(Serialize)]
pub(super) struct ResultProperties {
    pub(super) finding: usize,
    pub(super) unit: &'static str,
    pub(super) similarity: f64,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logical_locations: Option<[LogicalLocation<'r>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<LocationProperties<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// A record, which is no file of its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation<'r> {
    pub(super) fully_qualified_name: &'r str,
    pub(super) kind: &'static str,
}

/// The place in the text of the document, with the names of the JSON report.
#[derive(Serialize)]
pub(super) struct LocationProperties<'r> {
    pub(super) document: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) speech: Option<&'r str>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) original_start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) original_end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_kind_is_that_of_its_rule() {
        let rules = Driver::new().rules;
        for kind in [Kind::Paraphrase, Kind::Template, Kind::Near, Kind::Exact] {
            assert_eq!(rules[kind as usize].id, kind.name());
        }
    }
}
