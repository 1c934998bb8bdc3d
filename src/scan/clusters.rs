//! Clusters: groups of places that match a representative.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::findings::{Cluster, Match, MatchSide, Place};
use super::pending_match::PendingMatch;
use crate::cluster::{Link, Star, star_of_members, stars};
use crate::document::{Level, Span, share_of_longer};

/// Minimum overlap of two sides, as a share of the longer one, to be the same place.
///
/// Matches of one place end at different characters, since what follows differs from match to
/// match. The value is that of [`SUBSUMED_SHARE`](super::roll_up::SUBSUMED_SHARE); it has not been
/// measured by itself.
const SAME_PLACE: f64 = 0.8;
/// Maximum number of members of a cluster whose pairs are all listed. Larger clusters list the
/// pairs with the representative, and each member's most similar one, so that the number of
/// matches does not grow with the square of the members.
pub(super) const MAX_EXHAUSTIVE_CLUSTER: usize = 32;
/// Number of earlier places that a side is compared with. Sides are in order of their starts, so
/// that only places which overlap each other lie between a side and its place. With fewer, one place
/// could be counted twice where many matches begin near each other; the number was not measured.
const LOOK_BACK: usize = 8;

/// A match and the numbers of its two places.
struct PlacedMatch {
    pending: PendingMatch,
    a: usize,
    b: usize,
}

/// One side of a match.
#[derive(Clone, Copy)]
struct PlacedSide {
    place: Place,
    /// Number of the match.
    number: usize,
    /// Whether it is the second side.
    is_second: bool,
}

/// The stars of the places of one level.
struct Stars {
    all: Vec<Star>,
    /// Number of the star that each place is a member of.
    of_place: HashMap<usize, usize>,
    /// Number of the star that has a member which each other place is about the same as.
    near_place: HashMap<usize, usize>,
}

/// Numbers of the matches between members of a star, and of those related to it.
#[derive(Debug, Clone, Default)]
struct StarMatches {
    own: Vec<usize>,
    related: Vec<usize>,
}

/// Places that are most similar to each other, by place.
type Nearest = HashMap<usize, (usize, usize)>;

impl PlacedMatch {
    fn link(&self) -> Link {
        Link { a: self.a, b: self.b, similarity: self.pending.found.similarity }
    }
}

/// Orders matches, the largest level and then the longest first, and groups them into clusters.
///
/// Of a cluster with more than [`MAX_EXHAUSTIVE_CLUSTER`] members most matches that are not with
/// the representative are dropped; `complete` is called for the others only.
pub(super) fn cluster_matches(
    mut matches: Vec<PendingMatch>,
    complete: impl Fn(PendingMatch) -> Match + Sync,
) -> (Vec<Match>, Vec<Cluster>) {
    let (mut all, mut clusters) = (Vec::new(), Vec::new());
    for level in Level::ALL {
        let of_level = matches.extract_if(.., |pending| pending.found.level == level).collect();
        // Matches are numbered in this order by the clusters, so they are sorted first.
        let (mut placed, spots) = place(in_order(of_level));
        let stars = Stars::of(&placed, &spots);
        drop_redundant(&mut placed, &stars);
        let placed = completed(placed, &complete);
        clusters.extend(clusters_of(level, &stars, &placed, all.len()));
        all.extend(placed.into_iter().map(|placed| placed.pending.found));
    }
    (all, clusters)
}

/// Completes matches, each at its places.
fn completed(
    placed: Vec<PlacedMatch>,
    complete: impl Fn(PendingMatch) -> Match + Sync,
) -> Vec<PlacedMatch> {
    let placed = placed.into_par_iter().map(|PlacedMatch { pending, a, b }| PlacedMatch {
        pending: PendingMatch::complete(complete(pending)),
        a,
        b,
    });
    placed.collect()
}

/// Sorts matches by the characters that they report, the longest first, then by their places.
fn in_order(mut matches: Vec<PendingMatch>) -> Vec<PendingMatch> {
    matches.par_sort_by(|x, y| {
        let by_length = length(&y.found).total_cmp(&length(&x.found));
        by_length.then_with(|| places(&x.found).cmp(&places(&y.found)))
    });
    matches
}

/// Similar content characters of both sides.
fn length(found: &Match) -> f64 {
    (found.a.content_chars + found.b.content_chars) as f64 * found.similarity
}

fn places(found: &Match) -> (Place, Place) {
    (found.a.place(), found.b.place())
}

