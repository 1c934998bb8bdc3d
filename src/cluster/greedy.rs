//! Greedy clustering: texts are visited in the order of rank, and a text is kept unless it is
//! similar to a kept one.
//!
//! Every removed text was compared with the kept text that it duplicates. So no chain of similar
//! pairs joins texts that are not similar, and the result depends on the ranks alone, not on the
//! order of the texts.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::batches::{Batch, Batches, Member, Rest};
use super::duplicate_map::{DuplicateMap, DuplicateOf};
use crate::document::{RowEnds, TextId};
use crate::error::Result;
use crate::index::{BandTable, CandidateGroups, Limits, SharedBuckets};
use crate::similarity::{Overlap, ShingleSet};

/// Small components that a thread takes at a time. Long texts are neighbours in a collection, and
/// larger chunks would leave them all to one thread.
const COMPONENTS_PER_TASK: usize = 16;
/// Kept texts of which a text may be a copy that are looked at, beside the first: the most similar
/// ones. A copy of a notice is more similar to it than the notice of another day is.
const MAX_COPIES: usize = 3;

/// Texts that are clustered by rank, wherever their shingles come from.
pub trait RankedTexts: Sync {
    /// Buffers that a thread uses for one text after the other.
    type Scratch: Default + Send;

    /// The rank of a text; of two similar texts the one with the lower rank is kept. No two texts
    /// share a rank.
    fn rank(&self, text: TextId) -> u64;

    /// Puts the shingles of a text into `set`.
    ///
    /// # Errors
    /// If the text cannot be read.
    fn fill(&self, text: TextId, set: &mut ShingleSet, scratch: &mut Self::Scratch) -> Result<()>;

    /// Size of a text in bytes, by which batches are limited.
    fn size(&self, text: TextId) -> usize;

    /// Whether a text is kept whatever it is similar to.
    fn is_protected(&self, _text: TextId) -> bool {
        false
    }

    /// Whether texts are removed because they are similar to this one.
    fn removes_similar(&self, _text: TextId) -> bool {
        true
    }

    /// Whether a text may be removed because it is similar to this kept one.
    fn may_remove(&self, _kept: TextId, _text: TextId) -> bool {
        true
    }

    /// Whether a text is a copy of a kept one that it is similar to, and not one that differs from it in
    /// what matters.
    ///
    /// # Errors
    /// If a text cannot be read.
    fn is_copy(
        &self,
        _kept: TextId,
        _text: TextId,
        _overlap: Overlap,
        _scratch: &mut Self::Scratch,
    ) -> Result<bool> {
        Ok(true)
    }

    /// Is told the number of kept texts that a text was not compared with, because it is no copy of
    /// others that it is similar to.
    fn add_capped(&self, _texts: usize) {}

    /// The number of the content of a text, where texts of equal content are told apart. Such a text
    /// is a duplicate of a kept text of equal content without a comparison.
    fn content(&self, _text: TextId) -> Option<u32> {
        None
    }

    /// Returns an error if the work is to stop.
    ///
    /// # Errors
    /// If the user stopped the run.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// A text in memory that is to be clustered.
#[derive(Debug, Clone)]
pub struct RankedText {
    /// Of two similar texts the one with the lower rank is kept. No two texts share a rank.
    pub rank: u64,
    /// Its band keys; none if it is shorter than a shingle.
    pub keys: Vec<u64>,
    /// Its shingles.
    pub set: ShingleSet,
}

impl RankedTexts for &[RankedText] {
    type Scratch = ();

    fn rank(&self, text: TextId) -> u64 {
        self[text.index()].rank
    }

    fn fill(&self, text: TextId, set: &mut ShingleSet, (): &mut ()) -> Result<()> {
        set.refill(self[text.index()].set.distinct());
        Ok(())
    }

