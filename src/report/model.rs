//! What a report says, in the words and numbers of the published schema.
//!
//! Every output format is written from a [`Report`], and the JSON of a report is read back into
//! one. Offsets are in characters unless a name says bytes; shares and similarities are from 0 to
//! 1, rounded to four decimal places.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::settings::SettingsModel;
use crate::diff::{EditCounts, EditKind};
use crate::document::{Date, Document, Level, Location, Span};
use crate::error::SkippedInput;
use crate::scan::{Form, Kind, Relation, Side, Stats};
use crate::similarity::Contradiction;

/// Name and version of the published schema.
pub const SCHEMA: &str = "leitong/report/1";

/// A whole report; its JSON is the published schema.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report<'c> {
    /// [`SCHEMA`].
    pub schema: Cow<'c, str>,
    /// The settings of the run.
    pub settings: SettingsModel,
    /// Counts.
    pub stats: Stats,
    /// Every document.
    pub documents: Vec<ReportedDocument<'c>>,
    /// Every match, the largest level first, then the longest.
    pub matches: Vec<ReportedMatch<'c>>,
    /// Clusters of similar places.
    pub clusters: Vec<ReportedCluster<'c>>,
    /// Pairs of documents that have matches, those that share most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub document_pairs: Vec<ReportedPair<'c>>,
    /// Documents that have matches, those of which most is reused first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reused_documents: Vec<ReusedDocument<'c>>,
    /// Texts that occur in too many documents to make a passage, those that take most space first.
    pub boilerplate: Vec<ReportedBoilerplate<'c>>,
    /// Texts that recur within one document, the most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurring: Vec<ReportedRecurring<'c>>,
    /// How much of the text was searched for passages; `None` if none was.
    #[serde(rename = "ledger")]
    pub coverage: Option<PassageCoverage<'c>>,
    /// Files and records that could not be read.
    pub skipped: Cow<'c, [SkippedInput]>,
}

/// A document and its outline.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedDocument<'c> {
    /// Id of the document in this report.
    pub id: Cow<'c, str>,
    /// The file that it was read from.
    pub path: Cow<'c, str>,
    /// Line of the record in that file, or its row in a Parquet file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Number of characters.
    pub chars: usize,
    /// Speeches of the document.
    pub speeches: Vec<ReportedSpeech<'c>>,
    /// Headings, front matter and page debris that belong to the body of no speech: start and end.
    pub left_out: Vec<(usize, usize)>,
    /// The whole text; `None` in a report that was read from its JSON, which has only the texts of
    /// matches.
    #[serde(skip)]
    pub text: Option<Cow<'c, str>>,
}

/// A speech of a document.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedSpeech<'c> {
    /// Heading of the speech.
    pub title: Cow<'c, str>,
    /// First character, of the heading if there is one.
    pub start: usize,
    /// End of the speech.
    pub end: usize,
    /// First character of the body.
    pub body_start: usize,
}

/// Two similar places.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedMatch<'c> {
    /// The level at which the places were compared.
    pub level: Level,
    /// How the places are alike.
    pub kind: Kind,
    /// In what way the text is a form of the collection; `None` if it is reuse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Jaccard similarity, or for a passage the share of equal characters.
    pub similarity: f64,
    /// The first place, in the order of the collection.
    pub a: ReportedSide<'c>,
    /// The second place.
    pub b: ReportedSide<'c>,
    /// The side whose document has the earlier date; `None` if that is unknown.
    pub earlier: Option<Side>,
    /// The side whose whole speech or document is contained in the larger text of the other.
    pub contained: Option<Side>,
    /// The number of differences of each kind; `None` if they were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_counts: Option<EditCounts>,
    /// The differences; `None` if they were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<ReportedEdit<'c>>>,
    /// Evidence that the places are paraphrases, if they were compared as such.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub paraphrase: Option<ReportedParaphrase<'c>>,
}

impl ReportedMatch<'_> {
    /// What reports call the match: the kind of form that it is, or else the kind of match.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.form.map_or(self.kind.name(), Form::name)
    }

    /// The differences; none if they were left out.
    #[must_use]
    pub fn edits(&self) -> &[ReportedEdit<'_>] {
        self.edits.as_deref().unwrap_or_default()
    }
}

/// What a report says of the differences of its matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditDetail {
    /// All differences and their counts.
    #[default]
    All,
    /// The number of differences of each kind.
    Counts,
    /// Nothing.
    None,
}

impl Report<'_> {
    /// Leaves out the differences that are not asked for. Long documents have thousands, each with
    /// its text.
    pub fn keep_edits(&mut self, detail: EditDetail) {
        for found in &mut self.matches {
            if detail != EditDetail::All {
                found.edits = None;
            }
            if detail == EditDetail::None {
                found.edit_counts = None;
            }
        }
    }
}

