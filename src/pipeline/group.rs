//! Clusters: matches of the same places, gathered.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Level;
use super::findings::{Cluster, Match, MatchSide};
use crate::cluster::{Link, Star, stars};
use crate::document::Span;

/// Two sides are the same place if they share so much of the larger one.
const SAME_PLACE: f64 = 0.8;
/// Of so many places that are alike every pair is listed; of more, the pairs with one of them.
pub(super) const ALL_PAIRS: usize = 32;
/// How many places back in a document a side may find its own.
const LOOK_BACK: usize = 8;

/// A match and the numbers of its two places.
struct Placed {
    found: Match,
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
/// What stands in more than [`ALL_PAIRS`] places is told by the matches with its representative.
pub(super) fn group(mut matches: Vec<Match>) -> (Vec<Match>, Vec<Cluster>) {
    let (mut all, mut clusters) = (Vec::new(), Vec::new());
    for level in Level::ALL {
        let of_level = matches.extract_if(.., |found| found.level == level).collect();
        let mut placed = place(in_order(of_level));
        let stars = stars(&placed.iter().map(Placed::link).collect::<Vec<_>>());
        let home = home(&stars);
        drop_told(&mut placed, &stars, &home);
        clusters.extend(gather(level, &stars, &home, &placed, all.len()));
        all.extend(placed.into_iter().map(|placed| placed.found));
    }
    (all, clusters)
}

fn in_order(mut matches: Vec<Match>) -> Vec<Match> {
    let len = |found: &Match| (found.a.content_chars + found.b.content_chars) as f64 * found.similarity;
    let at = |side: &MatchSide| (side.document, side.span);
    matches.sort_by(|x, y| len(y).total_cmp(&len(x)).then_with(|| (at(&x.a), at(&x.b)).cmp(&(at(&y.a), at(&y.b)))));
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

/// Drops matches of two members that their matches with the representative tell, and all but the
/// longest of several matches of the same two places.
fn drop_told(placed: &mut Vec<Placed>, stars: &[Star], home: &HashMap<usize, usize>) {
    let mut seen = HashSet::new();
    placed.retain(|placed| {
        let star = star_of(placed, home).map(|number| &stars[number]);
        let told = star.is_some_and(|star| star.members.len() > ALL_PAIRS && !star.is_ray(&placed.link()));
        !told && seen.insert((placed.a, placed.b))
    });
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
    let mut sides: BTreeMap<usize, &MatchSide> = BTreeMap::new();
    for (at, placed) in placed.iter().enumerate() {
        if let Some(star) = star_of(placed, home) {
            matches[star].push(before + at);
            sides.entry(placed.a).or_insert(&placed.found.a);
            sides.entry(placed.b).or_insert(&placed.found.b);
        }
    }
    stars.iter().zip(matches).map(move |(star, matches)| Cluster {
        level,
        lowest_similarity: star.lowest_similarity,
        members: star.members.iter().map(|member| sides[member].clone()).collect(),
        matches,
    })
}

/// Numbers the places that the sides of matches stand in; sides that overlap largely share one.
fn place(matches: Vec<Match>) -> Vec<Placed> {
    let mut placed: Vec<Placed> = matches.into_iter().map(|found| Placed { found, a: 0, b: 0 }).collect();
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
    let shared = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    shared as f64 >= SAME_PLACE * x.len().max(y.len()) as f64
}