    fn size(&self, text: TextId) -> usize {
        self[text.index()].set.len()
    }
}

/// Clusters texts in memory: which of them duplicate which kept text, at Jaccard similarities of
/// `similarity` and above.
///
/// ```
/// use leitong::cluster::{RankedText, greedy};
/// use leitong::detector::{Detector, Scratch};
/// use leitong::index::Limits;
///
/// let detector = Detector::builder().similarity(0.5).build()?;
/// let mut scratch = Scratch::default();
/// let texts: Vec<RankedText> = ["床前明月光，疑是地上霜", "人生得意须尽欢", "窗前明月光，疑是地上霜"]
///     .into_iter()
///     .zip(0..)
///     .map(|(text, rank)| detector.prepare(text, &mut scratch).to_ranked(rank))
///     .collect();
/// let duplicates = greedy(&texts, detector.similarity(), Limits::default())?;
/// assert_eq!(duplicates.kept_for(2).map(|duplicate| duplicate.kept.index()), Some(0));
/// assert_eq!(duplicates.kept_for(1), None);
/// # Ok::<(), leitong::error::Error>(())
/// ```
///
/// # Errors
/// Never: nothing is written or read.
///
/// # Panics
/// If texts have different numbers of band keys.
pub fn greedy(texts: &[RankedText], similarity: f64, limits: Limits) -> Result<DuplicateMap> {
    let bands = texts.iter().map(|text| text.keys.len()).max().unwrap_or(0).max(1);
    let mut table = BandTable::new(bands, u64::MAX);
    for text in texts {
        let keys: Vec<u32> = text.keys.iter().map(|&key| BandTable::truncate_key(key)).collect();
        table.push(&keys)?;
    }
    let groups = CandidateGroups::of(&table, limits)?;
    Resolver { texts: &texts, similarity, limits, set_budget: u64::MAX }.resolve(&groups)
}

/// A text and what it duplicates.
struct Duplicate {
    text: TextId,
    of: DuplicateOf,
}

/// Clusters texts. Each text is compared with all kept texts of its small component; in a large
/// component with the kept texts that share a bucket.
pub struct Resolver<'r, T> {
    /// The texts.
    pub texts: &'r T,
    /// Jaccard similarity from which on two texts are duplicates.
    pub similarity: f64,
    /// Limits of the comparisons.
    pub limits: Limits,
    /// Bytes that the shingles of the kept texts of one component may take; beyond it,
    /// the shingles of the texts kept first are dropped, and made again when they are needed.
    pub set_budget: u64,
}

