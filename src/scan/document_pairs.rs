//! What two documents share in all: the matches between them taken together.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::findings::{DocumentPair, Match, Relation};
use super::relation::CoveredDocument;
use crate::document::{DocId, Level, union};
use crate::text::Content;

/// The matches between two different documents.
struct Between<'m> {
    a: usize,
    b: usize,
    /// The matches and their numbers.
    matches: Vec<(usize, &'m Match)>,
}

/// One of the two documents of a pair.
#[derive(Debug, Clone, Copy)]
struct PairSide {
    /// Number of the pair.
    pair: usize,
    /// Whether it is the second document.
    is_second: bool,
}

/// The pairs of different documents that have a match, those that share most first.
///
/// `content` returns the content of a document; it is called once for each document of a pair.
pub(super) fn document_pairs<'c>(
    matches: &[Match],
    content: impl Fn(DocId) -> Cow<'c, Content> + Sync,
) -> Vec<DocumentPair> {
    let pairs = between(matches);
    let sides: Vec<(usize, Vec<PairSide>)> = sides_by_document(&pairs).into_iter().collect();
    let shared = sides.into_par_iter().flat_map_iter(|(document, sides)| {
        let content = content(DocId::new(document));
        let pairs = &pairs;
        sides.into_iter().map(move |side| (side, pairs[side.pair].shared(side, &content)))
    });
    let mut of_pairs = vec![[CoveredDocument::default(); 2]; pairs.len()];
    for (side, shared) in shared.collect::<Vec<_>>() {
        of_pairs[side.pair][usize::from(side.is_second)] = shared;
    }
    let mut pairs: Vec<(f64, DocumentPair)> =
        pairs.iter().zip(of_pairs).map(|(pair, shared)| pair.summary(shared)).collect();
    pairs.sort_by(|(x_chars, x), (y_chars, y)| {
        y_chars.total_cmp(x_chars).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

/// The matches between different documents, by documents.
fn between(matches: &[Match]) -> Vec<Between<'_>> {
    let mut pairs: BTreeMap<(usize, usize), Vec<(usize, &Match)>> = BTreeMap::new();
    for (number, found) in matches.iter().enumerate() {
        let (a, b) = (found.a.document, found.b.document);
        if a != b {
            pairs.entry((a.min(b), a.max(b))).or_default().push((number, found));
        }
    }
    pairs.into_iter().map(|((a, b), matches)| Between { a, b, matches }).collect()
}

/// For each document its sides of all pairs.
fn sides_by_document(pairs: &[Between<'_>]) -> BTreeMap<usize, Vec<PairSide>> {
    let mut sides: BTreeMap<usize, Vec<PairSide>> = BTreeMap::new();
    for (pair, between) in pairs.iter().enumerate() {
        sides.entry(between.a).or_default().push(PairSide { pair, is_second: false });
        sides.entry(between.b).or_default().push(PairSide { pair, is_second: true });
    }
    sides
}

impl Between<'_> {
    /// What the pair shares of one of its documents, which has this content.
    fn shared(&self, side: PairSide, content: &Content) -> CoveredDocument {
        let document = if side.is_second { self.b } else { self.a };
        let sides = self.matches.iter().flat_map(|(_, found)| {
            [&found.a, &found.b].map(|side| (side, found.level == Level::Document))
        });
        let sides = sides.filter(|(side, _)| side.document == document);
        let (mut aligned, mut ranges) = (0.0, Vec::new());
        for (side, is_whole) in sides {
            if is_whole {
                // The span of a document says nothing of how much of it is aligned.
                aligned = side.coverage;
            } else {
                ranges.push(content.range_of(side.span));
            }
        }
        let in_ranges: usize = union(ranges).iter().map(Range::len).sum();
        let share = in_ranges as f64 / content.len().max(1) as f64;
        CoveredDocument { len: content.len(), share: share.max(aligned) }
    }

    /// The pair, and how many characters it shares on the side that has more of them.
    fn summary(&self, [a, b]: [CoveredDocument; 2]) -> (f64, DocumentPair) {
        let is_whole = self.matches.iter().any(|(_, found)| found.level == Level::Document);
        let relation = if is_whole { Relation::Version } else { Relation::of(a, b) };
        let pair = DocumentPair {
            a: self.a,
            b: self.b,
            relation,
            coverage_a: a.share,
            coverage_b: b.share,
            matches: self.matches.iter().map(|(number, _)| *number).collect(),
        };
        (a.chars().max(b.chars()), pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::EditCounts;
    use crate::document::Span;
    use crate::scan::findings::{Kind, MatchSide};

    fn side(document: usize, span: Span, coverage: f64) -> MatchSide {
        MatchSide {
            document,
            speech: None,
            span,
            content_chars: 0,
            coverage,
            containment: None,
            content_hash: 0,
        }
    }

    fn found(level: Level, a: MatchSide, b: MatchSide) -> Match {
        Match {
            level,
            kind: Kind::Near,
            similarity: 0.9,
            a,
            b,
            edits: Vec::new(),
            edit_counts: EditCounts::default(),
            paraphrase: None,
        }
    }

    fn passage(a: MatchSide, b: MatchSide) -> Match {
        found(Level::Passage, a, b)
    }

    /// The pairs of documents that have eight, twenty and ten letters, with a space behind each.
    fn pairs(matches: &[Match]) -> Vec<DocumentPair> {
        let content = |document: DocId| {
            Cow::Owned(Content::whole(&"x ".repeat([8, 20, 10][document.index()])))
        };
        document_pairs(matches, content)
    }

    #[test]
    fn places_that_overlap_count_once() {
        let (x, y) = (Span::new(0, 8), Span::new(4, 12));
        let matches = [
            passage(side(0, x, 0.0), side(1, x, 0.0)),
            passage(side(1, y, 0.0), side(0, y, 0.0)),
            passage(side(1, x, 0.0), side(1, y, 0.0)),
        ];
        let pairs = pairs(&matches);
        let [pair] = &pairs[..] else { panic!("{pairs:?}") };
        assert_eq!((pair.a, pair.b, &pair.matches[..]), (0, 1, &[0, 1][..]));
        assert!((pair.coverage_a - 0.75).abs() < 1e-9 && (pair.coverage_b - 0.3).abs() < 1e-9);
        assert_eq!(pair.relation, Relation::Contained);
    }

    #[test]
    fn pairs_that_share_most_come_first() {
        let span = |chars: usize| Span::new(0, 2 * chars);
        let matches = [
            passage(side(0, span(3), 0.0), side(2, span(3), 0.0)),
            passage(side(0, span(6), 0.0), side(1, span(8), 0.0)),
            found(Level::Document, side(1, span(20), 0.5), side(2, span(10), 0.9)),
        ];
        let pairs = pairs(&matches);
        let seen = pairs.iter().map(|pair| (pair.a, pair.b, pair.relation)).collect::<Vec<_>>();
        let expected =
            [(1, 2, Relation::Version), (0, 1, Relation::Version), (0, 2, Relation::Partial)];
        assert_eq!(seen, expected);
        assert!((pairs[0].coverage_a - 0.5).abs() < 1e-9 && pairs[0].coverage_b > 0.8);
    }
}
