//! Which texts are like which: every family is gone through in the order of rank, and a text stays unless it is like one
//! that stays.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::DedupSettings;
use super::block_stream::Monitor;
use super::keep::Keep;
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::record_units::{Cutter, Desk};
use crate::document::Span;
use crate::error::Result;
use crate::index::{BucketIndex, Components};
use crate::similarity::ShingleSet;

/// A family of so many is gone through by itself, and each is compared with all that stay.
pub(super) const SMALL: usize = 16;
/// Texts and bytes of records that are read at the same time.
const READ_AHEAD: (usize, usize) = (1 << 12, 1 << 24);
/// Texts that are read at the same time while hardly any stay, with which they could be compared on all threads.
const FEW: usize = 128;
/// Small families that a thread takes at a time: long texts stand together, and would else be left to one thread.
const TAKEN: usize = 16;
/// Texts that a bucket remembers; those that come later are found by other buckets, or not, and are counted.
const HOT: usize = 4_096;
/// Texts with which one is compared, those first with which it shares most buckets.
const MOST_COMPARED: usize = 32;

/// For each text, what it is like.
pub(super) struct DuplicateMap {
    like: Vec<u32>,
    similarity: Vec<f32>,
    /// Pairs that were not compared because their buckets were too common.
    pub(super) capped: u64,
}

/// A text that is like another one that stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DuplicateOf {
    pub(super) like: u32,
    pub(super) similarity: f32,
}

const NOTHING: u32 = u32::MAX;

impl DuplicateMap {
    fn add(&mut self, (text, verdict): (u32, DuplicateOf)) {
        self.like[text as usize] = verdict.like;
        self.similarity[text as usize] = verdict.similarity;
    }

    pub(super) fn of(&self, text: u32) -> Option<DuplicateOf> {
        let (like, similarity) = (self.like[text as usize], self.similarity[text as usize]);
        (like != NOTHING).then_some(DuplicateOf { like, similarity })
    }
}

/// Decides about all texts.
pub(super) struct Resolver<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) cutter: &'r Cutter<'r>,
    pub(super) ledger: &'r RecordTable,
    pub(super) shelf: &'r RecordReader<'r>,
    /// For each text, the piece in which it is read.
    pub(super) representatives: &'r [u32],
    /// Ranks of the records.
    pub(super) ranks: &'r [u32],
    pub(super) watch: Monitor<'r>,
}