impl<T: RankedTexts> Resolver<'_, T> {
    /// Finds the duplicates among the texts of all groups.
    ///
    /// # Errors
    /// If a text cannot be read, or the run is stopped.
    pub fn resolve(&self, groups: &CandidateGroups) -> Result<DuplicateMap> {
        let mut duplicates = DuplicateMap::new(groups.texts());
        for duplicate in self.resolve_small(groups)? {
            duplicates.set(duplicate.text, duplicate.of);
        }
        self.resolve_large(groups, &mut duplicates)?;
        self.resolve_short(groups, &mut duplicates);
        Ok(duplicates)
    }

    /// The duplicates in small components, which are independent of each other.
    fn resolve_small(&self, groups: &CandidateGroups) -> Result<Vec<Duplicate>> {
        let components: Vec<&[u32]> = groups.small().iter().collect();
        let chunks = components.par_chunks(COMPONENTS_PER_TASK).with_max_len(1);
        let found = chunks.map_init(Default::default, |(scratch, set), components| {
            self.texts.check()?;
            components
                .iter()
                .map(|component| self.resolve_component(component, scratch, set))
                .collect()
        });
        let found = found.collect::<Result<Vec<Vec<Vec<Duplicate>>>>>()?;
        Ok(found.into_iter().flatten().flatten().collect())
    }

    /// Compares each text of a component with all kept ones.
    fn resolve_component(
        &self,
        component: &[u32],
        scratch: &mut T::Scratch,
        set: &mut ShingleSet,
    ) -> Result<Vec<Duplicate>> {
        let mut kept = KeptTexts::new(self);
        let mut found = Vec::new();
        let mut order: Vec<TextId> = component.iter().map(|&text| TextId(text)).collect();
        order.sort_unstable_by_key(|&text| self.texts.rank(text));
        for text in order {
            self.texts.fill(text, set, scratch)?;
            match kept.first_similar(text, set, 0..kept.len(), scratch)? {
                Some(of) => found.push(Duplicate { text, of }),
                None if self.texts.removes_similar(text) => kept.add(text, set),
                None => {}
            }
        }
        Ok(found)
    }

    /// Compares the texts of all large components with the kept ones that share a bucket.
    fn resolve_large(&self, groups: &CandidateGroups, duplicates: &mut DuplicateMap) -> Result<()> {
        let mut kept = KeptInBuckets::new(self, groups.buckets());
        // One for each thread: what they hold grows with the component.
        let workers: Vec<Mutex<Worker<T>>> =
            (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        let mut own = Worker::default();
        let mut rest = Batches::of(self.in_order_of_rank(groups));
        while !rest.is_empty() {
            self.texts.check()?;
            let batches = rest.take(|text| self.texts.size(text));
            let batch: Vec<&Member> = batches.iter().flat_map(|batch| &batch.members).collect();
            // A batch is compared in parallel with what was kept before it, then in order with what
            // is kept of it.
            let before = kept.len();
            let compared = batch.par_iter().with_max_len(COMPONENTS_PER_TASK);
            let compared = compared
                .map(|member| kept.compare(member, &workers))
                .collect::<Result<Vec<_>>>()?;
            let mut compared = compared.into_iter();
            for Batch { members, mut of } in batches {
                for (member, Compared { set, duplicate }) in members.iter().zip(&mut compared) {
                    let duplicate = match duplicate {
                        None => kept.first_similar(member, &set, before, &mut own)?,
                        found => found,
                    };
                    if let Some(of) = duplicate {
                        duplicates.set(member.text, of);
                    } else {
                        kept.add(member, &set);
                        of.kept += 1;
                    }
                }
                rest.put_back(of);
            }
        }
        duplicates.capped += kept.capped.into_inner();
        Ok(())
    }

    /// The duplicates among texts of equal content that are too short to be compared, and so are in
    /// no group.
    fn resolve_short(&self, groups: &CandidateGroups, duplicates: &mut DuplicateMap) {
        let mut is_grouped = FixedBitSet::with_capacity(groups.texts());
        is_grouped.extend(groups.iter().map(TextId::index));
        let texts = (0..groups.texts() as u32).filter(|&text| !is_grouped.contains(text as usize));
        let contents = texts.filter_map(|text| Some((self.texts.content(TextId(text))?, text)));
        let mut texts: Vec<(u32, u64, TextId)> = contents
            .map(|(content, text)| (content, self.texts.rank(TextId(text)), TextId(text)))
            .collect();
        texts.sort_unstable();
        for equal in texts.chunk_by(|a, b| a.0 == b.0) {
            let of = DuplicateOf::by_shingles(equal[0].2, 1.0);
            for &(_, _, text) in &equal[1..] {
                duplicates.set(text, of);
            }
        }
    }

    /// The large components, each in order of rank.
    fn in_order_of_rank(&self, groups: &CandidateGroups) -> Vec<Rest> {
        let texts = groups.large_texts();
        let components = groups.large().iter().map(|component| {
            let members = component.iter().map(|&text| Member {
                text: TextId(text),
                position: texts.partition_point(|&other| other < text),
            });
            let mut members: Vec<Member> = members.collect();
            members.sort_unstable_by_key(|member| self.texts.rank(member.text));
            Rest { members: members.into(), kept: 0 }
        });
        components.collect()
    }

    fn set(&self, text: TextId, scratch: &mut T::Scratch) -> Result<ShingleSet> {
        let mut set = ShingleSet::default();
        self.texts.fill(text, &mut set, scratch)?;
        Ok(set)
    }
}

/// A kept text that a text is similar to.
struct Similar {
    kept: TextId,
    overlap: Overlap,
}

/// The shingles of a text, and the kept text that it duplicates.
struct Compared {
    set: ShingleSet,
    duplicate: Option<DuplicateOf>,
}

/// Buffers of one thread.
struct Worker<T: RankedTexts> {
    scratch: T::Scratch,
    /// For each kept text the number of buckets that it shares with the text in hand, or 0.
    shared: Vec<u8>,
}

