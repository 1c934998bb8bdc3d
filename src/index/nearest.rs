//! [`nearest_pairs`]: the nearest vectors of other groups, found by comparing all of them.
//!
//! Buckets would not help where the cosine of what is sought is low, as that of translations, of which
//! one in ten has less than .60: they then hold so many vectors that more are compared than here.

use rayon::prelude::*;

use crate::sketch::Vector;

/// The pairs of each vector with its `count` nearest ones of other groups that `accepts` picks, in
/// ascending order. Vectors without a direction or without a group are in no pair.
///
/// # Panics
/// If there are 2³² vectors or more, or not as many groups.
pub(crate) fn nearest_pairs<G: Copy + Eq + Sync>(
    vectors: &[Vector],
    groups: &[Option<G>],
    count: usize,
    accepts: impl Fn(u32, u32) -> bool + Sync,
) -> Vec<(u32, u32)> {
    assert_eq!(vectors.len(), groups.len(), "every vector has a group or none");
    let all = 0..u32::try_from(vectors.len()).expect("fewer than 2^32 vectors");
    let compared: Vec<Member<'_, G>> = all
        .filter_map(|unit| {
            let vector = &vectors[unit as usize];
            let group = groups[unit as usize].filter(|_| vector.has_direction())?;
            Some(Member { unit, group, vector })
        })
        .collect();
    let nearest = compared.par_iter().flat_map_iter(|member| {
        let nearest = member.nearest(&compared, count, &accepts);
        nearest.into_iter().map(|near| (member.unit.min(near.unit), member.unit.max(near.unit)))
    });
    let mut pairs: Vec<(u32, u32)> = nearest.collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// A vector that is compared.
struct Member<'v, G> {
    unit: u32,
    group: G,
    vector: &'v Vector,
}

/// A vector near another one.
struct Near {
    unit: u32,
    cosine: f64,
}

impl<G: Copy + Eq> Member<'_, G> {
    /// The nearest ones of other groups; of equally near ones the first.
    fn nearest(
        &self,
        all: &[Self],
        count: usize,
        accepts: &impl Fn(u32, u32) -> bool,
    ) -> Vec<Near> {
        let mut nearest: Vec<Near> = Vec::with_capacity(count + 1);
        for other in all.iter().filter(|other| other.group != self.group) {
            let cosine = self.vector.cosine(other.vector);
            let is_full = nearest.len() == count;
            let is_near = !is_full || nearest.last().is_some_and(|last| cosine > last.cosine);
            if is_near && accepts(self.unit, other.unit) {
                let at = nearest.partition_point(|near| near.cosine >= cosine);
                nearest.insert(at, Near { unit: other.unit, cosine });
                nearest.truncate(count);
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors at these angles, in quarters of a right angle.
    fn at(angles: &[f32]) -> Vec<Vector> {
        let radians = angles.iter().map(|angle| angle * std::f32::consts::FRAC_PI_8);
        radians.map(|radians| Vector::new(&[radians.cos(), radians.sin()])).collect()
    }

    #[test]
    fn vectors_are_paired_with_the_nearest_of_other_groups() {
        let vectors = at(&[0.0, 0.1, 1.0, 2.0, 3.0]);
        let groups = ["zh", "zh", "en", "en", "en"].map(Some);
        // The second vector is nearer to the last three.
        let all = nearest_pairs(&vectors, &groups, 1, |_, _| true);
        assert_eq!(all, [(0, 2), (1, 2), (1, 3), (1, 4)]);
        let without = nearest_pairs(&vectors, &groups, 1, |a, b| a.min(b) != 1);
        assert_eq!(without, [(0, 2), (0, 3), (0, 4)]);
    }

    #[test]
    fn vectors_without_direction_or_group_are_in_no_pair() {
        let mut vectors = at(&[0.0, 0.0, 0.0]);
        vectors.push(Vector::new(&[]));
        let groups = [Some("zh"), None, Some("en"), Some("en")];
        assert_eq!(nearest_pairs(&vectors, &groups, 2, |_, _| true), [(0, 2)]);
        assert_eq!(nearest_pairs(&vectors, &[Some("en"); 4], 2, |_, _| true), []);
    }
}
