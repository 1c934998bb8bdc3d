//! Byte offsets of characters, compressed to about one byte each.

use std::ops::Range;

/// Characters between two absolute offsets: a look-up sums at most this many steps, and the
/// absolute offsets add 1/16 byte for each character. A look-up in a shorter row is faster, in one of
/// 16 characters for 1/4 byte; the difference was not measured.
const ROW: usize = 64;
/// Step of a character whose offset is listed in `jumps`.
const JUMP: u8 = u8::MAX;

/// The byte offset of each of many characters.
///
/// Neighbours are mostly close to each other, so that an offset is stored as the distance from the
/// previous one; offsets that are farther away, or smaller, are listed separately.
#[derive(Debug, Clone, Default)]
pub(super) struct CharOffsets {
    steps: Vec<u8>,
    /// The first offset of each [`ROW`].
    rows: Vec<u32>,
    /// Index and offset of each character whose step is [`JUMP`].
    jumps: Vec<(u32, u32)>,
    last: u32,
}

impl CharOffsets {
    /// Appends the offset of the next character.
    pub(super) fn push(&mut self, offset: u32) {
        // A row begins with an absolute offset besides its step, so that a look-up needs no row
        // before its own.
        if self.steps.len().is_multiple_of(ROW) {
            self.rows.push(offset);
        }
        let step = offset.checked_sub(self.last).and_then(|step| u8::try_from(step).ok());
        if step.is_none_or(|step| step == JUMP) {
            self.jumps.push((self.steps.len() as u32, offset));
        }
        self.steps.push(step.unwrap_or(JUMP));
        self.last = offset;
    }

    /// The offset of a character.
    pub(super) fn at(&self, index: usize) -> u32 {
        let first = index / ROW * ROW;
        let row = &self.steps[first..=index];
        let (base, after) = match row.iter().rposition(|&step| step == JUMP) {
            Some(jump) => (self.jump(first + jump), jump + 1),
            None => (self.rows[index / ROW], 1),
        };
        base + row[after..].iter().map(|&step| u32::from(step)).sum::<u32>()
    }

    /// The offsets of the characters in `range`, in order.
    pub(super) fn iter(&self, range: Range<usize>) -> impl Iterator<Item = u32> + Clone + '_ {
        let mut offset = 0;
        range.clone().map(move |index| {
            offset = match self.steps[index] {
                _ if index == range.start => self.at(index),
                JUMP => self.jump(index),
                step => offset + u32::from(step),
            };
            offset
        })
    }

    /// The offset of a character whose step is [`JUMP`].
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
        fn every_offset_is_restored(steps in prop::collection::vec(prop_oneof![4 => 0_u32..9, 1 => 250..260_u32, 1 => 0..9_999_u32], 0..300), back in 0_usize..300) {
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