impl Stars {
    /// The stars of some places, which are in order.
    fn of(placed: &[PlacedMatch], spots: &[Place]) -> Self {
        let all = stars(&placed.iter().map(PlacedMatch::link).collect::<Vec<_>>());
        let of_place = star_of_members(&all);
        let others = (0..spots.len()).filter(|place| !of_place.contains_key(place));
        let near = others.filter_map(|place| {
            // The place of a side may lie as far back as sides of the place look back themselves.
            let reach = 2 * LOOK_BACK;
            let mut around = place.saturating_sub(reach)..spots.len().min(place + reach);
            let member = around.find(|&other| {
                of_place.contains_key(&other) && is_same(spots[other], spots[place])
            })?;
            Some((place, of_place[&member]))
        });
        Self { near_place: near.collect(), of_place, all }
    }

    /// Number of the star that has a place, or one about the same, as a member.
    fn star_about(&self, place: usize) -> Option<usize> {
        self.of_place.get(&place).or_else(|| self.near_place.get(&place)).copied()
    }

    /// Number of the larger star that a match which is not in a star is related to, if one has three
    /// members and more: the one of its two places that are about the same as members, or if it is a
    /// form, of one of them.
    fn related_to(&self, placed: &PlacedMatch) -> Option<usize> {
        let of_places = [self.star_about(placed.a), self.star_about(placed.b)];
        let is_related = placed.pending.found.form.is_some() || !of_places.contains(&None);
        let of_places = of_places.into_iter().flatten().filter(|_| is_related);
        let members = |number: usize| self.all[number].members.len();
        let large = of_places.filter(|&number| members(number) >= Cluster::LARGE);
        large.max_by_key(|&number| (members(number), Reverse(number)))
    }

    /// Number of the star that both places of a match are members of.
    fn star_of(&self, placed: &PlacedMatch) -> Option<usize> {
        let star = *self.of_place.get(&placed.a)?;
        (self.of_place.get(&placed.b) == Some(&star)).then_some(star)
    }

    /// Whether a match is between two members of a large star, neither of which is the
    /// representative.
    fn is_redundant(&self, placed: &PlacedMatch) -> bool {
        let star = self.star_of(placed).map(|number| &self.all[number]);
        star.is_some_and(|star| {
            star.members.len() > MAX_EXHAUSTIVE_CLUSTER
                && !star.includes_representative(&placed.link())
        })
    }
}

/// Drops redundant matches, unless they are the most similar ones of a place; and all but the
/// longest of several matches of the same two places.
fn drop_redundant(placed: &mut Vec<PlacedMatch>, stars: &Stars) {
    let nearest = nearest(placed, stars);
    let mut seen = HashSet::new();
    placed.retain(|placed| {
        let pair = (placed.a, placed.b);
        let is_nearest = nearest[&placed.a] == pair || nearest[&placed.b] == pair;
        (is_nearest || !stars.is_redundant(placed)) && seen.insert(pair)
    });
}

/// For each place the most similar pair; of equally similar ones one that is not redundant, then
/// the first.
fn nearest(placed: &[PlacedMatch], stars: &Stars) -> Nearest {
    let (redundant, kept): (Vec<&PlacedMatch>, Vec<&PlacedMatch>) =
        placed.iter().partition(|placed| stars.is_redundant(placed));
    let mut nearest: HashMap<usize, (f64, (usize, usize))> = HashMap::new();
    for placed in kept.into_iter().chain(redundant) {
        for place in [placed.a, placed.b] {
            let best = nearest.entry(place).or_insert((-1.0, (0, 0)));
            if placed.pending.found.similarity > best.0 {
                *best = (placed.pending.found.similarity, (placed.a, placed.b));
            }
        }
    }
    nearest.into_iter().map(|(place, (_, pair))| (place, pair)).collect()
}

/// The clusters; their matches are numbered from `first` on.
fn clusters_of(
    level: Level,
    stars: &Stars,
    placed: &[PlacedMatch],
    first: usize,
) -> impl Iterator<Item = Cluster> {
    let mut matches = vec![StarMatches::default(); stars.all.len()];
    let mut sides: BTreeMap<usize, Vec<&MatchSide>> = BTreeMap::new();
    for (number, placed) in placed.iter().enumerate() {
        let Some(star) = stars.star_of(placed) else {
            if let Some(star) = stars.related_to(placed) {
                matches[star].related.push(first + number);
            }
            continue;
        };
        matches[star].own.push(first + number);
        if stars.all[star].includes_representative(&placed.link()) {
            sides.entry(placed.a).or_default().push(&placed.pending.found.a);
            sides.entry(placed.b).or_default().push(&placed.pending.found.b);
        }
    }
    stars.all.iter().zip(matches).map(move |(star, matches)| cluster(level, star, &sides, matches))
}

