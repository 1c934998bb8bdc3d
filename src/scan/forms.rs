//! The setting for forms, and what it does to the matches.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use super::findings::{Cluster, Form, Kind, Match};
use crate::error::{Error, Result, named_value};

/// Number of documents from which on text that recurs in them can be told from text that some of them
/// copied.
pub(super) const FEWEST: usize = 20;

/// Matches within one document from which on it says several things in about the same words.
///
/// Of 237 paraphrases that are within one document of laws, news, documentation and essays, 191 are in such
/// a document. Of 26 of them that were read 20 are parallel clauses or rows of tables; 6 are entries of a
/// bibliography that is there twice.
const PARALLEL: usize = 3;
/// Score from which on a text is rather said again than in parallel: those entries have .76 and more, and
/// 15 of the parallel ones less.
const SAID_AGAIN: f64 = 0.75;

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

/// Marks the paraphrases within a speech of a document that says several things in about the same words:
/// parallel clauses, and the rows of a table.
pub(super) fn mark_parallel(matches: &mut [Match]) {
    let mut within: HashMap<usize, usize> = HashMap::new();
    for found in &*matches {
        if found.a.document == found.b.document {
            *within.entry(found.a.document).or_default() += 1;
        }
    }
    for found in matches {
        let is_within = found.a.document == found.b.document && found.a.speech == found.b.speech;
        if is_within
            && found.form.is_none()
            && found.paraphrase.is_some()
            && found.kind != Kind::Translation
            && found.similarity < SAID_AGAIN
            && within[&found.a.document] >= PARALLEL
        {
            let has_slots = found.edit_counts.variable > 0;
            found.form = Some(if has_slots { Form::Template } else { Form::Formula });
        }
    }
}

/// Makes all matches of a cluster forms, or none: what most of them are. If they are none, its
/// paraphrases are what most of these are: what many files copy may have parallel clauses in other
/// words. Related matches are as the first one of the cluster, or are no longer related.
fn unify(matches: &mut [Match], clusters: &mut [Cluster]) {
    for cluster in &*clusters {
        let all = &cluster.matches;
        let is_reworded = |at: &usize| matches[*at].paraphrase.is_some();
        let reworded: Vec<usize> = all.iter().copied().filter(is_reworded).collect();
        let (of_all, of_reworded) = (form_of_most(matches, all), form_of_most(matches, &reworded));
        for &at in all {
            let form = of_all.or(of_reworded.filter(|_| matches[at].paraphrase.is_some()));
            matches[at].form = form.map(|form| matches[at].form.unwrap_or(form));
        }
    }
    for cluster in clusters {
        let is_form = matches[cluster.matches[0]].form.is_some();
        cluster.related.retain(|&at| matches[at].form.is_some() == is_form);
    }
}

/// The form of most of some matches; `None` if most are none.
fn form_of_most(matches: &[Match], numbers: &[usize]) -> Option<Form> {
    let forms: Vec<Form> = numbers.iter().filter_map(|&at| matches[at].form).collect();
    forms.iter().min().copied().filter(|_| forms.len() * 2 > numbers.len())
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

#[cfg(test)]
mod tests {
    use super::super::findings::{Kind, MatchSide, ParaphraseEvidence};
    use super::*;
    use crate::diff::EditCounts;
    use crate::document::{Level, Span};

    /// A paraphrase of two speeches, each with its document.
    fn paraphrase(a: (usize, usize), b: (usize, usize), similarity: f64) -> Match {
        let [a, b] = [a, b].map(|(document, speech)| MatchSide {
            document,
            speech: Some(speech),
            span: Span::new(0, 9),
            content_chars: 9,
            coverage: 1.0,
            containment: None,
            content_hash: 0,
            is_quoted: false,
        });
        let evidence = ParaphraseEvidence {
            meaning: 0.9,
            words: 0.5,
            similar_words: Vec::new(),
            contradictions: Vec::new(),
            by_chance: 0.0,
        };
        Match {
            level: Level::Paragraph,
            kind: Kind::Paraphrase,
            form: None,
            similarity,
            a,
            b,
            edits: Vec::new(),
            edit_counts: EditCounts::default(),
            paraphrase: Some(evidence),
        }
    }

    #[test]
    fn paraphrases_of_a_cluster_are_forms_by_themselves() {
        let reworded = Match { form: Some(Form::Formula), ..paraphrase((0, 0), (0, 0), 0.6) };
        let copy = Match { paraphrase: None, form: None, ..reworded.clone() };
        let mut matches = vec![copy.clone(), copy.clone(), copy, reworded.clone()];
        let cluster = Cluster {
            level: Level::Paragraph,
            lowest_similarity: 0.6,
            members: vec![reworded.a, reworded.b],
            representative: 0,
            variant_of: vec![0, 1],
            matches: vec![0, 1, 2, 3],
            related: Vec::new(),
        };
        unify(&mut matches, &mut [cluster]);
        let forms: Vec<bool> = matches.iter().map(|found| found.form.is_some()).collect();
        assert_eq!(forms, [false, false, false, true]);
    }

    fn are_forms(mut matches: Vec<Match>) -> Vec<bool> {
        mark_parallel(&mut matches);
        matches.iter().map(|found| found.form.is_some()).collect()
    }

    #[test]
    fn three_paraphrases_of_one_document_are_parallel() {
        let one = paraphrase((0, 0), (0, 0), 0.6);
        assert_eq!(are_forms(vec![one.clone(); 3]), [true; 3]);
        assert_eq!(are_forms(vec![one.clone(); 2]), [false; 2]);
        let other = paraphrase((0, 0), (1, 0), 0.6);
        assert_eq!(are_forms(vec![one.clone(), one.clone(), other]), [false; 3]);
        let copy = Match { paraphrase: None, ..one.clone() };
        assert_eq!(are_forms(vec![one.clone(), copy.clone(), copy]), [true, false, false]);
        // A document in two languages says everything twice.
        let translation = Match { kind: Kind::Translation, ..one.clone() };
        assert_eq!(are_forms(vec![translation; 3]), [false; 3]);
        // What is said again, or in another speech, is no parallel clause.
        let again = paraphrase((0, 0), (0, 0), 0.8);
        let elsewhere = paraphrase((0, 0), (0, 1), 0.6);
        assert_eq!(are_forms(vec![one, again, elsewhere]), [true, false, false]);
    }
}
