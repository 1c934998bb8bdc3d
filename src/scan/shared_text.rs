//! What documents share in all: the matches between two of them taken together, and those of one
//! with all others.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::findings::{DocumentPair, Match, MatchSide, Partner, Relation, ReusedDocument};
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

/// What the documents of a collection share.
pub(super) struct SharedText {
    /// Pairs of different documents that have a match, those that share most first.
    pub(super) pairs: Vec<DocumentPair>,
    /// Documents that have a match, those of which most is shared first.
    pub(super) documents: Vec<ReusedDocument>,
}

impl SharedText {
    /// What the matches say.
    ///
    /// `content` returns the content of a document; it is called once for each document.
    pub(super) fn new<'c>(
        matches: &[Match],
        content: impl Fn(DocId) -> Cow<'c, Content> + Sync,
    ) -> Self {
        let pairs = between(matches);
        let documents: Vec<(usize, SidesOfDocument<'_>)> =
            sides_by_document(matches, &pairs).into_iter().collect();
        let covered = documents.par_iter().map(|(document, sides)| {
            let content = content(DocId::new(*document));
            let shared = |side: &PairSide| pairs[side.pair].shared(*side, &content);
            CoveredSides {
                all: covered(sides.all.iter().copied(), &content),
                within: covered(sides.within(), &content),
                pairs: sides.pairs.iter().map(shared).collect(),
            }
        });
        let covered: Vec<CoveredSides> = covered.collect();
        let mut of_pairs = vec![[CoveredDocument::default(); 2]; pairs.len()];
        let mut reused = Vec::with_capacity(documents.len());
        for ((document, sides), covered) in documents.iter().zip(covered) {
            for (side, shared) in sides.pairs.iter().zip(&covered.pairs) {
                of_pairs[side.pair][usize::from(side.is_second)] = *shared;
            }
            let partners = sides.pairs.iter().zip(&covered.pairs);
            let partners = partners
                .map(|(side, shared)| Partner {
                    document: pairs[side.pair].other(*side),
                    share: shared.share,
                })
                .collect();
            reused.push(reused_document(*document, &covered, partners));
        }
        reused.sort_by(|x, y| y.share.total_cmp(&x.share).then(x.document.cmp(&y.document)));
        Self { pairs: summaries(&pairs, of_pairs), documents: reused }
    }
}

/// How much of a document its places cover.
struct CoveredSides {
    all: CoveredDocument,
    /// By matches within the document.
    within: CoveredDocument,
    /// By the matches of each pair.
    pairs: Vec<CoveredDocument>,
}

fn reused_document(
    document: usize,
    covered: &CoveredSides,
    mut partners: Vec<Partner>,
) -> ReusedDocument {
    partners.sort_by(|x, y| y.share.total_cmp(&x.share).then(x.document.cmp(&y.document)));
    // A document that is aligned with another one as a whole shares at least as much in all.
    let most = partners.first().map_or(0.0, |partner| partner.share);
    let share = covered.all.share.max(most);
    let (content_chars, within) = (covered.all.len, covered.within.share);
    ReusedDocument { document, content_chars, share, within, partners }
}

/// The pairs, those that share most first.
fn summaries(pairs: &[Between<'_>], shared: Vec<[CoveredDocument; 2]>) -> Vec<DocumentPair> {
    let mut pairs: Vec<(f64, DocumentPair)> =
        pairs.iter().zip(shared).map(|(pair, shared)| pair.summary(shared)).collect();
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

/// The places of one document.
#[derive(Default)]
struct SidesOfDocument<'m> {
    /// Its sides of pairs.
    pairs: Vec<PairSide>,
    /// Its sides of matches.
    all: Vec<LeveledSide<'m>>,
}

impl<'m> SidesOfDocument<'m> {
    /// The sides of matches within the document.
    fn within(&self) -> impl Iterator<Item = LeveledSide<'m>> {
        self.all.iter().copied().filter(|side| side.is_within)
    }
}

/// A side of a match, and what it has of the match.
#[derive(Clone, Copy)]
struct LeveledSide<'m> {
    side: &'m MatchSide,
    level: Level,
    /// Whether both sides are in one document.
    is_within: bool,
}