/// Evidence that two places say the same in other words.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedParaphrase<'c> {
    /// Cosine of the vectors of the two places, without what all of the collection have in common.
    pub meaning: f64,
    /// Weighted Jaccard similarity of their words.
    pub words: f64,
    /// Pairs of words that stand for each other, in the order of the first place.
    #[serde(rename = "reworded")]
    pub similar_words: Vec<(Cow<'c, str>, Cow<'c, str>)>,
    /// Contradictions between the places; none for the kind `semantic`.
    #[serde(rename = "guards")]
    pub contradictions: Vec<Contradiction>,
    /// Expected number of pairs in the collection that have at least this score and nothing to do with
    /// each other; absent in reports of version 0.1.0 and earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
}

impl ReportedParaphrase<'_> {
    /// The expected number of pairs with this score that have nothing to do with each other, as people
    /// read it.
    pub(super) fn pairs_by_chance(&self) -> Option<String> {
        self.by_chance
            .map(|pairs| if pairs < 0.001 { format!("{pairs:e}") } else { pairs.to_string() })
    }
}

/// One place of a match.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedSide<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// Date of the document, if its record has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Title of the speech.
    pub speech: Option<Cow<'c, str>>,
    /// Offsets and line.
    #[serde(flatten)]
    pub place: Location,
    /// Where the text stands in the original, if it was extracted.
    #[serde(flatten)]
    pub original: OriginalPlace,
    /// Share of the content characters of the document or speech that the match covers.
    pub coverage: f64,
    /// Share of the content characters of the document that the match covers.
    #[serde(default)]
    pub document_coverage: f64,
    /// Share of the shingles of this side that the other side has too; `None` for a passage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub containment: Option<f64>,
    /// Number of content characters.
    pub content_chars: usize,
    /// Whether the text is a quotation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// The original text.
    pub text: Cow<'c, str>,
}

impl ReportedSide<'_> {
    /// What `coverage` is a share of, in a match of this level.
    pub(super) fn whole(&self, level: Level) -> &'static str {
        match level {
            Level::Paragraph => "paragraph",
            Level::Speech | Level::Passage if !self.title().is_empty() => "speech",
            _ => "document",
        }
    }

    /// The title of the speech; empty if there is none, or if the title is only the id of the
    /// document.
    #[must_use]
    pub fn title(&self) -> &str {
        own_title(self.speech.as_deref(), &self.document)
    }
}

/// Where a text that was extracted stands in its original. Nothing is known of other texts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OriginalPlace {
    /// First byte in the original, as UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_start: Option<usize>,
    /// One past the last byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_end: Option<usize>,
    /// Page of the first character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

impl OriginalPlace {
    /// The place of `span`, a part of the document's text.
    pub(super) fn of(document: &Document, span: Span) -> Self {
        let original = document.places.original(span);
        Self {
            original_start: original.map(|original| original.start),
            original_end: original.map(|original| original.end),
            page: document.places.page(span.start),
        }
    }
}

/// One difference of a match.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedEdit<'c> {
    /// The class of the difference.
    pub kind: EditKind,
    /// The text in the first place.
    pub a: EditedText<'c>,
    /// The text in the second place.
    pub b: EditedText<'c>,
}

/// The text of one side of a difference.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EditedText<'c> {
    /// First character.
    pub start: usize,
    /// End of the text.
    pub end: usize,
    /// The original text.
    pub text: Cow<'c, str>,
}

/// A cluster of similar places.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedCluster<'c> {
    /// The level at which the places were compared.
    pub level: Level,
    /// Lowest similarity of two members that were compared.
    pub lowest_similarity: f64,
    /// Number of documents that have a member.
    pub documents: usize,
    /// Number of different contents.
    pub variants: usize,
    /// Index of the member that all others were compared with.
    pub representative: usize,
    /// Index of the member whose document is earlier than all others; `None` unless the dates of
    /// all are known and one is the earliest.
    pub earliest: Option<usize>,
    /// The places, in the order of the collection.
    pub members: Vec<ReportedMember<'c>>,
    /// Indices of the matches that connect the members.
    pub matches: Vec<usize>,
    /// Indices of further matches that are part of the same finding: those of a member with a member
    /// of another cluster, and if the cluster is a form, with any place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<usize>,
}

/// One place of a cluster.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedMember<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// Date of the document, if its record has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Number of its content among the variants; the most frequent is 0.
    pub variant: usize,
    /// Title of the speech.
    pub speech: Option<Cow<'c, str>>,
    /// First character.
    pub start: usize,
    /// End of the place.
    pub end: usize,
    /// Line of the first character.
    pub line: usize,
}

