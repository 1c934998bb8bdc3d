//! The length at which an n-gram became rare.

/// Length of the n-gram that groups a position with other positions, or the reason why there is no
/// such n-gram.
///
/// The index holds one of these for each position of a collection, hence the single byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunLength(u8);

impl RunLength {
    /// The shortest n-gram at the position occurs nowhere else.
    pub(super) const UNIQUE: Self = Self(0);
    /// The shortest n-gram at the position was too frequent, and occurs nowhere else now that it is
    /// longer.
    pub(super) const UNIQUE_WHEN_LENGTHENED: Self = Self(u8::MAX - 1);
    /// The n-gram at the position is too frequent at its greatest length.
    pub(super) const TOO_FREQUENT: Self = Self(u8::MAX);

    /// An n-gram of `chars` characters that also occurs elsewhere, and rarely enough.
    pub(super) fn new(chars: usize) -> Self {
        debug_assert!(
            (1..usize::from(u8::MAX - 1)).contains(&chars),
            "a length of {chars} has no byte of its own"
        );
        Self(chars as u8)
    }

    /// Number of characters of the n-gram, if there is one that occurs elsewhere and is not too
    /// frequent.
    pub(super) fn chars(self) -> Option<usize> {
        let has_length = self.is_shared() && !self.is_too_frequent();
        has_length.then_some(usize::from(self.0))
    }

    /// Whether the n-gram at the position also occurs elsewhere.
    pub(super) fn is_shared(self) -> bool {
        self != Self::UNIQUE && self != Self::UNIQUE_WHEN_LENGTHENED
    }

    /// Whether the n-gram at the position is too frequent at its greatest length.
    pub(super) fn is_too_frequent(self) -> bool {
        self == Self::TOO_FREQUENT
    }

    /// Whether two positions with n-grams of this length also share the n-gram of length `before`
    /// that starts one character earlier, provided that they share that character.
    pub(super) fn contains_rest_of(self, before: Self) -> bool {
        before.chars().is_some_and(|chars| chars <= usize::from(self.0) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_marks_are_told_apart() {
        for chars in 1..254 {
            let length = RunLength::new(chars);
            assert_eq!(length.chars(), Some(chars));
            assert!(length.is_shared() && !length.is_too_frequent());
        }
        for unique in [RunLength::UNIQUE, RunLength::UNIQUE_WHEN_LENGTHENED] {
            assert!(!unique.is_shared() && unique.chars().is_none());
        }
        assert!(RunLength::TOO_FREQUENT.is_shared() && RunLength::TOO_FREQUENT.chars().is_none());
        assert_eq!(size_of::<RunLength>(), 1);
    }

    #[test]
    fn an_earlier_run_reaches_into_this_one_if_it_is_at_most_one_longer() {
        let here = RunLength::new(5);
        assert!(
            here.contains_rest_of(RunLength::new(6)) && here.contains_rest_of(RunLength::new(4))
        );
        assert!(!here.contains_rest_of(RunLength::new(7)));
        assert!(
            !here.contains_rest_of(RunLength::UNIQUE)
                && !here.contains_rest_of(RunLength::TOO_FREQUENT)
        );
    }
}
