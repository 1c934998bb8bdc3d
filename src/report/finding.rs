//! Numbered findings: matches, with those of a larger cluster counted as one.

use std::collections::BTreeMap;

use super::model::{ReportedCluster, ReportedMatch};
use crate::report::model::Report;
use crate::scan::{Cluster, Form, Kind};

/// The number of a finding in reports, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingNumber(pub usize);

impl FindingNumber {
    /// The index of the finding among all [findings]; `None` for number 0.
    #[must_use]
    pub fn index(self) -> Option<usize> {
        self.0.checked_sub(1)
    }
}

/// A match outside the larger clusters, or a larger cluster, represented by its first match.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Finding<'v> {
    /// Index of the match in the report.
    pub at: usize,
    /// The match.
    pub found: &'v ReportedMatch<'v>,
    /// The kind that all matches of the finding have, or near if they differ.
    pub kind: Kind,
    /// In what way the text is a form of the collection; `None` if it is reuse.
    pub form: Option<Form>,
    /// The cluster.
    pub cluster: Option<NumberedCluster<'v>>,
}

impl Finding<'_> {
    /// What reports call the finding: the kind of form that it is, or else the kind of match.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.form.map_or(self.kind.name(), Form::name)
    }
}

/// A cluster and its index in the report.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct NumberedCluster<'v> {
    /// Index of the cluster.
    pub at: usize,
    /// The cluster.
    pub cluster: &'v ReportedCluster<'v>,
}

/// All findings of a report, in the order of its matches: the largest level first, then the
/// longest, and forms behind all others. The number of a finding in reports is its index plus 1.
#[must_use]
pub fn findings<'v>(report: &'v Report<'v>) -> Vec<Finding<'v>> {
    let clusters = large_clusters(report);
    let matches = report.matches.iter().enumerate();
    matches.filter_map(|(at, found)| finding(report, at, found, clusters.get(&at))).collect()
}

/// The larger cluster of each match that belongs or is related to one.
fn large_clusters<'v>(report: &'v Report<'v>) -> BTreeMap<usize, NumberedCluster<'v>> {
    let mut cluster_of = BTreeMap::new();
    for (at, cluster) in report.clusters.iter().enumerate() {
        if cluster.members.len() >= Cluster::LARGE {
            let numbered = NumberedCluster { at, cluster };
            let matches = cluster.matches.iter().chain(&cluster.related);
            cluster_of.extend(matches.map(|&found| (found, numbered)));
        }
    }
    cluster_of
}

/// The finding that match `at` stands for; `None` if it is another match of a larger cluster.
fn finding<'v>(
    report: &'v Report<'v>,
    at: usize,
    found: &'v ReportedMatch<'v>,
    cluster: Option<&NumberedCluster<'v>>,
) -> Option<Finding<'v>> {
    let Some(&numbered) = cluster else {
        return Some(Finding { at, found, kind: found.kind, form: found.form, cluster: None });
    };
    // Matches of a cluster are in the order of the report, so its first one is the longest.
    let is_first = numbered.cluster.matches.first() == Some(&at);
    is_first.then(|| {
        let kind = kind_of(numbered.cluster, report);
        Finding { at, found, kind, form: found.form, cluster: Some(numbered) }
    })
}

/// The kind that all matches of a cluster have; near, if they have several.
fn kind_of(cluster: &ReportedCluster<'_>, report: &Report<'_>) -> Kind {
    let mut kinds = cluster.matches.iter().map(|&at| report.matches[at].kind);
    let first = kinds.next().unwrap_or(Kind::Near);
    if kinds.all(|kind| kind == first) { first } else { Kind::Near }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Collection;
    use crate::document::Document;
    use crate::scan::{Scan, ScanSettings};

    /// Whether each finding of some documents is a cluster, its kind, and the index of its match.
    fn found(texts: &[&str]) -> Vec<(bool, Kind, usize)> {
        let document = |(at, text): (usize, &&str)| Document {
            id: at.to_string(),
            text: (*text).to_owned(),
            ..Document::default()
        };
        let documents = texts.iter().enumerate().map(document).collect();
        let collection = Collection { documents, ..Collection::default() };
        let settings = ScanSettings::default();
        let scan = Scan::new(settings.clone()).expect("valid settings");
        let result = scan.run(&collection, &|_| ()).expect("it is in memory");
        let report = Report::new(&collection, &result, &settings).expect("valid settings");
        findings(&report)
            .iter()
            .map(|finding| (finding.cluster.is_some(), finding.kind, finding.at))
            .collect()
    }

    const A: &str =
        "今天我们召开社区建设工作会议总结今年以来社区建设取得的显著成绩表彰先进部署任务";
    const EDITED: &str =
        "今天我们召开社区建设工作会议总结今年以来社区建设取得的显著成绩表彰先进部署工作";
    const B: &str =
        "清晨的渡口还笼着薄雾摆渡人解开缆绳把第一批赶集的乡亲送到对岸橹声惊起芦苇丛里的白鹭";

    #[test]
    fn two_places_are_a_match_and_three_are_a_cluster() {
        assert_eq!(found(&[A, A, B]), [(false, Kind::Exact, 0)]);
        assert_eq!(found(&[A, A, B, A]), [(true, Kind::Exact, 0)]);
    }

    #[test]
    fn a_cluster_of_several_kinds_is_near() {
        assert_eq!(found(&[A, A, EDITED]), [(true, Kind::Near, 0)]);
    }

    #[test]
    fn findings_keep_the_order_of_their_first_matches() {
        let both = found(&[A, B, A, B, A]);
        assert_eq!(both.len(), 2);
        assert!(both.is_sorted_by_key(|finding| finding.2));
        assert!(both[0].0 != both[1].0, "one is a cluster and the other one is not");
    }
}