impl<T: RankedTexts> Default for Worker<T> {
    fn default() -> Self {
        Self { scratch: T::Scratch::default(), shared: Vec::new() }
    }
}

/// Kept texts with their shingles.
struct KeptTexts<'k, T> {
    resolver: &'k Resolver<'k, T>,
    texts: Vec<TextId>,
    sizes: Vec<u32>,
    /// The shingles of each; `None` if they were dropped to keep to the budget.
    shingles: Vec<Option<Box<[u64]>>>,
    /// Bytes of the shingles that are held.
    bytes: u64,
    /// The first text whose shingles are held.
    held_from: usize,
    /// The kept text of each content.
    contents: HashMap<u32, TextId>,
}

impl<'k, T: RankedTexts> KeptTexts<'k, T> {
    fn new(resolver: &'k Resolver<'k, T>) -> Self {
        Self {
            resolver,
            texts: Vec::new(),
            sizes: Vec::new(),
            shingles: Vec::new(),
            bytes: 0,
            held_from: 0,
            contents: HashMap::new(),
        }
    }

    fn len(&self) -> usize {
        self.texts.len()
    }

    /// The first of the kept texts with these numbers that is similar to `text`.
    fn first_similar(
        &self,
        text: TextId,
        set: &ShingleSet,
        numbers: impl IntoIterator<Item = usize>,
        scratch: &mut T::Scratch,
    ) -> Result<Option<DuplicateOf>> {
        if self.resolver.texts.is_protected(text) {
            return Ok(None);
        }
        let equal =
            self.resolver.texts.content(text).and_then(|content| self.contents.get(&content));
        if let Some(&kept) = equal {
            return Ok(Some(DuplicateOf::by_shingles(kept, 1.0)));
        }
        let similarity = self.resolver.similarity;
        // Similar texts, once the text turned out to be no copy of one.
        let mut similar: Option<Vec<Similar>> = None;
        for number in numbers {
            let (a, b) = (f64::from(self.sizes[number]), set.len() as f64);
            // The Jaccard similarity is at most the ratio of the sizes.
            if a.min(b) < similarity * a.max(b) {
                continue;
            }
            let kept = self.texts[number];
            if !self.resolver.texts.may_remove(kept, text) {
                continue;
            }
            let overlap = match &self.shingles[number] {
                Some(held) => set.overlap_of(held, similarity),
                None => set.overlap_of(self.resolver.set(kept, scratch)?.distinct(), similarity),
            };
            let Some(overlap) = overlap else { continue };
            match &mut similar {
                Some(similar) => similar.push(Similar { kept, overlap }),
                None if self.resolver.texts.is_copy(kept, text, overlap, scratch)? => {
                    return Ok(Some(DuplicateOf::by_shingles(kept, overlap.jaccard())));
                }
                None => similar = Some(Vec::new()),
            }
        }
        self.first_copy(text, similar.unwrap_or_default(), scratch)
    }

    /// The first kept text that `text` is a copy of, of those that it is similar to: the most similar
    /// ones are looked at.
    fn first_copy(
        &self,
        text: TextId,
        mut similar: Vec<Similar>,
        scratch: &mut T::Scratch,
    ) -> Result<Option<DuplicateOf>> {
        similar.sort_by(|x, y| y.overlap.jaccard().total_cmp(&x.overlap.jaccard()));
        self.resolver.texts.add_capped(similar.len().saturating_sub(MAX_COPIES));
        for Similar { kept, overlap } in similar.into_iter().take(MAX_COPIES) {
            if self.resolver.texts.is_copy(kept, text, overlap, scratch)? {
                return Ok(Some(DuplicateOf::by_shingles(kept, overlap.jaccard())));
            }
        }
        Ok(None)
    }

