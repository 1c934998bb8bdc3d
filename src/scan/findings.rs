//! Results of a scan.

use crate::diff::{Edit, EditCounts};
use crate::document::{DocId, Level, Span};
use crate::seeds::SeedCoverage;
use crate::similarity::Contradiction;
use crate::text::Outline;

/// In what way two places match.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// The content characters are equal; punctuation and layout may differ.
    Exact,
    /// The content was edited.
    Near,
    /// The content is equal except for variables that were filled anew: names, numbers, dates and
    /// placeholders.
    Template,
    /// The content is a paraphrase: words were replaced, clauses and sentences were moved. Reports
    /// call it `semantic`.
    #[serde(rename = "semantic")]
    Paraphrase,
    /// The content is a translation. Reports call it `translated`.
    #[serde(rename = "translated")]
    Translation,
}

impl Kind {
    /// Name of the kind, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Template => "template",
            Self::Paraphrase => "semantic",
            Self::Translation => "translated",
        }
    }
}

/// In what way the text of a match is a form, which says little about where it comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Form {
    /// A form that was filled with other names, numbers and dates.
    Template,
    /// Text that many documents of the collection have: a formula, a slogan, an enumeration.
    Formula,
}

impl Form {
    /// Name of the kind of form, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Formula => "formula",
        }
    }
}

/// A span in a document of the collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the document in the collection.
    pub document: usize,
    /// Span in the document's text.
    pub span: Span,
}

impl Place {
    /// The place of a span in a document.
    pub(super) fn new(document: DocId, span: Span) -> Self {
        Self { document: document.index(), span }
    }
}

/// One of the two places of a match.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MatchSide {
    /// Number of the document in the collection.
    pub document: usize,
    /// Number of the speech in the document's outline; `None` for a whole document and for
    /// paragraphs outside of all speeches.
    pub speech: Option<usize>,
    /// Span in the document's text.
    pub span: Span,
    /// Number of content characters in the span.
    pub content_chars: usize,
    /// Share of content characters that the match covers: of the document, of the paragraph, or,
    /// for speeches and passages, of the speech.
    pub coverage: f64,
    /// Share of the side's shingles that the other side has too; `None` for a passage.
    pub containment: Option<f64>,
    /// Hash of the content characters, as computed by
    /// [`content_hash`](crate::sketch::content_hash).
    pub content_hash: u128,
    /// Whether the text is a quotation: it is in quotation marks or a block quote, or a reference
    /// to its source stands beside it.
    pub is_quoted: bool,
}

impl MatchSide {
    /// Document and span.
    pub(crate) fn place(&self) -> Place {
        Place { document: self.document, span: self.span }
    }
}

/// Evidence that one of two places is a paraphrase of the other.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ParaphraseEvidence {
    /// Cosine of the vectors of the two places.
    pub meaning: f64,
    /// Weighted Jaccard similarity of the words.
    pub words: f64,
    /// Pairs of different words with similar meanings.
    pub similar_words: Vec<(Span, Span)>,
    /// Differences that change the meaning.
    pub contradictions: Vec<Contradiction>,
    /// Expected number of pairs in the collection that have at least this score and nothing to do with
    /// each other.
    pub by_chance: f64,
}

/// A pair of places with similar text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// Level of the units that were compared.
    pub level: Level,
    /// In what way the places match.
    pub kind: Kind,
    /// In what way the text is a form of the collection; `None` if it is reuse.
    pub form: Option<Form>,
    /// Jaccard similarity of the shingles; for a passage the share of equal characters (Dice
    /// coefficient), and for a paraphrase its score.
    pub similarity: f64,
    /// The earlier place.
    pub a: MatchSide,
    /// The later place.
    pub b: MatchSide,
    /// All differences between the parts of the two places that could be aligned.
    pub edits: Vec<Edit>,
    /// Number of edits of each kind.
    pub edit_counts: EditCounts,
    /// Evidence of a paraphrase, if the places were compared by their words.
    pub paraphrase: Option<ParaphraseEvidence>,
}

/// A group of places that match one of them, the representative.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cluster {
    /// Level of the units that were compared.
    pub level: Level,
    /// Lowest similarity of any two members that were compared.
    pub lowest_similarity: f64,
    /// The members in order of documents and spans, each with the span that matched the
    /// representative.
    pub members: Vec<MatchSide>,
    /// Position of the representative among the members.
    pub representative: usize,
    /// Variant of each member. Members with equal content characters are one variant; the most
    /// frequent variant is 0, and of equally frequent ones that of the first member.
    pub variant_of: Vec<usize>,
    /// Numbers of the matches between members.
    pub matches: Vec<usize>,
    /// Numbers of further matches that say little beside this cluster of three places or more: those
    /// of its members with members of other clusters, and if it is a form, with any place. A match
    /// is related to one cluster at most, the one with most members.
    pub related: Vec<usize>,
}

impl Cluster {
    /// Members from which on a cluster is one finding; two places are a match, which says more.
    pub const LARGE: usize = 3;

    /// Number of different contents among the members.
    #[must_use]
    pub fn variants(&self) -> usize {
        self.variant_of.iter().max().map_or(0, |last| last + 1)
    }

    /// Number of different documents among the members.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.members.chunk_by(|x, y| x.document == y.document).count()
    }
}

