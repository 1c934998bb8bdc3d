//! How much of each input and folder is removed, and what looks like too much.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::DuplicateKind;
use super::inputs::Inputs;
use super::removal::{Clusters, RemovalRule};
use crate::corpus::SkipLimit;
use crate::document::{RecordId, SourceId, Span, UnitId, rounded_share};
use crate::error::{Error, Result, path_as_text};

/// Fewest records or parts of an input of which a loss is told.
const FEWEST: usize = 20;
/// The share that may be removed without a word, in percent.
const QUIET_PERCENT: f64 = 50.0;
/// Fewest members of a cluster that is told if they are little alike.
const LARGE_CLUSTER: usize = 100;

/// An input or folder of which much is removed. At the lower levels the numbers are those of speeches
/// or paragraphs, and of passages the bytes of the texts.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Loss {
    /// The input, or a folder in it.
    #[serde(serialize_with = "path_as_text")]
    pub path: PathBuf,
    /// Records that were compared.
    pub compared: usize,
    /// Of these, records that are removed with equal content.
    pub exact: usize,
    /// Records that are removed for another reason.
    pub near: usize,
    /// One of those that are alike.
    pub example: Option<PairExample>,
    #[serde(skip)]
    unit: Option<UnitId>,
}

/// A removed record or part, and what is kept in its place.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PairExample {
    /// Id of the removed record.
    pub id: String,
    /// Id of the kept record.
    pub duplicate_of: String,
    /// Similarity of the two, or of the two parts.
    pub similarity: f64,
}

/// A large cluster whose members are not much alike: the similarity of most of them to
/// the kept one is nearer to the threshold than to 1.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct LooseCluster {
    /// Number of the cluster, as in the list of duplicates.
    pub cluster: u32,
    /// Number of its members.
    pub size: usize,
    /// The similarity to the kept member that half of the others have, of those that are not equal to
    /// it.
    pub median_similarity: f64,
    /// The member that is least like the kept one.
    pub example: Option<PairExample>,
    #[serde(skip)]
    unit: UnitId,
}

impl Loss {
    /// The removed records.
    #[must_use]
    pub fn removed(&self) -> usize {
        self.exact + self.near
    }

    /// The removed share, in percent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        self.removed() as f64 * 100.0 / self.compared.max(1) as f64
    }
}

/// The losses of all inputs and folders.
pub(super) struct Losses(Vec<Loss>);

impl Losses {
    /// The losses of the inputs of a run, each followed by those of its folders.
    pub(super) fn of(rule: &RemovalRule<'_>, inputs: &Inputs) -> Self {
        let mut losses: BTreeMap<(usize, PathBuf), Loss> = BTreeMap::new();
        for source in (inputs.references..inputs.sources.len()).map(SourceId::new) {
            let Some(input) = inputs.input_of[source.index()] else { continue };
            let own = Loss::of_source(rule, source);
            let root = inputs.paths.own[input].as_path();
            let folder = inputs.sources[source.index()].path.parent();
            let is_below = inputs.sources[source.index()].path != root;
            let folder = folder.filter(|folder| is_below && *folder != root);
            for path in std::iter::once(root).chain(folder) {
                let key = (input, path.to_owned());
                losses.entry(key).or_insert_with(|| Loss::empty(path)).add(&own);
            }
        }
        Self(losses.into_values().collect())
    }

    /// Returns an error if more of an input or folder is removed than a limit allows.
    pub(super) fn check(&self, limit: Option<SkipLimit>) -> Result<()> {
        let Some(limit) = limit else { return Ok(()) };
        let losses: Box<[String]> = self
            .0
            .iter()
            .filter(|loss| !limit.allows(loss.removed(), loss.compared))
            .map(Loss::told)
            .collect();
        if losses.is_empty() {
            return Ok(());
        }
        Err(Error::TooMuchRemoved { losses, limit: limit.to_string() })
    }