    fn add(&mut self, text: TextId, set: &ShingleSet) {
        self.bytes += size_of_val(set.distinct()) as u64;
        if let Some(content) = self.resolver.texts.content(text) {
            self.contents.insert(content, text);
        }
        self.texts.push(text);
        self.sizes.push(set.len() as u32);
        self.shingles.push(Some(set.distinct().into()));
        // Those first that are farthest back in the order of rank; by default, in the collection.
        while self.bytes > self.resolver.set_budget && self.held_from < self.shingles.len() {
            let dropped = self.shingles[self.held_from].take();
            self.bytes -= dropped.map_or(0, |dropped| size_of_val(&*dropped) as u64);
            self.held_from += 1;
        }
    }
}

/// For each bucket the kept texts in it, in the order in which they were kept.
struct BucketMembers {
    /// Ends of the parts of `members` that belong to each bucket.
    ends: RowEnds,
    /// How many members each bucket has so far.
    filled: Vec<u32>,
    members: Vec<u32>,
}

impl BucketMembers {
    fn new(sizes: &[u32], limits: Limits) -> Self {
        let mut ends = RowEnds::with_capacity(sizes.len());
        for &size in sizes {
            ends.push(ends.total() + (size as usize).min(limits.bucket));
        }
        Self { filled: vec![0; sizes.len()], members: vec![0; ends.total()], ends }
    }

    /// The members of a bucket from kept text number `from` on.
    fn members(&self, bucket: u32, from: usize) -> &[u32] {
        let start = self.ends.range(bucket as usize).start;
        let members = &self.members[start..start + self.filled[bucket as usize] as usize];
        &members[members.partition_point(|&member| (member as usize) < from)..]
    }

    /// Adds a kept text to a bucket, and returns whether there was room for it.
    fn add(&mut self, bucket: u32, member: usize) -> bool {
        let row = self.ends.range(bucket as usize);
        let filled = &mut self.filled[bucket as usize];
        let has_room = (*filled as usize) < row.len();
        if has_room {
            self.members[row.start + *filled as usize] = member as u32;
            *filled += 1;
        }
        has_room
    }
}

/// The kept texts of all large components, with their buckets.
struct KeptInBuckets<'k, T> {
    kept: KeptTexts<'k, T>,
    buckets: &'k SharedBuckets,
    members: BucketMembers,
    capped: AtomicU64,
}

impl<'k, T: RankedTexts> KeptInBuckets<'k, T> {
    fn new(resolver: &'k Resolver<'k, T>, buckets: &'k SharedBuckets) -> Self {
        let members = BucketMembers::new(buckets.sizes(), resolver.limits);
        Self { kept: KeptTexts::new(resolver), buckets, members, capped: AtomicU64::new(0) }
    }

    fn len(&self) -> usize {
        self.kept.len()
    }

