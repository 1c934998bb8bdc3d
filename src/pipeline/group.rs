//! Clusters: matches of the same places, gathered.

use std::cmp::Reverse;

use super::Level;
use super::findings::{Cluster, Match, MatchSide};
use crate::cluster::{Link, Star, stars};
use crate::document::Span;

/// Two sides are the same place if they share so much of the larger one.
const SAME_PLACE: f64 = 0.8;
/// How many places back in a document a side may find its own.
const LOOK_BACK: usize = 8;

/// Puts matches in order, the largest level and then the longest first, and gathers them.
///
/// A passage that stands in three places or more is told by the matches with its representative.
pub(super) fn group(mut matches: Vec<Match>) -> (Vec<Match>, Vec<Cluster>) {
    let (mut all, mut clusters) = (Vec::new(), Vec::new());
    for level in Level::ALL {
        let of_level = matches.extract_if(.., |found| found.level == level).collect();
        let (kept, stars, places) = gather(level, in_order(of_level));
        clusters.extend(stars.iter().map(|star| cluster(level, star, &kept, &places, all.len())));
        all.extend(kept);
    }
    (all, clusters)
}

fn in_order(mut matches: Vec<Match>) -> Vec<Match> {
    let len = |found: &Match| (found.a.content_chars + found.b.content_chars) as f64 * found.similarity;
    let at = |side: &MatchSide| (side.document, side.span);
    matches.sort_by(|x, y| len(y).total_cmp(&len(x)).then_with(|| (at(&x.a), at(&x.b)).cmp(&(at(&y.a), at(&y.b)))));
    matches
}

/// The places of a match's two sides.
type Ends = (usize, usize);

/// Finds the stars of one level, and drops the matches that they tell already.
fn gather(level: Level, matches: Vec<Match>) -> (Vec<Match>, Vec<Star>, Vec<Ends>) {
    let ends = places(&matches);
    let links: Vec<Link> =
        matches.iter().zip(&ends).map(|(found, &(a, b))| Link { a, b, similarity: found.similarity }).collect();
    let stars = stars(&links);
    let mut seen = std::collections::HashSet::new();
    let wanted =
        links.iter().map(|link| level != Level::Passage || (seen.insert((link.a, link.b)) && !is_told(&stars, link)));
    let kept = matches.into_iter().zip(ends).zip(wanted.collect::<Vec<_>>());
    let (kept, ends) = kept.filter(|(_, wanted)| *wanted).map(|(kept, _)| kept).unzip();
    (kept, stars, ends)
}

/// Whether two members of a cluster are told by their matches with its representative.
fn is_told(stars: &[Star], link: &Link) -> bool {
    stars.iter().any(|star| star.members.len() > 2 && star.holds(link) && !star.is_ray(link))
}

fn cluster(level: Level, star: &Star, matches: &[Match], places: &[Ends], before: usize) -> Cluster {
    let links = places.iter().map(|&(a, b)| Link { a, b, similarity: 1.0 });
    let held: Vec<usize> = links.enumerate().filter(|(_, link)| star.holds(link)).map(|(at, _)| at).collect();
    let side = |member: usize| {
        let sides = held.iter().flat_map(|&at| [(places[at].0, &matches[at].a), (places[at].1, &matches[at].b)]);
        let mut sides = sides.filter(|&(place, _)| place == member);
        sides.next().map(|(_, side)| side.clone())
    };
    Cluster {
        level,
        lowest_similarity: star.lowest_similarity,
        members: star.members.iter().filter_map(|&member| side(member)).collect(),
        matches: held.iter().map(|at| before + at).collect(),
    }
}

/// Numbers the places that the sides of matches stand in; sides that overlap largely share one.
fn places(matches: &[Match]) -> Vec<Ends> {
    let mut sides: Vec<(usize, Span, usize, bool)> = matches
        .iter()
        .enumerate()
        .flat_map(|(at, found)| {
            [(found.a.document, found.a.span, at, false), (found.b.document, found.b.span, at, true)]
        })
        .collect();
    sides.sort_by_key(|&(document, span, at, second)| (document, span.start, Reverse(span.end), at, second));
    let mut places: Vec<(usize, Span)> = Vec::new();
    let mut ends = vec![(0, 0); matches.len()];
    for (document, span, at, second) in sides {
        let place = place_of(&mut places, document, span);
        *(if second { &mut ends[at].1 } else { &mut ends[at].0 }) = place;
    }
    ends
}

fn place_of(places: &mut Vec<(usize, Span)>, document: usize, span: Span) -> usize {
    let near = places.iter().enumerate().rev().take(LOOK_BACK);
    let same = near.filter(|(_, place)| place.0 == document && is_same(place.1, span)).map(|(at, _)| at).next();
    same.unwrap_or_else(|| {
        places.push((document, span));
        places.len() - 1
    })
}

fn is_same(x: Span, y: Span) -> bool {
    let shared = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    shared as f64 >= SAME_PLACE * x.len().max(y.len()) as f64
}