/// One cluster; `sides` are those of each place in matches with the representative.
fn cluster(
    level: Level,
    star: &Star,
    sides: &BTreeMap<usize, Vec<&MatchSide>>,
    matches: StarMatches,
) -> Cluster {
    let members = star.members.iter().map(|place| most_frequent(&sides[place]).clone());
    let members: Vec<MatchSide> = members.collect();
    Cluster {
        level,
        lowest_similarity: star.lowest_similarity,
        representative: star.members.partition_point(|&place| place < star.representative),
        variant_of: variants(&members),
        members,
        matches: matches.own,
        related: matches.related,
    }
}

/// The side whose span is the most frequent one; of equally frequent ones the first. Each match
/// with the representative may end at another character, and a neighbour that one pair has in
/// common by chance should not make a variant of all others.
fn most_frequent<'m>(sides: &[&'m MatchSide]) -> &'m MatchSide {
    let mut counts: HashMap<Span, usize> = HashMap::new();
    for side in sides {
        *counts.entry(side.span).or_default() += 1;
    }
    let most_frequent = sides.iter().rev().max_by_key(|side| counts[&side.span]);
    most_frequent.expect("a member has a match with the representative")
}

/// For each member the number of its content, the most frequent first, then the first.
fn variants(members: &[MatchSide]) -> Vec<usize> {
    let mut contents: HashMap<u128, (Reverse<usize>, usize)> = HashMap::new();
    for (number, member) in members.iter().enumerate() {
        contents.entry(member.content_hash).or_insert((Reverse(0), number)).0.0 += 1;
    }
    let mut order: Vec<_> = contents.values().copied().collect();
    order.sort_unstable();
    let variants = members.iter().map(|member| contents[&member.content_hash]);
    variants.map(|content| order.partition_point(|other| *other < content)).collect()
}

/// Numbers the places that the sides of matches lie in, which are in order; sides that overlap
/// largely share a place.
fn place(matches: Vec<PendingMatch>) -> (Vec<PlacedMatch>, Vec<Place>) {
    let mut placed: Vec<PlacedMatch> =
        matches.into_iter().map(|pending| PlacedMatch { pending, a: 0, b: 0 }).collect();
    let mut numbered = Vec::new();
    for side in sides_in_order(&placed) {
        let number = place_number(&mut numbered, side.place);
        let placed = &mut placed[side.number];
        *(if side.is_second { &mut placed.b } else { &mut placed.a }) = number;
    }
    (placed, numbered)
}

/// The sides of all matches in order of documents and starts, the longest of equal starts first.
fn sides_in_order(placed: &[PlacedMatch]) -> Vec<PlacedSide> {
    let sides = placed.iter().enumerate().flat_map(|(number, placed)| {
        let side =
            |side: &MatchSide, is_second| PlacedSide { place: side.place(), number, is_second };
        [side(&placed.pending.found.a, false), side(&placed.pending.found.b, true)]
    });
    let mut sides: Vec<PlacedSide> = sides.collect();
    sides.sort_by_key(|PlacedSide { place, number, is_second }| {
        (place.document, place.span.start, Reverse(place.span.end), *number, *is_second)
    });
    sides
}

/// Number of a place; a place that none of the last few equals is added.
fn place_number(places: &mut Vec<Place>, place: Place) -> usize {
    let recent = places.iter().enumerate().rev().take(LOOK_BACK);
    let same = recent.filter(|(_, other)| is_same(**other, place)).map(|(number, _)| number).next();
    same.unwrap_or_else(|| {
        places.push(place);
        places.len() - 1
    })
}

