//! What changes cost in an alignment.

use crate::text::is_ideographic;

/// What one changed character costs. An equal ideograph is worth more than that, since ideographs are hardly ever equal by
/// chance; an equal letter is worth as much.
pub(crate) const CHANGED: i64 = 2;
/// Changed characters of one run that cost in full, in ideographs; of a longer run the rest costs less.
const FULL: i64 = 4;
/// How far a score may fall below its best before a passage ends there, for ideographs.
const DROP: i64 = 75;
/// The same where an end is followed character by character.
const END_DROP: i32 = 36;
/// How many characters are looked at for going on past the last anchor, in ideographs.
const WINDOW: usize = 64;
/// Widest gap between two runs of a chain on either side, in ideographs.
const WIDEST_GAP: u32 = 120;
/// Two runs with at most so many pairs of ideographs are aligned by trying all pairs.
const SMALL: usize = 1_024;

/// Costs for one kind of text. A word is one or two ideographs or about six letters, so lengths that stand for words are
/// three times as many letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Costs {
    letters: u32,
}

impl Costs {
    /// Costs for a text of ideographs.
    pub(crate) const IDEOGRAPHS: Self = Self { letters: 1 };

    /// Costs for the kind of text that most of these characters are of.
    pub(crate) fn of<'c>(chars: impl IntoIterator<Item = &'c char>) -> Self {
        let mut balance = 0_i64;
        for &char in chars {
            balance += if is_ideographic(char) { 1 } else { -1 };
        }
        if balance < 0 { Self { letters: 3 } } else { Self::IDEOGRAPHS }
    }

    /// Cost of one run of changed characters. What stands on one side only, such as an inserted note, costs little where it is
    /// long; what stands in place of something else keeps most of its cost, so that two passages are not joined over
    /// strange text.
    pub(crate) fn change(self, a: u32, b: u32) -> i64 {
        let (longer, both) = (i64::from(a.max(b)), i64::from(a.min(b)));
        let full = longer.min(FULL * i64::from(self.letters));
        let replaced = (both - full).max(0);
        CHANGED * full + replaced * 3 / 2 + (longer - full - replaced) / 2
    }

    /// What one equal character is worth.
    pub(crate) fn equal(self) -> i64 {
        if self == Self::IDEOGRAPHS { CHANGED + 1 } else { CHANGED }
    }

    /// Fewer equal characters than this behind a change at an end are so by chance.
    pub(crate) fn least_end(self) -> u32 {
        self.letters + 1
    }

    pub(crate) fn drop(self) -> i64 {
        DROP * i64::from(self.letters)
    }

    pub(crate) fn end_drop(self) -> i32 {
        END_DROP * self.letters as i32
    }

    pub(crate) fn window(self) -> usize {
        WINDOW * self.letters as usize
    }

    pub(crate) fn widest_gap(self) -> u32 {
        WIDEST_GAP * self.letters
    }

    pub(crate) fn small(self) -> usize {
        SMALL * (self.letters * self.letters) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_note_costs_less_than_as_much_strange_text() {
        let costs = Costs::IDEOGRAPHS;
        assert_eq!(costs.change(1, 1), CHANGED);
        assert_eq!(costs.change(4, 0), CHANGED * 4);
        assert!(costs.change(0, 100) < costs.change(50, 50));
        assert_eq!(costs.change(30, 7), costs.change(7, 30));
    }

    #[test]
    fn a_word_of_letters_costs_no_more_than_its_letters() {
        let english = Costs::of(&['w', 'o', 'r', 'd', '字']);
        assert_ne!(english, Costs::IDEOGRAPHS);
        assert_eq!(english.change(6, 6), CHANGED * 6);
    }
}
