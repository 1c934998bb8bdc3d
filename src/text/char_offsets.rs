//! Where characters stand, in a byte for each.

use std::ops::Range;

/// Characters that share one entry from which places are counted on.
const ROW: usize = 64;
/// In `steps`: the place is told in `jumps`.
const JUMP: u8 = u8::MAX;

/// For each of many characters the byte where it stands. Neighbours mostly stand near each other, so a place is told by
/// its distance from the one before; what is farther off, or lies before it, is listed.
#[derive(Debug, Clone, Default)]
pub(super) struct CharOffsets {
    steps: Vec<u8>,
    /// The first place of each [`ROW`].
    rows: Vec<u32>,
    /// Number and place of each character that no step tells.
    jumps: Vec<(u32, u32)>,
    last: u32,
}

impl CharOffsets {
    pub(super) fn push(&mut self, place: u32) {
        if self.steps.len().is_multiple_of(ROW) {
            self.rows.push(place);
        }
        let step = place.checked_sub(self.last).and_then(|step| u8::try_from(step).ok());
        if step.is_none_or(|step| step == JUMP) {
            self.jumps.push((self.steps.len() as u32, place));
        }
        self.steps.push(step.unwrap_or(JUMP));
        self.last = place;
    }

    /// The place of a character.
    pub(super) fn at(&self, index: usize) -> u32 {
        let first = index / ROW * ROW;
        let row = &self.steps[first..=index];
        let (from, behind) = match row.iter().rposition(|&step| step == JUMP) {
            Some(jump) => (self.jump(first + jump), jump + 1),
            None => (self.rows[index / ROW], 1),
        };
        from + row[behind..].iter().map(|&step| u32::from(step)).sum::<u32>()
    }

    /// The places of some characters, in order.
    pub(super) fn iter(&self, range: Range<usize>) -> impl Iterator<Item = u32> + Clone + '_ {
        let mut here = 0;
        range.clone().map(move |index| {
            here = match self.steps[index] {
                _ if index == range.start => self.at(index),
                JUMP => self.jump(index),
                step => here + u32::from(step),
            };
            here
        })
    }

    fn jump(&self, index: usize) -> u32 {
        let at = self.jumps.binary_search_by_key(&(index as u32), |&(index, _)| index);
        self.jumps[at.expect("every jump is listed")].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_place_is_told(steps in prop::collection::vec(prop_oneof![4 => 0_u32..9, 1 => 250..260_u32, 1 => 0..9_999_u32], 0..300), back in 0_usize..300) {
            let mut at = 0;
            let rising = steps.iter().map(|step| { at += step; at });
            let mut places: Vec<u32> = rising.collect();
            let turn = back.min(places.len());
            places.rotate_left(turn);
            let mut kept = CharOffsets::default();
            for &place in &places {
                kept.push(place);
            }
            prop_assert_eq!(&kept.iter(0..places.len()).collect::<Vec<_>>(), &places);
            let middle = places.len() / 3..places.len();
            prop_assert_eq!(&kept.iter(middle.clone()).collect::<Vec<_>>(), &places[middle]);
            prop_assert!((0..places.len()).all(|index| kept.at(index) == places[index]));
        }
    }
}