fn is_same(x: Place, y: Place) -> bool {
    x.document == y.document && share_of_longer(&x.span.into(), &y.span.into()) >= SAME_PLACE
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::diff::EditCounts;
    use crate::scan::findings::{Form, Kind};

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
            is_quoted: false,
        }
    }

    fn found(a: MatchSide, b: MatchSide) -> PendingMatch {
        let (edits, edit_counts) = (Vec::new(), EditCounts::default());
        let found = Match {
            level: Level::Passage,
            kind: Kind::Near,
            form: None,
            similarity: 0.9,
            a,
            b,
            edits,
            edit_counts,
            paraphrase: None,
        };
        PendingMatch::complete(found)
    }

    #[test]
    fn the_most_frequent_content_is_the_first_variant() {
        let numbers = |hashes: &[u128]| {
            variants(&hashes.iter().map(|&hash| side(0, 0, 9, hash)).collect::<Vec<_>>())
        };
        assert_eq!(numbers(&[7, 3, 3, 5]), [1, 0, 0, 2]);
        assert_eq!(numbers(&[5, 3]), [0, 1]);
        assert_eq!(numbers(&[4, 4]), [0, 0]);
    }

    #[test]
    fn the_representative_is_the_member_with_most_matches() {
        let place = |document| side(document, 30, 90, document as u128);
        let matches =
            vec![found(place(0), place(2)), found(place(1), place(2)), found(place(2), place(3))];
        let (_, clusters) = cluster_matches(matches, |pending| pending.found);
        assert_eq!(clusters.len(), 1);
        assert_eq!(
            (clusters[0].representative, clusters[0].documents(), clusters[0].variants()),
            (2, 4, 4)
        );
    }

    #[test]
    fn a_neighbour_shared_by_two_members_makes_no_variant() {
        let (place, longer) =
            (|document| side(document, 30, 90, 1), |document| side(document, 30, 93, 2));
        let matches = vec![
            found(longer(1), longer(2)),
            found(longer(0), longer(3)),
            found(place(0), place(1)),
            found(place(0), place(2)),
        ];
        let (_, clusters) = cluster_matches(matches, |pending| pending.found);
        let [cluster] = &clusters[..] else { panic!("{} clusters", clusters.len()) };
        assert_eq!(
            cluster.members.iter().map(|side| side.span.len()).collect::<Vec<_>>(),
            [90, 90, 90, 93]
        );
        assert_eq!(cluster.variant_of, [0, 0, 0, 1]);
    }

    #[test]
    fn places_of_one_document_are_one_document() {
        let matches = vec![found(side(4, 0, 90, 1), side(4, 300, 90, 1))];
        let (_, clusters) = cluster_matches(matches, |pending| pending.found);
        assert_eq!(
            (clusters[0].members.len(), clusters[0].documents(), clusters[0].variants()),
            (2, 1, 1)
        );
    }

    #[test]
    fn a_large_cluster_keeps_matches_with_the_representative_and_the_nearest_ones() {
        let members = MAX_EXHAUSTIVE_CLUSTER + 2;
        let place = |document| side(document, 0, 90, document as u128);
        let pairs = (0..members).flat_map(|b| (0..b).map(move |a| (a, b)));
        let mut matches: Vec<PendingMatch> =
            pairs.map(|(a, b)| found(place(a), place(b))).collect();
        let last = matches.last_mut().expect("there are pairs");
        last.found.similarity = 0.95;
        let completed = AtomicUsize::new(0);
        let (kept, clusters) = cluster_matches(matches, |pending| {
            completed.fetch_add(1, Ordering::Relaxed);
            pending.found
        });
        assert_eq!(completed.into_inner(), kept.len());
        assert_eq!((clusters.len(), clusters[0].members.len()), (1, members));
        assert_eq!((clusters[0].representative, kept.len()), (0, members));
        assert_eq!(kept.iter().filter(|found| found.a.document != 0).count(), 1);
    }

    /// A star of documents 0 to 3 around 0, one of documents 4 and 5, a match of the two stars, and
    /// one with document 6.
    fn two_stars(form: Option<Form>) -> Vec<PendingMatch> {
        let pairs = [(0, 1), (0, 2), (0, 3), (4, 5), (3, 4), (3, 6)];
        let place = |document| side(document, 30, 90, 1);
        let matches = pairs.map(|(a, b)| {
            let mut pending = found(place(a), place(b));
            pending.found.form = form;
            pending
        });
        matches.into_iter().collect()
    }

    #[test]
    fn a_match_of_two_clusters_is_related_to_the_larger_one() {
        for (form, related) in [(None, vec![4]), (Some(Form::Formula), vec![4, 6])] {
            let (matches, clusters) = cluster_matches(two_stars(form), |pending| pending.found);
            let others = clusters[0].related.iter().map(|&at| matches[at].b.document);
            assert_eq!((others.collect(), clusters[1].related.len()), (related, 0));
        }
    }

    #[test]
    fn a_place_that_is_about_the_same_as_a_member_is_related() {
        let place = |document| side(document, 0, 100, 1);
        let mut matches: Vec<PendingMatch> = (1..4).map(|b| found(place(0), place(b))).collect();
        // More places lie between the two than are looked back at, each twice as long as the last.
        let between =
            (1..=LOOK_BACK).map(|start| found(side(0, start, 100 << start, 1), place(9 + start)));
        matches.extend(between);
        matches.push(found(side(0, LOOK_BACK + 1, 90, 1), place(3)));
        let (_, clusters) = cluster_matches(matches, |pending| pending.found);
        let large = clusters.iter().find(|cluster| cluster.members.len() == 4);
        assert_eq!(large.map(|cluster| cluster.related.len()), Some(1));
    }

    #[test]
    fn sides_that_overlap_largely_are_one_place() {
        let mut places = Vec::new();
        let mut number = |document, start, end| {
            place_number(&mut places, Place { document, span: Span::new(start, end) })
        };
        assert_eq!(
            [number(0, 0, 100), number(0, 5, 95), number(0, 30, 130), number(1, 0, 100)],
            [0, 0, 1, 2]
        );
    }
}
