//! Clusters: matches of the same places, gathered.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::findings::{Cluster, Match, MatchSide};
use super::roll_up::PendingMatch;
use crate::cluster::{Link, Star, stars};
use crate::document::Level;
use crate::document::{Span, shared};

/// Two sides are the same place if they share so much of the larger one.
const SAME_PLACE: f64 = 0.8;
/// Of so many places that are alike every pair is listed; of more, the pairs with one of them.
pub(super) const MAX_EXHAUSTIVE_CLUSTER: usize = 32;
/// How many places back in a document a side may find its own.
const LOOK_BACK: usize = 8;

/// A match and the numbers of its two places.
struct Placed {
    found: Match,
    passage: Option<u32>,
    a: usize,
    b: usize,
}

impl Placed {
    fn link(&self) -> Link {
        Link { a: self.a, b: self.b, similarity: self.found.similarity }
    }
}

/// Puts matches in order, the largest level and then the longest first, and gathers them.
///
/// What stands in more than [`MAX_EXHAUSTIVE_CLUSTER`] places is told by the matches with its representative.
pub(super) fn group(mut matches: Vec<PendingMatch>) -> (Vec<PendingMatch>, Vec<Cluster>) {
    let (mut all, mut clusters) = (Vec::new(), Vec::new());
    for level in Level::ALL {
        let of_level = matches.extract_if(.., |told| told.found.level == level).collect();
        let mut placed = place(in_order(of_level));
        let stars = stars(&placed.iter().map(Placed::link).collect::<Vec<_>>());
        let home = home(&stars);
        drop_told(&mut placed, &stars, &home);
        clusters.extend(gather(level, &stars, &home, &placed, all.len()));
        all.extend(placed.into_iter().map(|Placed { found, passage, .. }| PendingMatch { found, passage }));
    }
    (all, clusters)
}

fn in_order(mut matches: Vec<PendingMatch>) -> Vec<PendingMatch> {
    let len = |found: &Match| (found.a.content_chars + found.b.content_chars) as f64 * found.similarity;
    let at = |side: &MatchSide| (side.document, side.span);
    let order =
        |x: &Match, y: &Match| len(y).total_cmp(&len(x)).then_with(|| (at(&x.a), at(&x.b)).cmp(&(at(&y.a), at(&y.b))));
    matches.sort_by(|x, y| order(&x.found, &y.found));
    matches
}

/// For each place the number of its star.
fn home(stars: &[Star]) -> HashMap<usize, usize> {
    let members = stars.iter().enumerate().flat_map(|(number, star)| star.members.iter().map(move |&at| (at, number)));
    members.collect()
}

/// The star that holds both places of a match.
fn star_of(placed: &Placed, home: &HashMap<usize, usize>) -> Option<usize> {
    let star = *home.get(&placed.a)?;
    (home.get(&placed.b) == Some(&star)).then_some(star)
}

/// Drops matches of two members of a large star that their matches with the representative tell, unless one of the two places
/// is like no other as much; and all but the longest of several matches of the same two places.
fn drop_told(placed: &mut Vec<Placed>, stars: &[Star], home: &HashMap<usize, usize>) {
    let is_told = |placed: &Placed| {
        let star = star_of(placed, home).map(|number| &stars[number]);
        star.is_some_and(|star| {
            star.members.len() > MAX_EXHAUSTIVE_CLUSTER && !star.includes_representative(&placed.link())
        })
    };
    let (told, rays): (Vec<&Placed>, Vec<&Placed>) = placed.iter().partition(|placed| is_told(placed));
    let nearest = nearest(rays.into_iter().chain(told));
    let mut seen = HashSet::new();
    placed.retain(|placed| {
        let pair = (placed.a, placed.b);
        let is_nearest = nearest[&placed.a] == pair || nearest[&placed.b] == pair;
        (is_nearest || !is_told(placed)) && seen.insert(pair)
    });
}

/// For each place the pair of places that is most alike; of equal ones the first.
fn nearest<'p>(placed: impl Iterator<Item = &'p Placed>) -> HashMap<usize, (usize, usize)> {
    let mut nearest: HashMap<usize, (f64, (usize, usize))> = HashMap::new();
    for placed in placed {
        for place in [placed.a, placed.b] {
            let best = nearest.entry(place).or_insert((-1.0, (0, 0)));
            if placed.found.similarity > best.0 {
                *best = (placed.found.similarity, (placed.a, placed.b));
            }
        }
    }
    nearest.into_iter().map(|(place, (_, pair))| (place, pair)).collect()
}

/// The clusters, with the numbers that their matches have behind `before` others.
fn gather(
    level: Level,
    stars: &[Star],
    home: &HashMap<usize, usize>,
    placed: &[Placed],
    before: usize,
) -> impl Iterator<Item = Cluster> {
    let mut matches = vec![Vec::new(); stars.len()];
    let mut sides: BTreeMap<usize, Vec<&MatchSide>> = BTreeMap::new();
    for (at, placed) in placed.iter().enumerate() {
        if let Some(number) = star_of(placed, home) {
            matches[number].push(before + at);
            if stars[number].includes_representative(&placed.link()) {
                sides.entry(placed.a).or_default().push(&placed.found.a);
                sides.entry(placed.b).or_default().push(&placed.found.b);
            }
        }
    }
    stars.iter().zip(matches).map(move |(star, matches)| {
        let members: Vec<MatchSide> = star.members.iter().map(|member| usual(&sides[member]).clone()).collect();
        Cluster {
            level,
            lowest_similarity: star.lowest_similarity,
            representative: star.members.partition_point(|&member| member < star.representative),
            variant_of: variants(&members),
            members,
            matches,
        }
    })
}

