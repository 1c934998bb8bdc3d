//! Which texts are like which: every family is gone through in the order of rank, and a text stays unless it is like one
//! that stays.

use std::cmp::Reverse;
use std::collections::HashMap;

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
        self.watch.check()?;
        let mut ordered = family.to_vec();
        ordered.sort_by_key(|&text| self.rank(text));
        let mut desk = Desk::default();
        let mut stay = Staying::new(self, family.len() > SMALL);
        let mut found = Vec::new();
        for texts in ordered.chunks(READ_AHEAD) {
            for (&text, set) in texts.iter().zip(self.sets(texts, &mut desk)?) {
                match stay.like(text, &set, &mut desk)? {
                    Some(verdict) => found.push((text, verdict)),
                    None => stay.add(text, set)?,
                }
            }
        }
        Ok((found, stay.capped))
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

/// The texts of a family that stay.
struct Staying<'j, 'r> {
    judge: &'j Judge<'r>,
    texts: Vec<u32>,
    /// Their shingles; of some not any more, when they took too much memory.
    sets: Vec<Option<ShingleSet>>,
    bytes: u64,
    /// The first of them whose shingles are held.
    held_from: usize,
    /// In a large family, who stands in which bucket.
    buckets: Option<HashMap<(u32, u32), Vec<u32>>>,
    /// Buckets that each shares with the text that is looked at.
    shared: Vec<u16>,
    capped: u64,
}

impl<'j, 'r> Staying<'j, 'r> {
    fn new(judge: &'j Judge<'r>, is_large: bool) -> Self {
        let buckets = is_large.then(HashMap::new);
        Self {
            judge,
            texts: Vec::new(),
            sets: Vec::new(),
            bytes: 0,
            held_from: 0,
            buckets,
            shared: Vec::new(),
            capped: 0,
        }
    }

    /// The first of those that stay that `text` is like.
    fn like(&mut self, text: u32, set: &ShingleSet, desk: &mut Desk) -> Result<Option<Verdict>> {
        // Whatever stands in the reference is compared with.
        if self.judge.is_reference(text) {
            return Ok(None);
        }
        for candidate in self.candidates(text)? {
            let again;
            let other = if let Some(held) = &self.sets[candidate] {
                held
            } else {
                again = self.judge.set(self.texts[candidate], desk)?;
                &again
            };
            let overlap = other.overlap_of(set, self.judge.settings.matching.similarity);
            if let Some(overlap) = overlap {
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
                    self.capped += 1;
                }
            }
        }
        self.bytes += set.bytes() as u64;
        self.texts.push(text);
        self.shared.push(0);
        self.sets.push(Some(set));
        while self.bytes > self.judge.settings.set_budget() && self.held_from < self.sets.len() {
            self.bytes -= self.sets[self.held_from].take().map_or(0, |set| set.bytes() as u64);
            self.held_from += 1;
        }
        Ok(())
    }

    /// Those that stay and may be like `text`, the likeliest first.
    fn candidates(&mut self, text: u32) -> Result<Vec<usize>> {
        let Some(buckets) = &self.buckets else {
            return Ok((0..self.texts.len()).collect());
        };
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for (band, key) in self.judge.ledger.keys.keys_of(text)?.into_iter().enumerate() {
            for &other in buckets.get(&(band as u32, key)).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        let mut candidates: Vec<(Reverse<u32>, u32)> =
            shared.into_iter().map(|(other, n)| (Reverse(n), other)).collect();
        candidates.sort_unstable();
        self.capped += candidates.len().saturating_sub(MOST_COMPARED) as u64;
        candidates.truncate(MOST_COMPARED);
        Ok(candidates.into_iter().map(|(_, other)| other as usize).collect())
    }
}