    /// The losses that are told whatever the limit is.
    fn large(self) -> Vec<Loss> {
        self.0.into_iter().filter(Loss::is_large).collect()
    }
}

impl Loss {
    fn is_large(&self) -> bool {
        self.compared >= FEWEST && self.percent() > QUIET_PERCENT
    }

    fn empty(path: &Path) -> Self {
        Self { path: path.into(), compared: 0, exact: 0, near: 0, example: None, unit: None }
    }

    fn of_source(rule: &RemovalRule<'_>, source: SourceId) -> Self {
        let mut loss = Self::empty(Path::new(""));
        loss.compared = rule.passages.map_or(0, |passages| passages.text_bytes(source));
        let records = rule.table.records_of(source).filter(|&record| rule.table.is_read(record));
        for unit in records.flat_map(|record: RecordId| rule.table.units_of(record)) {
            let size = rule.passages.and(rule.table.span_of(unit)).map_or(1, Span::len);
            loss.compared += usize::from(rule.passages.is_none());
            let Some(removal) = rule.removal(unit) else { continue };
            if removal.kind == DuplicateKind::Exact {
                loss.exact += size;
            } else {
                loss.near += size;
                loss.unit = loss.unit.or(Some(unit));
            }
        }
        loss
    }

    fn add(&mut self, other: &Self) {
        self.compared += other.compared;
        self.exact += other.exact;
        self.near += other.near;
        self.unit = self.unit.or(other.unit);
    }

    /// The loss as a message tells it.
    fn told(&self) -> String {
        let Self { path, compared, exact, near, .. } = self;
        let (path, removed, percent) = (path.display(), self.removed(), self.percent());
        format!(
            "{path} would lose {removed} of {compared} ({percent:.1} %), {exact} equal and {near} alike"
        )
    }
}

/// What looks wrong in a run, before it is told.
pub(super) struct Alarms {
    losses: Vec<Loss>,
    loose_clusters: Vec<LooseCluster>,
}

impl Alarms {
    pub(super) fn of(rule: &RemovalRule<'_>, losses: Losses, clusters: &Clusters) -> Self {
        Self { losses: losses.large(), loose_clusters: loose_clusters(rule, clusters) }
    }

    /// The units that are named, and those that are kept in their places.
    pub(super) fn named<'a>(
        &'a self,
        rule: &'a RemovalRule<'_>,
    ) -> impl Iterator<Item = UnitId> + 'a {
        let losses = self.losses.iter().filter_map(|loss| loss.unit);
        let units = losses.chain(self.loose_clusters.iter().map(|cluster| cluster.unit));
        units
            .flat_map(|unit| [Some(unit), rule.duplicate(unit).map(|duplicate| duplicate.kept)])
            .flatten()
    }

    /// The alarms with the names of their examples.
    pub(super) fn told(
        self,
        rule: &RemovalRule<'_>,
        id: impl Fn(UnitId) -> Option<String>,
    ) -> (Vec<Loss>, Vec<LooseCluster>) {
        let example = |unit: UnitId| {
            let duplicate = rule.duplicate(unit)?;
            let similarity = rounded_share(duplicate.similarity.into());
            Some(PairExample { id: id(unit)?, duplicate_of: id(duplicate.kept)?, similarity })
        };
        let Self { mut losses, mut loose_clusters } = self;
        for loss in &mut losses {
            loss.example = loss.unit.and_then(example);
        }
        for cluster in &mut loose_clusters {
            cluster.example = example(cluster.unit);
        }
        (losses, loose_clusters)
    }
}

/// A member of a cluster, and its similarity to the kept one.
#[derive(Debug, Clone, Copy)]
struct Member {
    unit: UnitId,
    similarity: f32,
}