impl Resolver<'_> {
    /// The verdicts about all texts of small families and of the crowd; those in neither stay.
    pub(super) fn decide(&self, small: &Components, crowd: &[u32], memberships: &BucketIndex) -> Result<DuplicateMap> {
        let texts = self.ledger.distinct();
        let mut verdicts = DuplicateMap { like: vec![NOTHING; texts], similarity: vec![0.0; texts], capped: 0 };
        let families: Vec<&[u32]> = small.iter().collect();
        let found = families.par_chunks(TAKEN).with_max_len(1).map_init(Default::default, |(desk, set), families| {
            self.watch.check()?;
            families.iter().map(|family| self.decide_family(family, desk, set)).collect::<Result<Vec<_>>>()
        });
        for found in found.collect::<Result<Vec<_>>>()?.into_iter().flatten().flatten() {
            verdicts.add(found);
        }
        verdicts.capped = self.decide_crowd(crowd, memberships, &mut verdicts)?;
        Ok(verdicts)
    }

    /// Compares each text of a small family with all that stay.
    fn decide_family(&self, family: &[u32], desk: &mut Desk, set: &mut ShingleSet) -> Result<Vec<(u32, DuplicateOf)>> {
        let mut stay = KeptTexts::new(self);
        let mut found = Vec::new();
        let mut order = family.to_vec();
        order.sort_unstable_by_key(|&text| self.rank(text));
        for text in order {
            self.fill(set, text, desk)?;
            match stay.like(text, set, 0..stay.texts.len(), desk)? {
                Some(verdict) => found.push((text, verdict)),
                None if self.is_compared_with(text) => stay.add(text, set),
                None => {}
            }
        }
        Ok(found)
    }

    /// Compares the texts of all large families with those that stay and share a bucket; counts what is left out.
    fn decide_crowd(&self, crowd: &[u32], memberships: &BucketIndex, verdicts: &mut DuplicateMap) -> Result<u64> {
        let mut stay = LargeComponents {
            memberships,
            stay: KeptTexts::new(self),
            rooms: BucketMembers::new(memberships),
            capped: 0.into(),
        };
        // Each with its place in the crowd, by which its buckets are found.
        let mut order: Vec<(u32, u32)> = crowd.iter().copied().zip(0..).collect();
        order.sort_unstable_by_key(|&(text, _)| self.rank(text));
        // One for each thread: what they hold grows with the crowd.
        let works: Vec<Mutex<Work>> = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        let mut work = Work::default();
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            self.watch.check()?;
            let most = (stay.stay.texts.len() / 4).clamp(FEW, READ_AHEAD.0);
            let (texts, after) = rest.split_at(self.read_ahead(&rest[..rest.len().min(most)]));
            rest = after;
            // What stays of earlier ones is compared with on all threads; then, in order, what stays of these.
            let before = stay.stay.texts.len() as u32;
            let first = texts.par_iter().with_max_len(TAKEN).map(|&(text, place)| {
                let thread = rayon::current_thread_index().unwrap_or_default();
                let mut work = works[thread].lock().unwrap_or_else(PoisonError::into_inner);
                let set = self.set(text, &mut work.desk)?;
                let verdict = stay.like(text, place, &set, 0, &mut work)?;
                Ok((set, verdict))
            });
            let first = first.collect::<Result<Vec<_>>>()?;
            for (&(text, place), (set, verdict)) in texts.iter().zip(first) {
                let verdict =
                    if verdict.is_some() { verdict } else { stay.like(text, place, &set, before, &mut work)? };
                match verdict {
                    Some(verdict) => verdicts.add((text, verdict)),
                    None => stay.add(text, place, &set),
                }
            }
        }
        Ok(stay.capped.into_inner())
    }

    /// How many texts are read at the same time.
    fn read_ahead(&self, texts: &[(u32, u32)]) -> usize {
        let mut bytes = 0;
        let few = texts.iter().take_while(|&&(text, _)| {
            let record = self.ledger.record_of(self.representatives[text as usize]);
            bytes += self.ledger.place(record).length as usize;
            bytes <= READ_AHEAD.1
        });
        few.count().max(1)
    }

    fn set(&self, text: u32, desk: &mut Desk) -> Result<ShingleSet> {
        let mut set = ShingleSet::default();
        self.fill(&mut set, text, desk)?;
        Ok(set)
    }

    /// Puts the shingles of a text into a set.
    fn fill(&self, set: &mut ShingleSet, text: u32, desk: &mut Desk) -> Result<()> {
        let piece = self.representatives[text as usize];
        let record = self.ledger.record_of(piece);
        let mut look = |all: &str, desk: &mut Desk| {
            let span = self.ledger.span_of(piece).unwrap_or(Span::new(0, all.len()));
            let is_same = all.get(span.start..span.end).is_some()
                && self.ledger.texts.find(self.cutter.take(all, span, desk)) == Some(text);
            if is_same {
                set.refill(self.cutter.shingles(all, desk));
            }
            is_same
        };
        let is_same = match desk.recall(record) {
            Some(all) => look(&all, desk),
            None => self.shelf.read(record, |all| {
                if self.ledger.span_of(piece).is_some() {
                    desk.remember(record, all);
                }
                look(all, desk)
            })?,
        };
        if is_same { Ok(()) } else { Err(self.shelf.changed(record)) }
    }

    fn rank(&self, text: u32) -> (u32, u32) {
        let piece = self.representatives[text as usize];
        (self.ranks[self.ledger.record_of(piece) as usize], piece)
    }

    /// Whether others go for this one: where all are kept, only those of the reference do that.
    fn is_compared_with(&self, text: u32) -> bool {
        self.settings.keep != Keep::All || self.is_reference(text)
    }

    fn is_reference(&self, text: u32) -> bool {
        self.ledger.is_reference(self.representatives[text as usize])
    }
}

/// What a thread works with.
#[derive(Default)]
struct Work {
    desk: Desk,
    /// Buckets that each of those that stay shares with the text that is looked at.
    shared: Vec<u8>,
}

/// Texts that stay, with their shingles.
struct KeptTexts<'j, 'r> {
    judge: &'j Resolver<'r>,
    texts: Vec<u32>,
    sizes: Vec<u32>,
    /// The shingles of each; of some not any more, when they took too much memory.
    shingles: Vec<Option<Box<[u64]>>>,
    bytes: u64,
    /// The first of them whose shingles are held.
    held_from: usize,
}

impl<'j, 'r> KeptTexts<'j, 'r> {
    fn new(judge: &'j Resolver<'r>) -> Self {
        Self { judge, texts: Vec::new(), sizes: Vec::new(), shingles: Vec::new(), bytes: 0, held_from: 0 }
    }

    /// The first of these candidates that `text` is like.
    fn like(
        &self,
        text: u32,
        set: &ShingleSet,
        candidates: impl IntoIterator<Item = usize>,
        desk: &mut Desk,
    ) -> Result<Option<DuplicateOf>> {
        // What stands in the reference stays in it.
        if self.judge.is_reference(text) {
            return Ok(None);
        }
        let similarity = self.judge.settings.matching.similarity;
        for candidate in candidates {
            let (a, b) = (f64::from(self.sizes[candidate]), set.len() as f64);
            if a.min(b) < similarity * a.max(b) {
                continue;
            }
            let overlap = match &self.shingles[candidate] {
                Some(held) => set.overlap_of(held, similarity),
                None => set.overlap_of(self.judge.set(self.texts[candidate], desk)?.distinct(), similarity),
            };
            if let Some(overlap) = overlap {
                let similarity = overlap.jaccard() as f32;
                return Ok(Some(DuplicateOf { like: self.texts[candidate], similarity }));
            }
        }
        Ok(None)
    }

