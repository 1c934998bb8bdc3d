//! Which of several places may be the source of the others: what dates and containment say, and nothing else.

use super::findings::{Cluster, Match, MatchSide};
use crate::document::Date;
use crate::document::Level;

/// A side stands wholly in the other's text if the match covers so much of its own.
const WHOLE: f64 = 0.9;
/// And at most so much of the other's.
const PART: f64 = 0.5;

/// One of the two sides of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// The side's name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}

/// The side of which something holds that cannot hold of both.
fn which(is_a: bool, is_b: bool) -> Option<Side> {
    if is_a { Some(Side::A) } else { is_b.then_some(Side::B) }
}

impl Match {
    /// The side whose document is certainly the earlier one; `dates` are those of all documents.
    ///
    /// # Panics
    /// If `dates` are not those of the collection.
    #[must_use]
    pub fn earlier(&self, dates: &[Option<Date>]) -> Option<Side> {
        let (a, b) = (dates[self.a.document]?, dates[self.b.document]?);
        which(a.is_before(b), b.is_before(a))
    }

    /// The side whose whole speech or document stands in a larger one. It does not say who copied: a text may have been
    /// taken into a larger one, or taken out of it.
    #[must_use]
    pub fn contained(&self) -> Option<Side> {
        let (a, b) = (self.covers_text(&self.a), self.covers_text(&self.b));
        which(a && self.b.coverage <= PART, b && self.a.coverage <= PART)
    }

    /// Whether the match covers a side's whole speech or document; coverage of a paragraph or of a preface says
    /// nothing of them.
    fn covers_text(&self, side: &MatchSide) -> bool {
        let of_text = match self.level {
            Level::Document => true,
            Level::Paragraph => false,
            Level::Speech | Level::Passage => side.speech.is_some(),
        };
        of_text && side.coverage >= WHOLE
    }
}

impl Cluster {
    /// Number of the member that is certainly earlier than all others; `dates` are those of all documents.
    ///
    /// # Panics
    /// If `dates` are not those of the collection.
    #[must_use]
    pub fn earliest(&self, dates: &[Option<Date>]) -> Option<usize> {
        let dates: Vec<Date> = self.members.iter().map(|member| dates[member.document]).collect::<Option<_>>()?;
        let (at, first) = dates.iter().enumerate().min_by_key(|&(_, date)| date)?;
        let others = dates.iter().enumerate().filter(|&(other, _)| other != at);
        others.into_iter().all(|(_, other)| first.is_before(*other)).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::EditCounts;
    use crate::document::Span;
    use crate::scan::Kind;

    fn side(document: usize, coverage: f64) -> MatchSide {
        let span = Span::new(0, 9);
        MatchSide { document, speech: Some(0), span, content_chars: 3, coverage, containment: None, content_hash: 0 }
    }

    fn found(level: Level, a: f64, b: f64) -> Match {
        let (edits, edit_counts) = (Vec::new(), EditCounts::default());
        Match {
            level,
            kind: Kind::Exact,
            similarity: 1.0,
            a: side(0, a),
            b: side(1, b),
            edits,
            edit_counts,
            rewording: None,
        }
    }

    fn dates<const N: usize>(dates: [&str; N]) -> [Option<Date>; N] {
        dates.map(Date::parse)
    }

    #[test]
    fn the_earlier_side_is_told_by_dates_alone() {
        let found = found(Level::Passage, 0.95, 0.2);
        assert_eq!(found.earlier(&dates(["2020", "2021-01"])), Some(Side::A));
        assert_eq!(found.earlier(&dates(["2021-01-05", "2021-01-04"])), Some(Side::B));
        for unknown in [["2020", "2020-03"], ["2020", "2020"], ["2020", "?"], ["?", "2020"], ["?", "?"]] {
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
        };
        assert_eq!(cluster.earliest(&dates(["2021", "2020-05", "2020-06-01"])), Some(1));
        for unknown in [["2021", "2020", "2020-06-01"], ["2021", "2020-05", "2020-05"], ["2021", "2020", "?"]] {
            assert_eq!(cluster.earliest(&dates(unknown)), None);
        }
    }
}
