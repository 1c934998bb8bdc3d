//! The parts of a report that scoring needs.
//!
//! Reports of other programs may have no more than these. Whole reports are read by
//! [`read_report`](super::read_report), which checks everything.

use serde::Deserialize;

use crate::document::Level;
use crate::scan::Kind;

/// A report of which only documents, matches and clusters are read.
#[derive(Deserialize)]
pub(crate) struct PartialReport {
    pub(crate) documents: Vec<PartialDocument>,
    pub(crate) matches: Vec<PartialMatch>,
    pub(crate) clusters: Vec<PartialCluster>,
}

#[derive(Deserialize)]
pub(crate) struct PartialDocument {
    pub(crate) id: String,
}

/// A match of a report, or a line of its matches as JSON Lines.
#[derive(Deserialize)]
pub(crate) struct PartialMatch {
    level: String,
    kind: Option<String>,
    pub(crate) similarity: Option<f64>,
    pub(crate) a: PartialSide,
    pub(crate) b: PartialSide,
}

#[derive(Deserialize)]
pub(crate) struct PartialSide {
    pub(crate) document: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct PartialCluster {
    level: String,
    pub(crate) members: Vec<PartialMember>,
}

#[derive(Deserialize)]
pub(crate) struct PartialMember {
    pub(crate) document: String,
}

impl PartialMatch {
    /// Whether two whole documents match.
    pub(crate) fn is_of_documents(&self) -> bool {
        self.level == Level::Document.name()
    }

    /// Whether the contents are equal.
    pub(crate) fn is_exact(&self) -> bool {
        self.kind.as_deref() == Some(Kind::Exact.name())
    }
}

impl PartialCluster {
    /// Whether the members are whole documents.
    pub(crate) fn is_of_documents(&self) -> bool {
        self.level == Level::Document.name()
    }
}

/// Whether a text is a whole report and not JSON Lines: its first line is an object with a schema,
/// or begins an object of several lines.
pub(crate) fn is_report(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Header {
        schema: Option<String>,
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match serde_json::from_str::<Header>(first) {
        Ok(header) => header.schema.is_some(),
        Err(_) => first.trim() == "{",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_from_lines_by_its_first_line() {
        assert!(is_report("\n{\n\"schema\": 5"));
        assert!(is_report("{\"schema\": \"leitong/report/1\", \"documents\": []}\n"));
        assert!(!is_report("{\"level\": \"document\"}\n{\"schema\": \"x\"}"));
        assert!(!is_report("") && !is_report("id\tduplicate_of"));
    }

    #[test]
    fn a_match_may_lack_all_that_scoring_does_not_need() {
        let line = r#"{"level": "document", "a": {"document": "x", "start": 0, "end": 5},
            "b": {"document": "y", "start": 0, "end": 5}, "more": 1}"#;
        let found: PartialMatch = serde_json::from_str(line).expect("the line is sound");
        assert!(found.is_of_documents() && !found.is_exact());
        assert_eq!((found.similarity, found.b.document.as_str()), (None, "y"));
    }
}
