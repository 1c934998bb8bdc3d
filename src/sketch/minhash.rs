//! MinHash signatures that cost one hash per shingle and are unbiased for units of any size.
//!
//! The scheme is fast similarity sketching (Dahlgaard, Knudsen and Thorup, "Fast similarity
//! sketching", FOCS 2017): every shingle is hashed to one slot, and each slot keeps its smallest
//! value; slots that stay empty are filled by further rounds with other hashes. A long unit is done
//! after one round.
//!
//! The paper has as many rounds as slots; then each slot that is still empty takes the minimum of
//! all shingles under a hash of its own. Here the number of rounds is fixed ([`ROUNDS`]). The
//! estimate is unbiased for any number of rounds, and its error is never larger than with one hash
//! per slot. Filling the few empty slots of a short unit in vector registers costs less than
//! further rounds, in which most shingles fall into slots that are already full.

use std::collections::HashSet;

use super::hash::avalanche;
use super::simd::{BLOCK, GROUP, LANES, Round, SimdLanes};

/// Separates the hashes of the rounds from each other.
const ROUND: u64 = 0x9FB2_1C65_1E98_DF25;

/// Rounds in which shingles are scattered over the slots, before empty slots are filled one by one.
const ROUNDS: usize = 2;

/// Shingles per slot from which repetitions are removed before the second round.
///
/// So many distinct shingles leave practically no slot empty (e⁻¹⁶ of the slots), so that a second
/// round means that few distinct shingles are repeated, as in 64 MB of one letter, which took 24 s
/// without this.
const MANY_PER_SLOT: usize = 16;

/// Computes signatures with a fixed number of slots.
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
    /// A sketcher with `slots` slots (at least 1). Only signatures with the same `seed` are
    /// comparable.
    #[must_use]
    pub fn new(slots: usize, seed: u64) -> Self {
        Self { slots: slots.max(1), seed }
    }

    /// Number of slots of a signature.
    #[must_use]
    pub fn slots(self) -> usize {
        self.slots
    }

    /// Signature of a set of shingle hashes, which may be in any order and repeated.
    ///
    /// It is `None` if there are no shingles: a text without content is similar to no other.
    #[must_use]
    pub fn sketch(self, shingles: &[u64]) -> Option<Signature> {
        self.sketch_into(shingles, &mut SketchBuffer::default())
            .map(|slots| Signature(slots.into()))
    }

    /// Computes the [signature](Self::sketch) of a set of shingle hashes in a buffer that is reused
    /// for many units, and returns its slots.
    ///
    /// ```
    /// use leitong::sketch::{SketchBuffer, Sketcher};
    /// let mut buffer = SketchBuffer::default();
    /// for unit in [&[1, 2, 3][..], &[4, 5]] {
    ///     let signature = Sketcher::default().sketch(unit).unwrap();
    ///     assert_eq!(Sketcher::default().sketch_into(unit, &mut buffer), Some(signature.slots()));
    /// }
    /// ```
    pub fn sketch_into<'b>(
        self,
        shingles: &[u64],
        buffer: &'b mut SketchBuffer,
    ) -> Option<&'b [u32]> {
        let blocks = Blocks::of(shingles)?;
        buffer.clear(self);
        buffer.scatter(&blocks, self.round(0));
        if buffer.is_full() {
            return Some(buffer.signature());
        }
        let distinct = (shingles.len() > self.slots * MANY_PER_SLOT).then(|| distinct(shingles));
        let shingles = distinct.as_deref().unwrap_or(shingles);
        let blocks = Blocks::of(shingles)?;
        for number in 1..ROUNDS {
            buffer.scatter(&blocks, self.round(number));
        }
        buffer.fill_empty_slots(shingles);
        Some(buffer.signature())
    }

    fn round(self, number: usize) -> Round {
        Round { key: self.key(number), rank: (number as u64) << 32 }
    }

    /// Hash key of a round, or, behind the rounds, of a slot.
    fn key(self, round: usize) -> u64 {
        avalanche(self.seed ^ ROUND.wrapping_mul(round as u64 + 1))
    }
}

/// The distinct shingles, sorted.
fn distinct(shingles: &[u64]) -> Vec<u64> {
    let mut distinct: Vec<u64> =
        shingles.iter().copied().collect::<HashSet<_>>().into_iter().collect();
    distinct.sort_unstable();
    distinct
}

/// Working memory of [`Sketcher::sketch_into`].
#[derive(Debug, Clone, Default)]
pub struct SketchBuffer {
    /// Each slot holds its value in the low half and the round that filled it in the high half, so
    /// that a value of a later round never replaces one of an earlier round.
    slots: Vec<u64>,
    /// Number of leading slots that are known to be filled.
    filled: usize,
    /// Slots that are empty after the rounds.
    empty: Vec<usize>,
    /// Hash key of each slot, for slots that are empty after the rounds.
    keys: Vec<u32>,
    /// The sketcher that `keys` belong to.
    keys_of: Option<Sketcher>,
    signature: Vec<u32>,
    lanes: SimdLanes,
}

/// Value of an empty slot, greater than every value of every round.
const EMPTY: u64 = u64::MAX;

impl SketchBuffer {
    /// Empties all slots.
    fn clear(&mut self, sketcher: Sketcher) {
        self.slots.clear();
        self.slots.resize(sketcher.slots, EMPTY);
        self.filled = 0;
        if self.keys_of != Some(sketcher) {
            self.keys =
                (0..sketcher.slots).map(|slot| sketcher.key(ROUNDS + slot) as u32).collect();
            self.keys_of = Some(sketcher);
        }
    }

