//! Star clustering.
//!
//! Every member of a cluster was compared with the representative and is similar to it. A chain of
//! pairwise similar items therefore never joins dissimilar ones, as connected components would.

use std::collections::{BTreeMap, HashMap};

/// Two similar items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Index of the first item.
    pub a: usize,
    /// Index of the second item.
    pub b: usize,
    /// Similarity of the items, from 0 to 1.
    pub similarity: f64,
}

/// A representative and the items that are similar to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// The member that all other members were compared with.
    pub representative: usize,
    /// All members in ascending order, including the representative.
    pub members: Vec<usize>,
    /// The lowest similarity of any link between two members.
    pub lowest_similarity: f64,
}

impl Star {
    /// Whether one end of `link` is the representative.
    #[must_use]
    pub fn includes_representative(&self, link: &Link) -> bool {
        link.a == self.representative || link.b == self.representative
    }
}

/// Groups linked items into stars.
///
/// Items become representatives in descending order of the number of their links, and in ascending
/// order of their indices if these are equal. The order of `links` does not matter.
///
/// ```
/// use leitong::cluster::{Link, stars};
/// let link = |a, b| Link { a, b, similarity: 0.9 };
/// let stars = stars(&[link(1, 2), link(2, 3), link(3, 4)]);
/// assert_eq!(stars[0].members, [1, 2, 3]); // 4 is linked to 3, but not to 2
/// ```
#[must_use]
pub fn stars(links: &[Link]) -> Vec<Star> {
    weighted_stars(links, |_| 1)
}

/// Groups linked items that stand for several equal ones each into stars. `weight` is how many an
/// item stands for: items become representatives in descending order of the weights of the items
/// linked to them and their own, so that the stars are those of the equal items.
///
/// ```
/// use leitong::cluster::{Link, weighted_stars};
/// let link = |a, b| Link { a, b, similarity: 0.9 };
/// let stars = weighted_stars(&[link(1, 2), link(2, 3), link(3, 4)], |item| [1, 1, 1, 1, 9][item]);
/// assert_eq!(stars[0].members, [2, 3, 4]);
/// ```
#[must_use]
pub fn weighted_stars(links: &[Link], weight: impl Fn(usize) -> usize) -> Vec<Star> {
    let neighbours = neighbours(links);
    let mut order: Vec<usize> = neighbours.keys().copied().collect();
    order.sort_by_cached_key(|at| {
        let linked = neighbours[at].iter().chain([at]).map(|&item| weight(item));
        (std::cmp::Reverse(linked.sum::<usize>()), *at)
    });
    let mut cluster_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut stars = Vec::new();
    for representative in order {
        let neighbours = neighbours[&representative].iter().copied();
        let mut members: Vec<usize> =
            neighbours.filter(|at| !cluster_of.contains_key(at)).collect();
        if cluster_of.contains_key(&representative) || members.is_empty() {
            continue;
        }
        members.push(representative);
        members.sort_unstable();
        cluster_of.extend(members.iter().map(|&at| (at, stars.len())));
        stars.push(Star { representative, members, lowest_similarity: 1.0 });
    }
    update_lowest_similarity(&mut stars, &cluster_of, links);
    stars.sort_by_key(|star| star.members[0]);
    stars
}

/// For each member of a star the index of its star.
#[must_use]
pub(crate) fn star_of_members<'s>(
    stars: impl IntoIterator<Item = &'s Star>,
) -> HashMap<usize, usize> {
    let stars = stars.into_iter().enumerate();
    stars.flat_map(|(at, star)| star.members.iter().map(move |&member| (member, at))).collect()
}

/// The items that are linked to each item, in ascending order.
fn neighbours(links: &[Link]) -> BTreeMap<usize, Vec<usize>> {
    let mut neighbours: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for link in links.iter().filter(|link| link.a != link.b) {
        neighbours.entry(link.a).or_default().push(link.b);
        neighbours.entry(link.b).or_default().push(link.a);
    }
    for list in neighbours.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    neighbours
}

/// Sets the lowest similarity of each star to that of its links.
fn update_lowest_similarity(
    stars: &mut [Star],
    cluster_of: &BTreeMap<usize, usize>,
    links: &[Link],
) {
    for link in links {
        if let (Some(&a), Some(&b)) = (cluster_of.get(&link.a), cluster_of.get(&link.b))
            && a == b
        {
            stars[a].lowest_similarity = stars[a].lowest_similarity.min(link.similarity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(a: usize, b: usize, similarity: f64) -> Link {
        Link { a, b, similarity }
    }

    proptest! {
        #[test]
        fn every_member_is_linked_to_its_representative_and_in_one_star(
            pairs in prop::collection::vec((0_usize..20, 0_usize..20), 0..60),
        ) {
            let links: Vec<Link> = pairs.iter().map(|&(a, b)| Link { a, b, similarity: 0.8 }).collect();
            let stars = stars(&links);
            let mut seen = std::collections::BTreeSet::new();
            for star in &stars {
                prop_assert!(star.members.len() > 1);
                for &member in &star.members {
                    prop_assert!(seen.insert(member));
                    let linked = |l: &Link| (l.a, l.b) == (member, star.representative) || (l.b, l.a) == (member, star.representative);
                    prop_assert!(member == star.representative || links.iter().any(linked));
                }
            }
            let mut turned = links.clone();
            turned.reverse();
            prop_assert_eq!(super::stars(&turned), stars);
        }
    }

    #[test]
    fn the_lowest_similarity_is_that_of_any_inner_link() {
        let stars = stars(&[link(0, 1, 0.9), link(0, 2, 0.8), link(1, 2, 0.75), link(2, 9, 0.1)]);
        assert_eq!(stars[0].members, [0, 1, 2, 9]);
        assert!((stars[0].lowest_similarity - 0.1).abs() < 1e-9);
    }
}
