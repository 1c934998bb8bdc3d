//! Groups of places that are all alike.
//!
//! A cluster is a star: every member was compared with the representative and found like it. So a
//! chain of weak links never joins strangers, as it would in connected components.

use std::collections::BTreeMap;

/// Two things found alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Number of the first.
    pub a: usize,
    /// Number of the second.
    pub b: usize,
    /// How alike they are, from 0 to 1.
    pub similarity: f64,
}

/// A representative and what is like it.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// The member that all others were compared with.
    pub representative: usize,
    /// All members in rising order, the representative among them.
    pub members: Vec<usize>,
    /// The lowest similarity of any two members that were compared.
    pub lowest_similarity: f64,
}

impl Star {
    /// Whether a link of two members is one with the representative.
    #[must_use]
    pub fn includes_representative(&self, link: &Link) -> bool {
        link.a == self.representative || link.b == self.representative
    }
}

/// Groups linked things into stars. What has most links is a representative first; of equal ones
/// the lowest number. The order of `links` does not matter.
///
/// ```
/// use leitong::cluster::{Link, stars};
/// let link = |a, b| Link { a, b, similarity: 0.9 };
/// let stars = stars(&[link(1, 2), link(2, 3), link(3, 4)]);
/// assert_eq!(stars[0].members, [1, 2, 3]); // 4 is like 3, but was not found like 2
/// ```
#[must_use]
pub fn stars(links: &[Link]) -> Vec<Star> {
    let neighbours = neighbours(links);
    let mut order: Vec<usize> = neighbours.keys().copied().collect();
    order.sort_by_key(|at| (std::cmp::Reverse(neighbours[at].len()), *at));
    let mut cluster_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut stars = Vec::new();
    for representative in order {
        let free = |at: &usize| !cluster_of.contains_key(at);
        let mut members: Vec<usize> = neighbours[&representative].iter().copied().filter(free).collect();
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

fn update_lowest_similarity(stars: &mut [Star], cluster_of: &BTreeMap<usize, usize>, links: &[Link]) {
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

    proptest! {
        #[test]
        fn every_member_is_linked_to_its_representative_and_stands_once(
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
    fn the_lowest_link_inside_is_told() {
        let link = |a, b, similarity| Link { a, b, similarity };
        let stars = stars(&[link(0, 1, 0.9), link(0, 2, 0.8), link(1, 2, 0.75), link(2, 9, 0.1)]);
        assert_eq!(stars[0].members, [0, 1, 2, 9]);
        assert!((stars[0].lowest_similarity - 0.1).abs() < 1e-9);
    }
}