    /// Runs one round: hashes every shingle to one slot, which keeps its smallest value.
    fn scatter(&mut self, blocks: &Blocks<'_>, round: Round) {
        for block in blocks.iter() {
            self.lanes.scatter(block, round, &mut self.slots);
        }
    }

    /// Fills each empty slot with the minimum of the hashes of all shingles under the key of the
    /// slot.
    fn fill_empty_slots(&mut self, shingles: &[u64]) {
        self.list_empty();
        for group in self.empty.chunks(GROUP) {
            let mut keys = [0; GROUP];
            keys.iter_mut().zip(group).for_each(|(key, &slot)| *key = self.keys[slot]);
            let values = self.lanes.fill_empty_slots(shingles, &keys);
            group.iter().zip(values).for_each(|(&slot, value)| self.slots[slot] = value.into());
        }
    }

    /// Lists the empty slots.
    fn list_empty(&mut self) {
        self.empty.resize(self.slots.len(), 0);
        let mut count = 0;
        // Every slot is written, and kept if it is empty: a branch on that would be mispredicted
        // often.
        for (number, &slot) in self.slots.iter().enumerate() {
            self.empty[count] = number;
            count += usize::from(slot == EMPTY);
        }
        self.empty.truncate(count);
    }

    /// Whether every slot is filled. Slots that were found filled are not checked again.
    fn is_full(&mut self) -> bool {
        self.filled += self.slots[self.filled..].iter().take_while(|&&slot| slot != EMPTY).count();
        self.filled == self.slots.len()
    }

    /// The values of the slots without the rounds.
    fn signature(&mut self) -> &[u32] {
        self.signature.clear();
        self.signature.extend(self.slots.iter().map(|&slot| slot as u32));
        &self.signature
    }
}

/// The shingles of a unit in blocks of whole lanes. The last block is padded with the first
/// shingle, which does not change the set.
struct Blocks<'s> {
    full: &'s [[u64; BLOCK]],
    rest: [u64; BLOCK],
    /// Lanes of `rest` that are used.
    lanes_in_rest: usize,
}

impl<'s> Blocks<'s> {
    /// Blocks of `shingles`; `None` if there are none.
    fn of(shingles: &'s [u64]) -> Option<Self> {
        let (full, last) = shingles.as_chunks();
        let mut rest = [*shingles.first()?; BLOCK];
        rest[..last.len()].copy_from_slice(last);
        Some(Self { full, rest, lanes_in_rest: last.len().div_ceil(LANES) })
    }

    fn iter(&self) -> impl Iterator<Item = &[[u64; LANES]]> {
        let rest = &self.rest.as_chunks().0[..self.lanes_in_rest];
        self.full.iter().map(|block| block.as_chunks().0).chain([rest])
    }
}

impl Signature {
    /// The values of the slots.
    #[must_use]
    pub fn slots(&self) -> &[u32] {
        &self.0
    }

    /// Unbiased estimate of the Jaccard similarity `j`. Its standard error is at most
    /// `sqrt(j * (1 - j) / slots)`: 0.044 for 128 slots and `j` = 0.5, the worst case.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / self.0.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_signature_depends_on_the_set_alone(
            shingles in prop::collection::vec(any::<u64>(), 1..60), turn in 0_usize..60, seed: u64,
        ) {
            let sketcher = Sketcher::new(32, seed);
            let mut other = [&shingles[..], &shingles[..shingles.len() / 2]].concat();
            let turn = turn % other.len();
            other.rotate_left(turn);
            prop_assert_eq!(sketcher.sketch(&shingles), sketcher.sketch(&other));
        }

        #[test]
        fn a_buffer_keeps_nothing_of_the_unit_before(
            one in prop::collection::vec(any::<u64>(), 0..200), other in prop::collection::vec(any::<u64>(), 0..9),
        ) {
            let mut buffer = SketchBuffer::default();
            for (slots, unit) in [(64, &one), (16, &other), (16, &one), (64, &other)] {
                let sketcher = Sketcher::new(slots, 7);
                let fresh = sketcher.sketch(unit);
                let reused = sketcher.sketch_into(unit, &mut buffer);
                prop_assert_eq!(reused, fresh.as_ref().map(Signature::slots));
            }
        }
    }

    #[test]
    fn many_repetitions_of_a_few_shingles_change_nothing() {
        // So many that repetitions are removed before the second round.
        let sketcher = Sketcher::new(16, 0);
        let repeated: Vec<u64> = (0..16 * MANY_PER_SLOT as u64 * 2).map(|at| at % 5).collect();
        assert_eq!(sketcher.sketch(&repeated), sketcher.sketch(&[4, 2, 0, 3, 1]));
    }

    #[test]
    fn nothing_has_no_signature_and_a_random_seed_changes_all_slots() {
        assert_eq!(Sketcher::default().sketch(&[]), None);
        let slots = |seed| {
            let signature = Sketcher::new(64, seed).sketch(&[1, 2, 3]).expect("a unit");
            signature.slots().to_vec()
        };
        let (one, other) = (slots(1), slots(2));
        assert!(one.iter().zip(&other).all(|(x, y)| x != y));
    }
}
