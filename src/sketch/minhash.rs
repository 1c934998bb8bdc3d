//! MinHash signatures that cost one hash per shingle and are unbiased for units of any size.
//!
//! The scheme is fast similarity sketching (Dahlgaard, Knudsen and Thorup, "Fast similarity
//! sketching", FOCS 2017): every shingle is thrown into one slot and each slot keeps its smallest
//! value; slots that stay empty are filled by further rounds with other hashes. A long unit is done
//! after one round. In the paper there are as many rounds as slots before each slot that is still empty takes the smallest
//! of all shingles under a hash of its own; here there are [`ROUNDS`], the same for all units: the estimate is unbiased
//! for any number of them, the error never larger than with one hash a slot, and settling a few slots of
//! a short unit in vector registers costs less than throwing its shingles again and again at slots that are mostly full.

use std::collections::HashSet;

use super::hash::finish;
use super::simd::{BLOCK, GROUP, LANES, Round, SimdLanes};

/// Separates the rounds' hashes.
const ROUND: u64 = 0x9FB2_1C65_1E98_DF25;

/// Rounds in which shingles are thrown.
const ROUNDS: usize = 2;

/// So many shingles a slot leave none empty, unless they are a few that are repeated over and over; those are thrown each
/// once in the rounds that follow.
const MANY: usize = 16;

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
        self.sketch_into(shingles, &mut SketchBuffer::default()).map(|slots| Signature(slots.into()))
    }

    /// The slots of the [signature](Self::sketch) of a set of shingle hashes, made in a buffer that serves any number of
    /// units, one after the other.
    ///
    /// ```
    /// use leitong::sketch::{SketchBuffer, Sketcher};
    /// let mut buffer = SketchBuffer::default();
    /// for unit in [&[1, 2, 3][..], &[4, 5]] {
    ///     let signature = Sketcher::default().sketch(unit).unwrap();
    ///     assert_eq!(Sketcher::default().sketch_into(unit, &mut buffer), Some(signature.slots()));
    /// }
    /// ```
    pub fn sketch_into<'b>(self, shingles: &[u64], buffer: &'b mut SketchBuffer) -> Option<&'b [u32]> {
        let blocks = Blocks::of(shingles)?;
        buffer.clear(self);
        let round = |round: usize| Round { key: self.key(round), rank: (round as u64) << 32 };
        buffer.scatter(&blocks, round(0));
        if buffer.is_full() {
            return Some(buffer.signature());
        }
        let distinct = (shingles.len() > self.slots * MANY).then(|| distinct(shingles));
        let shingles = distinct.as_deref().unwrap_or(shingles);
        let blocks = Blocks::of(shingles)?;
        for number in 1..ROUNDS {
            buffer.scatter(&blocks, round(number));
        }
        buffer.fill_empty_slots(shingles);
        Some(buffer.signature())
    }

    fn key(self, round: usize) -> u64 {
        finish(self.seed ^ ROUND.wrapping_mul(round as u64 + 1))
    }
}

fn distinct(shingles: &[u64]) -> Vec<u64> {
    let mut distinct: Vec<u64> = shingles.iter().copied().collect::<HashSet<_>>().into_iter().collect();
    distinct.sort_unstable();
    distinct
}

/// Room for a signature in the making, to be used again for the next one.
#[derive(Debug, Clone, Default)]
pub struct SketchBuffer {
    /// A slot holds its value in the low half and, above it, the round that filled it: what a later round throws is never
    /// smaller than what the slot has.
    slots: Vec<u64>,
    /// Slots known to be filled, from the first on.
    filled: usize,
    /// Slots that the rounds left empty.
    empty: Vec<usize>,
    /// The keys under which each slot is settled, and whose they are.
    keys: Vec<u32>,
    keys_of: Option<Sketcher>,
    signature: Vec<u32>,
    lanes: SimdLanes,
}

/// Above every value of every round.
const EMPTY: u64 = u64::MAX;

impl SketchBuffer {
    fn clear(&mut self, sketcher: Sketcher) {
        self.slots.clear();
        self.slots.resize(sketcher.slots, EMPTY);
        self.filled = 0;
        if self.keys_of != Some(sketcher) {
            self.keys = (0..sketcher.slots).map(|slot| sketcher.key(ROUNDS + slot) as u32).collect();
            self.keys_of = Some(sketcher);
        }
    }

    /// One round: every shingle goes to one slot, where the smallest value stays.
    fn scatter(&mut self, blocks: &Blocks<'_>, round: Round) {
        for block in blocks.iter() {
            self.lanes.scatter(block, round, &mut self.slots);
        }
    }

    /// Fills each slot that the rounds left empty with the smallest of all shingles under its key.
    fn fill_empty_slots(&mut self, shingles: &[u64]) {
        self.list_empty();
        for group in self.empty.chunks(GROUP) {
            let mut keys = [0; GROUP];
            keys.iter_mut().zip(group).for_each(|(key, &slot)| *key = self.keys[slot]);
            let values = self.lanes.fill_empty_slots(shingles, &keys);
            group.iter().zip(values).for_each(|(&slot, value)| self.slots[slot] = value.into());
        }
    }

    /// Every slot is written, and stays if it is empty: no branch could foresee that.
    fn list_empty(&mut self) {
        self.empty.resize(self.slots.len(), 0);
        let mut count = 0;
        for (number, &slot) in self.slots.iter().enumerate() {
            self.empty[count] = number;
            count += usize::from(slot == EMPTY);
        }
        self.empty.truncate(count);
    }

    /// Whether every slot has a value; looks at no slot twice that had one before.
    fn is_full(&mut self) -> bool {
        self.filled += self.slots[self.filled..].iter().take_while(|&&slot| slot != EMPTY).count();
        self.filled == self.slots.len()
    }

    fn signature(&mut self) -> &[u32] {
        self.signature.clear();
        self.signature.extend(self.slots.iter().map(|&slot| slot as u32));
        &self.signature
    }
}

/// The shingles of a unit in whole lanes. The last ones are filled up with the first shingle: a set has it only once.
struct Blocks<'s> {
    full: &'s [[u64; BLOCK]],
    rest: [u64; BLOCK],
    in_rest: usize,
}

impl<'s> Blocks<'s> {
    /// `None` if there is no shingle.
    fn of(shingles: &'s [u64]) -> Option<Self> {
        let (full, last) = shingles.as_chunks();
        let mut rest = [*shingles.first()?; BLOCK];
        rest[..last.len()].copy_from_slice(last);
        Some(Self { full, rest, in_rest: last.len().div_ceil(LANES) })
    }

    fn iter(&self) -> impl Iterator<Item = &[[u64; LANES]]> {
        let rest = &self.rest.as_chunks().0[..self.in_rest];
        self.full.iter().map(|block| block.as_chunks().0).chain([rest])
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
