//! What a reader counts as one finding: a match, or a cluster of three places and more.

use std::collections::BTreeMap;

use super::View;
use super::model::{ClusterView, MatchView};
use crate::scan::Kind;

/// A match that stands alone, or a cluster of three places and more, which its first match stands for.
#[derive(Clone, Copy)]
pub(super) struct Finding<'v> {
    /// Number of the match, counted from 0.
    pub(super) at: usize,
    /// The match.
    pub(super) found: &'v MatchView<'v>,
    /// How all places are alike.
    pub(super) kind: Kind,
    /// The cluster and its number, counted from 0.
    pub(super) cluster: Option<(usize, &'v ClusterView<'v>)>,
}

/// All findings of a report, in the order of its matches: the largest level first, then the longest.
pub(super) fn findings<'v>(view: &'v View<'v>) -> Vec<Finding<'v>> {
    let large = view.clusters.iter().enumerate().filter(|(_, cluster)| cluster.members.len() > 2);
    let mut home: BTreeMap<usize, (usize, &ClusterView<'_>)> = BTreeMap::new();
    for numbered in large {
        home.extend(numbered.1.matches.iter().map(|&at| (at, numbered)));
    }
    let finding = |(at, found): (usize, &'v MatchView<'v>)| match home.get(&at) {
        None => Some(Finding { at, found, kind: found.kind, cluster: None }),
        Some(&(number, cluster)) if cluster.matches.first() == Some(&at) => {
            Some(Finding { at, found, kind: kind(cluster, view), cluster: Some((number, cluster)) })
        }
        Some(_) => None,
    };
    view.matches.iter().enumerate().filter_map(finding).collect()
}

/// How many findings a report has.
#[must_use]
pub fn count_findings(view: &View<'_>) -> usize {
    findings(view).len()
}

/// The kind that all matches of a cluster have; edited, if they have several.
fn kind(cluster: &ClusterView<'_>, view: &View<'_>) -> Kind {
    let mut kinds = cluster.matches.iter().map(|&at| view.matches[at].kind);
    let first = kinds.next().unwrap_or(Kind::Near);
    if kinds.all(|kind| kind == first) { first } else { Kind::Near }
}
