//! [`NearList`]: the nearest vectors of one vector that were found so far.

use super::Limits;

/// Which vectors are near another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NearCosines {
    /// All vectors of at least this cosine are near.
    pub(crate) all: f64,
    /// The [`Limits::nearest`] nearest ones are near if they have at least this cosine, which is above 0.
    pub(crate) nearest: f64,
}

/// A vector that is near another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbour {
    pub(super) other: u32,
    pub(super) cosine: f64,
}

/// The vectors near one vector: all with a high cosine, but at most [`Limits::near`], and a few with a
/// lower one.
#[derive(Debug, Clone, Default)]
pub(super) struct NearList {
    /// In the order of their cosines, the nearest first.
    nearest: Vec<Neighbour>,
    /// The first vector with a high cosine.
    first: Option<u32>,
    /// Near vectors that are not accepted, some of them: a pair may be met in every band.
    refused: Vec<u32>,
}

impl NearList {
    /// The vectors of the list, the nearest first.
    pub(super) fn neighbours(&self) -> &[Neighbour] {
        &self.nearest
    }

    /// The first of a vector and those that have a high cosine with it.
    pub(super) fn representative(&self, own: u32) -> u32 {
        self.first.map_or(own, |first| first.min(own))
    }

    /// Whether a vector has so many near ones that the first of them represents it.
    pub(super) fn is_crowded(&self, own: u32, limits: Limits) -> bool {
        self.nearest.len() >= limits.near && self.representative(own) < own
    }

    /// The least cosine that a vector must have to be added.
    pub(super) fn least(&self, cosines: NearCosines, limits: Limits) -> f64 {
        let of = |rank: usize| self.nearest.get(rank).map(|neighbour| neighbour.cosine);
        let among_nearest = of(limits.nearest - 1).unwrap_or(cosines.nearest);
        let among_all = of(limits.near - 1).unwrap_or(cosines.all);
        among_all.min(among_nearest.max(cosines.nearest))
    }

    /// Adds a vector that is not in the list yet, if its cosine is high enough and it is accepted.
    pub(super) fn add(
        &mut self,
        found: Neighbour,
        cosines: NearCosines,
        limits: Limits,
        accepts: impl FnOnce() -> bool,
    ) {
        if found.cosine < self.least(cosines, limits) {
            return;
        }
        let before = |known: &Neighbour| {
            known
                .cosine
                .total_cmp(&found.cosine)
                .reverse()
                .then(known.other.cmp(&found.other))
                .is_lt()
        };
        let at = self.nearest.partition_point(before);
        if self.nearest.get(at) == Some(&found) || self.refused.contains(&found.other) {
            return;
        }
        if !accepts() {
            if self.refused.len() < limits.near {
                self.refused.push(found.other);
            }
            return;
        }
        self.nearest.insert(at, found);
        if found.cosine >= cosines.all {
            self.first = Some(self.first.map_or(found.other, |first| first.min(found.other)));
        }
        let high = self.nearest.partition_point(|known| known.cosine >= cosines.all);
        self.nearest.truncate(high.max(limits.nearest).min(limits.near));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COSINES: NearCosines = NearCosines { all: 0.7, nearest: 0.5 };

    fn list(found: &[Neighbour]) -> NearList {
        let mut list = NearList::default();
        for &found in found {
            list.add(found, COSINES, Limits::default(), || true);
        }
        list
    }

    #[test]
    fn whether_a_vector_is_accepted_is_asked_once() {
        let (mut list, mut asked) = (NearList::default(), Vec::new());
        let found = [1, 2, 1, 2].map(|other| Neighbour { other, cosine: 0.8 });
        for found in found {
            list.add(found, COSINES, Limits::default(), || {
                asked.push(found.other);
                found.other == 2
            });
        }
        assert_eq!((asked, list.neighbours()), (vec![1, 2], &found[1..2]));
    }

    proptest! {
        #[test]
        fn the_order_in_which_vectors_are_found_does_not_matter(
            percents in prop::collection::vec(30_u32..100, 0..200).prop_shuffle(),
            order in any::<prop::sample::Index>(),
        ) {
            let limits = Limits::default();
            let all: Vec<Neighbour> = percents.iter().zip(0..).map(|(&percent, other)| {
                Neighbour { other, cosine: f64::from(percent) / 100.0 }
            }).collect();
            let mut other_order = all.clone();
            if !all.is_empty() {
                other_order.rotate_left(order.index(all.len()));
                other_order.extend_from_slice(&all);
            }
            let found = list(&all);
            let found_again = list(&other_order);
            prop_assert_eq!(found.neighbours(), found_again.neighbours());
            let mut expected = all;
            expected.sort_by(|x, y| y.cosine.total_cmp(&x.cosine).then(x.other.cmp(&y.other)));
            let mut expected: Vec<Neighbour> = expected.into_iter().enumerate().filter(|(rank, one)| {
                one.cosine >= COSINES.all || (one.cosine >= COSINES.nearest && *rank < limits.nearest)
            }).map(|(_, one)| one).collect();
            expected.truncate(limits.near);
            prop_assert_eq!(found.neighbours(), expected);
        }
    }
}