/// The clusters that are large and loose, the largest first.
fn loose_clusters(rule: &RemovalRule<'_>, clusters: &Clusters) -> Vec<LooseCluster> {
    let mut members: BTreeMap<UnitId, Vec<Member>> = BTreeMap::new();
    if rule.passages.is_some() {
        // A passage is like the kept one in itself, whatever its record is like.
        return Vec::new();
    }
    for unit in UnitId::all(rule.table.units()) {
        let Some(duplicate) = rule.duplicate(unit) else { continue };
        if clusters.size(duplicate.center) >= LARGE_CLUSTER {
            let member = Member { unit, similarity: duplicate.similarity };
            members.entry(duplicate.center).or_default().push(member);
        }
    }
    let middle = f64::midpoint(rule.settings.matching.similarity, 1.0);
    let mut loose: Vec<LooseCluster> = members
        .into_iter()
        .filter_map(|(center, members)| LooseCluster::of(clusters.number(center), members, middle))
        .collect();
    loose.sort_by_key(|cluster| (Reverse(cluster.size), cluster.cluster));
    loose
}

impl LooseCluster {
    /// The cluster of these members and a kept one, if its median is below `middle`.
    fn of(cluster: u32, members: Vec<Member>, middle: f64) -> Option<Self> {
        let size = members.len() + 1;
        let mut unequal: Vec<Member> =
            members.into_iter().filter(|member| member.similarity < 1.0).collect();
        unequal.sort_by(|a, b| a.similarity.total_cmp(&b.similarity).then(a.unit.cmp(&b.unit)));
        let median = rounded_share(unequal.get(unequal.len() / 2)?.similarity.into());
        // Where most are copies, the few others say nothing about the cluster.
        let is_loose = median < middle && unequal.len() * 2 > size;
        is_loose.then(|| Self {
            cluster,
            size,
            median_similarity: median,
            example: None,
            unit: unequal[0].unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_loose_if_most_of_its_members_are_near_the_threshold() {
        let of = |similarities: &[f32]| {
            let member = |(unit, &similarity)| Member { unit: UnitId(unit), similarity };
            LooseCluster::of(1, (0..).zip(similarities).map(member).collect(), 0.85)
        };
        let loose = of(&[0.8, 0.72, 0.9, 1.0]).expect("its median is 0.8");
        assert_eq!((loose.size, loose.median_similarity, loose.unit), (5, 0.8, UnitId(1)));
        assert_eq!(of(&[0.9, 0.72, 0.9, 0.95]), None);
        assert_eq!(of(&[0.8, 0.72, 1.0, 1.0, 1.0]), None, "most are copies");
        assert_eq!(of(&[0.8, 0.72, 1.0]), None, "half of the four, with the kept one, are copies");
        assert!(of(&[0.8, 0.72]).is_some());
        assert_eq!((of(&[0.85; 3]), of(&[0.849; 3]).is_some()), (None, true));
        assert_eq!(of(&[1.0; 5]), None);
    }

    #[test]
    fn a_limit_is_of_the_records_of_each_input() {
        let loss = |path: &str, compared, exact, near| Loss {
            compared,
            exact,
            near,
            ..Loss::empty(Path::new(path))
        };
        let losses = Losses(vec![
            loss("a", 20, 10, 0),
            loss("b", 1000, 899, 1),
            loss("c", FEWEST - 1, 0, 13),
            loss("d", FEWEST, 1, 10),
        ]);
        assert!(losses.check(None).is_ok() && losses.check(Some(SkipLimit::Percent(90.0))).is_ok());
        let error = losses.check(Some(SkipLimit::Percent(75.0))).map_err(|error| error.to_string());
        let said = error.expect_err("90 % are more");
        assert!(
            said.contains("b would lose 900 of 1000 (90.0 %), 899 equal and 1 alike"),
            "{said}"
        );
        assert!(!said.contains("a would") && !said.contains("c would"), "{said}");
        let large = losses.large();
        assert_eq!(
            large.iter().map(|loss| loss.path.as_path()).collect::<Vec<_>>(),
            [Path::new("b"), Path::new("d")]
        );
    }
}
