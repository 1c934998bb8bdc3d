//! MinHash signatures that cost one hash per shingle and are unbiased for units of any size.
//!
//! The scheme is fast similarity sketching (Dahlgaard, Knudsen and Thorup, "Fast similarity
//! sketching", FOCS 2017): every shingle is thrown into one slot and each slot keeps its smallest
//! value; slots that stay empty are filled by further rounds with other hashes. A long unit is done
//! after one round; a unit of one shingle after twice as many rounds as there are slots.

use super::hash::finish;

/// Separates the rounds' hashes.
const ROUND: u64 = 0x9FB2_1C65_1E98_DF25;

/// Makes signatures of a fixed number of slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketcher {
    slots: usize,
    seed: u64,
}

/// Sketch of a set of shingles; the share of equal slots estimates the Jaccard similarity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(Box<[u32]>);

impl Default for Sketcher {
    fn default() -> Self {
        Self::new(128, 0)
    }
}

impl Sketcher {
    /// Signatures of `slots` slots (at least 1); only signatures of the same `seed` can be compared.
    #[must_use]
    pub fn new(slots: usize, seed: u64) -> Self {
        Self { slots: slots.max(1), seed }
    }

    /// Slots of every signature.
    #[must_use]
    pub fn slots(self) -> usize {
        self.slots
    }

    /// Signature of a set of shingle hashes, in any order and however often repeated.
    ///
    /// `None` if there is no shingle: a text without content resembles nothing.
    #[must_use]
    pub fn sketch(self, shingles: &[u64]) -> Option<Signature> {
        if shingles.is_empty() {
            return None;
        }
        let mut filling = Filling::new(self.slots);
        for round in 0..self.slots {
            filling.throw(shingles, self.key(round));
            if filling.is_full() {
                return Some(filling.signature());
            }
        }
        for slot in 0..self.slots {
            filling.settle(slot, shingles, self.key(self.slots + slot));
        }
        Some(filling.signature())
    }

    fn key(self, round: usize) -> u64 {
        finish(self.seed ^ ROUND.wrapping_mul(round as u64 + 1))
    }
}

/// A signature in the making. A slot holds its value in the low half; `EMPTY` is above every value.
struct Filling {
    slots: Vec<u64>,
    fixed: Vec<bool>,
}

const EMPTY: u64 = u64::MAX;

impl Filling {
    fn new(slots: usize) -> Self {
        Self { slots: vec![EMPTY; slots], fixed: vec![false; slots] }
    }

    /// One round: every shingle goes to one slot, where the smallest value stays.
    fn throw(&mut self, shingles: &[u64], key: u64) {
        let count = self.slots.len() as u64;
        for &shingle in shingles {
            let hash = finish(shingle ^ key);
            let slot = (((hash >> 32) * count) >> 32) as usize;
            if !self.fixed[slot] {
                self.slots[slot] = self.slots[slot].min(hash & 0xFFFF_FFFF);
            }
        }
        for (fixed, &slot) in self.fixed.iter_mut().zip(&self.slots) {
            *fixed = slot != EMPTY;
        }
    }

    /// Fills one slot that the rounds left empty with the smallest of all shingles.
    fn settle(&mut self, slot: usize, shingles: &[u64], key: u64) {
        if self.slots[slot] == EMPTY {
            let values = shingles.iter().map(|&shingle| finish(shingle ^ key) & 0xFFFF_FFFF);
            self.slots[slot] = values.min().unwrap_or(EMPTY);
        }
    }

    fn is_full(&self) -> bool {
        self.fixed.iter().all(|&fixed| fixed)
    }

    fn signature(self) -> Signature {
        Signature(self.slots.into_iter().map(|slot| slot as u32).collect())
    }
}

impl Signature {
    /// The slots' values.
    #[must_use]
    pub fn slots(&self) -> &[u32] {
        &self.0
    }

    /// Estimate of the Jaccard similarity, without bias; its standard error is at most
    /// `sqrt(j * (1 - j) / slots)`, 0.04 at the worst for 128 slots.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / self.0.len() as f64
    }
}
