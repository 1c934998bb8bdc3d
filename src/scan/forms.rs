//! The setting for forms, and what it does to the matches.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use super::findings::{Cluster, Form, Match};
use crate::error::{Error, Result, named_value};

/// Number of documents from which on text that recurs in them can be told from text that some of them
/// copied.
pub(super) const FEWEST: usize = 20;

/// What a scan does about matches that are forms of the collection.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Forms {
    /// They are reported as all others.
    Show,
    /// They are reported behind all others, and marked.
    #[default]
    Mark,
    /// They are left out, and counted.
    Hide,
}

impl Forms {
    const ALL: [Self; 3] = [Self::Show, Self::Mark, Self::Hide];

    /// Name of the value, as options and reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Mark => "mark",
            Self::Hide => "hide",
        }
    }

    /// Shows, marks or hides the forms among some matches, which `clusters` number; returns how many
    /// they are.
    pub(super) fn apply(self, matches: &mut Vec<Match>, clusters: &mut Vec<Cluster>) -> usize {
        unify(matches, clusters);
        let forms = matches.iter().filter(|found| found.form.is_some()).count();
        match self {
            Self::Show => matches.iter_mut().for_each(|found| found.form = None),
            Self::Mark => reorder(matches, clusters, |_| true),
            Self::Hide => reorder(matches, clusters, |found| found.form.is_none()),
        }
        forms
    }
}

/// Makes all matches of a cluster forms, or none: what most of them are. Related matches are as well,
/// or are no longer related.
fn unify(matches: &mut [Match], clusters: &mut [Cluster]) {
    for cluster in &*clusters {
        let forms: Vec<Form> = cluster.matches.iter().filter_map(|&at| matches[at].form).collect();
        let most = forms.iter().min().filter(|_| forms.len() * 2 > cluster.matches.len());
        for &at in &cluster.matches {
            matches[at].form = most.map(|&form| matches[at].form.unwrap_or(form));
        }
    }
    for cluster in clusters {
        let is_form = matches[cluster.matches[0]].form.is_some();
        cluster.related.retain(|&at| matches[at].form.is_some() == is_form);
    }
}

/// Keeps some matches, forms behind all others, and numbers them anew.
fn reorder(matches: &mut Vec<Match>, clusters: &mut Vec<Cluster>, keeps: impl Fn(&Match) -> bool) {
    let kept = std::mem::take(matches).into_iter().enumerate().filter(|(_, found)| keeps(found));
    let (forms, others): (Vec<_>, Vec<_>) = kept.partition(|(_, found)| found.form.is_some());
    let mut numbers = HashMap::new();
    for (number, (old, found)) in others.into_iter().chain(forms).enumerate() {
        numbers.insert(old, number);
        matches.push(found);
    }
    for cluster in &mut *clusters {
        for list in [&mut cluster.matches, &mut cluster.related] {
            *list = list.iter().filter_map(|old| numbers.get(old).copied()).collect();
            list.sort_unstable();
        }
    }
    clusters.retain(|cluster| !cluster.matches.is_empty());
}

impl fmt::Display for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Forms {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        named_value("forms", &Self::ALL, text)
    }
}