impl ReportedMember<'_> {
    /// The title of the speech; empty if there is none, or if the title is only the id of the
    /// document.
    #[must_use]
    pub fn title(&self) -> &str {
        own_title(self.speech.as_deref(), &self.document)
    }
}

fn own_title<'t>(speech: Option<&'t str>, document: &str) -> &'t str {
    speech.filter(|&title| title != document).unwrap_or_default()
}

/// How much of a document reappears, in other documents or in itself.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReusedDocument<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// Number of its content characters.
    pub content_chars: usize,
    /// Number of them that lie in matches.
    #[serde(default)]
    pub reused_chars: usize,
    /// Share of them that lie in matches.
    pub share: f64,
    /// Share of them that lie in matches within the document.
    pub within: f64,
    /// The other documents that share most of it, up to 20, those that share most
    /// first.
    pub partners: Vec<ReportedPartner<'c>>,
    /// Number of all documents that share text with it.
    pub partner_count: usize,
}

/// Most partners of a document in a report: those of a family of thousands would be millions. The
/// pairs list them all.
pub(super) const MAX_PARTNERS: usize = 20;

/// A document that shares text with another one.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedPartner<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// Share of the other one's content characters that lie in matches with this one.
    pub share: f64,
    /// Whether this document is the earlier one; `None` unless the dates of both are known and
    /// differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_earlier: Option<bool>,
}

impl ReportedPartner<'_> {
    /// The word between a share and the name of this document: `from` if it is the earlier one.
    pub(super) fn preposition(&self) -> &'static str {
        if self.is_earlier == Some(true) { "from" } else { "with" }
    }
}

/// All matches between two documents taken together.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedPair<'c> {
    /// How the documents are related.
    pub relation: Relation,
    /// The first document.
    pub a: PairedDocument<'c>,
    /// The second document.
    pub b: PairedDocument<'c>,
    /// Indices of the matches.
    pub matches: Vec<usize>,
}

/// Least share of one of two documents for the pair to be listed: what is less shows best in its
/// findings. Not measured.
const MIN_LISTED: f64 = 0.1;

impl ReportedPair<'_> {
    /// Whether the pair says more than its matches one by one: there are several, and together they
    /// are a tenth of one of the documents.
    #[must_use]
    pub fn shares_several(&self) -> bool {
        let share = self.a.coverage.max(self.b.coverage);
        self.matches.len() > 1 && share >= MIN_LISTED
    }
}

/// One document of a pair.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairedDocument<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// Share of its content characters that lie in matches with the other document.
    pub coverage: f64,
}

/// A text that occurs in too many documents to make a passage.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedBoilerplate<'c> {
    /// Number of documents that contain it.
    pub documents: usize,
    /// Number of content characters.
    pub content_chars: usize,
    /// The original text of the first place.
    pub text: Cow<'c, str>,
    /// Every place.
    pub places: Vec<TextRange<'c>>,
}

/// Text that recurs within one document, such as the lines of a log. Of the pairs of its places
/// only those make a passage that have more in common than the form.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportedRecurring<'c> {
    /// Number of occurrences of its most frequent run.
    pub occurrences: usize,
    /// The line that holds the first of these occurrences, or the middle of it if it is long.
    pub text: Cow<'c, str>,
    /// The whole text.
    pub place: TextRange<'c>,
}

/// A range of characters of a document.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TextRange<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// First character.
    pub start: usize,
    /// End of the range.
    pub end: usize,
}

/// How much of the text was searched for passages: shares of the content characters, by the run
/// that begins at each.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PassageCoverage<'c> {
    /// The run is rare: every other place that has it was compared.
    pub proved: f64,
    /// The run is frequent: places that share a longer run, or another one nearby, were compared.
    pub measured: f64,
    /// The run is too frequent at any length: each place was compared with one other only.
    #[serde(rename = "blind")]
    pub too_frequent: f64,
    /// The character lies in boilerplate, or in text of `--ignore`.
    pub boilerplate: f64,
    /// Text of which the runs are too frequent, at its first place.
    #[serde(rename = "blind_places")]
    pub too_frequent_places: Vec<TextRange<'c>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_or_a_single_match_is_not_listed() {
        let shares_several = |coverage, matches: usize| {
            let paired = |coverage| PairedDocument { document: "".into(), coverage };
            let (a, b) = (paired(coverage), paired(0.02));
            let matches = (0..matches).collect();
            ReportedPair { relation: Relation::Partial, a, b, matches }.shares_several()
        };
        assert!(shares_several(0.3, 2));
        assert!(!shares_several(0.3, 1));
        assert!(!shares_several(0.05, 9));
    }
}
