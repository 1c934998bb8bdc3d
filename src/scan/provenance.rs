//! Provenance: which side of a match may be the source, as far as dates and containment show it.

use super::findings::{Cluster, Match, MatchSide};
use crate::document::{Date, Level};

/// Minimum coverage of a contained side: the text at either end may be too short to align.
const MIN_CONTAINED: f64 = 0.9;
/// Maximum coverage of a containing side, so that the larger text has at least twice the content.
const MAX_CONTAINING: f64 = 0.5;

/// One of the two sides of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first side.
    A,
    /// The second side.
    B,
}

impl Side {
    /// Name of the side, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}

/// The side that a property holds of, given that it cannot hold of both sides.
fn side_with(of_a: bool, of_b: bool) -> Option<Side> {
    if of_a { Some(Side::A) } else { of_b.then_some(Side::B) }
}

impl Match {
    /// The side whose document is certainly earlier. `dates` holds the date of each document of the
    /// collection.
    ///
    /// # Panics
    /// If `dates` is shorter than the collection.
    #[must_use]
    pub fn earlier(&self, dates: &[Option<Date>]) -> Option<Side> {
        let (a, b) = (dates[self.a.document]?, dates[self.b.document]?);
        side_with(a.is_before(b), b.is_before(a))
    }

    /// The side whose whole speech or document occurs in a larger one. Either text may be the
    /// source: the smaller one may have been inserted into the larger one, or extracted from it.
    #[must_use]
    pub fn contained(&self) -> Option<Side> {
        let (a, b) = (self.covers_text(&self.a), self.covers_text(&self.b));
        side_with(a && self.b.coverage <= MAX_CONTAINING, b && self.a.coverage <= MAX_CONTAINING)
    }

    /// Whether the match covers a side's whole speech or document. The coverage of a paragraph, or
    /// of text before the first speech, does not show that.
    fn covers_text(&self, side: &MatchSide) -> bool {
        let is_of_text = match self.level {
            Level::Document => true,
            Level::Paragraph => false,
            Level::Speech | Level::Passage => side.speech.is_some(),
        };
        is_of_text && side.coverage >= MIN_CONTAINED
    }
}

impl Cluster {
    /// Position of the member that is certainly earlier than all others. `dates` holds the date of
    /// each document of the collection.
    ///
    /// # Panics
    /// If `dates` is shorter than the collection.
    #[must_use]
    pub fn earliest(&self, dates: &[Option<Date>]) -> Option<usize> {
        let dates: Vec<Date> =
            self.members.iter().map(|member| dates[member.document]).collect::<Option<_>>()?;
        let (earliest, first) = dates.iter().enumerate().min_by_key(|&(_, date)| date)?;
        let mut others = dates.iter().enumerate().filter(|&(other, _)| other != earliest);
        others.all(|(_, other)| first.is_before(*other)).then_some(earliest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::EditCounts;
    use crate::document::Span;
    use crate::scan::findings::Kind;

    fn side(document: usize, coverage: f64) -> MatchSide {
        let span = Span::new(0, 9);
        MatchSide {
            document,
            speech: Some(0),
            span,
            content_chars: 3,
            coverage,
            containment: None,
            content_hash: 0,
            is_quoted: false,
        }
    }

    fn found(level: Level, a: f64, b: f64) -> Match {
        let (edits, edit_counts) = (Vec::new(), EditCounts::default());
        Match {
            level,
            kind: Kind::Exact,
            form: None,
            similarity: 1.0,
            a: side(0, a),
            b: side(1, b),
            edits,
            edit_counts,
            paraphrase: None,
        }
    }

    fn dates<const N: usize>(dates: [&str; N]) -> [Option<Date>; N] {
        dates.map(Date::parse)
    }

    #[test]
    fn only_dates_decide_which_side_is_earlier() {
        let found = found(Level::Passage, 0.95, 0.2);
        assert_eq!(found.earlier(&dates(["2020", "2021-01"])), Some(Side::A));
        assert_eq!(found.earlier(&dates(["2021-01-05", "2021-01-04"])), Some(Side::B));
        for unknown in
            [["2020", "2020-03"], ["2020", "2020"], ["2020", "?"], ["?", "2020"], ["?", "?"]]
        {
            assert_eq!(found.earlier(&dates(unknown)), None);
        }
    }

    #[test]
    fn a_whole_text_in_the_half_of_another_is_contained() {
        assert_eq!(found(Level::Passage, 0.95, 0.2).contained(), Some(Side::A));
        assert_eq!(found(Level::Document, 0.5, 0.9).contained(), Some(Side::B));
        assert_eq!(found(Level::Passage, 0.95, 0.6).contained(), None);
        assert_eq!(found(Level::Passage, 0.85, 0.2).contained(), None);
        assert_eq!(found(Level::Paragraph, 0.95, 0.2).contained(), None);
        let mut of_preface = found(Level::Passage, 0.95, 0.2);
        of_preface.a.speech = None;
        assert_eq!(of_preface.contained(), None);
    }

    #[test]
    fn the_earliest_member_is_strictly_so() {
        let members = vec![side(0, 1.0), side(1, 1.0), side(2, 1.0)];
        let cluster = Cluster {
            level: Level::Passage,
            lowest_similarity: 1.0,
            members,
            representative: 0,
            variant_of: vec![0; 3],
            matches: vec![0],
            related: Vec::new(),
        };
        assert_eq!(cluster.earliest(&dates(["2021", "2020-05", "2020-06-01"])), Some(1));
        for unknown in
            [["2021", "2020", "2020-06-01"], ["2021", "2020-05", "2020-05"], ["2021", "2020", "?"]]
        {
            assert_eq!(cluster.earliest(&dates(unknown)), None);
        }
    }
}
