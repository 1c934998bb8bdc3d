//! What a run has found.

use super::Boilerplate;
use crate::diff::{Edit, EditCounts};
use crate::document::Level;
use crate::document::Span;
use crate::seeds::SeedCoverage;
use crate::similarity::Contradiction;
use crate::text::Outline;

/// How two places are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The same content characters; punctuation and layout may differ.
    Exact,
    /// Edited.
    Near,
    /// The same but for slots that were filled anew: names, numbers, dates and placeholders.
    Template,
    /// Said in other words: words swapped, clauses and sentences moved.
    Semantic,
}

impl Kind {
    /// The kind's name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Template => "template",
            Self::Semantic => "semantic",
        }
    }
}

/// One of the two places of a match.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchSide {
    /// Number of the document in the collection.
    pub document: usize,
    /// Number of the speech in the document's outline; `None` for a whole document and for
    /// paragraphs outside every speech.
    pub speech: Option<usize>,
    /// The place in the document's text.
    pub span: Span,
    /// Content characters of the place.
    pub content_chars: usize,
    /// Share of content characters that the match covers: of the document, of the paragraph, or,
    /// for speeches and passages, of the speech.
    pub coverage: f64,
    /// Share of the side's shingles that the other side has too; `None` for a passage.
    pub containment: Option<f64>,
    /// Identity of the content characters, as [`content_hash`](crate::sketch::content_hash) makes it.
    pub content_hash: u128,
}

/// How two places say the same in other words.
#[derive(Debug, Clone, PartialEq)]
pub struct ParaphraseEvidence {
    /// Cosine of the vectors of the two places.
    pub meaning: f64,
    /// Weighted Jaccard similarity of their words.
    pub words: f64,
    /// Words that stand for each other.
    pub reworded: Vec<(Span, Span)>,
    /// What they differ in nevertheless.
    pub contradictions: Vec<Contradiction>,
}

/// Two places that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What was compared.
    pub level: Level,
    /// How they are alike.
    pub kind: Kind,
    /// Jaccard similarity of the shingles; for a passage the share of equal characters (Dice), and for what is said in other
    /// words the likeness of the words, of what they mean, and of their order.
    pub similarity: f64,
    /// The earlier place.
    pub a: MatchSide,
    /// The later place.
    pub b: MatchSide,
    /// All differences, where the two places could be laid upon each other.
    pub edits: Vec<Edit>,
    /// How many of each kind.
    pub edit_counts: EditCounts,
    /// How the places say the same in other words, if they were compared so.
    pub rewording: Option<ParaphraseEvidence>,
}

/// Places that are all alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// What was compared.
    pub level: Level,
    /// Lowest similarity of two members that were compared.
    pub lowest_similarity: f64,
    /// The members, in order of documents and places, each as it was matched with the representative.
    pub members: Vec<MatchSide>,
    /// Number of the member that all others were compared with.
    pub representative: usize,
    /// For each member which of the variants it is: members with the same content characters are one variant. The commonest
    /// is 0, of equally common ones the one that comes first.
    pub variant_of: Vec<usize>,
    /// Numbers of the matches that hold it together.
    pub matches: Vec<usize>,
}

impl Cluster {
    /// How many different contents the members have.
    #[must_use]
    pub fn variants(&self) -> usize {
        self.variant_of.iter().max().map_or(0, |last| last + 1)
    }

    /// How many documents the members stand in.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.members.chunk_by(|x, y| x.document == y.document).count()
    }
}

/// Counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stats {
    /// Documents that were compared.
    pub documents: usize,
    /// Speeches in them.
    pub speeches: usize,
    /// Characters of all documents.
    pub chars: usize,
    /// Files and records that could not be read.
    pub skipped: usize,
    /// Files in folders that are of no known kind.
    #[serde(rename = "passed_over")]
    pub ignored_files: usize,
    /// Pairs and places that were not looked at because they were too common.
    pub capped: u64,
}

/// Everything that reappears in a collection.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// The outline of each document.
    pub outlines: Vec<Outline>,
    /// Matches, the largest level first, then the longest.
    pub matches: Vec<Match>,
    /// Clusters of the matches.
    pub clusters: Vec<Cluster>,
    /// Stretches that too many documents hold to be told of each of them.
    pub boilerplate: Vec<Boilerplate>,
    /// Stretches that occur too often to be looked at everywhere: document and place of the first of each.
    pub too_frequent: Vec<(usize, Span)>,
    /// For how much of the text every passage that shares its runs was looked at.
    pub coverage: SeedCoverage,
    /// Counts.
    pub stats: Stats,
}