/// The side that a place mostly has, since each match of a representative may end at another character; of equally common
/// ones the first. Thus a neighbour that two places share by chance makes no variant of all others.
fn usual<'m>(sides: &[&'m MatchSide]) -> &'m MatchSide {
    let mut counts: HashMap<Span, usize> = HashMap::new();
    for side in sides {
        *counts.entry(side.span).or_default() += 1;
    }
    let usual = sides.iter().rev().max_by_key(|side| counts[&side.span]);
    usual.expect("a member has a match with the representative")
}

/// For each member the number of its content, the commonest first, of equally common ones the first.
fn variants(members: &[MatchSide]) -> Vec<usize> {
    let mut contents: HashMap<u128, (Reverse<usize>, usize)> = HashMap::new();
    for (at, member) in members.iter().enumerate() {
        contents.entry(member.content_hash).or_insert((Reverse(0), at)).0.0 += 1;
    }
    let mut order: Vec<_> = contents.values().copied().collect();
    order.sort_unstable();
    let number = |member: &MatchSide| order.partition_point(|place| *place < contents[&member.content_hash]);
    members.iter().map(number).collect()
}

/// Numbers the places that the sides of matches stand in; sides that overlap largely share one.
fn place(matches: Vec<PendingMatch>) -> Vec<Placed> {
    let placed = matches.into_iter().map(|PendingMatch { found, passage }| Placed { found, passage, a: 0, b: 0 });
    let mut placed: Vec<Placed> = placed.collect();
    let sides =
        placed.iter().enumerate().flat_map(|(at, placed)| [(at, &placed.found.a, false), (at, &placed.found.b, true)]);
    let mut sides: Vec<(usize, Span, usize, bool)> =
        sides.map(|(at, side, second)| (side.document, side.span, at, second)).collect();
    sides.sort_by_key(|&(document, span, at, second)| (document, span.start, Reverse(span.end), at, second));
    let mut known = Vec::new();
    for (document, span, at, second) in sides {
        let place = place_of(&mut known, document, span);
        *(if second { &mut placed[at].b } else { &mut placed[at].a }) = place;
    }
    placed
}

fn place_of(known: &mut Vec<(usize, Span)>, document: usize, span: Span) -> usize {
    let near = known.iter().enumerate().rev().take(LOOK_BACK);
    let same = near.filter(|(_, place)| place.0 == document && is_same(place.1, span)).map(|(at, _)| at).next();
    same.unwrap_or_else(|| {
        known.push((document, span));
        known.len() - 1
    })
}

fn is_same(x: Span, y: Span) -> bool {
    shared(&x.into(), &y.into()) as f64 >= SAME_PLACE * x.len().max(y.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::EditCounts;
    use crate::scan::Kind;

    fn side(document: usize, start: usize, len: usize, content_hash: u128) -> MatchSide {
        let span = Span::new(start, start + len);
        MatchSide {
            document,
            speech: Some(0),
            span,
            content_chars: len,
            coverage: 0.5,
            containment: None,
            content_hash,
        }
    }

    fn found(a: MatchSide, b: MatchSide) -> PendingMatch {
        let (edits, edit_counts) = (Vec::new(), EditCounts::default());
        let found = Match {
            level: Level::Passage,
            kind: Kind::Near,
            similarity: 0.9,
            a,
            b,
            edits,
            edit_counts,
            rewording: None,
        };
        PendingMatch { found, passage: None }
    }

    #[test]
    fn the_commonest_content_is_the_first_variant() {
        let numbers = |hashes: &[u128]| variants(&hashes.iter().map(|&hash| side(0, 0, 9, hash)).collect::<Vec<_>>());
        assert_eq!(numbers(&[7, 3, 3, 5]), [1, 0, 0, 2]);
        assert_eq!(numbers(&[5, 3]), [0, 1]);
        assert_eq!(numbers(&[4, 4]), [0, 0]);
    }

    #[test]
    fn the_representative_is_the_member_with_most_matches() {
        let place = |document| side(document, 30, 90, document as u128);
        let matches = vec![found(place(0), place(2)), found(place(1), place(2)), found(place(2), place(3))];
        let (_, clusters) = group(matches);
        assert_eq!(clusters.len(), 1);
        assert_eq!((clusters[0].representative, clusters[0].documents(), clusters[0].variants()), (2, 4, 4));
    }

    #[test]
    fn a_neighbour_shared_by_two_members_makes_no_variant() {
        let (place, longer) = (|document| side(document, 30, 90, 1), |document| side(document, 30, 93, 2));
        let matches = vec![
            found(longer(1), longer(2)),
            found(longer(0), longer(3)),
            found(place(0), place(1)),
            found(place(0), place(2)),
        ];
        let (_, clusters) = group(matches);
        let [cluster] = &clusters[..] else { panic!("{} clusters", clusters.len()) };
        assert_eq!(cluster.members.iter().map(|side| side.span.len()).collect::<Vec<_>>(), [90, 90, 90, 93]);
        assert_eq!(cluster.variant_of, [0, 0, 0, 1]);
    }

    #[test]
    fn places_of_one_document_are_one_document() {
        let (_, clusters) = group(vec![found(side(4, 0, 90, 1), side(4, 300, 90, 1))]);
        assert_eq!((clusters[0].members.len(), clusters[0].documents(), clusters[0].variants()), (2, 1, 1));
    }
}
