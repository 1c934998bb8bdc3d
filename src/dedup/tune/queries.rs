//! The units of the sample, found by their contents and by their band keys.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use super::close_pairs::PairedUnit;
use crate::index::Limits;
use crate::similarity::ShingleSet;

/// Which records belong to the sample: those whose hash is below a bound. The hash is that of the
/// id and the line, so that the sample depends neither on threads nor on the order of files.
#[derive(Debug, Clone, Copy)]
pub(super) struct SampleRule {
    /// The bound; `None` if all records belong to the sample.
    below: Option<u64>,
}

impl SampleRule {
    /// A rule that chooses about `wanted` of `records` records.
    #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
    pub(super) fn new(wanted: usize, records: usize) -> Self {
        let share = wanted as f64 / records as f64;
        Self { below: (wanted < records).then_some((share * u64::MAX as f64) as u64) }
    }

    pub(super) fn chooses(self, id: &str, line: Option<u64>) -> bool {
        self.below.is_none_or(|below| {
            let line = line.unwrap_or(0).to_le_bytes();
            xxh3_64(&[id.as_bytes(), &[0], &line].concat()) < below
        })
    }
}

/// A unit that was prepared.
pub(super) struct PreparedUnit {
    pub(super) unit: PairedUnit,
    /// Its band keys; none if it is shorter than a shingle.
    pub(super) keys: Vec<u64>,
    pub(super) set: ShingleSet,
}

/// A distinct content of the sample.
pub(super) struct Query {
    /// The first unit that has the content.
    pub(super) unit: PairedUnit,
    /// How many units of the sample have it.
    pub(super) units: u64,
    distinct: Box<[u64]>,
}

/// A query that is similar to a unit.
pub(super) struct SimilarQuery<'q> {
    pub(super) query: &'q Query,
    pub(super) similarity: f64,
}

/// The queries that are similar to a unit, and how many were not compared with it.
#[derive(Default)]
pub(super) struct Found<'q> {
    pub(super) similar: Vec<SimilarQuery<'q>>,
    pub(super) capped: u64,
}

/// The distinct contents of the sample.
#[derive(Default)]
pub(super) struct Queries {
    all: Vec<Query>,
    by_content: HashMap<u128, u32>,
    by_key: HashMap<u64, Vec<u32>>,
}

impl Queries {
    /// Adds a unit of the sample.
    pub(super) fn add(&mut self, prepared: PreparedUnit) {
        let PreparedUnit { unit, keys, set } = prepared;
        let number = self.all.len() as u32;
        let number = *self.by_content.entry(unit.hash).or_insert(number);
        if let Some(known) = self.all.get_mut(number as usize) {
            known.units += 1;
            return;
        }
        for key in keys {
            self.by_key.entry(key).or_default().push(number);
        }
        self.all.push(Query { unit, units: 1, distinct: set.distinct().into() });
    }

    /// The query that has this content.
    pub(super) fn equal(&self, hash: u128) -> Option<&Query> {
        self.by_content.get(&hash).map(|&number| &self.all[number as usize])
    }

    /// The queries of other contents whose similarity to a unit is at least `similarity`. Those
    /// that share most buckets with the unit are compared, up to the size of the largest bucket
    /// whose texts a run pairs with each other.
    pub(super) fn similar(&self, prepared: &PreparedUnit, similarity: f64) -> Found<'_> {
        let limit = Limits::default().bucket;
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for number in prepared.keys.iter().filter_map(|key| self.by_key.get(key)).flatten() {
            *shared.entry(*number).or_default() += 1;
        }
        let mut candidates: Vec<(std::cmp::Reverse<u32>, u32)> = shared
            .into_iter()
            .filter(|&(number, _)| self.all[number as usize].unit.hash != prepared.unit.hash)
            .map(|(number, buckets)| (std::cmp::Reverse(buckets), number))
            .collect();
        candidates.sort_unstable();
        let capped = candidates.len().saturating_sub(limit) as u64;
        let similar = candidates.iter().take(limit).filter_map(|&(_, number)| {
            let query = &self.all[number as usize];
            let overlap = prepared.set.overlap_of(&query.distinct, similarity)?;
            Some(SimilarQuery { query, similarity: overlap.jaccard() })
        });
        Found { similar: similar.collect(), capped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::tune::close_pairs::UnitPlace;
    use crate::document::SourceId;

    fn prepared(hash: u128, shingles: &[u64]) -> PreparedUnit {
        let place = UnitPlace { source: SourceId(0), offset: 0, start: 0 };
        let unit = PairedUnit { hash, place, id: String::new(), line: None, chars: None };
        PreparedUnit { unit, keys: vec![7], set: ShingleSet::new(shingles) }
    }

    #[test]
    fn about_the_wanted_number_is_chosen_and_always_the_same() {
        let rule = SampleRule::new(100, 1_000);
        let chosen = |line: u64| rule.chooses("a", Some(line));
        let count = (0..1_000).filter(|&line| chosen(line)).count();
        assert!((60..140).contains(&count), "{count}");
        assert!((0..1_000).all(|line| chosen(line) == chosen(line)));
        for wanted in [1_000, 2_000] {
            assert!((0..1_000).all(|line| SampleRule::new(wanted, 1_000).chooses("a", Some(line))));
        }
    }

    #[test]
    fn a_content_is_one_query_and_is_not_similar_to_itself() {
        let mut queries = Queries::default();
        for hash in [1, 1, 2] {
            queries.add(prepared(hash, &[1, 2, 3]));
        }
        assert_eq!(queries.equal(1).map(|query| query.units), Some(2));
        let found = queries.similar(&prepared(1, &[1, 2, 3]), 0.5);
        let hashes: Vec<u128> = found.similar.iter().map(|one| one.query.unit.hash).collect();
        assert_eq!((hashes, found.capped), (vec![2], 0));
        assert!(queries.similar(&prepared(3, &[1, 9, 8, 7]), 0.5).similar.is_empty());
    }

    #[test]
    fn what_a_full_bucket_leaves_out_is_counted() {
        let mut queries = Queries::default();
        let bucket = Limits::default().bucket as u128;
        for hash in 0..bucket + 5 {
            queries.add(prepared(hash, &[1]));
        }
        let found = queries.similar(&prepared(bucket + 9, &[1]), 0.5);
        assert_eq!((found.similar.len() as u128, found.capped), (bucket, 5));
    }
}