impl<'m> LeveledSide<'m> {
    /// Both sides of a match.
    fn both(found: &'m Match) -> [Self; 2] {
        let is_within = found.a.document == found.b.document;
        [&found.a, &found.b].map(|side| Self { side, level: found.level, is_within })
    }
}

/// For each document its sides of all pairs and matches.
fn sides_by_document<'m>(
    matches: &'m [Match],
    pairs: &[Between<'_>],
) -> BTreeMap<usize, SidesOfDocument<'m>> {
    let mut sides: BTreeMap<usize, SidesOfDocument<'m>> = BTreeMap::new();
    for side in matches.iter().flat_map(LeveledSide::both) {
        sides.entry(side.side.document).or_default().all.push(side);
    }
    for (pair, between) in pairs.iter().enumerate() {
        for (document, is_second) in [(between.a, false), (between.b, true)] {
            sides.entry(document).or_default().pairs.push(PairSide { pair, is_second });
        }
    }
    sides
}

/// How much of a document with this content some of its places cover.
fn covered<'m>(sides: impl Iterator<Item = LeveledSide<'m>>, content: &Content) -> CoveredDocument {
    let (mut aligned, mut ranges) = (0.0_f64, Vec::new());
    for LeveledSide { side, level, .. } in sides {
        if level == Level::Document {
            // The span of a document says nothing of how much of it is aligned.
            aligned = aligned.max(side.coverage);
        } else {
            ranges.push(content.range_of(side.span));
        }
    }
    let in_ranges: usize = union(ranges).iter().map(Range::len).sum();
    let share = in_ranges as f64 / content.len().max(1) as f64;
    CoveredDocument { len: content.len(), share: share.max(aligned) }
}

impl Between<'_> {
    /// The other document of the pair.
    fn other(&self, side: PairSide) -> usize {
        if side.is_second { self.a } else { self.b }
    }

    /// What the pair shares of one of its documents, which has this content.
    fn shared(&self, side: PairSide, content: &Content) -> CoveredDocument {
        let document = if side.is_second { self.b } else { self.a };
        let sides = self.matches.iter().flat_map(|(_, found)| LeveledSide::both(found));
        covered(sides.filter(|leveled| leveled.side.document == document), content)
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
    use crate::scan::findings::Kind;

    fn side(document: usize, span: Span, coverage: f64) -> MatchSide {
        MatchSide {
            document,
            speech: None,
            span,
            content_chars: 0,
            coverage,
            containment: None,
            content_hash: 0,
            is_quoted: false,
        }
    }

    fn found(level: Level, a: MatchSide, b: MatchSide) -> Match {
        Match {
            level,
            kind: Kind::Near,
            form: None,
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
        SharedText::new(matches, content).pairs
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

    #[test]
    fn places_in_several_documents_and_in_one_count_once_in_all() {
        let span = |start: usize, end: usize| Span::new(2 * start, 2 * end);
        let matches = [
            passage(side(1, span(0, 10), 0.0), side(0, span(0, 4), 0.0)),
            passage(side(1, span(5, 15), 0.0), side(2, span(0, 9), 0.0)),
            passage(side(2, span(0, 5), 0.0), side(2, span(5, 10), 0.0)),
        ];
        let content = |document: DocId| {
            Cow::Owned(Content::whole(&"x ".repeat([8, 20, 10][document.index()])))
        };
        let documents = SharedText::new(&matches, content).documents;
        let shares: Vec<_> = documents
            .iter()
            .map(|reused| (reused.document, reused.content_chars, (reused.share * 100.0).round()))
            .collect();
        assert_eq!(shares, [(2, 10, 100.0), (1, 20, 75.0), (0, 8, 50.0)]);
        let within: Vec<_> = documents.iter().map(|reused| reused.within > 0.0).collect();
        assert_eq!(within, [true, false, false]);
        let partners: Vec<_> = documents[1].partners.iter().map(|other| other.document).collect();
        assert_eq!(partners, [0, 2]);
    }
}