    fn add(&mut self, text: u32, set: &ShingleSet) {
        self.bytes += size_of::<u64>() as u64 * set.len() as u64;
        self.texts.push(text);
        self.sizes.push(set.len() as u32);
        self.shingles.push(Some(set.distinct().into()));
        while self.bytes > self.judge.settings.set_budget() && self.held_from < self.shingles.len() {
            let gone = self.shingles[self.held_from].take();
            self.bytes -= gone.map_or(0, |gone| size_of_val(&*gone) as u64);
            self.held_from += 1;
        }
    }
}

/// Who of those that stay stands in which bucket, by their numbers in rising order.
struct BucketMembers {
    /// Where each bucket begins, and behind them where all end.
    starts: Vec<usize>,
    filled: Vec<u32>,
    numbers: Vec<u32>,
}

impl BucketMembers {
    fn new(memberships: &BucketIndex) -> Self {
        let sizes = memberships.sizes();
        let mut starts = Vec::with_capacity(sizes.len() + 1);
        starts.push(0);
        for (bucket, &size) in sizes.iter().enumerate() {
            starts.push(starts[bucket] + (size as usize).min(HOT));
        }
        let numbers = vec![0; starts[sizes.len()]];
        Self { starts, filled: vec![0; sizes.len()], numbers }
    }

    /// Those in a bucket, from the one numbered `from` on.
    fn in_bucket(&self, bucket: u32, from: u32) -> &[u32] {
        let start = self.starts[bucket as usize];
        let all = &self.numbers[start..start + self.filled[bucket as usize] as usize];
        &all[all.partition_point(|&number| number < from)..]
    }

    /// Puts a number into a bucket; `false` if that is full.
    fn add(&mut self, bucket: u32, number: u32) -> bool {
        let at = self.starts[bucket as usize] + self.filled[bucket as usize] as usize;
        let fits = at < self.starts[bucket as usize + 1];
        if fits {
            self.numbers[at] = number;
            self.filled[bucket as usize] += 1;
        }
        fits
    }
}

/// The texts of all large families that stay.
struct LargeComponents<'j, 'r> {
    memberships: &'j BucketIndex,
    stay: KeptTexts<'j, 'r>,
    rooms: BucketMembers,
    capped: AtomicU64,
}

impl LargeComponents<'_, '_> {
    /// The first that the text at `place` is like, of those that stay from the one numbered `from` on.
    fn like(&self, text: u32, place: u32, set: &ShingleSet, from: u32, work: &mut Work) -> Result<Option<DuplicateOf>> {
        let candidates = self.candidates(place, from, &mut work.shared);
        self.stay.like(text, set, candidates, &mut work.desk)
    }

    fn add(&mut self, text: u32, place: u32, set: &ShingleSet) {
        if !self.stay.judge.is_compared_with(text) {
            return;
        }
        let number = self.stay.texts.len() as u32;
        for &bucket in self.memberships.of_unit(place as usize) {
            *self.capped.get_mut() += u64::from(!self.rooms.add(bucket, number));
        }
        self.stay.add(text, set);
    }

    /// Those that stay, from the one numbered `from` on, and share buckets with the text at `place`, those first that share
    /// most. `shared` holds zeros and is left so.
    fn candidates(&self, place: u32, from: u32, shared: &mut Vec<u8>) -> Vec<usize> {
        shared.resize(self.stay.texts.len().max(shared.len()), 0);
        let mut met = Vec::new();
        for &bucket in self.memberships.of_unit(place as usize) {
            for &other in self.rooms.in_bucket(bucket, from) {
                if shared[other as usize] == 0 {
                    met.push(other);
                }
                shared[other as usize] = shared[other as usize].saturating_add(1);
            }
        }
        let count = |other| (Reverse(std::mem::take(&mut shared[other as usize])), other);
        let mut candidates: Vec<(Reverse<u8>, u32)> = met.into_iter().map(count).collect();
        if candidates.len() > MOST_COMPARED {
            candidates.select_nth_unstable(MOST_COMPARED);
            self.capped.fetch_add((candidates.len() - MOST_COMPARED) as u64, Ordering::Relaxed);
            candidates.truncate(MOST_COMPARED);
        }
        candidates.sort_unstable();
        candidates.into_iter().map(|(_, other)| other as usize).collect()
    }
}