/// How two documents are related by what they share.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Relation {
    /// They share three quarters of the shorter one and two fifths of the longer one, or match as a
    /// whole.
    Version,
    /// They share three quarters of the shorter one, a smaller part of the longer one.
    Contained,
    /// They share less of the shorter one.
    Partial,
}

impl Relation {
    /// Name of the relation, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Contained => "contained",
            Self::Partial => "partial",
        }
    }
}

/// All matches between two different documents taken together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DocumentPair {
    /// Number of the first document.
    pub a: usize,
    /// Number of the second document, which is higher.
    pub b: usize,
    /// How the documents are related.
    pub relation: Relation,
    /// Share of the content characters of the first document that lie in matches with the second
    /// one.
    pub coverage_a: f64,
    /// Share of the content characters of the second document.
    pub coverage_b: f64,
    /// Numbers of the matches.
    pub matches: Vec<usize>,
}

/// Text that occurs in more documents than
/// [`SeedLimits::common`](crate::seeds::SeedLimits::common).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Boilerplate {
    /// Number of documents that hold the text.
    pub documents: usize,
    /// Length of the text in content characters.
    pub content_chars: usize,
    /// Every occurrence, in order of documents and spans.
    pub places: Vec<Place>,
}

/// Counts of a scan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Stats {
    /// Number of documents that were compared.
    pub documents: usize,
    /// Number of speeches in these documents.
    pub speeches: usize,
    /// Number of characters in these documents.
    pub chars: usize,
    /// Number of files and records that could not be read.
    pub skipped: usize,
    /// Number of files of unknown formats in the folders that were read.
    #[serde(rename = "passed_over")]
    pub ignored_files: usize,
    /// Number of pairs and positions that were not compared because a limit was exceeded.
    pub capped: u64,
    /// Number of paragraphs that were not compared by their meaning because the model knows too few
    /// of their words.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown_words: usize,
    /// Number of paragraphs in which paraphrases were not sought because they are no prose: code,
    /// links, data and rows of tables.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_prose: usize,
    /// Number of paragraphs among which translations were sought and that are all of one language, so that
    /// nothing was compared.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub one_language: usize,
    /// Number of matches that were left out because a place is a quotation.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub quoted: usize,
    /// Number of matches that are forms of the collection; with
    /// [`Forms::Hide`](super::Forms::Hide) they were left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub forms: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Text that recurs within one section, or formulas that recur within one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurringText {
    /// The whole text, from its first character to its last one.
    pub place: Place,
    /// The line, or the middle of it if it is long, that holds the most frequent run.
    pub example: Place,
    /// Number of occurrences of that run in the section.
    pub occurrences: usize,
}

/// How much of a document reappears, in other documents or in itself.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReusedDocument {
    /// Number of the document in the collection.
    pub document: usize,
    /// Number of its content characters.
    pub content_chars: usize,
    /// Share of them that lie in matches.
    pub share: f64,
    /// Share of them that lie in matches within the document.
    pub within: f64,
    /// The other documents, those that share most of this one first.
    pub partners: Vec<Partner>,
}

impl ReusedDocument {
    /// Number of its content characters that lie in matches.
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
    pub fn reused_chars(&self) -> usize {
        // The share is a quotient of counts, which rounding gives back.
        (self.share * self.content_chars as f64).round() as usize
    }
}

/// A document that shares text with another one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Partner {
    /// Number of the document in the collection.
    pub document: usize,
    /// Share of the content characters of the other one that lie in matches with this one.
    pub share: f64,
}

/// Results of a scan.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Findings {
    /// Outline of each document.
    pub outlines: Vec<Outline>,
    /// Matches, those of the largest level first, and of one level the longest first; forms are
    /// behind all others.
    pub matches: Vec<Match>,
    /// Clusters of the matches.
    pub clusters: Vec<Cluster>,
    /// Pairs of documents that have matches, those that share most first.
    pub document_pairs: Vec<DocumentPair>,
    /// Documents that have matches, those of which most is reused first.
    pub reused_documents: Vec<ReusedDocument>,
    /// Text that occurs in too many documents to report its matches.
    pub boilerplate: Vec<Boilerplate>,
    /// First occurrence of each text that is too frequent to compare all of its occurrences.
    pub too_frequent: Vec<Place>,
    /// Text that recurs within one section or document, such as the lines of a log. Of the pairs of its places
    /// only those are matches that are more than two places of one form.
    pub recurring: Vec<RecurringText>,
    /// For how much of the text all passages with a common seed were compared.
    pub coverage: SeedCoverage,
    /// Counts.
    pub stats: Stats,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(document: usize) -> MatchSide {
        MatchSide {
            document,
            speech: None,
            span: Span::new(0, 3),
            content_chars: 1,
            coverage: 1.0,
            containment: None,
            content_hash: 0,
            is_quoted: false,
        }
    }

    #[test]
    fn a_cluster_counts_its_variants_and_documents() {
        let members = [0, 0, 4].map(member).to_vec();
        let variant_of = vec![0, 1, 0];
        let (level, lowest_similarity, representative) = (Level::Passage, 1.0, 0);
        let cluster = Cluster {
            level,
            lowest_similarity,
            members,
            representative,
            variant_of,
            matches: Vec::new(),
            related: Vec::new(),
        };
        assert_eq!((cluster.variants(), cluster.documents()), (2, 2));
    }
}
