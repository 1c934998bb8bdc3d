//! Which texts are like which: every family is gone through in the order of rank, and a text stays unless it is like one
//! that stays.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::DedupSettings;
use super::cut::{Cutter, Desk};
use super::keep::Keep;
use super::ledger::Ledger;
use super::shelf::Shelf;
use super::stream::Watch;
use crate::document::Span;
use crate::error::Result;
use crate::index::Families;
use crate::verify::ShingleSet;

/// In a family of so many, each is compared with all that stay, whatever buckets they share.
const SMALL: usize = 16;
/// Texts of a large family that are read at the same time.
const READ_AHEAD: usize = 256;
/// Texts that a bucket remembers; those that come later are found by other buckets, or not, and are counted.
const HOT: usize = 4_096;
/// Texts with which one is compared, those first with which it shares most buckets.
const MOST_COMPARED: usize = 64;

/// For each text, what it is like.
pub(super) struct Verdicts {
    like: Vec<u32>,
    similarity: Vec<f32>,
    /// Pairs that were not compared because their buckets were too common.
    pub(super) capped: u64,
}

/// A text that is like another one that stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub(super) like: u32,
    pub(super) similarity: f32,
}

const NOTHING: u32 = u32::MAX;

impl Verdicts {
    pub(super) fn of(&self, text: u32) -> Option<Verdict> {
        let (like, similarity) = (self.like[text as usize], self.similarity[text as usize]);
        (like != NOTHING).then_some(Verdict { like, similarity })
    }
}

/// Decides about all texts.
pub(super) struct Judge<'r> {
    pub(super) settings: &'r DedupSettings,
    pub(super) cutter: &'r Cutter<'r>,
    pub(super) ledger: &'r Ledger,
    pub(super) shelf: &'r Shelf<'r>,
    /// For each text, the piece in which it is read.
    pub(super) leaders: &'r [u32],
    /// Ranks of the records.
    pub(super) ranks: &'r [u32],
    pub(super) watch: Watch<'r>,
}

impl Judge<'_> {
    /// The verdicts about all texts of these families; those in no family stay.
    pub(super) fn decide(&self, families: &Families) -> Result<Verdicts> {
        let mut order: Vec<&[u32]> = families.iter().collect();
        // The largest first, so that no thread is left with one at the end.
        order.sort_by_key(|family| Reverse(family.len()));
        let decided: Vec<_> = order.into_par_iter().with_max_len(16).map(|family| self.decide_family(family)).collect();
        let texts = self.ledger.texts.len();
        let mut verdicts = Verdicts { like: vec![NOTHING; texts], similarity: vec![0.0; texts], capped: 0 };
        for family in decided {
            let (found, capped) = family?;
            verdicts.capped += capped;
            for (text, verdict) in found {
                verdicts.like[text as usize] = verdict.like;
                verdicts.similarity[text as usize] = verdict.similarity;
            }
        }
        Ok(verdicts)
    }

    fn decide_family(&self, family: &[u32]) -> Result<(Vec<(u32, Verdict)>, u64)> {
        let mut ordered = family.to_vec();
        ordered.sort_by_key(|&text| self.rank(text));
        let mut work = Work::default();
        let mut stay = Staying::new(self, family.len() > SMALL);
        let mut found = Vec::new();
        for texts in ordered.chunks(READ_AHEAD) {
            self.watch.check()?;
            let sets = self.sets(texts, &mut work.desk)?;
            // What stays of earlier ones is compared with on all threads; then, in order, what stays of these.
            let before = stay.texts.len() as u32;
            let verdicts: Vec<Option<Verdict>> = if before == 0 {
                vec![None; texts.len()]
            } else {
                let pairs = texts.par_iter().zip(&sets);
                pairs
                    .map_init(Work::default, |work, (&text, set)| stay.like(text, set, 0, work))
                    .collect::<Result<_>>()?
            };
            for ((&text, set), verdict) in texts.iter().zip(sets).zip(verdicts) {
                let verdict = if verdict.is_some() { verdict } else { stay.like(text, &set, before, &mut work)? };
                match verdict {
                    Some(verdict) => found.push((text, verdict)),
                    None => stay.add(text, set)?,
                }
            }
        }
        Ok((found, stay.capped.into_inner()))
    }

    /// The shingles of some texts; many are read on all threads.
    fn sets(&self, texts: &[u32], desk: &mut Desk) -> Result<Vec<ShingleSet>> {
        if texts.len() <= SMALL {
            return texts.iter().map(|&text| self.set(text, desk)).collect();
        }
        texts.par_iter().map_init(Desk::default, |desk, &text| self.set(text, desk)).collect()
    }

    fn set(&self, text: u32, desk: &mut Desk) -> Result<ShingleSet> {
        let piece = self.leaders[text as usize];
        let record = self.ledger.record_of(piece);
        let set = self.shelf.read(record, |all| {
            let span = self.ledger.span_of(piece).unwrap_or(Span::new(0, all.len()));
            if all.get(span.start..span.end).is_none()
                || self.cutter.take(all, span, desk) != self.ledger.texts.hash(text)
            {
                return None;
            }
            Some(ShingleSet::new(self.cutter.shingles(all, desk)))
        });
        set?.ok_or_else(|| self.shelf.changed(record))
    }

    fn rank(&self, text: u32) -> (u32, u32) {
        let piece = self.leaders[text as usize];
        (self.ranks[self.ledger.record_of(piece) as usize], piece)
    }

    fn is_reference(&self, text: u32) -> bool {
        self.ledger.is_reference(self.leaders[text as usize])
    }
}