    /// Compares a text with all that is kept, with the buffers of the current thread.
    fn compare(&self, member: &Member, workers: &[Mutex<Worker<T>>]) -> Result<Compared> {
        let thread = rayon::current_thread_index().unwrap_or_default();
        let mut worker = workers[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let set = self.kept.resolver.set(member.text, &mut worker.scratch)?;
        let duplicate = self.first_similar(member, &set, 0, &mut worker)?;
        Ok(Compared { set, duplicate })
    }

    /// The first kept text from number `from` on that is similar to a text.
    fn first_similar(
        &self,
        member: &Member,
        set: &ShingleSet,
        from: usize,
        worker: &mut Worker<T>,
    ) -> Result<Option<DuplicateOf>> {
        let numbers = self.sharing_buckets(member, from, &mut worker.shared);
        self.kept.first_similar(member.text, set, numbers, &mut worker.scratch)
    }

    fn add(&mut self, member: &Member, set: &ShingleSet) {
        if !self.kept.resolver.texts.removes_similar(member.text) {
            return;
        }
        let number = self.kept.len();
        for &bucket in self.buckets.of_unit(member.position) {
            *self.capped.get_mut() += u64::from(!self.members.add(bucket, number));
        }
        self.kept.add(member.text, set);
    }

    /// Numbers, from `from` on, of the kept texts that share buckets with a text, those first
    /// that share most.
    ///
    /// `shared` holds zeros before and after the call.
    fn sharing_buckets(&self, member: &Member, from: usize, shared: &mut Vec<u8>) -> Vec<usize> {
        shared.resize(self.kept.len().max(shared.len()), 0);
        let mut met = Vec::new();
        for &bucket in self.buckets.of_unit(member.position) {
            for &other in self.members.members(bucket, from) {
                if shared[other as usize] == 0 {
                    met.push(other);
                }
                shared[other as usize] = shared[other as usize].saturating_add(1);
            }
        }
        // Of texts that share as many buckets the one that was kept first is compared first. The
        // counts are taken out, so that `shared` holds zeros again.
        let counted = met
            .into_iter()
            .map(|other| (Reverse(std::mem::take(&mut shared[other as usize])), other));
        let texts = self.kept.resolver.texts;
        let mut sharing: Vec<(Reverse<u8>, u32)> = counted
            .filter(|(_, other)| texts.may_remove(self.kept.texts[*other as usize], member.text))
            .collect();
        let most = self.kept.resolver.limits.compared;
        if sharing.len() > most {
            sharing.select_nth_unstable(most);
            self.capped.fetch_add((sharing.len() - most) as u64, Ordering::Relaxed);
            sharing.truncate(most);
        }
        sharing.sort_unstable();
        sharing.into_iter().map(|(_, other)| other as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text of the shingles `start..start + len`, in the buckets of the first and last tens of
    /// its shingles.
    fn text(rank: u64, start: u64, len: u64) -> RankedText {
        let shingles: Vec<u64> = (start + 1..=start + len).collect();
        let key = |shingle: u64| (shingle / 10 + 1) << 32;
        RankedText {
            rank,
            keys: vec![key(start), key(start + len)],
            set: ShingleSet::new(&shingles),
        }
    }

    fn duplicates(texts: &[RankedText], limits: Limits) -> Vec<Option<u32>> {
        let found = greedy(texts, 0.5, limits).expect("texts in memory can be read");
        (0..texts.len()).map(|text| found.kept_for(text).map(|of| of.kept.0)).collect()
    }

    proptest! {
        #[test]
        fn a_removed_text_is_similar_to_a_kept_one_of_lower_rank_in_any_component(
            texts in prop::collection::vec((0_u64..40, 1_u64..40), 1..30), small in 0_usize..20,
        ) {
            let texts: Vec<RankedText> = (0..).zip(&texts).map(|(rank, &(start, len))| text(rank, start, len)).collect();
            let found = duplicates(&texts, Limits { small_component: small, ..Limits::default() });
            for (at, kept) in found.iter().enumerate() {
                let Some(kept) = *kept else { continue };
                let (own, kept_text) = (&texts[at], &texts[kept as usize]);
                prop_assert!(found[kept as usize].is_none() && kept_text.rank < own.rank);
                prop_assert!(own.set.overlap(&kept_text.set).jaccard() >= 0.5);
            }
        }
    }

    #[test]
    fn the_order_of_the_texts_does_not_matter() {
        let ranked: Vec<RankedText> =
            (0..60).map(|rank| text(rank, rank * 7 % 50, 20 + rank % 11)).collect();
        let mut turned = ranked.clone();
        turned.reverse();
        let found = duplicates(&ranked, Limits::default());
        let found_turned = duplicates(&turned, Limits::default());
        let last = ranked.len() as u32 - 1;
        assert!(found.iter().any(Option::is_some));
        assert!(
            found.iter().eq(found_turned
                .iter()
                .rev()
                .map(|kept| kept.map(|kept| last - kept))
                .collect::<Vec<_>>()
                .iter())
        );
    }

    #[test]
    fn a_full_bucket_holds_no_more_kept_texts_and_counts_them() {
        // All share one bucket and no two are similar.
        let texts: Vec<RankedText> = (0..20)
            .map(|rank| RankedText { keys: vec![1 << 32], ..text(rank, rank * 100, 20) })
            .collect();
        let limits = Limits { bucket: 5, small_component: 1, ..Limits::default() };
        let found = greedy(&texts, 0.5, limits).expect("texts in memory can be read");
        assert!((0..20).all(|text| found.kept_for(text).is_none()));
        assert_eq!(found.capped, 15);
    }
}