/// What a thread works with.
#[derive(Default)]
struct Work {
    desk: Desk,
    /// Buckets that each of those that stay shares with the text that is looked at.
    shared: Vec<u16>,
}

/// The texts of a family that stay.
struct Staying<'j, 'r> {
    judge: &'j Judge<'r>,
    texts: Vec<u32>,
    /// Their shingles; of some not any more, when they took too much memory.
    sets: Vec<Option<ShingleSet>>,
    bytes: u64,
    /// The first of them whose shingles are held.
    held_from: usize,
    /// In a large family, who stands in which bucket, in rising order.
    buckets: Option<HashMap<(u32, u32), Vec<u32>>>,
    capped: AtomicU64,
}

impl<'j, 'r> Staying<'j, 'r> {
    fn new(judge: &'j Judge<'r>, is_large: bool) -> Self {
        let buckets = is_large.then(HashMap::new);
        let (texts, sets) = (Vec::new(), Vec::new());
        Self { judge, texts, sets, bytes: 0, held_from: 0, buckets, capped: AtomicU64::new(0) }
    }

    /// The first that `text` is like, of those that stay from the one numbered `from` on.
    fn like(&self, text: u32, set: &ShingleSet, from: u32, work: &mut Work) -> Result<Option<Verdict>> {
        // Whatever stands in the reference is compared with.
        if self.judge.is_reference(text) {
            return Ok(None);
        }
        let similarity = self.judge.settings.matching.similarity;
        for candidate in self.candidates(text, from, &mut work.shared)? {
            let again;
            let other = if let Some(held) = &self.sets[candidate] {
                held
            } else {
                again = self.judge.set(self.texts[candidate], &mut work.desk)?;
                &again
            };
            if let Some(overlap) = other.overlap_of(set, similarity) {
                let similarity = overlap.jaccard() as f32;
                return Ok(Some(Verdict { like: self.texts[candidate], similarity }));
            }
        }
        Ok(None)
    }

    fn add(&mut self, text: u32, set: ShingleSet) -> Result<()> {
        if self.judge.settings.keep == Keep::All && !self.judge.is_reference(text) {
            return Ok(());
        }
        let number = self.texts.len() as u32;
        if let Some(buckets) = &mut self.buckets {
            for (band, key) in self.judge.ledger.keys.keys_of(text)?.into_iter().enumerate() {
                let bucket = buckets.entry((band as u32, key)).or_default();
                if bucket.len() < HOT {
                    bucket.push(number);
                } else {
                    *self.capped.get_mut() += 1;
                }
            }
        }
        self.bytes += set.bytes() as u64;
        self.texts.push(text);
        self.sets.push(Some(set));
        while self.bytes > self.judge.settings.set_budget() && self.held_from < self.sets.len() {
            self.bytes -= self.sets[self.held_from].take().map_or(0, |set| set.bytes() as u64);
            self.held_from += 1;
        }
        Ok(())
    }

    /// Those that stay, from the one numbered `from` on, and may be like `text`, the likeliest first. `shared` holds zeros
    /// and is left so.
    fn candidates(&self, text: u32, from: u32, shared: &mut Vec<u16>) -> Result<Vec<usize>> {
        let Some(buckets) = &self.buckets else {
            return Ok((from as usize..self.texts.len()).collect());
        };
        shared.resize(self.texts.len().max(shared.len()), 0);
        let mut met = Vec::new();
        for (band, key) in self.judge.ledger.keys.keys_of(text)?.into_iter().enumerate() {
            let Some(bucket) = buckets.get(&(band as u32, key)) else { continue };
            for &other in &bucket[bucket.partition_point(|&other| other < from)..] {
                if shared[other as usize] == 0 {
                    met.push(other);
                }
                shared[other as usize] += 1;
            }
        }
        let count = |other| (Reverse(std::mem::take(&mut shared[other as usize])), other);
        let mut candidates: Vec<(Reverse<u16>, u32)> = met.into_iter().map(count).collect();
        if candidates.len() > MOST_COMPARED {
            candidates.select_nth_unstable(MOST_COMPARED);
            self.capped.fetch_add((candidates.len() - MOST_COMPARED) as u64, Ordering::Relaxed);
            candidates.truncate(MOST_COMPARED);
        }
        candidates.sort_unstable();
        Ok(candidates.into_iter().map(|(_, other)| other as usize).collect())
    }
}
